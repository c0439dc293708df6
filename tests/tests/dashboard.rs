//! The dashboard: in a real Chromium with a fleet at work (`node/dashboard/*.mjs`), and over plain HTTP what a browser
//! is told of the page and what its login opens.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use std::{env, fs};

use chrono::{TimeDelta, Utc};
use ocpp_central_tests::artifacts;
use ocpp_central_tests::charger::{self, Charger, Make};
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::external::{self, Tool};
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::http::{Answer, Request};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::simulated;
use ocpp_central_tests::station::Station;
use serde_json::json;

/// Where a browser is looked for.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

fn browser() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let folders = env::var_os("PATH").unwrap_or_default();
    let mut found = env::split_paths(&folders).flat_map(|folder| BROWSERS.map(|name| folder.join(name)));
    named.or_else(|| found.find(|path| path.is_file()))
}

/// Runs a script of `node/dashboard` against a server; where the browser is missing it says so loudly.
fn look(server: &Server, script: &str, arguments: &[&str]) {
    let Some(browser) = browser() else {
        return external::skipped("Chromium");
    };
    let Some(command) = Tool::Node.command(&format!("dashboard/{script}.mjs")) else {
        return;
    };
    run(command, server, browser, arguments);
}

fn run(mut command: Command, server: &Server, browser: PathBuf, arguments: &[&str]) {
    let output = command
        .args(arguments)
        .env("ADMIN_URL", format!("http://{}", server.admin_address()))
        .env("ADMIN_TOKEN", ADMIN_TOKEN)
        .env("CHROMIUM", browser)
        .env("DASHBOARD_SHOTS", artifacts::tools_dir().join("../dashboard-shots"))
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    // A script that ends early without an error must not count as passed.
    let has_passed = output.status.success() && out.lines().any(|line| line == "PASSED");
    println!("{out}");
    assert!(has_passed, "{command:?} ended with {}:\n{out}\n{err}", output.status);
}

/// The page is the one that is worked on.
fn config() -> Config {
    let folder = artifacts::suite_dir().join("../core/dashboard");
    Config::new().set("admin.dashboard_folder", folder.display().to_string())
}

/// A server with charge points of all versions, some of which need somebody.
fn fleet() -> Server {
    let server = Server::start(&config());
    let admin = server.admin();
    admin.set_tag("ALICE", "Accepted");
    let gate = |name: &str, longitude: f64| {
        json!({"securityProfile": 0, "name": name, "site": "Depot north", "labels": ["fast"],
            "location": {"latitude": 53.54, "longitude": longitude, "address": "Harbour Street 1"}})
    };
    admin.register("GATE-3", &gate("Gate 3", 9.98));
    admin.register("GATE-4", &gate("Gate 4", 9.99));
    admin.register("GATE-4", &json!({"registration": "Pending"}));
    admin.register(
        "LOBBY",
        &json!({"securityProfile": 1, "password": "0123456789abcdef", "site": "Office"}),
    );
    for (id, version) in [("GATE-3", "1.6"), ("YARD-1", "2.0.1"), ("YARD-2", "2.1")] {
        let make = Make {
            id: id.to_owned(),
            version,
            vendor: "Acme",
            firmware: "1.4.2",
        };
        drop(Charger::connect(&server, &make, accepting()));
    }
    let mut faulted = booted(&server, "ROOF");
    let fault = json!({"connectorId": 1, "status": "Faulted", "errorCode": "GroundFailure", "info": "F12"});
    faulted.call("StatusNotification", &fault);
    let stop = json!({"transactionId": 4711, "idTag": "BOB", "meterStop": 5200, "timestamp": "2026-11-29T09:00:00Z"});
    faulted.call("StopTransaction", &stop);
    drop(Charger::live(faulted, accepting()));
    charge(&server);
    booted(&server, "CELLAR").cut();
    admin.wait_connected("CELLAR", false);
    assert_eq!(
        Upgrade::to("/ocpp/LOBBY").offer("ocpp1.6").send(server.ocpp()).status,
        401
    );
    server
}

fn accepting() -> charger::Rule {
    Arc::new(|_, _| Some(json!({"status": "Accepted"})))
}

fn booted(server: &Server, id: &str) -> Station {
    let mut station = Station::connect(server, id, "1.6");
    let boot = json!({"chargePointVendor": "Acme", "chargePointModel": "Post", "firmwareVersion": "1.4.2"});
    station.call("BootNotification", &boot);
    station
}

