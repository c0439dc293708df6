//! One plugin in four languages, one suite of fixtures: the same outcomes through the server's own code,
//! with fresh instances and with a warm one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ocpp_central_tests::artifacts;
use ocpp_central_tests::external::skipped;
use ocpp_central_tests::process::{command, run};

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

/// Builds the plugin of a language in a copy of its folder, and plays the suite on it.
fn build_and_play(language: &str, tools: Option<(&str, PathBuf)>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = folder.path().join("doorman");
    copy(&sdk().join(language).join("examples/doorman"), &project);
    // In the checkout the example compiles against the SDK's sources, a project of one's own against its copy.
    let config = sdk().join(language).join("template/tsconfig.json");
    if config.is_file() {
        fs::copy(config, project.join("tsconfig.json")).expect("the compiler's configuration");
    }
    if let Some((name, tools)) = tools {
        std::os::unix::fs::symlink(tools, project.join(name)).expect("a link to the tools");
    }
    let built = run(command().current_dir(&project).args(["plugin", "build"]), b"");
    assert_eq!(built.code, Some(0), "{built:?}");
    play(&project.join("build/doorman.wasm"));
}

/// The sources of a project; what its tools left there is built anew.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
    {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() && name != "build" && name != "node_modules" && name != ".venv" {
            copy(&path, &to.join(name));
        } else if path.is_file() {
            fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}

#[test]
fn in_rust() {
    play(&artifacts::guest("doorman"));
}

#[test]
fn in_c() {
    if Command::new("clang-19").arg("--version").output().is_err() {
        return skipped("clang-19");
    }
    build_and_play("c", None);
}

#[test]
fn in_typescript() {
    let modules = artifacts::tools_dir().join("javascript/node_modules");
    if !modules.is_dir() {
        return skipped("componentize-qjs");
    }
    build_and_play("javascript", Some(("node_modules", modules)));
}

#[test]
fn in_python() {
    let venv = artifacts::tools_dir().join("plugin-python");
    if !venv.join("bin/componentize-py").is_file() {
        return skipped("componentize-py");
    }
    build_and_play("python", Some((".venv", venv)));
}
