//! What SendLocalList, GetLocalListVersion and their answers make of what is known of a station's list.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::frame::CallError;
use crate::ocpp::Outcome;
use crate::ocpp::local_list::{Drift, ListRequest, drift};
use crate::ocpp::verb::{Addressee, Plan, VerbError, Wish};
use crate::state::local_lists::LocalList;

fn known(station: &TestStation) -> LocalList {
    station.pipeline.state.local_list(&station.charge_point).unwrap()
}

/// The version, the entries' names, and the drift.
fn shown(station: &TestStation) -> (i64, Vec<String>, Drift) {
    let list = known(station);
    (list.version, list.entries.keys().cloned().collect(), drift(&list))
}

fn plan(station: &TestStation, wanted: Value) -> Result<Plan, VerbError> {
    let wanted: ListRequest = serde_json::from_value(wanted).unwrap();
    let to = Addressee {
        command: "",
        charge_point: &station.charge_point,
        version: station.profile.version,
        state: &station.pipeline.state,
        settings: &station.pipeline.settings,
        now: station.now,
    };
    wanted.plan(to)
}

/// Sends a version-neutral update; the station answers this.
async fn send(station: &TestStation, wanted: Value, outcome: Outcome) -> i64 {
    let planned = plan(station, wanted).unwrap();
    for call in &planned.calls {
        station.leaves("SendLocalList", &call.payload).await;
        station.answered("SendLocalList", &call.payload, &outcome).await;
    }
    planned.number.unwrap()
}

async fn report(station: &TestStation, version: i64) {
    let member = if station.profile.version == Version::V16 {
        "listVersion"
    } else {
        "versionNumber"
    };
    station
        .ask("GetLocalListVersion", json!({}), json!({ member: version }))
        .await;
}

fn status(word: &str) -> Outcome {
    Outcome::Answered(json!({ "status": word }))
}

fn full(tags: &[&str]) -> Value {
    let entries: Vec<_> = tags.iter().map(|tag| json!({ "idTag": tag })).collect();
    json!({ "update": "full", "entries": entries })
}

fn name(version: Version, tag: &str) -> String {
    if version == Version::V16 {
        tag.to_owned()
    } else {
        format!("Central:{tag}")
    }
}

#[actix_web::test]
async fn a_list_is_replaced_and_changed() {
    for version in Version::ALL {
        let station = TestStation::new(version).await;
        assert_eq!(shown(&station), (0, vec![], Drift::Unknown));
        let names = |tags: &[&str]| tags.iter().map(|tag| name(version, tag)).collect::<Vec<_>>();
        assert_eq!(send(&station, full(&["A", "B"]), status("Accepted")).await, 1);
        assert_eq!(shown(&station), (1, names(&["A", "B"]), Drift::None));
        let change = json!({ "update": "differential", "entries": [
            { "idTag": "A", "remove": true }, { "idTag": "C", "status": "Blocked", "parentIdTag": "G" }] });
        assert_eq!(send(&station, change, status("Accepted")).await, 2);
        assert_eq!(shown(&station), (2, names(&["B", "C"]), Drift::None));
        report(&station, 2).await;
        assert_eq!(shown(&station).2, Drift::None);
        report(&station, 9).await;
        assert_eq!(shown(&station).2, Drift::Different);
        assert_eq!(
            send(&station, full(&[]), status("Accepted")).await,
            10,
            "beyond all that is known"
        );
        assert_eq!(shown(&station), (10, vec![], Drift::None));
        report(&station, 0).await;
        assert_eq!(shown(&station).2, Drift::None, "an empty list may have no version");
    }
}

#[actix_web::test]
async fn a_lost_answer_is_cleared_up_by_the_stations_version() {
    for (reported, tags) in [(2, vec!["A", "B"]), (1, vec!["A"])] {
        let station = TestStation::new(Version::V16).await;
        send(&station, full(&["A"]), status("Accepted")).await;
        let change = json!({ "update": "differential", "entries": [{ "idTag": "B" }] });
        send(&station, change, Outcome::TimedOut).await;
        assert_eq!(shown(&station), (1, vec!["A".to_owned()], Drift::Unknown));
        report(&station, reported).await;
        let tags: Vec<_> = tags.into_iter().map(str::to_owned).collect();
        assert_eq!(shown(&station), (reported, tags, Drift::None));
    }
}

#[actix_web::test]
async fn what_failed_leaves_a_doubt_until_a_full_list_or_a_check() {
    let change = json!({ "update": "differential", "entries": [{ "idTag": "B" }] });
    for word in ["VersionMismatch", "Failed"] {
        let station = TestStation::new(Version::V201).await;
        send(&station, full(&["A"]), status("Accepted")).await;
        send(&station, change.clone(), status(word)).await;
        assert_eq!((shown(&station).0, shown(&station).2), (1, Drift::Unknown), "{word}");
        send(&station, full(&["A", "B"]), status("Accepted")).await;
        assert_eq!(shown(&station).2, Drift::None);
        send(&station, change.clone(), status(word)).await;
        report(&station, 1).await;
        assert_eq!(shown(&station).2, Drift::Different);
    }
    for outcome in [status("NotSupported"), Outcome::NotSent, refused("NotImplemented")] {
        let station = TestStation::new(Version::V16).await;
        send(&station, full(&["A"]), status("Accepted")).await;
        send(&station, change.clone(), outcome).await;
        assert_eq!(shown(&station), (1, vec!["A".to_owned()], Drift::None));
    }
}

fn refused(code: &str) -> Outcome {
    Outcome::Refused(CallError {
        code: code.to_owned(),
        description: String::new(),
        details: json!({}),
    })
}

#[actix_web::test]
async fn what_cannot_be_said_is_not_sent() {
    let v16 = TestStation::new(Version::V16).await;
    for wanted in [
        json!({ "update": "full", "entries": [{ "idTag": "A", "remove": true }] }),
        json!({ "update": "full", "entries": [{ "idTag": "A", "idTagType": "Central" }] }),
        json!({ "update": "differential", "entries": [] }),
        json!({ "update": "full", "entries": [], "version": 0 }),
    ] {
        assert!(matches!(plan(&v16, wanted), Err(VerbError::Invalid(_))));
    }
}

#[actix_web::test]
async fn a_station_without_lists_says_so() {
    let station = TestStation::new(Version::V16).await;
    report(&station, -1).await;
    assert_eq!(shown(&station), (0, vec![], Drift::None));
    assert_eq!(known(&station).reported.unwrap().version, -1);
}
