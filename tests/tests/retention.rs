//! What is too old goes by itself, by class of data, with everything that leads to it; sessions that run stay.

use std::path::Path;

use ocpp_central_tests::config::Config;
use ocpp_central_tests::metrics::Scrape;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn lived(server: &Server) -> (Station, Value, Value) {
    let mut station = Station::connect(server, "CP1", "1.6");
    station.call(
        "BootNotification",
        &json!({"chargePointVendor": "V", "chargePointModel": "M"}),
    );
    let mut begin = |connector: i64| {
        let start = json!({"connectorId": connector, "idTag": "TAG", "meterStart": 0,
            "timestamp": "2026-01-01T10:00:00Z"});
        station.call("StartTransaction", &start)["transactionId"].clone()
    };
    let (over, open) = (begin(1), begin(2));
    for id in [&over, &open] {
        let values = json!({"connectorId": 1, "transactionId": id, "meterValue": [{"timestamp": "2026-01-01T10:30:00Z",
            "sampledValue": [{"value": "250"}]}]});
        station.call("MeterValues", &values);
    }
    station.call(
        "StopTransaction",
        &json!({"transactionId": over, "meterStop": 500, "timestamp": "2026-01-01T11:00:00Z"}),
    );
    (station, over, open)
}

fn session(server: &Server, id: &Value) -> (u16, Value) {
    let reply = server.admin().get(&format!("/api/v1/transactions/CP1/{id}"));
    (reply.status, reply.body)
}

#[test]
fn what_is_too_old_goes_by_itself_and_what_runs_stays() {
    let often = Config::new().set("retention.run_every", "200ms");
    let mut server = Server::start(&often);
    let (_station, over, open) = lived(&server);
    assert_eq!(session(&server, &over).1["meterValues"].as_array().unwrap().len(), 1);
    let details = often.set("retention.session_details", "1s");
    server.restart_with(&details);
    wait::until("its meter values are gone", || {
        let (status, shown) = session(&server, &over);
        (status == 200 && shown["meterValues"] == json!([]) && shown["energyWh"] == "500").then_some(())
    });
    server.restart_with(&details.set("retention.sessions", "1s").set("retention.events", "1s"));
    wait::until("the session is gone", || {
        (session(&server, &over).0 == 404).then_some(())
    });
    let (status, running) = session(&server, &open);
    assert_eq!(
        (status, running["meterValues"].as_array().unwrap().len()),
        (200, 1),
        "{running}"
    );
    let listed = server.admin().get("/api/v1/transactions?idTag=tag").expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
    wait::until("its events are gone", || {
        server.admin().timeline("CP1").is_empty().then_some(())
    });
    let shown = server.admin().get("/api/v1/retention").expect(200);
    assert_eq!(
        (
            &shown["classes"]["sessions"]["maxAgeSeconds"],
            &shown["classes"]["sessions"]["kept"]
        ),
        (&json!(1), &json!(1)),
        "{shown}"
    );
    assert_eq!(shown["classes"]["commands"]["maxAgeSeconds"], Value::Null);
    assert!(shown["classes"]["audit"]["kept"].is_u64(), "{shown}");
    assert_eq!(shown["classes"]["files"]["maxAgeSeconds"], 30 * 24 * 3600, "{shown}");
    assert!(shown["lastRun"]["removed"].is_object(), "{shown}");
    let is_it = |one: &Value| one["who"]["name"] == "retention" && one["result"]["removed"]["sessions"] == 1;
    wait::until("the record of the run", || {
        let log = server.admin().get("/api/v1/audit?limit=1000").expect(200);
        log["items"].as_array()?.iter().any(is_it).then_some(())
    });
}

#[test]
fn what_goes_is_in_a_file_before() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone");
    let config = Config::new()
        .set("retention.sessions", "1s")
        .set("retention.run_every", "200ms")
        .set("retention.export", gone.display().to_string());
    let server = Server::start(&config);
    let (_station, over, _open) = lived(&server);
    wait::until("the session is gone", || {
        (session(&server, &over).0 == 404).then_some(())
    });
    let lines = lines_in(&gone);
    let record = lines.iter().find(|line| line["collection"] == "transactions").unwrap();
    assert_eq!(
        (&record["record"]["id"], &record["record"]["energy"]["wh"]),
        (&json!(over.to_string()), &json!("500")),
        "{record}"
    );
    wait::until("where it was written stands in the audit log", || {
        let log = server.admin().get("/api/v1/audit?limit=1000").expect(200);
        let told = |one: &Value| {
            one["result"]["exported"]
                .as_str()
                .is_some_and(|path| path.contains("gone"))
        };
        log["items"].as_array()?.iter().any(told).then_some(())
    });
}

/// What stands in the files of a folder, without a line that is being written just now.
fn lines_in(folder: &Path) -> Vec<Value> {
    let files = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|file| file.unwrap().path());
    let text: String = files.filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// How many of a class.
fn of_class(lines: &[Value], class: &str) -> usize {
    lines.iter().filter(|line| line["class"] == class).count()
}

