//! An authority elsewhere, which a plugin asks: it signs, refuses, fails and is slow, while the charge point waits for its
//! answer or afterwards; what the charge point is told each time.

use std::fs;
use std::sync::{Arc, Mutex};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::peer::{Heard, Peer, Reply};
use ocpp_central_tests::pki::{Authority, ec_key, signing_request};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::verbs::connected;
use ocpp_central_tests::wait;
use openssl::x509::X509;
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

/// What the authority does with what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Signs,
    Refuses,
    Fails,
    /// It signs when the test lets it.
    Holds,
}

/// An authority that is asked by HTTP.
struct Elsewhere {
    root: Authority,
    peer: Peer,
    mood: Arc<Mutex<Mood>>,
}

impl Elsewhere {
    fn start(mood: Mood) -> Self {
        let (root, mood) = (Authority::new("Elsewhere"), Arc::new(Mutex::new(mood)));
        let (signer, now) = (root.clone(), Arc::clone(&mood));
        let peer = Peer::start(move |heard: &Heard| {
            let signed = || signer.sign(std::str::from_utf8(&heard.body).unwrap());
            match *now.lock().unwrap() {
                Mood::Signs => Reply::Now(200, signed()),
                Mood::Refuses => Reply::Now(403, "it is not ours".to_owned()),
                Mood::Fails => Reply::Now(500, "out of order".to_owned()),
                Mood::Holds => Reply::Held(200, signed()),
            }
        });
        Self { root, peer, mood }
    }

    fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// A server with a plugin that asks it.
    fn server(&self, settings: &str) -> Server {
        let address = self.peer.address();
        let config = Config::new()
            .set("certificates.signed_elsewhere", true)
            .plugin(&format!(
                "name = \"notary\"\ngrants = [\"commands\"]\nallow_http = [\"{address}\"]\n\
             on_failure = {{ SignCertificate = \"refuse\" }}\n\n\
             [plugin.settings]\nauthority = \"http://{address}/sign\"\n{settings}\n"
            ));
        let server = Server::start(&config);
        let component = fs::read(artifacts::guest("notary")).unwrap();
        let reply = server.admin().put_bytes("/api/v1/plugins/notary", component);
        assert_eq!(reply.status, 200, "{}", reply.body);
        server
    }

    /// It has signed this one.
    fn has_signed(&self, chain: &Value) -> bool {
        let leaf = X509::from_pem(chain.as_str().unwrap().as_bytes()).unwrap();
        let key = self.root.0.certificate.public_key().unwrap();
        leaf.verify(&key).unwrap()
    }
}

fn request(name: &str) -> Value {
    json!({ "csr": signing_request(&ec_key(), name) })
}

/// What is known of the newest request.
fn newest(admin: &Admin, id: &str) -> Value {
    let path = format!("/api/v1/charge-points/{id}/certificates");
    admin.get(&path).expect(200)["items"][0]["request"].clone()
}

fn wait_state(admin: &Admin, id: &str, state: &str) {
    wait::until(state, || (newest(admin, id)["state"] == state).then_some(()));
}

/// The station takes what it is brought.
fn take(station: &mut Station) -> Value {
    let (id, payload) = station.expect_call("CertificateSigned");
    station.answer(&id, &json!({"status": "Accepted"}));
    payload
}

#[test]
fn what_it_signs_in_the_call_is_accepted_and_follows_the_answer() {
    let elsewhere = Elsewhere::start(Mood::Signs);
    let server = elsewhere.server("");
    for version in VERSIONS {
        let id = format!("CP-{version}");
        let mut station = connected(&server, &id, version);
        let mut asked = request(&id);
        if version != "1.6" {
            asked["certificateType"] = json!("ChargingStationCertificate");
        }
        if version == "2.1" {
            asked["requestId"] = json!(7);
        }
        assert_eq!(station.call("SignCertificate", &asked), json!({"status": "Accepted"}));
        let brought = take(&mut station);
        assert!(elsewhere.has_signed(&brought["certificateChain"]));
        assert_eq!(brought.get("certificateType"), asked.get("certificateType"));
        assert_eq!(brought.get("requestId"), asked.get("requestId"));
        wait_state(&server.admin(), &id, "accepted");
        assert_eq!(elsewhere.peer.waiting(), 1, "it was asked once");
        // What the server itself finds wrong does not come so far.
        let other = station.call("SignCertificate", &request("SOMEBODY-ELSE"));
        assert_eq!(other["status"], "Rejected", "{other}");
        assert_eq!(elsewhere.peer.waiting(), 0);
        station.expect_silence();
    }
}

