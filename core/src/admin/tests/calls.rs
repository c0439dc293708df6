//! Commands and reservations: what goes to the station, and what each outcome is in HTTP.

use actix::Addr;
use actix_web::http::header::{LOCATION, RETRY_AFTER};
use ocpp_schemas::{Kind, Version};
use serde_json::{Value, json};

use super::station::{Rule, Station, Told, WhatWasTold, connect};
use super::{Reply, Server};
use crate::frame::CallError;
use crate::ids::ChargePointId;
use crate::ocpp::Outcome;
use crate::ocpp::Profile;
use crate::registry::messages::EndReason;
use crate::state::reservations::ReservationState;

const CP1: &str = "/api/v1/charge-points/CP1";

fn accept(_: &str, _: &str) -> Option<Outcome> {
    Some(Outcome::Answered(json!({ "status": "Accepted" })))
}

async fn connected(version: Version, rule: Rule) -> (Server, Addr<Station>) {
    let server = Server::start().await;
    server.put(CP1, json!({ "securityProfile": 0 })).await.expect(201);
    let station = connect(&server.state, "CP1", version, rule).await;
    (server, station)
}

async fn command(server: &Server, action: &str, body: &str) -> Reply {
    server.post(&format!("{CP1}/commands/{action}"), body).await
}

async fn told(station: &Addr<Station>) -> Vec<Told> {
    station.send(WhatWasTold).await.unwrap()
}

#[actix_web::test]
async fn a_payload_goes_out_as_it_came() {
    let (server, station) = connected(Version::V16, accept).await;
    let body = "{\"value\":\"1\",\n \"key\":\"Z\"}";
    assert_eq!(
        command(&server, "ChangeConfiguration", body).await.expect(200),
        json!({ "status": "Accepted" })
    );
    command(&server, "ClearCache", "").await.expect(200);
    assert_eq!(
        told(&station).await,
        [Told::Call(body.to_owned()), Told::Call("{}".to_owned())]
    );
    let shown = server.get(CP1).await.expect(200);
    assert_eq!(shown["session"]["version"], "1.6");
    assert_eq!(
        (&shown["connected"], &shown["lastSeen"]),
        (&json!(true), &shown["session"]["since"])
    );
}

