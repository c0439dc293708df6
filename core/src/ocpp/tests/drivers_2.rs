//! Whose a session of 2.x is: cards that are refused, cards that are shown to stop.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::ids::TransactionId;
use crate::state::id_tags::{IdTag, IdTagStatus, put_id_tag};
use crate::state::reservations::ReservationState;
use crate::state::transactions::{Doubt, Transaction};

/// A station at which one card is blocked.
async fn station() -> TestStation {
    let station = TestStation::new(Version::V201).await;
    let tag = IdTag {
        tag: "BADTAG".into(),
        kind: None,
        status: IdTagStatus::Blocked,
        parent: None,
        expiry: None,
    };
    let store = station.pipeline.state.store();
    store.write(vec![put_id_tag(&tag).unwrap()]).await.unwrap();
    station
}

/// An event a minute after the one before it.
fn event(kind: &str, seq_no: i64, trigger: &str, token: Option<&str>) -> Value {
    let timestamp = format!("2026-11-20T10:{seq_no:02}:00Z");
    let mut event = json!({
        "eventType": kind,
        "timestamp": timestamp,
        "triggerReason": trigger,
        "seqNo": seq_no,
        "transactionInfo": { "transactionId": "T1" },
        "evse": { "id": 1, "connectorId": 1 },
        "meterValue": [{ "timestamp": timestamp, "sampledValue": [{ "value": 1000 * (seq_no + 1) }] }],
    });
    if let Some(token) = token {
        event["idToken"] = json!({ "idToken": token, "type": "ISO14443" });
    }
    event
}

async fn tell(station: &TestStation, events: &[Value]) -> Transaction {
    for event in events {
        station.call("TransactionEvent", event.clone()).await;
    }
    let (state, id) = (&station.pipeline.state, TransactionId::new("T1"));
    state.transaction(&station.charge_point, &id).unwrap().unwrap()
}

#[actix_web::test]
async fn a_card_that_was_refused_gives_way_to_one_that_is_accepted() {
    let events = [
        event("Started", 0, "CablePluggedIn", None),
        event("Updated", 1, "Authorized", Some("BADTAG")),
        event("Updated", 2, "Authorized", Some("TAG")),
        event("Ended", 3, "StopAuthorized", Some("TAG")),
    ];
    // The second card may be told after the end, too.
    for order in [[0, 1, 2, 3], [0, 1, 3, 2]] {
        let station = station().await;
        let told = order.map(|at| events[at].clone());
        let session = tell(&station, &told).await;
        assert_eq!(
            (session.told_id_tag(), session.authorization.as_deref()),
            (Some("TAG"), Some("Accepted"))
        );
        assert_eq!(session.ending.stopped_by.as_deref(), Some("TAG"));
        assert!(!session.ending.foreign, "{order:?}");
        assert!(session.complete, "{order:?}: {:?}", session.doubts);
        let listed = |tag| station.pipeline.state.unlist_tag(tag, 9).unwrap().len();
        assert_eq!((listed("TAG"), listed("BADTAG")), (1, 0));
    }
}

#[actix_web::test]
async fn a_card_that_is_shown_to_stop_makes_nobody_the_driver() {
    for (kind, trigger) in [
        ("Updated", "StopAuthorized"),
        ("Updated", "RemoteStop"),
        ("Updated", "Deauthorized"),
        ("Ended", "Authorized"),
    ] {
        let station = station().await;
        let events = [
            event("Started", 0, "Authorized", Some("BADTAG")),
            event(kind, 1, trigger, Some("TAG")),
        ];
        let session = tell(&station, &events).await;
        assert_eq!(session.told_id_tag(), Some("BADTAG"), "{kind} {trigger}");
        assert!(session.doubts.contains(&Doubt::RefusedDriver));
    }
}

#[actix_web::test]
async fn the_first_card_that_is_accepted_stays_the_drivers() {
    let station = station().await;
    let events = [
        event("Started", 0, "Authorized", Some("TAG")),
        event("Updated", 1, "Authorized", Some("BADTAG")),
        event("Updated", 2, "Authorized", Some("OTHER")),
    ];
    assert_eq!(tell(&station, &events).await.told_id_tag(), Some("TAG"));
    let nobody = json!({ "idToken": "", "type": "NoAuthorization" });
    let mut blank = event("Updated", 1, "Authorized", None);
    blank["idToken"] = nobody;
    let refused = [event("Started", 0, "Authorized", Some("BADTAG")), blank];
    let station = self::station().await;
    assert_eq!(tell(&station, &refused).await.told_id_tag(), Some("BADTAG"));
}

#[actix_web::test]
async fn the_reservation_of_the_accepted_card_is_used() {
    let station = station().await;
    let reserve = json!({ "id": 7, "expiryDateTime": "2026-11-20T12:00:00.000Z", "evseId": 1,
        "idToken": { "idToken": "TAG", "type": "Central" } });
    station
        .ask("ReserveNow", reserve, json!({ "status": "Accepted" }))
        .await;
    let events = [
        event("Started", 0, "Authorized", Some("BADTAG")),
        event("Updated", 1, "Authorized", Some("TAG")),
    ];
    assert_eq!(tell(&station, &events).await.reservation_id, Some(7));
    let kept = station.pipeline.state.reservation(&station.charge_point, 7);
    assert!(matches!(kept.unwrap().unwrap().state, ReservationState::Used(_)));
}
