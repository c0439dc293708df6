//! `plugin` as a process: from an empty folder, in each language whose tools are installed, to a plugin
//! that decides on a running server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::external::skipped;
use ocpp_central_tests::process::{Ended, command, run};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};
use tempfile::TempDir;

fn plugin(folder: &Path, arguments: &[&str]) -> Ended {
    run(command().current_dir(folder).arg("plugin").args(arguments), b"")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

fn json_of(ended: &Ended) -> Value {
    serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
}

/// A fixture for connector-guard: only connector 1 is allowed, and a start on another is answered this.
fn guard_fixture(connector: u32, outcome: &Value) -> Value {
    json!({
        "settings": {"rules": [{"chargePoints": "*", "allow": [1]}], "status": "Blocked"},
        "steps": [{
            "call": {
                "version": "1.6", "action": "StartTransaction", "chargePoint": "CP-1",
                "payload": {
                    "connectorId": connector, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"
                },
                "proposed": {"transactionId": 7, "idTagInfo": {"status": "Accepted"}}
            },
            "expect": {"outcome": outcome}
        }]
    })
}

fn fixtures(fixtures: &[(&str, Value)]) -> TempDir {
    let folder = folder();
    for (name, fixture) in fixtures {
        fs::write(folder.path().join(name), fixture.to_string()).expect("a fixture");
    }
    folder
}

fn blocked() -> Value {
    json!({"replace": {"transactionId": 7, "idTagInfo": {"status": "Blocked"}}})
}

#[test]
fn what_is_no_plugin_is_told_with_what_to_do() {
    let folder = folder();
    fs::write(folder.path().join("core.wasm"), b"\0asm\x01\0\0\0").expect("a module");
    fs::write(folder.path().join("text.wasm"), b"hello").expect("a text");
    fs::create_dir(folder.path().join("unbuilt")).expect("a folder");
    let toml = "name = \"mine\"\nversion = \"1\"\nlanguage = \"c\"\nentry = \"a.c\"\nhttp = true\n";
    fs::write(folder.path().join("unbuilt/plugin.toml"), toml).expect("plugin.toml");
    let cases = [
        ("none.wasm", 2, "cannot read none.wasm"),
        (".", 2, "has neither a plugin.toml nor a Cargo.toml"),
        (
            "unbuilt",
            2,
            "there is no unbuilt/build/mine.wasm: run `ocpp-central plugin build` first",
        ),
        ("core.wasm", 1, "core is a core module, not a component"),
        ("text.wasm", 1, "text is no WebAssembly"),
    ];
    for (file, code, complaint) in cases {
        let Ended { code: ended, out, err } = plugin(folder.path(), &["check", file]);
        assert_eq!((ended, out.as_str()), (Some(code), ""), "{file}: {err}");
        assert!(err.contains(complaint), "{file}: {err}");
    }
}

#[test]
fn a_good_component_is_told_with_its_section_of_the_configuration() {
    let (folder, guard) = (folder(), artifacts::plugin("connector-guard"));
    let checked = plugin(folder.path(), &["check", path(&guard)]);
    assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""), "{checked:?}");
    for line in [
        "decides     StartTransaction of OCPP 1.6",
        "[[plugin]]\nname = \"connector-guard\"\ngrants = ",
    ] {
        assert!(checked.out.contains(line), "{}", checked.out);
    }
    let checked = json_of(&plugin(folder.path(), &["check", "--json", path(&guard)]));
    assert_eq!(checked["manifest"]["actions"]["2.1"], json!(["TransactionEvent"]));
    assert_eq!(checked["fits"], true);
    fs::write(folder.path().join("core.wasm"), b"\0asm\x01\0\0\0").expect("a module");
    let refused = plugin(folder.path(), &["check", "--json", "core.wasm"]);
    assert_eq!((refused.code, &json_of(&refused)["fits"]), (Some(1), &json!(false)));
}

