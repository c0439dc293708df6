//! What happened to a charge point, as operators read it: each kind of event with what it says, page by page, over
//! a crash, and how much a station that sends rubbish can add to it.

use std::fs;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::live::Feed;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/charge-points/CP1/timeline";
const PASSWORD: &[u8] = b"correct horse battery";

/// A day of a charge point, the newest event first; [`live_a_day`] is how it comes about.
const DAY: [&str; 14] = [
    "charge-point.disconnected",
    "frame.fault",
    "call.refused",
    "command.answered",
    "command.sent",
    "transaction.ended",
    "transaction.started",
    // NotifyEvent, and two StatusNotifications; the one between them said nothing new.
    "connector.status",
    "connector.status",
    "connector.status",
    "charge-point.booted",
    "charge-point.connected",
    "charge-point.refused",
    "charge-point.refused",
];

fn upgrade(password: &[u8]) -> Upgrade {
    Upgrade::to("/ocpp/CP1").offer("ocpp2.0.1").basic("CP1", password)
}

fn status(word: &str) -> Value {
    json!({"timestamp": "2026-01-01T10:00:00Z", "connectorStatus": word, "evseId": 1, "connectorId": 1})
}

fn notify_event(word: &str) -> Value {
    json!({"generatedAt": "2026-01-01T10:00:00Z", "seqNo": 0, "eventData": [{
        "eventId": 1, "timestamp": "2026-01-01T10:00:00Z", "trigger": "Delta", "actualValue": word,
        "eventNotificationType": "HardWiredNotification",
        "component": {"name": "Connector", "evse": {"id": 1, "connectorId": 1}},
        "variable": {"name": "AvailabilityState"},
    }]})
}

fn transaction_event(kind: &str, number: u8) -> Value {
    json!({"eventType": kind, "timestamp": format!("2026-01-01T10:0{number}:00Z"), "triggerReason": "Authorized",
        "seqNo": number, "transactionInfo": {"transactionId": "T1"}})
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["kind"].as_str().expect("a kind"))
        .collect()
}

/// One page.
fn page(admin: &Admin, query: &str) -> (Vec<Value>, Option<String>) {
    let page = admin.get(&format!("{PATH}?{query}")).expect(200);
    let next = page["next"].as_str().map(str::to_owned);
    (page["items"].as_array().expect("items").clone(), next)
}

/// The newest event first, once this is the newest kind.
fn until_newest(admin: &Admin, kind: &str) -> Vec<Value> {
    wait::until(&format!("{kind} to be the newest event"), || {
        let (events, _) = page(admin, "limit=1000");
        (events.first()?["kind"] == kind).then_some(events)
    })
}

/// Everything of [`DAY`]. Gives the events, the newest first.
fn live_a_day(server: &Server) -> Vec<Value> {
    let admin = server.admin();
    admin.register(
        "CP1",
        &json!({"securityProfile": 1, "password": "correct horse battery"}),
    );
    assert_eq!(upgrade(b"wrong").send(server.ocpp()).status, 401);
    until_newest(&admin, "charge-point.refused");
    let nothing_known = Upgrade::to("/ocpp/CP1").offer("ocpp0.9").basic("CP1", PASSWORD);
    assert_eq!(nothing_known.send(server.ocpp()).status, 400);
    // Refusals are written a moment later; the connection may be on another worker.
    wait::until("both refusals", || (page(&admin, "").0.len() == 2).then_some(()));

    let mut station = Station::upgrade(server, &upgrade(PASSWORD));
    let boot = json!({"reason": "PowerUp", "chargingStation": {"vendorName": "Vendor", "model": "Model"}});
    station.call("BootNotification", &boot);
    for word in ["Occupied", "Occupied", "Available"] {
        station.call("StatusNotification", &status(word));
    }
    station.call("NotifyEvent", &notify_event("Faulted"));
    for (number, kind) in (0..).zip(["Started", "Updated", "Ended"]) {
        station.call("TransactionEvent", &transaction_event(kind, number));
    }
    let command = admin.command_later("CP1", "ClearCache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Rejected"}));
    assert_eq!(command.join().unwrap().status, 200);
    let mut wrong = status("Available");
    wrong["connectorStatus"] = json!("Asleep");
    assert_eq!(station.exchange("StatusNotification", &wrong)[0], 4);
    station.send_text("this is no frame");
    assert_eq!(station.frame()[0], 4);
    station.close();
    let events = until_newest(&admin, "charge-point.disconnected");
    assert_eq!(kinds(&events), DAY);
    events
}

