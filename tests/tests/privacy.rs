//! A person's data: exported by tag, and taken out. After an erase the tag's bytes are in no record of the server, which a
//! backup shows, and in no answer of its API.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::process;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const TAG: &str = "PRIV-04A2B3";

fn config() -> Config {
    Config::new().set("messages.durable", json!(["*"]))
}

/// A session of each version, and much beside them.
fn lived(server: &Server) {
    let admin = server.admin();
    let known = json!({"status": "Accepted", "parent": "FAMILY-9"});
    assert_eq!(admin.put(&format!("/api/v1/id-tags/{TAG}"), &known).status, 201);
    let child = json!({"status": "Accepted", "parent": TAG});
    assert_eq!(admin.put("/api/v1/id-tags/CHILD-7", &child).status, 201);
    let mut old = Station::connect(server, "CP16", "1.6");
    old.call(
        "BootNotification",
        &json!({"chargePointVendor": "V", "chargePointModel": "M"}),
    );
    old.call("Authorize", &json!({"idTag": TAG}));
    let start = json!({"connectorId": 1, "idTag": TAG.to_lowercase(), "meterStart": 1000,
        "timestamp": "2026-01-01T10:00:00Z"});
    let id = old.call("StartTransaction", &start)["transactionId"].clone();
    let stop = json!({"transactionId": id, "idTag": TAG, "meterStop": 3500, "timestamp": "2026-01-01T11:00:00Z"});
    old.call("StopTransaction", &stop);
    // What fits no session, and what came when it was over.
    old.call(
        "StopTransaction",
        &json!({"transactionId": 999_999, "idTag": TAG, "meterStop": 1,
        "timestamp": "2020-01-01T11:00:00Z"}),
    );
    let data = json!({"vendorId": "com.example", "data": json!({"card": TAG, "n": 1}).to_string()});
    old.call("DataTransfer", &data);
    let mut new = Station::connect(server, "CP201", "2.0.1");
    new.call(
        "BootNotification",
        &json!({"reason": "PowerUp", "chargingStation": {"vendorName": "V", "model": "M"}}),
    );
    for (seq, kind) in ["Started", "Ended"].iter().enumerate() {
        let event = json!({"eventType": kind, "timestamp": format!("2026-01-01T1{seq}:00:00Z"), "seqNo": seq,
            "triggerReason": "Authorized", "transactionInfo": {"transactionId": "T1"},
            "idToken": {"idToken": TAG, "type": "ISO14443", "additionalInfo": [
                {"additionalIdToken": TAG, "type": "visible"}]}, "evse": {"id": 1, "connectorId": 1}});
        new.call("TransactionEvent", &event);
    }
    // A list that the station holds, and commands with the tag: one done, one that waits.
    let put = {
        let admin = admin.clone();
        std::thread::spawn(move || {
            let list = json!({"update": "full", "entries": [{"idTag": TAG}, {"idTag": "CHILD-7"}]});
            admin.put("/api/v1/charge-points/CP16/local-list", &list)
        })
    };
    let (call, _) = old.expect_call("SendLocalList");
    old.answer(&call, &json!({"status": "Accepted"}));
    assert!(put.join().unwrap().status < 300);
    admin.register("AWAY", &json!({}));
    let waiting = admin.post(
        "/api/v1/charge-points/AWAY/commands/start?ttl=12h",
        &json!({"idTag": TAG, "connector": 1}),
    );
    assert!(waiting.status < 300, "{waiting:?}");
    // The frames are on the disk soon.
    wait::until("the frames are kept", || {
        let messages = admin
            .get("/api/v1/charge-points/CP16/messages?action=Authorize")
            .expect(200);
        (!messages["items"].as_array()?.is_empty()).then_some(())
    });
    std::thread::sleep(std::time::Duration::from_millis(1500));
}

/// The records of the server, as text: a backup without its compression.
fn records(server: &Server) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.backup");
    let mut command = process::command();
    let address = format!("http://{}", server.admin_address());
    command.args(["backup", "--out", &file.display().to_string(), "--server", &address]);
    let taken = process::run(command.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    String::from_utf8_lossy(&inflated(&file)).to_lowercase()
}

