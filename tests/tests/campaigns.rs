//! Campaigns: one command for many charge points, in stages, for who is there and who comes later, over a crash.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ocpp_central_tests::campaign::{CAMPAIGNS, accepting, begin, counts, depot, ids, is, make, members, until};
use ocpp_central_tests::charger::{Charger, Rule, always};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

#[test]
fn a_local_list_reaches_all_also_who_is_away_and_who_refuses_says_why() {
    let server = Server::start(&Config::new());
    let admin = depot(&server, 10);
    let rejecting = always(json!({"status": "Failed"}));
    let chargers: Vec<Charger> = (0..9)
        .map(|number| {
            let rule = if number == 3 { rejecting.clone() } else { accepting() };
            Charger::connect(&server, &make(number), rule)
        })
        .collect();
    let list = json!({"update": "full", "entries": [{"idTag": "ALICE"}, {"idTag": "BOB", "status": "Blocked"}]});
    let body = json!({"name": "lists", "command": "local-list", "payload": list, "selection": {"labels": ["depot"]}});
    let mut dry = body.clone();
    dry["dryRun"] = json!(true);
    let shown = admin.post(CAMPAIGNS, &dry).expect(200);
    assert_eq!(shown["chargePoints"], 10, "{shown}");
    assert_eq!(shown["items"][9]["connected"], false);
    assert_eq!(admin.get(CAMPAIGNS).expect(200)["items"], json!([]));

    let id = begin(&admin, &body);
    let there = until(&admin, &id, "all that are there", |campaign| {
        counts(campaign, &["pending", "underWay"]) == [0, 0]
    });
    assert_eq!(
        counts(&there, &["inEffect", "refused", "waiting"]),
        [8, 1, 1],
        "{there}"
    );
    assert_eq!(there["state"], "running");
    let refused = members(&admin, &id, "?state=refused");
    assert_eq!(ids(&refused), ["CP03"]);
    assert_eq!(refused[0]["reason"], "the charge point answered Failed");
    let command = admin
        .get(&format!("/api/v1/commands/{}", refused[0]["command"].as_str().unwrap()))
        .expect(200);
    assert_eq!(
        (&command["state"], &command["campaign"]),
        (&json!("refused"), &json!(id))
    );
    assert_eq!(ids(&members(&admin, &id, "?state=waiting")), ["CP09"]);

    let late = Charger::connect(&server, &make(9), accepting());
    let done = until(&admin, &id, "the one that was away", is("completed"));
    assert_eq!(counts(&done, &["inEffect", "refused", "waiting"]), [9, 1, 0]);
    assert_eq!(late.count("SendLocalList"), 1);
    for charger in &chargers {
        assert_eq!(charger.count("SendLocalList"), 1);
    }
    let known = admin.get("/api/v1/charge-points/CP09/local-list").expect(200);
    assert_eq!((&known["version"], &known["drift"]), (&json!(1), &json!("none")));
    assert_eq!(known["entries"].as_array().unwrap().len(), 2);
    assert_eq!(admin.delete(&format!("{CAMPAIGNS}/{id}")).status, 204);
    assert_eq!(admin.get(&format!("{CAMPAIGNS}/{id}")).status, 404);
}

