//! A disk that runs full under a server, and has room again: what needs no disk is served meanwhile, what is refused can be
//! repeated, and nothing that was acknowledged is lost.

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::full::{Disk, Numbered, OwnDisk, Part};
use ocpp_central_tests::metrics::Scrape;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

/// Charge points that are registered in one request.
const REGISTERED: usize = 200;
/// So many requests take more than the store sets aside before.
const MOST_REQUESTS: usize = 100;
/// The messages of the session that no room is for, each with the id by which it is repeated.
const METER: &str = "meter-1";
const STOP: &str = "stop-1";

/// Reports that were acknowledged at once and written a moment later as long as there was room.
const REPORTS: [&str; 3] = ["StatusNotification", "DiagnosticsStatusNotification", "DataTransfer"];
/// Whoever comes while there is no room: that is told once there is.
const COMES: &str = "P0-0";

/// What was acknowledged before the disk was full, and until then.
struct Acknowledged {
    transaction: Value,
    charge_points: Vec<String>,
}

/// A session begins.
fn begin(server: &Server) -> (Station, Value) {
    server.admin().set_tag("DRIVER", "Accepted");
    let mut station = Station::connect(server, "CP1", "1.6");
    let boot = json!({"chargePointVendor": "V", "chargePointModel": "M"});
    assert_eq!(station.call("BootNotification", &boot)["status"], "Accepted");
    let start = json!({
        "connectorId": 1, "idTag": "DRIVER", "meterStart": 1000, "timestamp": "2026-01-01T10:00:00Z",
    });
    let started = station.call("StartTransaction", &start);
    assert_eq!(started["idTagInfo"]["status"], "Accepted");
    (station, started["transactionId"].clone())
}

/// A message of the session's, by its id.
fn said(id: &str, transaction: &Value) -> String {
    let values = json!([{"timestamp": "2026-01-01T10:30:00Z", "sampledValue": [{"value": "1700"}]}]);
    let (action, payload) = match id {
        METER => (
            "MeterValues",
            json!({"connectorId": 1, "transactionId": transaction, "meterValue": values}),
        ),
        "StatusNotification" => (
            id,
            json!({"connectorId": 1, "errorCode": "GroundFailure", "status": "Faulted"}),
        ),
        "DiagnosticsStatusNotification" => (id, json!({"status": "UploadFailed"})),
        "DataTransfer" => (id, json!({"vendorId": "V", "data": "it is important"})),
        _ => (
            "StopTransaction",
            json!({
                "transactionId": transaction, "meterStop": 2500, "timestamp": "2026-01-01T11:00:00Z", "reason": "Local",
            }),
        ),
    };
    json!([2, id, action, payload]).to_string()
}

/// Registers charge points until there is no room for one, and has the station report until there is none for a report:
/// the present file of the journal takes what still goes into it. Those of which it was said that they are registered.
fn use_up(admin: &Admin, station: &mut Station) -> Vec<String> {
    let mut registered = Vec::new();
    for (name, many) in [("P", REGISTERED), ("Q", 1)] {
        let mut made =
            (0..MOST_REQUESTS * REGISTERED / many).map(|request| register(admin, &format!("{name}{request}"), many));
        loop {
            let (are, is_full) = made.next().expect("a full disk");
            registered.extend(are);
            if is_full {
                break;
            }
        }
    }
    let report = json!({"status": "Uploading"});
    let mut number = 0;
    // One that is taken is written a moment after its answer.
    wait::until("a report is refused", || {
        number += 1;
        let id = format!("until-full-{number}");
        station.send_text(&json!([2, id, "DiagnosticsStatusNotification", report]).to_string());
        (station.answer_to(&id)[0] == 4).then_some(())
    });
    registered
}

/// Registers so many charge points in one request: those that were, and whether there was no room for others.
fn register(admin: &Admin, name: &str, many: usize) -> (Vec<String>, bool) {
    let note = "n".repeat(2000);
    let line = |number| json!({"id": format!("{name}-{number}"), "securityProfile": 0, "note": note});
    let lines: Vec<Value> = (0..many).map(line).collect();
    let reply = admin.post("/api/v1/charge-points", &json!(lines));
    if reply.status != 200 {
        expect_problem(&reply);
        return (Vec::new(), true);
    }
    let items = reply.body["items"].as_array().expect("items");
    let made = items.iter().filter(|item| item["result"] == "created");
    let made = made.map(|item| item["id"].as_str().expect("an id").to_owned());
    let refused = items.iter().find(|item| item["result"] == "refused");
    if let Some(refused) = refused {
        assert!(says_full(&refused["problem"]), "{refused}");
    }
    (made.collect(), refused.is_some())
}