/// A station of which there is more than may be kept: records, events, commands, what operators did, messages.
fn talkative(server: &Server) {
    let mut station = Station::connect(server, "CP1", "1.6");
    for number in 0..60 {
        let status = ["Available", "Faulted"][number % 2];
        let report = json!({"connectorId": 1, "errorCode": "NoError", "status": status, "info": "x".repeat(40)});
        station.call("StatusNotification", &report);
        station.call("DiagnosticsStatusNotification", &json!({"status": "Uploading"}));
        let path = "/api/v1/charge-points/CP1/commands/ClearCache?wait=false";
        let command = server.admin().post(path, &json!({}));
        assert_eq!(command.status, 202, "{}", command.body);
        let (id, _) = station.expect_call("ClearCache");
        station.answer(&id, &json!({"status": "Accepted"}));
    }
}

#[test]
fn what_is_too_much_is_in_a_file_before_or_stays() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone");
    let few = Config::new()
        .set("store.records_per_charge_point", 5)
        .set("store.events_per_charge_point", 5)
        .set("store.commands_per_charge_point", 5)
        .set("audit.keep", 5);
    let in_the_way = few.clone().set("retention.export", gone.display().to_string());
    // No folder can be made there, as long as the link leads nowhere.
    std::os::unix::fs::symlink(folder.path().join("nowhere"), &gone).unwrap();
    let mut server = Server::start(&in_the_way);
    talkative(&server);
    // The counts are looked at when a server starts.
    server.restart_with(&in_the_way);
    wait::until("it is told that it stays", || {
        server.log().contains("what should go stays").then_some(())
    });
    let kept = |server: &Server| {
        let shown = server.admin().get("/api/v1/retention").expect(200);
        ["records", "events", "commands", "audit"].map(|class| shown["classes"][class]["kept"].as_u64().unwrap())
    };
    let stays = |server: &Server| server.admin().get("/api/v1/retention").expect(200)["stays"].clone();
    wait::until("the API and the metrics say so", || {
        let said = |by: &str| {
            stays(&server)[by]["reason"]
                .as_str()
                .is_some_and(|said| said.contains("gone"))
        };
        let measured = |by| Scrape::of(&server.admin()).sum("ocpp_retention_stays", &[("by", by)]) == Some(1.0);
        ["count", "audit"]
            .iter()
            .all(|by| said(by) && measured(by))
            .then_some(())
    });
    let before = kept(&server);
    assert!(before.iter().all(|count| *count > 50), "{before:?}");
    std::fs::remove_file(&gone).unwrap();
    server.restart_with(&in_the_way);
    wait::until("the counts hold", || {
        let now = kept(&server);
        (now.iter().take(3).all(|count| *count <= 5) && now[3] <= 6).then_some(())
    });
    assert_eq!(stays(&server), json!({}));
    let lines = lines_in(&gone);
    for (class, before) in ["records", "events", "commands", "audit"].into_iter().zip(before) {
        let written = of_class(&lines, class) as u64;
        assert!(written >= before - 6, "{class}: {written} of {before}");
    }
}

#[test]
fn messages_that_are_too_many_are_in_a_file_before() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone");
    let config = Config::new()
        .set("messages.durable", true)
        .set("messages.durable_per_charge_point", "64KiB")
        .set("retention.export", gone.display().to_string());
    let server = Server::start(&config);
    let mut station = Station::connect(&server, "CP1", "1.6");
    let mut number = 0;
    let mut first_in_a_file = |after: u64| {
        wait::until("messages are in a file", || {
            number += 1;
            let data = json!({"vendorId": "V", "messageId": format!("M{number}"), "data": "x".repeat(500)});
            station.call("DataTransfer", &data);
            let lines = lines_in(&gone);
            let messages = lines.iter().filter(|line| line["class"] == "frames");
            let messages = messages.flat_map(|line| line["record"].as_array().unwrap());
            let mut texts = messages.filter_map(|message| message["text"].as_str());
            let wanted = format!("\"M{}\"", after + 1);
            texts.any(|text| text.contains(&wanted)).then_some(())
        });
        number
    };
    let sent = first_in_a_file(0);
    // Whoever has the files takes them away.
    std::fs::remove_dir_all(&gone).unwrap();
    first_in_a_file(sent);
}

#[test]
fn a_dry_run_says_what_would_go() {
    let server = Server::start(
        &Config::new()
            .set("retention.sessions", "1s")
            .set("retention.run_every", "1h"),
    );
    let (_station, over, _open) = lived(&server);
    let admin = server.admin();
    let dry = wait::until("it is too old", || {
        let dry = admin
            .post("/api/v1/retention/run?dryRun=true", &Value::Null)
            .expect(200);
        (dry["removed"] == json!({"sessions": 1})).then_some(dry)
    });
    assert_eq!(
        (&dry["dryRun"], session(&server, &over).0),
        (&json!(true), 200),
        "{dry}"
    );
    let done = admin.post("/api/v1/retention/run", &Value::Null).expect(200);
    assert_eq!(
        (&done["removed"], &done["dryRun"]),
        (&json!({"sessions": 1}), &json!(false)),
        "{done}"
    );
    assert_eq!(session(&server, &over).0, 404);
    assert_eq!(admin.post("/api/v1/retention/run?dry=true", &Value::Null).status, 400);
}
