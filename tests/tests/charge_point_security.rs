//! What a server does to raise a simulated charge point's security, over the wire: passwords, security profiles, network
//! profiles, certificates. What the server then refuses is left again.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ocpp_central_tests::pki::{Authority, Subject};
use ocpp_central_tests::simulated::{Simulated, options};
use ocpp_central_tests::tls_central::{Terms, TlsCentral};
use ocpp_central_tests::wait;
use ocpp_charge_point::Version;
use ocpp_charge_point::client::Endpoint;
use ocpp_charge_point::run::RunOptions;
use serde_json::{Value, json};

const OLD: &str = "0123456789abcdef";
const NEW: &str = "fedcba9876543210";

fn basic(password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("CP1:{password}")))
}

/// One with a password at such a server, that comes back at once.
fn station(central: &TlsCentral, version: Version) -> RunOptions {
    let mut options = options(central.address(), "CP1", version);
    options.connect.password = Some(OLD.as_bytes().to_vec());
    options.backoff.wait_minimum = Duration::from_millis(50);
    options
}

/// Waits until a charge point says so of itself.
fn until_profile(station: &Simulated, profile: u8) {
    wait::until(&format!("security profile {profile}"), || {
        let view = station.view();
        (view.connected && view.security_profile == profile).then_some(())
    });
}

fn set_password(central: &TlsCentral, version: Version, password: &str) {
    if version == Version::V16 {
        let digits: String = password.bytes().map(|byte| format!("{byte:02X}")).collect();
        let change = json!({"key": "AuthorizationKey", "value": digits});
        assert_eq!(central.asks("ChangeConfiguration", &change)["status"], "Accepted");
    } else {
        set(central, ["SecurityCtrlr", "BasicAuthPassword"], password);
    }
}

fn set(central: &TlsCentral, [component, variable]: [&str; 2], value: &str) {
    let item = json!({"component": {"name": component}, "variable": {"name": variable}, "attributeValue": value});
    let answer = central.asks("SetVariables", &json!({"setVariableData": [item]}));
    assert_eq!(
        answer["setVariableResult"][0]["attributeStatus"], "Accepted",
        "{answer}"
    );
}

#[test]
fn a_new_password_is_used_at_once_and_left_if_it_is_refused() {
    for version in Version::ALL {
        let central = TlsCentral::start_plain();
        central.want(&basic(OLD));
        let station = Simulated::start(station(&central, version));
        central.next().unwrap();
        station.until_accepted();
        central.want(&basic(NEW));
        set_password(&central, version, NEW);
        assert_eq!(central.next().unwrap().authorization, Some(basic(NEW)));
        station.until_told();
        if version == Version::V16 {
            let shown = central.asks("GetConfiguration", &json!({}));
            assert!(!shown.to_string().contains("AuthorizationKey"), "{shown}");
        }

        // The server does not take the next one: it was set, and is not in force.
        set_password(&central, version, "another-password-of-it");
        assert_eq!(central.next(), Err("401".to_owned()));
        assert_eq!(central.next().unwrap().authorization, Some(basic(NEW)));
        assert_eq!(station.sent("BootNotification").len(), 1);
    }
}

/// What a server does to have a certificate signed: it is asked for, and brought.
fn bring_certificate(central: &TlsCentral, authority: &Authority, version: Version) {
    let (action, word) = match version {
        Version::V16 => ("ExtendedTriggerMessage", "SignChargePointCertificate"),
        _ => ("TriggerMessage", "SignChargingStationCertificate"),
    };
    let asked = central.asks(action, &json!({"requestedMessage": word}));
    assert_eq!(asked["status"], "Accepted");
    let request = central.received("SignCertificate", 1);
    let csr = request["csr"].as_str().unwrap();
    let mut wrong = json!({"certificateChain": authority.issue(&Subject::named("CP1")).pem()});
    let mut right = json!({"certificateChain": authority.sign(csr)});
    if version == Version::V21 {
        wrong["requestId"] = request["requestId"].clone();
        right["requestId"] = request["requestId"].clone();
    }
    assert_eq!(
        central.asks("CertificateSigned", &wrong)["status"],
        "Rejected",
        "not its key"
    );
    central.received("SecurityEventNotification", 1);
    assert_eq!(central.asks("CertificateSigned", &right)["status"], "Accepted");
}

fn install(central: &TlsCentral, authority: &Authority, version: Version) {
    let word = match version {
        Version::V16 => "CentralSystemRootCertificate",
        _ => "CSMSRootCertificate",
    };
    let payload = json!({"certificateType": word, "certificate": authority.pem()});
    assert_eq!(central.asks("InstallCertificate", &payload)["status"], "Accepted");
}

fn raise(central: &TlsCentral, profile: u8) -> Value {
    let change = json!({"key": "SecurityProfile", "value": profile.to_string()});
    central.asks("ChangeConfiguration", &change)["status"].clone()
}

