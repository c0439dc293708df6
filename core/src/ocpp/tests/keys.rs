//! What a charging session writes: few keys, and no more of them the longer it is.

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::TestStation;
use crate::frame::Call;
use crate::ids::MessageId;
use crate::ocpp::Expects;

/// The collections of the keys that a message writes, without its events, and the answer's payload.
async fn writes(station: &TestStation, action: &str, payload: Value) -> (Vec<&'static str>, Value) {
    let call = Call {
        id: MessageId::new("1"),
        action: action.to_owned(),
        payload: payload.into(),
    };
    let mut handled = station.handle(Expects::Answer, &call);
    let writes = handled.effects.writes.take().unwrap_or_default();
    let names = writes.iter().map(|write| write.collection.0).collect();
    station.pipeline.state.store().write(writes).await.unwrap();
    let reply: Value = serde_json::from_str(&handled.reply.unwrap()).unwrap();
    (names, reply[2].clone())
}

#[actix_web::test]
async fn a_session_of_1_6_writes_few_keys() {
    let station = TestStation::new(Version::V16).await;
    let start = json!({"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-11-20T10:00:00Z"});
    let (begun, answer) = writes(&station, "StartTransaction", start).await;
    let id = &answer["transactionId"];
    let mut measured = Vec::new();
    for minute in 1..4 {
        let values = json!({"connectorId": 1, "transactionId": id, "meterValue": [{
            "timestamp": format!("2026-11-20T10:0{minute}:00Z"), "sampledValue": [{"value": "5"}]
        }]});
        measured.push(writes(&station, "MeterValues", values).await.0);
    }
    let stop = json!({"transactionId": id, "meterStop": 9, "timestamp": "2026-11-20T10:05:00Z"});
    let (ended, _) = writes(&station, "StopTransaction", stop).await;
    assert_eq!(
        begun,
        [
            "transaction-starts",
            "transactions-by-id-tag",
            "transactions-by-station",
            "transactions-by-time",
            "transactions-open",
            "transactions"
        ]
    );
    assert_eq!(measured, vec![vec!["transaction-meter-values"]; 3]);
    assert_eq!(ended, ["transactions", "transactions-open"]);
}

#[actix_web::test]
async fn a_session_of_2_writes_few_keys() {
    let station = TestStation::new(Version::V201).await;
    let mut all = Vec::new();
    for (number, (kind, reason)) in [
        ("Started", "CablePluggedIn"),
        ("Updated", "Authorized"),
        ("Updated", "MeterValuePeriodic"),
        ("Updated", "MeterValuePeriodic"),
        ("Ended", "EVDeparted"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut event = json!({
            "eventType": kind, "timestamp": format!("2026-11-20T10:0{number}:00Z"), "triggerReason": reason,
            "seqNo": number, "transactionInfo": {"transactionId": "T"},
            "meterValue": [{"timestamp": format!("2026-11-20T10:0{number}:00Z"), "sampledValue": [{"value": 5}]}],
        });
        if number == 0 {
            event["evse"] = json!({"id": 1, "connectorId": 1});
        }
        if reason == "Authorized" {
            event["idToken"] = json!({"idToken": "A", "type": "ISO14443"});
        }
        all.push(writes(&station, "TransactionEvent", event).await.0);
    }
    // The marker is written where it changes: when the session begins, its token is known, it is over.
    let event = vec!["transactions", "transaction-events"];
    assert_eq!(
        all,
        [
            vec![
                "transactions-by-station",
                "transactions-by-time",
                "transactions-open",
                "transactions",
                "transaction-events"
            ],
            vec![
                "transactions-by-id-tag",
                "transactions-open",
                "transactions",
                "transaction-events"
            ],
            event.clone(),
            event,
            vec!["transactions", "transactions-open", "transaction-events"],
        ]
    );
}
