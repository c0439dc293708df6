//! The messages of a long session.

use serde_json::json;

use super::Server;
use super::resources::transaction;
use crate::state::transactions::{
    LaterMessage, NewValues, TransactionState, create_transaction, put_later, put_meter_values,
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
