//! Security profile 3: a charge point comes in by its certificate, which is its own, valid and from an authority that is
//! trusted; and where it comes from when a proxy ends TLS.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::pki::{Authority, Issued, Subject, self_signed};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::tls::{Client, ask, frame, upgrade};
use ocpp_central_tests::wait;
use serde_json::{Value, json};

/// A server that trusts an authority, with a charge point of security profile 3.
struct Site {
    authority: Authority,
    revoked: Issued,
    server: Server,
    _folder: tempfile::TempDir,
}

fn own<'a>(name: &'a str) -> Subject<'a> {
    Subject {
        name,
        organisation: "Our company",
        ..Subject::default()
    }
}

impl Site {
    fn new() -> Self {
        let (authority, folder) = (
            Authority::new("Authority of charge points"),
            tempfile::tempdir().unwrap(),
        );
        let revoked = authority.issue(&own("CP1"));
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("revoked.pem"), authority.revocation_list(&[&revoked])).unwrap();
        let trusted = authority.0.write(folder.path(), "authority");
        let shown = authority.issue(&Subject::default()).write(folder.path(), "server");
        let config = Config::new()
            .set("ocpp.tls.listen", "127.0.0.1:0")
            .set("ocpp.tls.certificates", json!([shown.certificate]))
            .set("ocpp.tls.keys", json!([shown.key]))
            .set("ocpp.tls.client_authorities", json!([trusted.certificate]))
            .set("ocpp.tls.revocation_lists", json!([at("revoked.pem")]))
            .set("ocpp.tls.organisation", "Our company")
            .set("ocpp.trusted_proxies", json!(["127.0.0.1"]))
            .set("ocpp.client_certificate_header", "Client-Cert");
        let server = Server::start(&config);
        server.admin().register("CP1", &json!({"securityProfile": 3}));
        Self {
            authority,
            revoked,
            server,
            _folder: folder,
        }
    }

    /// How the server answers, with the reason where it refuses.
    fn comes(&self, shows: Option<&Issued>) -> String {
        let client = Client {
            trusts: Some(&self.authority),
            shows,
            ..Client::default()
        };
        let mut connection = client.connect(self.server.ocpp_tls()).unwrap();
        ask(&mut connection, &upgrade("CP1", ""))
    }

    fn boots(&self, shows: &Issued, serial: &str) -> Value {
        let client = Client {
            shows: Some(shows),
            ..Client::default()
        };
        let mut connection = client.connect(self.server.ocpp_tls()).unwrap();
        let head = ask(&mut connection, &upgrade("CP1", ""));
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        let boot = json!([2, "1", "BootNotification",
            {"chargePointVendor": "V", "chargePointModel": "M", "chargePointSerialNumber": serial}]);
        connection.write_all(&frame(&boot.to_string())).unwrap();
        let mut head = [0; 2];
        connection.read_exact(&mut head).unwrap();
        let mut text = vec![0; usize::from(head[1])];
        connection.read_exact(&mut text).unwrap();
        serde_json::from_slice::<Value>(&text).unwrap()[2]["status"].clone()
    }
}

#[test]
fn it_comes_in_by_a_certificate_of_its_own_that_is_trusted_and_by_nothing_else() {
    let site = Site::new();
    let issued = |subject: &Subject<'_>| site.authority.issue(subject);
    let good = issued(&own("CP1"));
    assert!(site.comes(Some(&good)).starts_with("HTTP/1.1 101"));
    let strange = Authority::new("Somebody else");
    let ended = issued(&Subject { days: -1, ..own("CP1") });
    let foreign = issued(&Subject {
        organisation: "Another company",
        ..own("CP1")
    });
    for (shows, reason) in [
        (None, "showed no certificate"),
        (Some(strange.issue(&own("CP1"))), "not trusted"),
        (Some(self_signed(&own("CP1"))), "self"),
        (Some(ended), "expired"),
        (Some(site.revoked.clone()), "revoked"),
        (Some(foreign), "Another company"),
    ] {
        let head = site.comes(shows.as_ref());
        assert!(
            head.starts_with("HTTP/1.1 401") && head.contains(reason),
            "{reason}: {head}"
        );
        // The reason is where operators look.
        let shown = site.server.admin().get("/api/v1/charge-points/CP1").expect(200);
        assert!(
            shown["lastRefused"]["reason"]
                .as_str()
                .unwrap_or_default()
                .contains(reason),
            "{shown}"
        );
    }
    // By TLS with a password only, or without TLS: not with this profile.
    let mut plain = TcpStream::connect(site.server.ocpp()).unwrap();
    assert!(ask(&mut plain, &upgrade("CP1", "")).contains("connect with wss"));
}

#[test]
fn its_name_is_the_identity_or_the_serial_number() {
    let site = Site::new();
    let (by_serial, of_another) = (site.authority.issue(&own("SN-7")), site.authority.issue(&own("SN-8")));
    // It never booted here, so its BootNotification decides.
    assert_eq!(site.boots(&of_another, "SN-7"), "Rejected");
    let kinds = || {
        let timeline = site.server.admin().timeline("CP1");
        timeline
            .iter()
            .any(|event| event["kind"] == "charge-point.certificate-of-another")
            .then_some(())
    };
    wait::until("the mismatch on the timeline", kinds);
    assert_eq!(site.boots(&by_serial, "SN-7"), "Accepted");
    let head = site.comes(Some(&of_another));
    assert!(head.starts_with("HTTP/1.1 401") && head.contains("SN-8"), "{head}");
    assert_eq!(site.boots(&by_serial, "SN-7"), "Accepted");
}

#[test]
fn a_trusted_proxy_hands_the_certificate_over_in_any_usual_form() {
    let site = Site::new();
    let good = site.authority.issue(&own("CP1")).certificate;
    let der = STANDARD.encode(good.to_der().unwrap());
    let pem = String::from_utf8(good.to_pem().unwrap()).unwrap();
    let escaped: String = pem.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let comes = |certificate: &str, scheme: &str| {
        let mut proxy = TcpStream::connect(site.server.ocpp()).unwrap();
        let more =
            format!("X-Forwarded-Proto: {scheme}\r\nX-Forwarded-For: 203.0.113.7\r\nClient-Cert: {certificate}\r\n");
        ask(&mut proxy, &upgrade("CP1", &more))
    };
    for form in [format!(":{der}:"), der.clone(), escaped] {
        let head = comes(&form, "https");
        assert!(head.starts_with("HTTP/1.1 101"), "{form}: {head}");
    }
    assert!(comes("", "https").contains("showed no certificate"));
    assert!(comes("nonsense", "https").contains("cannot be read"));
    assert!(comes(&der, "http").contains("connect with wss"));
}
