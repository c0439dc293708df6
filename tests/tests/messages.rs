//! What was said on a charge point's connections, as operators read it: every frame both ways with what became of
//! it, page by page, over a reconnect, without secrets, and how much one charge point can make the server keep.

use std::fs;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/charge-points/CP1/messages";

fn messages(admin: &Admin, query: &str) -> Vec<Value> {
    let page = admin.get(&format!("{PATH}?{query}")).expect(200);
    page["items"].as_array().expect("items").clone()
}

/// Direction, action and verdict of each.
fn outline(messages: &[Value]) -> Vec<String> {
    let word = |message: &Value, member: &str| message[member].as_str().unwrap_or("-").to_owned();
    let line = |message| {
        format!(
            "{} {} {}",
            word(message, "direction"),
            word(message, "action"),
            word(message, "verdict")
        )
    };
    messages.iter().map(line).collect()
}

#[test]
fn every_frame_both_ways_has_its_fate() {
    let server = Server::start(&Config::new().strict());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Heartbeat", &json!({}));
    station.send_text(r#"[2,"wrong","Authorize",{"idTag":["x"], "n":1.0}]"#);
    assert_eq!(station.answer_to("wrong")[0], 4);
    station.send_text("hello");
    assert_eq!(station.frame()[0], 4);
    let reset = admin.command_later("CP1", "Reset", json!({"type": "Soft"}));
    let (id, _) = station.expect_call("Reset");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(reset.join().unwrap().status, 200);
    let late = admin.command_later("CP1", "ClearCache?timeout=200ms", json!({}));
    station.expect_call("ClearCache");
    assert_eq!(late.join().unwrap().status, 504);
    station.answer("never-asked", &json!({}));
    station.expect_silence();

    let all = messages(&admin, "");
    assert_eq!(
        outline(&all),
        [
            "out Heartbeat answered",
            "in Heartbeat accepted",
            "in - stray",
            "out ClearCache timedOut",
            "in Reset accepted",
            "out Reset answered",
            "out - refused",
            "in - unreadable",
            "out Authorize refused",
            "in Authorize refused",
            "out Heartbeat answered",
            "in Heartbeat accepted",
        ]
    );
    let refused = &all[9];
    assert_eq!(refused["code"], "TypeConstraintViolation");
    assert_eq!(refused["pointer"], "/idTag");
    assert_eq!(refused["messageType"], "CALL");
    assert_eq!(refused["messageId"], "wrong");
    assert_eq!(refused["frame"], r#"[2,"wrong","Authorize",{"idTag":["x"], "n":1.0}]"#);
    assert_eq!(all[5]["messageId"], id.as_str());
    assert_eq!(all[5]["payload"], json!({"type": "Soft"}));
    assert!(all[5]["answeredAfter"].is_i64());

    assert_eq!(outline(&messages(&admin, "verdict=unreadable,stray")).len(), 2);
    assert_eq!(
        outline(&messages(&admin, "direction=out&action=Reset")),
        ["out Reset answered"]
    );
    assert_eq!(messages(&admin, "messageId=wrong").len(), 2);
    assert_eq!(messages(&admin, "message_id=wrong").len(), 2);
    assert_eq!(messages(&admin, "until=2020-01-01T00:00:00Z").len(), 0);
    let time = all[9]["time"].as_str().expect("a time");
    assert!(messages(&admin, &format!("since={time}")).len() >= 10);
    let wrong = admin.get(&format!("{PATH}?direction=inn"));
    assert_eq!(
        wrong.expect(400)["detail"],
        "in the query: `direction` must be `in` or `out`, not `inn`; did you mean `in`?"
    );
    assert_eq!(admin.get("/api/v1/charge-points/NOBODY/messages").status, 404);
}

#[test]
fn pages_reach_all_and_a_reconnect_loses_nothing() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    for _ in 0..3 {
        let mut station = Station::connect(&server, "CP1", "2.0.1");
        for _ in 0..5 {
            station.call("Heartbeat", &json!({}));
        }
        station.close();
    }
    let all = messages(&admin, "limit=1000");
    assert_eq!(all.len(), 30);
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("{PATH}?limit=7{after}")).expect(200);
        paged.extend(page["items"].as_array().expect("items").clone());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(paged, all);
    assert_eq!(admin.delete("/api/v1/charge-points/CP1").status, 204);
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    station.call("Heartbeat", &json!({}));
    assert_eq!(messages(&admin, "").len(), 2);
}

