//! What must not stand together, and what may.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::super::check::check;
use super::super::problem::Place;
use super::report;

#[test]
fn contradictions_are_reported() {
    let table = [
        (
            "[ocpp]\nlisten = '0.0.0.0:9000'\n[authorization]\naccept_unknown = true",
            "ocpp.register_unknown",
        ),
        (
            "[ocpp]\nlisten = '[::]:9000'\nregister_unknown = false",
            "authorization.accept_unknown",
        ),
        ("[admin]\nlisten = '10.0.0.1:9001'", "admin.token"),
        ("[admin]\nlisten = '127.0.0.1:9000'", "admin.listen"),
        (
            "[ocpp]\nlisten = '127.0.0.1:80'\n[admin]\nlisten = '0.0.0.0:80'\ntoken = '0123456789abcdef'",
            "admin.listen",
        ),
        ("[connection]\nidle_timeout = '119s'", "connection.idle_timeout"),
        (
            "[connection]\nidle_timeout = '5m'\nping_interval = 'none'",
            "connection.idle_timeout",
        ),
    ];
    for (text, key) in table {
        let problems = check(text, &[]).problems;
        assert_eq!(
            problems.iter().map(|problem| problem.key.as_str()).collect::<Vec<_>>(),
            [key],
            "{text}"
        );
        assert!(matches!(problems[0].place, Place::Line(_)), "{text}");
    }
}

#[test]
fn what_goes_together_is_taken() {
    let table = [
        "",
        "[ocpp]\nlisten = '[::1]:9000'",
        "[ocpp]\nlisten = '127.0.0.1:0'\n[admin]\nlisten = '127.0.0.1:0'",
        "[ocpp]\nlisten = '0.0.0.0:9000'\nregister_unknown = false\n[authorization]\naccept_unknown = true",
        "[connection]\nidle_timeout = '120s'",
        "[store]\nreserve = '0B'",
        "[connection]\nidle_timeout = '301s'\nping_interval = 'none'",
    ];
    for text in table {
        assert_eq!(report(text, &[]), "", "{text}");
    }
}
