//! What SendLocalList, GetLocalListVersion and their answers make of what is known of a station's list.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::frame::CallError;
use crate::ocpp::Outcome;
use crate::ocpp::local_list::{Drift, ListRequest, drift};
use crate::ocpp::split::{Limit, Raw, split};
use crate::ocpp::verb::{Addressee, Plan, VerbError, Wish};
use crate::state::id_tags::{IdTag, IdTagStatus, put_id_tag};
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

/// The update in parts of two entries each, as a plan has them.
fn in_parts(station: &TestStation, kind: &str, tags: &[&str]) -> Vec<Value> {
    let mut wanted = full(tags);
    wanted["update"] = json!(kind);
    let whole = plan(station, wanted).unwrap().calls.remove(0).payload;
    let raw = Raw {
        version: station.profile.version,
        action: "SendLocalList",
        payload: &whole,
    };
    let limit = Limit {
        items: Some(2),
        bytes: None,
    };
    split(raw, limit)
}

/// The tags of a list that is sent again.
fn again(station: &TestStation) -> Vec<String> {
    let planned = plan(station, json!({ "update": "again" })).unwrap();
    let list = planned.calls.into_iter().flat_map(|call| {
        let list = call.payload["localAuthorizationList"].as_array().cloned();
        list.unwrap_or_default()
    });
    let mut tags: Vec<String> = list
        .map(|entry| crate::ocpp::local_list::shown(&entry).id_tag)
        .collect();
    tags.sort();
    tags
}

#[actix_web::test]
async fn a_list_in_parts_that_breaks_off_is_known_wholly() {
    for version in Version::ALL {
        for broken in [status("Failed"), Outcome::Lost, Outcome::NotSent, Outcome::TimedOut] {
            let station = TestStation::new(version).await;
            send(&station, full(&["OLD"]), status("Accepted")).await;
            let parts = in_parts(&station, "full", &["A", "B", "C", "D", "E"]);
            assert_eq!(parts.len(), 3);
            station.leaves_as_first("SendLocalList", &parts).await;
            assert_eq!(again(&station), ["A", "B", "C", "D", "E"], "before the first answer");
            station.answered("SendLocalList", &parts[0], &status("Accepted")).await;
            assert_eq!(again(&station), ["A", "B", "C", "D", "E"], "one of three");
            station.leaves("SendLocalList", &parts[1]).await;
            station.answered("SendLocalList", &parts[1], &broken).await;
            assert_eq!(shown(&station).1.len(), 2, "what the station has");
            assert_eq!(again(&station), ["A", "B", "C", "D", "E"], "{broken:?}");

            // All of it again, to the end.
            let parts = in_parts(&station, "full", &["A", "B", "C", "D", "E"]);
            station.leaves_as_first("SendLocalList", &parts).await;
            for (place, part) in parts.iter().enumerate() {
                if place > 0 {
                    station.leaves("SendLocalList", part).await;
                }
                station.answered("SendLocalList", part, &status("Accepted")).await;
            }
            assert_eq!(shown(&station).1.len(), 5);
            assert_eq!((known(&station).missed.len(), shown(&station).2), (0, Drift::None));
        }
    }
}

#[actix_web::test]
async fn a_change_in_parts_that_breaks_off_is_missed_with_what_was_before() {
    let station = TestStation::new(Version::V16).await;
    send(&station, full(&["OLD"]), status("Accepted")).await;
    for _ in 0..3 {
        let parts = in_parts(&station, "differential", &["A", "B", "C"]);
        station.leaves_as_first("SendLocalList", &parts).await;
        station.answered("SendLocalList", &parts[0], &Outcome::Lost).await;
        assert_eq!(again(&station), ["A", "B", "C", "OLD"]);
        assert_eq!(known(&station).missed.len(), 2, "it is not kept twice");
    }
    // A list of its own is all that counts.
    send(&station, full(&["Z"]), status("Accepted")).await;
    assert_eq!(
        (again(&station), known(&station).missed),
        (vec!["Z".to_owned()], vec![])
    );
}

#[actix_web::test]
async fn what_was_missed_does_not_come_back_over_what_was_accepted() {
    for version in Version::ALL {
        let station = TestStation::new(version).await;
        send(&station, full(&["A"]), status("Accepted")).await;
        let change =
            |tag: &str, word: &str| json!({ "update": "differential", "entries": [{ "idTag": tag, "status": word }] });
        send(&station, change("Bob", "Accepted"), status("Failed")).await;
        send(&station, change("Carol", "Accepted"), status("Failed")).await;
        send(&station, change("BOB", "Blocked"), status("Accepted")).await;
        let whole: Vec<_> = known(&station)
            .whole()
            .values()
            .map(crate::ocpp::local_list::shown)
            .collect();
        let is = |tag: &str| {
            let of_tag = whole.iter().filter(|entry| entry.id_tag.eq_ignore_ascii_case(tag));
            of_tag.map(|entry| entry.status.clone().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(
            (is("bob"), is("carol")),
            (vec!["Blocked".to_owned()], vec!["Accepted".to_owned()])
        );
        // It is named in another spelling, and is the same entry.
        send(&station, change("bOb", "Accepted"), status("Accepted")).await;
        assert_eq!(known(&station).entries.len(), 2);
        let removed = json!({ "update": "differential", "entries": [{ "idTag": "BOB", "remove": true }] });
        send(&station, removed, status("Accepted")).await;
        assert_eq!(shown(&station).1, [name(version, "A")]);
    }
}

#[actix_web::test]
async fn a_tag_that_is_blocked_is_not_sent_as_another() {
    for version in Version::ALL {
        let station = TestStation::new(version).await;
        send(&station, full(&["A", "bad"]), status("Accepted")).await;
        let tag = IdTag {
            tag: "BAD".to_owned(),
            kind: None,
            status: IdTagStatus::Blocked,
            parent: None,
            expiry: None,
        };
        let state = &station.pipeline.state;
        state.store().write(vec![put_id_tag(&tag).unwrap()]).await.unwrap();
        let sent = |wanted: Value| {
            let payload = plan(&station, wanted).unwrap().calls.remove(0).payload;
            let list = payload["localAuthorizationList"].as_array().unwrap().clone();
            let told = list.iter().map(crate::ocpp::local_list::shown);
            told.map(|entry| (entry.id_tag, entry.status.unwrap_or_default()))
                .collect::<Vec<_>>()
        };
        let pair = |tag: &str, word: &str| (tag.to_owned(), word.to_owned());
        let both = [pair("A", "Accepted"), pair("bad", "Blocked")];
        assert_eq!(sent(full(&["A", "bad"])), both);
        assert_eq!(sent(json!({ "update": "again" })), both);
        let explicit = |tags: &[&str]| {
            let entries: Vec<_> = tags
                .iter()
                .map(|tag| json!({ "idTag": tag, "status": "Accepted" }))
                .collect();
            json!({ "update": "differential", "entries": entries })
        };
        assert_eq!(sent(explicit(&["A", "bad"])), [pair("A", "Accepted")]);
        assert!(matches!(plan(&station, explicit(&["bad"])), Err(VerbError::Invalid(_))));
    }
}
