//! The plugins in `plugins/` in a running server, with charging sessions on sockets: what the station, the
//! other system and the operator see of them.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use hmac::{Hmac, Mac as _};
use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::external::skipped;
use ocpp_central_tests::peer::{Heard, Peer, Reply};
use ocpp_central_tests::process::{command, run};
use ocpp_central_tests::project::push;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait::{self, Deadline};
use serde_json::{Value, json};
use sha2::Sha256;

fn source(name: &str) -> PathBuf {
    artifacts::suite_dir().join("../plugins").join(name)
}

/// The component that `make more-plugins` built; none, and loudly so, if its tools are missing.
fn built(name: &str, tools: &str) -> Option<PathBuf> {
    let component = artifacts::any_plugin(name);
    if component.is_none() {
        skipped(tools);
    }
    component
}

#[test]
fn the_configuration_in_each_readme_is_one_that_the_server_takes() {
    let folder = tempfile::tempdir().unwrap();
    let mut checked = 0;
    for plugin in fs::read_dir(source("")).unwrap() {
        let readme = plugin.unwrap().path().join("README.md");
        let text = fs::read_to_string(&readme).unwrap();
        let blocks = text.split("```toml\n").skip(1);
        for block in blocks.filter_map(|rest| rest.split("```").next()) {
            if !block.contains("[[plugin]]") {
                continue;
            }
            let file = folder.path().join("central.toml");
            fs::write(&file, block).unwrap();
            let mut check = command();
            check.arg("check-config").arg("--config").arg(&file);
            let ended = run(check.env("OCPP_CENTRAL_PLUGINS_FOLDER", folder.path()), b"");
            assert_eq!(ended.code, Some(0), "{}: {ended:?}", readme.display());
            checked += 1;
        }
    }
    assert!(checked >= 6, "{checked} configurations");
}

fn failures(admin: &Admin, name: &str) -> Value {
    let status = admin.get(&format!("/api/v1/plugins/{name}")).expect(200);
    json!([status["failures"], status["lastFailures"]])
}