#[test]
fn fixtures_are_played_and_a_difference_is_told_by_its_place() {
    let guard = artifacts::plugin("connector-guard");
    let good = fixtures(&[
        ("allowed.json", guard_fixture(1, &json!("keep"))),
        ("two.json", guard_fixture(2, &blocked())),
    ]);
    let passed = plugin(good.path(), &["test", path(&guard), "--fixtures", "."]);
    assert_eq!((passed.code, passed.err.as_str()), (Some(0), ""), "{passed:?}");
    assert!(
        passed
            .out
            .ends_with("2 fixtures, 2 steps, each with fresh instances and with a warm one: all as expected\n")
    );

    let wrong = json!({"replace": {"transactionId": 7, "idTagInfo": {"status": "Invalid"}}});
    let bad = fixtures(&[("two.json", guard_fixture(2, &wrong))]);
    let differs = plugin(bad.path(), &["test", path(&guard), "--fixtures", "."]);
    assert_eq!(differs.code, Some(1), "{differs:?}");
    let told = "step 1 (call StartTransaction), fresh and warm:\n    /outcome/replace/idTagInfo/status\n      \
                expected \"Invalid\"\n      was      \"Blocked\"\n";
    assert!(differs.out.contains(told), "{}", differs.out);
    let report = json_of(&plugin(
        bad.path(),
        &["test", path(&guard), "--fixtures", ".", "--json"],
    ));
    assert_eq!(report["fixtures"][0]["findings"][0]["differences"][0]["was"], "Blocked");

    let updated = plugin(bad.path(), &["test", path(&guard), "--fixtures", ".", "--update"]);
    assert_eq!(updated.code, Some(0), "{updated:?}");
    let fixture = fs::read_to_string(bad.path().join("two.json")).expect("the fixture");
    let fixture: Value = serde_json::from_str(&fixture).expect("JSON");
    assert_eq!(fixture, guard_fixture(2, &blocked()));
}

#[test]
fn what_the_server_would_refuse_is_no_outcome_and_what_is_not_claimed_is_not_asked() {
    let guard = artifacts::plugin("connector-guard");
    let mut trapping = guard_fixture(2, &json!({"trap": "unknown field"}));
    trapping["settings"] = json!({"rule": []});
    let mut unclaimed = guard_fixture(1, &blocked());
    unclaimed["steps"][0]["call"]["action"] = json!("Heartbeat");
    let folder = fixtures(&[("trap.json", trapping), ("unclaimed.json", unclaimed)]);
    let played = plugin(folder.path(), &["test", path(&guard), "--fixtures", "."]);
    assert_eq!(played.code, Some(1), "{played:?}");
    assert!(played.out.contains("ok       trap.json"), "{}", played.out);
    let note = "its manifest does not list the action Heartbeat of OCPP 1.6: the plugin was not asked";
    assert!(played.out.contains(note), "{}", played.out);

    let broken = fixtures(&[("typo.json", json!({"steps": [{"tick": {"name": "a"}, "expects": {}}]}))]);
    let refused = plugin(broken.path(), &["test", path(&guard), "--fixtures", "."]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""));
    assert!(
        refused.err.contains("typo.json is no fixture: unknown field `expects`"),
        "{}",
        refused.err
    );
}

#[test]
fn a_fixture_is_measured_step_by_step() {
    let guard = artifacts::plugin("connector-guard");
    let folder = fixtures(&[("two.json", guard_fixture(2, &blocked()))]);
    let bench = ["bench", path(&guard), "--fixture", "two.json", "--calls", "20"];
    let text = plugin(folder.path(), &bench);
    assert_eq!((text.code, text.err.as_str()), (Some(0), ""), "{text:?}");
    assert!(text.out.contains("call StartTransaction"), "{}", text.out);
    let measured = json_of(&plugin(folder.path(), &[&bench[..], &["--json"]].concat()));
    let step = &measured["steps"][0];
    for figure in [
        &step["fresh"]["p50Us"],
        &step["warm"]["p99Us"],
        &step["memoryBytes"],
        &step["fuel"],
    ] {
        assert!(figure.as_f64().is_some_and(|figure| figure > 0.0), "{measured}");
    }
}

