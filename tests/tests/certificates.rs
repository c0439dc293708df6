//! Certificates of charge points over the wire: an authority that the command line made signs what stations ask for in
//! every version, what was signed reaches them once whatever happens between, and all of it is seen.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::pki::{Authority, Issued, Subject, ec_key, signing_request};
use ocpp_central_tests::process::{command, run};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::tls::{Client, ask, upgrade};
use ocpp_central_tests::verbs::{connected, path, wait_state};
use ocpp_central_tests::wait;
use openssl::pkey::{PKey, Private};
use openssl::x509::{CrlStatus, X509, X509Crl};
use serde_json::{Value, json};
use tempfile::TempDir;

const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

/// A folder with an authority, as an operator makes it.
fn authority() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = run(
        command()
            .args(["ca", "init", "--organisation", "Example"])
            .arg(folder.path().join("ca")),
        b"",
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    folder
}

fn config(authority: &TempDir) -> Config {
    let folder = authority.path().join("ca").display().to_string();
    Config::new()
        .set("certificates.authority", folder)
        .set("certificates.organisation", "Example")
}

fn csr(key: &PKey<Private>, name: &str) -> Value {
    json!({ "csr": signing_request(key, name) })
}

fn certificates(admin: &Admin, id: &str) -> Vec<Value> {
    let shown = admin
        .get(&format!("/api/v1/charge-points/{id}/certificates"))
        .expect(200);
    shown["items"].as_array().unwrap().clone()
}

fn wait_request(admin: &Admin, id: &str, state: &str) -> Value {
    wait::until(&format!("a request of {id} that is {state}"), || {
        let mut shown = certificates(admin, id).into_iter();
        shown.find(|one| one["request"]["state"] == state)
    })
}

/// The certificate that a station is brought, and takes.
fn take(station: &mut Station) -> (Value, X509) {
    let (id, payload) = station.expect_call("CertificateSigned");
    let chain = payload["certificateChain"].as_str().unwrap();
    let leaf = X509::stack_from_pem(chain.as_bytes()).unwrap().remove(0);
    station.answer(&id, &json!({"status": "Accepted"}));
    (payload, leaf)
}

