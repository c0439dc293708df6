//! One plugin in four languages, one suite of fixtures: the same outcomes through the server's own code,
//! with fresh instances and with a warm one.

use std::fs;
use std::path::Path;

use ocpp_central_tests::artifacts;
use ocpp_central_tests::doorman::{Language, sdks};
use ocpp_central_tests::process::{command, run};

/// Plays the suite on a component.
fn play(component: &Path) {
    let fixtures = sdks().join("fixtures/doorman");
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
}

/// Builds the plugin of a language, and plays the suite on it; if its tools are missing, that was said.
fn build_and_play(language: Language) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    if let Some(component) = language.build_doorman(folder.path()) {
        play(&component);
    }
}

#[test]
fn in_rust() {
    play(&artifacts::guest("doorman"));
}

#[test]
fn in_c() {
    build_and_play(Language::C);
}

#[test]
fn in_typescript() {
    build_and_play(Language::TypeScript);
}

#[test]
fn in_python() {
    build_and_play(Language::Python);
}