#[test]
fn an_action_of_one_version_fails_at_the_others_and_a_selection_leaves_them_out() {
    let server = Server::start(&Config::new());
    let admin = depot(&server, 6);
    let chargers: Vec<Charger> = (0..6)
        .map(|number| Charger::connect(&server, &make(number), accepting()))
        .collect();
    let change = json!({"key": "HeartbeatInterval", "value": "600"});
    let all = json!({"command": "ChangeConfiguration", "payload": change, "selection": {"all": true}});
    let mut dry = all.clone();
    dry["dryRun"] = json!(true);
    let shown = admin.post(CAMPAIGNS, &dry).expect(200);
    assert_eq!(shown["items"][1]["problem"], "OCPP 2.0.1 has no ChangeConfiguration");
    let id = begin(&admin, &all);
    let done = until(&admin, &id, "its end", is("completed"));
    assert_eq!(counts(&done, &["inEffect", "failed"]), [4, 2], "{done}");
    let failed = members(&admin, &id, "?state=failed");
    assert_eq!(ids(&failed), ["CP01", "CP04"]);
    let reason = failed[0]["reason"].as_str().unwrap();
    assert!(reason.contains("2.0.1 has no ChangeConfiguration"), "{reason}");

    let narrow = json!({"command": "ChangeConfiguration", "payload": change, "selection":
        {"version": "1.6", "vendor": "alfen", "firmware": "1.0", "connected": true}});
    let id = begin(&admin, &narrow);
    let done = until(&admin, &id, "its end", is("completed"));
    assert_eq!(
        (&done["chargePoints"], counts(&done, &["inEffect"])),
        (&json!(2), vec![2])
    );
    assert_eq!(ids(&members(&admin, &id, "")), ["CP00", "CP03"]);
    assert_eq!(
        chargers
            .iter()
            .map(|charger| charger.count("ChangeConfiguration"))
            .collect::<Vec<_>>(),
        [2, 0, 1, 2, 0, 1]
    );
    let page = admin.get(&format!("{CAMPAIGNS}?limit=1")).expect(200);
    assert_eq!(page["items"][0]["id"], id);
    let next = page["next"].as_str().unwrap();
    assert_eq!(
        admin.get(&format!("{CAMPAIGNS}?limit=1&after={next}")).expect(200)["next"],
        json!(null)
    );
}

#[test]
fn one_setting_reaches_both_versions_and_who_is_away() {
    let server = Server::start(&Config::new());
    let admin = depot(&server, 4);
    let rule: Rule = Arc::new(|action, payload| {
        let set = |one: &Value| json!({"attributeStatus": "Accepted", "component": one["component"], "variable": one["variable"]});
        Some(if action == "SetVariables" {
            let data = payload["setVariableData"].as_array().unwrap();
            json!({"setVariableResult": data.iter().map(set).collect::<Vec<_>>()})
        } else if payload["value"] == "600" {
            json!({"status": "Accepted"})
        } else {
            json!({"status": "NotSupported"})
        })
    });
    let mut chargers: Vec<Charger> = (0..3)
        .map(|number| Charger::connect(&server, &make(number), rule.clone()))
        .collect();
    let setting = json!({"values": {"HeartbeatInterval": 600}});
    let body = json!({"command": "set-configuration", "payload": setting, "selection": {"labels": ["depot"]}});
    let id = begin(&admin, &body);
    until(&admin, &id, "who is there", |campaign| {
        counts(campaign, &["inEffect", "waiting"]) == [3, 1]
    });
    chargers.push(Charger::connect(&server, &make(3), rule));
    until(&admin, &id, "its end", |campaign| {
        campaign["state"] == "completed" && counts(campaign, &["inEffect"]) == [4]
    });
    let sent = |action| chargers.iter().map(|charger| charger.count(action)).collect::<Vec<_>>();
    assert_eq!(sent("ChangeConfiguration"), [1, 0, 1, 1]);
    assert_eq!(sent("SetVariables"), [0, 1, 0, 0]);
}

