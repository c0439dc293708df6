//! The opening handshake: who is let in, under which identity, with which version.

use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::{Answer, Upgrade};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::json;

const PASSWORD: &str = "correct horse battery";

fn strict() -> Config {
    Config::new().set("ocpp.register_unknown", false)
}

fn refused(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status);
    assert_eq!(answer.header("Sec-WebSocket-Accept"), None, "refused, yet upgraded");
}

fn asks_for_credentials(answer: &Answer) {
    refused(answer, 401);
    let challenge = answer.header("WWW-Authenticate").expect("a challenge");
    assert!(
        challenge.to_ascii_lowercase().starts_with("basic realm="),
        "{challenge}"
    );
}

#[test]
fn an_unknown_station_is_not_found() {
    let server = Server::start(&strict());
    refused(&Upgrade::to("/ocpp/STRANGER").offer("ocpp1.6").send(server.ocpp()), 404);
    let with_password = Upgrade::to("/ocpp/STRANGER").offer("ocpp1.6").basic("STRANGER", b"x");
    refused(&with_password.send(server.ocpp()), 404);
    assert_eq!(
        server.admin().get("/api/v1/charge-points/STRANGER").status,
        404,
        "a refused station is not kept"
    );
}

#[test]
fn an_unknown_station_is_registered_where_the_setting_says_so() {
    let server = Server::start(&Config::new());
    let mut station = Station::connect(&server, "NEW", "1.6");
    station.expect_silence();
    let body = server.admin().get("/api/v1/charge-points/NEW").expect(200);
    assert_eq!(
        (&body["connected"], &body["securityProfile"]),
        (&json!(true), &json!(0))
    );
}

#[test]
fn one_that_is_registered_without_a_word_on_security_is_not_let_in() {
    let server = Server::start(&strict());
    let path = "/api/v1/charge-points/CP1";
    let put = |body| server.admin().put(path, &body);
    assert_eq!(put(json!({})).expect(201)["securityProfile"], json!(null));
    let upgrade = Upgrade::to("/ocpp/CP1").offer("ocpp1.6");
    assert_eq!(upgrade.send(server.ocpp()).status, 401);
    assert_eq!(put(json!({"securityProfile": 0})).status, 200);
    assert_eq!(upgrade.send(server.ocpp()).status, 101);
}

#[test]
fn profile_1_needs_the_right_password_of_this_identity() {
    let server = Server::start(&strict());
    server
        .admin()
        .register("CP1", &json!({"securityProfile": 1, "password": PASSWORD}));
    server.admin().register(
        "CP2",
        &json!({"securityProfile": 1, "password": "another one entirely"}),
    );
    let upgrade = || Upgrade::to("/ocpp/CP1").offer("ocpp1.6");
    let address = server.ocpp();

    asks_for_credentials(&upgrade().send(address));
    asks_for_credentials(&upgrade().basic("CP1", b"wrong").send(address));
    asks_for_credentials(&upgrade().basic("CP1", b"").send(address));
    asks_for_credentials(&upgrade().basic("cp1", PASSWORD.as_bytes()).send(address));
    asks_for_credentials(&upgrade().basic("CP2", PASSWORD.as_bytes()).send(address));
    asks_for_credentials(&upgrade().basic("CP2", b"another one entirely").send(address));
    asks_for_credentials(&upgrade().header("Authorization", "Bearer CP1").send(address));
    asks_for_credentials(&upgrade().header("Authorization", "Basic %%%").send(address));

    let mut station = Station::upgrade(&server, &upgrade().basic("CP1", PASSWORD.as_bytes()));
    station.expect_silence();
}

#[test]
fn a_password_is_never_shown() {
    let server = Server::start(&strict());
    server
        .admin()
        .register("CP1", &json!({"securityProfile": 1, "password": PASSWORD}));
    let one = server.admin().get("/api/v1/charge-points/CP1").expect(200);
    assert_eq!(one["hasPassword"], true);
    let all = server.admin().get("/api/v1/charge-points").expect(200);
    let right = Upgrade::to("/ocpp/CP1")
        .offer("ocpp1.6")
        .basic("CP1", PASSWORD.as_bytes());
    Station::upgrade(&server, &right).expect_silence();
    for text in [one.to_string(), all.to_string(), server.log()] {
        assert!(!text.contains(PASSWORD), "{text}");
    }
}

#[test]
fn a_changed_password_holds_from_the_next_connection_on() {
    let server = Server::start(&strict());
    server
        .admin()
        .register("CP1", &json!({"securityProfile": 1, "password": PASSWORD}));
    let with = |password: &str| {
        Upgrade::to("/ocpp/CP1")
            .offer("ocpp1.6")
            .basic("CP1", password.as_bytes())
    };
    let mut station = Station::upgrade(&server, &with(PASSWORD));
    server
        .admin()
        .register("CP1", &json!({"securityProfile": 1, "password": "a new secret of CP1"}));
    station.expect_silence();
    Station::upgrade(&server, &with("a new secret of CP1")).expect_silence();
}

