//! Recording and replay: what a running server took down comes out again byte for byte from the same
//! version, and with every difference listed from another.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::process::{Ended, command, run};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn install(admin: &Admin, name: &str, guest: &str) {
    let component = fs::read(artifacts::guest(guest)).unwrap();
    let reply = admin.put_bytes(&format!("/api/v1/plugins/{name}"), component);
    assert_eq!(reply.status, 200, "{reply:?}");
}

fn switch(admin: &Admin, name: &str, on: bool) -> Value {
    let path = format!("/api/v1/plugins/{name}/recording");
    admin.put(&path, &json!({ "on": on })).expect(200)
}

fn status(admin: &Admin, name: &str) -> Value {
    admin.get(&format!("/api/v1/plugins/{name}")).expect(200)["recording"].clone()
}

/// The command line against this server.
fn plugin(server: &Server, arguments: &[&str]) -> Ended {
    let address = format!("http://{}", server.admin_address());
    let mut line = command();
    line.arg("plugin").args(arguments);
    line.args(["--server", &address, "--token", ADMIN_TOKEN]);
    run(&mut line, b"")
}

/// Saves a plugin's recording into a file of the folder.
fn saved(server: &Server, name: &str, folder: &Path) -> PathBuf {
    let file = folder.join("recording.jsonl");
    let ended = plugin(server, &["record", name, "--save", file.to_str().unwrap()]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    file
}

fn replay(component: &Path, recording: &Path) -> Ended {
    let mut line = command();
    line.args(["plugin", "replay"])
        .arg(component)
        .arg("--from")
        .arg(recording);
    run(line.arg("--json"), b"")
}

fn replayed(component: &Path, recording: &Path) -> Value {
    let ended = replay(component, recording);
    serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{ended:?}"))
}

/// A back end that says `no` to tags that begin with `NO`, in a body that does not come in one piece.
fn back_end() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = [0; 2048];
            let read = stream.read(&mut head).unwrap();
            let no = String::from_utf8_lossy(&head[..read]).starts_with("GET /NO");
            let body = format!("{}{}", if no { "no" } else { "yes" }, " ".repeat(300_000));
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(body.as_bytes()).unwrap();
        }
    });
    address
}

/// One station's traffic, which makes the guest use everything that a host answers.
fn traffic(server: &Server, number: usize) {
    let mut station = Station::connect(server, &format!("CP{number}"), "1.6");
    for tag in ["ALICE", "NO-1", "BOB"] {
        let judged = station.call("Authorize", &json!({ "idTag": tag }));
        let expected = if tag == "NO-1" { "Blocked" } else { "Accepted" };
        assert_eq!(judged["idTagInfo"]["status"], expected);
        let start = json!({"connectorId": 1, "idTag": tag, "meterStart": 10, "timestamp": "2026-01-01T00:00:00Z"});
        let started = station.call("StartTransaction", &start);
        let stop = json!({
            "transactionId": started["transactionId"], "meterStop": 510, "timestamp": "2026-01-01T01:00:00Z"
        });
        station.call("StopTransaction", &stop);
    }
    station.call("DataTransfer", &json!({"vendorId": "clerk"}));
    let (id, _) = station.expect_call("GetConfiguration");
    station.answer(&id, &json!({"configurationKey": [], "unknownKey": []}));
    let admin = server.admin();
    for path in ["/dice", "/dice", "/charge-points", "/notes", "/nothing"] {
        let _reply = admin.get(&format!("/plugins/clerk{path}"));
    }
}

