//! A plugin's settings while the server runs: set over the API, refused by the plugin, gone back to, kept over a
//! restart, rolled back with their version; and those of the file read anew by SIGHUP, all or none.

use std::fs;

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const POLICY: &str = "/api/v1/plugins/id-tag-policy";
const SETTINGS: &str = "/api/v1/plugins/id-tag-policy/settings";

/// A policy that blocks these id tags, and the guard that allows these connectors.
fn config(blocked: &str, connectors: &str) -> Config {
    Config::new()
        .plugin(&format!(
            "name = \"id-tag-policy\"\ngrants = [\"state\"]\nsettings = {{ rules = [{{ match = \"{blocked}\", decision = \
             \"block\" }}] }}"
        ))
        .plugin(&format!(
            "name = \"connector-guard\"\nsettings = {{ rules = [{{ chargePoints = \"*\", allow = {connectors} }}] }}"
        ))
}

fn blocks(tag: &str) -> Value {
    json!({"rules": [{"match": tag, "decision": "block"}]})
}

fn started(config: &Config) -> Server {
    let server = Server::start(config);
    for name in ["id-tag-policy", "connector-guard"] {
        let component = fs::read(artifacts::plugin(name)).unwrap();
        let taken = server.admin().put_bytes(&format!("/api/v1/plugins/{name}"), component);
        assert_eq!(taken.expect(200)["warnings"], json!([]));
    }
    server
}

fn answers(reply: &Reply, status: u16) {
    assert_eq!(reply.status, status, "{reply:?}");
}

/// Of these id tags, those that are blocked.
fn blocked(station: &mut Station, tags: &[&str]) -> Vec<String> {
    let is_blocked =
        |tag: &&&str| station.call("Authorize", &json!({"idTag": tag}))["idTagInfo"]["status"] == "Blocked";
    tags.iter().filter(is_blocked).map(ToString::to_string).collect()
}

fn in_force(admin: &Admin) -> (Value, Value) {
    let shown = admin.get(SETTINGS).expect(200);
    (shown["settings"].clone(), shown["source"].clone())
}

#[test]
fn settings_are_set_refused_taken_back_and_kept() {
    let mut server = started(&config("FILE", "[1, 2]"));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let tags = ["FILE", "ONE", "TWO"];
    assert_eq!(blocked(&mut station, &tags), ["FILE"]);
    assert_eq!(in_force(&admin), (blocks("FILE"), json!("file")));

    answers(&admin.put(SETTINGS, &blocks("ONE")), 200);
    assert_eq!(blocked(&mut station, &tags), ["ONE"], "the next call reads them");
    let two = admin.put(SETTINGS, &blocks("TWO")).expect(200);
    assert_eq!((&two["source"], &two["fileSettings"]), (&json!("api"), &blocks("FILE")));

    let soon = json!({"rules": [{"match": "A", "decision": "block", "expires": "soon"}]});
    let refused = admin.put(SETTINGS, &soon).expect(422);
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.starts_with("id-tag-policy refuses its settings: "), "{detail}");
    assert!(
        detail.contains("\"soon\" is no time"),
        "in the plugin's own words: {detail}"
    );
    answers(&admin.put(SETTINGS, &json!([1])), 400);
    assert_eq!(
        blocked(&mut station, &tags),
        ["TWO"],
        "what was refused changed nothing"
    );

    server.crash_and_restart();
    let admin = server.admin();
    assert_eq!(in_force(&admin), (blocks("TWO"), json!("api")));
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(blocked(&mut station, &tags), ["TWO"]);

    let back = format!("{SETTINGS}/rollback");
    answers(&admin.post(&back, &json!({})), 200);
    assert_eq!(blocked(&mut station, &tags), ["ONE"]);
    answers(&admin.delete(SETTINGS), 200);
    assert_eq!(in_force(&admin), (blocks("FILE"), json!("file")));
    answers(&admin.post(&back, &json!({})), 200);
    assert_eq!(blocked(&mut station, &tags), ["ONE"], "taking them back is a step, too");
    answers(&admin.post(&back, &json!({})), 200);
    assert_eq!(in_force(&admin), (blocks("FILE"), json!("file")));
    answers(&admin.post(&back, &json!({})), 409);

    let history = admin.get(&format!("{POLICY}/history")).expect(200);
    let entries: Vec<_> = history["items"].as_array().unwrap().iter().collect();
    let of_settings: Vec<_> = entries.iter().filter(|entry| entry["what"] == "settings").collect();
    assert_eq!(of_settings.len(), 6);
    assert_eq!(of_settings[5]["settings"], json!({"from": null, "to": blocks("ONE")}));
}

