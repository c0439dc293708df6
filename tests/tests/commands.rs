//! CALLs towards a charge point through the admin API: the real answer, one at a time, and what
//! happens when there is none.

use std::time::Instant;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait::{self, PATIENCE};
use serde_json::{Value, json};

fn connected(config: &Config) -> (Server, Admin, Station) {
    let server = Server::start(config);
    let station = Station::connect(&server, "CP1", "1.6");
    let admin = server.admin();
    admin.wait_connected("CP1", true);
    (server, admin, station)
}

fn problem(reply: &ocpp_central_tests::admin::Reply, status: u16) {
    assert_eq!(reply.status, status, "{}", reply.body);
    let kind = reply.header("content-type").unwrap_or_default();
    assert!(kind.starts_with("application/problem+json"), "{kind}");
    assert_eq!(reply.body["status"], status);
    for member in ["type", "title", "detail"] {
        assert!(reply.body[member].is_string(), "{member} of {}", reply.body);
    }
}

#[test]
fn the_station_s_own_answer_comes_back() {
    let (_server, admin, mut station) = connected(&Config::new());
    let payload = json!({"key": ["HeartbeatInterval", "Unknown"]});
    let command = admin.command_later("CP1", "GetConfiguration", payload.clone());
    let (id, sent) = station.expect_call("GetConfiguration");
    assert_eq!(sent, payload);
    let answer = json!({
        "configurationKey": [{"key": "HeartbeatInterval", "readonly": false, "value": "300"}],
        "unknownKey": ["Unknown"],
    });
    station.answer(&id, &answer);
    assert_eq!(command.join().unwrap().expect(200), answer);
}

