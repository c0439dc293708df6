//! The simulated charge point's TLS, at a server of the suite's own and at ours: security profiles 2 and 3, the suites and
//! versions of the specification, and what is wrong by name.

use std::fs;
use std::path::Path;

use ocpp_central_tests::config::Config;
use ocpp_central_tests::pki::{Authority, Issued, Kind, Subject, self_signed};
use ocpp_central_tests::process::{self, Ended};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::simulated::{Simulated, options, sessions};
use ocpp_central_tests::tls_central::{Terms, TlsCentral};
use ocpp_central_tests::wait;
use ocpp_charge_point::Version;
use ocpp_charge_point::client::{ClientCertificate, Endpoint, Tls, TlsOptions, Trust};
use ocpp_charge_point::run::RunOptions;
use openssl::ssl::SslVersion;
use openssl::symm::Cipher;
use serde_json::json;
use tempfile::TempDir;

/// A charge point of the library at such a server.
fn station(central: &TlsCentral, authority: &Authority, own: Option<&Issued>) -> RunOptions {
    let mut options = options(central.address(), "CP1", Version::V16);
    let url = format!("wss://{}/ocpp", central.address());
    options.connect.endpoint = Endpoint::new(&url, "CP1").unwrap();
    let tls = TlsOptions {
        trust: Trust::Authorities(vec![authority.pem().into_bytes()]),
        certificate: own.map(|own| ClientCertificate {
            chain: own.pem().into_bytes(),
            key: own.key_pem().into_bytes(),
        }),
    };
    options.connect.tls = Some(Tls::new(tls).unwrap());
    options
}

/// A folder with the authority's `ca.pem`, and the files of a charge point.
fn folder(authority: &Authority, own: Option<&Issued>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
    if let Some(own) = own {
        let _written = own.write(folder.path(), "CP1");
    }
    folder
}

/// Runs `ocpp-central charge-point URL --id CP1 ARGUMENTS` in a folder, and switches it off.
fn run(folder: &Path, url: &str, arguments: &[&str]) -> Ended {
    let mut command = process::command();
    let command = command.current_dir(folder).args(["charge-point", url, "--id", "CP1"]);
    process::run(command.args(arguments), b"quit\n")
}

#[test]
fn profile_2_is_a_password_over_tls() {
    let authority = Authority::new("the authority");
    let central = TlsCentral::start(&Terms::new(authority.issue(&Subject::here())));
    let mut options = station(&central, &authority, None);
    options.connect.password = Some(b"0123456789abcdef".to_vec());
    let station = Simulated::start(options);
    let arrived = central.next().unwrap();
    assert_eq!(
        (arrived.version.as_str(), arrived.path.as_str(), arrived.client),
        ("TLSv1.3", "/ocpp/CP1", None)
    );
    assert_eq!(
        arrived.authorization.as_deref(),
        Some("Basic Q1AxOjAxMjM0NTY3ODlhYmNkZWY=")
    );
    station.until_accepted();
    station.does("plug 1");
    station.does("swipe TAG 1");
    station.until_sent("StartTransaction", 1);
    station.does("cut");
    station.does("swipe TAG 1");
    station.does("restore");
    central.next().unwrap();
    station.until_told();
    assert_eq!(station.sent("StopTransaction").len(), 1);
    station.stop().unwrap();
}

#[test]
fn profile_3_is_a_certificate_of_each() {
    let authority = Authority::new("the authority");
    let own = authority.issue(&Subject::named("CP1"));
    let mut terms = Terms::new(authority.issue(&Subject::here()));
    terms.clients = Some(authority.pem());
    for newest in [SslVersion::TLS1_3, SslVersion::TLS1_2] {
        terms.newest = Some(newest);
        let central = TlsCentral::start(&terms);
        let station = Simulated::start(station(&central, &authority, Some(&own)));
        let arrived = central.next().unwrap();
        assert_eq!((arrived.client.as_deref(), arrived.authorization), (Some("CP1"), None));
        station.until_accepted();
    }
}

#[test]
fn the_suites_that_the_specification_wants_are_spoken() {
    let authority = Authority::new("the authority");
    for (suite, rsa) in [
        ("ECDHE-ECDSA-AES128-GCM-SHA256", false),
        ("ECDHE-ECDSA-AES256-GCM-SHA384", false),
        ("AES128-GCM-SHA256", true),
        ("AES256-GCM-SHA384", true),
    ] {
        let kind = if rsa { Kind::Rsa } else { Kind::Ec };
        let wish = Subject {
            kind,
            ..Subject::here()
        };
        let mut terms = Terms::new(authority.issue(&wish));
        terms.newest = Some(SslVersion::TLS1_2);
        terms.suites = Some(suite);
        let central = TlsCentral::start(&terms);
        let station = Simulated::start(station(&central, &authority, None));
        let arrived = central.next().unwrap();
        assert_eq!((arrived.version.as_str(), arrived.suite.as_str()), ("TLSv1.2", suite));
        station.until_accepted();
    }
}

