//! Security profiles on the server's own TLS listener, from a password in clear text to a certificate that the server
//! signed: by the workflow and by raw commands, with SIGKILL between the steps; the simulated charge point, and those on PyPI
//! `ocpp`.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::credentials::{OLD, sent, upgrade};
use ocpp_central_tests::external::Tool;
use ocpp_central_tests::pki::{Authority, Subject};
use ocpp_central_tests::process::{command, run};
use ocpp_central_tests::relay::Relay;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::simulated::{Simulated, options};
use ocpp_central_tests::tls::{self, Client, ask};
use ocpp_central_tests::verbs::wait_state;
use ocpp_central_tests::wait;
use ocpp_charge_point::Version;
use ocpp_charge_point::client::Endpoint;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Who tells the charge point what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    /// The server's own words, which know what each version calls it.
    Verbs,
    /// Each CALL as an operator writes it.
    Raw,
}

/// A server with both listeners, each behind a wire, so that it has the same addresses after it was killed.
struct Place {
    server: Server,
    plain: Relay,
    secure: Relay,
    host: Authority,
    folder: TempDir,
}

impl Place {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ca = folder.path().join("ca");
        let made = run(
            command().args(["ca", "init", "--organisation", "Example"]).arg(&ca),
            b"",
        );
        assert_eq!(made.code, Some(0), "{}", made.err);
        let host = Authority::new("Host");
        let own = host.issue(&Subject::here()).write(folder.path(), "host");
        let (plain, secure) = (Relay::to_nobody(), Relay::to_nobody());
        let config = Config::new()
            .set("ocpp.register_unknown", false)
            .set("ocpp.public_url", format!("wss://{}/ocpp", secure.address()))
            .set("ocpp.tls.listen", "127.0.0.1:0")
            .set("ocpp.tls.certificates", json!([own.certificate]))
            .set("ocpp.tls.keys", json!([own.key]))
            .set("ocpp.tls.client_authorities", json!([ca.join("authority.pem")]))
            .set("certificates.authority", ca.display().to_string());
        let place = Self {
            server: Server::start(&config),
            plain,
            secure,
            host,
            folder,
        };
        place.lay();
        place
    }

    fn lay(&self) {
        self.plain.turn_to(self.server.ocpp());
        self.secure.turn_to(self.server.ocpp_tls());
    }

    /// The root of the server's certificate in a file.
    fn root(&self) -> PathBuf {
        let path = self.folder.path().join("root.pem");
        fs::write(&path, self.host.pem()).unwrap();
        path
    }

    /// SIGKILL, and there again at the same addresses.
    fn crash(&mut self) {
        self.server.crash_and_restart();
        self.lay();
    }

    /// CP1 with a password in clear text, which comes back at once wherever it is told.
    fn station(&self, version: Version) -> Simulated {
        let body = json!({"securityProfile": 1, "password": OLD});
        self.server.admin().register("CP1", &body);
        let mut options = options(self.plain.address(), "CP1", version);
        options.connect.password = Some(OLD.as_bytes().to_vec());
        if version == Version::V16 {
            let url = format!("wss://{}/ocpp", self.secure.address());
            options.connect.secure = Some(Endpoint::new(&url, "CP1").unwrap());
        }
        options.backoff.wait_minimum = Duration::from_millis(50);
        let station = Simulated::start(options);
        station.until_accepted();
        self.server.admin().wait_connected("CP1", true);
        station
    }

    fn raw(&self, action: &str, payload: &Value) -> Value {
        let path = format!("/api/v1/charge-points/CP1/commands/{action}");
        let answer = self.server.admin().post(&path, payload).expect(200);
        assert!(!answer.to_string().contains("Rejected"), "{action}: {answer}");
        answer
    }

    fn install(&self, door: Door, version: Version) {
        let pem = self.host.pem();
        if door == Door::Verbs {
            let body = json!({"certificateType": "CSMSRootCertificate", "certificate": pem});
            let id = sent(&self.server.admin(), "install-certificate", &body);
            wait_state(&self.server.admin(), &id, "in-effect");
            return;
        }
        let word = match version {
            Version::V16 => "CentralSystemRootCertificate",
            _ => "CSMSRootCertificate",
        };
        self.raw(
            "InstallCertificate",
            &json!({"certificateType": word, "certificate": pem}),
        );
    }

    fn raise(&self, door: Door, version: Version, profile: u8) {
        if door == Door::Verbs {
            let body = match version {
                Version::V16 => json!({ "profile": profile }),
                _ => json!({"profile": profile, "slot": profile}),
            };
            drop(sent(&self.server.admin(), "set-security-profile", &body));
            return;
        }
        if version == Version::V16 {
            let payload = json!({"key": "SecurityProfile", "value": profile.to_string()});
            self.raw("ChangeConfiguration", &payload);
            return;
        }
        let mut data = json!({"ocppTransport": "JSON", "messageTimeout": 30, "securityProfile": profile,
            "ocppCsmsUrl": format!("wss://{}/ocpp", self.secure.address()), "ocppInterface": "Wired0"});
        if version == Version::V201 {
            data["ocppVersion"] = json!("OCPP20");
        }
        let set = json!({"configurationSlot": profile, "connectionData": data});
        self.raw("SetNetworkProfile", &set);
        let order = json!({"setVariableData": [{"component": {"name": "OCPPCommCtrlr"},
            "variable": {"name": "NetworkConfigurationPriority"}, "attributeValue": profile.to_string()}]});
        self.raw("SetVariables", &order);
        self.raw("Reset", &json!({"type": "Immediate"}));
    }

    /// The charge point asks for a certificate, and is brought it.
    fn certify(&self, door: Door, version: Version) {
        let (action, word) = match version {
            Version::V16 => ("ExtendedTriggerMessage", "SignChargePointCertificate"),
            _ => ("TriggerMessage", "SignChargingStationCertificate"),
        };
        match door {
            Door::Verbs => drop(sent(&self.server.admin(), "renew-certificate", &json!({}))),
            Door::Raw => drop(self.raw(action, &json!({"requestedMessage": word}))),
        }
        wait::until("it has taken a certificate", || {
            let shown = self
                .server
                .admin()
                .get("/api/v1/charge-points/CP1/certificates")
                .expect(200);
            let items = shown["items"].as_array().unwrap();
            items
                .iter()
                .any(|one| one["request"]["state"] == "accepted")
                .then_some(())
        });
    }

    fn shown(&self) -> Value {
        self.server.admin().get("/api/v1/charge-points/CP1").expect(200)
    }

    fn until(&self, station: &Simulated, profile: u8) {
        wait::until(&format!("it is connected with security profile {profile}"), || {
            let (view, shown) = (station.view(), self.shown());
            let is_there = view.connected && shown["connected"] == true;
            (is_there && view.security_profile == profile && shown["securityProfile"] == profile).then_some(())
        });
    }

    fn password_alone(&self) -> bool {
        upgrade("1.6", OLD.as_bytes()).send(self.server.ocpp()).status == 101
    }

    fn password_by_tls(&self) -> bool {
        let client = Client {
            trusts: Some(&self.host),
            name: Some("localhost"),
            ..Client::default()
        };
        let mut connection = client.connect(self.server.ocpp_tls()).unwrap();
        let basic = STANDARD.encode(format!("CP1:{OLD}"));
        let head = ask(
            &mut connection,
            &tls::upgrade("CP1", &format!("Authorization: Basic {basic}\r\n")),
        );
        head.starts_with("HTTP/1.1 101")
    }
}

