use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::super::{Deed, StationOptions};
use super::{Bench, kind};

fn settled(options: &[(&str, &str)], version: Version) -> Bench {
    let mut station = StationOptions::new("CP1", version);
    for (name, value) in options {
        station.settings.insert((*name).to_owned(), (*value).to_owned());
    }
    let mut bench = Bench::with(station, None);
    bench.connect();
    bench.sent.clear();
    bench
}

/// The link is cut while the start waits for its answer, and comes back a while later; then the session ends.
fn cut_at_the_start(version: Version) -> Bench {
    let mut bench = Bench::up(version);
    bench.act(Deed::Plug(Some(1))).unwrap();
    bench.rule = match version {
        Version::V16 => |action, payload| (action != "StartTransaction").then(|| kind(action, payload)).flatten(),
        _ => |action, payload| {
            (payload["eventType"] != "Started")
                .then(|| kind(action, payload))
                .flatten()
        },
    };
    bench.swipe("TAG");
    bench.pass(1);
    bench.cut();
    bench.pass(180);
    bench.rule = kind;
    bench.connect();
    bench.pass(1);
    bench.swipe("TAG");
    bench.pass(1);
    bench
}

#[test]
fn a_start_whose_answer_was_lost_is_sent_again_the_same() {
    let bench = cut_at_the_start(Version::V16);
    let starts = bench.all("StartTransaction");
    assert_eq!((starts.len(), starts[0]), (2, starts[1]));
    assert!(
        bench
            .all("MeterValues")
            .iter()
            .all(|values| values["transactionId"] == 77)
    );
    assert_eq!(bench.all("MeterValues").len(), 3);
    assert_eq!(bench.last("StopTransaction")["transactionId"], 77);
    let place = |action| bench.actions().iter().rposition(|sent| *sent == action).unwrap();
    assert!(place("StartTransaction") < place("MeterValues") && place("MeterValues") < place("StopTransaction"));
}

#[test]
fn events_of_2_x_say_that_they_happened_offline() {
    let bench = cut_at_the_start(Version::V201);
    let events = bench.all("TransactionEvent");
    let told: Vec<_> = events
        .iter()
        .map(|event| (event["seqNo"].as_u64().unwrap(), event.get("offline").is_some()))
        .collect();
    // The first one was sent while there was a link, and again after it.
    assert_eq!(
        told,
        [(0, false), (0, true), (1, true), (2, true), (3, true), (4, false)]
    );
}

#[test]
fn who_is_known_charges_without_the_server_and_others_do_not() {
    let mut bench = settled(&[], Version::V16);
    bench.swipe("KNOWN");
    bench.pass(61);
    bench.cut();
    bench.act(Deed::Plug(Some(1))).unwrap();
    bench.swipe("STRANGER");
    assert!(bench.station.view().connectors[0].session.is_none());
    bench.swipe("KNOWN");
    assert!(bench.station.view().connectors[0].session.is_some());
    let mut open = settled(&[("AllowOfflineTxForUnknownId", "true")], Version::V16);
    open.cut();
    open.act(Deed::Plug(Some(1))).unwrap();
    open.swipe("STRANGER");
    assert!(open.station.view().connectors[0].session.is_some());
}

#[test]
fn a_whole_session_without_the_server_comes_afterwards_in_order() {
    let mut bench = settled(&[("AllowOfflineTxForUnknownId", "true")], Version::V16);
    bench.cut();
    bench.act(Deed::Plug(Some(1))).unwrap();
    bench.swipe("TAG");
    bench.pass(130);
    bench.swipe("TAG");
    bench.act(Deed::Unplug(None)).unwrap();
    assert!(bench.sent.is_empty());
    let backlog = bench.station.backlog();
    let waiting: Vec<_> = backlog
        .waiting
        .iter()
        .map(|(action, count)| (action.as_str(), *count))
        .collect();
    assert_eq!(
        waiting,
        [("MeterValues", 2), ("StartTransaction", 1), ("StopTransaction", 1)]
    );
    assert!(!bench.station.is_quiet());
    bench.connect();
    bench.pass(1);
    let backlog = bench.station.backlog();
    assert_eq!((backlog.waiting.len(), backlog.delivered), (0, 4));
    assert!(bench.station.is_quiet());
    let story: Vec<_> = bench
        .actions()
        .into_iter()
        .filter(|action| *action != "StatusNotification")
        .collect();
    assert_eq!(
        story,
        ["StartTransaction", "MeterValues", "MeterValues", "StopTransaction"]
    );
    assert!(
        bench
            .all("MeterValues")
            .iter()
            .all(|values| values["transactionId"] == 77)
    );
    assert_eq!(bench.station.view().waiting, 0);
}

#[test]
fn a_start_that_is_never_taken_leaves_minus_one() {
    fn deaf(action: &str, payload: &Value) -> Option<Value> {
        (action != "StartTransaction").then(|| kind(action, payload)).flatten()
    }
    let mut bench = Bench::up(Version::V16);
    bench.rule = deaf;
    bench.act(Deed::Plug(Some(1))).unwrap();
    bench.swipe("TAG");
    // Three tries of 30 s, with 5 and 10 s between them.
    bench.pass(120);
    bench.swipe("TAG");
    bench.pass(1);
    assert_eq!(bench.all("StartTransaction").len(), 3);
    assert_eq!(bench.last("StopTransaction")["transactionId"], -1);
    let given_up = bench.station.backlog().given_up;
    assert_eq!(given_up.get("StartTransaction"), Some(&1));
}

#[test]
fn what_is_kept_outlives_a_power_cut() {
    let mut bench = settled(&[], Version::V16);
    bench.act(Deed::Plug(Some(1))).unwrap();
    bench.swipe("TAG");
    bench.pass(1);
    bench.cut();
    bench.pass(125);
    let register = bench.station.view().connectors[0].register_wh;
    let memory = bench.station.memory().unwrap();
    assert!(bench.station.memory().is_none());
    let text = serde_json::to_string(&memory).unwrap();
    let memory = serde_json::from_str(&text).unwrap();
    let mut again = Bench::with(StationOptions::new("CP1", Version::V16), Some(memory));
    again.connect();
    again.pass(1);
    let stop = again.last("StopTransaction");
    assert_eq!(
        (&stop["reason"], &stop["transactionId"]),
        (&json!("PowerLoss"), &json!(77))
    );
    assert!(stop["meterStop"].as_i64().unwrap() >= register - 60);
    assert_eq!(again.all("MeterValues").len(), 2);
    assert!(again.all("StartTransaction").is_empty());
}
