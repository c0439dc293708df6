//! What a server answers instead of what was asked for, and that it does not answer, in words with the next step.

use std::io::ErrorKind;

use serde_json::Value;

use super::target::{From, Target};
use crate::admin::problem::{Missing, TYPE_PREFIX, kinds};
use crate::cli::failed::Failed;
use crate::clock::Time;
use crate::tls::outgoing::{Distrust, Fault, NoTls};

/// A problem document as a failure.
#[must_use]
pub fn problem(status: u16, body: &Value, target: &Target) -> Failed {
    let detail = body.get("detail").or_else(|| body.get("title")).and_then(Value::as_str);
    let detail = detail.unwrap_or("it gives no reason: is this the operators' address of an ocpp-central?");
    let text = format!(
        "error: the server answers {status}: {detail}{}{}",
        places(body),
        advice(status, body, target)
    );
    match status {
        401 | 403 => Failed::Denied(text),
        _ => Failed::Refused(text),
    }
}

/// Each place of what was sent that is wrong, where the server names several.
fn places(body: &Value) -> String {
    let errors = body.get("errors").and_then(Value::as_array);
    let place = |error: &Value| {
        let word = |member: &str| error.get(member).and_then(Value::as_str);
        Some(format!("\n  {}: {}", word("pointer")?, word("detail")?))
    };
    let errors = errors.filter(|errors| errors.len() > 1);
    errors.into_iter().flatten().filter_map(place).collect()
}

/// What to do, by what the server calls its answer; its sentences are for people.
fn advice(status: u16, body: &Value, target: &Target) -> String {
    match status {
        401 | 403 => about_the_token(status, target),
        _ => hint(body).map(|hint| format!("\n{hint}")).unwrap_or_default(),
    }
}

/// Where to look for what there is, of what there is not.
const LISTS: [(Missing, &str); 16] = [
    (
        Missing::CHARGE_POINT,
        "`ocpp-central charge-points list` says which ones are there.",
    ),
    (
        Missing::TRANSACTION,
        "`ocpp-central transactions list --charge-point ID` says which sessions it has.",
    ),
    (
        Missing::MESSAGE,
        "`ocpp-central transactions inbox ID --all` says which messages it has.",
    ),
    (
        Missing::COMMAND,
        "`ocpp-central commands list` says which ones were sent.",
    ),
    (
        Missing::CAMPAIGN,
        "`ocpp-central campaigns list` says which ones are there.",
    ),
    (
        Missing::RESERVATION,
        "`ocpp-central reservations list ID` says which ones it has.",
    ),
    (
        Missing::ID_TAG,
        "`ocpp-central id-tags list` says which ones are there.",
    ),
    (Missing::TOKEN, "`ocpp-central tokens list` says which ones are there."),
    (
        Missing::PLUGIN,
        "`ocpp-central plugin list` says which plugins are there.",
    ),
    (
        Missing::EVENT_SET_ASIDE,
        "`ocpp-central plugin list` says which plugins are there.",
    ),
    (
        Missing::WEBHOOK,
        "`ocpp-central webhooks list` says which ones are there.",
    ),
    (
        Missing::DEAD_LETTER,
        "`ocpp-central webhooks dead-letters NAME` says which ones it has.",
    ),
    (
        Missing::FIRMWARE,
        "`ocpp-central firmware list` says which files are there.",
    ),
    (
        Missing::ISSUED_CERTIFICATE,
        "`ocpp-central certificates issued` says which ones are there.",
    ),
    (
        Missing::VERB,
        "`ocpp-central command --help` says which ones are there.",
    ),
    (Missing::ACTION, "`ocpp-central actions` says which ones are there."),
];

/// Of a charge point that is away, and of a thing that does not exist.
fn hint(body: &Value) -> Option<&'static str> {
    let word = |member: &str| body.get(member).and_then(Value::as_str);
    let kind = word("type")?.strip_prefix(TYPE_PREFIX)?;
    if kind == kinds::NOT_CONNECTED.name {
        return Some(
            "`--ttl 12h` lets a command wait until it is back; `ocpp-central charge-points offline` says since when it is \
             away.",
        );
    }
    let missing = word("missing").filter(|_| kind == kinds::NOT_FOUND.name)?;
    let found = LISTS.iter().find(|(of, _)| of.name == missing);
    found.map(|(_, hint)| *hint)
}

