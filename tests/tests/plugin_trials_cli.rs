//! `plugin shadow`, `canary` and `trial` as processes: a version is tried on a running server, watched, and
//! taken back.

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::process::Ended;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn guest(name: &str) -> String {
    artifacts::guest(name).to_str().expect("a path in UTF-8").to_owned()
}

/// A server on which the strict version is active.
fn started() -> Server {
    let config = Config::new().plugin("name = \"decider\"");
    let server = Server::start(&config.set("plugins.watch_interval", "50ms"));
    done(&server, &["push", &guest("decider-strict")]);
    server
}

fn done(server: &Server, arguments: &[&str]) -> String {
    let ended = server.plugin(arguments);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{ended:?}");
    ended.out
}

fn judge(station: &mut Station, tag: &str) -> Value {
    station.call("Authorize", &json!({"idTag": tag}))["idTagInfo"]["status"].clone()
}

/// What a text must contain.
#[track_caller]
fn contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

#[test]
fn a_shadow_is_uploaded_watched_and_ended() {
    let server = started();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let begun = done(&server, &["shadow", &guest("decider-lenient")]);
    contains(&begun, &["is asked the same as", "ocpp-central plugin trial decider"]);
    for (tag, status) in [("ALICE", "Accepted"), ("BLOCKED-1", "Blocked"), ("BOB", "Accepted")] {
        assert_eq!(judge(&mut station, tag), status);
    }
    let told = wait::until("the shadow was asked", || {
        Some(done(&server, &["trial", "decider"])).filter(|told| told.contains("3 calls"))
    });
    contains(
        &told,
        &[
            "in shadow, since 2",
            "  3 calls, 0 failures, mean ",
            "1 difference\n",
            "\nAuthorize differs in 1 call\n  CP1  message ",
            "    input      {\"idTag\":\"BLOCKED-1\"}\n    active     {\"idTagInfo\":{",
        ],
    );
    let line = |what: &str| {
        told.lines()
            .find(|line| line.trim().starts_with(what))
            .unwrap()
            .to_owned()
    };
    contains(&line("active "), &["\"status\":\"Blocked\""]);
    contains(&line("candidate "), &["\"status\":\"Accepted\""]);
    contains(
        &done(&server, &["list"]),
        &["active\n", "on trial in shadow: 3 calls, 0 failures, mean "],
    );
    let trial: Value = serde_json::from_str(&done(&server, &["trial", "decider", "--json"])).unwrap();
    assert_eq!(trial["differences"], json!({"Authorize": 1}));

    let ended = done(&server, &["trial", "decider", "--end"]);
    contains(&ended, &["3 calls", "\nended: ", "decides for everybody\n"]);
    contains(
        &done(&server, &["trial", "decider"]),
        &["no version of decider is on trial", "plugin logs decider"],
    );
    contains(
        &done(&server, &["history", "decider"]),
        &["  end-trial   ", ")  operator\n"],
    );
    assert!(!done(&server, &["list"]).contains("on trial"));
    assert_eq!(done(&server, &["trial", "decider", "--json"]), "null\n");
}

#[test]
fn a_canary_of_a_kept_version_decides_for_whom_it_is_named() {
    let server = started();
    done(&server, &["push", &guest("decider-lenient")]);
    done(&server, &["rollback", "decider"]);
    let status = server.admin().get("/api/v1/plugins/decider").expect(200);
    let lenient = status["versions"][0]["digest"].as_str().unwrap().to_owned();
    let kept = ["--name", "decider", "--version", &lenient[..12]];
    let whose = [
        "--charge-point",
        "CP2",
        "--charge-point",
        "CP3",
        "--max-mean-us",
        "1000000",
    ];
    let begun = done(&server, &[&["canary"], &kept[..], &whose[..]].concat());
    contains(
        &begun,
        &[
            &format!("(digest {}) decides for CP2, CP3, ", &lenient[..12]),
            "its failure number 5, or a mean time above 1000000 µs\n",
        ],
    );
    for (id, decision) in [("CP1", "Blocked"), ("CP2", "Accepted"), ("CP3", "Accepted")] {
        let mut station = Station::connect(&server, id, "1.6");
        assert_eq!(judge(&mut station, "BLOCKED-1"), decision, "{id}");
    }
    contains(
        &done(&server, &["list"]),
        &["on trial as a canary for CP2, CP3: 2 calls, 0 failures"],
    );
    // Another trial takes the place of the first.
    contains(
        &done(&server, &[&["canary", "--percent", "100"], &kept[..]].concat()),
        &["decides for 100 % of the charge points, "],
    );
    let mut station = Station::connect(&server, "CP4", "1.6");
    assert_eq!(judge(&mut station, "BLOCKED-1"), "Accepted");
    done(&server, &["trial", "decider", "--end"]);
    assert_eq!(judge(&mut station, "BLOCKED-1"), "Blocked");
}

