//! Plugins over the admin API and the plugin folder: loaded, swapped, rolled back, refused, while
//! charge points stay connected.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const PLUGIN: &str = "/api/v1/plugins/decider";

fn decider() -> Config {
    Config::new()
        .plugin("name = \"decider\"")
        .set("plugins.watch_interval", "50ms")
}

fn component(name: &str) -> Vec<u8> {
    fs::read(artifacts::guest(name)).unwrap()
}

fn put(admin: &Admin, name: &str) -> Value {
    admin.put_bytes(PLUGIN, component(name)).expect(200)
}

fn judge(station: &mut Station) -> Value {
    station.call("Authorize", &json!({"idTag": "BLOCKED-1"}))["idTagInfo"]["status"].clone()
}

#[test]
fn a_swapped_plugin_decides_the_next_call_of_the_same_connection() {
    let server = Server::start(&decider());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(judge(&mut station), "Accepted", "no plugin: the server's own proposal");
    put(&admin, "decider-strict");
    assert_eq!(judge(&mut station), "Blocked");
    put(&admin, "decider-lenient");
    assert_eq!(judge(&mut station), "Accepted");
    assert_eq!(admin.post(&format!("{PLUGIN}/rollback"), &json!({})).status, 200);
    assert_eq!(judge(&mut station), "Blocked");
    assert_eq!(admin.delete(PLUGIN).status, 204);
    assert_eq!(judge(&mut station), "Accepted");
}

#[test]
fn no_call_is_lost_in_a_swap() {
    let server = Server::start(&decider());
    let admin = server.admin();
    put(&admin, "decider-strict");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let callers: Vec<_> = (0..4)
            .map(|number| {
                let (server, done) = (&server, &done);
                scope.spawn(move || {
                    let mut station = Station::connect(server, &format!("CP{number}"), "1.6");
                    let mut last = Value::Null;
                    while !done.load(Ordering::SeqCst) {
                        last = judge(&mut station);
                        assert!(last == "Blocked" || last == "Accepted", "{last}");
                    }
                    (last, judge(&mut station))
                })
            })
            .collect();
        for round in 0..6 {
            put(
                &admin,
                if round % 2 == 0 {
                    "decider-lenient"
                } else {
                    "decider-strict"
                },
            );
        }
        done.store(true, Ordering::SeqCst);
        for caller in callers {
            let (_, after) = caller.join().unwrap();
            assert_eq!(after, "Blocked", "the last swap was to the strict one");
        }
    });
}

#[test]
fn what_is_no_plugin_is_refused_and_the_old_one_stays() {
    let server = Server::start(&decider());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    put(&admin, "decider-strict");
    let before = admin.get(PLUGIN).expect(200);
    let whole = component("decider-lenient");
    let other = fs::read(artifacts::plugin("connector-guard")).unwrap();
    for (what, bytes) in [
        ("nothing", Vec::new()),
        ("no WASM", b"not a component".to_vec()),
        ("an empty core module", b"\0asm\x01\0\0\0".to_vec()),
        ("an empty component", b"\0asm\x0d\0\x01\0".to_vec()),
        ("half of one", whole[..whole.len() / 2].to_vec()),
        ("a plugin of another name", other),
    ] {
        let reply = admin.put_bytes(PLUGIN, bytes);
        assert!(matches!(reply.status, 400 | 422), "{what}: {reply:?}");
        assert!(
            reply.body["detail"].as_str().is_some_and(|detail| !detail.is_empty()),
            "{what}: {reply:?}"
        );
        assert_eq!(judge(&mut station), "Blocked", "{what}");
    }
    let after = admin.get(PLUGIN).expect(200);
    assert_eq!(
        (&after["digest"], &after["version"]),
        (&before["digest"], &before["version"])
    );
}

#[test]
fn a_component_above_the_limit_is_refused() {
    let server = Server::start(&decider().set("plugins.max_component", "1KiB"));
    let reply = server.admin().put_bytes(PLUGIN, component("decider-strict"));
    assert_eq!(reply.status, 413, "{reply:?}");
}

#[test]
fn a_plugin_that_the_configuration_does_not_name_is_not_there() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    assert_eq!(admin.get(PLUGIN).status, 404);
    assert_eq!(admin.post(&format!("{PLUGIN}/rollback"), &json!({})).status, 404);
}

#[test]
fn there_is_nothing_to_roll_back_to_at_first() {
    let server = Server::start(&decider());
    let admin = server.admin();
    put(&admin, "decider-strict");
    assert_eq!(admin.post(&format!("{PLUGIN}/rollback"), &json!({})).status, 409);
}

#[test]
fn a_changed_file_in_the_folder_is_a_swap() {
    let server = Server::start(&decider());
    let mut station = Station::connect(&server, "CP1", "1.6");
    let file = server.plugin_folder().join("decider.wasm");
    for (name, decision) in [
        ("decider-strict", "Blocked"),
        ("decider-lenient", "Accepted"),
        ("decider-strict", "Blocked"),
    ] {
        fs::write(&file, component(name)).unwrap();
        wait::until(&format!("{name} to decide"), || {
            (judge(&mut station) == decision).then_some(())
        });
    }
    fs::write(&file, b"broken").unwrap();
    wait::until("the complaint about the file", || {
        server.log().contains("decider.wasm").then_some(())
    });
    assert_eq!(judge(&mut station), "Blocked", "the last good one stays");
}