#[test]
fn a_rollback_goes_to_what_was_active_with_the_settings_of_then() {
    let server = started(&config("FILE", "[1, 2]"));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let first = admin.get(POLICY).expect(200)["digest"].clone();
    answers(&admin.put(SETTINGS, &blocks("ONE")), 200);
    let component = fs::read(artifacts::plugin("id-tag-policy")).unwrap();
    let beside = artifacts::with_section(component.clone(), "mark", b"beside");
    answers(&admin.put_bytes(&format!("{POLICY}?activate=false"), beside), 200);
    let next = artifacts::with_section(component, "mark", b"next");
    let second = admin.put_bytes(POLICY, next).expect(200)["digest"].clone();
    answers(&admin.put(SETTINGS, &blocks("TWO")), 200);
    for _ in 0..3 {
        assert_eq!(blocked(&mut station, &["ONE", "TWO"]), ["TWO"]);
    }
    let shown = admin.get(POLICY).expect(200);
    let of = |digest: &Value| {
        let mut versions = shown["versions"].as_array().unwrap().iter();
        versions.find(|version| version["digest"] == *digest).unwrap().clone()
    };
    assert_eq!(
        (&of(&second)["calls"], &of(&second)["failures"]),
        (&json!(6), &json!(0))
    );
    assert_eq!(
        (&of(&first)["calls"], &of(&first)["rollbackTarget"]),
        (&json!(0), &json!(true))
    );

    let back = admin.post(&format!("{POLICY}/rollback"), &json!({})).expect(200);
    assert_eq!(back["digest"], first, "and not what was only uploaded");
    assert_eq!(in_force(&admin), (blocks("ONE"), json!("api")));
    assert_eq!(blocked(&mut station, &["ONE", "TWO"]), ["ONE"]);
    answers(&admin.post(&format!("{POLICY}/rollback"), &json!({})), 409);

    let cli = |arguments: &[&str]| {
        let ended = server.plugin(arguments);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended.out
    };
    let shown = cli(&["settings", "id-tag-policy"]);
    assert!(
        shown.starts_with("id-tag-policy has the settings set at run time:\n{"),
        "{shown}"
    );
    let shown = cli(&["settings", "id-tag-policy", "--unset"]);
    assert!(
        shown.starts_with("id-tag-policy has the settings of the configuration:\n{"),
        "{shown}"
    );
    assert!(cli(&["settings", "id-tag-policy", "--rollback"]).contains("set at run time"));
    assert_eq!(in_force(&admin), (blocks("ONE"), json!("api")));

    // What was active last is gone back to, wherever it stands among the versions.
    let activate = format!("{POLICY}/activate");
    answers(&admin.post(&activate, &json!({"version": second})), 200);
    let back = admin.post(&format!("{POLICY}/rollback"), &json!({})).expect(200);
    assert_eq!(back["digest"], first);
}

#[test]
fn a_hangup_reads_the_settings_of_the_file_and_a_wrong_file_changes_nothing() {
    let mut server = started(&config("FILE", "[1, 2]"));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let logged = |server: &Server, text: &str| {
        wait::until(text, || server.log().contains(text).then_some(()));
    };
    server.write_config(&config("NEW", "[1, 2]").set("connection.call_timeout", "7s"));
    server.hang_up();
    logged(&server, "count after a restart: [connection]");
    assert_eq!(blocked(&mut station, &["FILE", "NEW"]), ["NEW"]);
    assert!(server.log().contains("the settings of a plugin were read anew"));

    server.write_config_text("this is no configuration");
    server.hang_up();
    logged(&server, "the configuration is not valid, nothing was changed");
    assert_eq!(blocked(&mut station, &["FILE", "NEW"]), ["NEW"]);

    // One plugin refuses its settings, so the other one keeps its own, too.
    server.write_config(&config("OTHER", "\"all\""));
    server.hang_up();
    logged(&server, "connector-guard refuses its settings");
    assert_eq!(blocked(&mut station, &["NEW", "OTHER"]), ["NEW"]);

    answers(&admin.put(SETTINGS, &blocks("API")), 200);
    server.write_config(&config("LAST", "[1]"));
    server.hang_up();
    logged(&server, "those that were set at run time stay in force");
    assert_eq!(blocked(&mut station, &["LAST", "API"]), ["API"]);
    answers(&admin.delete(SETTINGS), 200);
    assert_eq!(blocked(&mut station, &["LAST", "API"]), ["LAST"]);
    assert!(server.is_alive());
}

#[test]
fn a_push_says_what_the_plugin_lacks() {
    let server = Server::start(&Config::new().plugin("name = \"connector-guard\"\nsettings = { rules = 7 }"));
    let push = |name: &str| {
        let component = artifacts::plugin(name).display().to_string();
        let pushed = server.plugin(&["push", &component]);
        assert_eq!(pushed.code, Some(0), "{pushed:?}");
        pushed.out
    };
    let policy = push("id-tag-policy");
    assert!(
        policy.contains("warning: the configuration has no [[plugin]] section for id-tag-policy"),
        "{policy}"
    );
    let guard = push("connector-guard");
    assert!(
        guard.contains("warning: connector-guard refuses its settings"),
        "{guard}"
    );
}

