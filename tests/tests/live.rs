//! Events as they happen: over a restart and a crash, to slow listeners, in rooms; and commands from a room.

use std::thread;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::live::{Block, Controller, Feed};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn boot(station: &mut Station) {
    let boot = json!({"chargePointVendor": "Vendor", "chargePointModel": "Model"});
    station.call("BootNotification", &boot);
}

/// A whole session of a 1.6 station.
fn charge(station: &mut Station) {
    let start = json!({"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": "2026-01-01T10:00:00Z"});
    let id = station.call("StartTransaction", &start)["transactionId"].clone();
    let sample = json!({"connectorId": 1, "transactionId": id, "meterValue": [
        {"timestamp": "2026-01-01T10:01:00Z", "sampledValue": [{"value": "10"}]}]});
    station.call("MeterValues", &sample);
    let stop = json!({"transactionId": id, "meterStop": 20, "timestamp": "2026-01-01T10:02:00Z"});
    station.call("StopTransaction", &stop);
}

fn kinds(blocks: &[Block]) -> Vec<&str> {
    blocks.iter().map(|block| block.event.as_str()).collect()
}

fn numbers(blocks: &[Block]) -> Vec<u64> {
    blocks.iter().filter_map(|block| block.id).collect()
}

/// The numbers of everything that is in the logs of charge points, in order.
fn logged(admin: &Admin, ids: &[&str]) -> Vec<u64> {
    let events = ids.iter().flat_map(|id| admin.timeline(id));
    let mut numbers: Vec<u64> = events.map(|event| event["number"].as_u64().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn what_happens_is_told_to_those_who_want_it() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register("A", &json!({"site": "Depot", "labels": ["fast"]}));
    let listen = |query: &str| Feed::listen(&server, query).listening();
    let (mut all, mut durable) = (listen(""), listen("?live=false"));
    let mut transactions = listen("?kind=transaction.*&chargePoint=A");
    let (mut depot, mut fast) = (listen("?site=depot"), listen("?label=slow,fast&kind=charge-point.*"));
    let (mut other, mut calls) = (listen("?chargePoint=B&chargePoint=C"), listen("?kind=call"));
    let mut station = Station::connect(&server, "A", "1.6");
    boot(&mut station);
    charge(&mut station);
    station.close();
    wait::until("the end is told before another begins", || {
        let told = admin.timeline("A");
        (told.last()?["kind"] == "charge-point.disconnected").then_some(())
    });
    Station::connect(&server, "B", "1.6").close();

    let heard = all.until("charge-point.disconnected");
    let day = [
        "charge-point.connected",
        "charge-point.booted",
        "transaction.started",
        "meter.values",
        "transaction.ended",
        "charge-point.disconnected",
    ];
    assert_eq!(kinds(&heard), day);
    // What is in no log has no number.
    assert!(
        heard
            .iter()
            .all(|block| block.id.is_none() == (block.event == "meter.values"))
    );
    let of_a = logged(&admin, &["A"]);
    assert_eq!(numbers(&heard), of_a);
    let started = &heard[2];
    assert_eq!(started.data["number"].as_u64(), started.id);
    assert_eq!(
        (&started.data["kind"], &started.data["chargePoint"]),
        (&json!("transaction.started"), &json!("A"))
    );
    assert_eq!(started.data["payload"]["request"]["idTag"], "T");
    assert_eq!(numbers(&durable.until("charge-point.disconnected")), of_a);
    assert_eq!(
        kinds(&transactions.until("transaction.ended")),
        ["transaction.started", "transaction.ended"]
    );
    assert_eq!(kinds(&depot.until("charge-point.disconnected")), day);
    assert_eq!(
        kinds(&fast.until("charge-point.disconnected")),
        [
            "charge-point.connected",
            "charge-point.booted",
            "charge-point.disconnected"
        ]
    );
    let of_b = other.until("charge-point.disconnected");
    assert_eq!(kinds(&of_b), ["charge-point.connected", "charge-point.disconnected"]);
    let call = calls.until("call").remove(0);
    assert_eq!(call.data["payload"]["action"], "BootNotification");
}

#[test]
fn what_cannot_be_listened_to_is_refused_with_its_name() {
    let server = Server::start(&Config::new());
    for (query, part) in [
        ("?kind=transactions", "transaction.ended"),
        ("?station=A", "`station` is not known"),
        ("?after=now", "`after`"),
    ] {
        let reply = server.admin().get(&format!("/api/v1/events{query}"));
        assert_eq!(reply.status, 400);
        assert!(reply.body["detail"].as_str().unwrap().contains(part), "{}", reply.body);
    }
    let wrong = Feed::ask(server.admin_address(), "", &[("Last-Event-ID", "soon")]);
    assert_eq!(wrong.status(), 400);
    assert_eq!(server.admin().send("HEAD", "/api/v1/events", Vec::new()).status, 405);
}

#[test]
fn a_listener_comes_back_over_a_crash_and_a_restart() {
    let config = Config::new();
    let mut server = Server::start(&config);
    let mut feed = Feed::listen(&server, "?live=false").listening();
    let mut station = Station::connect(&server, "A", "1.6");
    boot(&mut station);
    charge(&mut station);
    let heard = feed.until("transaction.ended");
    let last = heard[1].id.unwrap();
    drop(feed);
    charge(&mut station);
    server.crash_and_restart();
    drop(station);
    let mut station = Station::connect(&server, "A", "1.6");
    let mut feed = Feed::resume(&server, "?live=false", last);
    charge(&mut station);
    let mut again = feed.until("charge-point.connected");
    again.extend(feed.until("transaction.ended"));
    let logged_after = |number| {
        let all = logged(&server.admin(), &["A"]);
        all.into_iter().filter(|one| *one > number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&again), logged_after(last));
    // Half of it by the query; the answer ends with what has happened, because it is not to go on.
    let middle = again[2].id.unwrap();
    let mut rest = Vec::new();
    let mut feed = Feed::listen(&server, &format!("?after={middle}&follow=false&live=false"));
    while let Some(block) = feed.event() {
        rest.push(block);
    }
    assert_eq!(numbers(&rest), logged_after(middle));
    station.close();
    server.restart_with(&config);
    let mut feed = Feed::resume(&server, "?live=false&kind=charge-point.*", last);
    assert_eq!(
        kinds(&feed.until("charge-point.disconnected")),
        ["charge-point.connected", "charge-point.disconnected"]
    );
}

/// It reads nothing until its connection is full and more lies ready than may.
#[test]
fn a_slow_listener_is_cut_and_comes_back_without_a_gap() {
    const STATIONS: [&str; 4] = ["A", "B", "C", "D"];
    const SESSIONS: usize = 250;
    let config = Config::new()
        .set("admin.live.queue", 200)
        .set("store.hourly_bytes_per_charge_point", "512MiB");
    let server = Server::start(&config);
    let mut slow = Feed::listen(&server, "?kind=*").listening();
    let mut quick = Feed::listen(&server, "?kind=transaction.ended").listening();
    let large = json!({"vendorId": "V", "data": "x".repeat(60_000)});
    thread::scope(|scope| {
        for id in STATIONS {
            let (server, large) = (&server, &large);
            scope.spawn(move || {
                let mut station = Station::connect(server, id, "1.6");
                boot(&mut station);
                for session in 0..SESSIONS {
                    charge(&mut station);
                    if session % 3 == 0 {
                        station.call("DataTransfer", large);
                    }
                }
            });
        }
        // A quick one beside it hears everything meanwhile.
        let ended: Vec<_> = (0..SESSIONS * 4).map(|_| quick.event().unwrap().id.unwrap()).collect();
        assert!(ended.is_sorted());
    });
    wait::until("the last events", || {
        let admin = server.admin();
        let last = STATIONS.map(|id| admin.timeline(id).last().unwrap()["kind"].clone());
        last.iter()
            .all(|kind| kind == "charge-point.disconnected")
            .then_some(())
    });
    let heard = slow.until("cut");
    let (cut, heard) = heard.split_last().unwrap();
    assert_eq!(slow.event(), None);
    let before = numbers(heard);
    assert_eq!(cut.data["number"].as_u64(), before.last().copied());
    let mut rest = Feed::resume(&server, "?live=false&follow=false", *before.last().unwrap());
    let mut after = Vec::new();
    while let Some(block) = rest.event() {
        after.extend(block.id);
    }
    let all = logged(&server.admin(), &STATIONS);
    assert!(
        all.len() > SESSIONS * 8 && after.len() > 200,
        "{} {}",
        all.len(),
        after.len()
    );
    assert_eq!([before, after].concat(), all);
}

fn kind_of(message: &Value) -> &str {
    message["event"]["kind"].as_str().unwrap_or_default()
}

#[test]
fn two_controllers_share_a_room_and_one_commands() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register("A", &json!({"site": "Depot"}));
    admin.register("B", &json!({"site": "Depot"}));
    let mut station = Station::connect(&server, "A", "1.6");
    boot(&mut station);
    let (mut one, mut two) = (Controller::connect(&server), Controller::connect(&server));
    one.join("site:Depot");
    two.join("site:Depot");
    two.join("charge-point:A");
    one.say(&json!({"who": "site:Depot"}));
    let who = one.message();
    let present: Vec<_> = who["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (&item["chargePoint"], &item["connected"]))
        .collect();
    assert_eq!(present, [(&json!("A"), &json!(true)), (&json!("B"), &json!(false))]);

    one.say(&json!({"command": {"id": "c1", "chargePoint": "A", "name": "start",
        "body": {"connector": 1, "idTag": "T"}, "wait": "effect"}}));
    let (id, payload) = station.expect_call("RemoteStartTransaction");
    assert_eq!(payload["idTag"], "T");
    station.answer(&id, &json!({"status": "Accepted"}));
    charge(&mut station);
    let (before, answer) = one.until(|message| message["command"] == "c1");
    assert_eq!(
        (&answer["status"], &answer["body"]["state"]),
        (&json!(200), &json!("in-effect")),
        "{answer}"
    );
    assert!(
        before.iter().any(|message| kind_of(message) == "command.answered"),
        "{before:?}"
    );
    let audited = admin.get("/api/v1/audit?limit=5").expect(200);
    let of_it = audited["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["target"]["action"] == "start");
    let of_it = of_it.unwrap_or_else(|| panic!("{audited}"));
    assert_eq!(
        (&of_it["who"]["name"], &of_it["result"]["id"]),
        (&json!("config"), &answer["body"]["id"])
    );
    let (_, ended) = two.until(|message| kind_of(message) == "transaction.ended");
    assert_eq!(ended["rooms"], json!(["site:Depot", "charge-point:A"]));
    assert_eq!(ended["number"], ended["event"]["number"]);
}

/// A raw action goes by the same door; one that is not known, or is for a charge point that is away, has its problem.
#[test]
fn each_command_of_a_controller_has_its_own_answer() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register("A", &json!({}));
    admin.register("B", &json!({}));
    let mut station = Station::connect(&server, "A", "1.6");
    boot(&mut station);
    let mut one = Controller::connect(&server);
    one.say(&json!({"command": {"id": "c2", "chargePoint": "A", "name": "ClearCache"}}));
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Rejected"}));
    let (_, answer) = one.until(|message| message["command"] == "c2");
    assert_eq!(answer["body"], json!({"status": "Rejected"}));
    for (order, status, kind) in [
        (
            json!({"id": "c3", "chargePoint": "A", "name": "Dance"}),
            400,
            "unknown-action",
        ),
        (
            json!({"id": "c4", "chargePoint": "B", "name": "reset", "body": {"kind": "soft"}}),
            503,
            "not-connected",
        ),
        (
            json!({"id": "c5", "chargePoint": "nobody", "name": "reset"}),
            404,
            "not-found",
        ),
        (
            json!({"id": "c6", "chargePoint": "A", "name": "ClearCache", "wait": "for ever"}),
            400,
            "invalid-request",
        ),
    ] {
        let id = order["id"].clone();
        one.say(&json!({ "command": order }));
        let (_, answer) = one.until(|message| message["command"] == id);
        assert_eq!(answer["status"], status, "{answer}");
        assert!(answer["problem"]["type"].as_str().unwrap().ends_with(kind), "{answer}");
    }
    one.say(&json!({"command": {"id": "c7", "chargePoint": "A", "name": "clear-cache", "wait": "none"}}));
    let (_, answer) = one.until(|message| message["command"] == "c7");
    assert_eq!(answer["status"], 202, "{answer}");
}

#[test]
fn rooms_are_joined_with_what_was_before_and_left() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "A", "1.6");
    boot(&mut station);
    charge(&mut station);
    let logged = logged(&admin, &["A"]);
    let mut controller = Controller::connect(&server);
    controller.say(&json!({"join": "charge-point:A", "after": 0, "kind": ["transaction.*", "charge-point.booted"]}));
    let (before, joined) = controller.until(|message| message["joined"] == "charge-point:A");
    assert_eq!(
        before.iter().map(kind_of).collect::<Vec<_>>(),
        ["charge-point.booted", "transaction.started", "transaction.ended"]
    );
    assert_eq!(before.last().unwrap()["number"].as_u64(), logged.last().copied());
    assert!(joined["number"].as_u64() >= logged.last().copied());
    controller.say(&json!({"leave": "charge-point:A"}));
    controller.until(|message| message["left"] == "charge-point:A");
    controller.join("label:fast");
    charge(&mut station);
    admin.register("A", &json!({"labels": ["fast"]}));
    charge(&mut station);
    let (before, started) = controller.until(|message| kind_of(message) == "transaction.started");
    assert!(before.is_empty(), "{before:?}");
    let (_, last) = controller.until(|message| kind_of(message) == "transaction.ended");
    assert!(started["number"].as_u64() < last["number"].as_u64());
    for (message, part) in [
        (json!({"join": "depot"}), "is no room"),
        (json!({"join": "all", "since": 7}), "since"),
        (json!({"leave": "all"}), "not in this room"),
        (json!({"sing": "all"}), "`join`"),
    ] {
        controller.say(&message);
        let (_, answer) = controller.until(|message| !message["problem"].is_null());
        assert!(answer["problem"]["detail"].as_str().unwrap().contains(part), "{answer}");
    }
}

