//! Commands that wait: for a station that is away, with their time to live, their order, the newest of a word; carried out
//! once for one key, and after a crash.

use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::verbs::{boot, connected, path, server, state_of, text, wait_state};
use ocpp_central_tests::wait;
use serde_json::{Value, json};

#[test]
fn commands_for_a_station_that_is_away_wait_in_their_order() {
    let mut server = server();
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0}));
    assert_eq!(admin.post(&path("CP1", "clear-cache"), &json!({})).status, 503);
    let queue = |verb: &str, query: &str, body: Value| {
        let queued = server
            .admin()
            .post(&format!("{}?ttl=1h{query}", path("CP1", verb)), &body);
        let command = queued.expect(202);
        assert_eq!(command["state"], "pending");
        text(&command["id"])
    };
    let first = queue("availability", "", json!({"operative": false}));
    let old = queue("trigger", "&coalesce=state", json!({"message": "Heartbeat"}));
    let raw = queue("ChangeConfiguration", "", json!({"key": "A", "value": "1"}));
    let newest = queue("trigger", "&coalesce=state", json!({"message": "StatusNotification"}));
    let back = queue("reset", "", json!({}));
    assert_eq!(state_of(&admin, &old), "replaced");
    assert_eq!(
        admin.delete(&format!("/api/v1/commands/{back}")).expect(200)["state"],
        "cancelled"
    );
    assert_eq!(admin.delete(&format!("/api/v1/commands/{back}")).status, 409);
    let listed = admin.get("/api/v1/commands?chargePoint=CP1&state=pending").expect(200);
    let ids: Vec<_> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| text(&item["id"]))
        .collect();
    assert_eq!(ids, [newest.clone(), raw.clone(), first.clone()]);

    server.crash_and_restart();
    let mut station = connected(&server, "CP1", "1.6");
    for (action, id) in [
        ("ChangeAvailability", &first),
        ("ChangeConfiguration", &raw),
        ("TriggerMessage", &newest),
    ] {
        let (call, payload) = station.expect_call(action);
        if action == "TriggerMessage" {
            assert_eq!(payload["requestedMessage"], "StatusNotification");
        }
        station.answer(&call, &json!({"status": "Accepted"}));
        let admin = server.admin();
        wait::until("it has its answer", || {
            (!["pending", "sent"].contains(&state_of(&admin, id).as_str())).then_some(())
        });
    }
    station.expect_silence();
}

#[test]
fn a_command_whose_time_is_over_is_not_sent() {
    let server = server();
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0}));
    let command = admin
        .post(&format!("{}?ttl=300ms", path("CP1", "clear-cache")), &json!({}))
        .expect(202);
    let expired = wait_state(&admin, &text(&command["id"]), "expired");
    assert_eq!(expired["error"]["code"], "Expired");
    let mut station = connected(&server, "CP1", "1.6");
    station.expect_silence();
}

#[test]
fn a_request_with_one_key_is_carried_out_once() {
    let server = server();
    let mut station = connected(&server, "CP1", "1.6");
    let send = |body: Value| {
        let admin = server.admin();
        let path = path("CP1", "ClearCache");
        std::thread::spawn(move || admin.post_with(&path, ("Idempotency-Key", "k-1"), &body))
    };
    let first = send(json!({}));
    let (id, _) = station.expect_call("ClearCache");
    let second = send(json!({}));
    station.answer(&id, &json!({"status": "Accepted"}));
    for reply in [first, second, send(json!({}))] {
        assert_eq!(reply.join().unwrap().expect(200), json!({"status": "Accepted"}));
    }
    let other = send(json!({"customData": 1})).join().unwrap();
    assert_eq!(other.status, 422, "{}", other.body);
    station.expect_silence();
}

#[test]
fn what_may_be_sent_twice_is_sent_again_after_a_crash_and_nothing_else() {
    let mut server = server();
    let mut station = connected(&server, "CP1", "1.6");
    let admin = server.admin();
    let begin = |verb: &str, body: Value| {
        let queued = admin.post(&format!("{}?ttl=1h&wait=false", path("CP1", verb)), &body);
        text(&queued.expect(202)["id"])
    };
    let reset = begin("reset", json!({}));
    station.expect_call("Reset");
    server.crash_and_restart();
    let admin = server.admin();
    wait_state(&admin, &reset, "lost");
    let mut station = connected(&server, "CP1", "1.6");
    let cache = text(
        &admin
            .post(&format!("{}?ttl=1h&wait=false", path("CP1", "clear-cache")), &json!({}))
            .expect(202)["id"],
    );
    station.expect_call("ClearCache");
    server.crash_and_restart();
    let mut station = connected(&server, "CP1", "1.6");
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_state(&server.admin(), &cache, "in-effect");
    station.expect_silence();
}

#[test]
fn states_are_asked_for_at_each_connector_in_2_x() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    for evse in [1, 2] {
        let status = json!({"timestamp": "2026-11-20T10:00:00Z", "connectorStatus": "Available", "evseId": evse, "connectorId": 1});
        station.call("StatusNotification", &status);
    }
    wait::until("its connectors are known", || {
        let known = admin.get("/api/v1/charge-points/CP1").expect(200);
        (known["connectors"].as_array().is_some_and(|all| all.len() == 2)).then_some(())
    });
    let path = "/api/v1/charge-points/CP1/commands/trigger?wait=false";
    assert_eq!(admin.post(path, &json!({"message": "StatusNotification"})).status, 202);
    for (evse, word) in [(1, "Rejected"), (2, "Accepted")] {
        let (id, payload) = station.expect_call("TriggerMessage");
        assert_eq!(payload["evse"], json!({"id": evse, "connectorId": 1}));
        station.answer(&id, &json!({ "status": word }));
    }
    station.expect_silence();
}

#[test]
fn what_waits_comes_after_the_answer_to_the_boot() {
    let server = Server::start(&Config::new().set("connection.settle_delay", "500ms"));
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0}));
    let queue = || {
        text(
            &admin
                .post(&format!("{}?ttl=1h", path("CP1", "clear-cache")), &json!({}))
                .body["id"],
        )
    };
    let first = queue();
    let mut station = Station::connect(&server, "CP1", "1.6");
    // Twice the time to settle, and nothing comes: it has not booted.
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(state_of(&admin, &first), "pending");
    boot(&mut station, "1.6");
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_state(&admin, &first, "in-effect");
    station.close();
    // One that only connects again gets it, too, only later.
    admin.wait_connected("CP1", false);
    let second = queue();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_state(&admin, &second, "in-effect");
}

#[test]
fn what_waits_for_a_station_that_is_pending_comes_when_it_is_accepted() {
    let server = server();
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0, "registration": "Pending"}));
    let queued = admin.post(&format!("{}?ttl=1h", path("CP1", "clear-cache")), &json!({}));
    let waiting = text(&queued.expect(202)["id"]);
    let payload = json!({"chargePointVendor": "V", "chargePointModel": "M"});
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(station.call("BootNotification", &payload)["status"], "Pending");
    // Long after it has settled, and nothing else will make the server look.
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(state_of(&admin, &waiting), "pending");
    admin.register("CP1", &json!({"registration": "Accepted"}));
    assert_eq!(station.call("BootNotification", &payload)["status"], "Accepted");
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    wait_state(&admin, &waiting, "in-effect");
}