#[test]
fn members_go_out_in_the_order_in_which_they_came() {
    let (server, _admin, mut station) = connected(&Config::new());
    let body = r#"{"value":"1","key":"Z"}"#;
    let (admin, path) = (server.admin(), "/api/v1/charge-points/CP1/commands/ChangeConfiguration");
    let command = std::thread::spawn(move || admin.send("POST", path, body.as_bytes().to_vec()));
    let text = station.text();
    assert!(text.ends_with(&format!(r#","ChangeConfiguration",{body}]"#)), "{text}");
    let id = serde_json::from_str::<Value>(&text).unwrap()[1]
        .as_str()
        .unwrap()
        .to_owned();
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(command.join().unwrap().status, 200);
}

#[test]
fn a_call_error_comes_back_with_its_code_and_details() {
    let (_server, admin, mut station) = connected(&Config::new());
    let command = admin.command_later("CP1", "ClearCache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    station.send_text(&json!([4, id, "NotSupported", "no cache here", {"why": ["small"]}]).to_string());
    let reply = command.join().unwrap();
    problem(&reply, 502);
    let error = json!({"code": "NotSupported", "description": "no cache here", "details": {"why": ["small"]}});
    assert_eq!(reply.body["error"], error);
}

#[test]
fn an_answer_that_breaks_the_schema_is_reported_with_its_place() {
    let (_server, admin, mut station) = connected(&Config::new().strict());
    let command = admin.command_later("CP1", "ClearCache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Perhaps"}));
    let reply = command.join().unwrap();
    problem(&reply, 502);
    assert_eq!(reply.body["pointer"], "/status");
    station.expect_silence();
}

#[test]
fn only_2_1_complains_to_the_station_about_its_answer() {
    let server = Server::start(&Config::new().strict());
    let admin = server.admin();
    for version in ["2.0.1", "2.1"] {
        let name = format!("CP-{version}");
        let mut station = Station::connect(&server, &name, version);
        admin.wait_connected(&name, true);
        let command = admin.command_later(&name, "ClearCache", json!({}));
        let (id, _) = station.expect_call("ClearCache");
        station.answer(&id, &json!({"status": "Perhaps"}));
        assert_eq!(command.join().unwrap().status, 502);
        if version == "2.1" {
            let complaint = station.frame();
            assert_eq!((&complaint[0], &complaint[1]), (&json!(5), &json!(id)), "{complaint}");
            assert_eq!(complaint[2], "PropertyConstraintViolation");
        }
        station.expect_silence();
    }
}

#[test]
fn what_the_schema_forbids_is_not_sent() {
    let (_server, admin, mut station) = connected(&Config::new());
    let send = |action: &str, payload: Value| admin.command("CP1", action, &payload);
    let reply = send("Reset", json!({"type": "Sideways"}));
    problem(&reply, 400);
    assert_eq!(
        (&reply.body["pointer"], &reply.body["rule"]),
        (&json!("/type"), &json!("enum"))
    );
    let missing = send("ChangeConfiguration", json!({"key": "A"}));
    problem(&missing, 400);
    assert_eq!(
        (&missing.body["pointer"], &missing.body["rule"]),
        (&json!("/value"), &json!("required"))
    );
    problem(&send("MakeCoffee", json!({})), 400);
    problem(&send("Heartbeat", json!({})), 400);
    problem(
        &send("GetBaseReport", json!({"requestId": 1, "reportBase": "FullInventory"})),
        400,
    );
    problem(
        &admin.send("POST", "/api/v1/charge-points/CP1/commands/ClearCache", b"{".to_vec()),
        400,
    );
    // Nothing stricter than the schema: a tester may ask for a connector that is not there.
    let command = admin.command_later("CP1", "UnlockConnector", json!({"connectorId": 99}));
    let (id, payload) = station.expect_call("UnlockConnector");
    assert_eq!(payload, json!({"connectorId": 99}));
    station.answer(&id, &json!({"status": "NotSupported"}));
    assert_eq!(command.join().unwrap().expect(200), json!({"status": "NotSupported"}));
}

#[test]
fn who_is_not_there_cannot_be_called() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    problem(&admin.command("NOBODY", "ClearCache", &json!({})), 404);
    admin.register("CP1", &json!({"securityProfile": 0}));
    problem(&admin.command("CP1", "ClearCache", &json!({})), 503);
    let station = Station::connect(&server, "CP1", "1.6");
    admin.wait_connected("CP1", true);
    station.close();
    admin.wait_connected("CP1", false);
    problem(&admin.command("CP1", "ClearCache", &json!({})), 503);
}

#[test]
fn a_lost_connection_ends_the_waiting_at_once() {
    let (_server, admin, mut station) = connected(&Config::new().set("connection.call_timeout", "600s"));
    let start = Instant::now();
    let sent = admin.command_later("CP1", "ClearCache", json!({}));
    station.expect_call("ClearCache");
    let queued = admin.command_later("CP1", "GetConfiguration", json!({}));
    station.cut();
    problem(&sent.join().unwrap(), 503);
    problem(&queued.join().unwrap(), 503);
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
}

#[test]
fn no_answer_in_time_is_a_timeout_and_a_late_one_is_not_the_next_call_s() {
    let (_server, admin, mut station) = connected(&Config::new());
    // Only the first is not waited for long.
    let first = admin.command_later("CP1", "ClearCache?timeout=200ms", json!({}));
    let (late, _) = station.expect_call("ClearCache");
    problem(&first.join().unwrap(), 504);

    let second = admin.command_later("CP1", "ClearCache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    assert_ne!(id, late);
    station.answer(&late, &json!({"status": "Rejected"}));
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(second.join().unwrap().expect(200), json!({"status": "Accepted"}));
    station.answer(&late, &json!({"status": "Rejected"}));
    station.expect_silence();
}

#[test]
fn a_command_may_bring_its_own_timeout() {
    let (_server, admin, mut station) = connected(&Config::new().set("connection.call_timeout", "600s"));
    let command = admin.command_later("CP1", "ClearCache?timeout=200ms", json!({}));
    station.expect_call("ClearCache");
    problem(&command.join().unwrap(), 504);
}

#[test]
fn an_inbound_call_is_answered_while_ours_is_pending() {
    let (_server, admin, mut station) = connected(&Config::new());
    let command = admin.command_later("CP1", "ClearCache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    for _ in 0..3 {
        assert!(station.call("Heartbeat", &json!({}))["currentTime"].is_string());
        station.call(
            "StatusNotification",
            &json!({"connectorId": 1, "errorCode": "NoError", "status": "Available"}),
        );
    }
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(command.join().unwrap().expect(200), json!({"status": "Accepted"}));
}

#[test]
fn two_commands_at_once_go_out_one_after_the_other() {
    let (_server, admin, mut station) = connected(&Config::new());
    let commands: Vec<_> = (0..5)
        .map(|_| admin.command_later("CP1", "ClearCache", json!({})))
        .collect();
    for _ in 0..commands.len() {
        let (id, _) = station.expect_call("ClearCache");
        // The next one does not come before this one is answered.
        station.expect_silence();
        station.answer(&id, &json!({"status": "Accepted"}));
    }
    for command in commands {
        assert_eq!(command.join().unwrap().expect(200), json!({"status": "Accepted"}));
    }
    station.expect_silence();
}

#[test]
fn a_full_queue_says_so() {
    let (_server, admin, mut station) = connected(&Config::new().set("connection.call_queue", 2));
    let first = admin.command_later("CP1", "ClearCache", json!({}));
    let (out, _) = station.expect_call("ClearCache");
    let others: Vec<_> = (0..4)
        .map(|_| admin.command_later("CP1", "ClearCache", json!({})))
        .collect();
    wait::until("two to be refused", || {
        (others.iter().filter(|command| command.is_finished()).count() >= 2).then_some(())
    });
    station.answer(&out, &json!({"status": "Accepted"}));
    for _ in 0..2 {
        let (id, _) = station.expect_call("ClearCache");
        station.answer(&id, &json!({"status": "Accepted"}));
    }
    assert_eq!(first.join().unwrap().status, 200);
    let replies: Vec<_> = others.into_iter().map(|command| command.join().unwrap()).collect();
    let (done, full): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
    assert_eq!((done.len(), full.len()), (2, 2));
    for reply in full {
        problem(&reply, 503);
        assert!(reply.header("retry-after").is_some(), "{:?}", reply.headers);
    }
}

#[test]
fn without_waiting_there_is_a_command_to_ask_about() {
    let (_server, admin, mut station) = connected(&Config::new());
    let reply = admin.post("/api/v1/charge-points/CP1/commands/ClearCache?wait=false", &json!({}));
    assert_eq!(reply.status, 202, "{}", reply.body);
    let location = reply.header("location").expect("a Location").to_owned();
    assert_eq!(reply.body["state"], "pending");
    assert_eq!(
        location,
        format!("/api/v1/commands/{}", reply.body["id"].as_str().unwrap())
    );
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Rejected"}));
    let command = wait::until("the answer", || {
        let body = admin.get(&location).expect(200);
        (body["state"] != "pending").then_some(body)
    });
    assert_eq!(
        (&command["state"], &command["response"]),
        (&json!("answered"), &json!({"status": "Rejected"}))
    );
    assert_eq!(
        (&command["chargePoint"], &command["action"]),
        (&json!("CP1"), &json!("ClearCache"))
    );
    problem(&admin.get("/api/v1/commands/nonsense"), 404);
}

#[test]
fn reservations_are_made_and_cancelled_in_every_version() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    for (version, place) in [
        ("1.6", json!({"connector": 1})),
        ("2.0.1", json!({"evse": 1})),
        ("2.1", json!({"evse": 1})),
    ] {
        let name = format!("CP-{version}");
        let path = format!("/api/v1/charge-points/{name}/reservations");
        let mut station = Station::connect(&server, &name, version);
        admin.wait_connected(&name, true);
        let mut body = json!({"idTag": "DRIVER", "expiry": "2999-01-01T00:00:00Z"});
        body.as_object_mut().unwrap().extend(place.as_object().unwrap().clone());
        let asked = {
            let (admin, path, body) = (admin.clone(), path.clone(), body.clone());
            std::thread::spawn(move || admin.post(&path, &body))
        };
        let (id, payload) = station.expect_call("ReserveNow");
        let (number, driver) = if version == "1.6" {
            (&payload["reservationId"], &payload["idTag"])
        } else {
            (&payload["id"], &payload["idToken"]["idToken"])
        };
        assert_eq!(driver, "DRIVER");
        station.answer(&id, &json!({"status": "Accepted"}));
        assert_eq!(
            asked.join().unwrap().expect(201),
            json!({"reservationId": number, "status": "Accepted"})
        );
        let listed = admin.get(&path).expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");

        let again = {
            let (admin, path) = (admin.clone(), path.clone());
            std::thread::spawn(move || admin.post(&path, &body))
        };
        let (id, _) = station.expect_call("ReserveNow");
        station.answer(&id, &json!({"status": "Occupied"}));
        assert_eq!(again.join().unwrap().expect(200)["status"], "Occupied");

        let cancel = {
            let (admin, path) = (admin.clone(), format!("{path}/{number}"));
            std::thread::spawn(move || admin.delete(&path))
        };
        let (id, sent) = station.expect_call("CancelReservation");
        assert_eq!(sent, json!({"reservationId": number}));
        station.answer(&id, &json!({"status": "Accepted"}));
        assert_eq!(cancel.join().unwrap().expect(200), json!({"status": "Accepted"}));
        assert_eq!(admin.get(&path).expect(200)["items"], json!([]));
    }
}

#[test]
fn the_api_is_closed_without_its_token() {
    let server = Server::start(&Config::new());
    for token in [None, Some("wrong"), Some("")] {
        let reply = Admin::new(server.admin_address(), token).get("/api/v1/charge-points");
        problem(&reply, 401);
    }
    let anonymous = Admin::new(server.admin_address(), None);
    assert_eq!(
        (anonymous.get("/healthz").status, anonymous.get("/readyz").status),
        (200, 200)
    );
}
