//! One plugin in four languages, one suite of fixtures: the same outcomes through the server's own code,
//! with fresh instances and with a warm one.

use std::fs;
use std::path::{Path, PathBuf};

use ocpp_central_tests::artifacts;
use ocpp_central_tests::process::{command, run};
use ocpp_central_tests::project::{Project, Tools};

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
}

/// Builds the plugin of a language, and plays the suite on it.
fn build_and_play(language: &str, tools: Tools) {
    let source = sdk().join(language).join("examples/doorman");
    if let Some(project) = Project::build(&source, tools) {
        play(&project.component());
    }
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
fn in_typescript() {
    build_and_play("javascript", Tools::JavaScript);
}

#[test]
fn in_python() {
    build_and_play("python", Tools::Python);
}
