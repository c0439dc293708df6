//! Who may charge: statuses in each version's words, token types, and contracts whose certificate nobody checked.

use std::fs;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

/// A server that lets in who is registered, or anybody.
fn server(accepts_unknown: bool) -> (Server, Admin) {
    let server = Server::start(&Config::new().set("authorization.accept_unknown", accepts_unknown));
    let admin = server.admin();
    (server, admin)
}

fn register(admin: &Admin, tag: &str, body: &Value) {
    let reply = admin.put(&format!("/api/v1/id-tags/{tag}"), body);
    assert!(matches!(reply.status, 200 | 201), "{reply:?}");
}

fn token(text: &str, kind: &str) -> Value {
    json!({"idToken": {"idToken": text, "type": kind}})
}

fn verdict(station: &mut Station, text: &str, kind: &str) -> Value {
    station.call("Authorize", &token(text, kind))["idTokenInfo"]["status"].clone()
}

#[test]
fn every_status_is_told_in_each_versions_nearest_word() {
    let (server, admin) = server(true);
    let mut old = Station::connect(&server, "CP-16", "1.6");
    let mut newer = ["2.0.1", "2.1"].map(|version| Station::connect(&server, version, version));
    for (status, in_16) in [
        ("Accepted", "Accepted"),
        ("Blocked", "Blocked"),
        ("ConcurrentTx", "ConcurrentTx"),
        ("Expired", "Expired"),
        ("Invalid", "Invalid"),
        ("NoCredit", "Blocked"),
        ("NotAllowedTypeEVSE", "Blocked"),
        ("NotAtThisLocation", "Blocked"),
        ("NotAtThisTime", "Blocked"),
        ("Unknown", "Invalid"),
    ] {
        register(&admin, "DRIVER", &json!({ "status": status }));
        assert_eq!(admin.get("/api/v1/id-tags/driver").expect(200)["status"], status);
        let answer = old.call("Authorize", &json!({"idTag": "driver"}));
        assert_eq!(answer["idTagInfo"]["status"], in_16);
        let start = json!({"connectorId": 1, "idTag": "driver", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"});
        let started = old.call("StartTransaction", &start);
        assert!(started["transactionId"].is_i64(), "a transaction is never withheld");
        for station in &mut newer {
            assert_eq!(verdict(station, "driver", "ISO14443"), status);
        }
    }
}

#[test]
fn a_token_is_its_text_and_its_type() {
    for accepts_unknown in [false, true] {
        let (server, admin) = server(accepts_unknown);
        register(
            &admin,
            "1234",
            &json!({"status": "Accepted", "type": "ISO14443", "parent": "FLEET"}),
        );
        register(&admin, "ANY", &json!({"status": "Accepted"}));
        for version in ["2.0.1", "2.1"] {
            let mut station = Station::connect(&server, version, version);
            assert_eq!(
                station.call("Authorize", &token("1234", "ISO14443"))["idTokenInfo"],
                json!({"status": "Accepted", "groupIdToken": {"idToken": "FLEET", "type": "Central"}})
            );
            for kind in ["KeyCode", "ISO15693", "Central", "MacAddress"] {
                assert_eq!(verdict(&mut station, "1234", kind), "Invalid", "{kind}");
                assert_eq!(verdict(&mut station, "any", kind), "Accepted", "{kind}");
            }
            let event = json!({"eventType": "Started", "timestamp": "2026-01-01T00:00:00Z", "triggerReason": "Authorized",
                "seqNo": 0, "transactionInfo": {"transactionId": "T"}, "idToken": {"idToken": "1234", "type": "KeyCode"}});
            let started = station.call("TransactionEvent", &event);
            assert_eq!(started["idTokenInfo"]["status"], "Invalid");
        }
        // The same text as a pin code is another token.
        register(&admin, "1234?type=KeyCode", &json!({"status": "NoCredit"}));
        let mut station = Station::connect(&server, "CP", "2.0.1");
        assert_eq!(verdict(&mut station, "1234", "KeyCode"), "NoCredit");
        assert_eq!(verdict(&mut station, "1234", "ISO14443"), "Accepted");
        // 1.6 knows no types.
        let mut old = Station::connect(&server, "CP-16", "1.6");
        let asked =
            |station: &mut Station| station.call("Authorize", &json!({"idTag": "1234"}))["idTagInfo"]["status"].clone();
        assert_eq!(
            asked(&mut old),
            "Blocked",
            "of several types one that may not charge counts"
        );
        assert_eq!(admin.delete("/api/v1/id-tags/1234?type=KeyCode").status, 204);
        assert_eq!(asked(&mut old), "Accepted");
    }
}

#[test]
fn a_contract_is_not_accepted_while_nobody_checked_its_certificate() {
    let (server, admin) = server(true);
    register(&admin, "DE8AA12345", &json!({"status": "Accepted"}));
    register(&admin, "DE8AA99999", &json!({"status": "Blocked"}));
    let hash = json!([{"hashAlgorithm": "SHA256", "issuerNameHash": "AA", "issuerKeyHash": "BB", "serialNumber": "1",
        "responderURL": "http://ocsp"}]);
    for version in ["2.0.1", "2.1"] {
        let mut station = Station::connect(&server, version, version);
        let with = |request: &Value, name: &str, member: &Value| {
            let mut request = request.clone();
            request[name] = member.clone();
            request
        };
        let contract = token("DE8AA12345", "eMAID");
        for request in [
            contract.clone(),
            token("nobody", "eMAID"),
            with(&contract, "iso15118CertificateHashData", &hash),
            with(&contract, "certificate", &json!("-----BEGIN CERTIFICATE-----")),
            with(&token("DE8AA12345", "Central"), "iso15118CertificateHashData", &hash),
        ] {
            assert_eq!(
                station.call("Authorize", &request),
                json!({"idTokenInfo": {"status": "Invalid"}, "certificateStatus": "NoCertificateAvailable"}),
                "{version} {request}"
            );
        }
        let blocked = station.call("Authorize", &token("DE8AA99999", "eMAID"));
        assert_eq!(
            blocked,
            json!({"idTokenInfo": {"status": "Blocked"}, "certificateStatus": "ContractCancelled"})
        );
        assert_eq!(
            station.call("Authorize", &token("DE8AA12345", "ISO14443")),
            json!({"idTokenInfo": {"status": "Accepted"}})
        );
    }
}

#[test]
fn who_of_a_group_stops_a_transaction_is_told_the_group() {
    let (server, admin) = server(false);
    for (tag, status) in [("ONE", "Accepted"), ("TWO", "Accepted"), ("THREE", "Invalid")] {
        register(&admin, tag, &json!({"status": status, "parent": "FAMILY"}));
    }
    for version in ["2.0.1", "2.1"] {
        let mut station = Station::connect(&server, version, version);
        let event = |kind: &str, number: i64, tag: &str| {
            json!({"eventType": kind, "timestamp": "2026-01-01T00:00:00Z", "triggerReason": "Authorized", "seqNo": number,
                "transactionInfo": {"transactionId": "T"}, "idToken": {"idToken": tag, "type": "ISO14443"}})
        };
        let group = json!({"idToken": "FAMILY", "type": "Central"});
        for (kind, number, tag, status) in [
            ("Started", 0, "ONE", "Accepted"),
            ("Updated", 1, "THREE", "Invalid"),
            ("Ended", 2, "TWO", "Accepted"),
        ] {
            let info = station.call("TransactionEvent", &event(kind, number, tag))["idTokenInfo"].clone();
            assert_eq!(
                (&info["status"], &info["groupIdToken"]),
                (&json!(status), &group),
                "{version} {tag}"
            );
        }
    }
}

#[test]
fn a_plugin_that_checked_a_contract_decides() {
    let server = Server::start(&Config::new().plugin("name = \"decider\""));
    let component = fs::read(artifacts::guest("decider-strict")).unwrap();
    let reply = server.admin().put_bytes("/api/v1/plugins/decider", component);
    assert_eq!(reply.status, 200, "{reply:?}");
    for version in ["2.0.1", "2.1"] {
        let mut station = Station::connect(&server, version, version);
        assert_eq!(
            station.call("Authorize", &token("CHECKED-CONTRACT", "eMAID")),
            json!({"idTokenInfo": {"status": "Accepted"}, "certificateStatus": "Accepted"})
        );
        let other = station.call("Authorize", &token("OTHER-CONTRACT", "eMAID"));
        assert_eq!(other["idTokenInfo"]["status"], "Invalid");
    }
}

#[test]
fn a_payment_that_the_terminal_authorized_is_accepted() {
    let (server, admin) = server(false);
    let mut station = Station::connect(&server, "CP1", "2.1");
    let event = json!({"eventType": "Started", "timestamp": "2026-01-01T00:00:00Z", "triggerReason": "Authorized",
        "seqNo": 0, "transactionInfo": {"transactionId": "T"}, "idToken": {"idToken": "psp-0815", "type": "DirectPayment"}});
    assert_eq!(
        station.call("TransactionEvent", &event)["idTokenInfo"]["status"],
        "Accepted"
    );
    assert_eq!(verdict(&mut station, "psp-0815", "ISO14443"), "Invalid");
    register(
        &admin,
        "psp-4711",
        &json!({"status": "Blocked", "type": "DirectPayment"}),
    );
    assert_eq!(verdict(&mut station, "psp-4711", "DirectPayment"), "Blocked");
}