#[test]
fn passwords_may_be_bytes_and_come_as_bytes_as_text_or_as_hexadecimal() {
    let server = Server::start(&strict());
    let hex = "00ff10a5c3803d7e9912f0aa55be01c4d6e7f801";
    let bytes: Vec<u8> = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect();
    server
        .admin()
        .register("HEX", &json!({"securityProfile": 1, "password": hex}));
    let upgrade = |password: &[u8]| {
        Upgrade::to("/ocpp/HEX")
            .offer("ocpp1.6")
            .basic("HEX", password)
            .send(server.ocpp())
    };

    assert_eq!(upgrade(&bytes).status, 101, "the key's bytes");
    assert_eq!(
        upgrade(hex.as_bytes()).status,
        101,
        "the key as the text that was registered"
    );
    assert_eq!(
        upgrade(hex.to_uppercase().as_bytes()).status,
        101,
        "the key as hexadecimal text of the other case"
    );
    asks_for_credentials(&upgrade(&bytes[1..]));
    asks_for_credentials(&upgrade(&bytes.iter().rev().copied().collect::<Vec<_>>()));
}

#[test]
fn a_password_may_hold_colons_and_any_character() {
    let server = Server::start(&strict());
    let password = "a:b:ç ☃ \"quoted\" and long";
    server
        .admin()
        .register("CP1", &json!({"securityProfile": 1, "password": password}));
    let upgrade = Upgrade::to("/ocpp/CP1")
        .offer("ocpp1.6")
        .basic("CP1", password.as_bytes());
    Station::upgrade(&server, &upgrade).expect_silence();
}

#[test]
fn exactly_the_offered_name_is_answered() {
    let server = Server::start(&Config::new());
    for name in ["ocpp1.6", "ocpp2.0.1", "ocpp2.1", "ocpp1.6.0"] {
        let answer = Upgrade::to(&format!("/ocpp/{name}")).offer(name).send(server.ocpp());
        assert_eq!(
            (answer.status, answer.header("Sec-WebSocket-Protocol")),
            (101, Some(name))
        );
        Station::over(answer.into_socket()).expect_silence();
    }
}

#[test]
fn the_station_s_order_of_preference_decides() {
    let server = Server::start(&Config::new());
    for (offer, chosen) in [
        ("ocpp2.0.1, ocpp1.6", "ocpp2.0.1"),
        ("ocpp1.6,ocpp2.0.1", "ocpp1.6"),
        ("ocpp0.1, ocpp2.0, ocpp2.1 , ocpp1.6", "ocpp2.1"),
        ("ocpp1.5,ocpp1.6.0,ocpp1.6", "ocpp1.6.0"),
    ] {
        let answer = Upgrade::to("/ocpp/CP1").offer(offer).send(server.ocpp());
        assert_eq!(
            (answer.status, answer.header("Sec-WebSocket-Protocol")),
            (101, Some(chosen)),
            "{offer}"
        );
    }
    // The list may be spread over several headers (RFC 6455, 11.3.4).
    let spread = Upgrade::to("/ocpp/CP1")
        .offer("ocpp0.1")
        .offer("ocpp2.1")
        .offer("ocpp1.6");
    assert_eq!(
        spread.send(server.ocpp()).header("Sec-WebSocket-Protocol"),
        Some("ocpp2.1")
    );
}

#[test]
fn what_has_no_known_subprotocol_is_refused_before_the_upgrade() {
    let server = Server::start(&Config::new());
    for offer in ["ocpp0.1", "ocpp2.0", "ocpp1.5", "ocpp", "OCPP 1.6", "ocpp0.1, ocpp2.0"] {
        let answer = Upgrade::to("/ocpp/CP1").offer(offer).send(server.ocpp());
        assert!((400..500).contains(&answer.status), "{offer}: {}", answer.status);
        refused(&answer, answer.status);
    }
    let none = Upgrade::to("/ocpp/CP1").send(server.ocpp());
    assert!((400..500).contains(&none.status), "no offer: {}", none.status);
    // The same station with a name that is known gets in, with that name alone (TC_B_58_CSMS).
    let both = Upgrade::to("/ocpp/CP1").offer("ocpp0.1,ocpp2.0.1").send(server.ocpp());
    assert_eq!(
        (both.status, both.header("Sec-WebSocket-Protocol")),
        (101, Some("ocpp2.0.1"))
    );
}

#[test]
fn the_specification_s_own_way_of_refusing_is_a_setting() {
    let server = Server::start(&Config::new().set("ocpp.on_subprotocol_mismatch", "upgrade-and-close"));
    let answer = Upgrade::to("/ocpp/CP1").offer("ocpp0.1").send(server.ocpp());
    assert_eq!((answer.status, answer.header("Sec-WebSocket-Protocol")), (101, None));
    assert_eq!(Station::over(answer.into_socket()).expect_close(), Some(1002));
}

