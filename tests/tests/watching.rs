//! What watches the server: Debian's Prometheus on `/metrics`, the board and the alerts of `config/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::metrics::{Scrape, text};
use ocpp_central_tests::prometheus::{Prometheus, promtool};
use ocpp_central_tests::promql::named;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

/// Labels that Prometheus adds.
const ADDED: [&str; 3] = ["instance", "job", "le"];

fn config_folder() -> PathBuf {
    artifacts::suite_dir().join("../config")
}

/// A server on which everything happened once that has labels, with a station that stays.
fn busy_server() -> (Server, Station) {
    let section = "name = \"id-tag-policy\"\nsettings = { default = \"keep\", rules = [] }";
    let server = Server::start(&Config::new().plugin(section));
    let admin = server.admin();
    let component = fs::read(artifacts::plugin("id-tag-policy")).expect("the plugin is built");
    assert_eq!(admin.put_bytes("/api/v1/plugins/id-tag-policy", component).status, 200);
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call(
        "BootNotification",
        &json!({"chargePointVendor": "Suite", "chargePointModel": "Watched"}),
    );
    station.call("Authorize", &json!({"idTag": "A"}));
    // Repaired, and refused.
    station.call("Heartbeat", &json!({"more": 1}));
    station.send_text(r#"[2,"b","MakeCoffee",{}]"#);
    assert_eq!(station.frame()[0], 4);
    let verb = admin.command_later("CP1", "clear-cache", json!({}));
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(verb.join().expect("a reply").status, 200);
    let hook = json!({"name": "billing", "url": "http://127.0.0.1:1/", "kinds": ["transaction.*"]});
    assert_eq!(admin.post("/api/v1/webhooks", &hook).status, 201);
    (server, station)
}

fn counted(admin: &Admin) -> Scrape {
    wait::until("a count of the store", || {
        let scrape = Scrape::of(admin);
        scrape.sum("ocpp_charge_points", &[]).is_some().then_some(scrape)
    })
}

/// All queries of the board, and the labels that its legends show.
fn board() -> Vec<(String, String)> {
    let file = config_folder().join("grafana/ocpp-central.json");
    let board: Value = serde_json::from_str(&fs::read_to_string(file).expect("the board")).expect("JSON");
    let panels = board["panels"].as_array().expect("panels");
    let targets = panels.iter().filter_map(|panel| panel["targets"].as_array()).flatten();
    let query = |target: &Value| {
        let uid = target["datasource"]["uid"].as_str();
        assert_eq!(uid, Some("${datasource}"), "{target}");
        let legend = target["legendFormat"].as_str().unwrap_or_default().to_owned();
        (target["expr"].as_str().expect("a query").to_owned(), legend)
    };
    targets.map(query).collect()
}

/// The rules of `alerts.yml`.
fn alerts() -> Vec<String> {
    let text = fs::read_to_string(config_folder().join("alerts.yml")).expect("the rules");
    let mut found: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(rule) = trimmed.strip_prefix("expr: ") {
            is_open = rule == "|";
            found.push(if is_open { String::new() } else { rule.to_owned() });
        } else if is_open && (trimmed.starts_with("for:") || trimmed.starts_with("labels:")) {
            is_open = false;
        } else if let (true, Some(last)) = (is_open, found.last_mut()) {
            last.push_str(trimmed);
            last.push(' ');
        }
    }
    found
}

/// What a query names that the page does not have.
fn unknown(query: &str, scrape: &Scrape) -> Vec<String> {
    let found = named(query);
    let mut known: BTreeSet<&str> = ADDED.into();
    let mut wrong = Vec::new();
    for selector in &found.selectors {
        let samples = || scrape.samples.iter().filter(|sample| sample.name == selector.metric);
        if samples().next().is_none() {
            wrong.push(format!("{query}: there is no {}", selector.metric));
        }
        let labels: BTreeSet<&str> = samples()
            .flat_map(|sample| sample.labels.keys().map(String::as_str))
            .collect();
        for label in &selector.labels {
            if !labels.contains(label.as_str()) && !ADDED.contains(&label.as_str()) {
                wrong.push(format!("{query}: {} has no label {label}", selector.metric));
            }
        }
        known.extend(labels);
    }
    let by = found.by.iter().filter(|label| !known.contains(label.as_str()));
    wrong.extend(by.map(|label| format!("{query}: nothing has a label {label}")));
    wrong
}

