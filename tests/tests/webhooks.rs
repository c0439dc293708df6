//! Webhooks: what a receiver is told, in which order and how signed; what is not lost while it is away; what it does
//! not take.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::{Duration, Instant};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::receiver::{Answer, Posted, Receiver};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use ocpp_central_tests::webhooks::{HOOKS, add, charge, command, hasty};
use serde_json::{Value, json};

fn shown(admin: &Admin, name: &str) -> Value {
    admin.get(&format!("{HOOKS}/{name}")).expect(200)
}

fn until_word(admin: &Admin, name: &str, word: &str) -> Value {
    wait::until(word, || {
        let hook = shown(admin, name);
        (hook["state"]["word"] == word).then_some(hook)
    })
}

fn dead_letters(admin: &Admin, name: &str) -> Vec<Value> {
    let found = admin.get(&format!("{HOOKS}/{name}/dead-letters")).expect(200);
    found["items"].as_array().unwrap().clone()
}

/// The numbers of a charge point's events of these kinds, oldest first.
fn timeline(admin: &Admin, id: &str, kinds: &str) -> Vec<u64> {
    let page = admin.get(&format!("/api/v1/charge-points/{id}/timeline?limit=1000&kind={kinds}"));
    let items = page.expect(200)["items"].as_array().unwrap().clone();
    items
        .iter()
        .rev()
        .map(|event| event["number"].as_u64().unwrap())
        .collect()
}

/// What came of each charge point, each message once, in the order of its first coming.
fn told(posted: &[Posted]) -> BTreeMap<String, Vec<u64>> {
    let (mut ids, mut told) = (BTreeSet::new(), BTreeMap::<String, Vec<u64>>::new());
    for one in posted {
        if ids.insert(one.id.clone()) {
            let numbers = told.entry(one.charge_point().to_owned()).or_default();
            numbers.push(one.body["number"].as_u64().unwrap());
        }
    }
    told
}