fn says_full(text: &Value) -> bool {
    text.as_str().is_some_and(|text| text.contains("disk is full"))
}

/// A message that must be durable is refused so that it is repeated.
#[track_caller]
fn expect_refusal(station: &mut Station, id: &str, transaction: &Value) {
    station.send_text(&said(id, transaction));
    let answer = station.answer_to(id);
    let text = "the request could not be stored; try again later";
    assert_eq!(answer, json!([4, id, "InternalError", text, {}]));
}

#[track_caller]
fn expect_problem(reply: &Reply) {
    assert_eq!(reply.status, 503, "{reply:?}");
    assert!(says_full(&reply.body["detail"]), "{reply:?}");
    assert!(reply.headers.iter().any(|(name, _)| name == "retry-after"), "{reply:?}");
}

fn state_of_store(ready: &Reply) -> Value {
    let parts = ready.body["parts"].as_array().expect("parts");
    let store = parts.iter().find(|part| part["name"] == "store");
    store.expect("the store's part")["state"].clone()
}

/// What is served, and what is said, while no write is taken.
fn while_it_is_full(server: &Server, station: &mut Station, before: &Acknowledged) {
    let admin = server.admin();
    assert!(station.call("Heartbeat", &json!({}))["currentTime"].is_string());
    for id in [METER, STOP].into_iter().chain(REPORTS) {
        expect_refusal(station, id, &before.transaction);
    }
    assert_eq!(admin.transactions("CP1")[0]["state"], "open");
    let last = before.charge_points.last().expect("a charge point");
    assert_eq!(admin.get(&format!("/api/v1/charge-points/{last}")).status, 200);
    expect_problem(&admin.put("/api/v1/id-tags/REFUSED", &json!({"status": "Accepted"})));
    let ready = admin.get("/readyz");
    assert_eq!(
        (ready.status, state_of_store(&ready)),
        (503, json!("full")),
        "{ready:?}"
    );
    assert!(says_full(&ready.body["detail"]), "{ready:?}");
    assert_eq!(admin.get("/healthz").expect(200)["status"], "alive");
    assert_eq!(Scrape::of(&admin).sum("ocpp_store_full", &[]), Some(1.0));
    // Nothing of the above used the connection up.
    assert!(station.call("Heartbeat", &json!({}))["currentTime"].is_string());
}

/// What was refused is repeated as it was, and taken. A report is written a moment after its answer.
fn repeat(admin: &Admin, station: &mut Station, before: &Acknowledged) {
    for id in [METER, STOP].into_iter().chain(REPORTS) {
        station.send_text(&said(id, &before.transaction));
        let answer = station.answer_to(id);
        assert_eq!((&answer[0], &answer[1]), (&json!(3), &json!(id)), "{answer}");
    }
    wait::until("the fault is kept", || (faults(admin) > 0).then_some(()));
}

/// How often the connector's state is on the timeline.
fn faults(admin: &Admin) -> usize {
    let told = admin.timeline("CP1");
    told.iter().filter(|event| event["kind"] == "connector.status").count()
}

/// All that was acknowledged is there, and what was refused is not.
fn expect_kept(admin: &Admin, before: &Acknowledged) {
    let transactions = admin.transactions("CP1");
    let [transaction] = &transactions[..] else {
        panic!("not one session: {transactions:?}");
    };
    assert_eq!(transaction["id"], before.transaction.to_string());
    assert_eq!(
        (&transaction["state"], &transaction["energyWh"]),
        (&json!("closed"), &json!("1500"))
    );
    assert_eq!(faults(admin), 1, "what was refused and repeated is told once");
    let connector = admin.get("/api/v1/charge-points/CP1").expect(200)["connectors"][0].clone();
    assert_eq!(connector["status"], "Faulted", "{connector}");
    for id in &before.charge_points {
        assert_eq!(admin.get(&format!("/api/v1/charge-points/{id}")).status, 200, "{id}");
    }
    assert_eq!(admin.get("/api/v1/id-tags/LATER").status, 200);
    assert_eq!(admin.get("/api/v1/id-tags/REFUSED").status, 404);
}

/// The disk runs full, and has room again.
fn there_and_back(mut server: Server, disk: &mut dyn Disk) {
    let (mut station, transaction) = begin(&server);
    disk.fill();
    let before = Acknowledged {
        transaction,
        charge_points: use_up(&server.admin(), &mut station),
    };
    while_it_is_full(&server, &mut station, &before);
    let comes = Station::connect(&server, COMES, "1.6");
    disk.make_room();
    let admin = server.admin();
    wait::until("the store takes writes", || {
        (admin.get("/readyz").status == 200).then_some(())
    });
    wait::until("an event that was refused is kept", || {
        let kept = admin.timeline(COMES);
        kept.iter()
            .any(|event| event["kind"] == "charge-point.connected")
            .then_some(())
    });
    comes.close();
    repeat(&admin, &mut station, &before);
    admin.set_tag("LATER", "Accepted");
    assert_eq!(Scrape::of(&admin).sum("ocpp_store_full", &[]), Some(0.0));
    assert!(server.is_alive());
    server.crash_and_restart();
    expect_kept(&server.admin(), &before);
}

