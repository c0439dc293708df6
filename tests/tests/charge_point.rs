//! The simulated charge point at our server, in all versions: sessions, a link that is cut in each of their phases, what
//! outlives a power cut, control from afar. Each scenario is played by a charge point of each version at one server, all
//! at once.

use std::thread;

use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::simulated::{Simulated, options, sessions};
use ocpp_central_tests::wait;
use ocpp_charge_point::Version;
use ocpp_charge_point::run::{Cut, Moment, RunOptions};
use serde_json::{Value, json};

/// The first car that comes with it takes 22 kW: a few Wh are there in half a second.
const SEED: u64 = 5;

/// The only session of a charge point: closed, complete, and of the energy that the charge point's register has counted.
#[track_caller]
fn only_session(server: &Server, station: &Simulated, id: &str) -> Value {
    let all = sessions(server, id);
    assert_eq!(all.len(), 1, "{all:#?}");
    let session = all[0].clone();
    assert_eq!(session["state"], "closed", "{session}");
    assert_eq!(
        (&session["doubts"], &session["complete"]),
        (&json!([]), &json!(true)),
        "{session}"
    );
    assert_eq!(session["energyWh"], json!(counted(station).to_string()), "{session}");
    session
}

/// What the charge point said at the start and at the end of its last session.
fn counted(station: &Simulated) -> i64 {
    if let Some(stop) = station.sent("StopTransaction").last() {
        let start = station.sent("StartTransaction").pop().expect("a start");
        return stop["meterStop"].as_i64().unwrap() - start["meterStart"].as_i64().unwrap();
    }
    let register = |event: &Value| {
        event["meterValue"][0]["sampledValue"][0]["value"]
            .as_f64()
            .expect("a register")
    };
    let events = station.sent("TransactionEvent");
    let of = |kind: &str| {
        events
            .iter()
            .rfind(|event| event["eventType"] == kind)
            .map(register)
            .expect("an event")
    };
    (of("Ended") - of("Started")) as i64
}

/// Plays a scenario in all versions.
fn in_each_version(scenario: impl Fn(&Server, Version) + Sync) {
    let server = Server::start(&Config::new());
    thread::scope(|scope| {
        for version in Version::ALL {
            let (server, scenario) = (&server, &scenario);
            scope.spawn(move || scenario(server, version));
        }
    });
}

/// The identity of a version's charge point.
const fn id(version: Version) -> &'static str {
    match version {
        Version::V16 => "CP-16",
        Version::V201 => "CP-201",
        Version::V21 => "CP-21",
    }
}

/// One that lets people charge whom nobody knows while the link is cut. Its cars take all that it has.
fn open(server: &Server, version: Version) -> RunOptions {
    let mut options = options(server.ocpp(), id(version), version);
    options.station.seed = SEED;
    let set = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    options
        .station
        .settings
        .extend([set("AllowOfflineTxForUnknownId", "true")]);
    options
}

/// The same, and it tells no samples, so that the messages of a session are its start and its end.
fn quiet(server: &Server, version: Version) -> RunOptions {
    let mut options = open(server, version);
    let never = ("MeterValueSampleInterval".to_owned(), "0".to_owned());
    options.station.settings.extend([never]);
    options
}

const fn start_of(version: Version) -> &'static str {
    match version {
        Version::V16 => "StartTransaction",
        _ => "TransactionEvent",
    }
}

const fn end_of(version: Version) -> &'static str {
    match version {
        Version::V16 => "StopTransaction",
        _ => "TransactionEvent",
    }
}

const fn sample_of(version: Version) -> &'static str {
    match version {
        Version::V16 => "MeterValues",
        _ => "TransactionEvent",
    }
}

/// A session from the plug to the plug; `at` is done when it has begun.
fn charge(station: &Simulated, at: impl FnOnce()) {
    station.does("plug 1");
    station.does("swipe TAG 1");
    wait::until("a session", || station.view().connectors[0].session.clone());
    wait::until("some energy", || {
        let session = station.view().connectors[0].session.clone()?;
        (session.energy_wh > 2).then_some(())
    });
    at();
    station.does("swipe TAG 1");
    station.does("unplug 1");
}

#[test]
fn a_session_is_told_whole() {
    in_each_version(|server, version| {
        let station = Simulated::start(open(server, version));
        station.until_accepted();
        let samples = station.sent(sample_of(version)).len();
        charge(&station, || station.until_sent(sample_of(version), samples + 3));
        station.until_told();
        let session = only_session(server, &station, id(version));
        assert_eq!(
            (&session["idTag"], &session["version"]),
            (&json!("TAG"), &json!(version.number())),
            "{session}"
        );
        station.until_status(1, "Available");
        station.stop().unwrap();
    });
}

/// Each phase of a session in each version: nothing is lost, and nothing is doubled.
mod the_link_is_cut {
    use super::{
        Cut, Moment, Simulated, Version, charge, end_of, id, in_each_version, only_session, open, quiet, start_of, wait,
    };

    fn at(action: &str, moment: Moment) -> Cut {
        Cut {
            action: action.to_owned(),
            moment,
        }
    }

    /// A cut at a request of the start of a session, or before.
    fn at_the_start(action: impl Fn(Version) -> &'static str + Sync, moment: Moment) {
        in_each_version(|server, version| {
            let cut = at(action(version), moment);
            let station = Simulated::start_with_cut(quiet(server, version), Some(cut));
            if action(version) == "BootNotification" {
                station.until_sent("BootNotification", 1);
                station.until_cut();
                station.does("restore");
            }
            station.until_accepted();
            charge(&station, || {
                if !station.view().connected {
                    station.does("restore");
                }
            });
            station.until_told();
            only_session(server, &station, id(version));
        });
    }

