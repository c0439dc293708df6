//! What a plugin can do beside deciding, over the wire: it is told events, commands charge points,
//! ticks, serves HTTP, and calls out; and what it may not do without a grant.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const ALL: &str = r#"grants = ["state", "commands", "directory", "events"]"#;

fn clerk(rest: &str) -> Config {
    Config::new().plugin(&format!("name = \"clerk\"\n{rest}"))
}

fn install(admin: &Admin, name: &str) {
    let component = fs::read(artifacts::guest(name)).unwrap();
    let reply = admin.put_bytes(&format!("/api/v1/plugins/{name}"), component);
    assert_eq!(reply.status, 200, "{reply:?}");
}

fn started(config: &Config) -> Server {
    let server = Server::start(config);
    install(&server.admin(), "clerk");
    server
}

fn notes(admin: &Admin) -> Vec<Value> {
    serde_json::from_value(admin.get("/plugins/clerk/notes").expect(200)).unwrap()
}

/// Waits until so many events were noted.
fn noted(admin: &Admin, count: usize) -> Vec<Value> {
    wait::until("the events are told", || {
        Some(notes(admin)).filter(|notes| notes.len() >= count)
    })
}

fn kinds(notes: &[Value]) -> Vec<&str> {
    notes.iter().map(|note| note["kind"].as_str().unwrap()).collect()
}

fn charge(station: &mut Station, tag: &str) -> Value {
    let start = json!({"connectorId": 1, "idTag": tag, "meterStart": 10, "timestamp": "2026-01-01T00:00:00Z"});
    let started = station.call("StartTransaction", &start);
    let stop = json!({
        "transactionId": started["transactionId"], "meterStop": 510, "timestamp": "2026-01-01T01:00:00Z", "reason": "Local"
    });
    station.call("StopTransaction", &stop);
    started
}

#[test]
fn events_are_told_in_order_with_what_happened() {
    let server = started(&clerk(ALL));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call(
        "StatusNotification",
        &json!({"connectorId": 1, "errorCode": "NoError", "status": "Preparing"}),
    );
    charge(&mut station, "ALICE");
    let notes = noted(&admin, 4);
    assert_eq!(
        kinds(&notes),
        [
            "charge-point.connected",
            "connector.status",
            "transaction.started",
            "transaction.ended"
        ]
    );
    assert!(notes.iter().all(|note| note["of"] == "CP1"));
    assert_eq!(notes[0]["payload"]["version"], "1.6");
    let ended = &notes[3]["payload"];
    assert_eq!(
        (&ended["action"], &ended["request"]["reason"]),
        (&json!("StopTransaction"), &json!("Local"))
    );
    assert_eq!(
        (&ended["transaction"]["energyWh"], &ended["transaction"]["state"]),
        (&json!("500"), &json!("closed"))
    );
    let status = admin.get("/api/v1/plugins/clerk").expect(200);
    assert_eq!((&status["eventsWaiting"], &status["failures"]), (&json!(0), &json!(0)));
}

#[test]
fn an_event_that_is_not_taken_waits_over_a_crash_and_a_swap() {
    let failing = format!("{ALL}\nlimits = {{ event_tries = 1000 }}\nsettings = {{ fail = \"transaction.started\" }}");
    let mut server = started(&clerk(&failing));
    let mut station = Station::connect(&server, "CP1", "1.6");
    charge(&mut station, "ALICE");
    let waiting = |admin: &Admin| admin.get("/api/v1/plugins/clerk").expect(200)["eventsWaiting"].clone();
    let admin = server.admin();
    // The start was refused, and the end waits behind it.
    wait::until("two events wait", || (waiting(&admin) == 2).then_some(()));
    assert_eq!(kinds(&notes(&admin)), ["charge-point.connected"]);
    drop(station);
    server.crash_and_restart();
    let admin = server.admin();
    wait::until("they still wait", || (waiting(&admin) == 2).then_some(()));
    server.restart_with(&clerk(ALL));
    let notes = noted(&server.admin(), 3);
    assert_eq!(kinds(&notes)[1..], ["transaction.started", "transaction.ended"]);
}

