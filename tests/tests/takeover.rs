//! One identity, several connections: the newest that proved itself wins, and nothing of an old one
//! touches it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::{Arrival, Station};
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn session(server: &Server, id: &str) -> Value {
    server.admin().get(&format!("/api/v1/charge-points/{id}")).expect(200)["session"]["id"].clone()
}

/// Connects, and waits until the registry knows: the handshake's answer comes before that.
fn displace(server: &Server, id: &str) -> Station {
    let before = session(server, id);
    let station = Station::connect(server, id, "1.6");
    wait::until("the new session", || (session(server, id) != before).then_some(()));
    station
}

/// The command reaches this connection and its answer comes back.
fn answers_commands(server: &Server, id: &str, station: &mut Station) {
    let command = server.admin().command_later(id, "ClearCache", json!({}));
    let (call, _) = station.expect_call("ClearCache");
    station.answer(&call, &json!({"status": "Accepted"}));
    assert_eq!(command.join().unwrap().expect(200), json!({"status": "Accepted"}));
}

#[test]
fn the_newest_connection_wins_and_the_old_one_is_closed() {
    let server = Server::start(&Config::new());
    let mut old = Station::connect(&server, "CP1", "1.6");
    old.expect_silence();
    let first = session(&server, "CP1");
    let mut new = Station::connect(&server, "CP1", "1.6");
    assert!(old.expect_close().is_some(), "the old connection gets a close frame");
    new.expect_silence();
    answers_commands(&server, "CP1", &mut new);
    assert_ne!(session(&server, "CP1"), first);
}

/// The station has lost its connection behind requests that the server has received, and connects anew.
#[test]
fn what_arrived_on_the_old_connection_is_handled_before_the_new_one_begins() {
    const STARTS: usize = 10;
    let server = Server::start(&Config::new());
    for round in 0..10 {
        let id = format!("CP{round}");
        let mut old = Station::connect(&server, &id, "1.6");
        old.expect_silence();
        for number in 0..STARTS {
            let start = json!({"connectorId": 1 + number, "idTag": "T", "meterStart": number,
                "timestamp": "2026-03-01T10:00:00Z"});
            old.send_text(&json!([2, format!("a{number}"), "StartTransaction", start]).to_string());
        }
        let mut new = Station::connect(&server, &id, "1.6");
        new.expect_silence();
        let page = server
            .admin()
            .get(&format!("/api/v1/transactions?charge_point={id}"))
            .expect(200);
        let kept = page["items"].as_array().unwrap();
        assert_eq!(kept.len(), STARTS, "round {round}: {page}");
        for number in 0..STARTS {
            assert_eq!(old.answer_to(&format!("a{number}"))[0], 3, "round {round}");
        }
        assert_eq!(old.expect_close(), Some(1000));
    }
}

/// A link that breaks behind a burst takes nothing of it along.
#[test]
fn what_arrived_before_the_end_of_a_connection_is_handled() {
    const STARTS: usize = 10;
    let server = Server::start(&Config::new());
    let mut old = Station::connect(&server, "CP1", "1.6");
    old.expect_silence();
    for number in 0..STARTS {
        let start = json!({"connectorId": 1 + number, "idTag": "T", "meterStart": number,
            "timestamp": "2026-03-01T10:00:00Z"});
        old.send_text(&json!([2, format!("a{number}"), "StartTransaction", start]).to_string());
    }
    old.cut();
    server.admin().wait_connected("CP1", false);
    let page = server.admin().get("/api/v1/transactions?charge_point=CP1").expect(200);
    assert_eq!(page["items"].as_array().unwrap().len(), STARTS, "{page}");
}