/// The template of a language: new, build, test; then what its tools say of a mistake in `entry`.
fn from_template(lang: &str, tools: Option<(&str, PathBuf)>, (entry, mistake): (&str, &str)) {
    let folder = folder();
    let made = plugin(folder.path(), &["new", "--lang", lang, "my-guard"]);
    assert_eq!((made.code, made.err.as_str()), (Some(0), ""), "{made:?}");
    assert!(made.out.contains("ocpp-central plugin build"), "{}", made.out);
    let again = plugin(folder.path(), &["new", "--lang", lang, "my-guard"]);
    assert_eq!(again.code, Some(2), "a project is not written over: {again:?}");
    let project = folder.path().join("my-guard");
    if let Some((name, tools)) = tools {
        std::os::unix::fs::symlink(tools, project.join(name)).expect("a link to the tools");
    }
    let built = plugin(&project, &["build"]);
    assert_eq!(built.code, Some(0), "{built:?}");
    assert!(
        built.out.starts_with("build/my-guard.wasm: my-guard 0.1.0, "),
        "{}",
        built.out
    );
    let tested = plugin(&project, &["test"]);
    assert_eq!(tested.code, Some(0), "{tested:?}");
    assert!(tested.out.ends_with("all as expected\n"), "{}", tested.out);

    fs::write(project.join(entry), mistake).expect("the entry");
    let failed = plugin(&project, &["build"]);
    assert_eq!((failed.code, failed.out.as_str()), (Some(1), ""), "{failed:?}");
    assert!(
        failed.err.contains("failed") && failed.err.contains("mistake"),
        "{}",
        failed.err
    );
}

#[test]
fn a_plugin_in_c_goes_from_template_to_outcome() {
    if Command::new("clang-19").arg("--version").output().is_err() {
        return skipped("clang-19");
    }
    from_template("c", None, ("src/plugin.c", "int mistake(void) { return nothing; }\n"));
}

/// A plugin that takes its memory for state: the second call of an instance fails.
const FORGETFUL: &str = "#include \"ocpp_plugin.h\"
static int calls;
ocpp_outcome handle(const ocpp_context *context, ocpp_str action, ocpp_str payload, ocpp_str proposed)
{
    (void)context, (void)action, (void)payload, (void)proposed;
    if (calls++ > 0) ocpp_fail(\"once is enough\");
    return ocpp_keep();
}
";

#[test]
fn a_plugin_that_keeps_state_in_its_memory_differs_where_it_is_warm() {
    if Command::new("clang-19").arg("--version").output().is_err() {
        return skipped("clang-19");
    }
    let folder = folder();
    assert_eq!(
        plugin(folder.path(), &["new", "--lang", "c", "forgetful"]).code,
        Some(0)
    );
    let project = folder.path().join("forgetful");
    fs::write(project.join("src/plugin.c"), FORGETFUL).expect("the entry");
    let mut twice = guard_fixture(1, &json!("keep"));
    let step = twice["steps"][0].clone();
    twice["steps"] = json!([step, step]);
    fs::write(project.join("fixtures/connector-two.json"), twice.to_string()).expect("the fixture");
    assert_eq!(plugin(&project, &["build"]).code, Some(0));
    let tested = plugin(&project, &["test"]);
    assert_eq!(tested.code, Some(1), "{tested:?}");
    let told = "  step 2 (call StartTransaction), warm:\n    /outcome\n      expected \"keep\"\n      \
                was      {\"trap\":\"once is enough\\n  at src/plugin.c:6\"}\n    only where an instance is used again";
    assert!(tested.out.contains(told), "{}", tested.out);
    assert!(!tested.out.contains("fresh:"), "{}", tested.out);
}

#[test]
fn a_project_brings_its_fixtures_and_a_server_plays_them_before_it_takes_it() {
    if Command::new("clang-19").arg("--version").output().is_err() {
        return skipped("clang-19");
    }
    let (folder, server) = (folder(), Server::start(&Config::new()));
    assert_eq!(plugin(folder.path(), &["new", "--lang", "c", "careful"]).code, Some(0));
    let project = folder.path().join("careful");
    let brings = || json_of(&plugin(&project, &["check", "--json"]))["fixtures"].clone();
    let push = || at(&server, ADMIN_TOKEN, &["push", path(&project)]);
    let active = || server.admin().get("/api/v1/plugins/careful").expect(200)["digest"].clone();
    let built = plugin(&project, &["build"]);
    assert!(built.out.contains(" with 1 fixture, built in "), "{built:?}");
    assert_eq!(brings(), json!(["connector-two.json"]));
    assert_eq!(push().code, Some(0));

    let good = active();
    fs::write(project.join("src/plugin.c"), FORGETFUL).expect("the entry");
    let mut twice = guard_fixture(1, &json!("keep"));
    let step = twice["steps"][0].clone();
    twice["steps"] = json!([step, step]);
    fs::write(project.join("fixtures/connector-two.json"), twice.to_string()).expect("the fixture");
    assert_eq!(plugin(&project, &["build"]).code, Some(0));
    let refused = push();
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""), "{refused:?}");
    let told = "the server answers 400: careful was not taken: its fixture connector-two.json is not as expected in \
                step 2 (call StartTransaction) with a warm instance: at /outcome: expected \"keep\", came \
                {\"trap\":\"once is enough\\n  at src/plugin.c:6\"}";
    assert!(refused.err.contains(told), "{}", refused.err);
    assert_eq!(active(), good);

    assert_eq!(plugin(&project, &["build", "--without-fixtures"]).code, Some(0));
    assert_eq!(brings(), json!([]));
    assert_eq!(push().code, Some(0), "nothing is played");
    assert_ne!(active(), good);
}