/// A session that is under way, of a station that stays.
fn charge(server: &Server) {
    let mut station = booted(server, "YARD-9");
    for (connector, status) in [(1, "Charging"), (2, "Available")] {
        let payload = json!({"connectorId": connector, "status": status, "errorCode": "NoError"});
        station.call("StatusNotification", &payload);
    }
    let begun = Utc::now() - TimeDelta::minutes(20);
    let start = json!({"connectorId": 1, "idTag": "ALICE", "meterStart": 1000, "timestamp": begun});
    let started = station.call("StartTransaction", &start);
    for minute in 1..20 {
        let values = json!({"connectorId": 1, "transactionId": started["transactionId"], "meterValue": [{
            "timestamp": begun + TimeDelta::minutes(minute),
            "sampledValue": [
                {"value": format!("{}", 1000 + minute * 180)},
                {"value": "11000", "measurand": "Power.Active.Import", "unit": "W"},
            ],
        }]});
        station.call("MeterValues", &values);
    }
    drop(Charger::live(station, accepting()));
}

#[test]
fn each_screen_is_shown_without_a_fault() {
    look(&fleet(), "screens", &[]);
}

#[test]
fn the_keyboard_alone_is_enough() {
    look(&fleet(), "keyboard", &["GATE-3"]);
}

#[test]
fn what_an_operator_looks_after_is_done_in_the_page() {
    let configured = config().set("ocpp.register_unknown", false);
    let server = Server::start(&configured.plugin("name = \"bill-printer\""));
    let guest = |name: &str| artifacts::guest(name).display().to_string();
    let policy = artifacts::plugin("id-tag-policy").display().to_string();
    let url = format!("ws://{}", server.ocpp());
    look(
        &server,
        "operate",
        &[&url, &guest("decider-strict"), &guest("decider-lenient"), &policy],
    );
}

#[test]
fn an_empty_server_says_how_to_begin() {
    look(&Server::start(&config()), "welcome", &[]);
}

/// By each security profile that the server serves, and no other.
#[test]
fn simulated_charge_points_are_begun_as_the_server_can_serve_them() {
    look(&Server::start(&config()), "simulate", &["1"]);
    let folder = tempfile::tempdir().unwrap();
    let page = artifacts::suite_dir().join("../core/dashboard");
    let by_tls = simulated::by_tls(&folder).set("admin.dashboard_folder", page.display().to_string());
    look(&Server::start(&by_tls), "simulate", &["1", "2", "3"]);
}

#[test]
fn a_charge_point_is_shown_as_it_works_and_takes_what_is_sent() {
    let server = Server::start(&config());
    let url = format!("ws://{}", server.ocpp());
    look(&server, "charge-point", &[url.as_str()]);
}

#[test]
fn the_form_of_each_command_holds_what_its_schema_allows() {
    look(&Server::start(&config()), "forms", &[]);
}

#[test]
fn sessions_id_tags_and_the_inbox_are_worked_with() {
    let server = Server::start(&config());
    let url = format!("ws://{}", server.ocpp());
    look(&server, "sessions", &[url.as_str()]);
}

/// `cargo test --release --workspace --test dashboard ten_thousand -- --ignored --nocapture`, with as many descriptors.
#[test]
#[ignore = "it measures, and takes minutes"]
fn ten_thousand_charge_points_are_one_page() {
    const MANY: usize = 10_000;
    let server = Server::start(&config().set("log.filter", "info"));
    let mut stations: Vec<Station> = (0..MANY).map(|place| at_work(&server, place)).collect();
    let is_over = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&is_over);
    let working = thread::spawn(move || {
        for turn in 0_usize.. {
            if over.load(Ordering::Relaxed) {
                return;
            }
            let status = ["Available", "Preparing", "Charging"][turn % 3];
            let payload = json!({"connectorId": 1, "status": status, "errorCode": "NoError"});
            stations[turn * 7919 % MANY].call("StatusNotification", &payload);
            thread::sleep(Duration::from_millis(10));
        }
    });
    look(&server, "many", &[&MANY.to_string()]);
    is_over.store(true, Ordering::Relaxed);
    working.join().unwrap();
}

