//! A new password is in nothing that is kept, logged, shown or handed on: not while its command waits for the charge point,
//! and not after it.

use std::fs;
use std::path::Path;

use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::credentials::{NEW, NEW_HEX, OLD, connected, lets_in, told, word};
use ocpp_central_tests::process;
use ocpp_central_tests::receiver::Receiver;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::verbs::{state_of, wait_state};
use ocpp_central_tests::wait;
use ocpp_central_tests::webhooks::add;
use serde_json::{Value, json};

/// A word of each command that waits, which is kept in clear: where it is found the search looks at what is kept.
const BESIDE: &str = "a-word-beside-it";

fn server() -> Server {
    let config = Config::new()
        .set("ocpp.register_unknown", false)
        .set("connection.settle_delay", "50ms")
        .set("ask.inventory", false)
        .set("messages.durable", json!(["CP*"]))
        .set("log.filter", "trace");
    let server = Server::start(&config);
    server
        .admin()
        .register("CP1", &json!({"securityProfile": 1, "password": OLD}));
    server
}

fn is_in(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Every file below a folder with a text in it.
fn files_with(folder: &Path, text: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_with(&path, text, found);
        } else if fs::read(&path).is_ok_and(|bytes| is_in(&bytes, text)) {
            found.push(path.display().to_string());
        }
    }
}

fn backup(server: &Server) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.backup");
    let address = format!("http://{}", server.admin_address());
    let mut command = process::command();
    command.args([
        "backup",
        "--files",
        "--out",
        &file.display().to_string(),
        "--server",
        &address,
    ]);
    let ended = process::run(command.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"");
    assert_eq!(ended.code, Some(0), "{ended:?}");
    fs::read(file).unwrap()
}

/// Looks for the passwords wherever they might be.
fn search(server: &Server, moment: &str) {
    let admin = server.admin();
    let paths = [
        "charge-points/CP1",
        "charge-points/CP1/messages",
        "charge-points/CP1/timeline",
        "charge-points/CP1/configuration",
        "charge-points/CP1/records",
        "commands",
        "campaigns",
        "audit",
        "webhooks",
        "fleet",
    ];
    let mut shown: Vec<(String, String)> = Vec::new();
    for path in paths {
        let listed = admin.get(&format!("/api/v1/{path}")).expect(200);
        for item in listed["items"].as_array().into_iter().flatten() {
            if let (true, Some(id)) = (matches!(path, "commands" | "campaigns"), item["id"].as_str()) {
                let one = admin.get(&format!("/api/v1/{path}/{id}")).expect(200);
                shown.push((format!("{path}/{id}"), one.to_string()));
            }
        }
        shown.push((path.to_owned(), listed.to_string()));
    }
    shown.push(("the log".to_owned(), server.log()));
    for secret in [NEW, NEW_HEX] {
        for (place, text) in &shown {
            assert!(!text.contains(secret), "{moment}, {secret}: {place}: {text}");
        }
        let mut found = Vec::new();
        files_with(&server.data_folder(), secret, &mut found);
        assert_eq!(found, Vec::<String>::new(), "{moment}, {secret}");
        assert!(!is_in(&backup(server), secret), "{moment}, {secret}: in a backup");
    }
    let mut found = Vec::new();
    files_with(&server.data_folder(), BESIDE, &mut found);
    assert!(!found.is_empty(), "the search does not see what is kept");
}

/// Takes the next password that comes, in whichever CALL.
fn takes(station: &mut Station, version: &str) {
    let (id, secret) = told(station, version);
    assert!(secret == NEW || secret == NEW_HEX, "the station is told all of it");
    station.answer(&id, &word(version, "Accepted"));
}

fn queue(server: &Server, door: &str, body: &Value) -> String {
    let path = format!("/api/v1/charge-points/CP1/commands/{door}?ttl=1h&wait=false&coalesce={BESIDE}-{door}");
    let taken = server.admin().post(&path, body).expect(202);
    taken["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_password_is_nowhere_in_clear() {
    for version in ["1.6", "2.0.1"] {
        let mut server = server();
        let admin = server.admin();
        let receiver = Receiver::taking();
        add(&admin, &receiver, "all", &["*"]);
        let secret = if version == "1.6" { NEW_HEX } else { NEW };
        let values = json!({"values": {"AuthorizationKey": secret}});
        let raw = if version == "1.6" {
            (
                "ChangeConfiguration",
                json!({"key": "AuthorizationKey", "value": secret}),
            )
        } else {
            let data = json!({"component": {"name": "SecurityCtrlr"}, "variable": {"name": "BasicAuthPassword"},
                "attributeValue": secret});
            ("SetVariables", json!({"setVariableData": [data]}))
        };
        let commands = [
            queue(&server, "set-password", &json!({"password": NEW})),
            queue(&server, raw.0, &raw.1),
            queue(&server, "set-configuration", &values),
        ];
        let campaign = json!({"command": "set-password", "name": BESIDE, "payload": {"password": NEW},
            "selection": {"chargePoints": ["CP1"]}});
        assert_eq!(admin.post("/api/v1/campaigns", &campaign).status, 201);
        search(&server, "while they wait");
        server.crash_and_restart();
        let admin = server.admin();
        search(&server, "after a restart");
        let mut station = connected(&server, version, OLD.as_bytes());
        for _ in 0..4 {
            takes(&mut station, version);
        }
        for command in &commands {
            wait::until("it has ended", || {
                let state = state_of(&admin, command);
                matches!(&*state, "accepted" | "answered" | "in-effect" | "failed").then_some(())
            });
        }
        search(&server, "after they were answered");
        assert!(lets_in(&server, version, NEW.as_bytes()));
        wait_state(&admin, &commands[1], "answered");
        receiver.wait("the webhook is told of it", |posted| is_in(&posted.text, "in-use"));
        for posted in receiver.posted() {
            assert!(!is_in(&posted.text, NEW) && !is_in(&posted.text, NEW_HEX), "{posted:?}");
        }
        search(&server, "after it was used");
    }
}
