//! Charge points, id tags, transactions and records through the API.

use actix_web::http::header::ACCEPT;
use actix_web::test::TestRequest;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Server;
use crate::clock::Time;
use crate::ids::{ChargePointId, MessageId, TransactionId};
use crate::state::records::{StoredMessage, put_record};
use crate::state::transactions::{
    Doubt, Doubts, Ending, EventCount, NewValues, SameId, Transaction, TransactionState, create_transaction,
    put_meter_values,
};

fn time() -> Time {
    "2026-01-01T10:00:00Z".parse().unwrap()
}

pub(super) fn transaction(charge_point: &str, id: u32, state: TransactionState) -> Transaction {
    Transaction {
        charge_point: ChargePointId::new(charge_point),
        id: TransactionId::new(&id.to_string()),
        version: "1.6".to_owned(),
        evse: None,
        connector: Some(1),
        id_tag: Some("DRIVER".to_owned()),
        state,
        complete: true,
        doubts: Doubts::new(),
        energy: None,
        next_start: None,
        charging: None,
        started_at: Some(format!("2026-01-01T{:02}:{:02}:00Z", 10 + id / 60, id % 60)),
        meter_start_wh: Some(Decimal::new(10005, 1)),
        stopped_at: None,
        meter_stop_wh: Some(Decimal::new(825_000, 2)),
        stop_reason: None,
        reservation_id: None,
        remote_start_id: None,
        authorization: None,
        start_answer: None,
        stop_answer: None,
        events: EventCount::default(),
        same_id: SameId::default(),
        ending: Ending::default(),
        imported: None,
        assigned: None,
        received_at: time(),
    }
}

/// Follows `next` to the end and gives what each page held.
async fn pages(server: &Server, path: &str, member: &str) -> Vec<Vec<String>> {
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = server.get(&format!("{path}{after}")).await.expect(200);
        let text = |item: &Value| item[member].as_str().unwrap().to_owned();
        found.push(page["items"].as_array().unwrap().iter().map(text).collect());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return found,
        }
    }
}

#[actix_web::test]
async fn a_charge_point_is_registered_changed_and_deleted() {
    let server = Server::start().await;
    let path = "/api/v1/charge-points/a%2Fb%20100%25";
    let body = json!({ "securityProfile": 1, "password": "a-secret-of-20-chars" });
    let created = server.put(path, body).await.expect(201);
    assert_eq!(
        created,
        json!({
            "id": "a/b 100%", "connected": false, "session": null, "securityProfile": 1, "hasPassword": true,
            "registration": null, "boot": null, "lastSeen": null, "offlineSince": null, "reconnects": null,
            "lastConnection": null, "lastRefused": null, "clockSkewSeconds": null, "connectors": [],
            "quirks": [],
            "openTransactions": [], "pendingCredentials": [], "networkProfiles": { "slots": {}, "priority": [] },
            "strictness": null, "timeZone": null, "repairs": {}, "name": null, "site": null, "labels": [],
            "location": null, "note": null,
        })
    );
    let changed = server.put(path, json!({ "registration": "Pending" })).await.expect(200);
    assert_eq!(
        (&changed["registration"], &changed["hasPassword"]),
        (&json!("Pending"), &json!(true))
    );
    assert_eq!(server.get(path).await.expect(200), changed);
    // Read from its messages, which a list does not do.
    let mut listed = changed;
    for of_one in ["clockSkewSeconds", "quirks", "openTransactions", "networkProfiles"] {
        listed.as_object_mut().unwrap().remove(of_one);
    }
    assert_eq!(
        server.get("/api/v1/charge-points").await.expect(200),
        json!({ "items": [listed], "next": null })
    );
    server
        .put("/api/v1/charge-points/CP2", json!({ "securityProfile": 1 }))
        .await
        .problem(400, "invalid-request");
    server.delete(path).await.expect(204);
    for reply in [server.get(path).await, server.delete(path).await] {
        reply.problem(404, "not-found");
    }
}

#[actix_web::test]
async fn charge_points_come_in_pages() {
    let server = Server::start().await;
    for id in ["CP1", "CP2", "CP3", "CP4", "CP5"] {
        server
            .put(&format!("/api/v1/charge-points/{id}"), json!({ "securityProfile": 0 }))
            .await
            .expect(201);
    }
    for filter in ["", "&connected=false"] {
        let found = pages(&server, &format!("/api/v1/charge-points?limit=2{filter}"), "id").await;
        assert_eq!(found, [vec!["CP1", "CP2"], vec!["CP3", "CP4"], vec!["CP5"]], "{filter}");
    }
    assert_eq!(pages(&server, "/api/v1/charge-points?limit=5", "id").await.len(), 1);
    assert_eq!(
        pages(&server, "/api/v1/charge-points?connected=true", "id").await,
        [Vec::<String>::new()]
    );
}