/// From 1 to 2 to 3; the server is killed before the charge point has come, and after it.
fn raised(door: Door, version: Version) {
    let mut place = Place::start();
    let station = place.station(version);
    place.install(door, version);
    // It cannot come by TLS yet, so it stays as it is. Nobody knows whether it will.
    place.secure.cut();
    place.raise(door, version, 2);
    wait::until("it has tried", || (place.secure.turned_away() > 0).then_some(()));
    place.crash();
    place.until(&station, 1);
    place.secure.restore();
    place.raise(door, version, 2);
    place.until(&station, 2);
    place.crash();
    place.until(&station, 2);
    assert!(!place.password_alone());

    place.certify(door, version);
    place.crash();
    place.until(&station, 2);
    place.raise(door, version, 3);
    place.until(&station, 3);
    place.crash();
    place.until(&station, 3);
    assert!(!place.password_alone() && !place.password_by_tls());
    let certificates = place
        .server
        .admin()
        .get("/api/v1/charge-points/CP1/certificates")
        .expect(200);
    assert_eq!(certificates["items"][0]["kind"], "presented", "{certificates}");
}

#[test]
fn version_1_6_by_the_workflow() {
    raised(Door::Verbs, Version::V16);
}

#[test]
fn version_1_6_by_raw_commands() {
    raised(Door::Raw, Version::V16);
}

#[test]
fn version_2_0_1_by_the_workflow() {
    raised(Door::Verbs, Version::V201);
}

#[test]
fn version_2_0_1_by_raw_commands() {
    raised(Door::Raw, Version::V201);
}

#[test]
fn version_2_1_by_the_workflow() {
    raised(Door::Verbs, Version::V21);
}

#[test]
fn version_2_1_by_raw_commands() {
    raised(Door::Raw, Version::V21);
}

#[test]
fn charge_points_on_pypi_ocpp_take_new_passwords() {
    for version in ["1.6", "2.0.1", "2.1"] {
        let place = Place::start();
        if !Tool::Python.run(&place.server, &["rotated", version]) {
            return;
        }
    }
}

#[test]
fn charge_points_on_pypi_ocpp_are_raised_to_certificates() {
    for version in ["1.6", "2.0.1", "2.1"] {
        let place = Place::start();
        let (url, root) = (format!("wss://{}", place.secure.address()), place.root());
        if !Tool::Python.run(&place.server, &["raised", version, &url, root.to_str().unwrap()]) {
            return;
        }
    }
}
