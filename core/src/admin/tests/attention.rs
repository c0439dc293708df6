//! How all charge points are together, which need somebody, and a picture of a URL.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::{TestRequest, call_service, read_body};
use serde_json::{Value, json};

use super::Server;
use crate::clock;
use crate::ids::ChargePointId;
use crate::state::connections::put_refused_connection;
use crate::state::connectors::{Connector, put_connector};

async fn refused(server: &Server, id: &str) {
    let refused = json!({"at": clock::now(), "status": 401, "reason": "the password is wrong", "remoteAddress": null,
        "path": "/CP", "subprotocols": null, "userAgent": null});
    let write = put_refused_connection(&ChargePointId::new(id), &serde_json::from_value(refused).unwrap());
    server.state().store().write(vec![write.unwrap()]).await.unwrap();
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| item["chargePoint"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn what_needs_somebody_comes_first_and_says_why() {
    let server = Server::start().await;
    let empty = server.get("/api/v1/fleet").await.expect(200);
    assert_eq!((&empty["registered"], &empty["attention"]), (&json!(0), &json!(0)));
    let server = Server::start().await;
    for (id, body) in [
        ("A", json!({"securityProfile": 0, "site": "depot", "labels": ["fast"]})),
        (
            "B",
            json!({"securityProfile": 0, "site": "depot", "registration": "Pending"}),
        ),
        (
            "C",
            json!({"securityProfile": 1, "password": "0123456789abcdef", "labels": ["fast"], "name": "Gate"}),
        ),
    ] {
        server
            .put(&format!("/api/v1/charge-points/{id}"), body)
            .await
            .expect(201);
    }
    refused(&server, "C").await;
    let fleet = server.get("/api/v1/fleet").await.expect(200);
    assert_eq!(
        [
            &fleet["registered"],
            &fleet["connected"],
            &fleet["neverConnected"],
            &fleet["attention"]
        ],
        [&json!(3), &json!(0), &json!(3), &json!(2)]
    );
    assert_eq!(fleet["needs"], json!({"refused": 1, "registration": 1}));
    let depot = json!([{"name": "depot", "registered": 2, "connected": 0, "attention": 1}]);
    let fast = json!([{"name": "fast", "registered": 2, "connected": 0, "attention": 1}]);
    assert_eq!((&fleet["sites"], &fleet["labels"]), (&depot, &fast));
    assert_eq!((&fleet["vendors"], &fleet["versions"]), (&json!([]), &json!([])));

    let all = server.get("/api/v1/fleet/attention").await.expect(200);
    assert_eq!(ids(&all), ["C", "B"]);
    assert_eq!(all["items"][0]["name"], "Gate");
    let reason = &all["items"][0]["reasons"][0];
    assert_eq!(
        (&reason["need"], &reason["detail"]),
        (&json!("refused"), &json!("401 the password is wrong"))
    );
    for (query, expected) in [
        ("need=registration", &["B"][..]),
        ("need=offline", &[]),
        ("site=depot", &["B"]),
        ("label=fast", &["C"]),
        ("limit=1", &["C"]),
        ("limit=1&after=1", &["B"]),
    ] {
        let page = server
            .get(&format!("/api/v1/fleet/attention?{query}"))
            .await
            .expect(200);
        assert_eq!(ids(&page), expected, "{query}");
        assert_eq!(page["next"].is_null(), query != "limit=1", "{query}");
    }
    server
        .get("/api/v1/fleet/attention?need=nothing")
        .await
        .problem(400, "invalid-request");
}

#[actix_web::test]
async fn charge_points_are_found_by_the_state_of_a_connector() {
    let server = Server::start().await;
    for id in ["A", "B"] {
        server
            .put(&format!("/api/v1/charge-points/{id}"), json!({"securityProfile": 0}))
            .await
            .expect(201);
    }
    let connector = json!({"evse": null, "connector": 1, "status": "Faulted", "errorCode": null, "info": null, "at": "x",
        "receivedAt": clock::now()});
    let connector: Connector = serde_json::from_value(connector).unwrap();
    let latest = put_connector(&ChargePointId::new("B"), connector);
    server.state().store().write(vec![latest.into_write()]).await.unwrap();
    for (query, expected) in [("status=faulted", json!(["B"])), ("status=Charging", json!([]))] {
        let page = server.get(&format!("/api/v1/charge-points?{query}")).await.expect(200);
        let items = page["items"].as_array().unwrap().iter();
        let ids: Value = items.map(|item| item["id"].clone()).collect();
        assert_eq!(ids, expected, "{query}");
    }
}

#[actix_web::test]
async fn a_url_is_a_picture() {
    let server = Server::start().await;
    let app = server.app().await;
    let request = TestRequest::get().uri("/api/v1/qr-code?text=ws%3A%2F%2F192.168.1.5%3A9000%2Focpp%2FCP1");
    let response = call_service(&app, request.to_request()).await;
    assert_eq!(response.headers().get(CONTENT_TYPE).unwrap(), "image/svg+xml");
    let picture = String::from_utf8(read_body(response).await.to_vec()).unwrap();
    assert!(picture.contains("<svg") && !picture.contains("style="), "{picture}");
    let long = "x".repeat(601);
    for text in ["", &long] {
        let path = format!("/api/v1/qr-code?text={text}");
        server.get(&path).await.problem(400, "invalid-request");
    }
}