#[test]
fn what_it_refuses_is_rejected_with_its_reason() {
    let elsewhere = Elsewhere::start(Mood::Refuses);
    let server = elsewhere.server("");
    for version in VERSIONS {
        let id = format!("CP-{version}");
        let mut station = connected(&server, &id, version);
        let answer = station.call("SignCertificate", &request(&id));
        let reason = json!({"reasonCode": "AuthorityRefused", "additionalInfo": "it is not ours"});
        match version {
            "1.6" => assert_eq!(answer, json!({"status": "Rejected"})),
            _ => assert_eq!(answer, json!({"status": "Rejected", "statusInfo": reason})),
        }
        let known = newest(&server.admin(), &id);
        assert_eq!(known["state"], "rejected");
        let reason = known["reason"].as_str().unwrap();
        assert!(reason.starts_with("a plugin refused it"), "{reason}");
        assert_eq!(reason.ends_with("it is not ours"), version != "1.6", "{reason}");
        station.expect_silence();
    }
}

/// Asks, and gives the whole answer.
fn ask(station: &mut Station, id: &str, asked: &Value) {
    station.send_text(&json!([2, id, "SignCertificate", asked]).to_string());
}

#[test]
fn where_it_fails_or_is_slow_the_station_asks_again() {
    let elsewhere = Elsewhere::start(Mood::Fails);
    let server = elsewhere.server("milliseconds = 2000");
    for version in VERSIONS {
        let id = format!("CP-{version}");
        let mut station = connected(&server, &id, version);
        let mut other = connected(&server, &format!("{id}-other"), version);
        let asked = request(&id);
        for (number, mood) in [("a", Mood::Fails), ("b", Mood::Holds)] {
            elsewhere.is(mood);
            ask(&mut station, number, &asked);
            elsewhere.peer.heard();
            // Nobody else waits for it.
            assert!(other.call("Heartbeat", &json!({}))["currentTime"].is_string());
            let answer = station.answer_to(number);
            assert_eq!(
                (&answer[0], &answer[2]),
                (&json!(4), &json!("InternalError")),
                "{answer}"
            );
        }
        assert_eq!(newest(&server.admin(), &id), Value::Null, "nothing is under way");
        elsewhere.is(Mood::Signs);
        assert_eq!(station.call("SignCertificate", &asked), json!({"status": "Accepted"}));
        assert!(elsewhere.has_signed(&take(&mut station)["certificateChain"]));
        elsewhere.peer.heard();
        station.expect_silence();
    }
}

/// What becomes of a request if the plugin itself fails is the operator's word (`on_failure`).
#[test]
fn a_plugin_that_takes_too_long_or_fails_is_an_error_too() {
    let elsewhere = Elsewhere::start(Mood::Holds);
    let server = elsewhere.server("milliseconds = 20000\n\n[plugin.limits]\nlong_deadline = \"300ms\"");
    let mut station = connected(&server, "CP1", "2.0.1");
    ask(&mut station, "slow", &request("CP1"));
    let answer = station.answer_to("slow");
    assert_eq!(
        (&answer[0], &answer[2]),
        (&json!(4), &json!("InternalError")),
        "{answer}"
    );
    let broken = json!({"milliseconds": 1});
    let put = server.admin().put("/api/v1/plugins/notary/settings", &broken);
    assert!(put.status < 300, "{}", put.body);
    ask(&mut station, "fails", &request("CP1"));
    let answer = station.answer_to("fails");
    assert_eq!(
        (&answer[0], &answer[2]),
        (&json!(4), &json!("InternalError")),
        "{answer}"
    );
    assert_eq!(newest(&server.admin(), "CP1"), Value::Null, "nothing is under way");
    station.expect_silence();
}

#[test]
fn where_it_takes_its_time_the_station_is_told_at_once_and_brought_the_certificate_later() {
    let elsewhere = Elsewhere::start(Mood::Fails);
    let mut server = elsewhere.server("later = true");
    let mut stations: Vec<_> = VERSIONS
        .iter()
        .map(|version| connected(&server, &format!("CP-{version}"), version))
        .collect();
    for (station, version) in stations.iter_mut().zip(VERSIONS) {
        let id = format!("CP-{version}");
        let asked = request(&id);
        assert_eq!(station.call("SignCertificate", &asked), json!({"status": "Accepted"}));
        elsewhere.peer.heard();
        assert_eq!(newest(&server.admin(), &id)["state"], "elsewhere");
        // The same again changes nothing.
        assert_eq!(station.call("SignCertificate", &asked), json!({"status": "Accepted"}));
    }
    // The server is gone before the authority is back.
    server.crash_and_restart();
    elsewhere.is(Mood::Signs);
    for version in VERSIONS {
        let id = format!("CP-{version}");
        let mut station = connected(&server, &id, version);
        assert!(elsewhere.has_signed(&take(&mut station)["certificateChain"]));
        wait_state(&server.admin(), &id, "accepted");
        station.expect_silence();
    }
}