fn about_the_token(status: u16, target: &Target) -> String {
    let token = target.token.as_ref().map(|(_, from)| from);
    let server = &target.server;
    match status {
        401 => match token {
            None => format!(
                "\nName a token of {server} with --token, with OCPP_CENTRAL_ADMIN_TOKEN, or in a profile \
                 (`ocpp-central profile add NAME --server {server} --token -`)."
            ),
            Some(from) => format!(
                "\nIt is the token of {}: {server} does not know it, or not any more. A new one is made by who has one \
                 (`ocpp-central tokens`), and the first one stands in the server's configuration (admin.token).",
                place(from)
            ),
        },
        403 => match token {
            None => "\nThis address may not do that without a token: name one with --token, \
                     OCPP_CENTRAL_ADMIN_TOKEN or a profile."
                .to_owned(),
            Some(from) => format!(
                "\nThe token of {} may not do that: use one of a role that may (--profile, --token).",
                place(from)
            ),
        },
        _ => String::new(),
    }
}

fn place(from: &From) -> String {
    match from {
        From::Flag => "--token".to_owned(),
        From::Environment => "OCPP_CENTRAL_ADMIN_TOKEN".to_owned(),
        From::Profile(name) => format!("the profile `{name}`"),
    }
}

/// No answer at all, or no end of one.
#[must_use]
pub fn silent(error: &ureq::Error, target: &Target) -> Failed {
    if let ureq::Error::Other(inner) = error
        && let Some(why) = inner.downcast_ref::<NoTls>()
    {
        return Failed::Unreachable(format!("error: {}", no_tls(why, target)));
    }
    let what = match error {
        ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => "nothing listens there".to_owned(),
        ureq::Error::HostNotFound => "no machine has this name".to_owned(),
        ureq::Error::Timeout(_) => "it took too long".to_owned(),
        other => other.to_string(),
    };
    let tls = if may_speak_tls(error) && !target.is_secure() {
        " Where it speaks TLS (admin.tls), its address begins with https://."
    } else {
        ""
    };
    Failed::Unreachable(format!(
        "error: {} does not answer: {what}. Is the server running, and is this its operators' address \
         (admin.listen)? Name another with --server, OCPP_CENTRAL_SERVER or a profile.{tls}",
        named(target)
    ))
}

/// The server, with the profile that says so.
fn named(target: &Target) -> String {
    let profile = target.profile.as_ref().map(|name| format!(" (the profile `{name}`)"));
    format!("{}{}", target.server, profile.unwrap_or_default())
}

/// What a server that speaks TLS does with a request in clear text: it hangs up, or sends what is no HTTP.
fn may_speak_tls(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Protocol(_) => true,
        ureq::Error::Io(error) => !matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::TimedOut),
        _ => false,
    }
}

/// Why no TLS came about, and who does what about it.
fn no_tls(why: &NoTls, target: &Target) -> String {
    let server = named(target);
    match why {
        NoTls::Plain => format!(
            "{server} does not speak TLS: its address begins with http:// (its configuration names no \
             admin.tls.certificates), or this is another port than that of its operators (admin.listen)."
        ),
        NoTls::NotTrusted(distrust) => format!("{server} is not trusted: {}", distrusted(distrust, target)),
        NoTls::Broken(reason) => format!(
            "{server} does not answer by TLS: {reason}. Is this its operators' address (admin.listen), and does it speak \
             TLS there (admin.tls)?"
        ),
    }
}

