//! Fixtures that a component brings: the server plays them before it takes it, and refuses what fails them.

use std::fs;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::process::{command, run};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

const PLUGIN: &str = "/api/v1/plugins/decider";
const SECTION: &str = "ocpp-plugin-fixtures";

fn decider() -> Config {
    Config::new().compiling().plugin("name = \"decider\"")
}

/// A step in which BLOCKED-1 is judged with this status.
fn judged(status: &str) -> Value {
    json!({
        "call": {
            "version": "1.6", "action": "Authorize", "chargePoint": "CP-1", "payload": {"idTag": "BLOCKED-1"},
            "proposed": {"idTagInfo": {"status": "Accepted"}}
        },
        "expect": {"outcome": {"replace": {"idTagInfo": {"status": status}}}}
    })
}

fn bringing(guest: &str, section: &[u8]) -> Vec<u8> {
    artifacts::with_section(fs::read(artifacts::guest(guest)).unwrap(), SECTION, section)
}

fn strict(section: &Value) -> Vec<u8> {
    bringing("decider-strict", section.to_string().as_bytes())
}

fn judge(station: &mut Station) -> Value {
    station.call("Authorize", &json!({"idTag": "BLOCKED-1"}))["idTagInfo"]["status"].clone()
}

fn refused(admin: &Admin, component: Vec<u8>) -> String {
    let problem = admin.put_bytes(PLUGIN, component).expect(400);
    problem["detail"].as_str().unwrap().to_owned()
}

#[test]
fn a_component_that_passes_its_own_fixtures_is_taken() {
    let mut server = Server::start(&decider());
    let section = json!({"blocked.json": {"steps": [judged("Blocked")]}, "twice.json": {"steps": [judged("Blocked"), judged("Blocked")]}});
    let version = server.admin().put_bytes(PLUGIN, strict(&section)).expect(200);
    assert_eq!(judge(&mut Station::connect(&server, "CP1", "1.6")), "Blocked");
    server.crash_and_restart();
    assert_eq!(server.admin().get(PLUGIN).expect(200)["digest"], version["digest"]);
    assert_eq!(judge(&mut Station::connect(&server, "CP1", "1.6")), "Blocked");
    let again = server.admin().put_bytes(PLUGIN, strict(&section)).expect(200);
    assert_eq!(again["digest"], version["digest"]);
    assert_eq!(
        server.log().matches("a plugin was compiled").count(),
        1,
        "{}",
        server.log()
    );
}

#[test]
fn a_component_that_fails_its_own_fixture_is_refused_and_the_active_version_stays() {
    let server = Server::start(&decider());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let before = admin.put_bytes(PLUGIN, strict(&json!({}))).expect(200);
    let good = json!({"steps": [judged("Blocked")]});
    let section = json!({"a.json": good, "b.json": {"steps": [judged("Blocked"), judged("Expired")]}});
    for path in [PLUGIN.to_owned(), format!("{PLUGIN}?activate=false")] {
        let problem = admin.put_bytes(&path, strict(&section)).expect(400);
        let detail = problem["detail"].as_str().unwrap();
        let told = "decider was not taken: its fixture b.json is not as expected in step 2 (call Authorize) with fresh \
                    instances: at /outcome/replace/idTagInfo/status: expected \"Expired\", came \"Blocked\". \
                    `ocpp-central plugin test` plays";
        assert!(detail.starts_with(told), "{detail}");
    }
    let status = admin.get(PLUGIN).expect(200);
    assert_eq!(
        (&status["digest"], status["versions"].as_array().unwrap().len()),
        (&before["digest"], 1)
    );
    assert_eq!(judge(&mut station), "Blocked");
    let folder = server.data_folder().join("plugins/decider/compiled");
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "no code of what was refused");
}

#[test]
fn a_component_that_traps_in_its_fixture_is_refused_with_the_reason() {
    let server = Server::start(&decider());
    let section = json!({"a.json": {"steps": [judged("Blocked")]}});
    let reason = refused(
        &server.admin(),
        bringing("decider-failing", section.to_string().as_bytes()),
    );
    assert!(reason.contains("a.json is not as expected in step 1"), "{reason}");
    assert!(reason.contains("trap"), "{reason}");
}

#[test]
fn a_broken_section_is_refused_by_its_name() {
    let server = Server::start(&decider());
    let admin = server.admin();
    let large = format!("{{\"a.json\": \"{}\"}}", "x".repeat(1 << 20));
    for (section, cause) in [
        ("no JSON", "it is no object of fixtures"),
        ("{\"a.json\": {}}", "a.json is no fixture: missing field `steps`"),
        (large.as_str(), "bytes, and may have 1048576"),
    ] {
        let reason = refused(&admin, bringing("decider-strict", section.as_bytes()));
        assert!(
            reason.contains("its section `ocpp-plugin-fixtures` cannot be used"),
            "{reason}"
        );
        assert!(reason.contains(cause), "{reason}");
    }
    assert_eq!(admin.get(PLUGIN).status, 404);
}

#[test]
fn a_file_of_the_folder_is_held_to_its_fixtures_too() {
    let server = Server::start(&decider().set("plugins.watch_interval", "50ms"));
    let section = json!({"a.json": {"steps": [judged("Expired")]}});
    fs::write(server.plugin_folder().join("decider.wasm"), strict(&section)).unwrap();
    ocpp_central_tests::wait::until("the complaint about the file", || {
        server
            .log()
            .contains("its fixture a.json is not as expected")
            .then_some(())
    });
    assert_eq!(server.admin().get(PLUGIN).status, 404);
}

#[test]
fn what_a_component_brings_is_told_by_check() {
    let folder = tempfile::tempdir().unwrap();
    let check = |component: Vec<u8>, how: &[&str]| {
        fs::write(folder.path().join("decider.wasm"), component).unwrap();
        let mut check = command();
        check
            .current_dir(folder.path())
            .args(["plugin", "check", "decider.wasm"]);
        run(check.args(how), b"")
    };
    let section = json!({"a.json": {"steps": [judged("Blocked")]}, "b.json": {"steps": [judged("Blocked")]}});
    let told = check(strict(&section), &[]);
    assert!(
        told.out
            .contains("brings      2 fixtures, which a server plays before it takes it\n"),
        "{told:?}"
    );
    let json: Value = serde_json::from_str(&check(strict(&section), &["--json"]).out).unwrap();
    assert_eq!(json["fixtures"], json!(["a.json", "b.json"]));
    let none = check(fs::read(artifacts::guest("decider-strict")).unwrap(), &[]);
    assert!(none.out.contains("brings      no fixtures\n"), "{none:?}");
    let broken = check(bringing("decider-strict", b"[]"), &[]);
    assert_eq!((broken.code, broken.out.as_str()), (Some(1), ""));
    assert!(
        broken.err.contains("its section `ocpp-plugin-fixtures` cannot be used"),
        "{broken:?}"
    );
}