#[test]
fn a_recording_comes_out_again_byte_for_byte() {
    let address = back_end();
    let config = Config::new().plugin(&format!(
        "name = \"clerk\"\ngrants = [\"state\", \"commands\", \"directory\", \"events\"]\n\
         allow_http = [\"{address}\"]\nsettings = {{ url = \"http://{address}\" }}"
    ));
    let server = Server::start(&config);
    let admin = server.admin();
    install(&admin, "clerk", "clerk");
    assert_eq!(switch(&admin, "clerk", true)["on"], true);
    for number in 0..4 {
        traffic(&server, number);
    }
    assert_eq!(admin.get("/plugins/clerk/panic").status, 502);
    wait::until("a tick is recorded", || {
        let beats = admin.get("/plugins/clerk/beats").expect(200);
        (beats.as_u64()? > 0).then_some(())
    });
    switch(&admin, "clerk", false);
    let folder = tempfile::tempdir().unwrap();
    let recording = saved(&server, "clerk", folder.path());
    let text = fs::read_to_string(&recording).unwrap();
    for kind in [
        "\"handle\"",
        "\"event\"",
        "\"tick\"",
        "\"request\"",
        "\"http\"",
        "\"command id\"",
        "\"charge points\"",
    ] {
        assert!(text.contains(kind), "nothing of {kind} was recorded");
    }
    let again = replayed(&artifacts::guest("clerk"), &recording);
    let calls = text.lines().filter(|line| line.starts_with("{\"call\"")).count();
    assert!(calls > 60, "{calls}");
    let found = json!([
        again["calls"],
        again["identical"],
        again["unanswered"],
        again["unreadable"]
    ]);
    assert_eq!(found, json!([calls, calls, 0, 0]), "{}", again["differing"][0]);
    assert_eq!(status(&admin, "clerk")["missed"], 0);
}