/// The contents of a backup's blocks.
fn inflated(file: &Path) -> Vec<u8> {
    let bytes = fs::read(file).unwrap();
    let (mut at, mut all) = (8, Vec::new());
    while at < bytes.len() {
        let stored = u32::from_be_bytes(bytes[at + 5..at + 9].try_into().unwrap());
        let begin = at + 41;
        let end = begin + usize::try_from(stored).unwrap();
        let mut content = Vec::new();
        flate2::read::DeflateDecoder::new(&bytes[begin..end])
            .read_to_end(&mut content)
            .unwrap();
        all.extend(content);
        at = end;
    }
    all
}

fn erase(admin: &Admin, query: &str) -> Value {
    let path = format!("/api/v1/id-tags/priv-04a2b3/erase{query}");
    admin.post(&path, &Value::Null).expect(200)
}

/// Nor is it in what the API shows, of memory too.
fn nowhere_in_answers(admin: &Admin) {
    for path in [
        "/api/v1/charge-points/CP16/messages?limit=1000",
        "/api/v1/charge-points/CP201/messages?limit=1000",
        "/api/v1/charge-points/CP16/timeline?limit=1000",
        "/api/v1/charge-points/CP16/inbox?all=true",
        "/api/v1/charge-points/CP16/records",
        "/api/v1/charge-points/CP16/local-list",
        "/api/v1/transactions",
        "/api/v1/transactions/CP201/T1",
        "/api/v1/commands",
        "/api/v1/id-tags",
    ] {
        let shown = admin.get(path).expect(200).to_string().to_lowercase();
        assert!(!shown.contains(&TAG.to_lowercase()), "{path}: {shown}");
    }
}

/// Both are written down, with a digest.
fn in_the_audit_log(admin: &Admin) {
    let log = admin.get("/api/v1/audit?limit=1000").expect(200);
    assert!(!log.to_string().to_lowercase().contains(&TAG.to_lowercase()), "{log}");
    for operation in ["GET /id-tags/{tag}/data", "POST /id-tags/{tag}/erase"] {
        let is_it = |one: &&Value| one["operation"] == operation;
        let one = log["items"].as_array().unwrap().iter().find(is_it);
        let one = one.unwrap_or_else(|| panic!("{operation} in {log}"));
        assert!(one.to_string().contains("sha256:"), "{one}");
    }
}

fn figures_stay(admin: &Admin) {
    let listed = admin.get("/api/v1/transactions?idTag=erased").expect(200);
    let energies: Vec<&Value> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["energyWh"])
        .collect();
    assert!(energies.contains(&&json!("2500")), "{listed}");
    assert_eq!(admin.transactions("CP16").len(), 1);
    assert_eq!(admin.get("/api/v1/id-tags/CHILD-7").expect(200)["parent"], Value::Null);
}

fn nothing_is_left_to_do(admin: &Admin) {
    let again = erase(admin, "");
    assert_eq!(
        (&again["erased"], &again["commandsCancelled"]),
        (&json!({}), &json!(0)),
        "{again}"
    );
    let data = admin.get(&format!("/api/v1/id-tags/{TAG}/data")).expect(200);
    assert_eq!((&data["sessions"], &data["events"]), (&json!([]), &json!([])), "{data}");
}

fn says_what_was_done(done: &Value) {
    for class in [
        "idTags",
        "sessions",
        "sessionMessages",
        "commands",
        "events",
        "inbox",
        "records",
        "localLists",
        "frames",
    ] {
        assert!(done["erased"][class].as_u64() > Some(0), "{class} in {done}");
    }
    assert_eq!(done["commandsCancelled"], 1, "{done}");
    assert_eq!(done["localLists"][0]["chargePoint"], "CP16", "{done}");
    assert!(done["localLists"][0]["command"].is_string(), "{done}");
    assert!(done["digest"].as_str().unwrap().starts_with("sha256:"), "{done}");
    assert!(
        done["notDone"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["what"] == "backups"),
        "{done}"
    );
}

