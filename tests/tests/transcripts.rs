//! Plays the transcripts in `transcripts/`: what a charge point may send wrongly, and the exact answers.

use std::collections::BTreeMap;

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::transcript::{Transcript, load, play};

#[test]
fn ocpp_1_6() {
    play_all("1.6");
}

#[test]
fn ocpp_2_0_1() {
    play_all("2.0.1");
}

#[test]
fn ocpp_2_1() {
    play_all("2.1");
}

/// One server per set of settings; every failure is reported, not only the first.
fn play_all(version: &str) {
    let folder = artifacts::suite_dir().join("transcripts");
    let mut groups: BTreeMap<String, Vec<Transcript>> = BTreeMap::new();
    for transcript in ["any", version].iter().flat_map(|name| load(&folder.join(name))) {
        groups
            .entry(format!("{:?}", transcript.settings))
            .or_default()
            .push(transcript);
    }
    let mut failures = Vec::new();
    for transcripts in groups.values() {
        let mut server = Server::start(&config_of(&transcripts[0]));
        failures.extend(
            transcripts
                .iter()
                .filter_map(|transcript| play(transcript, version, &server).err()),
        );
        assert!(server.is_alive(), "the server died:\n{}", server.log());
    }
    assert!(
        failures.is_empty(),
        "{} of the transcripts failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn config_of(transcript: &Transcript) -> Config {
    transcript
        .settings
        .iter()
        .fold(Config::new(), |config, (key, value)| config.set(key, value.clone()))
}
