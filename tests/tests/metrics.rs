//! `GET /metrics`: known traffic has its exact counts, in both text forms; who may read it; what Debian's Prometheus
//! makes of it.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::http::Request;
use ocpp_central_tests::metrics::{Scrape, text};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::json;

/// A series with what it must be.
type Expected<'a> = (&'a str, &'a [(&'a str, &'a str)], f64);

#[track_caller]
fn assert_has(scrape: &Scrape, expected: &[Expected<'_>]) {
    let wrong = |(name, labels, value): &&Expected<'_>| scrape.sum(name, labels) != Some(*value);
    let found: Vec<_> = expected
        .iter()
        .filter(wrong)
        .map(|(name, labels, value)| format!("{name}{labels:?} is {:?}, not {value}", scrape.sum(name, labels)))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

fn boot(station: &mut Station) {
    station.call(
        "BootNotification",
        &json!({"chargePointVendor": "Suite", "chargePointModel": "Counter"}),
    );
}

/// Ten messages of stations, and three CALLs to one.
fn talk(server: &Server) {
    let admin = server.admin();
    let mut old = Station::connect(server, "CP1", "1.6");
    let mut new = Station::connect(server, "CP2", "2.0.1");
    boot(&mut old);
    for _ in 0..3 {
        old.call("Heartbeat", &json!({}));
    }
    new.call("Heartbeat", &json!({}));
    // Repaired, refused, unknown, and no frame at all.
    old.call("Heartbeat", &json!({"more": 1}));
    for message in [
        r#"[2,"a","Authorize",{}]"#,
        r#"[2,"b","MakeCoffee",{}]"#,
        r#"[2,"c","Reset",{"type":"Soft"}]"#,
        "nonsense",
    ] {
        old.send_text(message);
        assert_eq!(old.frame()[0], 4, "{message}");
    }
    // Our own: answered, repaired, not valid.
    let answers = [
        (json!({"status": "Accepted"}), 200),
        (json!({"status": "Perhaps"}), 200),
        (json!({}), 502),
    ];
    for (answer, status) in &answers {
        let command = admin.command_later("CP1", "ClearCache", json!({}));
        let (id, _) = old.expect_call("ClearCache");
        old.answer(&id, answer);
        assert_eq!(command.join().expect("a reply").status, *status, "{answer}");
    }
}

/// What each message became, by version, action and direction; and how many were measured.
#[test]
fn messages_by_action_and_verdict() {
    let server = Server::start(&Config::new());
    talk(&server);
    let scrape = Scrape::of(&server.admin());
    let from = ("direction", "from-station");
    let to = ("direction", "to-station");
    let (v16, v201) = (("version", "1.6"), ("version", "2.0.1"));
    let beat = ("action", "Heartbeat");
    let clear = ("action", "ClearCache");
    let messages = "ocpp_messages_total";
    assert_has(
        &scrape,
        &[
            (
                messages,
                &[v16, from, ("action", "BootNotification"), ("verdict", "answered")],
                1.0,
            ),
            (messages, &[v16, from, beat, ("verdict", "answered")], 3.0),
            (messages, &[v201, from, beat, ("verdict", "answered")], 1.0),
            (messages, &[v16, from, beat, ("verdict", "repaired")], 1.0),
            (
                messages,
                &[v16, from, ("action", "Authorize"), ("verdict", "refused")],
                1.0,
            ),
            (messages, &[v16, from, ("action", "other"), ("verdict", "refused")], 1.0),
            (messages, &[v16, from, ("action", "Reset"), ("verdict", "refused")], 1.0),
            (messages, &[v16, from, ("action", "other"), ("verdict", "fault")], 1.0),
            (messages, &[from], 10.0),
            (messages, &[v16, to, clear, ("verdict", "answered")], 1.0),
            (messages, &[v16, to, clear, ("verdict", "repaired")], 1.0),
            (messages, &[v16, to, clear, ("verdict", "invalid")], 1.0),
            (messages, &[to], 3.0),
            ("ocpp_message_duration_seconds_count", &[v16, beat], 4.0),
            (
                "ocpp_message_duration_seconds_bucket",
                &[v16, beat, ("le", "+Inf")],
                4.0,
            ),
            ("ocpp_call_duration_seconds_count", &[v16, clear], 3.0),
            ("ocpp_repairs_total", &[("repair", "unknown-member")], 1.0),
            ("ocpp_events_total", &[("kind", "charge-point.booted")], 1.0),
        ],
    );
    // Nobody but us may name an action.
    assert_eq!(scrape.sum(messages, &[("action", "MakeCoffee")]), None);
}

#[test]
fn connections_by_version_and_cause() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let first = Station::connect(&server, "CP1", "1.6");
    admin.wait_connected("CP1", true);
    let mut second = Station::connect(&server, "CP1", "1.6");
    let left = Station::connect(&server, "CP2", "2.1");
    let cut = Station::connect(&server, "CP3", "2.1");
    second.call("Heartbeat", &json!({}));
    for id in ["CP2", "CP3"] {
        admin.wait_connected(id, true);
    }
    left.close();
    cut.cut();
    for id in ["CP2", "CP3"] {
        admin.wait_connected(id, false);
    }
    let refused = Upgrade::to("/ocpp/CP4").offer("ocpp0.1").send(server.ocpp());
    assert_eq!(refused.status, 400);
    drop(first);
    let (v16, v21) = (("version", "1.6"), ("version", "2.1"));
    assert_has(
        &Scrape::of(&admin),
        &[
            ("ocpp_connections", &[v16], 1.0),
            ("ocpp_connections", &[v21], 0.0),
            ("ocpp_connections_opened_total", &[v16], 2.0),
            ("ocpp_connections_opened_total", &[v21], 2.0),
            ("ocpp_connections_closed_total", &[v16, ("cause", "replaced")], 1.0),
            ("ocpp_connections_closed_total", &[v21, ("cause", "station")], 1.0),
            ("ocpp_connections_closed_total", &[v21, ("cause", "network")], 1.0),
            ("ocpp_connections_refused_total", &[("reason", "subprotocol")], 1.0),
            ("ocpp_connections_refused_total", &[], 1.0),
            ("ocpp_connections_replaced_total", &[], 1.0),
        ],
    );
}

/// What no server that has a store and was used shows as nothing.
const NEVER_ZERO: [&str; 15] = [
    "ocpp_store_disk_bytes",
    "ocpp_store_writes_total",
    "ocpp_store_syncs_total",
    "ocpp_store_lists_total",
    "ocpp_store_listed_total",
    "ocpp_store_group_duration_seconds_count",
    "ocpp_store_group_lists_sum",
    "ocpp_store_journal_bytes",
    "ocpp_disk_free_bytes",
    "ocpp_disk_size_bytes",
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "process_open_fds",
    "process_threads",
    "process_start_time_seconds",
];

#[test]
fn what_is_in_the_store_and_what_waits() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    boot(&mut station);
    let stop = json!({"transactionId": 4711, "meterStop": 9, "timestamp": "2026-01-01T11:00:00Z"});
    station.call("StopTransaction", &stop);
    let start = json!({"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T10:00:00Z"});
    station.call("StartTransaction", &start);
    admin.register("AWAY", &json!({}));
    let queued = admin.post(
        "/api/v1/charge-points/AWAY/commands/ClearCache?wait=false&ttl=1h",
        &json!({}),
    );
    assert_eq!(queued.status, 202, "{queued:?}");
    // A verb that is waited for, to its end.
    let verb = admin.command_later("CP1", "clear-cache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(verb.join().expect("a reply").status, 200);
    let counted = [
        ("ocpp_charge_points", 2.0),
        ("ocpp_transactions_open", 1.0),
        ("ocpp_inbox_messages", 1.0),
        ("ocpp_commands_queued", 1.0),
    ];
    // Counted now and then.
    let scrape = wait::until("a count of the store", || {
        let scrape = Scrape::of(&admin);
        let is_there = |(name, value): &(&str, f64)| scrape.sum(name, &[]) == Some(*value);
        counted.iter().all(is_there).then_some(scrape)
    });
    assert_has(
        &scrape,
        &[
            (
                "ocpp_commands_total",
                &[("command", "clear-cache"), ("state", "in-effect")],
                1.0,
            ),
            ("ocpp_commands_total", &[], 1.0),
            ("ocpp_store_failed", &[], 0.0),
            ("ocpp_files_bytes", &[], 0.0),
            ("ocpp_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1.0),
        ],
    );
    for name in NEVER_ZERO {
        assert!(scrape.sum(name, &[]).is_some_and(|value| value > 0.0), "{name}");
    }
}

#[test]
fn plugins_by_version() {
    let section = "name = \"id-tag-policy\"\nsettings = { default = \"keep\", rules = [] }";
    let server = Server::start(&Config::new().plugin(section));
    let admin = server.admin();
    let component = std::fs::read(artifacts::plugin("id-tag-policy")).expect("the plugin is built");
    let pushed = admin.put_bytes("/api/v1/plugins/id-tag-policy", component);
    assert_eq!(pushed.status, 200, "{pushed:?}");
    let mut station = Station::connect(&server, "CP1", "1.6");
    for _ in 0..2 {
        station.call("Authorize", &json!({"idTag": "A"}));
    }
    let version = admin.get("/api/v1/plugins/id-tag-policy").expect(200)["version"].clone();
    let plugin = [
        ("plugin", "id-tag-policy"),
        ("version", version.as_str().expect("a version")),
    ];
    assert_has(
        &Scrape::of(&admin),
        &[
            ("ocpp_plugin_call_duration_seconds_count", &plugin, 2.0),
            ("ocpp_plugin_failures_total", &plugin, 0.0),
            (
                "ocpp_plugin_versions",
                &[plugin[0], plugin[1], ("state", "active")],
                1.0,
            ),
            ("ocpp_plugin_breaker_open", &plugin[..1], 0.0),
            ("ocpp_plugins_not_ready", &[("state", "compiling")], 0.0),
            ("ocpp_plugins_not_ready", &[("state", "missing")], 0.0),
            ("ocpp_plugins_not_ready", &[("state", "misconfigured")], 0.0),
        ],
    );
}

#[test]
fn the_form_is_the_clients_choice_and_the_token_is_needed() {
    let server = Server::start(&Config::new());
    let ask = |accept: &str| {
        let bearer = format!("Bearer {ADMIN_TOKEN}");
        let request = Request::new("GET", "/metrics").header("Authorization", &bearer);
        request.header("Accept", accept).send(server.admin_address())
    };
    let old = ask("text/plain");
    assert_eq!(
        old.header("content-type"),
        Some("text/plain; version=0.0.4; charset=utf-8")
    );
    assert!(old.text().contains("# TYPE ocpp_connections_opened_total counter\n"));
    let new = ask("application/openmetrics-text;version=1.0.0,*/*;q=0.1");
    assert_eq!(
        new.header("content-type"),
        Some("application/openmetrics-text; version=1.0.0; charset=utf-8")
    );
    assert!(new.text().contains("# TYPE ocpp_connections_opened counter\n") && new.text().ends_with("# EOF\n"));
    let stranger = Admin::new(server.admin_address(), None);
    assert_eq!(stranger.get("/metrics").status, 401);

    let open = Server::start(&Config::new().set("metrics.open", true));
    let stranger = Admin::new(open.admin_address(), None);
    assert!(text(&stranger).contains("ocpp_connections{version=\"1.6\"} 0\n"));
    assert_eq!(stranger.get("/api/v1/counters").status, 401);
}