fn distrusted(distrust: &Distrust, target: &Target) -> String {
    let facts = distrust.facts.as_ref();
    let of = facts.map_or_else(String::new, |facts| format!(" that says {}", facts.subject));
    let day =
        |moment: Option<Time>| moment.map_or_else(|| "?".to_owned(), |moment| moment.format("%F %R UTC").to_string());
    match distrust.fault {
        Fault::OtherHost => format!(
            "its certificate is for {}, not for this name. Name the server as its certificate does (--server, \
             OCPP_CENTRAL_SERVER or a profile), or give it a certificate that has this name, too (admin.tls.certificates).",
            if distrust.hosts.is_empty() {
                "other names".to_owned()
            } else {
                distrust.hosts.join(", ")
            }
        ),
        Fault::UnknownAuthority => {
            let issuer = facts.map_or_else(String::new, |facts| format!(" (signed by {})", facts.issuer));
            let tried = target.ca.as_ref().map_or_else(
                || "the authorities of this system have".to_owned(),
                |ca| format!("neither the authorities of this system nor {} have", ca.display()),
            );
            let not = if target.ca.is_some() { "" } else { " not" };
            format!(
                "{tried}{not} signed its certificate{of}{issuer}. If that is your server, name the file with the certificate \
                 of its authority, or with its own where it signed itself: --ca FILE, OCPP_CENTRAL_CA or a profile."
            )
        }
        Fault::Ended => format!(
            "the certificate{of} ended at {}. Put a new one in its place on the server (admin.tls.certificates), and have \
             it read by SIGHUP.",
            day(facts.and_then(|facts| facts.not_after))
        ),
        Fault::NotBegun => format!(
            "the certificate{of} begins at {} only. Is the clock of this machine right?",
            day(facts.and_then(|facts| facts.not_before))
        ),
        Fault::Other => format!(
            "the certificate{of} cannot be used: {}. Give the server another one (admin.tls.certificates).",
            distrust.reason
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "tests")]

    use std::path::PathBuf;

    use clap::Parser as _;
    use clap::error::ErrorKind;
    use serde_json::{Value, json};

    use super::{LISTS, problem, silent};
    use crate::admin::problem::{Missing, Problem, kinds};
    use crate::cli::CommandLine;
    use crate::cli::failed::Failed;
    use crate::cli::server::target::{From, Target, Token};
    use crate::commands::SendError;
    use crate::ids::ChargePointId;
    use crate::plugins::{EndpointError, VersionError};
    use crate::tls::outgoing::{Distrust, Fault, NoTls};

    fn target(from: Option<From>) -> Target {
        Target {
            server: "http://depot".to_owned(),
            token: from.map(|from| (Token::Text("secret".to_owned()), from)),
            ca: None,
            profile: Some("depot".to_owned()),
        }
    }

    fn text(failed: Failed) -> String {
        let exit = failed.exit().code();
        match failed {
            Failed::Refused(text) | Failed::Denied(text) | Failed::Unreachable(text) => format!("{exit} {text}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_problem_is_told_in_the_servers_words_with_what_to_do() {
        let body = json!({"title": "Unauthorized", "detail": "the token is wrong"});
        let told = text(problem(401, &body, &target(None)));
        assert!(
            told.starts_with("4 error: the server answers 401: the token is wrong\nName a token"),
            "{told}"
        );
        let told = text(problem(401, &body, &target(Some(From::Profile("depot".to_owned())))));
        assert!(
            told.contains("It is the token of the profile `depot`") && !told.contains("secret"),
            "{told}"
        );
        let told = text(problem(403, &body, &target(Some(From::Environment))));
        assert!(
            told.starts_with("4 ") && told.contains("The token of OCPP_CENTRAL_ADMIN_TOKEN may not"),
            "{told}"
        );
        let told = text(problem(502, &Value::Null, &target(None)));
        assert!(told.starts_with("1 ") && told.contains("gives no reason"), "{told}");
        let wrong = |place: &str| json!({"pointer": place, "detail": "it is missing"});
        let settings = json!({"detail": "/a: it is missing, and 1 more", "errors": [wrong("/a"), wrong("/b")]});
        let told = text(problem(422, &settings, &target(None)));
        assert!(
            told.ends_with("and 1 more\n  /a: it is missing\n  /b: it is missing"),
            "{told}"
        );
    }

    /// As the server makes it, and not as somebody remembers it.
    fn told(problem: &Problem) -> String {
        text(super::problem(
            problem.kind.status.as_u16(),
            &problem.document(),
            &target(None),
        ))
    }

    #[test]
    fn every_hint_comes_with_the_servers_own_answer() {
        let away = Problem::from(SendError::NotConnected(ChargePointId::new("CP1")));
        let said = told(&away);
        assert!(
            said.contains("CP1 has no connection; nothing was sent\n`--ttl 12h` lets"),
            "{said}"
        );
        for (missing, hint) in LISTS {
            let said = told(&Problem::not_found(missing, "X"));
            assert!(
                said.ends_with(&format!("there is no {} X\n{hint}", missing.words)),
                "{said}"
            );
        }
        let name = || "tariff".to_owned();
        for problem in [
            Problem::from(VersionError::Unknown { name: name() }),
            Problem::from(EndpointError::Unknown { name: name() }),
        ] {
            let said = told(&problem);
            assert!(
                said.ends_with(
                    "no plugin tariff is installed\n`ocpp-central plugin list` says which plugins are there."
                ),
                "{said}"
            );
        }
    }

    /// The words that a hint names are understood.
    #[test]
    fn every_hint_names_a_command_that_there_is() {
        for (_, hint) in LISTS {
            let named = hint.split('`').nth(1).unwrap_or_default();
            let read = CommandLine::try_parse_from(named.split(' '));
            let is_known = read.map_or_else(|error| error.kind() == ErrorKind::DisplayHelp, |_| true);
            assert!(is_known, "{hint}");
        }
    }

    #[test]
    fn an_answer_without_a_hint_has_none() {
        for problem in [
            Problem::new(
                kinds::QUEUE_FULL,
                "too many commands wait for CP1, which is not connected",
            ),
            Problem::new(kinds::NOT_FOUND, "the charge point has no plugin"),
            Problem::not_found(Missing::SIMULATED, "SIM-1"),
        ] {
            let said = told(&problem);
            assert!(said.ends_with(&problem.detail), "{said}");
        }
    }

    #[test]
    fn a_server_that_is_not_there_is_told_with_what_to_do() {
        let told = text(silent(&ureq::Error::HostNotFound, &target(None)));
        let wanted = "3 error: http://depot (the profile `depot`) does not answer: no machine has this name. Is the";
        assert!(told.starts_with(wanted), "{told}");
    }

    #[test]
    fn why_no_tls_comes_about_is_told_with_what_to_do() {
        let secure = |ca: Option<&str>| Target {
            server: "https://depot".to_owned(),
            ca: ca.map(PathBuf::from),
            ..target(None)
        };
        let told = |why: NoTls, ca: Option<&str>| text(silent(&ureq::Error::Other(Box::new(why)), &secure(ca)));
        let distrusted = |fault: Fault| {
            NoTls::NotTrusted(Box::new(Distrust {
                fault,
                reason: "in OpenSSL's words".to_owned(),
                facts: None,
                hosts: vec!["depot.example".to_owned(), "10.0.0.5".to_owned()],
            }))
        };
        let table = [
            (NoTls::Plain, None, ["does not speak TLS", "begins with http://"]),
            (
                NoTls::Broken("eof".to_owned()),
                None,
                ["does not answer by TLS: eof", "admin.tls"],
            ),
            (
                distrusted(Fault::OtherHost),
                None,
                ["is for depot.example, 10.0.0.5, not for", "--server"],
            ),
            (
                distrusted(Fault::UnknownAuthority),
                None,
                ["of this system have not signed", "--ca FILE"],
            ),
            (
                distrusted(Fault::UnknownAuthority),
                Some("my.pem"),
                ["nor my.pem have signed", "--ca FILE"],
            ),
            (distrusted(Fault::Ended), None, ["ended at", "admin.tls.certificates"]),
            (
                distrusted(Fault::NotBegun),
                None,
                ["begins at", "the clock of this machine"],
            ),
            (
                distrusted(Fault::Other),
                None,
                ["in OpenSSL's words", "admin.tls.certificates"],
            ),
        ];
        for (why, ca, wanted) in table {
            let told = told(why, ca);
            assert!(
                told.starts_with("3 error: https://depot (the profile `depot`) "),
                "{told}"
            );
            assert!(wanted.iter().all(|words| told.contains(words)), "{told}");
        }
        let hung_up = || ureq::Error::Io(std::io::ErrorKind::ConnectionReset.into());
        assert!(text(silent(&hung_up(), &target(None))).ends_with("its address begins with https://."));
        assert!(!text(silent(&hung_up(), &secure(None))).contains("begins with https://"));
    }
}
