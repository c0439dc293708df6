//! Every action that a charge point may send, in every version: valid messages are answered with a
//! valid response, and messages with one fault with the code and the place of that fault.

use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_schemas::generate::{self, Rng};
use ocpp_schemas::{Action, Catalogue, Kind, Version};
use serde_json::{Value, json};

/// How many valid messages are sent per action.
const INSTANCES: usize = 5;

/// The server's default limit, less the frame: what is above is closed, which the transcripts show.
const MAX_MESSAGE: usize = (1 << 20) - 100;

/// A connection that speaks one version, and the actions that may be sent over it.
fn each_version(config: &Config, test: impl Fn(&'static Action, &mut Station, &mut Rng)) {
    for (name, version, count) in [
        ("1.6", Version::V16, 14),
        ("2.0.1", Version::V201, 25),
        ("2.1", Version::V21, 37),
    ] {
        let server = Server::start(config);
        let mut station = Station::connect(&server, "CP1", name);
        let mut rng = Rng::new(42);
        let actions = Catalogue::of(version)
            .actions()
            .filter(|action| action.sent_by_charge_point());
        let tested = actions.map(|action| test(action, &mut station, &mut rng)).count();
        assert_eq!(tested, count, "the actions that a station of {name} may send");
        station.expect_silence();
    }
}

#[test]
fn what_is_valid_is_answered_with_a_valid_response() {
    each_version(&Config::new().strict(), |action, station, rng| {
        for _ in 0..INSTANCES {
            let payload = generate::instance(action, Kind::Request, rng);
            if !action.confirmed() {
                station.send_text(&json!([6, "send", action.name(), payload]).to_string());
                station.expect_silence();
                continue;
            }
            let answer = station.exchange(action.name(), &payload);
            assert_eq!(answer[0], 3, "{} {payload}: {answer}", action.name());
            let verdict = action.validate(Kind::Response, &answer[2]);
            assert!(verdict.is_ok(), "{} answers {answer}: {verdict:?}", action.name());
        }
    });
}

#[test]
fn one_fault_is_answered_with_its_code_and_place() {
    each_version(&Config::new().strict(), |action, station, rng| {
        if !action.confirmed() {
            return;
        }
        let payload = generate::instance(action, Kind::Request, rng);
        for mutation in generate::mutations(action, Kind::Request, &payload, rng) {
            let changed = mutation.apply(&payload);
            if changed.to_string().len() > MAX_MESSAGE {
                continue;
            }
            let answer = station.exchange(action.name(), &changed);
            // In 1.6 no payload at all stands for an empty one.
            let read = if action.version() == Version::V16 && changed.is_null() {
                json!({})
            } else {
                changed.clone()
            };
            match action.validate(Kind::Request, &read) {
                Ok(()) => assert_eq!(answer[0], 3, "{} {changed}: {answer}", action.name()),
                Err(violation) => {
                    let found = (&answer[2], &answer[4]["pointer"], &answer[4]["rule"]);
                    let code = Value::from(violation.code.spelling(action.version()));
                    let expected = (&code, &json!(violation.pointer), &json!(violation.rule));
                    assert_eq!(found, expected, "{} {changed}: {answer}", action.name());
                }
            }
        }
    });
}
