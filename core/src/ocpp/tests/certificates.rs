//! SignCertificate and what follows it, in all versions: checks, the command that brings the certificate, the station's
//! word to it, and what lies in a station.

use std::sync::Arc;

use ocpp_schemas::Version;
use openssl::nid::Nid;
use openssl::x509::X509;
use serde_json::{Value, json};

use super::TestStation;
use crate::certificates::hash_data::HashData;
use crate::certificates::made::KeyKind;
use crate::certificates::tests::{csr, ec_key, root};
use crate::certificates::{Loaded, SigningUse};
use crate::config::settings::Settings;
use crate::ocpp::Outcome;
use crate::ocpp::certificates::again;
use crate::ocpp::verb::Addressee;
use crate::ocpp::verbs::verb;
use crate::state::certificates::{RequestState, StationCertificates};
use crate::state::commands::{Command, CommandState};

/// A station before a server that signs, at this moment.
async fn station(version: Version, settings: Settings) -> TestStation {
    let mut station = TestStation::with(version, settings).await;
    let (one, other) = (root(KeyKind::Ec), root(KeyKind::Ec));
    station.now = crate::clock::now();
    station.pipeline.authorities = Loaded {
        station: Some(Arc::new(one.authority)),
        vehicle: Some(Arc::new(other.authority)),
        ..Loaded::default()
    }
    .into();
    station
}

fn known(station: &TestStation) -> StationCertificates {
    station
        .pipeline
        .state
        .certificates_seen(&station.charge_point)
        .unwrap()
        .0
}

fn request(name: &str) -> Value {
    json!({ "csr": csr(&ec_key(Nid::X9_62_PRIME256V1), name, "Example") })
}

/// The request with its effects, commands included, kept as the actor does it.
async fn sign(station: &TestStation, payload: Value) -> (Value, Vec<Command>) {
    use crate::frame::Call;
    use crate::ids::MessageId;
    use crate::ocpp::Expects;
    use crate::state::command_queue::queue_command;
    let call = Call {
        id: MessageId::new("1"),
        action: "SignCertificate".to_owned(),
        payload: payload.into(),
    };
    let mut handled = station.handle(Expects::Answer, &call);
    let mut writes = handled.effects.writes.take().unwrap_or_default();
    for command in &handled.effects.commands {
        writes.extend(queue_command(command).unwrap());
    }
    station.pipeline.state.store().write(writes).await.unwrap();
    let reply: Value = serde_json::from_str(&handled.reply.unwrap()).unwrap();
    (reply[2].clone(), handled.effects.commands)
}

/// What became of the command that brings a certificate.
async fn answered(station: &TestStation, command: &Command, outcome: &Outcome) -> Vec<String> {
    let verb = verb("deliver-certificate").unwrap();
    let to = Addressee {
        command: &command.id,
        charge_point: &station.charge_point,
        version: station.profile.version,
        state: &station.pipeline.state,
        settings: &station.pipeline.settings,
        now: station.now,
    };
    let payload = verb.plan(to, &command.payload.value()).unwrap().calls.remove(0).payload;
    station.answered("CertificateSigned", &payload, outcome).await
}

