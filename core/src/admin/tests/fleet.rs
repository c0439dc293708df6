//! Charge points with names, and many of them at once.

use serde_json::{Value, json};

use super::Server;
use crate::clock;
use crate::ids::ChargePointId;
use crate::state::charge_points::{Boot, put_boot};

async fn ids(server: &Server, query: &str) -> Vec<String> {
    let page = server.get(&format!("/api/v1/charge-points?{query}")).await.expect(200);
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

async fn booted(server: &Server, id: &str, vendor: &str, firmware: &str) {
    let boot: Boot = serde_json::from_value(json!({"version": "1.6", "vendor": vendor, "model": "M",
        "serialNumber": null, "firmwareVersion": firmware, "at": clock::now(), "status": "Accepted"}))
    .unwrap();
    let write = put_boot(&ChargePointId::new(id), &boot).unwrap();
    server.state().store().write(vec![write]).await.unwrap();
}

#[actix_web::test]
async fn charge_points_are_found_by_what_is_said_of_them() {
    let server = Server::start().await;
    let lines = json!([
        {"id": "A", "securityProfile": 0, "site": "Berlin", "labels": ["fast", "depot-2"], "name": "North gate"},
        {"id": "B", "securityProfile": 0, "site": "berlin", "labels": ["fast"], "note": "key at the gate"},
        {"id": "C", "securityProfile": 0, "site": "Bonn"},
    ]);
    let made = server
        .post("/api/v1/charge-points", &lines.to_string())
        .await
        .expect(200);
    assert_eq!((&made["created"], &made["refused"]), (&json!(3), &json!(0)));
    booted(&server, "A", "ABB", "1.2").await;
    booted(&server, "C", "Alfen", "1.2").await;
    for (query, wanted) in [
        ("site=Berlin", vec!["A", "B"]),
        ("label=fast", vec!["A", "B"]),
        ("label=fast,depot-2", vec!["A"]),
        ("label=depot-2&label=FAST", vec!["A"]),
        ("label=slow", vec![]),
        ("vendor=abb", vec!["A"]),
        ("firmware=1.2", vec!["A", "C"]),
        ("firmware=1.2&vendor=Alfen", vec!["C"]),
        ("model=M&site=Bonn", vec!["C"]),
        ("version=1.6", vec!["A", "C"]),
        ("search=gate", vec!["A", "B"]),
        ("search=c&connected=false", vec!["C"]),
        ("connected=true", vec![]),
        ("", vec!["A", "B", "C"]),
    ] {
        assert_eq!(ids(&server, query).await, wanted, "{query}");
    }
    let first = server
        .get("/api/v1/charge-points?site=berlin&limit=1")
        .await
        .expect(200);
    assert_eq!((&first["items"][0]["id"], &first["next"]), (&json!("A"), &json!("A")));
    assert_eq!(ids(&server, "site=berlin&limit=1&after=A").await, ["B"]);
    server
        .get("/api/v1/charge-points?label=two%20words")
        .await
        .problem(400, "invalid-request");
}

#[actix_web::test]
async fn each_line_has_its_own_result() {
    let server = Server::start().await;
    let text = concat!(
        r#"{"id": "A", "securityProfile": 0, "labels": ["fast"]}"#,
        "\n\nno json\n",
        r#"{"id": "A", "note": "again"}"#,
        "\n",
        r#"{"securityProfile": 0}"#,
        "\n",
        r#"{"id": "B:1", "securityProfile": 0}"#,
        "\n",
        r#"{"id": "C", "securityProfile": 1}"#,
        "\n",
        r#"{"id": "D", "colour": "red"}"#,
        "\r\n",
        r#"{"id": "E", "password": "a-secret-of-20-chars"}"#,
    );
    let made = server.post("/api/v1/charge-points", text).await.expect(200);
    let results: Vec<_> = made["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["result"])
        .collect();
    let words = [
        "created", "refused", "refused", "refused", "refused", "refused", "refused", "created",
    ];
    assert_eq!(results, words.map(Value::from).iter().collect::<Vec<_>>());
    let problem = |line: usize| made["items"][line]["problem"].as_str().unwrap().to_owned();
    assert_eq!(problem(1), "it is not JSON");
    assert_eq!(problem(3), "`id` is missing");
    assert_eq!(problem(5), "security profile 1 needs a `password`");
    assert!(problem(6).starts_with("`colour` is not known here"), "{}", problem(6));
    let changed = server
        .post("/api/v1/charge-points", r#"[{"id": "A", "labels": null}]"#)
        .await
        .expect(200);
    assert_eq!(changed["items"], json!([{"line": 1, "id": "A", "result": "changed"}]));
    let shown = server.get("/api/v1/charge-points/A").await.expect(200);
    assert_eq!((&shown["labels"], &shown["securityProfile"]), (&json!([]), &json!(0)));
    for body in ["", "[]", "[1"] {
        server
            .post("/api/v1/charge-points", body)
            .await
            .problem(400, "invalid-request");
    }
}