#[test]
fn a_canary_that_fails_is_gone_and_its_failures_are_told() {
    let server = started();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let failing = guest("decider-failing");
    let begun = done(
        &server,
        &["canary", &failing, "--percent", "100", "--max-failures", "1"],
    );
    contains(&begun, &["and so does its first failure\n"]);
    assert_eq!(
        judge(&mut station, "BLOCKED-1"),
        "Blocked",
        "the active version stands in"
    );
    wait::until("the canary is taken back", || {
        done(&server, &["trial", "decider"])
            .contains("no version of decider is on trial")
            .then_some(())
    });
    contains(
        &done(&server, &["logs", "decider"]),
        &["CP1 1.6 Authorize", "input     {"],
    );
    // What it did is told of it, and not of the version that is active.
    let versions = server.admin().get("/api/v1/plugins/decider").expect(200)["versions"].clone();
    let tried = versions[0]["digest"].as_str().unwrap();
    let history = done(&server, &["history", "decider"]);
    let end = history.lines().find(|line| line.contains("end-trial")).unwrap();
    contains(end, &[&tried[..12], "  failures: 1 of 1 calls, and 1 end a trial"]);
    let listed = done(&server, &["list"]);
    contains(listed.lines().next().unwrap(), &[", 0 failures, mean "]);
    let row = listed.lines().find(|line| line.contains(&tried[..12])).unwrap();
    contains(row, &["  1 call, 1 failure, mean "]);
}

#[test]
fn what_cannot_be_tried_is_told_with_what_to_do() {
    let server = started();
    let (strict, lenient) = (guest("decider-strict"), guest("decider-lenient"));
    let guard = artifacts::plugin("connector-guard");
    let guard = guard.to_str().unwrap();
    let cases: [(&[&str], i32, &str); 10] = [
        (
            &["shadow", &strict],
            1,
            "the server answers 409: decider: it is the active version",
        ),
        (
            &["shadow", guard],
            1,
            "no active version of connector-guard that another could be tried beside",
        ),
        (
            &["shadow", "--name", "decider", "--version", "9.9.9"],
            1,
            "decider has no version \"9.9.9\"",
        ),
        (&["shadow", "--version", "9.9.9"], 2, "--name"),
        (&["shadow", "nothing.wasm"], 2, "cannot read nothing.wasm"),
        (&["canary", &lenient], 2, "--percent"),
        (&["canary", &lenient, "--percent", "101"], 2, "101 is not in 1..=100"),
        (
            &["canary", &lenient, "--percent", "5", "--max-failures", "0"],
            2,
            "0 is not in 1..",
        ),
        (&["trial", "nobody"], 1, "the server answers 404"),
        (&["trial", "decider", "--end"], 1, "decider: no version is being tried"),
    ];
    for (arguments, code, complaint) in cases {
        let Ended { code: ended, out, err } = server.plugin(arguments);
        assert_eq!((ended, out.as_str()), (Some(code), ""), "{arguments:?}: {err}");
        assert!(err.contains(complaint), "{arguments:?}: {err}");
    }
    let status = server.admin().get("/api/v1/plugins/decider").expect(200);
    assert_eq!(status["trial"], Value::Null);
    assert_eq!(
        server.admin().get("/api/v1/plugins/connector-guard").status,
        404,
        "nothing was uploaded"
    );
}