/// A server, and a day of its charge point.
fn after_a_day() -> (Server, Vec<Value>) {
    let server = Server::start(&Config::new().strict().set("ocpp.register_unknown", false));
    let events = live_a_day(&server);
    (server, events)
}

#[test]
fn a_day_is_told_newest_first_with_what_each_event_says() {
    let (_server, events) = after_a_day();
    let said = |place: usize, pointer: &str| events[place].pointer(pointer).cloned().unwrap_or_default();
    let expected = [
        (0, "/payload/session", said(11, "/payload/session")),
        (1, "/payload/answered", json!("RpcFrameworkError")),
        (2, "/payload/action", json!("StatusNotification")),
        (2, "/payload/callError/details/pointer", json!("/connectorStatus")),
        (2, "/payload/callError/details/rule", json!("enum")),
        (2, "/payload/request/connectorStatus", json!("Asleep")),
        (3, "/payload/action", json!("ClearCache")),
        (3, "/payload/response/status", json!("Rejected")),
        (4, "/payload/origin", json!("operator")),
        (5, "/payload/transaction/state", json!("closed")),
        (6, "/payload/transaction/id", json!("T1")),
        (6, "/payload/transaction/state", json!("open")),
        (7, "/payload/action", json!("NotifyEvent")),
        (8, "/payload/request/connectorStatus", json!("Available")),
        (9, "/payload/request/connectorStatus", json!("Occupied")),
        (10, "/payload/request/chargingStation/vendorName", json!("Vendor")),
        (10, "/payload/response/status", json!("Accepted")),
        (11, "/payload/subprotocol", json!("ocpp2.0.1")),
        (11, "/version", json!("2.0.1")),
        (12, "/payload/status", json!(400)),
        (13, "/payload/identity", json!("CP1")),
        (13, "/payload/status", json!(401)),
        (13, "/payload/reason", json!("the password is wrong")),
    ];
    for (place, pointer, value) in expected {
        assert_eq!(said(place, pointer), value, "{pointer} of {}", events[place]);
    }
    for event in &events {
        assert!(event["at"].is_string() && event["payload"].is_object(), "{event}");
    }
    let text = json!(events).to_string();
    for secret in ["correct horse battery", "Basic "] {
        assert!(!text.contains(secret), "{secret} on the timeline: {text}");
    }
}

