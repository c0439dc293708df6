use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::super::Deed;
use super::Bench;

/// The events that were told: of what, the variable and its value.
fn told(bench: &Bench) -> Vec<(String, String, String)> {
    let texts = |event: &Value| {
        let text = |path: &str| event.pointer(path).unwrap().as_str().unwrap().to_owned();
        (text("/component/name"), text("/variable/name"), text("/actualValue"))
    };
    bench
        .all("NotifyEvent")
        .into_iter()
        .map(|payload| texts(&payload["eventData"][0]))
        .collect()
}

fn event(component: &str, variable: &str, value: &str) -> (String, String, String) {
    (component.to_owned(), variable.to_owned(), value.to_owned())
}

#[test]
fn version_2_1_tells_states_by_events_and_2_0_1_does_not() {
    let mut bench = Bench::new(Version::V21);
    bench.connect();
    bench.act(Deed::Plug(Some(2))).unwrap();
    let state = |word| event("Connector", "AvailabilityState", word);
    assert_eq!(
        told(&bench),
        [state("Available"), state("Available"), state("Occupied")]
    );
    assert!(bench.all("StatusNotification").is_empty());
    let last = &bench.last("NotifyEvent")["eventData"][0];
    assert_eq!(last["component"]["evse"], json!({"id": 2, "connectorId": 1}));
    assert_eq!(last["trigger"], "Delta");

    let asked = json!({"requestedMessage": "StatusNotification"});
    bench.sent.clear();
    assert_eq!(bench.call("TriggerMessage", asked).unwrap()["status"], "Accepted");
    assert_eq!(told(&bench), [state("Available"), state("Occupied")]);

    let mut bench = Bench::new(Version::V201);
    bench.connect();
    assert_eq!(bench.all("StatusNotification").len(), 2);
    assert!(bench.all("NotifyEvent").is_empty());
}

#[test]
fn each_event_has_a_number_of_its_own() {
    let mut bench = Bench::new(Version::V21);
    bench.connect();
    for _ in 0..3 {
        bench.act(Deed::Plug(Some(1))).unwrap();
        bench.act(Deed::Unplug(Some(1))).unwrap();
    }
    let mut numbers: Vec<_> = bench
        .all("NotifyEvent")
        .iter()
        .map(|payload| payload["eventData"][0]["eventId"].as_u64().unwrap())
        .collect();
    let count = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!((numbers.len(), count), (8, 8));
}

#[test]
fn what_is_broken_is_an_event_in_both_versions() {
    for version in [Version::V201, Version::V21] {
        let mut bench = Bench::up(version);
        for code in ["ConnectorLockFailure", "GroundFailure"] {
            let fault = Deed::Fault {
                connector: Some(1),
                code: Some(code.to_owned()),
            };
            bench.act(fault).unwrap();
            bench.act(Deed::Repair(Some(1))).unwrap();
        }
        let problems: Vec<_> = told(&bench)
            .into_iter()
            .filter(|(_, variable, _)| variable == "Problem")
            .collect();
        assert_eq!(
            problems,
            [
                event("ConnectorPlugRetentionLock", "Problem", "true"),
                event("ConnectorPlugRetentionLock", "Problem", "false"),
                event("Connector", "Problem", "true"),
                event("Connector", "Problem", "false"),
            ]
        );
        let last = bench
            .all("NotifyEvent")
            .into_iter()
            .rfind(|payload| payload["eventData"][0]["variable"]["name"] == "Problem");
        let last = &last.unwrap()["eventData"][0];
        assert_eq!(
            (&last["cleared"], &last["techCode"]),
            (&json!(true), &json!("GroundFailure"))
        );
    }
}