    /// A cut at the end of a session.
    fn at_the_end(moment: Moment) {
        in_each_version(|server, version| {
            let station = Simulated::start(quiet(server, version));
            station.until_accepted();
            charge(&station, || {
                // What tells the start has its answer.
                wait::until("the start is answered", || {
                    (!station.answers(start_of(version)).is_empty()).then_some(())
                });
                station.until_told();
                let word = if moment == Moment::BeforeSent { "before" } else { "sent" };
                station.does(&format!("cut at {} {word}", end_of(version)));
            });
            station.until_cut();
            station.does("restore");
            station.until_told();
            only_session(server, &station, id(version));
        });
    }

    #[test]
    fn before_the_answer_to_the_boot() {
        at_the_start(|_| "BootNotification", Moment::Sent);
    }

    #[test]
    fn before_the_answer_to_the_authorization() {
        at_the_start(|_| "Authorize", Moment::Sent);
    }

    #[test]
    fn after_the_authorization() {
        at_the_start(|_| "Authorize", Moment::Answered);
    }

    #[test]
    fn before_the_start_is_sent() {
        at_the_start(start_of, Moment::BeforeSent);
    }

    #[test]
    fn between_the_start_and_its_answer() {
        at_the_start(start_of, Moment::Sent);
    }

    #[test]
    fn after_the_answer_to_the_start() {
        at_the_start(start_of, Moment::Answered);
    }

    #[test]
    fn while_a_car_charges() {
        in_each_version(|server, version| {
            let station = Simulated::start(open(server, version));
            station.until_accepted();
            charge(&station, || {
                station.does("cut");
                wait::until("two samples wait", || (station.view().waiting >= 2).then_some(()));
                station.does("restore");
            });
            station.until_told();
            only_session(server, &station, id(version));
        });
    }

    #[test]
    fn before_the_end_is_sent() {
        at_the_end(Moment::BeforeSent);
    }

    #[test]
    fn between_the_end_and_its_answer() {
        at_the_end(Moment::Sent);
    }
}

#[test]
fn a_session_outlives_a_power_cut_of_the_charge_point() {
    in_each_version(|server, version| {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = open(server, version);
        kept.memory = Some(folder.path().join("memory.json"));
        let station = Simulated::start(kept.clone());
        station.until_accepted();
        station.does("plug 1");
        station.does("swipe TAG 1");
        station.until_sent(start_of(version), 1);
        station.until_told();
        station.does("cut");
        wait::until("a sample waits", || (station.view().waiting >= 1).then_some(()));
        station.stop().unwrap();
        let again = Simulated::start(kept);
        again.until_accepted();
        again.until_told();
        let all = sessions(server, id(version));
        assert_eq!(all.len(), 1, "{all:#?}");
        assert_eq!(
            (&all[0]["state"], &all[0]["stopReason"]),
            (&json!("closed"), &json!("PowerLoss")),
            "{}",
            all[0]
        );
    });
}

#[test]
fn the_server_works_a_charge_point_from_afar() {
    in_each_version(|server, version| {
        let station = Simulated::start(open(server, version));
        station.until_accepted();
        station.does("plug 1");
        let verb = |verb: &str, body: Value| {
            let path = format!("/api/v1/charge-points/{}/commands/{verb}", id(version));
            server.admin().post(&path, &body).expect(200)
        };
        assert_eq!(
            verb("start", json!({"idTag": "AFAR", "connector": 1}))["status"],
            "Accepted"
        );
        station.until_sent(start_of(version), 1);
        station.until_told();
        let session = sessions(server, id(version))[0]["id"].clone();
        assert_eq!(verb("stop", json!({"transactionId": session}))["status"], "Accepted");
        station.until_told();
        assert_eq!(only_session(server, &station, id(version))["stopReason"], "Remote");
        let boots = station.sent("BootNotification").len();
        assert_eq!(verb("reset", json!({}))["status"], "Accepted");
        station.until_sent("BootNotification", boots + 1);
        station.until_accepted();
    });
}

#[test]
fn the_states_of_connectors_are_seen_in_the_words_of_each_version() {
    in_each_version(|server, version| {
        let station = Simulated::start(open(server, version));
        station.until_accepted();
        let status = || {
            let shown = server.admin().get(&format!("/api/v1/charge-points/{}", id(version)));
            let connectors = shown.expect(200)["connectors"].as_array().unwrap().clone();
            let first = connectors.into_iter().find(|one| one["connector"] == 1);
            first.map_or(Value::Null, |first| first["status"].clone())
        };
        let until = |word: &str| wait::until(word, || (status() == word).then_some(()));
        until("Available");
        station.does("fault 1 GroundFailure");
        until("Faulted");
        station.does("repair 1");
        until("Available");
        let (events, states) = (
            station.sent("NotifyEvent").len(),
            station.sent("StatusNotification").len(),
        );
        match version {
            Version::V16 => assert_eq!((events, states), (0, 5)),
            // What is broken, and that it works again.
            Version::V201 => assert_eq!((events, states), (2, 4)),
            Version::V21 => assert_eq!((events, states), (6, 0)),
        }
    });
}