#[test]
fn a_command_from_inside_a_call_reaches_the_same_charge_point_and_its_answer_is_told() {
    let server = started(&clerk(ALL));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let answer = station.call("DataTransfer", &json!({"vendorId": "any"}));
    let id = answer["data"].as_str().unwrap().to_owned();
    let (call, payload) = station.expect_call("GetConfiguration");
    assert_eq!(payload, json!({"key": ["HeartbeatInterval"]}));
    station.answer(&call, &json!({"unknownKey": ["HeartbeatInterval"]}));
    let notes = noted(&admin, 2);
    assert_eq!(kinds(&notes), ["charge-point.connected", "command.answered"]);
    assert_eq!(
        notes[1]["payload"]["response"],
        json!({"unknownKey": ["HeartbeatInterval"]})
    );
    let command = admin.get(&format!("/api/v1/commands/{id}")).expect(200);
    assert_eq!(
        (&command["state"], &command["action"]),
        (&json!("answered"), &json!("GetConfiguration"))
    );
}

#[test]
fn a_command_waits_for_a_charge_point_that_is_away_or_ends_as_it_was_wanted() {
    let server = started(&clerk(ALL));
    let admin = server.admin();
    admin.register("CP2", &json!({}));
    let mut station = Station::connect(&server, "CP1", "1.6");
    let mut send = |to: &str, how: &str| {
        let asked = json!({"vendorId": "any", "messageId": how, "data": to});
        station.call("DataTransfer", &asked)["data"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let refused = send("CP2", "refuse");
    let ended = wait::until("it ends", || {
        let command = admin.get(&format!("/api/v1/commands/{refused}")).expect(200);
        (command["state"] != "pending").then_some(command)
    });
    assert_eq!(
        (&ended["state"], &ended["error"]["code"]),
        (&json!("lost"), &json!("NotConnected"))
    );
    let waits = send("CP2", "wait");
    assert_eq!(send("CP3", "wait"), "refused: charge-point", "nobody knows CP3");
    let mut second = Station::connect(&server, "CP2", "1.6");
    let (call, _) = second.expect_call("GetConfiguration");
    second.answer(&call, &json!({}));
    wait::until("it is answered", || {
        (admin.get(&format!("/api/v1/commands/{waits}")).expect(200)["state"] == "answered").then_some(())
    });
}

#[test]
fn a_plugin_serves_its_own_endpoints_behind_the_operators_token() {
    let server = started(&clerk(ALL));
    let admin = server.admin();
    let echo = admin
        .send("POST", "/plugins/clerk/echo?a=1&b=2", b"hello".to_vec())
        .expect(200);
    assert_eq!(
        (&echo["method"], &echo["query"], &echo["body"]),
        (&json!("POST"), &json!("a=1&b=2"), &json!("hello"))
    );
    let headers = echo["headers"].to_string();
    assert!(!headers.to_lowercase().contains("authorization"), "{headers}");
    assert_eq!(admin.get("/plugins/clerk/elsewhere").status, 404);
    let failed = admin.get("/plugins/clerk/panic");
    assert_eq!(failed.status, 502);
    assert!(
        failed.expect(502)["detail"]
            .as_str()
            .unwrap()
            .contains("clerk did not answer: it trapped")
    );
    assert_eq!(admin.get("/plugins/nobody/x").status, 404);
    let stranger = Admin::new(server.admin_address(), None);
    assert_eq!(stranger.get("/plugins/clerk/notes").status, 401);
}

#[test]
fn local_time_is_told_by_the_name_of_its_zone_and_replayed() {
    let server = started(&clerk(ALL));
    let admin = server.admin();
    assert_eq!(
        admin
            .put("/api/v1/plugins/clerk/recording", &json!({"on": true}))
            .status,
        200
    );
    let told = admin
        .get("/plugins/clerk/time?at=2026-03-29T00:59:59Z&zone=Europe/Berlin")
        .expect(200);
    assert_eq!(
        told,
        json!({
            "text": "2026-03-29T01:59:59.000+01:00", "weekday": 7, "secondOfDay": 7199, "summer": false,
            "abbreviation": "CET", "nextChange": "2026-03-29T01:00:00.000Z"
        })
    );
    assert_eq!(
        admin
            .get("/plugins/clerk/time?at=2026-03-29T00:59:59Z&zone=Moon/Tycho")
            .status,
        400
    );
    let digest = admin.get("/api/v1/plugins/clerk").expect(200)["digest"].clone();
    let replayed = admin
        .post("/api/v1/plugins/clerk/replay", &json!({"version": digest}))
        .expect(200);
    assert_eq!(
        (&replayed["identical"], &replayed["unanswered"]),
        (&json!(2), &json!(0)),
        "{replayed}"
    );
}

#[test]
fn a_timer_ticks_about_every_second() {
    let begin = Instant::now();
    let server = started(&clerk(ALL));
    let admin = server.admin();
    let beats = || {
        admin
            .get("/plugins/clerk/beats")
            .expect(200)
            .as_i64()
            .unwrap_or_default()
    };
    wait::until("three ticks", || (beats() >= 3).then_some(()));
    assert!(begin.elapsed() >= Duration::from_millis(2_500), "{:?}", begin.elapsed());
}

#[test]
fn what_was_not_granted_is_denied_and_counted() {
    let server = started(&clerk("grants = [\"state\"]"));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(
        station.call("DataTransfer", &json!({"vendorId": "any"}))["data"],
        "refused: denied"
    );
    assert_eq!(admin.get("/plugins/clerk/charge-points").status, 403);
    assert_eq!(admin.get("/api/v1/plugins/clerk").expect(200)["denials"], 2);
    assert!(server.log().contains("without its grant"));
}

#[test]
fn the_directory_is_read_with_its_grant() {
    let server = started(&clerk(ALL));
    let _station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(
        server.admin().get("/plugins/clerk/charge-points").expect(200),
        json!(["CP1"])
    );
}

#[test]
fn the_directory_says_who_is_connected_by_which_session() {
    let server = started(&clerk(ALL));
    let admin = server.admin();
    let seen = || admin.get("/plugins/clerk/sessions").expect(200);
    let mut last = 0;
    for count in 1..=2 {
        let station = Station::connect(&server, "CP1", "1.6");
        let session = admin.wait_connected("CP1", true)["session"]["id"].clone();
        assert!(session.as_u64() > Some(last), "{session} after {last}");
        assert_eq!(seen(), json!([["CP1", true, session]]));
        let notes = noted(&admin, count);
        assert_eq!(notes[count - 1]["payload"]["session"], session);
        last = session.as_u64().unwrap();
        station.close();
        admin.wait_connected("CP1", false);
        assert_eq!(seen(), json!([["CP1", false, null]]));
    }
}

#[test]
fn a_plugin_asks_a_back_end_and_only_its_own_charge_point_waits() {
    let back_end = BackEnd::start();
    let config = format!(
        "{ALL}\nallow_http = [\"{0}\"]\nsettings = {{ url = \"http://{0}\" }}",
        back_end.address
    );
    let server = started(&clerk(&config).set("ocpp.workers", 1));
    let mut station = Station::connect(&server, "CP1", "1.6");
    let mut judge = |tag: &str| station.call("Authorize", &json!({"idTag": tag}))["idTagInfo"]["status"].clone();
    assert_eq!(judge("ALICE"), "Accepted");
    assert_eq!(judge("no"), "Blocked");
    // The back end holds this one until another charge point was answered.
    let mut other = Station::connect(&server, "CP2", "1.6");
    let slow = thread::scope(|scope| {
        let waiting = scope.spawn(|| judge("slow"));
        back_end.asked.recv_timeout(wait::PATIENCE).unwrap();
        other.call("Heartbeat", &json!({}));
        back_end.release.send(()).unwrap();
        waiting.join().unwrap()
    });
    assert_eq!(slow, "Accepted");
}

#[test]
fn a_host_that_was_not_allowed_is_never_called() {
    let back_end = BackEnd::start();
    let config = format!(
        "{ALL}\nallow_http = [\"hooks.example.com\"]\nsettings = {{ url = \"http://{}\" }}",
        back_end.address
    );
    let server = started(&clerk(&config));
    let mut station = Station::connect(&server, "CP1", "1.6");
    let refused = station.exchange("Authorize", &json!({"idTag": "slow"}));
    assert_eq!((&refused[0], &refused[2]), (&json!(4), &json!("GenericError")));
    assert!(refused[3].as_str().unwrap().contains("does not allow"), "{refused}");
    assert!(back_end.asked.try_recv().is_err());
    assert_eq!(server.admin().get("/api/v1/plugins/clerk").expect(200)["denials"], 1);
}

/// A back end that answers `yes`, `no` to whoever asks for `/no`, and holds `/slow` until it is told.
struct BackEnd {
    address: SocketAddr,
    asked: mpsc::Receiver<()>,
    release: mpsc::Sender<()>,
}

impl BackEnd {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, asked) = mpsc::channel();
        let (release, released) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut request = Vec::new();
                let mut byte = [0];
                while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                    request.extend(byte);
                }
                let text = String::from_utf8_lossy(&request).into_owned();
                if text.contains("/slow") {
                    tell.send(()).ok();
                    released.recv().ok();
                }
                let body = if text.contains("/no ") { "no" } else { "yes" };
                let length = body.len();
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                )
                .ok();
            }
        });
        Self {
            address,
            asked,
            release,
        }
    }
}