fn kinds(admin: &Admin, id: &str) -> Vec<String> {
    let timeline = admin.timeline(id).into_iter();
    timeline
        .map(|event| event["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_certificate_comes_by_itself_in_every_version() {
    let folder = authority();
    let server = Server::start(&config(&folder));
    let admin = server.admin();
    let root = X509::from_pem(&fs::read(folder.path().join("ca/authority.pem")).unwrap()).unwrap();
    for version in VERSIONS {
        let id = format!("CP-{version}");
        let mut station = connected(&server, &id, version);
        let key = ec_key();
        let answer = station.call("SignCertificate", &csr(&key, &id));
        assert_eq!(answer, json!({"status": "Accepted"}));
        let (payload, leaf) = take(&mut station);
        assert_eq!(payload.as_object().unwrap().len(), 1, "{payload}");
        assert!(leaf.public_key().unwrap().public_eq(&key));
        assert!(leaf.verify(&root.public_key().unwrap()).unwrap());
        let shown = wait_request(&admin, &id, "accepted");
        assert_eq!((&shown["kind"], &shown["inUse"]), (&json!("requested"), &json!(true)));
        assert_eq!(shown["certificate"]["subject"], format!("O=Example, CN={id}"));
        let kinds = kinds(&admin, &id);
        for kind in ["certificate.requested", "certificate.delivered"] {
            assert!(kinds.iter().any(|told| told == kind), "{kinds:?}");
        }
        let refused = station.call("SignCertificate", &csr(&key, "SOMEBODY-ELSE"));
        assert_eq!(refused["status"], "Rejected");
        let rejected = &certificates(&admin, &id)[0];
        assert_eq!(rejected["request"]["state"], "rejected");
        let reason = rejected["request"]["reason"].as_str().unwrap();
        assert!(reason.starts_with("the common name is \"SOMEBODY-ELSE\""), "{reason}");
    }
    fleet_is_seen(&admin);
}

/// What all use, and what is over soon.
fn fleet_is_seen(admin: &Admin) {
    let all = admin.get("/api/v1/certificates").expect(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 3, "{all}");
    assert_eq!(all["items"][0]["daysLeft"], 364);
    let soon = admin.get("/api/v1/certificates?expiringWithin=30d").expect(200);
    assert_eq!(soon["items"], json!([]));
    let later = admin
        .get("/api/v1/certificates?expiringWithin=366d&limit=2")
        .expect(200);
    assert_eq!(later["items"].as_array().unwrap().len(), 2, "{later}");
    let after = later["next"].as_str().unwrap();
    let rest = admin
        .get(&format!(
            "/api/v1/certificates?expiringWithin=366d&limit=2&after={after}"
        ))
        .expect(200);
    assert_eq!(
        (rest["items"].as_array().unwrap().len(), &rest["next"]),
        (1, &Value::Null)
    );
    let refused = admin.get("/api/v1/certificates?expiringWithin=soon").expect(400);
    assert!(
        refused["detail"].as_str().unwrap().contains("`expiringWithin`"),
        "{refused}"
    );
}

#[test]
fn a_signed_certificate_survives_a_crash_and_comes_once() {
    let folder = authority();
    for version in VERSIONS {
        let mut server = Server::start(&config(&folder).set("connection.settle_delay", "60s"));
        let mut station = connected(&server, "CP1", version);
        let request = csr(&ec_key(), "CP1");
        assert_eq!(station.call("SignCertificate", &request)["status"], "Accepted");
        // Nothing is sent to a station that has just booted.
        server.write_config(&config(&folder));
        server.crash_and_restart();
        drop(station);
        let admin = server.admin();
        let mut station = connected(&server, "CP1", version);
        // Impatient meanwhile: that changes nothing.
        assert_eq!(station.call("SignCertificate", &request)["status"], "Accepted");
        take(&mut station);
        wait_request(&admin, "CP1", "accepted");
        station.expect_silence();
        let asked = certificates(&admin, "CP1");
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert_eq!(asked[0]["request"]["tries"], 1);
    }
}

#[test]
fn an_operator_may_have_the_word() {
    let folder = authority();
    let server = Server::start(&config(&folder).set("certificates.auto_sign", false));
    let admin = server.admin();
    let mut station = connected(&server, "CP1", "2.0.1");
    station.call("SignCertificate", &csr(&ec_key(), "CP1"));
    let first = wait_request(&admin, "CP1", "waiting")["request"]["id"].clone();
    let say = |id: &Value, word: &str| {
        let id = id.as_str().unwrap();
        admin.post(
            &format!("/api/v1/charge-points/CP1/certificates/{id}/{word}"),
            &json!({}),
        )
    };
    assert_eq!(say(&first, "reject").status, 200);
    assert_eq!(
        say(&first, "sign").expect(409)["type"],
        "urn:ocpp-central:problem:settled-already"
    );
    station.call("SignCertificate", &csr(&ec_key(), "CP1"));
    let second = wait_request(&admin, "CP1", "waiting")["request"]["id"].clone();
    station.expect_silence();
    assert_eq!(say(&second, "sign").status, 200);
    take(&mut station);
    wait_request(&admin, "CP1", "accepted");
}

/// `certificates ARGUMENTS` against a server.
fn operate(server: &Server, arguments: &[&str]) -> String {
    let url = format!("http://{}", server.admin_address());
    let mut program = command();
    program.arg("certificates").args(arguments).args(["--server", &url]);
    let ended = run(program.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    ended.out
}

#[test]
fn what_was_taken_back_stands_on_the_list() {
    let folder = authority();
    let server = Server::start(&config(&folder));
    let admin = server.admin();
    let mut station = connected(&server, "CP1", "1.6");
    station.call("SignCertificate", &csr(&ec_key(), "CP1"));
    let (_, gone) = take(&mut station);
    station.call("SignCertificate", &csr(&ec_key(), "CP1"));
    let (_, good) = take(&mut station);
    let issued = admin.get("/api/v1/issued-certificates").expect(200);
    assert_eq!(issued["items"].as_array().unwrap().len(), 2);
    let serial = gone.serial_number().to_bn().unwrap().to_hex_str().unwrap().to_string();
    let serial = serial.trim_start_matches('0').to_lowercase();
    let path = format!("/api/v1/issued-certificates/{serial}");
    assert!(operate(&server, &["issued"]).contains(serial.as_str()));
    assert!(operate(&server, &["list"]).contains("CN=CP1"));
    assert!(operate(&server, &["list", "CP1"]).contains("accepted"));
    let said = operate(&server, &["revoke", &serial, "--reason", "stolen"]);
    assert_eq!(said, format!("{serial} of CP1 is revoked\n"));
    assert_eq!(admin.get(&path).expect(200)["reason"], "stolen");
    let list = admin.get("/api/v1/certificate-authorities/station/revocation-list");
    let list = X509Crl::from_pem(list.expect(200).as_str().unwrap().as_bytes()).unwrap();
    assert!(matches!(list.get_by_cert(&gone), CrlStatus::Revoked(_)));
    assert!(matches!(list.get_by_cert(&good), CrlStatus::NotRevoked));
    let authorities = admin.get("/api/v1/certificate-authorities").expect(200);
    assert_eq!(authorities["items"][0]["name"], "station");
}

/// Security profile 3 with the server's own authority, from the request to the end.
#[test]
fn a_station_comes_in_by_what_it_was_signed_until_that_is_taken_back() {
    let folder = authority();
    let host = Authority::new("Host")
        .issue(&Subject::default())
        .write(folder.path(), "host");
    let config = config(&folder)
        .set("ocpp.tls.listen", "127.0.0.1:0")
        .set("ocpp.tls.certificates", json!([host.certificate]))
        .set("ocpp.tls.keys", json!([host.key]))
        .set(
            "ocpp.tls.client_authorities",
            json!([folder.path().join("ca/authority.pem")]),
        );
    let server = Server::start(&config);
    let admin = server.admin();
    let (mut station, key) = (connected(&server, "CP1", "1.6"), ec_key());
    station.call("SignCertificate", &csr(&key, "CP1"));
    let (_, certificate) = take(&mut station);
    let serial = wait_request(&admin, "CP1", "accepted")["certificate"]["serialNumber"].clone();
    station.close();
    admin.register("CP1", &json!({"securityProfile": 3}));
    let own = Issued { certificate, key };
    let comes = || {
        let client = Client {
            shows: Some(&own),
            ..Client::default()
        };
        ask(&mut client.connect(server.ocpp_tls()).unwrap(), &upgrade("CP1", ""))
    };
    let head = comes();
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    let shown = certificates(&admin, "CP1").remove(0);
    assert_eq!((&shown["kind"], &shown["inUse"]), (&json!("presented"), &json!(true)));
    assert_eq!(shown["certificate"]["serialNumber"], serial);
    let path = format!("/api/v1/issued-certificates/{}/revoke", serial.as_str().unwrap());
    assert_eq!(admin.post(&path, &json!({})).status, 200);
    let head = comes();
    assert!(
        head.starts_with("HTTP/1.1 401") && head.contains("taken back"),
        "{head}"
    );
}

/// A verb that is asked, and what the station was sent for it.
fn asked(admin: &Admin, station: &mut Station, (verb, body): (&str, Value), answer: Value) -> (String, Value) {
    let path = format!("{}?wait=false", path("CP1", verb));
    let command = admin.post(&path, &body).expect(202)["id"].as_str().unwrap().to_owned();
    let (id, action, payload) = station.next_call().unwrap();
    station.answer(&id, &answer);
    wait_state(admin, &command, "in-effect");
    (action, payload)
}

#[test]
fn operators_ask_for_renewals_and_change_what_a_station_trusts() {
    let folder = authority();
    let pem = fs::read_to_string(folder.path().join("ca/authority.pem")).unwrap();
    for version in VERSIONS {
        let server = Server::start(&config(&folder));
        let admin = server.admin();
        let mut station = connected(&server, "CP1", version);
        let accepted = json!({"status": "Accepted"});
        let renewed = asked(&admin, &mut station, ("renew-certificate", json!({})), accepted.clone());
        let (action, word) = match version {
            "1.6" => ("ExtendedTriggerMessage", "SignChargePointCertificate"),
            _ => ("TriggerMessage", "SignChargingStationCertificate"),
        };
        assert_eq!(renewed, (action.to_owned(), json!({"requestedMessage": word})));

        let body = json!({"certificateType": "CSMSRootCertificate", "certificate": pem});
        let (action, payload) = asked(&admin, &mut station, ("install-certificate", body), accepted.clone());
        assert_eq!(
            (action.as_str(), &payload["certificate"]),
            ("InstallCertificate", &json!(pem))
        );
        let installed = certificates(&admin, "CP1").remove(0);
        assert_eq!(installed["kind"], "installed");
        assert_eq!(installed["certificateType"], "CSMSRootCertificate");
        assert!(
            installed["certificate"]["subject"]
                .as_str()
                .unwrap()
                .starts_with("O=Example")
        );
        let delete = json!({"certificate": installed["hashData"]});
        let (action, _) = asked(&admin, &mut station, ("delete-certificate", delete), accepted);
        assert_eq!(action, "DeleteCertificate");
        assert_eq!(certificates(&admin, "CP1"), Vec::<Value>::new());
    }
}

/// Another authority in the place of the one that is there.
fn replace_authority(folder: &TempDir) {
    fs::remove_dir_all(folder.path().join("ca")).unwrap();
    let ca = folder.path().join("ca");
    let made = run(command().args(["ca", "init", "--name", "The next one"]).arg(&ca), b"");
    assert_eq!(made.code, Some(0), "{}", made.err);
}

#[test]
fn an_authority_is_read_again_and_what_is_wrong_leaves_the_one_of_before() {
    let folder = authority();
    let server = Server::start(&config(&folder));
    let admin = server.admin();
    let mut station = connected(&server, "CP1", "2.0.1");
    let named = || {
        let shown = admin.get("/api/v1/certificate-authorities").expect(200);
        shown["items"][0]["certificate"]["fingerprint"].clone()
    };
    let mut issuer = || {
        assert_eq!(
            station.call("SignCertificate", &csr(&ec_key(), "CP1"))["status"],
            "Accepted"
        );
        let (_, leaf) = take(&mut station);
        let name = leaf.issuer_name().entries().last().unwrap().data().to_string().unwrap();
        wait_request(&admin, "CP1", "accepted");
        name
    };
    let (first, first_name) = (issuer(), named());
    replace_authority(&folder);
    assert_eq!(issuer(), first, "nobody has said so yet");
    let _ = admin.post("/api/v1/tls/reload", &json!({})).expect(200);
    assert_eq!(issuer(), "The next one");
    assert_ne!(named(), first_name);
    // The key of another one.
    let path = folder.path().join("ca/authority.key");
    fs::write(&path, ec_key().private_key_to_pem_pkcs8().unwrap()).unwrap();
    let problem = admin.post("/api/v1/tls/reload", &json!({})).expect(409);
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("[certificates] ") && detail.contains("authority.key is not the key of"),
        "{detail}"
    );
    assert_eq!(issuer(), "The next one");
    server.hang_up();
    wait::until("SIGHUP is told to have failed", || {
        server
            .log()
            .contains("SIGHUP: nothing was changed: [certificates]")
            .then_some(())
    });
    assert_eq!(issuer(), "The next one");
    replace_authority(&folder);
    let before = named();
    server.hang_up();
    wait::until("it is read at SIGHUP", || (named() != before).then_some(()));
}

#[test]
fn an_authority_is_made_once_and_nobody_else_reads_its_key() {
    let folder = authority();
    let ca = folder.path().join("ca");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&ca), mode(&ca.join("authority.key"))), (0o700, 0o600));
    let before = fs::read(ca.join("authority.key")).unwrap();
    let again = run(command().args(["ca", "init"]).arg(&ca), b"");
    assert_eq!(again.code, Some(2), "{}", again.err);
    assert!(
        again.err.contains("is there already, and is not written over"),
        "{}",
        again.err
    );
    assert_eq!(fs::read(ca.join("authority.key")).unwrap(), before);

    let below = folder.path().join("below");
    let made = run(command().args(["ca", "init", "--signed-by"]).arg(&ca).arg(&below), b"");
    assert_eq!(made.code, Some(0), "{}", made.err);
    let chain = X509::stack_from_pem(&fs::read(below.join("authority.pem")).unwrap()).unwrap();
    assert_eq!(chain.len(), 2);
    assert!(chain[0].verify(&chain[1].public_key().unwrap()).unwrap());
    let taken = folder.path().join("taken");
    let taken = run(
        command()
            .args(["ca", "init", "--certificate"])
            .arg(below.join("authority.pem"))
            .arg("--key")
            .arg(below.join("authority.key"))
            .arg(&taken),
        b"",
    );
    assert_eq!(taken.code, Some(0), "{}", taken.err);

    let show = || run(command().args(["ca", "show"]).arg(&ca), b"");
    assert_eq!(show().code, Some(0));
    fs::set_permissions(ca.join("authority.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let shown = show();
    assert_eq!(shown.code, Some(1));
    assert!(shown.err.contains("others than its owner may read"), "{}", shown.err);
    let server = Server::start(&config(&folder));
    assert!(
        server
            .log()
            .contains("others than its owner may read the key of a certificate authority")
    );
}