fn at_work(server: &Server, place: usize) -> Station {
    let id = format!("CP{place:05}");
    let body = json!({"securityProfile": 0, "site": format!("site-{}", place % 40), "labels": ["fast"]});
    if place.is_multiple_of(10) {
        server.admin().register(&id, &body);
    }
    let mut station = booted(server, &id);
    for connector in 1..=2 {
        let status = if place.is_multiple_of(500) {
            "Faulted"
        } else {
            "Available"
        };
        let payload = json!({"connectorId": connector, "status": status, "errorCode": "NoError"});
        station.call("StatusNotification", &payload);
    }
    station
}

/// What a browser sends of its login.
struct Login {
    cookie: String,
    csrf: String,
}

fn log_in(address: SocketAddr) -> Login {
    let body = json!({ "token": ADMIN_TOKEN }).to_string();
    let answer = Request::new("POST", "/login").body(body.as_bytes()).send(address);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let me: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    Login {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        csrf: me["csrfToken"].as_str().unwrap().to_owned(),
    }
}

impl Login {
    fn request(&self, method: &str, path: &str) -> Request {
        Request::new(method, path).header("Cookie", &self.cookie)
    }
}

/// The first bytes of an answer that goes on.
fn begin(request: &Request, address: SocketAddr) -> String {
    let mut line = String::new();
    BufReader::new(request.begin(address, 0)).read_line(&mut line).unwrap();
    line
}

fn opens_live(login: &Login, address: SocketAddr, origin: &str) -> bool {
    let upgrade = Upgrade::to("/api/v1/live").header("Cookie", &login.cookie);
    upgrade.header("Origin", origin).send(address).status == 101
}

#[test]
fn a_login_opens_the_api_to_our_own_page_and_survives_a_restart() {
    let mut server = Server::start(&config());
    let login = log_in(server.admin_address());
    server.crash_and_restart();
    let address = server.admin_address();
    let list = "/api/v1/charge-points";
    assert_eq!(login.request("GET", list).send(address).status, 200);
    assert!(begin(&login.request("GET", "/api/v1/events"), address).contains(" 200 "));
    assert!(opens_live(&login, address, &format!("http://{address}")));
    assert!(!opens_live(&login, address, "http://evil.example"));

    let put = || {
        login
            .request("PUT", "/api/v1/charge-points/CP1")
            .body(b"{\"securityProfile\": 0}")
    };
    let forged = put().send(address);
    assert_eq!(forged.status, 403, "{}", forged.text());
    assert_eq!(put().header("X-CSRF-Token", &login.csrf).send(address).status, 201);
    let foreign = put()
        .header("X-CSRF-Token", &login.csrf)
        .header("Origin", "http://evil.example");
    assert_eq!(foreign.send(address).status, 403);

    let logout = login.request("POST", "/logout").header("X-CSRF-Token", &login.csrf);
    assert_eq!(logout.send(address).status, 204);
    assert_eq!(login.request("GET", list).send(address).status, 401);
    assert_eq!(Request::new("GET", list).send(address).status, 401);
}

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    found.collect()
}

fn page(server: &Server, path: &str) -> Answer {
    Request::new("GET", path)
        .header("Accept", "text/html")
        .send(server.admin_address())
}

#[test]
fn the_page_in_the_binary_is_whole_and_keeps_everything_else_out() {
    let server = Server::start(&Config::new());
    for path in ["/", "/charge-points/CP1", "/plugin/tariff"] {
        let answer = page(&server, path);
        assert_eq!(answer.status, 200, "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'; script-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
    }
    let text = page(&server, "/").text();
    let named: Vec<&str> = text.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert!(named.len() > 2, "{text}");
    for path in named {
        let answer = Request::new("GET", path).send(server.admin_address());
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("cache-control").unwrap().ends_with("immutable"), "{path}");
        let tag = answer.header("etag").unwrap();
        let again = Request::new("GET", path).header("If-None-Match", tag);
        assert_eq!(again.send(server.admin_address()).status, 304, "{path}");
    }
    let folder = artifacts::suite_dir().join("../core/dashboard");
    for file in files(&folder) {
        let path = file.strip_prefix(&folder).unwrap().display().to_string();
        let answer = Request::new("GET", &format!("/assets/{path}")).send(server.admin_address());
        let is_same = answer.status == 200 && answer.body == fs::read(&file).unwrap();
        assert!(
            is_same,
            "{path} is another one in the binary: touch core/src/main.rs, and build it"
        );
    }
    assert_eq!(page(&server, "/api/v1/nothing").status, 401);
    assert_eq!(page(&server, "/assets/../Cargo.toml").status, 404);
}
