//! Id tags that are searched for, and where and why one was refused lately.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

fn tags(admin: &Admin, query: &str) -> Vec<String> {
    let page = admin.get(&format!("/api/v1/id-tags?{query}")).expect(200);
    let of = |one: &Value| one["tag"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(of).collect()
}

fn refusals(admin: &Admin, tag: &str) -> Vec<Value> {
    let page = admin.get(&format!("/api/v1/id-tags/{tag}/refusals")).expect(200);
    page["items"].as_array().unwrap().clone()
}

/// Where, with what, how and how often.
fn told(refusals: &[Value]) -> Vec<String> {
    let member = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let told = |one: &Value| {
        let said = ["chargePoint", "action", "status"].map(|name| member(one, name));
        format!("{} {}", said.join(" "), one["times"])
    };
    refusals.iter().map(told).collect()
}

#[test]
fn tags_are_found_by_text_status_and_group() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    for (tag, body) in [
        ("ANNA-1", json!({"status": "Accepted", "parent": "Fleet"})),
        ("ANNA-2", json!({"status": "Blocked"})),
        (
            "BERT",
            json!({"status": "Accepted", "parent": "FLEET", "expiry": "2020-01-01T00:00:00Z"}),
        ),
        ("CARL", json!({"status": "Accepted"})),
    ] {
        let _ = admin.put(&format!("/api/v1/id-tags/{tag}"), &body).expect(201);
    }
    for (query, found) in [
        ("search=anna", &["ANNA-1", "ANNA-2"][..]),
        ("search=leet", &["ANNA-1", "BERT"]),
        ("search=%20", &["ANNA-1", "ANNA-2", "BERT", "CARL"]),
        ("status=Accepted", &["ANNA-1", "CARL"]),
        ("status=Expired", &["BERT"]),
        ("parent=fleet", &["ANNA-1", "BERT"]),
        ("parent=fleet&status=Accepted&search=a", &["ANNA-1"]),
        ("search=nobody", &[]),
    ] {
        assert_eq!(tags(&admin, query), found, "{query}");
        let csv = admin.get(&format!("/api/v1/id-tags?format=csv&columns=tag&{query}"));
        let rows: Vec<String> = found.iter().map(|tag| format!("{tag}\r\n")).collect();
        assert_eq!(csv.expect(200), format!("tag\r\n{}", rows.concat()), "{query}");
    }
    let first = admin.get("/api/v1/id-tags?search=a&limit=1").expect(200);
    let next = first["next"].as_str().unwrap();
    assert_eq!(tags(&admin, &format!("search=anna&limit=5&after={next}")), ["ANNA-2"]);
    assert_eq!(admin.get("/api/v1/id-tags?status=Perhaps").status, 400);
}

#[test]
fn a_search_among_very_many_goes_on_where_a_page_ended() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let rows: Vec<String> = (0..25_000).map(|tag| format!("T{tag:05},Accepted\r\n")).collect();
    let table = format!("tag,status\r\n{}Z-LAST,Blocked\r\n", rows.concat());
    let _ = admin
        .send("POST", "/api/v1/id-tags/import", table.into_bytes())
        .expect(200);
    let (mut found, mut pages, mut after) = (Vec::new(), 0, String::new());
    loop {
        let page = admin.get(&format!("/api/v1/id-tags?search=last{after}")).expect(200);
        pages += 1;
        found.extend(page["items"].as_array().unwrap().iter().map(|one| one["tag"].clone()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!((found, pages), (vec![json!("Z-LAST")], 2));
}

#[test]
fn where_a_tag_was_refused_is_remembered_over_all_charge_points() {
    let config = Config::new().set("authorization.accept_unknown", false);
    let mut server = Server::start(&config);
    let admin = server.admin();
    admin.set_tag("THIEF", "Blocked");
    let mut one = Station::connect(&server, "CP-1", "1.6");
    for _ in 0..3 {
        one.call("Authorize", &json!({"idTag": "thief"}));
    }
    let start = json!({"connectorId": 1, "idTag": "THIEF", "meterStart": 0, "timestamp": "2026-01-01T10:00:00Z"});
    for _ in 0..2 {
        // The second is a repetition, and no refusal of its own.
        one.call("StartTransaction", &start);
    }
    let mut two = Station::connect(&server, "CP-2", "2.0.1");
    two.call(
        "Authorize",
        &json!({"idToken": {"idToken": "Thief", "type": "ISO14443"}}),
    );
    two.call(
        "Authorize",
        &json!({"idToken": {"idToken": "STRANGER", "type": "ISO14443"}}),
    );
    let found = refusals(&admin, "THIEF");
    assert_eq!(
        told(&found),
        [
            "CP-2 Authorize Blocked 1",
            "CP-1 StartTransaction Blocked 1",
            "CP-1 Authorize Blocked 3"
        ]
    );
    assert!(found.iter().all(|one| one["by"].is_null()), "by the server: {found:?}");
    assert_eq!(refusals(&admin, "stranger").len(), 1, "whoever it is");
    assert!(refusals(&admin, "NOBODY").is_empty());

    // Over a stop, and until the tag is erased.
    drop((one, two));
    server.restart_with(&config);
    let admin = server.admin();
    assert_eq!(refusals(&admin, "THIEF"), found);
    let _ = admin
        .post("/api/v1/id-tags/THIEF/erase?force=true", &json!({}))
        .expect(200);
    assert!(refusals(&admin, "THIEF").is_empty());
}

#[test]
fn what_is_accepted_is_no_refusal() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.set_tag("ANNA", "Accepted");
    let mut station = Station::connect(&server, "CP-1", "1.6");
    station.call("Authorize", &json!({"idTag": "ANNA"}));
    admin.set_tag("ANNA", "Blocked");
    station.call("Authorize", &json!({"idTag": "ANNA"}));
    admin.set_tag("ANNA", "Accepted");
    station.call("Authorize", &json!({"idTag": "ANNA"}));
    assert_eq!(refusals(&admin, "ANNA").len(), 1);
}
