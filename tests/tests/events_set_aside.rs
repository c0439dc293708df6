//! Events that a plugin does not take: set aside within seconds with station and cause, told again, dismissed; and
//! waited out while another server is away.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;
use std::time::Instant;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::port;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const CLERK: &str = "name = \"clerk\"\ngrants = [\"state\", \"events\", \"directory\", \"commands\"]";
const ASIDE: &str = "/api/v1/plugins/clerk/events-set-aside";

fn clerk(rest: &str) -> Config {
    Config::new().plugin(&format!("{CLERK}\n{rest}"))
}

fn started(config: &Config) -> Server {
    let server = Server::start(config);
    let component = fs::read(artifacts::guest("clerk")).unwrap();
    assert_eq!(server.admin().put_bytes("/api/v1/plugins/clerk", component).status, 200);
    server
}

fn aside(admin: &Admin) -> Vec<Value> {
    admin.get(ASIDE).expect(200)["items"].as_array().unwrap().clone()
}

fn noted(admin: &Admin) -> Vec<(String, String)> {
    let notes: Vec<Value> = serde_json::from_value(admin.get("/plugins/clerk/notes").expect(200)).unwrap();
    let text = |note: &Value, member: &str| note[member].as_str().unwrap().to_owned();
    notes
        .iter()
        .map(|note| (text(note, "of"), text(note, "kind")))
        .collect()
}

fn has(admin: &Admin, station: &str, kind: &str) -> Option<()> {
    noted(admin)
        .contains(&(station.to_owned(), kind.to_owned()))
        .then_some(())
}

fn report(station: &mut Station) {
    station.call(
        "StatusNotification",
        &json!({"connectorId": 1, "status": "Available", "errorCode": "NoError"}),
    );
}

fn charge(station: &mut Station) {
    let start = json!({"connectorId": 1, "idTag": "ALICE", "meterStart": 10, "timestamp": "2026-01-01T00:00:00Z"});
    station.call("StartTransaction", &start);
}

#[test]
fn an_event_on_which_a_plugin_traps_is_set_aside_within_seconds_and_can_be_told_again() {
    let mut server = started(&clerk("settings = { trap = \"connector.status\" }"));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP%2F1", "1.6");
    let begun = Instant::now();
    report(&mut station);
    charge(&mut station);
    let kept = wait::until("the event is set aside", || aside(&admin).first().cloned());
    wait::until("those behind it are told", || {
        has(&admin, "CP/1", "transaction.started")
    });
    assert!(begun.elapsed() < wait::PATIENCE, "{:?}", begun.elapsed());
    assert_eq!(
        (&kept["chargePoint"], &kept["kind"], &kept["tries"], &kept["version"]),
        (&json!("CP/1"), &json!("connector.status"), &json!(5), &json!("0.1.0"))
    );
    assert!(kept["cause"].as_str().unwrap().contains("told to trap"), "{kept}");
    assert_eq!(kept["payload"]["request"]["status"], "Available");
    let status = admin.get("/api/v1/plugins/clerk").expect(200);
    assert_eq!(
        (
            &status["eventsSetAside"],
            &status["breakerOpen"],
            &status["eventsWaiting"]
        ),
        (&json!(1), &json!(false), &json!(0)),
        "{status}"
    );
    let log = server.log();
    let line = log.lines().find(|line| line.contains("an event is set aside")).unwrap();
    assert!(line.contains("CP/1") && line.contains("told to trap"), "{line}");

    // RepairedPayload, it is told again; the station's timeline has it once.
    server.restart_with(&clerk(""));
    let admin = server.admin();
    assert_eq!(admin.get("/api/v1/plugins/clerk").expect(200)["eventsSetAside"], 1);
    let one = format!("{ASIDE}/{}", kept["number"]);
    assert_eq!(
        admin.post(&format!("{one}/tell-again"), &json!({})).expect(200),
        json!({"events": 1})
    );
    wait::until("it is taken", || has(&admin, "CP/1", "connector.status"));
    assert!(aside(&admin).is_empty());
    assert_eq!(admin.get("/api/v1/plugins/clerk").expect(200)["eventsSetAside"], 0);
    assert_eq!(admin.post(&format!("{one}/tell-again"), &json!({})).status, 404);
    let timeline = admin
        .get("/api/v1/charge-points/CP%2F1/timeline?kind=connector.status")
        .expect(200);
    assert_eq!(timeline["items"].as_array().unwrap().len(), 1, "{timeline}");
}

#[test]
fn what_was_set_aside_is_listed_newest_first_and_dismissed() {
    let server = started(&clerk(
        "limits = { event_tries = 1 }\nsettings = { fail = \"connector.status\" }",
    ));
    let admin = server.admin();
    for name in ["CP1", "CP2", "CP3"] {
        report(&mut Station::connect(&server, name, "1.6"));
        wait::until("it is set aside", || {
            aside(&admin).iter().any(|one| one["chargePoint"] == name).then_some(())
        });
    }
    let all = aside(&admin);
    let stations: Vec<_> = all.iter().map(|one| one["chargePoint"].as_str().unwrap()).collect();
    assert_eq!(stations, ["CP3", "CP2", "CP1"]);
    assert_eq!(all[0]["cause"], "told to");
    let page = admin.get(&format!("{ASIDE}?limit=2")).expect(200);
    let next = page["next"].as_str().unwrap();
    let rest = admin.get(&format!("{ASIDE}?limit=2&after={next}")).expect(200);
    assert_eq!(
        (&rest["items"][0]["chargePoint"], &rest["next"]),
        (&json!("CP1"), &Value::Null)
    );
    let one = format!("{ASIDE}/{}", all[1]["number"]);
    assert_eq!(admin.delete(&one).expect(200), json!({"events": 1}));
    assert_eq!(admin.delete(&one).status, 404);
    assert_eq!(admin.delete(&format!("{ASIDE}/seven")).status, 400);
    assert_eq!(admin.delete(ASIDE).expect(200), json!({"events": 2}));
    assert!(aside(&admin).is_empty());
}

#[test]
fn an_event_waits_while_another_server_is_away() {
    // A port where nobody listens until the test does.
    let address = port::free();
    let server = started(&clerk(&format!(
        "allow_http = [\"{address}\"]\nlimits = {{ event_tries = 1 }}\nsettings = {{ notify = \"http://{address}/\" }}"
    )));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    report(&mut station);
    wait::until("it is tried again and again", || {
        (server.log().matches("an event was not taken").count() >= 3).then_some(())
    });
    assert!(aside(&admin).is_empty(), "its own tries are not used up");
    let listener = TcpListener::bind(address).unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _read = stream.read(&mut [0; 4096]);
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                .ok();
        }
    });
    wait::until("it is taken", || has(&admin, "CP1", "connector.status"));
    assert!(aside(&admin).is_empty());
}

#[test]
fn the_operators_patience_with_another_server_ends() {
    let address = port::free();
    let server = started(&clerk(&format!(
        "allow_http = [\"{address}\"]\nlimits = {{ event_patience = \"1s\" }}\nsettings = {{ notify = \"http://{address}/\" }}"
    )));
    let _station = Station::connect(&server, "CP1", "1.6");
    let kept = wait::until("it is set aside", || aside(&server.admin()).first().cloned());
    assert_eq!(
        (&kept["kind"], &kept["tries"]),
        (&json!("charge-point.connected"), &json!(2)),
        "{kept}"
    );
}