#[test]
fn version_1_6_is_raised_to_tls_and_to_its_own_certificate() {
    let authority = Authority::new("the authority");
    let plain = TlsCentral::start_plain();
    let mut terms = Terms::new(authority.issue(&Subject::here()));
    terms.clients = Some(authority.pem());
    terms.optional = true;
    let secure = TlsCentral::start(&terms);
    let mut options = station(&plain, Version::V16);
    let url = format!("wss://{}/ocpp", secure.address());
    options.connect.secure = Some(Endpoint::new(&url, "CP1").unwrap());
    let station = Simulated::start(options);
    plain.next().unwrap();
    station.until_accepted();
    assert_eq!(raise(&plain, 2), "Rejected", "no authority is installed");
    install(&plain, &authority, Version::V16);
    assert_eq!(raise(&plain, 2), "Accepted");
    let arrived = secure.next().unwrap();
    assert_eq!((arrived.authorization, arrived.client), (Some(basic(OLD)), None));
    until_profile(&station, 2);
    assert_eq!(raise(&secure, 1), "Rejected");
    assert_eq!(raise(&secure, 3), "Rejected", "it has no certificate");
    bring_certificate(&secure, &authority, Version::V16);
    assert_eq!(raise(&secure, 3), "Accepted");
    let arrived = secure.next().unwrap();
    assert_eq!((arrived.client.as_deref(), arrived.authorization), (Some("CP1"), None));
    until_profile(&station, 3);
}

#[test]
fn a_raise_that_the_server_cannot_take_is_left_again() {
    let authority = Authority::new("the authority");
    let plain = TlsCentral::start_plain();
    let stranger = Authority::new("a stranger");
    let secure = TlsCentral::start(&Terms::new(stranger.issue(&Subject::here())));
    let mut options = station(&plain, Version::V16);
    let url = format!("wss://{}/ocpp", secure.address());
    options.connect.secure = Some(Endpoint::new(&url, "CP1").unwrap());
    let station = Simulated::start(options);
    plain.next().unwrap();
    station.until_accepted();
    install(&plain, &authority, Version::V16);
    assert_eq!(raise(&plain, 2), "Accepted");
    secure.next().expect_err("its authority is not known");
    assert_eq!(plain.next().unwrap().authorization, Some(basic(OLD)));
    until_profile(&station, 1);
}

#[test]
fn version_2_goes_where_its_network_profile_says() {
    for version in [Version::V201, Version::V21] {
        let authority = Authority::new("the authority");
        let plain = TlsCentral::start_plain();
        let mut terms = Terms::new(authority.issue(&Subject::here()));
        terms.clients = Some(authority.pem());
        let secure = TlsCentral::start(&terms);
        let station = Simulated::start(station(&plain, version));
        plain.next().unwrap();
        station.until_accepted();
        install(&plain, &authority, version);
        let url = format!("wss://{}/ocpp", secure.address());
        let mut data = json!({"ocppTransport": "JSON", "ocppCsmsUrl": url, "messageTimeout": 30,
            "securityProfile": 3, "ocppInterface": "Wired0"});
        if version == Version::V201 {
            data["ocppVersion"] = json!("OCPP20");
        }
        let profile = json!({"configurationSlot": 2, "connectionData": data});
        assert_eq!(plain.asks("SetNetworkProfile", &profile)["status"], "Accepted");
        bring_certificate(&plain, &authority, version);
        set(&plain, ["OCPPCommCtrlr", "NetworkConfigurationPriority"], "2,1");
        assert_eq!(plain.asks("Reset", &json!({"type": "Immediate"}))["status"], "Accepted");
        let arrived = secure.next().unwrap();
        assert_eq!((arrived.client.as_deref(), arrived.authorization), (Some("CP1"), None));
        until_profile(&station, 3);
        station.until_accepted();

        // A new certificate is used at the next connection; one that the server does not take is left.
        let stranger = Authority::new("a stranger");
        for (signer, is_taken) in [(&stranger, false), (&authority, true)] {
            let word = json!({"requestedMessage": "SignChargingStationCertificate"});
            assert_eq!(secure.asks("TriggerMessage", &word)["status"], "Accepted");
            let count = if is_taken { 2 } else { 1 };
            let request = secure.received("SignCertificate", count);
            let mut signed = json!({"certificateChain": signer.sign(request["csr"].as_str().unwrap())});
            if version == Version::V21 {
                signed["requestId"] = request["requestId"].clone();
            }
            assert_eq!(secure.asks("CertificateSigned", &signed)["status"], "Accepted");
            station.does("cut");
            station.does("restore");
            if !is_taken {
                secure.next().expect_err("its authority is not known");
            }
            assert_eq!(secure.next().unwrap().client.as_deref(), Some("CP1"));
            station.until_told();
        }
    }
}

#[test]
fn what_the_server_has_changed_is_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let central = TlsCentral::start_plain();
    let mut options = station(&central, Version::V16);
    options.memory = Some(folder.path().join("memory.json"));
    let station = Simulated::start(options.clone());
    central.next().unwrap();
    station.until_accepted();
    set_password(&central, Version::V16, NEW);
    central.next().unwrap();
    station.until_told();
    station.stop().unwrap();
    let again = Simulated::start(options);
    assert_eq!(central.next().unwrap().authorization, Some(basic(NEW)));
    again.until_accepted();
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(folder.path().join("memory.json"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}
