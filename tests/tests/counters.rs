//! `GET /api/v1/counters`: what is counted, provoked over the wire, and nothing counted beside it.
//!
//! The one thing that no client can provoke is a request that could not be stored; it adds to
//! `callsRefused`.

use std::thread::JoinHandle;

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Map, Value, json};

/// All counters; each has a test below.
const NAMES: [&str; 11] = [
    "handshakesRefused",
    "sessionsReplaced",
    "framesMalformed",
    "framesIgnored",
    "callsRefused",
    "answersStray",
    "answersInvalid",
    "inboundOverflows",
    "outboundOverflows",
    "inboxForgotten",
    "laterMessagesForgotten",
];

fn connected(config: &Config, version: &str) -> (Server, Station) {
    let server = Server::start(config);
    let station = Station::connect(&server, "CP1", version);
    server.admin().wait_connected("CP1", true);
    (server, station)
}

/// This counter has this value, and every other one is zero.
#[track_caller]
fn assert_counted(admin: &Admin, name: &str, times: usize) {
    let mut expected: Map<_, _> = NAMES.map(|name| (name.to_owned(), json!(0))).into_iter().collect();
    let known = expected.insert(name.to_owned(), json!(times));
    assert!(known.is_some(), "no counter is called {name}");
    expected.insert("repairs".to_owned(), json!({}));
    assert_eq!(admin.get("/api/v1/counters").expect(200), Value::Object(expected));
}