#[test]
fn stages_pause_by_failures_go_on_when_resumed_and_are_tried_again() {
    let server = Server::start(&Config::new());
    let admin = depot(&server, 10);
    let is_good = Arc::new(AtomicBool::new(false));
    let chargers: Vec<Charger> = (0..10)
        .map(|number| {
            let is_good = Arc::clone(&is_good);
            let rule: Rule = Arc::new(move |_, _| {
                let accepts = number > 1 || is_good.load(Ordering::SeqCst);
                Some(json!({"status": if accepts { "Accepted" } else { "Rejected" }}))
            });
            Charger::connect(&server, &make(number), rule)
        })
        .collect();
    let sent = || {
        chargers
            .iter()
            .map(|charger| charger.count("ClearCache"))
            .sum::<usize>()
    };
    let body = json!({"command": "ClearCache", "selection": {"labels": ["depot"]}, "stages": [20, 50, 100],
        "maxFailedPercent": 10});
    let id = begin(&admin, &body);
    let paused = until(&admin, &id, "its pause", is("paused"));
    assert_eq!(paused["stage"], 1);
    let reason = paused["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("in stage 1 ") && reason.ends_with("more than 10 %"),
        "{reason}"
    );
    let sent_by_then = sent();
    assert!(sent_by_then <= 2, "{sent_by_then}");

    // Somebody looked at it, and lets it go on.
    is_good.store(true, Ordering::SeqCst);
    assert_eq!(admin.post(&format!("{CAMPAIGNS}/{id}/resume"), &json!({})).status, 200);
    let done = until(&admin, &id, "its end", is("completed"));
    assert_eq!(counts(&done, &["inEffect", "refused"]), [8, 2], "{done}");
    let narrow = json!({"states": ["refused", "timed-out"], "chargePoints": ["CP00", "CP05"]});
    assert_eq!(admin.post(&format!("{CAMPAIGNS}/{id}/retry"), &narrow).status, 200);
    until(&admin, &id, "the one that is tried again", |campaign| {
        campaign["state"] == "completed" && counts(campaign, &["inEffect", "refused"]) == [9, 1]
    });
    assert_eq!(admin.post(&format!("{CAMPAIGNS}/{id}/retry"), &json!({})).status, 200);
    let done = until(&admin, &id, "its end after all", |campaign| {
        campaign["state"] == "completed" && counts(campaign, &["inEffect"]) == [10]
    });
    assert_eq!(sent(), 12);
    assert_eq!(
        done["stages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|stage| &stage["chargePoints"])
            .collect::<Vec<_>>(),
        [&json!(2), &json!(3), &json!(5)]
    );
    assert_eq!(members(&admin, &id, "")[0]["attempts"], 2);
}

#[test]
fn a_pause_takes_back_what_waits_and_a_cancel_ends_it() {
    let server = Server::start(&Config::new());
    let admin = depot(&server, 3);
    let id = begin(&admin, &json!({"command": "ClearCache", "selection": {"all": true}}));
    until(&admin, &id, "all wait", |campaign| {
        counts(campaign, &["waiting"]) == [3]
    });
    let paused = admin.post(&format!("{CAMPAIGNS}/{id}/pause"), &json!({})).expect(200);
    assert_eq!(
        (&paused["state"], &paused["reason"]),
        (&json!("paused"), &json!("an operator paused it"))
    );
    until(&admin, &id, "nobody waits", |campaign| {
        counts(campaign, &["pending"]) == [3]
    });
    let early = Charger::connect(&server, &make(0), accepting());
    assert_eq!(admin.post(&format!("{CAMPAIGNS}/{id}/resume"), &json!({})).status, 200);
    until(&admin, &id, "who is there", |campaign| {
        counts(campaign, &["inEffect", "waiting"]) == [1, 2]
    });
    assert_eq!(early.count("ClearCache"), 1);
    assert_eq!(admin.delete(&format!("{CAMPAIGNS}/{id}")).status, 409);
    // Whoever is deleted is not waited for.
    assert_eq!(admin.delete("/api/v1/charge-points/CP02").status, 204);
    until(&admin, &id, "who is deleted", |campaign| {
        counts(campaign, &["lost", "waiting"]) == [1, 1]
    });
    assert_eq!(admin.post(&format!("{CAMPAIGNS}/{id}/cancel"), &json!({})).status, 200);
    let over = until(&admin, &id, "its end", |campaign| campaign["endedAt"].is_string());
    assert_eq!(counts(&over, &["inEffect", "cancelled", "lost"]), [1, 1, 1]);
    let late = Charger::connect(&server, &make(1), accepting());
    assert_eq!(admin.command("CP01", "ClearCache", &json!({})).status, 200);
    assert_eq!(late.count("ClearCache"), 1, "only the one that was sent by hand");
    for path in ["resume", "retry", "pause"] {
        assert_eq!(
            admin.post(&format!("{CAMPAIGNS}/{id}/{path}"), &json!({})).status,
            409,
            "{path}"
        );
    }
}

#[test]
fn who_does_not_come_in_time_is_told_and_can_be_tried_again() {
    let server = Server::start(&Config::new());
    let admin = depot(&server, 1);
    let id = begin(
        &admin,
        &json!({"command": "clear-cache", "selection": {"chargePoints": ["CP00"]}, "ttl": "3s"}),
    );
    let done = until(&admin, &id, "its end", is("completed"));
    assert_eq!(counts(&done, &["expired"]), [1]);
    assert_eq!(members(&admin, &id, "")[0]["reason"], "it did not connect in time");
    let charger = Charger::connect(&server, &make(0), accepting());
    assert_eq!(admin.post(&format!("{CAMPAIGNS}/{id}/retry"), &json!({})).status, 200);
    until(&admin, &id, "its end", |campaign| {
        counts(campaign, &["inEffect"]) == [1]
    });
    assert_eq!(charger.count("ClearCache"), 1);
}

#[test]
fn a_crash_in_the_middle_sends_nothing_twice_and_forgets_nobody() {
    let mut server = Server::start(&Config::new());
    let admin = depot(&server, 30);
    // The first ten answer, the others are slow to.
    let slow: Rule = Arc::new(|_, _| None);
    let rule = |number: usize| if number < 10 { accepting() } else { slow.clone() };
    let chargers: Vec<Charger> = (0..29)
        .map(|number| Charger::connect(&server, &make(number), rule(number)))
        .collect();
    let sent = |chargers: &[Charger], number: usize| chargers[number].count("ClearCache");
    let id = begin(
        &admin,
        &json!({"command": "ClearCache", "selection": {"all": true}, "parallel": 5}),
    );
    until(&admin, &id, "the middle", |campaign| {
        let counts = counts(campaign, &["inEffect", "underWay"]);
        counts[0] == 10 && counts[1] == 5
    });
    wait::until("they were sent", || {
        let all: usize = (0..29).map(|number| sent(&chargers, number)).sum();
        (all >= 15).then_some(())
    });
    server.crash_and_restart();
    let admin = server.admin();
    let again: Vec<Charger> = (0..30)
        .map(|number| Charger::connect(&server, &make(number), accepting()))
        .collect();
    let done = until(&admin, &id, "its end", is("completed"));
    assert_eq!(counts(&done, &["inEffect", "lost"]), [25, 5], "{done}");
    for number in 0..29 {
        let (before, after) = (sent(&chargers, number), sent(&again, number));
        assert_eq!(before + after, 1, "CP{number:02}: {before} before, {after} after");
    }
    assert_eq!(sent(&again, 29), 1);
    let lost = members(&admin, &id, "?state=lost");
    assert!(lost.iter().all(|member| member["reason"].is_string()), "{lost:?}");
}

#[test]
fn the_same_request_makes_one_campaign_and_what_cannot_be_is_refused() {
    let server = Server::start(&Config::new());
    let admin = depot(&server, 1);
    for (body, words) in [
        (
            json!({"command": "ClearCache", "selection": {}}),
            "`selection` says nothing",
        ),
        (
            json!({"command": "ClearCache", "selection": {"labels": ["nobody"]}}),
            "no charge point is selected",
        ),
        (
            json!({"command": "ClearCache", "selection": {"chargePoints": ["X"]}}),
            "not registered: X",
        ),
        (
            json!({"command": "Nothing", "selection": {"all": true}}),
            "Nothing is no verb",
        ),
        (
            json!({"command": "Reset", "payload": {"type": 1}, "selection": {"all": true}}),
            "in `payload`",
        ),
        (
            json!({"command": "reset", "payload": {"colour": 1}, "selection": {"all": true}}),
            "colour",
        ),
        (
            json!({"command": "ClearCache", "selection": {"all": true}, "stages": [50]}),
            "`stages`",
        ),
        (
            json!({"command": "ClearCache", "selection": {"all": true}, "ttl": "soon"}),
            "`ttl`",
        ),
        (
            json!({"command": "ClearCache", "selection": {"all": true}, "parallel": 0}),
            "`parallel`",
        ),
    ] {
        let refused = admin.post(CAMPAIGNS, &body).expect(400);
        let detail = refused["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{body}: {detail}");
    }
    assert_eq!(admin.get(CAMPAIGNS).expect(200)["items"], json!([]));
    assert_eq!(admin.get(&format!("{CAMPAIGNS}/x")).status, 404);
    let body = json!({"command": "ClearCache", "selection": {"all": true}});
    let once = || {
        admin
            .post_with(CAMPAIGNS, ("Idempotency-Key", "night-1"), &body)
            .expect(201)["id"]
            .clone()
    };
    assert_eq!(once(), once());
    let other = json!({"command": "clear-cache", "selection": {"all": true}});
    let refused = admin.post_with(CAMPAIGNS, ("Idempotency-Key", "night-1"), &other);
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(admin.get(CAMPAIGNS).expect(200)["items"].as_array().unwrap().len(), 1);
}