#[actix_web::test]
async fn what_passes_the_checks_is_signed_and_on_its_way() {
    for version in Version::ALL {
        let station = station(version, Settings::default()).await;
        let payload = request("CP1");
        let (answer, commands) = sign(&station, payload.clone()).await;
        assert_eq!(answer, json!({"status": "Accepted"}));
        let [command] = commands.as_slice() else {
            panic!("{commands:?}")
        };
        assert_eq!((command.action.as_str(), command.waits), ("deliver-certificate", true));
        let chain = command.payload.value();
        assert_eq!(chain.as_object().unwrap().len(), 1, "{chain}");
        let read = X509::stack_from_pem(chain["certificateChain"].as_str().unwrap().as_bytes()).unwrap();
        let facts = known(&station).requests[0].certificate.clone().unwrap();
        assert_eq!(facts.subject, "O=Example, CN=CP1");
        assert_eq!(read.len(), 1);
        let issued = station
            .pipeline
            .state
            .issued_certificate(&facts.serial_number)
            .unwrap()
            .0;
        assert_eq!(issued.unwrap().station, station.charge_point);

        // The station grew impatient: nothing is signed twice.
        let (again, commands) = sign(&station, payload.clone()).await;
        assert_eq!((again, commands.len()), (json!({"status": "Accepted"}), 0));
        answered(&station, command, &Outcome::Answered(json!({"status": "Accepted"}))).await;
        assert_eq!(known(&station).requests.len(), 1);
        assert_eq!(known(&station).requests[0].state, RequestState::Accepted);
        assert_eq!(known(&station).in_use().collect::<Vec<_>>(), [&facts]);

        // A renewal has another key.
        let (refused, _) = sign(&station, payload).await;
        assert_eq!(refused["status"], "Rejected");
        assert_eq!(known(&station).requests[1].state, RequestState::Rejected);
        let (renewed, _) = sign(&station, request("CP1")).await;
        assert_eq!(renewed["status"], "Accepted");
    }
}

#[actix_web::test]
async fn a_station_may_be_called_by_its_serial_number() {
    let station = station(Version::V201, Settings::default()).await;
    let (refused, _) = sign(&station, request("SN-7")).await;
    assert_eq!(refused["status"], "Rejected");
    assert_eq!(refused["statusInfo"]["reasonCode"], "InvalidCSR");
    let boot = json!({"reason": "PowerUp", "chargingStation":
        {"vendorName": "V", "model": "M", "serialNumber": "SN-7"}});
    station.call("BootNotification", boot).await;
    assert_eq!(sign(&station, request("SN-7")).await.0["status"], "Accepted");
    assert_eq!(sign(&station, request("SN-8")).await.0["status"], "Rejected");
}

#[actix_web::test]
async fn each_use_has_its_authority_and_its_words() {
    let station = station(Version::V21, Settings::default()).await;
    let mut payload = request("DE*ABC*E123");
    payload["certificateType"] = json!("V2GCertificate");
    payload["requestId"] = json!(42);
    let (answer, commands) = sign(&station, payload).await;
    assert_eq!(answer["status"], "Accepted", "{answer}");
    let sent = commands[0].payload.value();
    assert_eq!(
        (&sent["certificateType"], &sent["requestId"]),
        (&json!("V2GCertificate"), &json!(42))
    );
    assert_eq!(known(&station).requests[0].purpose, SigningUse::V2GCertificate);

    let mut without = station.pipeline.clone();
    without.authorities = Loaded {
        station: without.authorities.station(),
        ..Loaded::default()
    }
    .into();
    let other = TestStation {
        pipeline: without,
        ..station
    };
    let mut payload = request("DE*ABC*E123");
    payload["certificateType"] = json!("V2G20Certificate");
    let (answer, _) = sign(&other, payload).await;
    assert_eq!(answer["statusInfo"]["reasonCode"], "UnsupportedRequest", "{answer}");
}

#[actix_web::test]
async fn a_certificate_that_nobody_answers_is_sent_again_a_few_times() {
    let station = station(Version::V16, Settings::default()).await;
    let (_, commands) = sign(&station, request("CP1")).await;
    assert!(answered(&station, &commands[0], &Outcome::Lost).await.is_empty());
    let mut certificates = known(&station);
    let mut last = commands[0].clone();
    for _ in 1..3 {
        let waits = |_: &str| Ok(Some(last.clone()));
        assert!(
            again(&station.charge_point, (&mut certificates, &waits), station.now)
                .unwrap()
                .is_empty()
        );
        last.state = CommandState::TimedOut;
        let over = |_: &str| Ok(Some(last.clone()));
        let next = again(&station.charge_point, (&mut certificates, &over), station.now)
            .unwrap()
            .remove(0);
        assert_eq!(next.payload.text(), last.payload.text());
        assert_eq!(certificates.requests[0].command.as_ref(), Some(&next.id));
        last = next;
    }
    last.state = CommandState::TimedOut;
    let over = |_: &str| Ok(Some(last.clone()));
    assert!(
        again(&station.charge_point, (&mut certificates, &over), station.now)
            .unwrap()
            .is_empty()
    );
    assert_eq!(certificates.requests[0].state, RequestState::Unknown);
}

