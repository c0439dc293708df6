//! Who may come in now: so many handshakes at a time, and nobody who only tries passwords.

use std::io::{Read, Write};
use std::net::TcpStream;

use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::{Answer, Upgrade};
use ocpp_central_tests::metrics::Scrape;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::json;

const PASSWORD: &str = "correct horse battery";
/// Handshakes at a time.
const MOST: usize = 20;

fn retry_after(answer: &Answer) -> u64 {
    let text = answer.header("Retry-After").expect("when to come again");
    text.parse().expect("seconds")
}

/// How many were not let in for a reason, as `/metrics` has it.
fn refused(server: &Server, reason: &str) -> f64 {
    let sum = Scrape::of(&server.admin()).sum("ocpp_connections_refused_total", &[("reason", reason)]);
    sum.expect("a figure")
}

/// The first part of a request that takes its time.
fn slow(server: &Server, number: usize) -> TcpStream {
    let mut stream = TcpStream::connect(server.ocpp()).unwrap();
    stream.set_read_timeout(Some(wait::PATIENCE)).unwrap();
    let head = format!(
        "GET /ocpp/SLOW{number} HTTP/1.1\r\nHost: central\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ocpp1.6\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

fn upgrade(id: &str) -> Upgrade {
    Upgrade::to(&format!("/ocpp/{id}")).offer("ocpp1.6")
}

#[test]
fn in_a_storm_of_slow_handshakes_others_are_told_when_to_come_and_then_all_come_in() {
    let server = Server::start(&Config::new().set("ocpp.handshakes", MOST));
    let mut begun: Vec<_> = (0..MOST).map(|number| slow(&server, number)).collect();
    // Until the server has seen all of them. One that came in before has the place of another: then one more begins.
    let answer = wait::until("somebody who is told to come again", || {
        let answer = upgrade("QUICK").send(server.ocpp());
        if answer.status != 503 {
            begun.push(slow(&server, begun.len()));
            return None;
        }
        Some(answer)
    });
    assert!((1..=60).contains(&retry_after(&answer)));
    assert!(answer.body().contains("try again later"));
    for number in 0..10 {
        let answer = upgrade(&format!("CP{number}")).send(server.ocpp());
        assert_eq!(answer.status, 503);
    }
    let told = server.log().matches("ocpp.handshakes").count();
    assert_eq!(told, 1, "one line for all of them");
    assert!(refused(&server, "busy") >= 11.0);
    // What was slow goes on, and is let in.
    for stream in &mut begun {
        stream
            .write_all(b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            .unwrap();
    }
    let mut let_in = 0;
    for stream in &mut begun {
        let mut status = [0; 12];
        stream.read_exact(&mut status).unwrap();
        let_in += usize::from(&status == b"HTTP/1.1 101");
    }
    assert!(let_in >= MOST, "{let_in} of {}", begun.len());
    for number in 0..2 * MOST {
        Station::upgrade(&server, &upgrade(&format!("CP{number}"))).expect_silence();
    }
}

/// Those who began and went away, or asked for something else, take nobody's place.
#[test]
fn a_place_is_free_again_however_a_handshake_ends() {
    let server = Server::start(
        &Config::new()
            .set("ocpp.handshakes", 2)
            .set("ocpp.register_unknown", false),
    );
    server.admin().register("CP1", &json!({"securityProfile": 0}));
    for round in 0..5 {
        drop((slow(&server, round), slow(&server, round)));
        wait::until("a place", || {
            (upgrade("STRANGER").send(server.ocpp()).status == 404).then_some(())
        });
        wait::until("a place", || {
            (upgrade("CP1").send(server.ocpp()).status == 101).then_some(())
        });
    }
}

/// From an address that a trusted proxy tells.
fn from(address: &str, password: &str) -> Upgrade {
    let upgrade = upgrade("CP1").header("X-Forwarded-For", address);
    upgrade.basic("CP1", password.as_bytes())
}

#[test]
fn whoever_tries_passwords_is_slowed_and_the_charge_point_comes_in() {
    const ATTACKER: &str = "203.0.113.7";
    let config = Config::new().set("ocpp.register_unknown", false);
    let server = Server::start(&config.set("ocpp.trusted_proxies", json!(["127.0.0.1"])));
    let registered = |password: &str| json!({"securityProfile": 1, "password": password});
    server.admin().register("CP1", &registered(PASSWORD));
    let status = |upgrade: Upgrade| upgrade.send(server.ocpp()).status;
    for number in 0..5 {
        assert_eq!(status(from(ATTACKER, &format!("guess {number}"))), 401);
    }
    for _ in 0..20 {
        // It is not looked at, right or wrong.
        let answer = from(ATTACKER, PASSWORD).send(server.ocpp());
        assert_eq!(answer.status, 429);
        assert!((1..=10).contains(&retry_after(&answer)));
    }
    let mut station = Station::upgrade(&server, &from("198.51.100.1", PASSWORD));
    station.expect_silence();
    let counted = ["slowed", "credentials"].map(|reason| refused(&server, reason));
    assert_eq!(counted.map(f64::round), [20.0, 5.0]);
    // The log and the timeline have it once.
    assert_eq!(server.log().matches("too many wrong passwords").count(), 1);
    let told = wait::until("the refusals on the timeline", || {
        let told = server.admin().timeline("CP1");
        let refusals = told.into_iter().filter(|event| event["kind"] == "charge-point.refused");
        let statuses: Vec<_> = refusals.map(|event| event["payload"]["status"].clone()).collect();
        (statuses.len() >= 6).then_some(statuses)
    });
    assert_eq!(told.iter().filter(|status| **status == 429).count(), 1);
    assert_eq!(told.len(), 6);
    // An operator sets another password: what was wrong before says nothing of it.
    server.admin().register("CP1", &registered("another one entirely"));
    assert_eq!(status(from(ATTACKER, "another one entirely")), 101);
}

/// It does not last: who remembers its password comes in from where it tried.
#[test]
fn a_wait_ends() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    let body = json!({"securityProfile": 1, "password": PASSWORD});
    server.admin().register("CP1", &body);
    let status = |password: &str| {
        upgrade("CP1")
            .basic("CP1", password.as_bytes())
            .send(server.ocpp())
            .status
    };
    for _ in 0..5 {
        assert_eq!(status("wrong"), 401);
    }
    assert_eq!(status(PASSWORD), 429);
    wait::until("the end of the wait", || (status(PASSWORD) == 101).then_some(()));
}