#[test]
fn the_active_component_is_there_after_a_restart() {
    let mut server = Server::start(&decider());
    put(&server.admin(), "decider-lenient");
    put(&server.admin(), "decider-strict");
    server.crash_and_restart();
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(judge(&mut station), "Blocked");
    assert_eq!(
        server.admin().post(&format!("{PLUGIN}/rollback"), &json!({})).status,
        200
    );
    assert_eq!(judge(&mut station), "Accepted");
}

#[test]
fn the_list_says_what_a_plugin_does() {
    let server = Server::start(&decider());
    let admin = server.admin();
    put(&admin, "decider-strict");
    let mut station = Station::connect(&server, "CP1", "1.6");
    judge(&mut station);
    let list = admin.get("/api/v1/plugins").expect(200);
    let shown = &list["items"][0];
    assert_eq!(
        (&shown["name"], &shown["calls"], &shown["failures"]),
        (&json!("decider"), &json!(1), &json!(0)),
        "{list}"
    );
}

#[test]
fn compiled_code_is_kept_over_a_restart_and_made_anew_when_it_is_damaged() {
    let mut server = Server::start(&decider().compiling());
    put(&server.admin(), "decider-strict");
    let compiled = |server: &Server| server.log().matches("a plugin was compiled").count();
    assert_eq!(compiled(&server), 1);
    server.crash_and_restart();
    assert_eq!(compiled(&server), 1, "{}", server.log());
    assert_eq!(judge(&mut Station::connect(&server, "CP1", "1.6")), "Blocked");
    let folder = server.data_folder().join("plugins/decider/compiled");
    let files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    fs::write(&files[0], b"no code").unwrap();
    server.crash_and_restart();
    assert_eq!(compiled(&server), 2);
    assert_eq!(judge(&mut Station::connect(&server, "CP1", "1.6")), "Blocked");
}

#[test]
fn the_list_says_what_a_plugin_may_do_and_which_do_not_run() {
    let config = Config::new()
        .plugin("name = \"nobody\"")
        .plugin(
            "name = \"decider\"\ngrants = [\"state\", \"events\"]\nallow_http = [\"hooks.example.com\"]\non_failure = { \
             Authorize = \"keep\" }\nlimits = { deadline = \"7ms\", state = \"2MiB\" }",
        )
        .plugin("name = \"broken\"");
    let server = Server::start_at_once(&config, |folder| {
        fs::write(folder.join("plugins/broken.wasm"), b"no component").expect("a file");
    });
    let admin = server.admin();
    put(&admin, "decider-failing");
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Authorize", &json!({"idTag": "ALICE"}));
    let listed = wait::until("the broken one to be looked at", || {
        let listed = admin.get("/api/v1/plugins").expect(200);
        (listed["notRunning"][1]["state"] == "refused").then_some(listed)
    });
    let plugin = &listed["items"][0];
    assert_eq!(plugin["grants"], json!(["events", "state"]));
    assert_eq!(plugin["allowHttp"], json!(["hooks.example.com"]));
    assert_eq!(plugin["onFailure"], json!({"Authorize": "keep"}));
    assert_eq!(plugin["limits"]["deadlineMs"], json!(7.0));
    assert_eq!(plugin["limits"]["stateBytes"], 2 << 20);
    // What failed is told in few words here, and in full by the plugin's own path.
    assert_eq!(plugin["lastFailure"]["action"], "Authorize");
    assert!(plugin.get("lastFailures").is_none(), "{plugin}");
    let whole = admin.get("/api/v1/plugins/decider").expect(200);
    assert_eq!(whole["lastFailures"][0]["cause"], plugin["lastFailure"]["cause"]);
    assert_eq!(whole["limits"], plugin["limits"]);

    let not_running = listed["notRunning"].as_array().unwrap();
    let outline: Vec<_> = not_running
        .iter()
        .map(|one| (&one["name"], &one["order"], &one["state"]))
        .collect();
    let (nobody, broken) = (json!("nobody"), json!("broken"));
    assert_eq!(
        outline,
        [
            (&nobody, &json!(0), &json!("missing")),
            (&broken, &json!(2), &json!("refused"))
        ]
    );
    assert!(not_running[0]["reason"].as_str().unwrap().contains("not installed"));
    assert!(not_running[1]["reason"].as_str().unwrap().contains("no WebAssembly"));
    let faulty = json!([{"name": "broken", "state": "refused"}, {"name": "nobody", "state": "missing"}]);
    assert_eq!(admin.get("/readyz").expect(200)["pluginsFaulty"], faulty);
    let said = server.plugin(&["list"]);
    for line in [
        "  may use events, state\n",
        "  may send HTTP requests to hooks.example.com\n",
        "nobody is not asked (missing): it is not installed",
        "broken is not asked (refused): ",
    ] {
        assert!(said.out.contains(line), "{line}: {}", said.out);
    }
}