#[actix_web::test]
async fn id_tags_compare_without_case() {
    let server = Server::start().await;
    let body = json!({ "status": "Accepted", "parent": "FLEET", "expiry": "2020-01-01T00:00:00Z" });
    let shown =
        json!({ "tag": "Driver", "status": "Expired", "parent": "FLEET", "expiry": "2020-01-01T00:00:00.000Z" });
    assert_eq!(server.put("/api/v1/id-tags/Driver", body).await.expect(201), shown);
    assert_eq!(server.get("/api/v1/id-tags/DRIVER").await.expect(200), shown);
    let blocked = server
        .put("/api/v1/id-tags/driver", json!({ "status": "Blocked" }))
        .await
        .expect(200);
    assert_eq!(
        blocked,
        json!({ "tag": "driver", "status": "Blocked", "parent": null, "expiry": null })
    );
    assert_eq!(
        server.put("/api/v1/id-tags/DRIVER", blocked).await.expect(200)["tag"],
        "DRIVER"
    );
    let other = json!({ "tag": "OTHER", "status": "Blocked" });
    server
        .put("/api/v1/id-tags/DRIVER", other)
        .await
        .problem(400, "invalid-request");
    server
        .put("/api/v1/id-tags/DRIVER", json!({ "status": "Perhaps" }))
        .await
        .problem(400, "invalid-request");
    server
        .put("/api/v1/id-tags/DRIVER", json!({}))
        .await
        .problem(400, "invalid-request");
    server.delete("/api/v1/id-tags/driver").await.expect(204);
    server.get("/api/v1/id-tags/DRIVER").await.problem(404, "not-found");
    server.delete("/api/v1/id-tags/DRIVER").await.problem(404, "not-found");
}

#[actix_web::test]
async fn id_tags_come_in_pages() {
    let server = Server::start().await;
    for tag in ["b", "A", "c"] {
        server
            .put(&format!("/api/v1/id-tags/{tag}"), json!({ "status": "Accepted" }))
            .await
            .expect(201);
    }
    assert_eq!(
        pages(&server, "/api/v1/id-tags?limit=2", "tag").await,
        [vec!["A", "b"], vec!["c"]]
    );
}

#[actix_web::test]
async fn transactions_are_filtered_in_pages() {
    let server = Server::start().await;
    for id in 1..=5 {
        let state = if id % 2 == 1 {
            TransactionState::Open
        } else {
            TransactionState::Closed
        };
        let mut session = transaction("CP/1", id, state);
        if id == 2 || id == 5 {
            session.doubts.insert(Doubt::RefusedDriver);
        }
        let writes = create_transaction(&session).unwrap();
        server.state().store().write(writes).await.unwrap();
    }
    let superseded = create_transaction(&transaction("CP2", 6, TransactionState::Superseded)).unwrap();
    server.state().store().write(superseded).await.unwrap();
    for (filter, wanted) in [
        ("", vec![vec!["6", "5"], vec!["4", "3"], vec!["2", "1"]]),
        ("&order=oldest", vec![vec!["1", "2"], vec!["3", "4"], vec!["5", "6"]]),
        ("&open=true", vec![vec!["5", "3"], vec!["1"]]),
        ("&state=open&order=oldest", vec![vec!["1", "3"], vec!["5"]]),
        ("&open=false", vec![vec!["6", "4"], vec!["2"]]),
        ("&state=closed&chargePoint=CP2", vec![vec!["6"]]),
        ("&charge_point=CP%2F1", vec![vec!["5", "4"], vec!["3", "2"], vec!["1"]]),
        ("&charge_point=CP%2F1&open=true", vec![vec!["5", "3"], vec!["1"]]),
        ("&charge_point=CP2&open=true", vec![vec![]]),
        ("&idTag=driver", vec![vec!["6", "5"], vec!["4", "3"], vec!["2", "1"]]),
        ("&idTag=driver&chargePoint=CP2", vec![vec!["6"]]),
        ("&idTag=stranger", vec![vec![]]),
        (
            "&from=2026-01-01T10:02:00Z&to=2026-01-01T10:04:00Z",
            vec![vec!["3", "2"]],
        ),
        (
            "&from=2026-01-01T12:03:00%2B02:00&order=oldest&chargePoint=CP%2F1",
            vec![vec!["3", "4"], vec!["5"]],
        ),
        ("&doubt=refused-driver", vec![vec!["5", "2"]]),
        ("&doubt=refused-driver&state=closed", vec![vec!["2"]]),
        ("&doubt=end-lost", vec![vec![]]),
    ] {
        let found = pages(&server, &format!("/api/v1/transactions?limit=2{filter}"), "id").await;
        assert_eq!(found, wanted, "{filter}");
    }
    for query in [
        "after=CP1/1",
        "doubt=perhaps",
        "order=upwards",
        "state=half",
        "from=yesterday",
    ] {
        let reply = server.get(&format!("/api/v1/transactions?{query}")).await;
        reply.problem(400, "invalid-request");
    }
}

