use ocpp_schemas::Version;
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::x509::{X509, X509NameRef, X509Req};
use serde_json::{Value, json};

use super::super::{Given, Input, Memory, Output, Reach, StationOptions};
use super::Bench;

const KEY: &str = "30313233343536373839616263646566";

fn given(profile: u8) -> Given {
    Given {
        profile,
        password: profile == 1,
        ..Given::default()
    }
}

fn bench(version: Version, profile: u8) -> Bench {
    let mut options = StationOptions::new("CP1", version);
    options.given = given(profile);
    let mut bench = Bench::with(options, None);
    bench.connect();
    bench.outputs.clear();
    bench
}

fn status(bench: &mut Bench, action: &str, payload: Value) -> String {
    let answer = bench.call(action, payload).unwrap();
    answer["status"].as_str().unwrap().to_owned()
}

fn change(bench: &mut Bench, key: &str, value: &str) -> String {
    status(bench, "ChangeConfiguration", json!({"key": key, "value": value}))
}

fn set(bench: &mut Bench, component: &str, variable: &str, value: &str) -> Value {
    let item = json!({"component": {"name": component}, "variable": {"name": variable}, "attributeValue": value});
    let answer = bench.call("SetVariables", json!({"setVariableData": [item]})).unwrap();
    answer["setVariableResult"][0]["attributeStatus"].clone()
}

/// What the next connection is made with.
fn reach(bench: &Bench) -> Reach {
    let last = bench.outputs.iter().rev().find_map(|output| match output {
        Output::Reach(reach) => Some(reach.clone()),
        _ => None,
    });
    last.expect("it says how it connects")
}

fn reconnects(bench: &Bench) -> usize {
    let is_it = |output: &&Output| **output == Output::Reconnect;
    bench.outputs.iter().filter(is_it).count()
}

/// A certificate that is valid for a day around the bench's time.
fn certificate(subject: &X509NameRef, key: &PKey<Private>, public: &PKey<openssl::pkey::Public>) -> String {
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(subject).unwrap();
    builder.set_issuer_name(subject).unwrap();
    builder.set_pubkey(public).unwrap();
    let serial = BigNum::from_u32(77).unwrap().to_asn1_integer().unwrap();
    builder.set_serial_number(&serial).unwrap();
    let now = super::start().timestamp();
    let (from, to) = (now - 86_400, now + 86_400);
    builder.set_not_before(&Asn1Time::from_unix(from).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::from_unix(to).unwrap()).unwrap();
    builder.sign(key, MessageDigest::sha256()).unwrap();
    String::from_utf8(builder.build().to_pem().unwrap()).unwrap()
}

/// A certificate for what was asked for, by whomever.
fn signed(csr: &str) -> String {
    let request = X509Req::from_pem(csr.as_bytes()).unwrap();
    let group = openssl::ec::EcGroup::from_curve_name(openssl::nid::Nid::X9_62_PRIME256V1).unwrap();
    let key = PKey::from_ec_key(openssl::ec::EcKey::generate(&group).unwrap()).unwrap();
    certificate(request.subject_name(), &key, &request.public_key().unwrap())
}

/// The certificate of an authority.
fn root(name: &str) -> String {
    let group = openssl::ec::EcGroup::from_curve_name(openssl::nid::Nid::X9_62_PRIME256V1).unwrap();
    let key = PKey::from_ec_key(openssl::ec::EcKey::generate(&group).unwrap()).unwrap();
    let public = PKey::public_key_from_der(&key.public_key_to_der().unwrap()).unwrap();
    let mut subject = openssl::x509::X509Name::builder().unwrap();
    subject.append_entry_by_text("CN", name).unwrap();
    certificate(&subject.build(), &key, &public)
}

#[test]
fn a_password_counts_once_the_server_has_taken_it() {
    let mut bench = bench(Version::V16, 1);
    assert_eq!(change(&mut bench, "AuthorizationKey", "zz"), "Rejected");
    assert_eq!(change(&mut bench, "AuthorizationKey", "303132"), "Rejected");
    assert_eq!(change(&mut bench, "AuthorizationKey", KEY), "Accepted");
    assert_eq!(reconnects(&bench), 1);
    assert_eq!(reach(&bench).password.unwrap().0, b"0123456789abcdef");
    bench.cut();
    bench.input(Input::NotConnected { refused: true });
    assert_eq!(reach(&bench).password, None, "the one that it was given");

    assert_eq!(bench.station.view().security_profile, 1);
    bench.connect();
    assert_eq!(change(&mut bench, "AuthorizationKey", KEY), "Accepted");
    bench.cut();
    bench.connect();
    bench.cut();
    bench.input(Input::NotConnected { refused: true });
    assert!(reach(&bench).password.is_some(), "the server had taken it");
}