#[test]
fn a_default_version_serves_stations_that_offer_nothing() {
    let server = Server::start(&Config::new().set("ocpp.default_version", "1.6"));
    let answer = Upgrade::to("/ocpp/OLD").send(server.ocpp());
    assert_eq!((answer.status, answer.header("Sec-WebSocket-Protocol")), (101, None));
    let mut station = Station::over(answer.into_socket());
    let boot = station.call(
        "BootNotification",
        &json!({"chargePointVendor": "V", "chargePointModel": "M"}),
    );
    assert_eq!(boot["status"], "Accepted");
}

#[test]
fn the_identity_is_the_last_segment_percent_decoded_once() {
    let server = Server::start(&strict());
    let admin = server.admin();
    for (path, identity) in [
        ("/ocpp/CP1", "CP1"),
        ("/CP1", "CP1"),
        ("/ws/charger/CP1", "CP1"),
        ("/ws/charger/CP1/", "CP1"),
        ("/ocpp//CP1", "CP1"),
        ("/ocpp/CP1//", "CP1"),
        ("/ocpp/CP1?token=1&x=/y", "CP1"),
        ("/ocpp/CP1/?token=1", "CP1"),
        ("/ocpp/RDAM%20123", "RDAM 123"),
        ("/ocpp/RDAM%7C123", "RDAM|123"),
        ("/ocpp/A%2FB", "A/B"),
        ("/ocpp/A%252FB", "A%2FB"),
        ("/ocpp/caf%C3%A9", "café"),
        ("/ocpp/a+b", "a+b"),
        ("/ocpp/CP_1-*=.@+", "CP_1-*=.@+"),
    ] {
        let encoded: String = identity.bytes().map(|byte| format!("%{byte:02X}")).collect();
        admin.register(&encoded, &json!({"securityProfile": 0}));
        let mut station = Station::upgrade(&server, &Upgrade::to(path).offer("ocpp1.6"));
        station.expect_silence();
        let body = admin.get(&format!("/api/v1/charge-points/{encoded}")).expect(200);
        assert_eq!(
            (&body["id"], &body["connected"]),
            (&json!(identity), &json!(true)),
            "{path}"
        );
        station.close();
        admin.wait_connected(&encoded, false);
    }
}

#[test]
fn a_path_without_an_identity_is_refused() {
    let server = Server::start(&Config::new());
    for path in ["/", "//", "/?x=1", "/ocpp/%00", "/ocpp/%FF"] {
        let answer = Upgrade::to(path).offer("ocpp1.6").send(server.ocpp());
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
    }
    let listed = server.admin().get("/api/v1/charge-points").expect(200);
    assert_eq!(listed["items"], json!([]));
}

#[test]
fn a_request_that_wants_no_upgrade_is_answered_in_http() {
    let server = Server::start(&Config::new());
    let reply = ocpp_central_tests::admin::Admin::new(server.ocpp(), None).get("/ocpp/CP1");
    assert!((400..500).contains(&reply.status), "{reply:?}");
}

#[test]
fn an_upgrade_that_cannot_be_is_refused_counted_and_told_why() {
    let server = Server::start(&Config::new());
    let to = |path: &str| Upgrade::to(path).offer("ocpp1.6");
    let cases = [
        (to("/ocpp/CP1").with("Sec-WebSocket-Version", "8"), 426, "version 13"),
        (to("/ocpp/CP1").with("Sec-WebSocket-Version", "14"), 426, "version 13"),
        (to("/ocpp/CP1").without("Sec-WebSocket-Version"), 426, "version 13"),
        (to("/ocpp/CP1").without("Sec-WebSocket-Key"), 400, "Sec-WebSocket-Key"),
        (to("/ocpp/CP1").without("Upgrade"), 426, "WebSocket endpoint"),
        (to("/ocpp"), 404, "no identity"),
        (to("/ocpp/"), 404, "no identity"),
        (to("/"), 404, "no identity"),
    ];
    for (before, (upgrade, status, reason)) in cases.into_iter().enumerate() {
        let answer = upgrade.send(server.ocpp());
        refused(&answer, status);
        if status == 426 {
            assert_eq!(answer.header("Sec-WebSocket-Version"), Some("13"), "{upgrade:?}");
            assert_eq!(answer.header("Upgrade"), Some("websocket"), "{upgrade:?}");
        }
        let body = answer.body();
        assert!(body.contains(reason), "{upgrade:?}: {body}");
        let counters = server.admin().get("/api/v1/counters").expect(200);
        assert_eq!(counters["handshakesRefused"], before + 1, "{counters}");
    }
    let all = server.admin().get("/api/v1/charge-points").expect(200);
    assert_eq!(all["items"], json!([]), "nobody was registered");
}

/// Some charge points leave it out, or say that they keep the connection.
#[test]
fn an_upgrade_without_connection_upgrade_is_taken() {
    let server = Server::start(&Config::new());
    let upgrade = Upgrade::to("/ocpp/CP1").offer("ocpp1.6");
    Station::upgrade(&server, &upgrade.clone().without("Connection")).expect_silence();
    Station::upgrade(&server, &upgrade.with("Connection", "keep-alive")).expect_silence();
}