#[test]
fn no_secret_is_shown_or_logged_and_id_tags_are() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let payload = json!({"key": "AuthorizationKey", "value": "00112233445566778899"});
    let command = admin.command_later("CP1", "ChangeConfiguration", payload);
    let (id, sent) = station.expect_call("ChangeConfiguration");
    assert_eq!(sent["value"], "00112233445566778899");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(command.join().unwrap().status, 200);
    station.call("Authorize", &json!({"idTag": "ALICE-1"}));
    let shown = serde_json::to_string(&messages(&admin, "")).expect("JSON");
    assert!(
        !shown.contains("00112233445566778899") && shown.contains("***"),
        "{shown}"
    );
    assert!(shown.contains("ALICE-1"));
    let log = wait::until("the frames in the log", || {
        let log = server.log();
        log.contains("ALICE-1").then_some(log)
    });
    assert!(log.contains("ocpp_central::frames") && log.contains("ChangeConfiguration"));
    assert!(!log.contains("00112233445566778899"));
}

#[test]
fn a_charge_point_has_its_share_of_the_memory_and_no_more() {
    let config = Config::new()
        .set("messages.memory", "64KiB")
        .set("messages.memory_per_charge_point", "16KiB");
    let server = Server::start(&config);
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let long = "x".repeat(3000);
    for number in 0..100 {
        let data = json!({"vendorId": "v", "messageId": number.to_string(), "data": long});
        station.call("DataTransfer", &data);
    }
    station.call("DataTransfer", &json!({"vendorId": "v", "data": "y".repeat(20_000)}));
    let kept = messages(&admin, "limit=1000");
    let bytes: usize = kept
        .iter()
        .map(|message| message["frame"].as_str().expect("text").len())
        .sum();
    assert!(bytes <= 16 << 10, "{bytes} bytes are kept");
    assert!(kept.len() >= 6, "{}", kept.len());
    let cut = kept
        .iter()
        .find(|message| message["truncated"] == true)
        .expect("one is cut");
    assert_eq!(cut["action"], "DataTransfer");
    assert_eq!(cut["verdict"], "accepted");
    assert!(cut["bytes"].as_u64() > Some(20_000));
    // Others that come get their share, and this one gives of its own.
    let others: Vec<_> = (0..15)
        .map(|number| {
            let mut other = Station::connect(&server, &format!("OTHER{number}"), "1.6");
            other.call("Heartbeat", &json!({}));
            other
        })
        .collect();
    wait::until("the first to keep less", || {
        let kept = messages(&admin, "limit=1000");
        let bytes: usize = kept
            .iter()
            .map(|message| message["frame"].as_str().expect("text").len())
            .sum();
        (bytes <= 4 << 10).then_some(())
    });
    drop(others);

    let server = Server::start(&Config::new().set("messages.memory", "none"));
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Heartbeat", &json!({}));
    assert!(messages(&server.admin(), "").is_empty());
}

#[test]
fn the_plugins_that_decided_are_named() {
    let server = Server::start(&Config::new().plugin(
        "name = \"id-tag-policy\"\ngrants = [\"state\"]\n\
         settings = { default = \"keep\", rules = [{ match = \"BLOCKED*\", decision = \"block\" }] }",
    ));
    let admin = server.admin();
    let component = fs::read(artifacts::plugin("id-tag-policy")).expect("the plugin is built");
    assert!(matches!(
        admin.put_bytes("/api/v1/plugins/id-tag-policy", component).status,
        200 | 201
    ));
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Authorize", &json!({"idTag": "BLOCKED-1"}));
    station.call("Authorize", &json!({"idTag": "ALICE"}));
    station.call("Heartbeat", &json!({}));
    let asked = messages(&admin, "direction=in");
    assert_eq!(asked[0]["plugins"], json!([]));
    assert_eq!(asked[1]["plugins"][0]["plugin"], "id-tag-policy");
    assert_eq!(asked[1]["plugins"][0]["decision"], "kept");
    let blocked = &asked[2]["plugins"][0];
    assert_eq!(blocked["decision"], "replaced");
    assert_eq!(blocked["response"]["idTagInfo"]["status"], "Blocked");
    assert!(blocked["version"].is_string());
}

