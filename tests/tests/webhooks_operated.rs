//! Webhooks as operators have them: made, tested, selected, their secrets replaced, removed; over HTTP and on the command
//! line.

use ocpp_central_tests::config::Config;
use ocpp_central_tests::receiver::{Answer, Receiver};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::webhooks::{HOOKS, add, charge, command, hasty};
use serde_json::{Value, json};

#[test]
fn a_test_says_what_comes_back() {
    let server = Server::start(&hasty());
    let admin = server.admin();
    let mut receiver = Receiver::taking();
    let secret = add(&admin, &receiver, "billing", &["transaction.*"]);
    let tested = admin.post(&format!("{HOOKS}/billing/test"), &json!({})).expect(200);
    assert_eq!(
        (&tested["delivered"], &tested["status"], &tested["error"]),
        (&json!(true), &json!(204), &Value::Null)
    );
    let posted = &receiver.posted()[0];
    assert_eq!(
        (posted.kind(), &posted.body["payload"]["webhook"]),
        ("webhook.test", &json!("billing"))
    );
    assert!(posted.is_signed_by(&secret));
    assert_eq!(tested["id"], posted.id.as_str());
    receiver.rule(|_| Answer::Status(404));
    let ended = command(&server, &["test", "billing"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.starts_with("not delivered: it answers 404"), "{ended:?}");
    receiver.go_away();
    let tested = admin.post(&format!("{HOOKS}/billing/test"), &json!({})).expect(200);
    assert_eq!((&tested["delivered"], &tested["status"]), (&json!(false), &Value::Null));
    assert!(
        tested["error"].as_str().unwrap().starts_with("there is no connection"),
        "{tested}"
    );
    assert_eq!(admin.post(&format!("{HOOKS}/nobody/test"), &json!({})).status, 404);
}

#[test]
fn two_secrets_sign_while_one_replaces_the_other() {
    let server = Server::start(&hasty());
    let (admin, receiver) = (server.admin(), Receiver::taking());
    let first = add(&admin, &receiver, "billing", &["charge-point.*"]);
    let rotated = admin
        .post(&format!("{HOOKS}/billing/rotate"), &json!({"overlap": "1h"}))
        .expect(200);
    let second = rotated["secret"].as_str().unwrap();
    assert!(rotated["previousSecretUntil"].is_string(), "{rotated}");
    let _one = Station::connect(&server, "CP1", "1.6");
    let posted = receiver.wait("an event", |_| true);
    assert!(posted.is_signed_by(&first) && posted.is_signed_by(second), "{posted:?}");
    let own = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let body = json!({"secret": own, "overlap": "0s"});
    assert_eq!(
        admin.post(&format!("{HOOKS}/billing/rotate"), &body).expect(200)["secret"],
        own
    );
    let _two = Station::connect(&server, "CP2", "1.6");
    let posted = receiver.wait("another event", |posted| posted.charge_point() == "CP2");
    assert!(posted.is_signed_by(own) && !posted.is_signed_by(second), "{posted:?}");
}

#[test]
fn a_selection_counts_from_when_it_was_made_and_live_kinds_are_kept_for_who_wants_them() {
    let server = Server::start(&hasty());
    let (admin, receiver) = (server.admin(), Receiver::taking());
    admin.register("CP1", &json!({"labels": ["fast"], "site": "Berlin"}));
    admin.register("CP2", &json!({"site": "Bonn"}));
    let made = admin.post(
        HOOKS,
        &json!({"name": "values", "url": receiver.url(), "kinds": ["meter.values"], "selection": {"labels": ["fast"]}}),
    );
    assert_eq!(made.status, 201);
    let meter = |station: &mut Station| {
        let values = json!({"connectorId": 1, "meterValue": [{"timestamp": "2026-01-01T00:00:00Z",
            "sampledValue": [{"value": "7"}]}]});
        station.call("MeterValues", &values);
    };
    let (mut one, mut two) = (
        Station::connect(&server, "CP1", "1.6"),
        Station::connect(&server, "CP2", "1.6"),
    );
    meter(&mut two);
    meter(&mut one);
    receiver.wait("values", |posted| posted.charge_point() == "CP1");
    let changed = admin.put(
        &format!("{HOOKS}/values"),
        &json!({"kinds": ["meter.values", "transaction.*"], "selection": {"site": "bonn"}}),
    );
    assert_eq!(changed.expect(200)["selection"]["site"], "bonn");
    charge(&mut one, 1);
    charge(&mut two, 1);
    receiver.wait("a session", |posted| posted.kind() == "transaction.ended");
    let stations: Vec<_> = receiver
        .posted()
        .iter()
        .map(|posted| (posted.charge_point().to_owned(), posted.kind().to_owned()))
        .collect();
    let own = |id: &str, kind: &str| (id.to_owned(), kind.to_owned());
    let wanted = [
        own("CP1", "meter.values"),
        own("CP2", "transaction.started"),
        own("CP2", "transaction.ended"),
    ];
    assert_eq!(stations, wanted, "not what it did not want when it happened");
}

#[test]
fn what_cannot_be_a_webhook_is_refused_in_words() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    for (body, wanted) in [
        (json!({"name": "a", "kinds": ["*"]}), "`url` is missing"),
        (json!({"name": "a", "url": "http://h/"}), "`kinds` is missing"),
        (
            json!({"name": "a b", "url": "http://h/", "kinds": ["*"]}),
            "`name` has 1 to 64",
        ),
        (
            json!({"name": "a", "url": "ftp://h/", "kinds": ["*"]}),
            "begins with http",
        ),
        (
            json!({"name": "a", "url": "http://u:p@h/", "kinds": ["*"]}),
            "as a header",
        ),
        (
            json!({"name": "a", "url": "http://169.254.169.254/", "kinds": ["*"]}),
            "link-local",
        ),
        (
            json!({"name": "a", "url": "http://h/", "kinds": ["transactions.*"]}),
            "no events of the kind",
        ),
        (
            json!({"name": "a", "url": "http://h/", "kinds": []}),
            "`kinds` has 1 to",
        ),
        (
            json!({"name": "a", "url": "http://h/", "kinds": ["*"], "secret": "short"}),
            "`secret` is `whsec_`",
        ),
        (
            json!({"name": "a", "url": "http://h/", "kinds": ["*"], "headers": {"Host": "x"}}),
            "the server's own",
        ),
        (
            json!({"name": "a", "url": "http://h/", "kinds": ["*"], "selection": {"chargePoints": ["CP9"]}}),
            "not registered: CP9",
        ),
        (
            json!({"name": "a", "url": "http://h/", "kinds": ["*"], "selection": {}}),
            "says nothing",
        ),
    ] {
        let refused = admin.post(HOOKS, &body).expect(400);
        assert!(
            refused["detail"].as_str().unwrap().contains(wanted),
            "{body}: {refused}"
        );
    }
}