/// The machine's own disk: less than `store.reserve` is free.
#[test]
fn below_the_reserve_writes_wait_for_room() {
    let mut part = Part::take();
    there_and_back(Server::start(&on_a_part(&part)), &mut part);
}

fn on_a_part(part: &Part) -> Config {
    Config::new()
        .set("store.path", part.path().join("data").display().to_string())
        .set("store.reserve", format!("{}B", part.reserve()))
}

/// Not a byte is free on a disk of the server's own.
#[test]
fn a_disk_without_a_byte_stops_writes_until_there_is_room() {
    let Some(mut disk) = OwnDisk::of(160) else { return };
    let config = Config::new().on(&disk).set("store.reserve", "32MiB");
    there_and_back(Server::start(&config), &mut disk);
}

/// Bytes are free, and no file can be made: what is free is not what is asked.
#[test]
fn a_disk_without_another_file_stops_writes_until_there_is_one() {
    let Some(mut disk) = Numbered::of(300) else { return };
    let config = Config::new().on(disk.disk()).set("store.reserve", "32MiB");
    there_and_back(Server::start(&config), &mut disk);
}

/// A server that is started while less than the reserve is free serves what needs no room, and goes on when there is some.
#[test]
fn a_server_starts_on_a_full_disk() {
    let mut disk = Part::take();
    let mut server = Server::start(&on_a_part(&disk));
    let (mut station, transaction) = begin(&server);
    disk.fill();
    let before = Acknowledged {
        transaction,
        charge_points: use_up(&server.admin(), &mut station),
    };
    server.crash_and_restart();
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    // What still goes into the present file of the journal is taken.
    use_up(&admin, &mut station);
    assert_eq!(state_of_store(&admin.get("/readyz")), "full");
    assert_eq!(admin.transactions("CP1")[0]["state"], "open");
    assert!(station.call("Heartbeat", &json!({}))["currentTime"].is_string());
    expect_problem(&admin.put("/api/v1/id-tags/REFUSED", &json!({"status": "Accepted"})));
    expect_refusal(&mut station, STOP, &before.transaction);
    disk.make_room();
    wait::until("the store takes writes", || {
        (admin.get("/readyz").status == 200).then_some(())
    });
    repeat(&admin, &mut station, &before);
    admin.set_tag("LATER", "Accepted");
    expect_kept(&admin, &before);
    let start = json!({
        "connectorId": 1, "idTag": "DRIVER", "meterStart": 2500, "timestamp": "2026-01-01T12:00:00Z",
    });
    let started = wait::until("a session begins", || {
        station.send_text(&json!([2, "start", "StartTransaction", start]).to_string());
        let answer = station.answer_to("start");
        (answer[0] == 3).then(|| answer[2].clone())
    });
    assert!(
        started["transactionId"].as_i64() > before.transaction.as_i64(),
        "{started}"
    );
}

/// Without a reserve the system itself says that there is no room. What sled meets then it does not come back from, so the
/// server may have to be started again; it has all that it acknowledged.
#[test]
fn without_a_reserve_nothing_acknowledged_is_lost() {
    let Some(mut disk) = OwnDisk::of(160) else { return };
    let mut server = Server::start(&Config::new().on(&disk).set("store.reserve", "0B"));
    let (mut station, transaction) = begin(&server);
    disk.fill();
    let before = Acknowledged {
        transaction,
        charge_points: use_up(&server.admin(), &mut station),
    };
    assert!(station.call("Heartbeat", &json!({}))["currentTime"].is_string());
    expect_refusal(&mut station, STOP, &before.transaction);
    let ready = server.admin().get("/readyz");
    let state = state_of_store(&ready);
    assert!(
        ready.status == 503 && (state == "full" || state == "failed"),
        "{ready:?}"
    );
    if state == "failed" {
        // Whoever restarts what is not well has a reason now.
        assert_eq!(server.admin().get("/healthz").status, 503);
    }
    disk.make_room();
    server.crash_and_restart();
    let mut station = Station::connect(&server, "CP1", "1.6");
    repeat(&server.admin(), &mut station, &before);
    server.admin().set_tag("LATER", "Accepted");
    expect_kept(&server.admin(), &before);
}