#[test]
fn plugins_in_typescript_and_javascript_go_from_template_to_outcome() {
    let modules = artifacts::tools_dir().join("javascript/node_modules");
    if !modules.is_dir() {
        return skipped("componentize-qjs");
    }
    for (lang, entry) in [("typescript", "src/plugin.ts"), ("javascript", "src/plugin.js")] {
        let tools = Some(("node_modules", modules.clone()));
        from_template(lang, tools, (entry, "export default mistake(;\n"));
    }
}

#[test]
fn a_plugin_in_python_goes_from_template_to_outcome() {
    let venv = artifacts::tools_dir().join("plugin-python");
    if !venv.join("bin/componentize-py").is_file() {
        return skipped("componentize-py");
    }
    from_template("python", Some((".venv", venv)), ("src/plugin.py", "import mistake\n"));
}

/// `plugin` on a project in Rust: as the workspace was built, with what cargo has already, and quickly.
fn with_cargo(folder: &Path, arguments: &[&str]) -> Ended {
    let target = artifacts::tools_dir().with_file_name("template-in-rust");
    let mut asking = command();
    asking.current_dir(folder).arg("plugin").args(arguments);
    asking.env("CARGO_TARGET_DIR", target).env("CARGO_NET_OFFLINE", "true");
    run(asking.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"), b"")
}

#[test]
fn a_plugin_in_rust_goes_from_template_to_another_decision_on_a_connected_station() {
    let folder = folder();
    let made = with_cargo(folder.path(), &["new", "--lang", "rust", "my-guard"]);
    assert_eq!((made.code, made.err.as_str()), (Some(0), ""), "{made:?}");
    let project = folder.path().join("my-guard");
    let locked = artifacts::suite_dir().join("../Cargo.lock");
    fs::copy(locked, project.join("Cargo.lock")).expect("the versions that cargo has");
    let built = with_cargo(&project, &["build"]);
    assert_eq!(built.code, Some(0), "{built:?}");
    assert!(
        built.out.starts_with("build/my-guard.wasm: my-guard 0.1.0, "),
        "{built:?}"
    );
    let tested = with_cargo(&project, &["test"]);
    assert_eq!(tested.code, Some(0), "{tested:?}");
    assert!(tested.out.ends_with("all as expected\n"), "{}", tested.out);

    let server = Server::start(&Config::new().plugin("name = \"my-guard\""));
    let mut station = Station::connect(&server, "CP1", "1.6");
    let mut start = |meter: u32| {
        let request = json!({
            "connectorId": 2, "idTag": "A", "meterStart": meter, "timestamp": "2026-01-01T00:00:00Z"
        });
        station.call("StartTransaction", &request)["idTagInfo"]["status"].clone()
    };
    assert_eq!(start(1), "Accepted");
    let pushed = at(&server, ADMIN_TOKEN, &["push", path(&project)]);
    assert_eq!(pushed.code, Some(0), "{pushed:?}");
    assert_eq!(start(2), "Blocked", "the next start, on the same connection");
}

#[test]
fn a_project_that_would_never_be_called_or_names_what_there_is_not_is_refused_before_any_tool_runs() {
    let folder = folder();
    let head = "name = \"mine\"\nversion = \"0.1.0\"\nlanguage = \"c\"\nentry = \"plugin.c\"\n";
    let cases = [
        ("", 2, "would never be called"),
        (
            "[actions]\n\"1.6\" = [\"Autorize\"]\n",
            1,
            "mine claims Autorize of OCPP 1.6, which that version does not have",
        ),
        (
            "http = true\ncapabilities = [\"files\"]\n",
            1,
            "there is no capability \"files\"",
        ),
        (
            "http = true\ncapabilities = [\"http\"]\n",
            2,
            "the C SDK has no outgoing HTTP",
        ),
    ];
    fs::write(folder.path().join("plugin.c"), "").expect("the entry");
    for (tail, code, complaint) in cases {
        fs::write(folder.path().join("plugin.toml"), format!("{head}{tail}")).expect("plugin.toml");
        let refused = plugin(folder.path(), &["build"]);
        assert_eq!((refused.code, refused.out.as_str()), (Some(code), ""), "{refused:?}");
        assert!(refused.err.contains(complaint), "{}", refused.err);
    }
}

fn at(server: &Server, token: &str, arguments: &[&str]) -> Ended {
    let address = format!("http://{}", server.admin_address());
    let mut asking = command();
    asking.arg("plugin").args(arguments).args(["--server", &address]);
    run(asking.env("OCPP_CENTRAL_ADMIN_TOKEN", token), b"")
}

#[test]
fn versions_are_pushed_listed_activated_and_rolled_back() {
    let server = Server::start(&Config::new().plugin("name = \"decider\""));
    let mut station = Station::connect(&server, "CP1", "1.6");
    let mut judge = || station.call("Authorize", &json!({"idTag": "BLOCKED-1"}))["idTagInfo"]["status"].clone();
    let done = |arguments: &[&str]| {
        let ended = at(&server, ADMIN_TOKEN, arguments);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{ended:?}");
        ended.out
    };
    assert!(done(&["list"]).starts_with("decider is not asked (missing): it is not installed"));
    let strict = artifacts::guest("decider-strict");
    let pushed = done(&["push", path(&strict)]);
    assert!(
        pushed.starts_with("decider ") && pushed.contains("is active (digest "),
        "{pushed}"
    );
    assert_eq!(judge(), "Blocked");
    done(&["push", path(&artifacts::guest("decider-lenient"))]);
    assert_eq!(judge(), "Accepted");
    done(&["rollback", "decider"]);
    assert_eq!(judge(), "Blocked");
    let listed: Value = serde_json::from_str(&done(&["list", "--json"])).expect("JSON");
    let versions = listed["items"][0]["versions"].as_array().expect("its versions").clone();
    let lenient = versions[0]["digest"].as_str().expect("a digest");
    done(&["activate", "decider", &lenient[..12]]);
    assert_eq!(judge(), "Accepted");
    let listed = done(&["list"]);
    assert!(
        listed
            .lines()
            .any(|line| line.contains(&lenient[..12]) && line.ends_with("active")),
        "{listed}"
    );
    assert_eq!(
        done(&["logs", "decider"]),
        "decider did not fail since the server was started\n"
    );
}

#[test]
fn a_server_that_refuses_or_is_not_there_is_told_with_what_to_do() {
    let server = Server::start(&Config::new());
    let cases = [
        (
            "wrong",
            vec!["list"],
            4,
            "the server answers 401: the token is wrong\nIt is the token of OCPP_CENTRAL_ADMIN_TOKEN",
        ),
        (ADMIN_TOKEN, vec!["rollback", "nobody"], 1, "the server answers 404"),
        (
            ADMIN_TOKEN,
            vec!["logs", "No Name"],
            2,
            "\"No Name\" is no name for a plugin",
        ),
    ];
    for (token, arguments, code, complaint) in cases {
        let refused = at(&server, token, &arguments);
        assert_eq!((refused.code, refused.out.as_str()), (Some(code), ""), "{refused:?}");
        assert!(refused.err.contains(complaint), "{}", refused.err);
    }
    let silent = plugin(folder().path(), &["list", "--server", "http://127.0.0.1:1"]);
    assert_eq!(silent.code, Some(3), "{silent:?}");
    assert!(
        silent.err.contains("does not answer") && silent.err.contains("--server"),
        "{}",
        silent.err
    );
}