#[test]
fn what_happens_is_told_as_the_timeline_shows_it_signed_and_without_secrets_in_the_api() {
    let server = Server::start(&hasty());
    let (admin, receiver) = (server.admin(), Receiver::taking());
    let made = admin.post(
        HOOKS,
        &json!({"name": "billing", "url": format!("{}?key=S3cret", receiver.url()), "kinds": ["transaction.*"],
            "headers": {"x-key": "S3cret"}, "note": "asks Ann"}),
    );
    let made = made.expect(201);
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_"), "{made}");
    receiver.rule(|posted| {
        Answer::Status(if posted.header("x-key") == Some("S3cret") {
            200
        } else {
            401
        })
    });
    let mut station = Station::connect(&server, "CP%2F1", "1.6");
    charge(&mut station, 1);
    let ended = receiver.wait("the end", |posted| posted.kind() == "transaction.ended");
    let started = &receiver.posted()[0];
    assert_eq!(started.kind(), "transaction.started", "nothing else was asked for");
    for posted in [started, &ended] {
        assert!(posted.is_signed_by(secret), "{posted:?}");
        assert!(!posted.is_signed_by("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assert_eq!(posted.header("content-type"), Some("application/json"));
    }
    let timeline = admin
        .get("/api/v1/charge-points/CP%2F1/timeline?kind=transaction.ended")
        .expect(200);
    assert_eq!(ended.body, timeline["items"][0]);
    let hook = wait::until("it is up to date", || {
        let hook = shown(&admin, "billing");
        (hook["state"]["lastDelivered"]["number"] == ended.body["number"]).then_some(hook)
    });
    assert!(
        !hook.to_string().contains("S3cret") && !hook.to_string().contains(secret),
        "{hook}"
    );
    assert_eq!(
        (&hook["secret"], &hook["headers"]),
        (&json!("***"), &json!({"x-key": "***"}))
    );
    assert_eq!(hook["state"]["deadLetters"], 0);
    assert!(!admin.get(HOOKS).expect(200).to_string().contains("S3cret"));
    assert!(!server.log().contains("S3cret"));
    let audit = admin.get("/api/v1/audit").expect(200);
    assert!(audit.to_string().contains("billing"), "{audit}");
    assert!(
        !audit.to_string().contains("S3cret") && !audit.to_string().contains(secret),
        "{audit}"
    );
}

#[test]
fn a_receiver_that_is_down_loses_nothing_though_the_server_is_killed_meanwhile() {
    const STATIONS: usize = 30;
    const SESSIONS: usize = 20;
    let kinds = "transaction.started,transaction.ended,charge-point.connected,charge-point.disconnected";
    // What is pruned at the start after the crash would be most of what waits.
    let mut server = Server::start(&hasty().set("store.events_per_charge_point", 10));
    let mut receiver = Receiver::taking();
    let secret = add(&server.admin(), &receiver, "all", &["transaction.*", "charge-point.*"]);
    let charge_all = |server: &Server| {
        thread::scope(|scope| {
            for number in 0..STATIONS {
                scope.spawn(move || {
                    let mut station = Station::connect(server, &format!("CP{number}"), "1.6");
                    (0..SESSIONS).for_each(|session| charge(&mut station, session));
                });
            }
        });
    };
    // It answers, but takes nothing: asked by one at a time.
    receiver.rule(|_| Answer::Status(503));
    wait::until("a first try", || {
        Station::connect(&server, "CP0", "1.6").close();
        (receiver.count() > 0).then_some(())
    });
    let failing = until_word(&server.admin(), "all", "failing");
    assert_eq!(failing["state"]["failing"]["reason"], "it answers 503", "{failing}");
    let _ = receiver.most_at_once();
    charge_all(&server);
    assert_eq!(receiver.most_at_once(), 1);
    receiver.go_away();
    server.crash_and_restart();
    charge_all(&server);
    let admin = server.admin();
    let waiting = until_word(&admin, "all", "failing");
    let events = waiting["state"]["eventsWaiting"].as_u64().unwrap();
    assert!(events > (STATIONS * SESSIONS * 4) as u64, "{waiting}");
    let before = receiver.count();
    receiver.rule(|_| Answer::Status(204));
    receiver.come_back();
    until_word(&admin, "all", "up-to-date");
    // Some come again, after another crash in the middle of telling.
    server.crash_and_restart();
    let admin = server.admin();
    until_word(&admin, "all", "up-to-date");
    let posted = receiver.posted();
    assert!(posted.iter().all(|posted| posted.is_signed_by(&secret)));
    let told = told(&posted[before..]);
    for number in 0..STATIONS {
        let id = format!("CP{number}");
        wait::until("everything came", || {
            let numbers = ocpp_numbers(&receiver, before, &id);
            let wanted = timeline(&admin, &id, kinds);
            // Those of before the pruning are not in the timeline any more; what is there must have been told.
            wanted.iter().all(|number| numbers.contains(number)).then_some(())
        });
        let numbers = &told[&id];
        assert!(numbers.is_sorted(), "{id}: {numbers:?}");
        assert!(numbers.len() >= SESSIONS * 4, "{id}: {}", numbers.len());
    }
    assert_eq!(shown(&admin, "all")["state"]["eventsLost"], 0);
}

fn ocpp_numbers(receiver: &Receiver, before: usize, id: &str) -> Vec<u64> {
    told(&receiver.posted()[before..]).remove(id).unwrap_or_default()
}

#[test]
fn what_was_removed_before_it_could_be_told_is_told_as_a_gap() {
    let config = hasty()
        .set("store.events_per_charge_point", 5)
        .set("webhooks.retry_for", "1ms");
    let mut server = Server::start(&config);
    let mut receiver = Receiver::taking();
    add(&server.admin(), &receiver, "all", &["transaction.*"]);
    receiver.go_away();
    let mut station = Station::connect(&server, "CP1", "1.6");
    (0..10).for_each(|session| charge(&mut station, session));
    server.crash_and_restart();
    let lost = wait::until("the oldest are gone", || {
        let admin = server.admin();
        let left = admin.timeline("CP1").len();
        let lost = shown(&admin, "all")["state"]["eventsLost"].as_u64()?;
        (left <= 5 && lost > 0).then_some(lost)
    });
    assert!(server.log().contains("events go that a webhook was not told"));
    receiver.come_back();
    until_word(&server.admin(), "all", "up-to-date");
    let posted = receiver.posted();
    let gap = &posted[0].body;
    assert_eq!(
        (posted[0].kind(), posted[0].charge_point()),
        ("webhook.gap", "CP1"),
        "{gap}"
    );
    assert_eq!(gap["payload"]["lost"], lost);
    let numbers = &told(&posted)["CP1"];
    assert!(numbers.is_sorted(), "{numbers:?}");
    assert_eq!(lost as usize + numbers.len() - 1, 20, "{gap}");
    assert_eq!(shown(&server.admin(), "all")["state"]["eventsLost"], 0);
}

#[test]
fn a_refused_event_is_a_dead_letter_and_holds_up_its_charge_point_alone() {
    let server = Server::start(&hasty().set("webhooks.tries", 3));
    let admin = server.admin();
    let is_bad = |posted: &Posted| posted.charge_point() == "CP1" && posted.kind() == "transaction.started";
    let receiver = Receiver::start(move |posted| Answer::Status(if is_bad(posted) { 400 } else { 200 }));
    add(&admin, &receiver, "billing", &["transaction.*"]);
    for id in ["CP1", "CP2"] {
        charge(&mut Station::connect(&server, id, "1.6"), 1);
    }
    let letter = wait::until("a dead letter", || dead_letters(&admin, "billing").first().cloned());
    receiver.wait("those behind it", |posted| {
        posted.charge_point() == "CP1" && posted.kind() == "transaction.ended"
    });
    receiver.wait("the others", |posted| {
        posted.charge_point() == "CP2" && posted.kind() == "transaction.ended"
    });
    assert_eq!(
        (&letter["tries"], &letter["status"], &letter["reason"]),
        (&json!(3), &json!(400), &json!("it answers 400"))
    );
    assert_eq!(letter["event"]["kind"], "transaction.started");
    let tries: BTreeSet<String> = receiver
        .posted()
        .iter()
        .filter(|posted| is_bad(posted))
        .map(|posted| posted.id.clone())
        .collect();
    assert_eq!(tries.len(), 1, "one id for all tries");
    let one = format!("{HOOKS}/billing/dead-letters/{}", letter["number"]);
    // It fails again, and is the same letter.
    assert_eq!(
        admin.post(&format!("{one}/retry"), &json!({})).expect(200),
        json!({"deadLetters": 1})
    );
    let again = wait::until("the letter again", || dead_letters(&admin, "billing").first().cloned());
    assert_eq!(
        (&again["number"], &again["event"]),
        (&letter["number"], &letter["event"])
    );
    receiver.rule(|_| Answer::Status(200));
    let before = receiver.count();
    let retried = command(&server, &["retry", "billing"]);
    retried.expect(0, "1 dead letters are told again\n");
    wait::until("it is taken, and no letter is left", || {
        let posted = receiver.posted();
        let taken = posted[before..].iter().find(|posted| is_bad(posted))?;
        assert!(tries.contains(&taken.id), "with the id that it had");
        dead_letters(&admin, "billing").is_empty().then_some(())
    });
    assert_eq!(admin.post(&format!("{one}/retry"), &json!({})).status, 404);
    assert_eq!(
        admin
            .post(&format!("{HOOKS}/billing/dead-letters/seven/retry"), &json!({}))
            .status,
        400
    );
    assert_eq!(
        timeline(&admin, "CP1", "transaction.started").len(),
        1,
        "told again is no news"
    );
}

#[test]
fn a_receiver_that_is_gone_stops_its_webhook_until_somebody_resumes_it() {
    let server = Server::start(&hasty());
    let admin = server.admin();
    let (receiver, watcher) = (Receiver::start(|_| Answer::Status(410)), Receiver::taking());
    add(&admin, &receiver, "billing", &["transaction.*", "webhook.*"]);
    add(&admin, &watcher, "watcher", &["webhook.*"]);
    charge(&mut Station::connect(&server, "CP1", "1.6"), 1);
    let hook = until_word(&admin, "billing", "stopped");
    assert_eq!(
        (&hook["enabled"], &hook["stopped"]),
        (&json!(false), &json!("it answers 410"))
    );
    let news = watcher.wait("the news", |posted| posted.kind() == "webhook.failing");
    assert_eq!(
        (&news.body["payload"]["webhook"], &news.body["payload"]["stopped"]),
        (&json!("billing"), &json!(true))
    );
    assert_eq!(receiver.count(), 1, "it is asked no more");
    receiver.rule(|_| Answer::Status(200));
    command(&server, &["resume", "billing"]).expect(0, "billing goes on\n");
    let posted = wait::until("what waited", || (receiver.count() >= 3).then(|| receiver.posted()));
    let kinds: Vec<_> = posted.iter().map(Posted::kind).collect();
    assert_eq!(
        kinds,
        ["transaction.started", "transaction.started", "transaction.ended"],
        "and nothing of itself"
    );
}

#[test]
fn a_failing_webhook_and_its_recovery_are_events_for_the_others() {
    let server = Server::start(&hasty());
    let admin = server.admin();
    let (mut receiver, watcher) = (Receiver::taking(), Receiver::taking());
    add(&admin, &receiver, "billing", &["*"]);
    add(&admin, &watcher, "watcher", &["webhook.*"]);
    receiver.go_away();
    charge(&mut Station::connect(&server, "CP1", "1.6"), 1);
    let failing = watcher
        .wait("failing", |posted| posted.kind() == "webhook.failing")
        .body;
    assert_eq!(
        (&failing["chargePoint"], &failing["payload"]["webhook"]),
        (&json!(""), &json!("billing"))
    );
    assert!(
        failing["payload"]["reason"]
            .as_str()
            .unwrap()
            .starts_with("there is no connection"),
        "{failing}"
    );
    receiver.come_back();
    let back = watcher
        .wait("recovered", |posted| posted.kind() == "webhook.recovered")
        .body;
    assert_eq!(back["payload"]["since"], failing["payload"]["since"]);
    until_word(&admin, "billing", "up-to-date");
    assert!(
        receiver
            .posted()
            .iter()
            .all(|posted| !posted.kind().starts_with("webhook."))
    );
}

#[test]
fn a_silent_receiver_delays_neither_messages_nor_other_webhooks() {
    let server = Server::start(&hasty().set("webhooks.timeout", "300s"));
    let admin = server.admin();
    let (silent, quick) = (Receiver::start(|_| Answer::Silence), Receiver::taking());
    add(&admin, &silent, "silent", &["*"]);
    add(&admin, &quick, "quick", &["transaction.*"]);
    let mut station = Station::connect(&server, "CP1", "1.6");
    silent.wait("a request", |_| true);
    (0..20).for_each(|session| charge(&mut station, session));
    wait::until("the other one has all", || {
        (told(&quick.posted()).get("CP1")?.len() == 40).then_some(())
    });
    assert_eq!(silent.count(), 1);
    // Also an operator who pauses it does not wait for it.
    let begun = Instant::now();
    assert_eq!(
        admin.post(&format!("{HOOKS}/silent/pause"), &json!({})).expect(200)["state"]["word"],
        "paused"
    );
    assert!(begun.elapsed() < wait::PATIENCE, "{:?}", begun.elapsed());
}

#[test]
fn a_receiver_that_asks_for_a_rest_is_left_alone() {
    let server = Server::start(&hasty());
    let admin = server.admin();
    let receiver = Receiver::start(|_| Answer::RetryAfter(429, 2));
    add(&admin, &receiver, "billing", &["*"]);
    let begun = Instant::now();
    let _station = Station::connect(&server, "CP1", "1.6");
    receiver.wait("a request", |_| true);
    receiver.rule(|_| Answer::Status(200));
    wait::until("another one", || (receiver.count() > 1).then_some(()));
    assert!(begun.elapsed() > Duration::from_millis(1500), "{:?}", begun.elapsed());
}
