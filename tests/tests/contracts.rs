//! What others say of certificates, by a real responder (`openssl ocsp`): the answer reaches the station as it came, is
//! remembered, decides on contracts, and stations cannot have the server's own network asked. What an EV asks for goes
//! through a plugin.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::peer::{Heard, Peer, Reply};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::verbs::connected;
use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::{MessageDigest, hash};
use openssl::nid::Nid;
use openssl::ocsp::{OcspCertId, OcspCertStatus, OcspResponse};
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{BasicConstraints, KeyUsage};
use openssl::x509::{X509, X509Name};
use serde_json::{Value, json};
use tempfile::TempDir;

const GOOD: u32 = 0x1001;
const REVOKED: u32 = 0x1002;

fn key() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn certificate(name: &str, serial: u32, key: &PKey<Private>, signer: Option<(&X509, &PKey<Private>)>) -> X509 {
    let mut subject = X509Name::builder().unwrap();
    subject.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
    let subject = subject.build();
    let mut made = X509::builder().unwrap();
    made.set_version(2).unwrap();
    let serial = BigNum::from_u32(serial).unwrap();
    made.set_serial_number(&Asn1Integer::from_bn(&serial).unwrap()).unwrap();
    made.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    made.set_not_after(&Asn1Time::days_from_now(10).unwrap()).unwrap();
    made.set_subject_name(&subject).unwrap();
    made.set_issuer_name(signer.map_or(&*subject, |(signer, _)| signer.subject_name()))
        .unwrap();
    made.set_pubkey(key).unwrap();
    if signer.is_none() {
        made.append_extension(BasicConstraints::new().critical().ca().build().unwrap())
            .unwrap();
        let usage = KeyUsage::new().critical().key_cert_sign().digital_signature().build();
        made.append_extension(usage.unwrap()).unwrap();
    }
    made.sign(signer.map_or(key, |(_, key)| key), MessageDigest::sha256())
        .unwrap();
    made.build()
}

/// A root with two certificates below it, and what knows of them; it is ended when it is dropped.
struct Responder {
    folder: TempDir,
    root: X509,
    leaves: [X509; 2],
    child: Child,
    url: String,
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Responder {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = key();
        let root = certificate("Root", 1, &own, None);
        let leaf = |name, serial| certificate(name, serial, &key(), Some((&root, &own)));
        let leaves = [leaf("good", GOOD), leaf("revoked", REVOKED)];
        let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
        write("root.pem", &root.to_pem().unwrap());
        write("root.key", &own.private_key_to_pem_pkcs8().unwrap());
        let index = "V\t491231235959Z\t\t1001\tunknown\t/CN=good\n\
                     R\t491231235959Z\t260101000000Z\t1002\tunknown\t/CN=revoked\n";
        write("index.txt", index.as_bytes());
        let (child, port) = serve(folder.path());
        Self {
            folder,
            root,
            leaves,
            child,
            url: format!("http://127.0.0.1:{port}/"),
        }
    }

    /// How OCPP names one of the certificates.
    fn named(&self, serial: u32) -> Value {
        let digest = |bytes: &[u8]| -> String {
            let bytes = hash(MessageDigest::sha256(), bytes).unwrap();
            bytes.iter().map(|byte| format!("{byte:02x}")).collect()
        };
        let info = self.root.public_key().unwrap().public_key_to_der().unwrap();
        // A point of 65 bytes stands at the end of a P-256 key's info.
        let key = &info[info.len() - 65..];
        json!({
            "hashAlgorithm": "SHA256",
            "issuerNameHash": digest(&self.root.subject_name().to_der().unwrap()),
            "issuerKeyHash": digest(key),
            "serialNumber": format!("{serial:x}"),
        })
    }

    fn asked(&self, serial: u32) -> Value {
        let mut asked = self.named(serial);
        asked["responderURL"] = json!(self.url);
        asked
    }

    fn stop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn serve(folder: &Path) -> (Child, u16) {
    let mut child = Command::new("openssl")
        .args([
            "ocsp",
            "-index",
            "index.txt",
            "-port",
            "0",
            "-CA",
            "root.pem",
            "-rsigner",
            "root.pem",
        ])
        .args(["-rkey", "root.key", "-nmin", "10"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("`openssl` is there");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // ACCEPT [::]:40153 PID=3009
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let address = line.strip_prefix("ACCEPT ")?.split(' ').next()?;
        address.rsplit_once(':')?.1.parse().ok()
    });
    // It goes on writing.
    std::thread::spawn(move || lines.for_each(drop));
    (child, port.expect("its port"))
}

/// It may ask this machine, and trusts the responder's root.
fn config(responder: &Responder) -> Config {
    let root = responder.folder.path().join("root.pem").display().to_string();
    Config::new()
        .set("certificates.ocsp.private_networks", json!(["127.0.0.0/8"]))
        .set("certificates.ocsp.authorities", root)
}

#[test]
fn a_station_is_handed_what_the_responder_says_and_it_is_remembered() {
    for version in ["2.0.1", "2.1"] {
        let mut responder = Responder::start();
        let server = Server::start(&config(&responder));
        let mut station = connected(&server, "CP1", version);
        let mut ask = |serial| station.call("GetCertificateStatus", &json!({"ocspRequestData": serial}));
        let first = ask(responder.asked(GOOD));
        assert_eq!(first["status"], "Accepted", "{first}");
        let der = STANDARD.decode(first["ocspResult"].as_str().unwrap()).unwrap();
        let basic = OcspResponse::from_der(&der).unwrap().basic().unwrap();
        let id = OcspCertId::from_cert(MessageDigest::sha256(), &responder.leaves[0], &responder.root).unwrap();
        assert!(basic.find_status(&id).unwrap().status == OcspCertStatus::GOOD);
        responder.stop();
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
    let responder = Responder::start();
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
fn each_certificate_of_a_chain_has_its_status() {
    let responder = Responder::start();
    let server = Server::start(&config(&responder));
    let mut station = connected(&server, "CP1", "2.1");
    let asked = |serial, source| json!({"certificateHashData": responder.named(serial), "source": source, "urls": [responder.url]});
    let payload = json!({"certificateStatusRequests":
        [asked(GOOD, "OCSP"), asked(REVOKED, "OCSP"), asked(0x1003, "OCSP"), asked(GOOD, "CRL")]});
    let answer = station.call("GetCertificateChainStatus", &payload);
    let statuses = answer["certificateStatus"].as_array().unwrap().iter();
    let statuses: Vec<_> = statuses.map(|one| one["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["Good", "Revoked", "Unknown", "Failed"], "{answer}");
}

#[test]
fn a_contract_is_as_good_as_its_certificate() {
    let responder = Responder::start();
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
    let (responder, other) = (Responder::start(), Responder::start());
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