#[test]
fn pages_reach_everything_once_and_a_filter_shows_its_kinds_alone() {
    let (server, all) = after_a_day();
    let admin = server.admin();
    for limit in [1, 3, DAY.len(), 1000] {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let (items, next) = page(&admin, &format!("limit={limit}{after}"));
            assert!((1..=limit).contains(&items.len()), "{limit}: {items:?}");
            found.extend(items);
            let Some(next) = next else { break };
            after = format!("&after={next}");
        }
        assert_eq!(found, all, "in pages of {limit}");
    }

    let of_kinds = |wanted: &[&str]| -> Vec<Value> {
        let has_kind = |event: &&Value| wanted.iter().any(|kind| event["kind"] == *kind);
        all.iter().filter(has_kind).cloned().collect()
    };
    assert_eq!(
        page(&admin, "kind=connector.status"),
        (of_kinds(&["connector.status"]), None)
    );
    let two = of_kinds(&["command.sent", "charge-point.refused"]);
    assert_eq!(two.len(), 3);
    assert_eq!(
        page(&admin, "kind=command.sent,charge-point.refused"),
        (two.clone(), None)
    );
    // A filtered list has pages, too.
    let (first, next) = page(&admin, "kind=command.sent,charge-point.refused&limit=2");
    assert_eq!(first, two[..2]);
    let after = next.expect("a second page");
    let query = format!("kind=command.sent,charge-point.refused&limit=2&after={after}");
    assert_eq!(page(&admin, &query), (two[2..].to_vec(), None));
    assert_eq!(
        page(&admin, "kind=command.*,charge-point.refused"),
        (
            of_kinds(&["command.sent", "command.answered", "charge-point.refused"]),
            None
        )
    );
    assert_eq!(page(&admin, "kind=*&limit=1000").0, all);
    assert_eq!(page(&admin, "kind=plugin.*"), (Vec::new(), None));
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register("CP1", &json!({}));
    assert_eq!(page(&admin, ""), (Vec::new(), None));
    assert_eq!(admin.get("/api/v1/charge-points/NOBODY/timeline").status, 404);
    for query in [
        "after=yesterday",
        "after=-1",
        "after=",
        "limit=0",
        "limit=1001",
        "order=oldest",
        "kind=nothing.like.it",
        "kind=connector.status,bo*ot",
    ] {
        assert_eq!(admin.get(&format!("{PATH}?{query}")).status, 400, "{query}");
    }
    assert_eq!(
        Admin::new(server.admin_address(), None).get(PATH).status,
        401,
        "without the token"
    );
}

/// A server whose plugin blocks tags that begin with `BLOCKED`.
fn with_a_policy() -> Server {
    let server = Server::start(&Config::new().plugin(
        "name = \"id-tag-policy\"\ngrants = [\"state\"]\n\
         settings = { default = \"keep\", rules = [{ match = \"BLOCKED*\", decision = \"block\" }] }",
    ));
    let component = fs::read(artifacts::plugin("id-tag-policy")).expect("the plugin is built");
    let taken = server.admin().put_bytes("/api/v1/plugins/id-tag-policy", component);
    assert!(matches!(taken.status, 200 | 201), "{}", taken.body);
    server
}

#[test]
fn what_a_plugin_decided_otherwise_is_told_once_and_outlives_a_crash() {
    let mut server = with_a_policy();
    let mut station = Station::connect(&server, "CP1", "1.6");
    for tag in ["ALICE", "BLOCKED-1", "BLOCKED-1", "BOB"] {
        station.call("Authorize", &json!({"idTag": tag}));
    }
    station.call("Heartbeat", &json!({}));
    // It comes again because its answer was lost: the first answer is given, and nobody is asked.
    let start = json!([2, "start-1", "StartTransaction", {"connectorId": 1, "idTag": "BLOCKED-2", "meterStart": 0,
        "timestamp": "2026-01-01T10:00:00Z"}]);
    let answers = [(); 2].map(|()| {
        station.send_text(&start.to_string());
        station.answer_to("start-1")[2].clone()
    });
    assert_eq!(answers[0]["idTagInfo"]["status"], "Blocked");
    assert_eq!(answers[0], answers[1]);
    // What was answered after it was durable is there after a crash.
    server.crash_and_restart();
    let admin = server.admin();
    let (told, _) = page(&admin, "kind=plugin.*");
    assert_eq!(kinds(&told), ["plugin.decided"; 2], "{told:?}");
    let payload = &told[0]["payload"];
    assert_eq!(payload["action"], "StartTransaction");
    assert_eq!(payload["decidedBy"], json!(["id-tag-policy"]));
    assert_eq!(payload["changed"], json!(["/idTagInfo/status"]));
    assert_eq!(payload["proposed"]["idTagInfo"]["status"], "Accepted");
    assert_eq!(payload["response"], answers[0]);
    assert_eq!(payload["request"]["idTag"], "BLOCKED-2");
    assert_eq!(payload["plugins"][0]["decision"], "replaced");
    assert_eq!(told[0]["messageId"], "start-1");
    // It stands before what came of it.
    let (all, _) = page(&admin, "kind=transaction.started,plugin.decided&limit=2");
    assert_eq!(kinds(&all), ["transaction.started", "plugin.decided"]);
    assert_eq!(told[1]["payload"]["request"]["idTag"], "BLOCKED-1");
    let mut feed = Feed::listen(&server, "?kind=plugin.*&after=0&follow=false");
    let heard: Vec<_> = std::iter::from_fn(|| feed.event()).map(|block| block.id).collect();
    let numbers: Vec<_> = told.iter().rev().map(|event| event["number"].as_u64()).collect();
    assert_eq!(heard, numbers);
}