#[test]
fn a_viewer_looks_and_does_not_command() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let made = admin.post("/api/v1/tokens", &json!({"name": "screen", "role": "viewer"}));
    let token = made.body["token"]
        .as_str()
        .unwrap_or_else(|| panic!("{}", made.body))
        .to_owned();
    let mut by_word = Controller::with(&server, |upgrade| upgrade);
    by_word.say(&json!({ "token": token }));
    assert_eq!(by_word.message()["token"]["role"], "viewer");
    let offer = format!("ocpp-central.live, ocpp-central.token.{token}");
    let mut by_protocol = Controller::with(&server, |upgrade| upgrade.offer(&offer));
    for viewer in [&mut by_word, &mut by_protocol] {
        viewer.join("all");
        viewer.say(&json!({"command": {"id": "c", "chargePoint": "A", "name": "reset", "body": {"kind": "soft"}}}));
        let (_, answer) = viewer.until(|message| message["command"] == "c");
        assert_eq!(answer["problem"]["status"], 403, "{answer}");
    }
    let refused = admin.get("/api/v1/audit?outcome=refused");
    let refused = refused.body["items"]
        .as_array()
        .unwrap_or_else(|| panic!("{}", refused.body));
    assert_eq!(refused.len(), 2, "{refused:?}");
    for entry in refused {
        assert_eq!(entry["who"]["name"], "screen", "{entry}");
        assert_eq!(
            entry["target"],
            json!({"chargePoint": "A", "action": "reset"}),
            "{entry}"
        );
        assert_eq!(
            (&entry["path"], &entry["status"]),
            (&json!("/api/v1/live"), &json!(403)),
            "{entry}"
        );
    }
    let mut wrong = Controller::with(&server, |upgrade| upgrade);
    wrong.say(&json!({"token": "another token than that"}));
    let (said, code) = wrong.closed();
    assert_eq!((&said[0]["problem"]["status"], code), (&json!(401), Some(1008)));
    let mut silent = Controller::with(&server, |upgrade| upgrade);
    silent.say(&json!({"join": "all"}));
    let (said, code) = silent.closed();
    assert_eq!((&said[0]["problem"]["status"], code), (&json!(401), Some(1008)));
    let reply = Admin::new(server.admin_address(), None).get("/api/v1/events");
    assert_eq!(reply.status, 401);
}

