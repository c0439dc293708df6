//! Peers of a plugin's outgoing HTTP that are slow or say nothing: the charge point is answered in time,
//! what else it does goes on, and so do the other charge points and plugins.

use std::fs;
use std::time::{Duration, Instant};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::peer::{Peer, Reply};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const ALL: &str = r#"grants = ["state", "commands", "directory", "events"]"#;

/// The time limit of a call that may wait, on the clock.
const LIMIT: Duration = Duration::from_millis(800);

/// What a busy machine may add.
const SLACK: Duration = Duration::from_secs(8);

fn clerk(peer: &Peer, limit: Duration, settings: &str) -> Config {
    let (address, limit) = (peer.address(), limit.as_millis());
    Config::new().set("ocpp.workers", 1).plugin(&format!(
        "name = \"clerk\"\n{ALL}\nallow_http = [\"{address}\"]\nlimits = {{ long_deadline = \"{limit}ms\" }}\n\
         settings = {{ url = \"http://{address}\"{settings} }}"
    ))
}

fn install(admin: &Admin, name: &str, component: &std::path::Path) {
    let reply = admin.put_bytes(&format!("/api/v1/plugins/{name}"), fs::read(component).unwrap());
    assert_eq!(reply.status, 200, "{reply:?}");
}

fn started(config: &Config) -> Server {
    let server = Server::start(config);
    install(&server.admin(), "clerk", &artifacts::guest("clerk"));
    server
}

fn judge(station: &mut Station, tag: &str) -> Value {
    station.call("Authorize", &json!({"idTag": tag}))["idTagInfo"]["status"].clone()
}

fn status(server: &Server) -> Value {
    server.admin().get("/api/v1/plugins/clerk").expect(200)
}

#[test]
fn while_one_call_waits_for_its_peer_everything_else_is_answered() {
    let peer = Peer::start(|request| match request.path.as_str() {
        "/slow" => Reply::Held(200, "yes".to_owned()),
        _ => Reply::Now(200, "yes".to_owned()),
    });
    // Longer than the test waits for anything.
    let server = started(&clerk(&peer, Duration::from_secs(60), ", timeoutMs = 50000"));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let mut other = Station::connect(&server, "CP2", "1.6");
    station.send_text(r#"[2,"slow","Authorize",{"idTag":"slow"}]"#);
    assert_eq!(peer.heard().path, "/slow");
    // From here to the release, the station's own call waits, and its answer would be out of order.
    let command = admin.command_later("CP1", "ClearCache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(command.join().unwrap().status, 200, "commands to the same station pass");
    for _ in 0..3 {
        assert_eq!(
            judge(&mut other, "ALICE"),
            "Accepted",
            "its worker asks the same plugin for others"
        );
        other.call("Heartbeat", &json!({}));
    }
    peer.release();
    let answer = station.answer_to("slow");
    assert_eq!(
        (&answer[0], &answer[2]["idTagInfo"]["status"]),
        (&json!(3), &json!("Accepted"))
    );
}

#[test]
fn a_peer_that_never_answers_ends_the_call_in_time_and_the_station_is_answered_by_on_failure() {
    let peer = Peer::start(|_| Reply::Never);
    // The guest itself would wait longer; it fails when it is told that there is no answer.
    let server = started(&clerk(&peer, LIMIT, ", timeoutMs = 50000, fail = \"http\""));
    let mut station = Station::connect(&server, "CP1", "1.6");
    for round in 1..=2 {
        let begin = Instant::now();
        assert_eq!(judge(&mut station, "ALICE"), "Invalid", "nobody judged this driver");
        let took = begin.elapsed();
        assert!(took < LIMIT * 2 + SLACK, "a call and its repetition took {took:?}");
        // The same card again: the peer is to blame and not the input, so the plugin is asked again.
        let after = status(&server);
        assert_eq!(
            (&after["failures"], &after["setAside"], &after["skipped"]),
            (&json!(round * 2), &json!(0), &json!(0)),
            "{after}"
        );
        let said = after["lastFailures"][0]["stderr"].as_str().unwrap();
        assert!(said.contains("time"), "{said}");
    }
    assert_eq!(peer.waiting(), 4);
}

#[test]
fn a_guest_with_a_timeout_of_its_own_hears_of_it_and_answers_itself() {
    let peer = Peer::start(|_| Reply::Never);
    let server = started(&clerk(&peer, Duration::from_secs(60), ", timeoutMs = 100"));
    let mut station = Station::connect(&server, "CP1", "1.6");
    let answer = station.exchange("Authorize", &json!({"idTag": "ALICE"}));
    assert_eq!(
        (&answer[0], &answer[2]),
        (&json!(4), &json!("GenericError")),
        "{answer}"
    );
    assert_eq!(status(&server)["failures"], 0);
}

#[test]
fn a_peer_whose_answer_never_ends_is_cut_off_at_the_limit_and_not_asked_again() {
    let peer = Peer::start(|_| Reply::Trickle);
    let server = started(&clerk(&peer, LIMIT, ", timeoutMs = 50000"));
    let mut station = Station::connect(&server, "CP1", "1.6");
    let begin = Instant::now();
    assert_eq!(judge(&mut station, "ALICE"), "Invalid");
    let took = begin.elapsed();
    assert!(took >= LIMIT && took < LIMIT + SLACK, "{took:?}");
    let after = status(&server);
    assert_eq!(
        (
            &after["failures"],
            &after["setAside"],
            &after["lastFailures"][0]["cause"]
        ),
        (&json!(1), &json!(0), &json!("ran over its deadline"))
    );
    assert_eq!(peer.waiting(), 1);
    station.call("Heartbeat", &json!({}));
}

#[test]
fn an_observer_whose_peer_is_silent_keeps_no_event_from_another_plugin() {
    let peer = Peer::start(|_| Reply::Never);
    let address = peer.address();
    let forward = format!(
        "name = \"http-forward\"\nallow_http = [\"{address}\"]\nlimits = {{ long_deadline = \"60s\" }}\n\
         settings = {{ events = [{{ kinds = [\"*\"], url = \"http://{address}/events\", timeout = \"50s\" }}] }}"
    );
    let server = started(
        &Config::new()
            .plugin(&forward)
            .plugin(&format!("name = \"clerk\"\n{ALL}")),
    );
    let admin = server.admin();
    install(&admin, "http-forward", &artifacts::more_plugin("http-forward"));
    let _first = Station::connect(&server, "CP1", "1.6");
    assert_eq!(peer.heard().json()["kind"], "charge-point.connected");
    // The peer holds it for longer than this test waits.
    let _second = Station::connect(&server, "CP2", "1.6");
    wait::until("the other plugin is told of both", || {
        let notes = admin.get("/plugins/clerk/notes").expect(200);
        (notes.as_array()?.len() == 2).then_some(())
    });
}
