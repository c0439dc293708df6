//! Spans as a collector gets them: a message with what its plugin and its writes took, a call to a charge point as a part
//! of the request that wanted it; and a collector that is not there.

use std::fs;
use std::time::{Duration, Instant};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::collector::{Collector, Span};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::metrics::Scrape;
use ocpp_central_tests::peer::Reply;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use serde_json::json;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

fn config(collector: &Collector) -> Config {
    Config::new()
        .set("traces.endpoint", collector.endpoint())
        .set("traces.service_name", "depot")
}

#[track_caller]
fn assert_attributes(span: &Span, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        let found = span.attributes.get(*name).map(String::as_str);
        assert_eq!(found, Some(*value), "{name} of {span:?}");
    }
}

fn spans(admin: &Admin, state: &str) -> f64 {
    let scrape = Scrape::of(admin);
    scrape
        .sum("ocpp_trace_spans_total", &[("state", state)])
        .unwrap_or_default()
}

#[test]
fn a_message_with_its_plugin_and_its_writes() {
    let collector = Collector::start();
    let section = "name = \"id-tag-policy\"\nsettings = { default = \"keep\", rules = [] }";
    let mut server = Server::start(&config(&collector).plugin(section));
    let component = fs::read(artifacts::plugin("id-tag-policy")).expect("the plugin is built");
    let pushed = server.admin().put_bytes("/api/v1/plugins/id-tag-policy", component);
    assert_eq!(pushed.status, 200);
    let mut station = Station::connect(&server, "CP1", "1.6");
    let start = json!({"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T10:00:00Z"});
    station.call("StartTransaction", &start);
    station.send_text(r#"[2,"b","MakeCoffee",{}]"#);
    assert_eq!(station.frame()[0], 4);
    // What is left is sent when the server stops.
    assert!(server.stop().success());
    let message = collector.span("StartTransaction");
    assert_eq!((message.kind, message.parent.as_str()), (SpanKind::Server, ""));
    assert_eq!(message.service, "depot");
    assert_attributes(
        &message,
        &[
            ("charge_point.id", "CP1"),
            ("ocpp.version", "1.6"),
            ("ocpp.action", "StartTransaction"),
            ("ocpp.message_id", "s1"),
            ("ocpp.verdict", "answered"),
        ],
    );
    let parts = collector.children(&message);
    let named = |name: &str| parts.iter().find(|part| part.name == name).expect(name);
    let plugin = named("plugin call");
    assert_attributes(
        plugin,
        &[
            ("plugin.name", "id-tag-policy"),
            ("plugin.version", "0.1.0"),
            ("plugin.decision", "kept"),
        ],
    );
    let commit = named("store commit");
    assert_eq!(parts.len(), 2, "{parts:?}");
    // One within the other, and one after the other; each clock is read at another moment.
    let slack = 1_000_000;
    for part in &parts {
        assert!(
            part.begin + slack >= message.begin && part.end <= message.end + slack,
            "{part:?} {message:?}"
        );
    }
    assert!(plugin.end <= commit.begin + slack, "{plugin:?} {commit:?}");
    let refused = collector.span("other");
    assert_attributes(&refused, &[("ocpp.verdict", "refused"), ("ocpp.message_id", "b")]);
    assert_ne!(refused.trace, message.trace);
}

#[test]
fn a_call_is_a_part_of_the_request_that_wants_it() {
    let collector = Collector::start();
    let server = Server::start(&config(&collector).set("traces.sample", 0));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    station.call("Heartbeat", &json!({}));
    let asked = std::thread::spawn({
        let (admin, caller) = (admin.clone(), format!("00-{TRACE}-{CALLER}-01"));
        let path = "/api/v1/charge-points/CP1/commands/ClearCache";
        move || admin.post_with(path, ("traceparent", &caller), &json!({}))
    });
    let (id, _) = station.expect_call("ClearCache");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(asked.join().expect("a reply").status, 200);
    // The caller's word counts for its trace, and the share for all others.
    let request = collector.span("POST /api/v1/charge-points/{id}/commands/{name}");
    assert_eq!((request.trace.as_str(), request.parent.as_str()), (TRACE, CALLER));
    assert_attributes(
        &request,
        &[("http.request.method", "POST"), ("http.response.status_code", "200")],
    );
    let call = collector.span("ClearCache");
    assert_eq!(
        (call.kind, &call.parent, call.trace.as_str()),
        (SpanKind::Client, &request.id, TRACE)
    );
    assert_attributes(
        &call,
        &[
            ("charge_point.id", "CP1"),
            ("ocpp.version", "2.0.1"),
            ("ocpp.message_id", &id),
            ("ocpp.outcome", "answered"),
            ("command.origin", "operator"),
        ],
    );
    assert_eq!(collector.count(), 2);
    wait::until("they are counted", || (spans(&admin, "sent") == 2.0).then_some(()));
}

#[test]
fn a_collector_that_is_away_costs_the_spans_alone() {
    // Nobody listens there.
    let endpoint = Collector::start().endpoint();
    let endpoint = endpoint.replace("127.0.0.1", "127.0.0.2");
    let server = Server::start(&Config::new().set("traces.endpoint", endpoint));
    let admin = server.admin();
    let mut station = Station::connect(&server, "CP1", "1.6");
    for batch in 1..=2 {
        for _ in 0..10 {
            station.call("Heartbeat", &json!({}));
        }
        let lost = f64::from(batch * 10);
        wait::until("spans are lost", || (spans(&admin, "failed") == lost).then_some(()));
    }
    assert_eq!(spans(&admin, "sent"), 0.0);
    let told = server.log().matches("the collector does not take traces").count();
    assert_eq!(told, 1, "{}", server.log());
}

#[test]
fn no_message_waits_for_a_collector_that_is_silent() {
    let collector = Collector::replying(Reply::Never);
    let server = Server::start(&config(&collector));
    let mut station = Station::connect(&server, "CP1", "1.6");
    station.call("Heartbeat", &json!({}));
    // The collector has the first batch in hand, and does not answer.
    collector.span("Heartbeat");
    // It is waited for five seconds, by nobody but the thread that sends.
    for _ in 0..200 {
        let begin = Instant::now();
        station.call("Heartbeat", &json!({}));
        assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    }
}