#[test]
fn what_is_kept_of_a_tag_is_exported_and_erased() {
    let server = Server::start(&config());
    lived(&server);
    let admin = server.admin();
    assert!(records(&server).contains(&TAG.to_lowercase()));

    let data = admin
        .get(&format!("/api/v1/id-tags/{}/data", TAG.to_lowercase()))
        .expect(200);
    let sessions = data["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2, "{data}");
    assert!(
        sessions
            .iter()
            .any(|one| one["messages"].as_array().unwrap().len() == 2),
        "{data}"
    );
    for class in [
        "idTags",
        "localLists",
        "commands",
        "events",
        "inbox",
        "records",
        "frames",
    ] {
        assert!(!data[class].as_array().unwrap().is_empty(), "{class} in {data}");
    }

    let done = erase(&admin, "");
    says_what_was_done(&done);
    let left = records(&server);
    if let Some(at) = left.find(&TAG.to_lowercase()) {
        panic!(
            "it is still there: {}",
            &left[at.saturating_sub(300)..left.len().min(at + 100)]
        );
    }
    nowhere_in_answers(&admin);
    in_the_audit_log(&admin);
    figures_stay(&admin);
    nothing_is_left_to_do(&admin);
}

#[test]
fn the_command_line_does_both() {
    let server = Server::start(&config());
    lived(&server);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.json");
    let run = |arguments: &[&str]| {
        let address = format!("http://{}", server.admin_address());
        let mut command = process::command();
        command.args(arguments).args(["--server", &address]);
        let ended = process::run(command.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"");
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended.out
    };
    run(&["id-tags", "data", TAG, "--out", &file.display().to_string()]);
    let data: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!(data["sessions"].as_array().unwrap().len(), 2);
    let told = run(&["id-tags", "erase", TAG, "--keep-local-lists"]);
    for line in [
        "sessions: ",
        "the local list of CP16 may have it still",
        "not done: backups: ",
    ] {
        assert!(told.contains(line), "{told}");
    }
    assert!(run(&["retention", "show"]).contains("whatever their age"));
    assert_eq!(run(&["retention", "run", "--dry-run"]), "nothing would go\n");
}

#[test]
fn a_tag_that_charges_is_not_erased_unless_that_is_said() {
    let server = Server::start(&config());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let start = json!({"connectorId": 1, "idTag": TAG, "meterStart": 0, "timestamp": "2026-01-01T10:00:00Z"});
    let id = station.call("StartTransaction", &start)["transactionId"].clone();
    let refused = admin.post(&format!("/api/v1/id-tags/{TAG}/erase"), &Value::Null);
    assert_eq!(refused.status, 409, "{refused:?}");
    assert_eq!(refused.body["sessions"][0]["chargePoint"], "CP1", "{refused:?}");
    assert!(
        refused.body["type"].as_str().unwrap().ends_with("tag-in-use"),
        "{refused:?}"
    );
    let done = erase(&admin, "?force=true&keepBlocked=true");
    let told = done["notDone"].to_string();
    assert!(
        told.contains("Erase it again when they are over") && told.contains("stays in the register"),
        "{done}"
    );
    assert_eq!(
        admin.get(&format!("/api/v1/id-tags/{TAG}")).expect(200)["status"],
        "Blocked"
    );
    let stop = json!({"transactionId": id, "meterStop": 500, "timestamp": "2026-01-01T11:00:00Z"});
    station.call("StopTransaction", &stop);
    let session = admin.get(&format!("/api/v1/transactions/CP1/{id}")).expect(200);
    assert_eq!(
        (&session["idTag"], &session["energyWh"]),
        (&json!("erased"), &json!("500")),
        "{session}"
    );
    assert_eq!(
        admin
            .post(&format!("/api/v1/id-tags/{TAG}/erase?forced=true"), &Value::Null)
            .status,
        400
    );
    assert_eq!(admin.post("/api/v1/id-tags/Erased/erase", &Value::Null).status, 400);
}

#[test]
fn a_tag_is_in_no_line_of_the_log_when_it_is_erased() {
    let server = Server::start(&config());
    erase(&server.admin(), "");
    let log = server.log().to_lowercase();
    assert!(log.contains("erased an id tag"), "{log}");
    assert!(!log.contains(&TAG.to_lowercase()), "{log}");
}