#[test]
fn the_old_connection_s_end_changes_nothing() {
    let server = Server::start(&Config::new());
    // The old one does not answer the close frame and stays half dead for a while.
    let mut old = Station::connect(&server, "CP1", "1.6");
    old.expect_silence();
    let mut new = displace(&server, "CP1");
    new.expect_silence();
    let current = session(&server, "CP1");
    old.send_text(r#"[2,"late","Heartbeat",{}]"#);
    old.cut();
    for _ in 0..5 {
        answers_commands(&server, "CP1", &mut new);
    }
    assert_eq!(session(&server, "CP1"), current);
    assert_eq!(
        server.admin().get("/api/v1/charge-points/CP1").expect(200)["connected"],
        true
    );
}

#[test]
fn a_command_that_waits_on_the_old_connection_ends_and_its_late_answer_is_not_used() {
    let server = Server::start(&Config::new());
    let mut old = Station::connect(&server, "CP1", "1.6");
    let command = server.admin().command_later("CP1", "ClearCache", json!({}));
    let (call, _) = old.expect_call("ClearCache");
    let mut new = Station::connect(&server, "CP1", "1.6");
    assert_eq!(command.join().unwrap().status, 503, "lost with the connection");
    // The same id on the new connection is an answer that nobody waits for.
    new.answer(&call, &json!({"status": "Accepted"}));
    new.expect_silence();
    answers_commands(&server, "CP1", &mut new);
}

#[test]
fn a_wrong_password_never_displaces_the_live_connection() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    server.admin().register(
        "CP1",
        &json!({"securityProfile": 1, "password": "correct horse battery"}),
    );
    let upgrade = |password: &[u8]| Upgrade::to("/ocpp/CP1").offer("ocpp1.6").basic("CP1", password);
    let mut live = Station::upgrade(&server, &upgrade(b"correct horse battery"));
    live.expect_silence();
    let current = session(&server, "CP1");
    for _ in 0..3 {
        assert_eq!(upgrade(b"wrong").send(server.ocpp()).status, 401);
    }
    assert_eq!(
        Upgrade::to("/ocpp/CP1")
            .offer("ocpp0.1")
            .basic("CP1", b"correct horse battery")
            .send(server.ocpp())
            .header("Upgrade"),
        None
    );
    answers_commands(&server, "CP1", &mut live);
    assert_eq!(session(&server, "CP1"), current);
}

#[test]
fn of_connections_that_race_exactly_one_remains() {
    const RACERS: usize = 4;
    let server = Server::start(&Config::new());
    for round in 0..10 {
        let id = format!("RACE{round}");
        let closed = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..RACERS {
                scope.spawn(|| {
                    serve_until_closed(Station::connect(&server, &id, "1.6"));
                    closed.fetch_add(1, Ordering::SeqCst);
                });
            }
            let losers = || (closed.load(Ordering::SeqCst) == RACERS - 1).then_some(());
            wait::until("all but one to be closed", losers);
            let answer = server.admin().command(&id, "ClearCache", &json!({}));
            assert_eq!(answer.expect(200), json!({"status": "Accepted"}), "round {round}");
            assert_eq!(closed.load(Ordering::SeqCst), RACERS - 1, "the last one stays");
            assert_eq!(
                server.admin().delete(&format!("/api/v1/charge-points/{id}")).status,
                204
            );
        });
    }
}

/// Accepts every CALL until the connection ends.
fn serve_until_closed(mut station: Station) {
    while let Arrival::Frame(frame) = station.arrival() {
        station.answer(frame[1].as_str().unwrap(), &json!({"status": "Accepted"}));
    }
}

#[test]
fn a_deleted_charge_point_is_disconnected() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    server.admin().register("CP1", &json!({"securityProfile": 0}));
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.expect_silence();
    assert_eq!(server.admin().delete("/api/v1/charge-points/CP1").status, 204);
    station.expect_close();
    assert_eq!(server.admin().get("/api/v1/charge-points/CP1").status, 404);
    wait::until("the refusal of the deleted station", || {
        (Upgrade::to("/ocpp/CP1").offer("ocpp1.6").send(server.ocpp()).status == 404).then_some(())
    });
}