#[actix_web::test]
async fn what_cannot_be_sent_is_not_sent() {
    let (server, station) = connected(Version::V16, accept).await;
    let invalid = command(&server, "Reset", r#"{"type":"Sideways"}"#)
        .await
        .problem(400, "invalid-payload");
    assert_eq!(
        (&invalid["pointer"], &invalid["rule"]),
        (&json!("/type"), &json!("enum"))
    );
    assert_eq!(invalid["code"], "PropertyConstraintViolation");
    command(&server, "MakeCoffee", "{}")
        .await
        .problem(400, "unknown-action");
    command(&server, "GetBaseReport", "{}")
        .await
        .problem(400, "unknown-action");
    command(&server, "Heartbeat", "{}")
        .await
        .problem(400, "wrong-direction");
    command(&server, "Reset", "{").await.problem(400, "invalid-request");
    command(&server, "Reset?timeout=5", "{}")
        .await
        .problem(400, "invalid-request");
    assert_eq!(told(&station).await, []);
    server
        .put("/api/v1/charge-points/CP2", json!({ "securityProfile": 0 }))
        .await
        .expect(201);
    server
        .post("/api/v1/charge-points/CP2/commands/ClearCache", "")
        .await
        .problem(503, "not-connected");
    server
        .post("/api/v1/charge-points/CP3/commands/ClearCache", "")
        .await
        .problem(404, "not-found");
}

#[actix_web::test]
async fn each_outcome_has_its_status() {
    let refused: Rule = |_, _| {
        let (code, description) = ("NotSupported".to_owned(), "no".to_owned());
        Some(Outcome::Refused(CallError {
            code,
            description,
            details: json!({ "why": 1 }),
        }))
    };
    let (server, _station) = connected(Version::V16, refused).await;
    let error = command(&server, "ClearCache", "").await.problem(502, "call-error");
    assert_eq!(
        error["error"],
        json!({ "code": "NotSupported", "description": "no", "details": { "why": 1 } })
    );

    let invalid: Rule = |_, _| {
        let answer = json!({ "status": "Perhaps" });
        let action = Profile::of(Version::V16).action("ClearCache").unwrap();
        let violation = action.validate(Kind::Response, &answer).unwrap_err();
        Some(Outcome::Invalid(answer, violation))
    };
    let (server, _station) = connected(Version::V16, invalid).await;
    let error = command(&server, "ClearCache", "").await.problem(502, "invalid-answer");
    assert_eq!(
        (&error["pointer"], &error["response"]["status"]),
        (&json!("/status"), &json!("Perhaps"))
    );

    for (rule, status, kind) in [
        ((|_, _| Some(Outcome::TimedOut)) as Rule, 504, "timed-out"),
        (|_, _| Some(Outcome::Lost), 503, "connection-lost"),
        (|_, _| None, 503, "connection-lost"),
    ] {
        let (server, _station) = connected(Version::V16, rule).await;
        command(&server, "ClearCache", "").await.problem(status, kind);
    }

    let (server, _station) = connected(Version::V16, |_, _| Some(Outcome::QueueFull)).await;
    let full = command(&server, "ClearCache", "").await;
    assert!(full.header(RETRY_AFTER).is_some());
    full.problem(503, "queue-full");
}

#[actix_web::test]
async fn without_waiting_the_command_tells_its_outcome() {
    let (server, _station) = connected(Version::V201, accept).await;
    let reply = command(&server, "ClearCache?wait=false", "").await;
    let location = reply.header(LOCATION).unwrap().to_owned();
    let pending = reply.expect(202);
    assert_eq!(
        location,
        format!("/api/v1/commands/{}", pending["id"].as_str().unwrap())
    );
    assert_eq!(
        (&pending["state"], &pending["response"]),
        (&json!("pending"), &Value::Null)
    );
    let ended = loop {
        let shown = server.get(&location).await.body;
        if !shown["endedAt"].is_null() {
            break shown;
        }
        actix_web::rt::task::yield_now().await;
    };
    assert_eq!(
        (&ended["state"], &ended["response"]),
        (&json!("answered"), &json!({ "status": "Accepted" }))
    );
    server.get("/api/v1/commands/nonsense").await.problem(404, "not-found");
}

#[actix_web::test]
async fn a_reservation_is_kept_as_the_station_said() {
    let rule: Rule = |action, payload| match action {
        "ReserveNow" if payload.contains("UNLUCKY") => Some(Outcome::Answered(json!({ "status": "Occupied" }))),
        "ReserveNow" if payload.contains("SILENT") => Some(Outcome::TimedOut),
        _ => accept(action, payload),
    };
    let (server, station) = connected(Version::V201, rule).await;
    let path = format!("{CP1}/reservations");
    let ask = async |tag: &str| {
        let body = json!({ "evse": 1, "idTag": tag, "expiry": "2999-01-01T00:00:00Z" });
        server.post(&path, &body.to_string()).await
    };
    assert_eq!(
        ask("LUCKY").await.expect(201),
        json!({ "reservationId": 1, "status": "Accepted" })
    );
    assert_eq!(
        ask("UNLUCKY").await.expect(200),
        json!({ "reservationId": 2, "status": "Occupied" })
    );
    ask("SILENT").await.problem(504, "timed-out");
    let state = |number| {
        server
            .state()
            .reservation(&ChargePointId::new("CP1"), number)
            .unwrap()
            .unwrap()
            .state
    };
    assert_eq!(state(1), ReservationState::Active);
    assert_eq!(state(2), ReservationState::Refused("Occupied".to_owned()));
    assert_eq!(state(3), ReservationState::Requested, "no number is given twice");
    let listed = server.get(&path).await.expect(200);
    assert_eq!(
        (&listed["items"][0]["state"], &listed["items"][1]["state"]),
        (&json!("active"), &json!("requested"))
    );

    assert_eq!(
        server.delete(&format!("{path}/1")).await.expect(200),
        json!({ "status": "Accepted" })
    );
    assert_eq!(state(1), ReservationState::Cancelled);
    assert_eq!(
        server.get(&path).await.expect(200)["items"].as_array().unwrap().len(),
        1
    );
    assert_eq!(
        server.get(&format!("{path}?all=true")).await.expect(200)["items"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    let refused = server.get(&format!("{path}/2")).await.expect(200);
    assert_eq!(
        (&refused["state"], &refused["reason"]),
        (&json!("refused"), &json!("Occupied"))
    );
    server.get(&format!("{path}/9")).await.problem(404, "not-found");
    for number in ["9", "x"] {
        server
            .delete(&format!("{path}/{number}"))
            .await
            .problem(404, "not-found");
    }
    let sent: Vec<Value> = told(&station)
        .await
        .into_iter()
        .map(|told| match told {
            Told::Call(payload) => serde_json::from_str(&payload).unwrap(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sent[0]["id"], 1);
    assert_eq!(sent[3], json!({ "reservationId": 1 }));
}

#[actix_web::test]
async fn a_reservation_that_the_version_cannot_express_is_refused() {
    let (server, station) = connected(Version::V16, accept).await;
    let path = format!("{CP1}/reservations");
    for (body, kind) in [
        (
            json!({ "evse": 1, "idTag": "A", "expiry": "2999-01-01T00:00:00Z" }),
            "invalid-request",
        ),
        (json!({ "connector": 1, "idTag": "A" }), "invalid-request"),
        (
            json!({ "connector": 1, "idTag": "A".repeat(21), "expiry": "2999-01-01T00:00:00Z" }),
            "invalid-payload",
        ),
    ] {
        server.post(&path, &body.to_string()).await.problem(400, kind);
    }
    assert_eq!(
        server.get(&format!("{path}?all=true")).await.expect(200)["items"],
        json!([])
    );
    assert_eq!(told(&station).await, []);
}

#[actix_web::test]
async fn a_live_connection_learns_what_concerns_it() {
    let (server, station) = connected(Version::V16, accept).await;
    server.put(CP1, json!({ "registration": "Rejected" })).await.expect(200);
    assert_eq!(told(&station).await, [], "the registration counts from the next boot");
    server
        .put(CP1, json!({ "password": "a-secret-of-20-chars" }))
        .await
        .expect(200);
    assert_eq!(told(&station).await, [], "a password alone ends nothing");
    let raised = server.put(CP1, json!({ "securityProfile": 1 })).await.expect(200);
    assert_eq!(raised["connected"], false);
    assert_eq!(told(&station).await, [Told::End(EndReason::Removed)]);
}

#[actix_web::test]
async fn a_deleted_charge_point_is_disconnected() {
    let (server, station) = connected(Version::V16, accept).await;
    let found = server.get("/api/v1/charge-points?connected=true").await.expect(200);
    assert_eq!(found["items"][0]["id"], "CP1");
    server.delete(CP1).await.expect(204);
    assert_eq!(told(&station).await, [Told::End(EndReason::Forgotten)]);
}