#[test]
fn an_unchanged_state_is_told_once_by_each_connection() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let status = json!({"connectorId": 1, "errorCode": "NoError", "status": "Charging"});
    for connections in 1..=2 {
        let mut station = Station::connect(&server, "CP1", "1.6");
        for _ in 0..5 {
            station.call("StatusNotification", &status);
        }
        station.close();
        let events = wait::until("the connection's end", || {
            let events = admin.timeline("CP1");
            let ends = kinds(&events)
                .iter()
                .filter(|kind| **kind == "charge-point.disconnected")
                .count();
            (ends == connections).then_some(events)
        });
        // A new connection may have missed something, so what it says first is told.
        let one = [
            "charge-point.connected",
            "connector.status",
            "charge-point.disconnected",
        ];
        assert_eq!(kinds(&events), one.repeat(connections));
    }
}

/// So many broken frames at once.
const FLOOD: u64 = 1000;
/// Ten in ten seconds are told: with the time that a slow machine takes, no more than this.
const MOST_TOLD: usize = 50;

#[test]
fn a_flood_of_broken_frames_is_told_a_few_times_and_counted() {
    let server = Server::start(&Config::new().strict());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let mut sent = 0;
    let mut send = |number: u64| {
        for _ in 0..number {
            station.send_text("rubbish");
            assert_eq!(station.frame()[0], 4, "each is answered");
        }
        sent += number;
        sent
    };
    assert_eq!(send(FLOOD), FLOOD);
    let faults = || page(&admin, "kind=frame.fault&limit=1000").0;
    let untold = |event: &Value| event["payload"]["untoldBefore"].as_u64().unwrap_or(0);
    // Those that were not told are told of by the next one that is.
    let (told, counted, sent) = wait::until("the whole flood to be spoken of", || {
        let sent = send(1);
        let told = faults();
        let counted: u64 = told.iter().map(|event| 1 + untold(event)).sum();
        (counted >= FLOOD).then_some((told, counted, sent))
    });
    println!("{sent} broken frames: {} events, which speak of {counted}", told.len());
    assert!(counted <= sent, "{counted} of {sent} are spoken of");
    assert!(told.len() <= MOST_TOLD, "{} events", told.len());
    for event in &told {
        assert_eq!(event["payload"]["answered"], "FormationViolation", "{event}");
        assert!(event["payload"]["reason"].is_string(), "{event}");
    }
}

#[test]
fn a_connector_that_flaps_is_told_a_few_times_and_then_how_it_stands() {
    const FLAPS: u64 = 1000;
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    for word in ["Occupied", "Available"].iter().cycle().take(FLAPS as usize) {
        station.call("StatusNotification", &status(word));
    }
    let told = || page(&admin, "kind=connector.status&limit=1000").0;
    let counted = |events: &[Value]| -> u64 {
        let of = |event: &Value| 1 + event["payload"]["untoldBefore"].as_u64().unwrap_or(0);
        events.iter().map(of).sum()
    };
    // The last one is held back until the window is over, or the connection.
    let open = wait::until("the last change", || {
        let events = told();
        (counted(&events) == FLAPS).then_some(events)
    });
    println!("{FLAPS} changes: {} events", open.len());
    assert!(open.len() <= 3 * MOST_TOLD, "{} events", open.len());
    assert_eq!(open[0]["payload"]["connector"]["status"], "Available", "{}", open[0]);
    // What the same connection says next is told as ever.
    station.call("StatusNotification", &status("Reserved"));
    station.close();
    until_newest(&admin, "charge-point.disconnected");
    let closed = told();
    assert_eq!(counted(&closed), FLAPS + 1);
    assert_eq!(closed[0]["payload"]["connector"]["status"], "Reserved");
}

