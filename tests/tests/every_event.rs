//! Every plugin that ships takes every kind of event: the examples of `tests/fixtures/events`, under settings with
//! which it does what it can.

use std::fs;
use std::path::Path;

use ocpp_central_tests::artifacts;
use ocpp_central_tests::process::{command, run};
use serde_json::{Value, json};

const HOOK: &str = "https://hooks.example/all";

/// Settings under which a plugin does what it can.
fn settings(name: &str) -> Value {
    match name {
        "http-forward" => json!({"events": [{"kinds": ["*"], "url": HOOK}]}),
        "webhook-notifier" => json!({"targets": [{"name": "chat", "url": HOOK, "kinds": ["*"], "format": "text"}]}),
        "load-balancer" => json!({"sites": [{
            "name": "north", "limit": 32, "failSafe": 6, "chargePoints": [{"id": "CP-1", "connectors": [
                {"id": 1, "max": 32, "floor": 6}, {"id": 2, "max": 32, "floor": 6}
            ]}]
        }]}),
        "tariff" => json!({"currency": "EUR", "time_zone": {"offset": "+01:00"}, "tariffs": [
            {"id": "all", "running_cost": "both", "prices": [{"energy": "0.40", "minute": "0.01", "idle_minute": "0.05"}]}
        ]}),
        "connector-guard" => json!({"rules": [{"chargePoints": "*", "allow": [1, 2]}]}),
        _ => json!({}),
    }
}

/// All examples of all kinds, as steps.
fn steps() -> Vec<Value> {
    let mut files: Vec<_> = fs::read_dir(artifacts::suite_dir().join("fixtures/events"))
        .expect("the examples")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    let mut steps = Vec::new();
    for file in files {
        let examples: Vec<Value> = serde_json::from_slice(&fs::read(&file).expect("a file")).expect("examples");
        for mut example in examples {
            example["kind"] = file.file_stem().expect("a kind").to_string_lossy().into();
            example["receivedAt"] = "2026-01-01T08:30:00.000Z".into();
            let members = example.as_object_mut().expect("an object");
            members.entry("chargePoint").or_insert_with(|| "CP-1".into());
            // What else comes of it is for the plugins' own fixtures.
            steps.push(json!({"event": example, "expect": {"outcome": "ok"}}));
        }
    }
    steps
}

/// More answers than the steps can ask for.
fn answers() -> Vec<Value> {
    [HOOK; 200]
        .iter()
        .map(|url| json!({"method": "POST", "url": url, "answer": {"status": 204}}))
        .collect()
}

fn plays(name: &str, component: &Path, settings: &Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let fixture = json!({"settings": settings, "http": answers(), "steps": steps()});
    fs::write(folder.path().join("every-event.json"), fixture.to_string()).expect("the fixture");
    let mut test = command();
    test.args(["plugin", "test", "--json"])
        .arg(component)
        .arg("--fixtures")
        .arg(folder.path());
    let played = run(&mut test, b"");
    let report: Value = serde_json::from_str(&played.out).unwrap_or_else(|_| panic!("{name}: {played:?}"));
    assert_eq!(report["passed"], true, "{name} with {settings}: {report:#}");
    assert!(
        report["fixtures"][0]["steps"].as_u64() > Some(40),
        "every example was played: {report}"
    );
}

#[test]
fn every_plugin_takes_every_kind_of_event() {
    let mut played = Vec::new();
    for file in fs::read_dir(artifacts::more_plugins()).expect("the components") {
        let component = file.expect("a file").path();
        let name = component.file_stem().expect("a name").to_string_lossy().into_owned();
        plays(&name, &component, &settings(&name));
        played.push(name);
    }
    for name in ["http-forward", "load-balancer", "id-tag-policy", "connector-guard"] {
        assert!(
            played.iter().any(|there| there == name),
            "{name} was not played: {played:?}"
        );
    }
    // Those in other languages are there where their tools are.
    for name in ["tariff", "webhook-notifier"] {
        let is_there = played.iter().any(|there| there == name);
        assert!(is_there || std::env::var_os("CI").is_none(), "{name} was not built");
    }
}