#[actix_web::test]
async fn what_the_station_does_not_take_says_why() {
    let station = station(Version::V201, Settings::default()).await;
    let (_, commands) = sign(&station, request("CP1")).await;
    let refused =
        json!({"status": "Rejected", "statusInfo": {"reasonCode": "InvalidCertificate", "additionalInfo": "old"}});
    answered(&station, &commands[0], &Outcome::Answered(refused)).await;
    let request = &known(&station).requests[0];
    assert_eq!(request.state, RequestState::Refused);
    assert_eq!(request.reason.as_deref(), Some("InvalidCertificate: old"));
    assert_eq!(known(&station).in_use().count(), 0);
}

#[actix_web::test]
async fn a_request_waits_where_nobody_signs_by_himself() {
    let mut settings = Settings::default();
    settings.certificates.auto_sign = false;
    let station = station(Version::V16, settings).await;
    let (answer, commands) = sign(&station, request("CP1")).await;
    assert_eq!((answer["status"].clone(), commands.len()), (json!("Accepted"), 0));
    let request = &known(&station).requests[0];
    assert_eq!(request.state, RequestState::Waiting);
    assert!(request.csr.is_some());
}

/// What is wanted by a raw command, by a verb or by a plugin is noted by the same operation.
#[actix_web::test]
async fn what_lies_in_a_station_is_what_it_said_last() {
    let root = root(KeyKind::Ec);
    let pem = root.certificate.clone();
    let read = X509::from_pem(pem.as_bytes()).unwrap();
    let named = serde_json::to_value(HashData::of("SHA256", &read, &read).unwrap()).unwrap();
    let foreign =
        json!({"hashAlgorithm": "SHA256", "issuerNameHash": "aa", "issuerKeyHash": "bb", "serialNumber": "1"});
    for version in Version::ALL {
        let station = TestStation::new(version).await;
        let old = version == Version::V16;
        let kind = if old {
            "CentralSystemRootCertificate"
        } else {
            "CSMSRootCertificate"
        };
        let accepted = json!({"status": "Accepted"});
        let install = json!({"certificateType": kind, "certificate": pem});
        station.ask("InstallCertificate", install, accepted.clone()).await;
        let listed = |named: &[&Value]| {
            let chain = |one: &&Value| json!({"certificateType": kind, "certificateHashData": one});
            if old {
                json!({"status": "Accepted", "certificateHashData": named})
            } else {
                json!({"status": "Accepted", "certificateHashDataChain": named.iter().map(chain).collect::<Vec<_>>()})
            }
        };
        let question = if old {
            json!({"certificateType": kind})
        } else {
            json!({})
        };
        station
            .ask(
                "GetInstalledCertificateIds",
                question.clone(),
                listed(&[&named, &foreign]),
            )
            .await;
        let installed = known(&station).installed;
        assert_eq!(installed.len(), 2, "{version}");
        assert_eq!(installed[0].purpose, "CSMSRootCertificate");
        // What came from here is known by more than its hashes.
        assert_eq!(installed[0].facts.as_ref().unwrap().subject, "O=Example, CN=Root");
        assert_eq!(installed[1].facts, None);
        let delete = json!({"certificateHashData": foreign});
        station.ask("DeleteCertificate", delete, accepted.clone()).await;
        assert_eq!(known(&station).installed.len(), 1);
        station
            .ask("GetInstalledCertificateIds", question, json!({"status": "NotFound"}))
            .await;
        assert!(known(&station).installed.is_empty());
    }
}