#[test]
fn a_flood_of_refused_connections_is_told_a_few_times() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    let admin = server.admin();
    admin.register(
        "CP1",
        &json!({"securityProfile": 1, "password": "correct horse battery"}),
    );
    for _ in 0..200 {
        // Without a password: whoever tries some is slowed down.
        let without = Upgrade::to("/ocpp/CP1").offer("ocpp1.6");
        assert_eq!(without.send(server.ocpp()).status, 401);
    }
    let mut station = Station::upgrade(&server, &upgrade(PASSWORD));
    station.expect_silence();
    station.close();
    let told = wait::until("the connection's end, and some refusals", || {
        let events = admin.timeline("CP1");
        let kinds = kinds(&events);
        let refused = kinds.iter().filter(|kind| **kind == "charge-point.refused").count();
        (kinds.contains(&"charge-point.disconnected") && refused > 0).then_some(refused)
    });
    println!("200 refused connections: {told} events");
    assert!(told <= MOST_TOLD, "{told} events");
}

#[test]
fn a_crash_loses_nothing_of_it_and_deleting_the_station_all() {
    let (mut server, all) = after_a_day();
    // What was written before this is on the disk when it is answered.
    let last = server
        .admin()
        .put("/api/v1/id-tags/LAST", &json!({"status": "Accepted"}));
    assert!(last.status < 300, "{last:?}");
    server.crash_and_restart();
    let admin = server.admin();
    assert_eq!(page(&admin, "limit=1000"), (all.clone(), None));
    // Numbers go on.
    let mut station = Station::upgrade(&server, &upgrade(PASSWORD));
    station.expect_silence();
    // The newest of the day before is the end of a connection, too.
    until_newest(&admin, "charge-point.connected");
    station.close();
    let events = until_newest(&admin, "charge-point.disconnected");
    assert_eq!(
        kinds(&events)[..2],
        ["charge-point.disconnected", "charge-point.connected"]
    );
    assert_eq!(events[2..], all);
    assert!(events[1]["number"].as_u64() > all[0]["number"].as_u64());

    assert_eq!(admin.delete("/api/v1/charge-points/CP1").status, 204);
    assert_eq!(admin.get(PATH).status, 404);
    admin.register("CP1", &json!({}));
    assert_eq!(
        page(&admin, ""),
        (Vec::new(), None),
        "the next one of this name begins anew"
    );
}

#[test]
fn deleting_a_station_that_is_connected_leaves_nothing_of_it_behind() {
    let server = Server::start(&Config::new().set("ocpp.register_unknown", false));
    let admin = server.admin();
    admin.register("CP1", &json!({}));
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.expect_silence();
    // Told in a moment: it must not come after the deletion either.
    let status = json!({"connectorId": 1, "errorCode": "NoError", "status": "Charging"});
    station.call("StatusNotification", &status);
    assert_eq!(admin.delete("/api/v1/charge-points/CP1").status, 204);
    station.expect_close();
    // What another station does after it is written after it.
    admin.register("CP2", &json!({}));
    let mut other = Station::connect(&server, "CP2", "1.6");
    other.call("StatusNotification", &status);
    other.close();
    wait::until("the other one's end", || {
        let events = admin.timeline("CP2");
        kinds(&events).contains(&"charge-point.disconnected").then_some(())
    });
    admin.register("CP1", &json!({}));
    assert_eq!(page(&admin, ""), (Vec::new(), None), "of the one that was deleted");
}