#[test]
fn another_version_is_told_apart_call_by_call() {
    let server = Server::start(&Config::new().plugin("name = \"decider\""));
    let admin = server.admin();
    install(&admin, "decider", "decider-strict");
    switch(&admin, "decider", true);
    let mut station = Station::connect(&server, "CP1", "1.6");
    for tag in ["ALICE", "BLOCKED-1", "BOB", "BLOCKED-2"] {
        station.call("Authorize", &json!({ "idTag": tag }));
    }
    let folder = tempfile::tempdir().unwrap();
    let recording = saved(&server, "decider", folder.path());
    let same = replay(&artifacts::guest("decider-strict"), &recording);
    assert_eq!(same.code, Some(0), "{same:?}");
    let other = replay(&artifacts::guest("decider-lenient"), &recording);
    assert_eq!(other.code, Some(1), "{other:?}");
    let other: Value = serde_json::from_str(&other.out).unwrap();
    let different: Vec<_> = other["differing"].as_array().unwrap().iter().collect();
    let payload = |call: &Value| call["asked"]["handle"]["payload"].as_str().unwrap().to_owned();
    let tags: Vec<_> = different.iter().map(|call| payload(call)).collect();
    assert_eq!(tags, [r#"{"idTag":"BLOCKED-1"}"#, r#"{"idTag":"BLOCKED-2"}"#]);
    assert!(
        different[0]["recorded"]["replace"]
            .as_str()
            .unwrap()
            .contains("Blocked")
    );
    assert_eq!(different[0]["now"], json!({"keep": true}));
    let mut line = command();
    line.args(["plugin", "replay", "--most", "1"])
        .arg(artifacts::guest("decider-lenient"));
    let told = run(line.arg("--from").arg(&recording), b"");
    assert!(told.out.starts_with("1. Authorize of CP1, 20"), "{}", told.out);
    let end = "2 identical, 0 equal in other words, 2 different\n";
    assert!(
        told.out.contains("\n\n4 calls recorded, 20") && told.out.ends_with(end),
        "{}",
        told.out
    );
}

#[test]
fn a_server_replays_what_it_recorded_on_any_version_that_it_keeps() {
    let server = Server::start(&Config::new().plugin("name = \"decider\""));
    let admin = server.admin();
    install(&admin, "decider", "decider-strict");
    let lenient = fs::read(artifacts::guest("decider-lenient")).unwrap();
    let put = admin
        .put_bytes("/api/v1/plugins/decider?activate=false", lenient)
        .expect(200);
    let replay = |body: &Value| admin.post("/api/v1/plugins/decider/replay", body);
    let nothing = replay(&json!({"version": put["digest"]}));
    assert_eq!(nothing.status, 400, "{nothing:?}");
    switch(&admin, "decider", true);
    let mut station = Station::connect(&server, "CP1", "1.6");
    for tag in ["ALICE", "BLOCKED-1", "BOB"] {
        station.call("Authorize", &json!({ "idTag": tag }));
    }
    let active = admin.get("/api/v1/plugins/decider").expect(200)["digest"].clone();
    let counts = |told: Value| json!([told["calls"], told["identical"], told["different"], told["left"]]);
    assert_eq!(
        counts(replay(&json!({"version": active})).expect(200)),
        json!([3, 3, 0, 0])
    );
    let other = replay(&json!({"version": put["digest"]})).expect(200);
    assert_eq!(
        other["differing"][0]["asked"]["handle"]["payload"],
        r#"{"idTag":"BLOCKED-1"}"#
    );
    assert_eq!(counts(other), json!([3, 2, 1, 0]));
    assert_eq!(replay(&json!({"version": "9.9.9"})).status, 404);
    assert_eq!(replay(&json!({"version": active, "seconds": 0})).status, 400);
    // The replays were no calls of the plugin.
    assert_eq!(admin.get("/api/v1/plugins/decider").expect(200)["calls"], 3);
}

#[test]
fn the_switch_outlives_a_restart_and_a_crash_costs_one_line_at_most() {
    let mut server = Server::start(&Config::new().plugin("name = \"decider\""));
    install(&server.admin(), "decider", "decider-strict");
    let ended = plugin(&server, &["record", "decider"]);
    assert!(ended.out.starts_with("decider is recorded; 0 calls"), "{ended:?}");
    for _ in 0..2 {
        let mut station = Station::connect(&server, "CP1", "1.6");
        station.call("Authorize", &json!({"idTag": "ALICE"}));
        wait::until("the call is recorded", || {
            (status(&server.admin(), "decider")["calls"] == 1).then_some(())
        });
        server.crash_and_restart();
    }
    // What a crash in the middle of a line leaves.
    let folder = server.data_folder().join("plugins/decider/recording");
    let mut first = fs::File::options()
        .append(true)
        .open(folder.join("00000000.jsonl"))
        .unwrap();
    first.write_all(br#"{"call":{"at":"2026-"#).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let recording = saved(&server, "decider", scratch.path());
    let again = replayed(&artifacts::guest("decider-strict"), &recording);
    let found = json!([again["calls"], again["identical"], again["unreadable"]]);
    assert_eq!(found, json!([2, 2, 1]));
    let stopped = plugin(&server, &["record", "decider", "--stop"]);
    assert!(stopped.out.starts_with("decider is not recorded"), "{stopped:?}");
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Authorize", &json!({"idTag": "ALICE"}));
    assert_eq!(status(&server.admin(), "decider")["calls"], 0);
    let erased = plugin(&server, &["record", "decider", "--erase"]);
    assert_eq!(erased.code, Some(0), "{erased:?}");
    assert_eq!(status(&server.admin(), "decider")["bytes"], 0);
}

#[test]
fn what_is_no_recording_of_the_plugin_is_refused_with_what_to_do() {
    let server = Server::start(&Config::new().plugin("name = \"decider\""));
    let admin = server.admin();
    install(&admin, "decider", "decider-strict");
    switch(&admin, "decider", true);
    Station::connect(&server, "CP1", "1.6").call("Authorize", &json!({"idTag": "ALICE"}));
    let folder = tempfile::tempdir().unwrap();
    let recording = saved(&server, "decider", folder.path());
    let other = replay(&artifacts::guest("clerk"), &recording);
    assert_eq!(other.code, Some(2));
    assert!(
        other
            .err
            .contains("it has calls of decider, and the component is clerk"),
        "{other:?}"
    );
    fs::write(&recording, "hello\n").unwrap();
    let none = replay(&artifacts::guest("decider-strict"), &recording);
    assert_eq!(none.code, Some(2));
    assert!(
        none.err.contains("it is no recording: `ocpp-central plugin record"),
        "{none:?}"
    );
    let unknown = plugin(&server, &["record", "nobody"]);
    assert_eq!(unknown.code, Some(1));
    assert!(
        unknown.err.contains("404: no plugin nobody is installed"),
        "{unknown:?}"
    );
    let reply = admin.put("/api/v1/plugins/decider/recording", &json!({"enabled": true}));
    assert_eq!(reply.status, 400, "{reply:?}");
}
