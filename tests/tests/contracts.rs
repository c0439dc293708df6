//! What others say of certificates, by a real responder (`openssl ocsp`): the answer reaches the station as it came, is
//! remembered, decides on contracts, and stations cannot have the server's own network asked. What an EV asks for goes
//! through a plugin.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::known::{Known, Made, Responder, issue};
use ocpp_central_tests::peer::{Heard, Peer, Reply};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::verbs::connected;
use openssl::hash::MessageDigest;
use openssl::ocsp::{OcspCertId, OcspCertStatus, OcspResponse};
use serde_json::{Value, json};
use tempfile::TempDir;

const GOOD: u32 = 0x1001;
const REVOKED: u32 = 0x1002;

/// A root with what knows of two certificates below it.
struct Asked {
    folder: TempDir,
    root: Known,
    responder: Responder,
}

impl Asked {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = issue(&Made::authority("Root", 1), None);
        fs::write(folder.path().join("root.pem"), root.pem()).unwrap();
        let responder = Responder::start(&root, &[(GOOD, false), (REVOKED, true)]);
        Self {
            folder,
            root,
            responder,
        }
    }

    fn asked(&self, serial: u32) -> Value {
        let mut asked = self.root.named(serial);
        asked["responderURL"] = json!(self.responder.url());
        asked
    }
}

/// It may ask this machine, and trusts the responder's root.
fn config(asked: &Asked) -> Config {
    let root = asked.folder.path().join("root.pem").display().to_string();
    Config::new()
        .set("certificates.ocsp.private_networks", json!(["127.0.0.0/8"]))
        .set("certificates.ocsp.authorities", root)
}

#[test]
fn a_station_is_handed_what_the_responder_says_and_it_is_remembered() {
    for version in ["2.0.1", "2.1"] {
        let mut responder = Asked::start();
        let server = Server::start(&config(&responder));
        let mut station = connected(&server, "CP1", version);
        let mut ask = |serial| station.call("GetCertificateStatus", &json!({"ocspRequestData": serial}));
        let first = ask(responder.asked(GOOD));
        assert_eq!(first["status"], "Accepted", "{first}");
        let der = STANDARD.decode(first["ocspResult"].as_str().unwrap()).unwrap();
        let basic = OcspResponse::from_der(&der).unwrap().basic().unwrap();
        let leaf = issue(&Made::named("good", GOOD), Some(&responder.root));
        let id =
            OcspCertId::from_cert(MessageDigest::sha256(), &leaf.certificate, &responder.root.certificate).unwrap();
        assert!(basic.find_status(&id).unwrap().status == OcspCertStatus::GOOD);
        responder.responder.stop();
        // The same answer, though nobody answers any more.
        assert_eq!(ask(responder.asked(GOOD)), first);
        let other = ask(responder.asked(REVOKED));
        assert_eq!(
            (&other["status"], &other["statusInfo"]["reasonCode"]),
            (&json!("Failed"), &json!("OCSPFailed"))
        );
    }
}

#[test]
fn the_own_network_is_not_asked_for_a_station() {
    let responder = Asked::start();
    let server = Server::start(&Config::new());
    let mut station = connected(&server, "CP1", "2.0.1");
    let answer = station.call(
        "GetCertificateStatus",
        &json!({"ocspRequestData": responder.asked(GOOD)}),
    );
    assert_eq!(answer["status"], "Failed");
    let reason = answer["statusInfo"]["additionalInfo"].as_str().unwrap();
    assert!(
        reason.starts_with("127.0.0.1 has no address that is spoken to"),
        "{reason}"
    );
}

#[test]
fn a_contract_is_as_good_as_its_certificate() {
    let responder = Asked::start();
    let server = Server::start(&config(&responder));
    for version in ["2.0.1", "2.1"] {
        let mut station = connected(&server, &format!("CP-{version}"), version);
        let mut authorize = |serial| {
            let token = json!({"idToken": "DE8AA1A2B3C4D5", "type": "eMAID"});
            let answer = station.call(
                "Authorize",
                &json!({"idToken": token, "iso15118CertificateHashData": [serial]}),
            );
            (
                answer["idTokenInfo"]["status"].clone(),
                answer["certificateStatus"].clone(),
            )
        };
        assert_eq!(authorize(responder.asked(GOOD)), (json!("Accepted"), json!("Accepted")));
        assert_eq!(
            authorize(responder.asked(REVOKED)),
            (json!("Invalid"), json!("CertificateRevoked"))
        );
        let mut nowhere = responder.asked(GOOD);
        nowhere["responderURL"] = json!("http://127.0.0.1:9/");
        assert_eq!(authorize(nowhere), (json!("Invalid"), json!("NoCertificateAvailable")));
    }
}

/// Whoever sits on the way to a responder answers what he likes; his signature is none.
#[test]
fn a_word_that_nobody_trusted_signed_does_not_count() {
    let (responder, other) = (Asked::start(), Asked::start());
    let server = Server::start(&config(&other).set("certificates.ocsp.private_networks", json!(["127.0.0.0/8"])));
    let mut station = connected(&server, "CP1", "2.0.1");
    let token = json!({"idToken": "DE8AA1A2B3C4D5", "type": "eMAID"});
    let payload = json!({"idToken": token, "iso15118CertificateHashData": [responder.asked(GOOD)]});
    let answer = station.call("Authorize", &payload);
    assert_eq!(answer["certificateStatus"], "NoCertificateAvailable", "{answer}");
}

/// What an EV wants of its contract goes to whoever a plugin asks, and back.
#[test]
fn a_contract_is_installed_through_a_plugin() {
    let answer = json!({"status": "Accepted", "exiResponse": "RVhJ"}).to_string();
    let peer = Peer::start(move |_: &Heard| Reply::Now(200, answer.clone()));
    let address = peer.address();
    let server = Server::start(&Config::new().plugin(&format!(
        "name = \"http-forward\"\nallow_http = [\"{address}\"]\n\n[[plugin.settings.calls]]\n\
         actions = [\"Get15118EVCertificate\"]\nurl = \"http://{address}/contracts\"\n"
    )));
    let component = fs::read(artifacts::more_plugin("http-forward")).unwrap();
    let reply = server.admin().put_bytes("/api/v1/plugins/http-forward", component);
    assert_eq!(reply.status, 200, "{}", reply.body);
    for version in ["2.0.1", "2.1"] {
        let wanted =
            json!({"iso15118SchemaVersion": "urn:iso:15118:2:2013:MsgDef", "action": "Install", "exiRequest": "gJgC"});
        let mut station = connected(&server, &format!("CP-{version}"), version);
        let answer = station.call("Get15118EVCertificate", &wanted);
        assert_eq!(answer, json!({"status": "Accepted", "exiResponse": "RVhJ"}));
        assert_eq!(peer.heard().json()["payload"], wanted);
        let without = Server::start(&Config::new());
        let mut station = connected(&without, "CP", version);
        assert_eq!(station.call("Get15118EVCertificate", &wanted)["status"], "Failed");
    }
}
