//! Secrets that charge points give away in their answers and requests, and those in URLs: no operator is shown one.

use ocpp_central_tests::config::Config;
use ocpp_central_tests::files::{asked_for_diagnostics, bytes, command, connected, newest, upload, url_of};
use ocpp_central_tests::http::Request;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

/// In each secret of these tests, and in nothing else.
const SECRET: &str = "S3cret";

/// Everything where operators look for what a charge point said, and the log with all frames.
fn assert_secret(server: &Server) {
    let admin = server.admin();
    let shown = [
        ("log", server.log()),
        ("timeline", json!(admin.timeline("CP1")).to_string()),
    ];
    let paths = [
        "charge-points/CP1/messages",
        "charge-points/CP1/records",
        "charge-points/CP1/data-transfers",
        "charge-points/CP1/firmware",
        "charge-points/CP1/diagnostics",
        "commands",
    ];
    let read = paths.map(|path| (path, admin.get(&format!("/api/v1/{path}")).expect(200).to_string()));
    for (place, text) in shown.into_iter().chain(read) {
        assert!(!text.contains(SECRET), "{place}: {text}");
    }
}

fn started() -> Server {
    Server::start(&Config::new().set("log.filter", "info,ocpp_central::frames=debug"))
}

/// Both ways to the station: at once, and by the queue. The station answers with what is secret, the operator is shown
/// the other.
fn masked_answer(server: &Server, station: &mut Station, action: &str, payload: &Value, answers: [&Value; 2]) {
    for query in ["", "?ttl=60s"] {
        let sent = command(server, &format!("{action}{query}"), payload.clone());
        let (id, _) = station.expect_call(action);
        station.answer(&id, answers[0]);
        assert_eq!(&sent.join().unwrap().expect(200), answers[1], "{query}");
    }
    assert_eq!(&first_command(server, action)["response"], answers[1]);
}

fn first_command(server: &Server, of: &str) -> Value {
    let listed = server.admin().get("/api/v1/commands").expect(200);
    let items = listed["items"].as_array().unwrap();
    let found = items.iter().find(|command| command["action"] == of).unwrap();
    let id = found["id"].as_str().unwrap();
    server.admin().get(&format!("/api/v1/commands/{id}")).expect(200)
}

#[test]
fn a_key_that_a_station_lists_is_masked() {
    let server = started();
    let (admin, mut station) = (server.admin(), connected(&server, "1.6"));
    let listed = |secret: &str| {
        json!({"configurationKey": [
            {"key": "AuthorizationKey", "readonly": false, "value": secret},
            {"key": "HeartbeatInterval", "readonly": false, "value": "300"},
        ]})
    };
    let answers = [&listed(SECRET), &listed("***")];
    masked_answer(&server, &mut station, "GetConfiguration", &json!({}), answers);
    let sent = command(&server, "get-configuration", json!({}));
    let (id, _) = station.expect_call("GetConfiguration");
    station.answer(&id, &listed(SECRET));
    let answer = sent.join().unwrap().expect(200).to_string();
    assert!(!answer.contains(SECRET), "{answer}");
    let shown = first_command(&server, "get-configuration");
    assert_eq!(shown["calls"][0]["response"], listed("***"), "{shown}");
    let data = json!({"vendorId": "V", "messageId": "M", "data": "{\"password\":\"S3cret\",\"a\":1}"});
    station.call("DataTransfer", &data);
    let payload = wait::until("it is recorded", || {
        let records = admin.get("/api/v1/charge-points/CP1/data-transfers").expect(200);
        records["items"][0].get("payload").cloned()
    });
    assert_eq!(payload["data"], "{\"a\":1,\"password\":\"***\"}");
    assert_secret(&server);
}

#[test]
fn a_password_that_a_station_gives_is_masked() {
    for version in ["2.0.1", "2.1"] {
        let server = started();
        let mut station = connected(&server, version);
        let asked = json!({"component": {"name": "SecurityCtrlr"}, "variable": {"name": "BasicAuthPassword"}});
        let result = |secret: &str| {
            let mut result = asked.clone();
            result["attributeStatus"] = json!("Accepted");
            result["attributeValue"] = json!(secret);
            json!({"getVariableResult": [result]})
        };
        let wanted = json!({"getVariableData": [asked.clone()]});
        let answers = [&result(SECRET), &result("***")];
        masked_answer(&server, &mut station, "GetVariables", &wanted, answers);
        assert_secret(&server);
    }
}

#[test]
fn what_urls_have_of_secrets_is_masked() {
    for (number, (url, shown)) in [
        (
            "https://S3cret@vendor.example/fw.bin",
            "https://***@vendor.example/fw.bin",
        ),
        (
            "https://me:1/S3cret@vendor.example/fw.bin",
            "https://***@vendor.example/fw.bin",
        ),
        (
            "https://vendor.example/fw.bin?sig=S3cret&v=",
            "https://vendor.example/fw.bin?sig=***&v=",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        for version in ["1.6", "2.0.1"] {
            let server = started();
            let mut station = connected(&server, version);
            let sent = command(&server, "firmware", json!({"url": url}));
            let (id, payload) = station.expect_call("UpdateFirmware");
            assert!(
                payload.to_string().contains(url),
                "{number}: the station is told all of it"
            );
            let status = if version == "1.6" {
                json!({})
            } else {
                json!({"status": "Accepted"})
            };
            station.answer(&id, &status);
            assert_eq!(sent.join().unwrap().status, 200);
            assert_eq!(newest(&server.admin(), "firmware")["location"], shown);
            assert_secret(&server);
        }
    }
}

#[test]
fn a_url_of_ours_is_in_no_log_and_no_timeline() {
    let server = Server::start(&Config::new().set("log.filter", "debug"));
    let (admin, mut station) = (server.admin(), connected(&server, "1.6"));
    upload(&admin, bytes(10), 201);
    let sent = command(&server, "firmware", json!({"file": "fw"}));
    let (id, payload) = station.expect_call("UpdateFirmware");
    station.answer(&id, &json!({}));
    assert_eq!(sent.join().unwrap().status, 200);
    let (fetched, _) = url_of(&payload);
    assert_eq!(Request::new("GET", &fetched).send(server.ocpp()).body, bytes(10));
    let (brought, ..) = asked_for_diagnostics(&server, &mut station, "1.6", json!({}));
    for status in [201, 410] {
        let put = Request::new("PUT", &brought).body(b"log");
        assert_eq!(put.send(server.ocpp()).status, status);
    }
    let told = command(&server, "diagnostics", json!({}));
    let (id, payload) = station.expect_call("GetDiagnostics");
    let (refused, _) = url_of(&payload);
    station.send_text(&json!([4, id, "InternalError", format!("{refused} is not mine"), {"at": refused}]).to_string());
    let answer = told.join().unwrap().body.to_string();
    assert!(answer.contains("/files/***/ is not mine"), "{answer}");
    for line in [
        "is not mine",
        "a file was fetched",
        "a file came",
        "a file was not taken",
    ] {
        wait::until(line, || server.log().contains(line).then_some(()));
    }
    let shown = [
        server.log(),
        json!(admin.timeline("CP1")).to_string(),
        admin.get("/api/v1/charge-points/CP1/messages").expect(200).to_string(),
        admin.get("/api/v1/commands").expect(200).to_string(),
    ];
    for url in [fetched, brought, refused] {
        let (_, token) = url.split_once("/files/").unwrap();
        let token = token.split('/').next().unwrap();
        assert_eq!(token.len(), 43, "{url}");
        for text in &shown {
            assert!(!text.contains(token), "{text}");
        }
    }
}