#[test]
fn what_is_wrong_with_the_server_is_named() {
    let authority = Authority::new("the authority");
    let folder = folder(&authority, None);
    let days = |from, days| Subject {
        from,
        days,
        ..Subject::here()
    };
    let other = Subject {
        hosts: &["cs.example.com", "192.0.2.1"],
        ..Subject::here()
    };
    let old = Terms {
        newest: Some(SslVersion::TLS1_1),
        suites: Some("ALL:@SECLEVEL=0"),
        ..Terms::new(authority.issue(&Subject::here()))
    };
    for (terms, words) in [
        (
            Terms::new(authority.issue(&days(-30, -2))),
            "has expired: O=Example, CN=server was valid until ",
        ),
        (
            Terms::new(authority.issue(&days(2, 30))),
            "is not valid yet: O=Example, CN=server is from ",
        ),
        (
            Terms::new(authority.issue(&other)),
            "is for another name: for cs.example.com, 192.0.2.1, and not for 127.0.0.1",
        ),
        (
            Terms::new(Authority::new("a stranger").issue(&Subject::here())),
            "is not known: O=Example, CN=a stranger has signed O=Example, CN=server, and is not trusted",
        ),
        (
            Terms::new(self_signed(&Subject::here())),
            "is not known: O=Example, CN=server is self-signed, and is not trusted",
        ),
        (old, "the server speaks no TLS 1.2 or newer"),
    ] {
        let central = TlsCentral::start(&terms);
        let url = format!("wss://{}/ocpp", central.address());
        let ended = run(folder.path(), &url, &["--ca", "ca.pem"]);
        assert!(ended.err.contains(words), "{words}\n{}", ended.err);
        assert_eq!(ended.code, Some(1), "{}", ended.err);
        central.next().expect_err("no TLS");
    }
    // The system's authorities do not know it.
    let central = TlsCentral::start(&Terms::new(authority.issue(&Subject::here())));
    let ended = run(folder.path(), &format!("wss://{}/ocpp", central.address()), &[]);
    assert!(ended.err.contains("CN=the authority has signed"), "{}", ended.err);
}

#[test]
fn our_server_lets_it_in_and_hears_a_whole_session() {
    let authority = Authority::new("the authority");
    let folder = tempfile::tempdir().unwrap();
    let shown = authority.issue(&Subject::here()).write(folder.path(), "server");
    let trusted = authority.0.write(folder.path(), "authority");
    let config = Config::new()
        .set("ocpp.tls.listen", "127.0.0.1:0")
        .set("ocpp.tls.certificates", json!([shown.certificate]))
        .set("ocpp.tls.keys", json!([shown.key]))
        .set("ocpp.tls.client_authorities", json!([trusted.certificate]));
    let server = Server::start(&config);
    for (version, id, profile) in [
        (Version::V16, "CP-16", 2),
        (Version::V201, "CP-201", 3),
        (Version::V21, "CP-21", 3),
    ] {
        let mut options = options(server.ocpp_tls(), id, version);
        let url = format!("wss://{}/ocpp", server.ocpp_tls());
        options.connect.endpoint = Endpoint::new(&url, id).unwrap();
        let own = authority.issue(&Subject::named(id));
        let tls = TlsOptions {
            trust: Trust::Authorities(vec![authority.pem().into_bytes()]),
            certificate: (profile == 3).then(|| ClientCertificate {
                chain: own.pem().into_bytes(),
                key: own.key_pem().into_bytes(),
            }),
        };
        options.connect.tls = Some(Tls::new(tls).unwrap());
        let mut record = json!({"securityProfile": profile});
        if profile == 2 {
            record["password"] = json!("0123456789abcdef");
            options.connect.password = Some(b"0123456789abcdef".to_vec());
        }
        server.admin().register(id, &record);
        let station = Simulated::start(options);
        station.until_accepted();
        station.does("plug 1");
        station.does("swipe TAG 1");
        wait::until("a session", || station.view().connectors[0].session.clone());
        station.does("cut");
        station.does("swipe TAG 1");
        station.does("restore");
        station.until_told();
        let sessions = sessions(&server, id);
        assert_eq!(
            (sessions.len(), &sessions[0]["state"]),
            (1, &json!("closed")),
            "{sessions:#?}"
        );
    }
}

