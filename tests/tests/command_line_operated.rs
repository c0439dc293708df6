//! The commands of an operator on a charge point that is there: what the words that are typed become.

use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::process::{self, Ended};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::verbs::connected;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn said(server: &Server, arguments: &[&str]) -> Ended {
    let address = format!("http://{}", server.admin_address());
    let mut command = process::command();
    command.args(arguments).args(["--server", &address]);
    process::run(command.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"")
}

/// The same, while a charge point answers the CALL that comes of it: what it was asked.
fn asked(
    server: &Server,
    station: &mut Station,
    (action, answer): (&str, Value),
    arguments: &[&str],
) -> (Ended, Value) {
    std::thread::scope(|scope| {
        let ended = scope.spawn(|| said(server, arguments));
        let (id, request) = station.expect_call(action);
        station.answer(&id, &answer);
        (ended.join().unwrap(), request)
    })
}

#[test]
fn what_is_typed_is_sent_digit_by_digit() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = connected(&server, "CP1", "1.6");
    let words = ["charge-points", "set", "CP1", "site=1.10", "note=1e3", "labels=1"];
    assert_eq!(said(&server, &words).code, Some(0));
    let known = admin.get("/api/v1/charge-points/CP1").expect(200);
    assert_eq!(
        (&known["site"], &known["note"], &known["labels"]),
        (&json!("1.10"), &json!("1e3"), &json!(["1"]))
    );
    let start = ["command", "CP1", "start", "idTag=98765432109876543210", "connector=1"];
    let accepted = ("RemoteStartTransaction", json!({"status": "Accepted"}));
    let (ended, request) = asked(&server, &mut station, accepted.clone(), &start);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(request["idTag"], "98765432109876543210");
    let raw = [
        "command",
        "CP1",
        "RemoteStartTransaction",
        "idTag=12345678",
        "connectorId=1",
    ];
    let (ended, request) = asked(&server, &mut station, accepted, &raw);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(request, json!({"idTag": "12345678", "connectorId": 1}));
    let set = ["configuration", "set", "CP1", "ICCID=89490200001234567890"];
    let changed = ("ChangeConfiguration", json!({"status": "Accepted"}));
    let (_, request) = asked(&server, &mut station, changed, &set);
    assert_eq!(request, json!({"key": "ICCID", "value": "89490200001234567890"}));
}

#[test]
fn a_value_whose_digits_would_be_lost_is_refused() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register("CP1", &json!({}));
    let lost = r#"{"ICCID": 89490200001234567890}"#;
    let wanted = format!(r#"{{"wanted": {lost}}}"#);
    let values = format!(r#"{{"values": {lost}}}"#);
    let campaign = format!(r#"{{"command": "set-configuration", "payload": {values}, "selection": {{"all": true}}}}"#);
    let doors = [
        ("PUT", "/api/v1/charge-points/CP1/configuration", &wanted),
        (
            "POST",
            "/api/v1/charge-points/CP1/commands/set-configuration?ttl=1h",
            &values,
        ),
        ("POST", "/api/v1/campaigns", &campaign),
    ];
    for (method, path, body) in doors {
        let problem = admin.send(method, path, body.clone().into_bytes()).expect(400);
        let detail = problem["detail"].as_str().unwrap();
        assert!(
            detail.contains("send it as a text: \"89490200001234567890\""),
            "{path}: {detail}"
        );
    }
    let words = [
        "command",
        "CP1",
        "set-configuration",
        &format!("values={lost}"),
        "--ttl",
        "1h",
    ];
    let ended = said(&server, &words);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("send it as a text"), "{ended:?}");
    let kept = admin.put(
        "/api/v1/charge-points/CP1/configuration",
        &json!({"wanted": {"Y": 1.5}}),
    );
    assert_eq!(kept.status, 200);
}

#[test]
fn an_action_that_is_refused_has_failed_and_its_effect_is_a_verb_s() {
    let server = Server::start(&Config::new());
    let mut station = connected(&server, "CP1", "1.6");
    let stop = ["command", "CP1", "RemoteStopTransaction", "transactionId=99"];
    for (word, code) in [("Rejected", 1), ("Accepted", 0)] {
        let answer = ("RemoteStopTransaction", json!({ "status": word }));
        let (ended, _) = asked(&server, &mut station, answer, &stop);
        assert_eq!(ended.code, Some(code), "{ended:?}");
        assert!(ended.out.contains(word), "{ended:?}");
    }
    let queued = [&stop[..], &["--ttl", "1h"]].concat();
    let refused = ("RemoteStopTransaction", json!({"status": "Rejected"}));
    let (ended, _) = asked(&server, &mut station, refused, &queued);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.contains("Rejected"), "{ended:?}");
    let ended = said(&server, &[&stop[..], &["--effect"]].concat());
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("the verb `stop`"), "{ended:?}");
    let ended = said(
        &server,
        &[
            "command",
            "CP1",
            "DataTransfer",
            "vendorId=me",
            "--effect",
            "--ttl",
            "1h",
        ],
    );
    assert!(ended.err.contains("`wait=answer`"), "{ended:?}");
    station.expect_silence();
}

#[test]
fn what_happened_is_told_with_the_message_that_it_was() {
    let server = Server::start(&Config::new());
    let mut station = connected(&server, "CP1", "1.6");
    let reset = ["command", "CP1", "Reset", "type=Soft"];
    let (ended, _) = asked(&server, &mut station, ("Reset", json!({"status": "Accepted"})), &reset);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    station.exchange("Authorize", &json!({}));
    for command in [&["timeline", "CP1"][..], &["events"]] {
        // They are told a moment after what they tell of.
        let line = |kind: &str| {
            wait::until(kind, || {
                let told = said(&server, command).out;
                told.lines().find(|line| line.contains(kind)).map(str::to_owned)
            })
        };
        let (sent, refused) = (line("command.sent"), line("call.refused"));
        assert!(sent.contains("action=Reset origin=operator"), "{sent}");
        assert!(refused.contains("action=Authorize"), "{refused}");
    }
    let refused = said(&server, &["messages", "CP1", "--refused"]).out;
    assert!(
        refused.contains("at /idTag: ") && !refused.contains("/idTag: /idTag"),
        "{refused}"
    );
}

#[test]
fn why_a_driver_was_refused_is_shown_with_the_tag() {
    let server = Server::start(&Config::new().set("authorization.accept_unknown", false));
    server.admin().set_tag("THIEF", "Blocked");
    let mut station = connected(&server, "CP1", "1.6");
    for tag in ["THIEF", "STRANGER"] {
        station.call("Authorize", &json!({"idTag": tag}));
    }
    for (tag, status, answer) in [
        ("THIEF", "Blocked", "Blocked"),
        ("stranger", "not registered", "Invalid"),
    ] {
        let told = said(&server, &["id-tags", "show", tag]);
        assert_eq!(told.code, Some(0), "{told:?}");
        for word in [status, "CP1", "Authorize", answer, "the server"] {
            assert!(told.out.contains(word), "{tag}: {told:?}");
        }
        let told = said(&server, &["id-tags", "show", tag, "--json"]);
        let told: Value = serde_json::from_str(&told.out).unwrap();
        assert_eq!(told["refusals"][0]["status"], answer);
    }
    let nobody = said(&server, &["id-tags", "show", "NOBODY"]);
    assert_eq!(nobody.code, Some(1), "{nobody:?}");
}
