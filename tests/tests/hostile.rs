//! Components that are wrong or mean harm, written as text in `tests/hostile`: each is refused with a
//! reason that names the cause, or held to its limits; the server and the other plugins go on.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::json;

/// What an upload is answered: 200, or the problem's status with words of its detail.
const UPLOADS: [(&str, u16, &str); 14] = [
    ("harmless", 200, ""),
    ("trap-on-start", 422, "does not start: it trapped"),
    ("table-hog", 200, ""),
    ("table-hog-at-start", 422, "table"),
    ("memory-hog-at-start", 422, "bytes of memory and may have 8388608"),
    ("memory-hog-declared", 422, "memory"),
    (
        "contract-0.2.0",
        422,
        "needs ocpp:plugin/handler@0.2.0, this server offers 0.1.0",
    ),
    ("async-abi", 422, "async"),
    ("async-lift", 422, "async"),
    ("wrong-type", 422, "handle"),
    ("no-function", 422, "handle"),
    ("unknown-import", 422, "imports"),
    ("unknown-import-of-ours", 422, "imports ocpp:plugin/"),
    ("wrong-import-type", 422, "cannot be compiled"),
];

fn config() -> Config {
    Config::new()
        .plugin("name = \"decider\"")
        .plugin("name = \"hostile\"")
        .set("plugins.limits.memory", "8MiB")
}

fn put(admin: &Admin, component: Vec<u8>) -> Reply {
    admin.put_bytes("/api/v1/plugins/hostile", component)
}

fn component(name: &str) -> Vec<u8> {
    let path = artifacts::suite_dir().join(format!("hostile/{name}.wat"));
    wat::parse_file(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A server whose other plugin blocks a tag, and a station that is told so.
fn started() -> (Server, Station) {
    let server = Server::start(&config());
    let decider = fs::read(artifacts::guest("decider-strict")).unwrap();
    assert_eq!(server.admin().put_bytes("/api/v1/plugins/decider", decider).status, 200);
    let station = Station::connect(&server, "CP1", "1.6");
    (server, station)
}

fn goes_on(station: &mut Station) {
    let answer = station.call("Authorize", &json!({"idTag": "BLOCKED-1"}));
    assert_eq!(answer["idTagInfo"]["status"], "Blocked");
}

#[test]
fn each_upload_is_taken_or_refused_with_its_cause() {
    let (server, mut station) = started();
    let admin = server.admin();
    for (name, status, cause) in UPLOADS {
        let reply = put(&admin, component(name));
        assert_eq!(reply.status, status, "{name}: {reply:?}");
        if status != 200 {
            let detail = reply.expect(status)["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains(cause), "{name}: {detail}");
        }
        goes_on(&mut station);
    }
    // What was refused has left nothing behind: there are the files and the code of the two that were taken.
    let folder = server.data_folder().join("plugins/hostile");
    let files = |folder: &Path, ending: &str| {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.to_string_lossy().ends_with(ending)).count()
    };
    assert_eq!(
        (files(&folder, ""), files(&folder, ".wasm")),
        (3, 2),
        "and the folder of the code"
    );
    assert_eq!(files(&folder.join("compiled"), ""), 2);
}

#[test]
fn a_hog_is_held_to_its_limits_when_it_is_called() {
    let (server, mut station) = started();
    let admin = server.admin();
    assert_eq!(put(&admin, component("table-hog")).status, 200);
    let beat = station.call("Heartbeat", &json!({}));
    assert!(
        beat["currentTime"].is_string(),
        "the server's own answer stands: {beat}"
    );
    let status = admin.get("/api/v1/plugins/hostile").expect(200);
    let cause = status["lastFailures"][0]["cause"].as_str().unwrap();
    assert!(cause.contains("asked for a table of"), "{cause}");
    goes_on(&mut station);
}

#[test]
fn what_is_no_whole_component_is_refused() {
    let (server, mut station) = started();
    let admin = server.admin();
    let whole = component("harmless");
    let truncated = whole[..whole.len() / 2].to_vec();
    let module = wat::parse_str("(module)").unwrap();
    for (bytes, cause) in [
        (truncated, "damaged or cut off"),
        (module, "core module, not a component"),
        (b"#!/bin/sh".to_vec(), "no WebAssembly"),
        (Vec::new(), "no WebAssembly"),
    ] {
        let detail = put(&admin, bytes).expect(400)["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(cause), "{detail}");
        goes_on(&mut station);
    }
}

#[test]
fn a_huge_upload_is_refused_before_it_is_all_there() {
    let (server, mut station) = started();
    let admin = server.admin();
    let begin = Instant::now();
    // The server may close before everything is sent, which the client reports as an error.
    if let Ok(reply) = admin.try_send("PUT", "/api/v1/plugins/hostile", vec![0; 100 << 20]) {
        assert_eq!(reply.status, 413, "{reply:?}");
    }
    assert!(begin.elapsed() < Duration::from_secs(30));
    goes_on(&mut station);
}