#[actix_web::test]
async fn a_list_is_streamed_whole_as_csv_and_as_lines() {
    let server = Server::start().await;
    for id in 1..=450 {
        let writes = create_transaction(&transaction("CP1", id, TransactionState::Closed)).unwrap();
        server.state().store().write(writes).await.unwrap();
    }
    let csv = server.text("/api/v1/transactions?format=csv&order=oldest").await;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 451);
    assert!(lines[0].starts_with("chargePoint,id,version,"), "{}", lines[0]);
    assert!(lines[1].starts_with("CP1,1,1.6,,1,DRIVER,"), "{}", lines[1]);
    assert_eq!(lines[1].split(',').count(), lines[0].split(',').count());
    // Who asks for it by its media type gets the same.
    let accepted = TestRequest::get()
        .uri("/api/v1/transactions?order=oldest")
        .insert_header((ACCEPT, "text/csv"));
    assert_eq!(server.text_of(accepted).await, csv);
    let jsonl = server.text("/api/v1/transactions?format=jsonl&limit=3").await;
    let rows: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (&rows[0]["id"], &rows[0]["energyWh"]),
        (&json!("450"), &json!("7249.5"))
    );
}

#[actix_web::test]
async fn a_transaction_has_exact_energy_and_its_parts() {
    let server = Server::start().await;
    let one = transaction("CP1", 7, TransactionState::Closed);
    let values = json!([{ "timestamp": "b", "sampledValue": [{ "value": "2" }] }, { "timestamp": "a" }]);
    let mut writes = create_transaction(&one).unwrap();
    let new = NewValues {
        named: true,
        received_at: None,
        values: &values,
    };
    writes.push(put_meter_values(&one.charge_point, &one.id, new).unwrap());
    server.state().store().write(writes).await.unwrap();
    let shown = server.get("/api/v1/transactions/CP1/7").await.expect(200);
    for (member, value) in [
        ("meterStartWh", json!("1000.5")),
        ("meterStopWh", json!("8250")),
        ("energyWh", json!("7249.5")),
        ("state", json!("closed")),
        ("energySource", json!("station")),
        ("doubts", json!([])),
        ("leftOut", json!([])),
        ("complete", json!(true)),
        ("events", json!([])),
    ] {
        assert_eq!(shown[member], value, "{member}");
    }
    assert_eq!(shown["meterValues"][0]["timestamp"], "a");
    assert_eq!(shown["meterValues"][1]["sampledValue"][0]["unit"], "Wh");
    server.get("/api/v1/transactions/CP1/8").await.problem(404, "not-found");
}

