//! Servers that share compiled code (`plugins.compiled_cache`): the second takes what the first compiled, makes
//! damaged code anew, and judges by itself whether a component is taken.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

const PLUGIN: &str = "/api/v1/plugins/decider";

fn sharing(folder: &Path) -> Server {
    let config = Config::new().compiling().plugin("name = \"decider\"");
    Server::start(&config.set("plugins.compiled_cache", folder.display().to_string()))
}

/// What a new server says of a blocked id tag when it was given a component.
fn judged(folder: &Path, component: &str) -> Value {
    let server = sharing(folder);
    let bytes = fs::read(artifacts::guest(component)).unwrap();
    let taken = server.admin().put_bytes(PLUGIN, bytes);
    assert_eq!(taken.status, 200, "{taken:?}");
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Authorize", &json!({"idTag": "BLOCKED-1"}))["idTagInfo"]["status"].clone()
}

/// The code in the folder, in the order of its digests.
fn code(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

#[test]
fn a_server_takes_the_code_that_another_compiled_and_makes_damaged_code_anew() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("compiled");
    assert_eq!(judged(&folder, "decider-strict"), "Blocked");
    let strict = code(&folder).remove(0);
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(judged(&folder, "decider-lenient"), "Accepted");
    let both = code(&folder);
    assert_eq!(both.len(), 2);
    let lenient = both.iter().find(|file| **file != strict).unwrap();

    // Nothing but the name says whose code it is, so that the taking can be seen.
    let good = fs::read(&strict).unwrap();
    fs::write(&strict, fs::read(lenient).unwrap()).unwrap();
    assert_eq!(
        judged(&folder, "decider-strict"),
        "Accepted",
        "the shared code was taken"
    );

    fs::write(&strict, "no code").unwrap();
    assert_eq!(judged(&folder, "decider-strict"), "Blocked");
    assert_eq!(fs::read(&strict).unwrap().len(), good.len(), "it was made anew for all");
}

#[test]
fn what_one_server_refused_for_its_fixtures_another_refuses_too() {
    let root = tempfile::tempdir().unwrap();
    let call = json!({
        "version": "1.6", "action": "Authorize", "chargePoint": "CP-1", "payload": {"idTag": "BLOCKED-1"},
        "proposed": {"idTagInfo": {"status": "Accepted"}}
    });
    let wrong = json!({"outcome": {"replace": {"idTagInfo": {"status": "Expired"}}}});
    let section = json!({"wrong.json": {"steps": [{"call": call, "expect": wrong}]}}).to_string();
    let component = fs::read(artifacts::guest("decider-strict")).unwrap();
    let component = artifacts::with_section(component, "ocpp-plugin-fixtures", section.as_bytes());
    for _ in 0..2 {
        let server = sharing(root.path());
        let problem = server.admin().put_bytes(PLUGIN, component.clone()).expect(400);
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("wrong.json is not as expected in step 1"), "{detail}");
        assert_eq!(code(root.path()).len(), 1, "its code is there, and does not count");
    }
}