#[test]
fn a_server_without_tls_is_told_from_one_that_is_not_there() {
    let server = Server::start(&Config::new());
    let folder = tempfile::tempdir().unwrap();
    let ended = run(folder.path(), &format!("wss://{}/ocpp", server.ocpp()), &[]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert!(ended.err.contains("no TLS connection to 127.0.0.1:"), "{}", ended.err);
    let ended = run(folder.path(), "wss://127.0.0.1:1/ocpp", &[]);
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert!(ended.err.contains("no server answers at 127.0.0.1:1"), "{}", ended.err);
}

#[test]
fn a_server_that_wants_another_certificate_says_so() {
    let authority = Authority::new("the authority");
    let stranger = Authority::new("a stranger");
    let mut terms = Terms::new(authority.issue(&Subject::here()));
    terms.clients = Some(authority.pem());
    let expired = Subject {
        days: -2,
        ..Subject::named("CP1")
    };
    for newest in [SslVersion::TLS1_3, SslVersion::TLS1_2] {
        terms.newest = Some(newest);
        for (own, words) in [
            (
                stranger.issue(&Subject::named("CP1")),
                "its authority is not known there",
            ),
            (authority.issue(&expired), "it has expired"),
        ] {
            let folder = folder(&authority, Some(&own));
            let central = TlsCentral::start(&terms);
            let url = format!("wss://{}/ocpp", central.address());
            let flags = ["--ca", "ca.pem", "--certificate", "{id}.pem", "--key", "{id}.key"];
            let ended = run(folder.path(), &url, &flags);
            assert!(ended.err.contains(words), "{newest:?} {words}\n{}", ended.err);
            assert_eq!(ended.code, Some(4), "{}", ended.err);
        }
        let folder = folder(&authority, None);
        let central = TlsCentral::start(&terms);
        let ended = run(
            folder.path(),
            &format!("wss://{}/ocpp", central.address()),
            &["--ca", "ca.pem"],
        );
        assert!(
            ended.err.contains("certificate of the charge point") || ended.err.contains("security profile 3"),
            "{newest:?} {}",
            ended.err
        );
    }
}

#[test]
fn files_and_profiles_that_do_not_fit_are_told_before_anything_is_sent() {
    let authority = Authority::new("the authority");
    let own = authority.issue(&Subject::named("CP1"));
    let folder = folder(&authority, Some(&own));
    let at = |name: &str| folder.path().join(name);
    let other = authority.issue(&Subject::named("CP2"));
    fs::write(at("other.key"), other.key_pem()).unwrap();
    let locked = own
        .key
        .private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), b"word")
        .unwrap();
    fs::write(at("locked.key"), locked).unwrap();
    let (plain, secure) = ("ws://127.0.0.1:1/ocpp", "wss://127.0.0.1:1/ocpp");
    let certificate = |key| ["--certificate", "CP1.pem", "--key", key];
    for (url, flags, words) in [
        (secure, &["--ca", "none.pem"][..], "none.pem cannot be read"),
        (secure, &["--ca", "CP1.key"], "there is no certificate in it"),
        (
            secure,
            &certificate("other.key"),
            "it is not the key of the certificate",
        ),
        (
            secure,
            &certificate("locked.key"),
            "no private key without a passphrase",
        ),
        (secure, &["--certificate", "CP1.pem"], "--key <FILE>"),
        (
            plain,
            &["--security-profile", "2"],
            "security profile 2 wants a wss:// URL",
        ),
        (
            secure,
            &["--security-profile", "2"],
            "security profile 2 wants a password",
        ),
        (
            secure,
            &["--security-profile", "3"],
            "security profile 3 wants a certificate",
        ),
        (plain, &["--profile", "1"], "security profile 1 wants a password"),
        (plain, &["--security-profile", "4"], "4 is not in 0..=3"),
    ] {
        let ended = run(folder.path(), url, flags);
        assert!(ended.err.contains(words), "{flags:?}\n{}", ended.err);
        assert_eq!(ended.code, Some(2), "{flags:?}\n{}", ended.err);
    }
}

#[test]
fn a_scenario_says_how_it_connects() {
    let authority = Authority::new("the authority");
    let own = authority.issue(&Subject::named("CP1"));
    let mut terms = Terms::new(authority.issue(&Subject::here()));
    terms.clients = Some(authority.pem());
    let central = TlsCentral::start(&terms);
    let folder = folder(&authority, Some(&own));
    let script = r#"
steps = ["expect registered Accepted"]
[charge_point.security]
profile = 3
ca = "ca.pem"
certificate = "{id}.pem"
key = "{id}.key"
"#;
    let file = folder.path().join("day.toml");
    fs::write(&file, script).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    // By name: it is asked for, and is in the certificate.
    let url = format!("wss://localhost:{}/ocpp", central.address().port());
    let ended = run(elsewhere.path(), &url, &["--script", &file.display().to_string()]);
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.out, ended.err);
    assert!(
        ended
            .out
            .contains("TLSv1.3 with TLS_AES_256_GCM_SHA384, the server is O=Example, CN=server"),
        "{}",
        ended.out
    );
    let arrived = central.next().unwrap();
    assert_eq!(
        (arrived.client.as_deref(), arrived.server_name.as_deref()),
        (Some("CP1"), Some("localhost"))
    );
}