#[test]
fn a_start_tells_the_settings_that_a_plugin_refuses_before_a_driver_meets_them() {
    let component = artifacts::plugin("id-tag-policy");
    let mistyped = Config::new().plugin("name = \"id-tag-policy\"\nsettings = { deflt = \"keep\" }");
    let mut server = Server::start_at_once(&mistyped, |folder| {
        fs::copy(&component, folder.join("plugins/id-tag-policy.wasm")).expect("the component");
    });
    let reason = "id-tag-policy refuses its settings: /deflt: this is not known here";
    let faulty = json!([{"name": "id-tag-policy", "state": "misconfigured"}]);
    for way in ["taken from the folder", "compiled before"] {
        let admin = server.admin();
        wait::until(way, || {
            let ready = admin.get("/readyz").expect(200);
            (ready["pluginsFaulty"] == faulty && ready["parts"][1]["state"] == "faulty").then_some(())
        });
        assert!(
            server.log().contains("a plugin refuses the settings that are in force"),
            "{way}"
        );
        let listed = admin.get("/api/v1/plugins").expect(200);
        assert_eq!(listed["items"][0]["warnings"], json!([reason]), "{way}");
        let said = server.plugin(&["list"]);
        assert!(said.out.contains(&format!("  warning: {reason}\n")), "{}", said.out);
        server.crash_and_restart();
    }
    server.restart_with(&config("ONE", "[1, 2]"));
    let admin = server.admin();
    wait::until("the settings are good", || {
        let listed = admin.get("/api/v1/plugins").expect(200);
        (listed["items"][0]["warnings"] == json!([])).then_some(())
    });
}

#[test]
fn a_mistyped_name_is_told_with_the_plugin_that_was_meant() {
    let server = Server::start(&Config::new().plugin("name = \"id-tag-polcy\""));
    let admin = server.admin();
    let component = fs::read(artifacts::plugin("id-tag-policy")).unwrap();
    answers(&admin.put_bytes(POLICY, component), 200);
    let ready = admin.get("/readyz").expect(200);
    let faulty = json!([{"name": "id-tag-polcy", "state": "missing"}]);
    assert_eq!(
        (&ready["status"], &ready["pluginsFaulty"]),
        (&json!("ready"), &faulty),
        "{ready}"
    );
    let listed = admin.get("/api/v1/plugins").expect(200);
    let missing = listed["notRunning"][0]["reason"].as_str().unwrap();
    assert!(missing.contains("did you mean id-tag-policy"), "{missing}");
    let warning = listed["items"][0]["warnings"][0].as_str().unwrap();
    assert!(warning.contains("no [[plugin]] section for id-tag-policy"), "{warning}");
}

#[test]
fn settings_are_held_against_the_schema_that_the_plugin_brings() {
    let server = started(&config("FILE", "[1, 2]"));
    let admin = server.admin();
    let whole = admin.get(POLICY).expect(200);
    let schema = &whole["manifest"]["settingsSchema"];
    assert_eq!(schema["properties"]["rules"]["type"], "array");
    let listed = admin.get("/api/v1/plugins").expect(200);
    assert!(listed["items"][0]["manifest"].get("settingsSchema").is_none());

    let wrong = json!({"rules": [{"match": "A"}], "tel": true});
    let refused = admin.put(SETTINGS, &wrong).expect(422);
    assert!(
        refused["type"].as_str().unwrap().ends_with("settings-refused"),
        "{refused}"
    );
    assert_eq!(refused["pointer"], "/rules/0/decision");
    let errors = json!([
        {"pointer": "/rules/0/decision", "detail": "it is missing"},
        {"pointer": "/tel", "detail": "this is not known here"},
    ]);
    assert_eq!(refused["errors"], errors);
    let detail = "id-tag-policy refuses its settings: /rules/0/decision: it is missing, and 1 more";
    assert_eq!(refused["detail"], detail);
    assert_eq!(in_force(&admin), (blocks("FILE"), json!("file")));

    // A rule that nobody would check is no rule: the component is not taken.
    let mut manifest = whole["manifest"].clone();
    manifest["settingsSchema"] = json!({"type": "object", "patternProperties": {"^a": true}});
    let component = fs::read(artifacts::plugin("id-tag-policy")).unwrap();
    let section = manifest.to_string();
    let strange = artifacts::with_section(component, "ocpp-plugin-manifest", section.as_bytes());
    let refused = admin.put_bytes(POLICY, strange).expect(422);
    let detail = refused["detail"].as_str().unwrap();
    assert!(
        detail.contains("/patternProperties: \"patternProperties\" is not known here"),
        "{detail}"
    );
}