#[test]
fn listeners_are_bounded_and_hold_up_no_stop() {
    let mut server = Server::start(
        &Config::new()
            .set("admin.live.listeners", 2)
            .set("admin.live.keep_alive", "100ms"),
    );
    let mut feed = Feed::listen(&server, "").listening();
    let mut controller = Controller::connect(&server);
    controller.join("all");
    let full = Feed::listen(&server, "");
    assert_eq!(full.status(), 503);
    let reply = server.admin().get("/api/v1/events");
    assert!(
        reply.body["type"].as_str().unwrap().ends_with("too-many-listeners"),
        "{}",
        reply.body
    );
    let still = feed.block().unwrap();
    assert!(still.event.is_empty() && still.id.is_some());
    assert_eq!(server.admin().get("/api/v1/charge-points").status, 200);
    let station = Station::connect(&server, "A", "1.6");
    feed.until("charge-point.connected");
    let begin = std::time::Instant::now();
    assert!(server.stop().success());
    assert!(begin.elapsed().as_secs() < 5, "{:?}", begin.elapsed());
    // That the station was sent away is heard before the end.
    feed.until("charge-point.disconnected");
    assert_eq!(feed.event(), None);
    let (heard, code) = controller.closed();
    assert_eq!(
        (kind_of(heard.last().unwrap()), code),
        ("charge-point.disconnected", Some(1001))
    );
    drop(station);
}

#[test]
fn whoever_is_away_is_listed_as_such_and_cannot_be_reserved() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register("AWAY", &json!({}));
    let _station = Station::connect(&server, "HERE", "1.6");
    admin.wait_connected("HERE", true);
    let there = admin.get("/api/v1/charge-points?connected=true").expect(200);
    let there: Vec<_> = there["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["id"])
        .collect();
    assert_eq!(there, [&json!("HERE")]);
    let wish = json!({"connector": 1, "idTag": "T", "expiry": "2099-01-01T00:00:00Z"});
    let path = "/api/v1/charge-points/AWAY/commands/reserve";
    for query in ["", "?wait=answer", "?wait=none"] {
        let reply = admin.post(&format!("{path}{query}"), &wish);
        assert_eq!(reply.status, 503, "{query}: {}", reply.body);
        assert!(reply.body["type"].as_str().unwrap().ends_with("not-connected"));
    }
    let waits = admin.post(&format!("{path}?ttl=1h&wait=none"), &wish).expect(202);
    assert_eq!(
        (&waits["state"], &waits["action"]),
        (&json!("pending"), &json!("reserve"))
    );
}