/// What the README of each plugin says of its signature, computed with the receiver's own means.
fn hmac(secret: &str, parts: &[&[u8]]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    parts.iter().for_each(|part| mac.update(part));
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// At 10:00 and so many minutes.
fn at(minutes: u32) -> String {
    format!("2026-01-10T{:02}:{:02}:00Z", 10 + minutes / 60, minutes % 60)
}

fn meter(wh: u32, minutes: u32) -> Value {
    json!([{"timestamp": at(minutes), "sampledValue": [{"value": wh}]}])
}

fn status_16(station: &mut Station, status: &str, minutes: u32) {
    let request = json!({"connectorId": 1, "errorCode": "NoError", "status": status, "timestamp": at(minutes)});
    station.call("StatusNotification", &request);
}

fn start_16(station: &mut Station, meter: u32) -> Value {
    let request = json!({"connectorId": 1, "idTag": "ALICE", "meterStart": meter, "timestamp": at(0)});
    station.call("StartTransaction", &request)["transactionId"].clone()
}

fn stop_16(station: &mut Station, (transaction, meter, minutes): (&Value, u32, u32)) {
    let request = json!({
        "transactionId": transaction, "idTag": "ALICE", "meterStop": meter, "timestamp": at(minutes), "reason": "Local"
    });
    station.call("StopTransaction", &request);
}

fn meter_16(station: &mut Station, (transaction, wh, minutes): (&Value, u32, u32)) {
    let values = json!([{"timestamp": at(minutes), "sampledValue": [{"value": wh.to_string()}]}]);
    let request = json!({"connectorId": 1, "transactionId": transaction, "meterValue": values});
    station.call("MeterValues", &request);
}

/// A TransactionEvent of the transaction `t-1`.
fn event_2(station: &mut Station, kind: &str, (number, wh, minutes): (u32, u32, u32)) -> Value {
    let mut request = json!({
        "eventType": kind, "timestamp": at(minutes), "triggerReason": "MeterValuePeriodic", "seqNo": number,
        "transactionInfo": {"transactionId": "t-1", "chargingState": "Charging"}, "meterValue": meter(wh, minutes),
        "evse": {"id": 1, "connectorId": 1}
    });
    if kind == "Started" {
        request["idToken"] = json!({"idToken": "ALICE", "type": "ISO14443"});
    }
    station.call("TransactionEvent", &request)
}

const TARIFF: &str = r#"name = "tariff"
grants = ["state", "commands", "directory", "events"]
on_failure = { TransactionEvent = "keep" }

[plugin.settings]
currency = "EUR"

[[plugin.settings.tariffs]]
id = "public"
session_fee = "0.35"
running_cost = "both"
running_cost_seconds = 0
prices = [{ energy = "0.49", minute = "0.02", idle_minute = "0.10" }]
"#;

/// The bill of a transaction, as soon as there is one.
fn bill(admin: &Admin, of: &str) -> Value {
    wait::until(&format!("the bill of {of}"), || {
        let reply = admin.get(&format!("/plugins/tariff/bills/{of}"));
        (reply.status == 200).then_some(reply.body)
    })
}

#[test]
fn the_tariff_tells_a_2_0_1_station_what_it_costs_and_writes_bills_for_every_version() {
    let Some(tariff) = built("tariff", "componentize-qjs") else {
        return;
    };
    let server = Server::start(&Config::new().plugin(TARIFF));
    push(&server, &tariff);
    let admin = server.admin();

    let mut new = Station::connect(&server, "CP-201", "2.0.1");
    let begun = event_2(&mut new, "Started", (0, 1_000, 0));
    assert_eq!(
        (&begun["idTokenInfo"]["status"], &begun["totalCost"]),
        (&json!("Accepted"), &Value::Null)
    );
    // 0.35, 7 kWh at 0.49, an hour at 0.02 a minute.
    let running = event_2(&mut new, "Updated", (1, 8_000, 60));
    assert_eq!(running, json!({"totalCost": 4.98}));
    let (id, cost) = new.expect_call("CostUpdated");
    assert_eq!(cost, json!({"totalCost": 4.98, "transactionId": "t-1"}));
    new.answer(&id, &json!({}));
    let total = event_2(&mut new, "Ended", (2, 11_000, 90));
    assert_eq!(total, json!({"totalCost": 7.05}));
    let billed = bill(&admin, "CP-201/t-1");
    assert_eq!(
        json!([
            billed["total"],
            billed["currency"],
            billed["energyKwh"],
            billed["idTag"],
            billed["tariff"]
        ]),
        json!(["7.05", "EUR", "10", "ALICE", "public"])
    );

    let mut old = Station::connect(&server, "CP-16", "1.6");
    let transaction = start_16(&mut old, 1_000);
    status_16(&mut old, "Charging", 0);
    meter_16(&mut old, (&transaction, 4_000, 30));
    status_16(&mut old, "SuspendedEV", 60);
    stop_16(&mut old, (&transaction, 6_000, 90));
    let billed = bill(&admin, &format!("CP-16/{transaction}"));
    // 0.35, 5 kWh at 0.49, an hour of charging at 0.02 and half an hour of idling at 0.10 a minute.
    assert_eq!(
        json!([
            billed["total"],
            billed["energyKwh"],
            billed["idleSeconds"],
            billed["version"]
        ]),
        json!(["7.00", "5", "1800", "1.6"]),
        "{billed}"
    );
    let all = admin.get("/plugins/tariff/bills").expect(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let csv = admin
        .get("/plugins/tariff/bills?format=csv&charge_point=CP-16")
        .expect(200);
    assert!(csv.as_str().unwrap().contains(",7.00,EUR,"), "{csv}");
    assert_eq!(failures(&admin, "tariff"), json!([0, []]));
}

/// One tariff for the drivers of a fleet, and one for everybody else.
const GROUPS: &str = r#"name = "tariff"
grants = ["state", "commands", "directory", "events"]
on_failure = { TransactionEvent = "keep" }

[plugin.settings]
currency = "EUR"
tariffs = [
    { id = "fleet", groups = ["FLEET"], prices = [{ energy = "0.10" }] },
    { id = "public", session_fee = "1.00", prices = [{ energy = "0.50" }] },
]
"#;

#[test]
fn the_tariff_bills_whose_session_an_operator_says_it_is_while_it_runs_and_later() {
    let Some(tariff) = built("tariff", "componentize-qjs") else {
        return;
    };
    let server = Server::start(&Config::new().plugin(GROUPS));
    push(&server, &tariff);
    let admin = server.admin();
    let driver = json!({"status": "Accepted", "parent": "FLEET"});
    assert!(matches!(admin.put("/api/v1/id-tags/DRIVER", &driver).status, 200 | 201));
    let assign = |id: &Value| {
        let path = format!("/api/v1/transactions/CP-16/{id}/assign");
        let said = admin.post(&path, &json!({"idTag": "DRIVER"}));
        assert_eq!(said.status, 200, "{said:?}");
    };
    let outline = |bill: &Value| json!([bill["idTag"], bill["group"], bill["tariff"], bill["total"]]);
    let of_driver = json!(["DRIVER", "FLEET", "fleet", "0.50"]);

    let mut station = Station::connect(&server, "CP-16", "1.6");
    let later = start_16(&mut station, 1_000);
    stop_16(&mut station, (&later, 6_000, 30));
    let first = bill(&admin, &format!("CP-16/{later}"));
    assert_eq!(outline(&first), json!(["ALICE", null, "public", "3.50"]));
    assign(&later);
    let again = wait::until("it is billed again", || {
        let bill = bill(&admin, &format!("CP-16/{later}"));
        (bill["idTag"] == "DRIVER").then_some(bill)
    });
    assert_eq!(outline(&again), of_driver);
    let note = json!(["an operator said whose it is; ALICE's before"]);
    assert_eq!((&again["notes"], &again["endedAt"]), (&note, &first["endedAt"]));

    let running = start_16(&mut station, 6_000);
    assign(&running);
    stop_16(&mut station, (&running, 11_000, 60));
    let billed = bill(&admin, &format!("CP-16/{running}"));
    assert_eq!((outline(&billed), &billed["notes"]), (of_driver, &note));

    let items = |query: &str| {
        let found = admin.get(&format!("/plugins/tariff/bills?{query}")).expect(200);
        found["items"].as_array().unwrap().len()
    };
    assert_eq!((items("idTag=driver&chargePoint=CP-16"), items("idTag=ALICE")), (2, 0));
    let mistyped = admin.get("/plugins/tariff/bills?id_tag=ALICE").expect(400);
    assert!(
        mistyped.as_str().unwrap().contains("known are chargePoint, idTag"),
        "{mistyped}"
    );
    assert_eq!(failures(&admin, "tariff"), json!([0, []]));
}

fn notifier(peer: &Peer) -> String {
    let address = peer.address();
    format!(
        r#"name = "webhook-notifier"
grants = ["events"]
allow_http = ["{address}"]

[[plugin.settings.targets]]
name = "everything"
url = "http://{address}/all"
kinds = ["*"]
secret = "a long random text"

[[plugin.settings.targets]]
name = "faults"
url = "http://{address}/faults"
kinds = ["connector.status"]
where = {{ "connector.status" = ["Faulted"] }}
format = "slack"
"#
    )
}

/// What the target `/all` hears of a charge point until an event of the last kind.
fn told(peer: &Peer, of: &str, last: &str) -> Vec<Heard> {
    let (mut all, end) = (Vec::new(), Deadline::start());
    loop {
        end.check(last);
        let heard = peer.heard();
        if heard.path != "/all" || heard.json()["chargePoint"] != of {
            continue;
        }
        all.push(heard);
        if all.last().is_some_and(|heard| heard.json()["kind"] == last) {
            return all;
        }
    }
}

fn kinds(told: &[Heard]) -> Vec<Value> {
    told.iter().map(|heard| heard.json()["kind"].clone()).collect()
}

/// A session of a 1.6 station with everything that the notifier's README names for it.
fn session_16(server: &Server) {
    let mut station = Station::connect(server, "CP-16", "1.6");
    station.call(
        "BootNotification",
        &json!({"chargePointVendor": "Acme", "chargePointModel": "M1"}),
    );
    station.call(
        "SecurityEventNotification",
        &json!({"type": "InvalidCentralSystemCertificate", "timestamp": at(0)}),
    );
    status_16(&mut station, "Preparing", 0);
    let transaction = start_16(&mut station, 0);
    meter_16(&mut station, (&transaction, 500, 30));
    stop_16(&mut station, (&transaction, 1_000, 60));
    station.close();
}

/// From the connection to its end.
fn signed_and_of_one_session(heard: &[Heard]) {
    for request in heard {
        let signature = format!("sha256={}", hmac("a long random text", &[&request.body]));
        assert_eq!(request.header("x-signature-256"), Some(signature.as_str()));
        assert_eq!(request.header("idempotency-key"), request.json()["event"].as_str());
    }
    let session = |heard: &Heard| heard.json()["payload"]["session"].as_u64();
    let (first, last) = (session(&heard[0]), session(&heard[heard.len() - 1]));
    assert!(first.is_some());
    assert_eq!(first, last, "the end is the end of that connection");
}

#[test]
fn the_notifier_posts_every_event_once_in_order_signed_and_chosen() {
    let Some(component) = built("webhook-notifier", "componentize-py") else {
        return;
    };
    // The first request is answered with a trouble that passes.
    let tries = AtomicU32::new(0);
    let peer = Peer::start(move |_| match tries.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::Now(503, "later".to_owned()),
        _ => Reply::Now(204, String::new()),
    });
    let server = Server::start(&Config::new().plugin(&notifier(&peer)));
    push(&server, &component);
    session_16(&server);
    let mut heard = told(&peer, "CP-16", "charge-point.disconnected");
    let refused = heard.remove(0);
    assert_eq!(
        (refused.json(), refused.header("idempotency-key")),
        (heard[0].json(), heard[0].header("idempotency-key")),
        "what was refused comes again as the same event"
    );
    assert_eq!(
        kinds(&heard),
        [
            "charge-point.connected",
            "charge-point.booted",
            "security.event",
            "connector.status",
            "transaction.started",
            "meter.values",
            "transaction.ended",
            "charge-point.disconnected"
        ]
    );
    signed_and_of_one_session(&heard);
    let ended = heard[6].json();
    assert_eq!(ended["payload"]["transaction"]["energyWh"], "1000", "{ended}");

    let mut new = Station::connect(&server, "CP-201", "2.0.1");
    for (number, kind) in (0..).zip(["Started", "Updated", "Ended"]) {
        event_2(&mut new, kind, (number, 1_000 * number, 30 * number));
    }
    let fault = json!({"evseId": 1, "connectorId": 1, "connectorStatus": "Faulted", "timestamp": at(90)});
    new.call("StatusNotification", &fault);
    let heard = told(&peer, "CP-201", "transaction.ended");
    assert_eq!(
        kinds(&heard)[1..],
        ["transaction.started", "transaction.updated", "transaction.ended"]
    );
    // Both targets hear of the fault, in any order.
    let both = [peer.heard(), peer.heard()];
    let chat = both
        .iter()
        .find(|heard| heard.path == "/faults")
        .expect("a line for the chat");
    let text = chat.json()["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("CP-201, connector 1: Faulted"), "{text}");
    assert_eq!(failures(&server.admin(), "webhook-notifier"), json!([0, []]));
}

/// A back end that decides by the id tag, and is out of order for some.
fn decides(request: &Heard) -> Reply {
    let outcome = match request.json()["payload"]["idTag"].as_str() {
        Some("STOLEN") => json!({"change": {"idTagInfo": {"status": "Blocked", "parentIdTag": "THIEVES"}}}),
        Some("WRONG") => json!({"callError": {"code": "SecurityError", "description": "no such reader"}}),
        Some("TROUBLE") => return Reply::Now(500, String::new()),
        _ => json!("keep"),
    };
    Reply::Now(200, json!({ "outcome": outcome }).to_string())
}

#[test]
fn the_forwarder_lets_a_back_end_decide_and_signs_what_it_asks() {
    let peer = Peer::start(decides);
    let address = peer.address();
    let server = Server::start(&Config::new().plugin(&format!(
        "name = \"http-forward\"\nallow_http = [\"{address}\"]\n\n[plugin.settings]\nsecret = \"change-me\"\n\n\
         [[plugin.settings.calls]]\nversion = \"1.6\"\nactions = [\"Authorize\"]\nurl = \"http://{address}/decide\"\n\
         retries = 1\n"
    )));
    push(&server, &artifacts::more_plugin("http-forward"));
    let mut station = Station::connect(&server, "CP-16", "1.6");
    station.call(
        "BootNotification",
        &json!({"chargePointVendor": "Acme", "chargePointModel": "M1"}),
    );
    let mut ask = |tag: &str| {
        let answer = station.exchange("Authorize", &json!({"idTag": tag}));
        (answer[2].clone(), answer[3].clone())
    };
    assert_eq!(ask("ALICE").0, json!({"idTagInfo": {"status": "Accepted"}}));
    assert_eq!(
        ask("STOLEN").0,
        json!({"idTagInfo": {"status": "Blocked", "parentIdTag": "THIEVES"}})
    );
    assert_eq!(ask("WRONG"), (json!("SecurityError"), json!("no such reader")));
    assert_eq!(
        ask("TROUBLE").0,
        json!({"idTagInfo": {"status": "Invalid"}}),
        "it is refused by default"
    );
    let asked: Vec<Heard> = (0..5).map(|_| peer.heard()).collect();
    for request in &asked {
        let stamp = request.header("x-ocpp-timestamp").unwrap();
        let signature = format!("v1={}", hmac("change-me", &[stamp.as_bytes(), b".", &request.body]));
        assert_eq!(request.header("x-ocpp-signature"), Some(signature.as_str()));
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/decide"));
    }
    let first = asked[0].json();
    assert_eq!(
        json!([
            first["chargePoint"],
            first["vendor"],
            first["action"],
            first["payload"],
            first["proposed"]
        ]),
        json!(["CP-16", "Acme", "Authorize", {"idTag": "ALICE"}, {"idTagInfo": {"status": "Accepted"}}])
    );
    assert_eq!(
        (asked[3].header("idempotency-key"), &asked[3].body),
        (asked[4].header("idempotency-key"), &asked[4].body),
        "a repetition is told by its key"
    );
    // What the settings do not choose stays, and nobody is asked.
    station.call("Heartbeat", &json!({}));
    assert_eq!(peer.waiting(), 0);
    assert_eq!(failures(&server.admin(), "http-forward"), json!([0, []]));
}

const BALANCER: &str = r#"name = "load-balancer"
grants = ["state", "commands", "directory"]

[plugin.settings]
interval = 1

[[plugin.settings.sites]]
name = "north"
limit = 32
failSafe = 6

[[plugin.settings.sites.chargePoints]]
id = "CP-16"
connectors = [{ id = 1, max = 32, floor = 6 }]

[[plugin.settings.sites.chargePoints]]
id = "CP-201"
evses = [{ id = 1, max = 32, floor = 6 }]
"#;

/// Accepts what a station is sent until it is given a limit for its transaction; gives that limit.
fn limited(station: &mut Station, profiles: &str) -> f64 {
    loop {
        let (id, asked) = station.expect_call("SetChargingProfile");
        station.answer(&id, &json!({"status": "Accepted"}));
        let profile = &asked[profiles];
        let schedule = &profile["chargingSchedule"];
        let schedule = schedule.get(0).unwrap_or(schedule);
        if profile["chargingProfilePurpose"] == "TxProfile" {
            assert_eq!(schedule["chargingRateUnit"], "A", "{asked}");
            return schedule["chargingSchedulePeriod"][0]["limit"].as_f64().unwrap();
        }
        assert_eq!(profile["chargingProfilePurpose"], "TxDefaultProfile", "{asked}");
        assert_eq!(schedule["chargingSchedulePeriod"][0]["limit"], json!(6), "{asked}");
    }
}

#[test]
fn the_balancer_divides_a_site_between_two_stations_that_charged_before_it_was_there() {
    let server = Server::start(&Config::new().plugin(BALANCER));
    let admin = server.admin();
    let mut old = Station::connect(&server, "CP-16", "1.6");
    let mut new = Station::connect(&server, "CP-201", "2.0.1");
    let transaction = start_16(&mut old, 0);
    event_2(&mut new, "Started", (0, 0, 0));
    // No event tells it of these transactions: the timer finds them in the directory.
    push(&server, &artifacts::more_plugin("load-balancer"));
    assert_eq!(limited(&mut old, "csChargingProfiles").to_string(), "16");
    assert_eq!(limited(&mut new, "chargingProfile").to_string(), "16");
    let plan = wait::until("both keep to their shares", || {
        let plan = admin.get("/plugins/load-balancer/plan").expect(200)["sites"][0].clone();
        let sessions = plan["sessions"].as_array()?.clone();
        let kept = sessions.iter().all(|session| session["kept"] == 16);
        (sessions.len() == 2 && kept).then_some(plan)
    });
    assert_eq!((&plan["limit"], &plan["worst"]), (&json!(32), &json!(32)), "{plan}");
    let mistyped = admin.get("/plugins/load-balancer/plan?foo=1").expect(400);
    assert_eq!(mistyped, json!("\"foo\" is not known here; known is site"));
    // One ends, and the other is given what it can use.
    stop_16(&mut old, (&transaction, 1_000, 60));
    assert_eq!(limited(&mut new, "chargingProfile").to_string(), "32");
    assert_eq!(failures(&admin, "load-balancer"), json!([0, []]));
}
