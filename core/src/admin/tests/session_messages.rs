//! The messages of a long session, and those of a full inbox: an answer is held in memory.

use serde_json::json;

use super::Server;
use super::resources::transaction;
use crate::ids::ChargePointId;
use crate::state::transactions::{
    InboxEntry, InboxId, LaterMessage, NewValues, Standing, TransactionState, create_transaction, put_inbox_entry,
    put_later, put_meter_values,
};

/// An answer is held in memory: the messages of a long session go on in the next one.
#[actix_web::test]
async fn the_messages_of_a_session_come_in_answers_that_are_bounded_in_bytes() {
    const SETS: usize = 20;
    let server = Server::start().await;
    let one = transaction("CP1", 7, TransactionState::Closed);
    let mut writes = create_transaction(&one).unwrap();
    for number in 0..SETS {
        let values = json!([{ "timestamp": format!("{number:02}"), "sampledValue": [{ "value": "1" }],
                "more": "x".repeat(500_000) }]);
        let set = NewValues {
            named: true,
            received_at: None,
            values: &values,
        };
        writes.push(put_meter_values(&one.charge_point, &one.id, set).unwrap());
    }
    let late = LaterMessage {
        action: "StopTransaction".to_owned(),
        payload: json!({}),
        received_at: "2026-01-01T10:00:00Z".parse().unwrap(),
    };
    writes.push(put_later(&one.charge_point, &one.id, &late).unwrap());
    server.state().store().write(writes).await.unwrap();
    let (mut path, mut times, mut later, mut answers) = ("/api/v1/transactions/CP1/7".to_owned(), Vec::new(), 0, 0);
    loop {
        let shown = server.get(&path).await.expect(200);
        assert_eq!(shown["energyWh"], "7249.5");
        answers += 1;
        let values = shown["meterValues"].as_array().unwrap();
        assert!(values.len() < 10);
        times.extend(values.iter().map(|value| value["timestamp"].clone()));
        later += shown["laterMessages"].as_array().unwrap().len();
        let Some(next) = shown["next"].as_str() else { break };
        path = format!("/api/v1/transactions/CP1/7?after={next}");
    }
    let wanted: Vec<_> = (0..SETS).map(|number| json!(format!("{number:02}"))).collect();
    assert_eq!((times, later), (wanted, 1));
    assert!(answers > 2);
    let odd = server.get("/api/v1/transactions/CP1/7?after=!!").await;
    odd.problem(400, "invalid-request");
}

#[actix_web::test]
async fn an_inbox_of_large_messages_comes_in_pages() {
    const MESSAGES: usize = 20;
    let server = Server::start().await;
    let registered = server.put("/api/v1/charge-points/CP1", json!({ "securityProfile": 0 }));
    registered.await.expect(201);
    let id = ChargePointId::new("CP1");
    for number in 0..MESSAGES {
        let entry = InboxEntry {
            action: "StopTransaction".to_owned(),
            payload: json!({ "transactionId": number, "more": "x".repeat(500_000) }),
            received_at: "2026-01-01T10:00:00Z".parse().unwrap(),
            standing: Standing::Waiting,
        };
        let name = InboxId::of(&entry.action, &entry.payload).unwrap();
        let write = put_inbox_entry(&id, &name, &entry).unwrap();
        server.state().store().write(vec![write]).await.unwrap();
    }
    let (mut path, mut numbers) = ("/api/v1/charge-points/CP1/inbox".to_owned(), Vec::new());
    loop {
        let page = server.get(&path).await.expect(200);
        let items = page["items"].as_array().unwrap();
        assert!(items.len() < 10);
        numbers.extend(
            items
                .iter()
                .map(|item| item["payload"]["transactionId"].as_u64().unwrap()),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/charge-points/CP1/inbox?after={next}");
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (0..20).collect::<Vec<u64>>());
}

#[actix_web::test]
async fn the_inboxes_of_all_are_one_list() {
    let server = Server::start().await;
    for (number, station) in ["B", "A", "C/1"].into_iter().enumerate() {
        let settled = Standing::Dismissed {
            at: "2026-01-02T10:00:00Z".parse().unwrap(),
        };
        for (place, standing) in [(0, Standing::Waiting), (1, settled)] {
            let entry = InboxEntry {
                action: "StopTransaction".to_owned(),
                payload: json!({ "transactionId": 10 * number + place }),
                received_at: "2026-01-01T10:00:00Z".parse().unwrap(),
                standing,
            };
            let name = InboxId::of(&entry.action, &entry.payload).unwrap();
            let write = put_inbox_entry(&ChargePointId::new(station), &name, &entry).unwrap();
            server.state().store().write(vec![write]).await.unwrap();
        }
    }
    let whose = |page: &serde_json::Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|item| item["chargePoint"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(whose(&server.get("/api/v1/inbox").await.expect(200)), ["A", "B", "C/1"]);
    let all = server.get("/api/v1/inbox?all=true&limit=4").await.expect(200);
    assert_eq!(whose(&all), ["A", "A", "B", "B"]);
    let next = all["next"].as_str().unwrap();
    let rest = server
        .get(&format!("/api/v1/inbox?all=true&after={next}"))
        .await
        .expect(200);
    assert_eq!((whose(&rest).len(), &rest["next"]), (2, &serde_json::Value::Null));
    let one = server.get("/api/v1/inbox?chargePoint=C%2F1").await.expect(200);
    assert_eq!(
        (whose(&one), &one["items"][0]["payload"]["transactionId"]),
        (vec!["C/1".to_owned()], &json!(20))
    );
}