#[test]
fn the_board_and_the_alerts_name_what_there_is() {
    let (server, _station) = busy_server();
    let scrape = counted(&server.admin());
    let (board, alerts) = (board(), alerts());
    assert!(
        board.len() > 50 && alerts.len() > 10,
        "{} and {}",
        board.len(),
        alerts.len()
    );
    let queries = board.iter().map(|(query, _)| query).chain(&alerts);
    let wrong: Vec<_> = queries.flat_map(|query| unknown(query, &scrape)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (query, legend) in &board {
        let shown = legend.split("{{").skip(1).filter_map(|part| part.split_once("}}"));
        for (label, _) in shown {
            assert!(named(query).by.iter().any(|by| by == label), "{legend}: {query}");
        }
    }
    // The other way round: what is shown is on the board, so that nobody has to guess at a name.
    let all: BTreeSet<String> = board
        .iter()
        .flat_map(|(query, _)| named(query).selectors)
        .map(|selector| selector.metric)
        .collect();
    let family = |name: &str| {
        let base = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix));
        base.unwrap_or(name).to_owned()
    };
    let on_board: BTreeSet<String> = all.iter().map(|name| family(name)).collect();
    let missing: BTreeSet<_> = scrape
        .samples
        .iter()
        .map(|sample| family(&sample.name))
        .filter(|name| !on_board.contains(name) && name != "process_virtual_memory_bytes")
        .collect();
    assert!(missing.is_empty(), "not on the board: {missing:?}");
}

#[test]
fn promtool_is_content() {
    let (server, _station) = busy_server();
    counted(&server.admin());
    let folder = config_folder();
    let said = promtool(&["check", "metrics"], &folder, &text(&server.admin()));
    assert!(said.is_none_or(|said| said.is_empty()));
    let said = promtool(&["check", "rules", "alerts.yml"], &folder, "");
    assert!(said.is_none_or(|said| said.contains("SUCCESS")));
    let said = promtool(&["check", "config", "--syntax-only", "prometheus.yml"], &folder, "");
    assert!(said.is_none_or(|said| said.contains("SUCCESS")));
}

#[test]
fn prometheus_scrapes_and_answers() {
    let (server, mut station) = busy_server();
    let Some(prometheus) = Prometheus::watching(&server) else {
        return;
    };
    let figure = |query: &str| {
        let found = prometheus.query(query);
        let value = found.first()?["value"][1].as_str()?.parse::<f64>().ok();
        value.filter(|_| found.len() == 1)
    };
    wait::until("the first scrape", || {
        (figure("ocpp_connections{version=\"1.6\"}") == Some(1.0)).then_some(())
    });
    let beats =
        "ocpp_messages_total{version=\"1.6\", direction=\"from-station\", action=\"Heartbeat\", verdict=\"answered\"}";
    for _ in 0..5 {
        station.call("Heartbeat", &json!({}));
    }
    wait::until("the heartbeats are counted", || {
        (figure(beats) == Some(5.0)).then_some(())
    });
    // It knows what each is, and each query of the board is one.
    assert_eq!(figure("up{job=\"ocpp-central\"}"), Some(1.0), "{}", prometheus.log());
    for (query, _) in board() {
        let query = query.replace("$instance", ".*").replace("$__rate_interval", "1m");
        prometheus.query(&query);
    }
    let fast = figure("histogram_quantile(0.5, sum by (le) (ocpp_message_duration_seconds_bucket))");
    assert!(fast.is_some_and(|seconds| seconds > 0.0), "{fast:?}");
    for alert in alerts() {
        prometheus.query(&alert);
    }
}
