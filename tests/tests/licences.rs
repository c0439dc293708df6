//! Every dependency, those of builds and tests too, has a licence that `deny.toml` allows; and none is allowed
//! that no dependency needs.

use std::fs;
use std::process::Command;

use ocpp_central_tests::artifacts;
use ocpp_central_tests::licence::allowed;
use serde_json::Value;

/// The licences that `deny.toml` allows.
fn list() -> Vec<String> {
    let text = fs::read_to_string(artifacts::suite_dir().join("../deny.toml")).unwrap();
    let file: toml::Table = toml::from_str(&text).unwrap();
    let allow = file["licenses"]["allow"].as_array().unwrap();
    allow.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// Name, version and licence of every dependency on any platform that the lock file names.
fn dependencies() -> Vec<(String, String)> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(artifacts::suite_dir());
    let output = cargo.output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    // Ours have no source.
    let others = packages.iter().filter(|package| !package["source"].is_null());
    others
        .map(|package| {
            let licence = package["license"].as_str().unwrap_or("no licence in words");
            let [name, version] = ["name", "version"].map(|key| package[key].as_str().unwrap());
            (format!("{name} {version}"), licence.to_owned())
        })
        .collect()
}

#[test]
fn every_dependency_has_a_licence_that_we_allow() {
    let list = list();
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let dependencies = dependencies();
    assert!(dependencies.len() > 300, "{} dependencies", dependencies.len());
    let refused: Vec<String> = dependencies
        .iter()
        .filter_map(|(name, licence)| {
            let missing = allowed(licence, &list).err()?;
            Some(format!("{name}: {licence} ({missing} is not in deny.toml)"))
        })
        .collect();
    assert!(refused.is_empty(), "\n{}", refused.join("\n"));
}

#[test]
fn every_licence_that_we_allow_is_needed() {
    let (list, dependencies) = (list(), dependencies());
    for unneeded in &list {
        let rest: Vec<&str> = list
            .iter()
            .map(String::as_str)
            .filter(|name| *name != unneeded)
            .collect();
        let needed = dependencies.iter().any(|(_, licence)| allowed(licence, &rest).is_err());
        assert!(needed, "{unneeded}: no dependency needs it any more");
    }
}
