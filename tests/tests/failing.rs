//! A plugin that fails again and again: the breaker opens and closes, an input that traps is set aside,
//! and the last failures say what happened, with the input and the guest's own traceback.

use std::fs;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const ALL: &str = r#"grants = ["state", "commands", "directory", "events"]"#;

fn started(name: &str) -> Server {
    let server = Server::start(&Config::new().plugin(&format!("name = \"{name}\"\n{ALL}")));
    let component = fs::read(artifacts::guest(name)).unwrap();
    let reply = server.admin().put_bytes(&format!("/api/v1/plugins/{name}"), component);
    assert_eq!(reply.status, 200, "{reply:?}");
    server
}

fn status(admin: &Admin, name: &str) -> Value {
    admin.get(&format!("/api/v1/plugins/{name}")).expect(200)
}

fn judge(station: &mut Station, tag: &str) -> Value {
    station.call("Authorize", &json!({"idTag": tag}))["idTagInfo"]["status"].clone()
}

#[test]
fn five_failures_open_the_breaker_and_it_closes_after_its_pause() {
    let server = started("hostile");
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    for failures in 1..=5 {
        assert_eq!(judge(&mut station, "!not JSON"), "Invalid");
        let now = status(&admin, "hostile");
        assert_eq!(
            (&now["failures"], &now["breakerOpen"], &now["skipped"]),
            (&json!(failures), &json!(failures == 5), &json!(0))
        );
    }
    assert!(
        server
            .log()
            .contains("a plugin failed too often and is not asked for a while")
    );
    // One call after each pause tries, and makes the next pause longer; all others are not made.
    let mut asked = 5;
    let open = wait::until("a call is not made", || {
        assert_eq!(judge(&mut station, "!not JSON"), "Invalid");
        asked += 1;
        let now = status(&admin, "hostile");
        (now["skipped"] != 0).then_some(now)
    });
    let count = |member: &str| open[member].as_u64().unwrap();
    assert_eq!(count("calls") + count("skipped"), asked, "{open}");
    assert_eq!(
        (count("failures"), &open["breakerOpen"]),
        (count("calls"), &json!(true))
    );
    // A driver that the plugin would let in is refused while nobody asks it, and no longer afterwards.
    wait::until("the plugin is asked again", || {
        (judge(&mut station, "ALICE") == "Accepted").then_some(())
    });
    let closed = status(&admin, "hostile");
    assert_eq!(closed["breakerOpen"], false);
    assert_eq!(judge(&mut station, "ALICE"), "Accepted");
    assert_eq!(status(&admin, "hostile")["skipped"], closed["skipped"]);
}

#[test]
fn an_input_that_trapped_twice_is_set_aside_and_others_are_asked() {
    let server = started("hostile");
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    for skipped in 0..3 {
        assert_eq!(judge(&mut station, "!panic"), "Invalid");
        let now = status(&admin, "hostile");
        assert_eq!(
            (&now["calls"], &now["failures"], &now["setAside"], &now["skipped"]),
            (&json!(1), &json!(2), &json!(1), &json!(skipped)),
            "{now}"
        );
    }
    assert_eq!(judge(&mut station, "ALICE"), "Accepted", "another input is asked");
    let mut other = Station::connect(&server, "CP2", "1.6");
    assert_eq!(judge(&mut other, "!panic"), "Invalid");
    let now = status(&admin, "hostile");
    assert_eq!(
        (&now["calls"], &now["failures"], &now["setAside"], &now["skipped"]),
        (&json!(3), &json!(4), &json!(2), &json!(2)),
        "another station's is another input: {now}"
    );
    assert_eq!(now["breakerOpen"], false);
}

#[test]
fn a_failure_is_kept_with_its_input_the_guests_words_and_the_functions_that_it_was_in() {
    let server = started("hostile");
    let mut station = Station::connect(&server, "CP1", "1.6");
    for (harm, cause, words) in [
        (
            "panic",
            "trapped: the tariff is missing (tests/guests/hostile/src/lib.rs:",
            "the tariff is missing",
        ),
        ("endless loop", "ran over its deadline", ""),
    ] {
        assert_eq!(judge(&mut station, &format!("!{harm}")), "Invalid");
        let tag = harm.replace(' ', "%20");
        let refused = server
            .admin()
            .get(&format!("/api/v1/id-tags/!{tag}/refusals"))
            .expect(200);
        let refused = &refused["items"][0];
        assert_eq!(
            (&refused["by"], &refused["failed"], &refused["status"]),
            (&json!("hostile"), &json!(true), &json!("Invalid"))
        );
        let now = status(&server.admin(), "hostile");
        let failure = &now["lastFailures"][0];
        assert_eq!(
            (&failure["chargePoint"], &failure["ocppVersion"], &failure["action"]),
            (&json!("CP1"), &json!("1.6"), &json!("Authorize"))
        );
        let text = |member: &str| failure[member].as_str().unwrap();
        assert_eq!(text("payload"), format!("{{\"idTag\":\"!{harm}\"}}"));
        assert_eq!(text("proposed"), r#"{"idTagInfo":{"status":"Accepted"}}"#);
        assert!(text("cause").contains(cause), "{failure}");
        assert!(text("stderr").contains(words), "{failure}");
        assert_eq!(failure["digest"], now["digest"]);
        let functions = failure["traceback"].as_array().unwrap();
        let named = |name: &str| {
            functions
                .iter()
                .any(|function| function.as_str().unwrap().contains(name))
        };
        assert!(named("hostile::behave"), "{failure}");
    }
}

#[test]
fn the_last_fifty_failures_are_kept() {
    let server = started("clerk");
    let admin = server.admin();
    // Requests pass an open breaker, and each is tried twice.
    for number in 0..30 {
        let failed = admin.get(&format!("/plugins/clerk/panic?number={number}"));
        assert_eq!(failed.status, 502);
    }
    let now = status(&admin, "clerk");
    let last = now["lastFailures"].as_array().unwrap();
    assert!(now["failures"].as_u64().unwrap() >= 60, "{now}");
    assert_eq!(last.len(), 50);
    let newest_first = last
        .windows(2)
        .all(|two| two[0]["at"].as_str() >= two[1]["at"].as_str());
    assert!(newest_first, "{last:?}");
}

#[test]
fn a_timer_ticks_again_when_the_breaker_is_closed() {
    let server = started("clerk");
    let admin = server.admin();
    let beats = || admin.get("/plugins/clerk/beats").expect(200).as_i64();
    wait::until("a tick", || (beats()? > 0).then_some(()));
    assert_eq!(admin.get("/plugins/clerk/break").status, 200);
    // Each tick fails twice, so the third opens the breaker. Nothing is asked here: a success would close it.
    wait::until("a tick is left out", || {
        server.log().contains("a tick is left out").then_some(())
    });
    assert_eq!(admin.get("/plugins/clerk/mend").status, 200);
    let before = beats();
    wait::until("a tick after the trouble", || (beats() > before).then_some(()));
}