#[test]
fn a_server_that_is_away_is_tried_so_often() {
    for version in [Version::V201, Version::V21] {
        let mut bench = bench(version, 1);
        let (component, variable) = ("SecurityCtrlr", "BasicAuthPassword");
        assert_eq!(set(&mut bench, component, variable, "short"), "Rejected");
        assert_eq!(set(&mut bench, component, variable, "0123456789abcdefg"), "Accepted");
        bench.cut();
        for _ in 0..2 {
            bench.input(Input::NotConnected { refused: false });
            assert!(reach(&bench).password.is_some());
        }
        bench.input(Input::NotConnected { refused: false });
        assert_eq!(reach(&bench).password, None);
    }
}

#[test]
fn version_1_6_raises_its_profile_if_it_has_what_that_wants() {
    let mut bench = bench(Version::V16, 0);
    assert_eq!(change(&mut bench, "SecurityProfile", "1"), "Rejected");
    assert_eq!(change(&mut bench, "AuthorizationKey", KEY), "Accepted");
    assert_eq!(reconnects(&bench), 0, "profile 0 has no password");
    assert_eq!(change(&mut bench, "SecurityProfile", "1"), "Accepted");
    bench.cut();
    bench.connect();
    assert_eq!(change(&mut bench, "SecurityProfile", "0"), "Rejected");
    assert_eq!(change(&mut bench, "SecurityProfile", "2"), "Rejected");
    let install = json!({"certificateType": "CentralSystemRootCertificate", "certificate": root("a")});
    assert_eq!(status(&mut bench, "InstallCertificate", install), "Accepted");
    assert_eq!(change(&mut bench, "SecurityProfile", "3"), "Rejected");
    assert_eq!(change(&mut bench, "SecurityProfile", "2"), "Accepted");
    assert_eq!((reach(&bench).profile, reach(&bench).roots.len()), (2, 1));
    let shown = |bench: &mut Bench| {
        let shown = bench
            .call("GetConfiguration", json!({"key": ["SecurityProfile"]}))
            .unwrap();
        shown["configurationKey"][0].clone()
    };
    assert_eq!(
        shown(&mut bench),
        json!({"key": "SecurityProfile", "value": "1", "readonly": false})
    );
    bench.cut();
    bench.connect();
    assert_eq!(shown(&mut bench)["value"], "2");
}

fn profile(slot: i64, url: &str, profile: i64) -> Value {
    json!({"configurationSlot": slot, "connectionData": {"ocppVersion": "OCPP20", "ocppTransport": "JSON",
        "ocppCsmsUrl": url, "messageTimeout": 30, "securityProfile": profile, "ocppInterface": "Wired0"}})
}

#[test]
fn a_network_profile_is_tried_after_a_restart_and_left_again() {
    let mut bench = bench(Version::V201, 1);
    for (payload, reason) in [
        (profile(2, "wss://cs/ocpp", 0), "NoSecurityDowngrade"),
        (profile(77, "wss://cs/ocpp", 2), "InvalidConfSlot"),
        (profile(2, "http://cs/ocpp", 2), "InvalidCSMSUrl"),
        (profile(2, "ws://cs/ocpp", 2), "InvalidNetworkConf"),
    ] {
        let answer = bench.call("SetNetworkProfile", payload).unwrap();
        assert_eq!(
            (&answer["status"], &answer["statusInfo"]["reasonCode"]),
            (&json!("Rejected"), &json!(reason))
        );
    }
    let (component, variable) = ("OCPPCommCtrlr", "NetworkConfigurationPriority");
    assert_eq!(set(&mut bench, component, variable, "2,1"), "Rejected");
    let wanted = profile(2, "wss://cs/ocpp", 2);
    assert_eq!(status(&mut bench, "SetNetworkProfile", wanted), "Accepted");
    assert_eq!(
        set(&mut bench, component, variable, "2,1"),
        "Rejected",
        "no authority is known"
    );
    let install = json!({"certificateType": "CSMSRootCertificate", "certificate": root("a")});
    assert_eq!(status(&mut bench, "InstallCertificate", install), "Accepted");
    assert_eq!(set(&mut bench, component, variable, "2,1"), "Accepted");
    assert_eq!(reconnects(&bench), 0);

    assert_eq!(status(&mut bench, "Reset", json!({"type": "Immediate"})), "Accepted");
    bench.pass(11);
    assert_eq!(reach(&bench).url.as_deref(), Some("wss://cs/ocpp"));
    bench.cut();
    bench.input(Input::NotConnected { refused: true });
    assert_eq!((reach(&bench).url, reach(&bench).profile), (None, 1));
    bench.connect();

    assert_eq!(status(&mut bench, "Reset", json!({"type": "Immediate"})), "Accepted");
    bench.pass(11);
    bench.cut();
    bench.connect();
    bench.pass(0);
    assert_eq!(bench.station.view().security_profile, 2);
    let names = ["ActiveNetworkProfile", "NetworkConfigurationPriority"]
        .map(|name| json!({"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": name}}));
    let shown = bench.call("GetVariables", json!({"getVariableData": names})).unwrap();
    let value = |place: usize| shown["getVariableResult"][place]["attributeValue"].clone();
    assert_eq!((value(0), value(1)), (json!("2"), json!("2")));
}

