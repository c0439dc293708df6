//! One plugin in four languages, one suite of fixtures: the same outcomes through the server's own code,
//! with fresh instances and with a warm one; and what a running server records of it comes out again.

use std::fs;
use std::path::{Path, PathBuf};

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::process::{command, run};
use ocpp_central_tests::project::{Project, Tools};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::json;

fn sdk() -> PathBuf {
    artifacts::suite_dir().join("../plugin-sdk")
}

/// Plays the suite on a component.
fn play(component: &Path) {
    let fixtures = sdk().join("fixtures/doorman");
    let count = fs::read_dir(&fixtures).expect("the fixtures").count();
    let mut test = command();
    test.args(["plugin", "test"])
        .arg(component)
        .arg("--fixtures")
        .arg(&fixtures);
    let played = run(&mut test, b"");
    assert_eq!(played.code, Some(0), "{played:?}");
    assert!(
        played.out.contains(&format!("{count} fixtures, ")) && played.out.ends_with("all as expected\n"),
        "{}",
        played.out
    );
    record_and_replay(component);
}

/// Lets a running server record the component's calls, and makes them again: every outcome is the same.
fn record_and_replay(component: &Path) {
    let doorman = "name = \"doorman\"\ngrants = [\"state\", \"events\"]\nsettings = { allow = [1], most = 1 }";
    let server = Server::start(&Config::new().plugin(doorman));
    let admin = server.admin();
    let put = admin.put_bytes("/api/v1/plugins/doorman", fs::read(component).expect("the component"));
    assert_eq!(put.status, 200, "{put:?}");
    let recording = "/api/v1/plugins/doorman/recording";
    let on = admin.put(recording, &json!({"on": true}));
    assert_eq!(on.status, 200, "{on:?}");
    let mut station = Station::connect(&server, "CP1", "1.6");
    for (meter, connector, expected) in [(0, 1, "Accepted"), (1, 2, "Blocked"), (2, 1, "ConcurrentTx")] {
        let start = json!({"connectorId": connector, "idTag": "ALICE", "meterStart": meter, "timestamp": "2026-01-01T00:00:00Z"});
        let started = station.call("StartTransaction", &start);
        assert_eq!(started["idTagInfo"]["status"], expected);
    }
    station.call(
        "DataTransfer",
        &json!({"vendorId": "doorman", "messageId": "greet", "data": "Zoë"}),
    );
    assert_eq!(admin.get("/plugins/doorman/starts").status, 200);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("recording.jsonl");
    // The third start ends the first session, which the plugin is told beside its answers.
    let text = wait::until("the event to be recorded", || {
        let text = admin.get(recording).body.as_str().expect("lines").to_owned();
        text.contains("transaction.ended").then_some(text)
    });
    fs::write(&file, text).expect("the recording's file");
    let mut line = command();
    line.args(["plugin", "replay"]).arg(component).arg("--from").arg(&file);
    let again = run(&mut line, b"");
    assert_eq!(again.code, Some(0), "{again:?}");
    let end = ": 6 identical, 0 equal in other words, 0 different\n";
    assert!(again.out.ends_with(end), "{}", again.out);
}

/// Builds the plugin of a language, and plays the suite on it.
fn build_and_play(language: &str, tools: Tools) {
    let source = sdk().join(language).join("examples/doorman");
    if let Some(project) = Project::build(&source, tools) {
        play(&project.component());
        same_again(&project);
    }
}

/// What is built again of the same has the same bytes, so that no server takes it for another version.
fn same_again(project: &Project) {
    let first = fs::read(project.component()).expect("the component");
    project.rebuild();
    let again = fs::read(project.component()).expect("the component");
    assert!(first == again, "a component that is built again has other bytes");
}

#[test]
fn in_rust() {
    play(&artifacts::guest("doorman"));
}

#[test]
fn in_c() {
    build_and_play("c", Tools::C);
}

#[test]
fn in_c_a_component_has_the_same_bytes_in_every_folder() {
    let source = sdk().join("c/examples/doorman");
    let built =
        || Project::build(&source, Tools::C).map(|project| fs::read(project.component()).expect("the component"));
    assert!(built() == built());
}

#[test]
fn in_typescript() {
    build_and_play("javascript", Tools::JavaScript);
}

#[test]
fn in_python() {
    build_and_play("python", Tools::Python);
}