/// A station may number its transactions as it likes: what is listed can be read.
#[actix_web::test]
async fn a_transaction_with_any_id_is_read_by_it() {
    let server = Server::start().await;
    for (id, segment) in [("", ""), ("\0", "%00"), ("a/b", "a%2Fb"), ("\n", "%0A")] {
        let mut one = transaction("CP1", 7, TransactionState::Closed);
        one.id = TransactionId::new(id);
        server
            .state()
            .store()
            .write(create_transaction(&one).unwrap())
            .await
            .unwrap();
        let path = format!("/api/v1/transactions/CP1/{segment}");
        assert_eq!(server.get(&path).await.expect(200)["id"], id, "{id:?}");
    }
    for (id, segment) in [
        ("", ""),
        ("\0", "%00"),
        ("a/b", "a%2Fb"),
        ("..", "%2E%2E"),
        ("ä ?", "%C3%A4%20%3F"),
    ] {
        let mut one = transaction("CP2", 7, TransactionState::Open);
        one.id = TransactionId::new(id);
        let write = create_transaction(&one).unwrap();
        server.state().store().write(write).await.unwrap();
        let path = format!("/api/v1/transactions/CP2/{segment}/close");
        let closed = server.post(&path, r#"{"reason":"Odd"}"#).await.expect(200);
        assert_eq!((&closed["id"], &closed["state"]), (&json!(id), &json!("closed")));
    }
    server
        .get("/api/v1/transactions/CP1/%01")
        .await
        .problem(404, "not-found");
    server
        .get("/api/v1/transactions/CP1/%FF")
        .await
        .problem(400, "invalid-request");
}

#[actix_web::test]
async fn records_come_in_pages() {
    let server = Server::start().await;
    let id = ChargePointId::new("CP1");
    server
        .put("/api/v1/charge-points/CP1", json!({ "securityProfile": 0 }))
        .await
        .expect(201);
    for message in ["1", "2/x", "3"] {
        let record = StoredMessage {
            at: time(),
            action: message.to_owned(),
            payload: json!({}).into(),
        };
        let write = put_record(&id, &MessageId::new(message), &record).unwrap().into_write();
        server.state().store().write(vec![write]).await.unwrap();
    }
    let path = "/api/v1/charge-points/CP1/records?limit=2";
    assert_eq!(pages(&server, path, "action").await, [vec!["1", "2/x"], vec!["3"]]);
    assert_eq!(pages(&server, path, "at").await[1], ["2026-01-01T10:00:00.000Z"]);
    server
        .get("/api/v1/charge-points/CP2/records")
        .await
        .problem(404, "not-found");
}

/// An answer is held in memory: a page of large records ends before its limit.
#[actix_web::test]
async fn a_page_of_large_records_is_bounded_in_bytes() {
    const RECORDS: usize = 20;
    let server = Server::start().await;
    let id = ChargePointId::new("CP1");
    let registered = server.put("/api/v1/charge-points/CP1", json!({ "securityProfile": 0 }));
    registered.await.expect(201);
    for number in 0..RECORDS {
        let record = StoredMessage {
            at: time(),
            action: format!("{number:02}"),
            payload: json!({ "large": "x".repeat(900 << 10) }).into(),
        };
        let message = MessageId::new(&record.action);
        let write = put_record(&id, &message, &record).unwrap().into_write();
        server.state().store().write(vec![write]).await.unwrap();
    }
    let found = pages(&server, "/api/v1/charge-points/CP1/records?limit=1000", "action").await;
    assert!(found.iter().all(|page| page.len() <= 5), "{found:?}");
    let all: Vec<_> = found.into_iter().flatten().collect();
    assert_eq!(
        all,
        (0..RECORDS).map(|number| format!("{number:02}")).collect::<Vec<_>>()
    );
}

#[actix_web::test]
async fn a_tag_has_a_type_or_counts_for_all() {
    let server = Server::start().await;
    let path = "/api/v1/id-tags/1234";
    let card = json!({ "status": "Accepted", "type": "iso14443" });
    let shown = json!({ "tag": "1234", "type": "ISO14443", "status": "Accepted", "parent": null, "expiry": null });
    assert_eq!(server.put(path, card).await.expect(201), shown);
    assert_eq!(server.get(path).await.expect(200), shown);
    server
        .put(&format!("{path}?type=KeyCode"), json!({ "status": "NoCredit" }))
        .await
        .expect(201);
    let several = server.get(path).await.problem(400, "invalid-request");
    assert!(
        several["detail"].as_str().unwrap().contains("ISO14443, KeyCode"),
        "{several}"
    );
    assert_eq!(server.get(&format!("{path}?type=iso14443")).await.expect(200), shown);
    let pin = server.get(&format!("{path}?type=KeyCode")).await.expect(200);
    assert_eq!((&pin["status"], &pin["type"]), (&json!("NoCredit"), &json!("KeyCode")));
    server
        .get(&format!("{path}?type=eMAID"))
        .await
        .problem(404, "not-found");
    assert_eq!(
        server.put(path, pin.clone()).await.expect(200),
        pin,
        "what a GET gave may be put again"
    );

    for tag in ["0", "2"] {
        server
            .put(&format!("/api/v1/id-tags/{tag}"), json!({ "status": "Accepted" }))
            .await
            .expect(201);
    }
    for limit in 1..=4 {
        let found = pages(&server, &format!("/api/v1/id-tags?limit={limit}"), "tag").await;
        assert_eq!(found.concat(), ["0", "1234", "1234", "2"], "{limit}");
        assert!(found.iter().all(|page| page.len() <= limit));
    }

    server.delete(&format!("{path}?type=KeyCode")).await.expect(204);
    assert_eq!(server.get(path).await.expect(200), shown);
    server.put(path, json!({ "status": "Blocked" })).await.expect(201);
    let alone = server.get(&format!("{path}?type=ISO14443")).await.expect(200);
    assert_eq!(
        (&alone["status"], alone.get("type")),
        (&json!("Blocked"), None),
        "it counts for every type"
    );
    server.delete(path).await.expect(204);
    server.get(path).await.problem(404, "not-found");
    for bad in [
        json!({ "status": "Accepted", "type": "" }),
        json!({ "status": "Accepted", "type": "x".repeat(21) }),
    ] {
        server.put(path, bad).await.problem(400, "invalid-request");
    }
    let other = json!({ "status": "Accepted", "type": "Local" });
    server
        .put(&format!("{path}?type=KeyCode"), other)
        .await
        .problem(400, "invalid-request");
    server
        .get(&format!("{path}?kind=KeyCode"))
        .await
        .problem(400, "invalid-request");
}