#[test]
fn a_certificate_is_asked_for_checked_and_used() {
    for version in Version::ALL {
        let mut bench = bench(version, 1);
        let is_16 = version == Version::V16;
        let (action, word) = if is_16 {
            ("ExtendedTriggerMessage", "SignChargePointCertificate")
        } else {
            ("TriggerMessage", "SignChargingStationCertificate")
        };
        let ask = json!({"requestedMessage": word});
        assert_eq!(
            status(&mut bench, "CertificateSigned", json!({"certificateChain": "x"})),
            "Rejected"
        );
        assert_eq!(status(&mut bench, action, ask.clone()), "Accepted");
        let first = bench.last("SignCertificate")["csr"].as_str().unwrap().to_owned();
        assert_eq!(status(&mut bench, action, ask), "Accepted");
        let csr = bench.last("SignCertificate")["csr"].as_str().unwrap().to_owned();
        let chain = json!({"certificateChain": signed(&first)});
        assert_eq!(
            status(&mut bench, "CertificateSigned", chain),
            "Rejected",
            "another key"
        );
        bench.pass(1);
        let kind = bench.last("SecurityEventNotification")["type"].clone();
        let wanted = if is_16 {
            "InvalidChargePointCertificate"
        } else {
            "InvalidChargingStationCertificate"
        };
        assert_eq!(kind, wanted);
        let chain = json!({"certificateChain": signed(&csr)});
        assert_eq!(status(&mut bench, "CertificateSigned", chain), "Accepted");
        assert_eq!(reconnects(&bench), 0);
    }
}

#[test]
fn certificates_of_authorities_are_listed_and_deleted() {
    for version in Version::ALL {
        let mut bench = bench(version, 1);
        let is_16 = version == Version::V16;
        let word = if is_16 {
            "CentralSystemRootCertificate"
        } else {
            "CSMSRootCertificate"
        };
        let ids = |bench: &mut Bench| {
            let wanted = if is_16 { json!(word) } else { json!([word]) };
            let answer = bench
                .call("GetInstalledCertificateIds", json!({"certificateType": wanted}))
                .unwrap();
            let list = if is_16 {
                "certificateHashData"
            } else {
                "certificateHashDataChain"
            };
            answer[list].as_array().cloned().unwrap_or_default()
        };
        assert!(ids(&mut bench).is_empty());
        let pem = root("a");
        let install = json!({"certificateType": word, "certificate": pem});
        for payload in [install.clone(), install] {
            assert_eq!(status(&mut bench, "InstallCertificate", payload), "Accepted");
        }
        let broken = json!({"certificateType": word, "certificate": "nothing"});
        assert_eq!(status(&mut bench, "InstallCertificate", broken), "Rejected");
        let found = ids(&mut bench);
        assert_eq!(found.len(), 1);
        let named = if is_16 {
            found[0].clone()
        } else {
            found[0]["certificateHashData"].clone()
        };
        assert_eq!(named["serialNumber"], "4d");
        let delete = json!({"certificateHashData": named});
        assert_eq!(status(&mut bench, "DeleteCertificate", delete.clone()), "Accepted");
        assert_eq!(status(&mut bench, "DeleteCertificate", delete), "NotFound");
    }
}

#[test]
fn what_the_server_has_changed_outlives_a_power_cut() {
    let mut bench = bench(Version::V16, 1);
    assert_eq!(change(&mut bench, "AuthorizationKey", KEY), "Accepted");
    let install = json!({"certificateType": "ManufacturerRootCertificate", "certificate": root("a")});
    assert_eq!(status(&mut bench, "InstallCertificate", install), "Accepted");
    bench.cut();
    bench.connect();
    let memory = bench.station.memory().unwrap();
    let memory: Memory = serde_json::from_value(serde_json::to_value(memory).unwrap()).unwrap();
    let mut options = StationOptions::new("CP1", Version::V16);
    options.given = given(1);
    let mut again = Bench::with(options, Some(memory));
    again.connect();
    assert_eq!(reach(&again).password.unwrap().0, b"0123456789abcdef");
    let ids = json!({"certificateType": "ManufacturerRootCertificate"});
    assert_eq!(status(&mut again, "GetInstalledCertificateIds", ids), "Accepted");
}