/// A command that has reached the station: who waits for it, and the CALL's id.
fn asked(admin: &Admin, station: &mut Station) -> (JoinHandle<Reply>, String) {
    let command = admin.command_later("CP1", "ClearCache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    (command, id)
}

/// Sends the messages, and waits until the server has seen them; skips its answers.
fn send_all(station: &mut Station, messages: &[&str]) {
    for message in messages {
        station.send_text(message);
    }
    station.send_text(r#"[2,"the end","Heartbeat",{}]"#);
    while station.frame()[1] != "the end" {}
}

#[test]
fn refused_handshakes() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    let admin = server.admin();
    admin.register("OPEN", &json!({"securityProfile": 0}));
    admin.register(
        "CLOSED",
        &json!({"securityProfile": 1, "password": "correct horse battery"}),
    );
    let closed = || Upgrade::to("/ocpp/CLOSED").offer("ocpp1.6");
    let refused = [
        (Upgrade::to("/ocpp/STRANGER").offer("ocpp1.6"), 404),
        (Upgrade::to("/").offer("ocpp1.6"), 404),
        (closed(), 401),
        (closed().basic("CLOSED", b"wrong"), 401),
        (Upgrade::to("/ocpp/OPEN").offer("ocpp0.1"), 400),
        (Upgrade::to("/ocpp/OPEN"), 400),
    ];
    for (upgrade, status) in &refused {
        assert_eq!(upgrade.send(server.ocpp()).status, *status, "{upgrade:?}");
    }
    let no_upgrade = Admin::new(server.ocpp(), None).get("/ocpp/OPEN");
    assert_eq!(no_upgrade.status, 426);
    Station::upgrade(&server, &closed().basic("CLOSED", b"correct horse battery")).expect_silence();
    assert_counted(&admin, "handshakesRefused", refused.len() + 1);
}

#[test]
fn replaced_sessions() {
    let (server, mut first) = connected(&Config::new(), "1.6");
    let mut second = Station::connect(&server, "CP1", "1.6");
    first.expect_close();
    let mut third = Station::connect(&server, "CP1", "2.0.1");
    second.expect_close();
    third.expect_silence();
    // One that left by itself was not replaced.
    third.close();
    server.admin().wait_connected("CP1", false);
    Station::connect(&server, "CP1", "1.6").expect_silence();
    assert_counted(&server.admin(), "sessionsReplaced", 2);
}

#[test]
fn malformed_frames() {
    let (server, mut station) = connected(&Config::new().strict(), "1.6");
    station.send_binary(br#"[2,"1","Heartbeat",{}]"#.to_vec());
    send_all(
        &mut station,
        &["nonsense", "{}", "[]", r#"[2,"1"]"#, r#"[2,1,"Heartbeat",{}]"#],
    );
    assert_counted(&server.admin(), "framesMalformed", 6);
    // A type that it does not know is an error to 2.0.1 alone.
    let mut station = Station::connect(&server, "CP2", "2.0.1");
    send_all(&mut station, &[r#"[7,"1","Heartbeat",{}]"#]);
    assert_counted(&server.admin(), "framesMalformed", 7);
}

#[test]
fn ignored_frames() {
    let (server, mut station) = connected(&Config::new().strict(), "1.6");
    let unknown = r#"[7,"1","Heartbeat",{}]"#;
    send_all(&mut station, &[unknown, "", " ", r#"[3,"short"]"#, "[4]"]);
    assert_counted(&server.admin(), "framesIgnored", 5);
}

#[test]
fn refused_calls() {
    let (server, mut station) = connected(&Config::new().strict(), "2.1");
    let calls = [
        r#"[2,"1","MakeCoffee",{}]"#,
        r#"[2,"2","Reset",{"type":"Immediate"}]"#,
        r#"[2,"3","Heartbeat",{"more":1}]"#,
        r#"[2,"4","BootNotification",{}]"#,
        // Refused without a word.
        r#"[6,"5","NotifyPeriodicEventStream",{}]"#,
    ];
    send_all(&mut station, &calls);
    assert_counted(&server.admin(), "callsRefused", calls.len());
}

#[test]
fn repairs_by_their_names() {
    let (server, mut station) = connected(&Config::new(), "1.6");
    send_all(
        &mut station,
        &[
            r#"[2,"1","Heartbeat",{"x":1,"y":2}]"#,
            r#"[2,2,"Authorize",{"idTag":5}]"#,
            r#"[2,"3","Heartbeat",{"x":1}]"#,
        ],
    );
    let expected = json!({"unknown-member": 2, "message-id-as-number": 1, "number-as-text": 1});
    assert_eq!(server.admin().get("/api/v1/counters").expect(200)["repairs"], expected);
    wait::until("the charge point's own", || {
        let found = server.admin().get("/api/v1/charge-points/CP1").expect(200);
        (found["repairs"] == expected).then_some(())
    });
}

#[test]
fn stray_answers() {
    let (server, mut station) = connected(&Config::new().strict().set("connection.call_timeout", "200ms"), "1.6");
    let admin = server.admin();
    let never_asked = [r#"[3,"nobody",{}]"#, r#"[4,"nobody","GenericError","",{}]"#];
    send_all(&mut station, &never_asked);
    assert_counted(&admin, "answersStray", 2);

    let (command, late) = asked(&admin, &mut station);
    assert_eq!(command.join().unwrap().status, 504);
    let answer = json!([3, late, {"status": "Accepted"}]).to_string();
    send_all(&mut station, &[&answer]);
    assert_counted(&admin, "answersStray", 3);
}

#[test]
fn repeated_answers_are_stray() {
    let (server, mut station) = connected(&Config::new().strict(), "2.1");
    let admin = server.admin();
    let (command, id) = asked(&admin, &mut station);
    let answer = json!([3, id, {"status": "Accepted"}]).to_string();
    send_all(&mut station, &[&answer, &answer]);
    assert_eq!(command.join().unwrap().status, 200);
    assert_counted(&admin, "answersStray", 1);
    // A complaint about an answer of ours (CALLRESULTERROR).
    send_all(&mut station, &[r#"[5,"1","GenericError","",{}]"#]);
    assert_counted(&admin, "answersStray", 2);
}

#[test]
fn invalid_answers() {
    let (server, mut station) = connected(&Config::new().strict(), "1.6");
    let admin = server.admin();
    let (command, id) = asked(&admin, &mut station);
    station.answer(&id, &json!({"status": "Perhaps"}));
    assert_eq!(command.join().unwrap().status, 502);
    assert_counted(&admin, "answersInvalid", 1);
}

#[test]
fn too_many_calls_of_a_station() {
    let (server, mut station) = connected(&Config::new().set("connection.inbound_queue", 1), "1.6");
    // Each boot waits for the disk. They come faster than it writes, sooner or later.
    let refused = wait::until("an overflow", || {
        let boot = json!({"chargePointVendor": "Suite", "chargePointModel": "Burst"});
        let ids: Vec<_> = (0..50).map(|number| format!("b{number}")).collect();
        for id in &ids {
            station.send_text(&json!([2, id, "BootNotification", boot]).to_string());
        }
        let answers = ids.iter().map(|_| station.frame());
        let refused: Vec<_> = answers.filter(|answer| answer[0] != 3).collect();
        (!refused.is_empty()).then_some(refused)
    });
    for answer in &refused {
        assert_eq!(
            (&answer[0], &answer[2]),
            (&json!(4), &json!("InternalError")),
            "{answer}"
        );
    }
    assert_counted(&server.admin(), "inboundOverflows", refused.len());
}

#[test]
fn too_many_commands_for_a_station() {
    let (server, mut station) = connected(&Config::new().set("connection.call_queue", 1), "1.6");
    let admin = server.admin();
    let commands = [(); 4].map(|()| admin.command_later("CP1", "ClearCache", json!({})));
    // One is on its way and one waits.
    wait::until("two refusals", || {
        let ended = commands.iter().filter(|command| command.is_finished());
        (ended.count() == 2).then_some(())
    });
    for _ in 0..2 {
        let (id, _) = station.expect_call("ClearCache");
        station.answer(&id, &json!({"status": "Accepted"}));
    }
    let mut statuses = commands.map(|command| command.join().expect("a reply").status);
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 503, 503]);
    station.expect_silence();
    assert_counted(&admin, "outboundOverflows", 2);
}

fn stop(id: &Value, second: usize) -> Value {
    json!({"transactionId": id, "meterStop": 9, "timestamp": format!("2026-01-01T11:00:{second:02}Z")})
}

#[test]
fn messages_that_are_too_many_for_an_inbox() {
    let (server, mut station) = connected(&Config::new().set("transactions.inbox_per_charge_point", 3), "1.6");
    for number in 0..5 {
        station.call("StopTransaction", &stop(&json!(4711), number));
    }
    let inbox = server.admin().get("/api/v1/charge-points/CP1/inbox").expect(200);
    let items = inbox["items"].as_array().expect("a list").iter();
    let mut times: Vec<&str> = items.filter_map(|item| item["payload"]["timestamp"].as_str()).collect();
    times.sort_unstable();
    assert_eq!(
        times,
        ["2026-01-01T11:00:02Z", "2026-01-01T11:00:03Z", "2026-01-01T11:00:04Z"]
    );
    assert_counted(&server.admin(), "inboxForgotten", 2);
}

#[test]
fn messages_that_are_too_many_beside_a_session() {
    let config = Config::new().set("transactions.later_messages_per_transaction", 2);
    let (server, mut station) = connected(&config, "1.6");
    let start = json!({"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T10:00:00Z"});
    let id = station.call("StartTransaction", &start)["transactionId"].clone();
    for number in 0..6 {
        station.call("StopTransaction", &stop(&id, number));
    }
    let session = server
        .admin()
        .get(&format!("/api/v1/transactions/CP1/{id}"))
        .expect(200);
    assert_eq!(session["laterMessages"].as_array().expect("a list").len(), 2);
    assert_counted(&server.admin(), "laterMessagesForgotten", 3);
}