#[test]
fn messages_of_chosen_charge_points_outlive_the_server_without_secrets() {
    let config = Config::new()
        .set("messages.durable", json!(["CP*"]))
        .set("messages.memory_per_charge_point", "2KiB")
        .set("messages.durable_per_charge_point", "64KiB");
    let mut server = Server::start(&config);
    let mut station = Station::connect(&server, "CP1", "1.6");
    let mut other = Station::connect(&server, "OTHER", "1.6");
    let payload = json!({"key": "AuthorizationKey", "value": "00112233445566778899"});
    let command = server.admin().command_later("CP1", "ChangeConfiguration", payload);
    let (id, _) = station.expect_call("ChangeConfiguration");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(command.join().unwrap().status, 200);
    for _ in 0..50 {
        station.call("Heartbeat", &json!({}));
        other.call("Heartbeat", &json!({}));
    }
    let before = wait::until("all messages to be stored", || {
        let all = messages(&server.admin(), "limit=1000");
        (all.len() == 102).then_some(all)
    });
    server.restart_with(&config);
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Heartbeat", &json!({}));
    let after = messages(&admin, "limit=1000");
    assert_eq!(after[2..], before[..]);
    assert_eq!(after[0]["verdict"], "answered");
    let secret = messages(&admin, "action=ChangeConfiguration&direction=out");
    assert_eq!(secret[0]["verdict"], "answered");
    assert_eq!(secret[0]["payload"]["value"], "***");
    let of_other = admin.get("/api/v1/charge-points/OTHER/messages").expect(200);
    assert_eq!(of_other["items"], json!([]));
    let (mut paged, mut next) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("{PATH}?limit=9{next}")).expect(200);
        paged.extend(page["items"].as_array().expect("items").clone());
        match page["next"].as_str() {
            Some(after) => next = format!("&after={after}"),
            None => break,
        }
    }
    assert_eq!(paged, after);
    // More than it may have: the oldest are gone.
    for round in 0..4 {
        let id = round.to_string();
        for _ in 0..10 {
            let data = json!({"vendorId": "v", "messageId": id, "data": "x".repeat(4000)});
            station.call("DataTransfer", &data);
        }
        // What is out of the memory is read from the store.
        for _ in 0..20 {
            station.call("Heartbeat", &json!({}));
        }
        wait::until("the round to be stored", || {
            let newest = messages(&admin, "action=DataTransfer&direction=in&limit=1");
            let newest = newest.first()?;
            (newest["truncated"] == false && newest["payload"]["messageId"].as_str() == Some(id.as_str())).then_some(())
        });
    }
    wait::until("the oldest to be gone", || {
        messages(&admin, "action=ChangeConfiguration").is_empty().then_some(())
    });
}

#[test]
fn what_was_mended_stands_on_the_message() {
    let server = Server::start(&Config::new().set("ocpp.strictness", "repair"));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let tag = "X".repeat(22);
    station.call("Authorize", &json!({ "idTag": tag }));
    let command = admin.command_later("CP1", "ClearCache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted", "custom": 1}));
    assert_eq!(command.join().unwrap().status, 200);
    let shown = messages(&admin, "direction=in");
    assert_eq!(shown[1]["verdict"], "accepted");
    assert_eq!(
        shown[1]["repairs"],
        json!([{"name": "text-too-long", "pointer": "/idTag"}])
    );
    assert_eq!(shown[1]["payload"]["idTag"], tag.as_str());
    assert_eq!(shown[0]["verdict"], "accepted");
    assert_eq!(shown[0]["repairs"][0]["pointer"], "/custom");
}