#[test]
fn a_webhook_is_made_once_and_removed_once() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let good = json!({"name": "a", "url": "http://127.0.0.1:1/", "kinds": ["*"]});
    assert_eq!(admin.post(HOOKS, &good).status, 201);
    assert_eq!(
        admin.post(HOOKS, &good).expect(409)["type"],
        "urn:ocpp-central:problem:webhook-exists"
    );
    assert_eq!(admin.put(&format!("{HOOKS}/a"), &good).expect(200)["secret"], "***");
    assert!(
        admin
            .put(
                &format!("{HOOKS}/b"),
                &json!({"url": "http://127.0.0.1:1/", "kinds": ["*"]})
            )
            .expect(201)["secret"]
            .is_string()
    );
    assert_eq!(admin.delete(&format!("{HOOKS}/b")).status, 204);
    assert_eq!(admin.delete(&format!("{HOOKS}/b")).status, 404);
}

#[test]
fn the_command_line_makes_lists_and_removes_webhooks() {
    let server = Server::start(&hasty());
    let receiver = Receiver::taking();
    let added = command(
        &server,
        &[
            "add",
            "billing",
            &receiver.url(),
            "--kinds",
            "transaction.*,charge-point.*",
        ],
    );
    assert_eq!(added.code, Some(0), "{added:?}");
    let secret = added.out.lines().nth(1).unwrap().to_owned();
    charge(&mut Station::connect(&server, "CP1", "1.6"), 1);
    let ended = receiver.wait("an event", |posted| posted.kind() == "transaction.ended");
    assert!(ended.is_signed_by(&secret));
    let test = command(&server, &["test", "billing"]);
    assert!(
        test.code == Some(0) && test.out.starts_with("delivered: 204 in "),
        "{test:?}"
    );
    let list = command(&server, &["list"]);
    assert!(
        list.out.contains("billing") && list.out.contains("transaction.*,charge-point.*"),
        "{list:?}"
    );
    command(&server, &["dead-letters", "billing"]).expect(0, "none\n");
    command(&server, &["pause", "billing"]).expect(0, "billing is paused\n");
    charge(&mut Station::connect(&server, "CP2", "1.6"), 1);
    let show: Value = serde_json::from_str(&command(&server, &["show", "billing"]).out).unwrap();
    assert_eq!(show["state"]["word"], "paused");
    assert!(receiver.posted().iter().all(|posted| posted.charge_point() != "CP2"));
    command(&server, &["resume", "billing"]).expect(0, "billing goes on\n");
    receiver.wait("what waited", |posted| {
        posted.charge_point() == "CP2" && posted.kind() == "transaction.ended"
    });
    command(&server, &["remove", "billing"]).expect(0, "billing is removed\n");
    command(&server, &["list"]).expect(0, "none\n");
}
