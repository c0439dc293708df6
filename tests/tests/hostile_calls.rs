//! A plugin that does harm when it is called: it is held to its limits, its failure names the cause, its
//! charge point is answered in time, and the other plugins and charge points go on.

use std::fs;
use std::time::{Duration, Instant};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::bench::usage::Process;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const PLUGIN: &str = "/api/v1/plugins/hostile";

/// The processor time of a call that is configured here.
const DEADLINE: Duration = Duration::from_millis(20);

/// What else the server may compute while a call is measured: clocks, the store, the measuring itself, on a slow machine.
const ELSE: Duration = Duration::from_secs(2);

/// No machine is so busy that a call of 20 ms takes so long; without a limit it would take for ever.
const LONGEST: Duration = Duration::from_secs(10);

/// What the guest is told to do, how often it is tried (a trap once more), and what its failure says.
const HARMS: [(&str, u32, &str); 9] = [
    ("endless loop", 1, "ran over its deadline"),
    ("stubborn flood", 1, "ran over its deadline"),
    ("endless recursion", 2, "trapped: wasm trap"),
    ("memory hog", 2, "bytes of memory and may have 8388608"),
    ("not JSON", 1, "answered with what is not JSON"),
    (
        "wrong shape",
        1,
        "answered with a response that is not valid at \"/idTagInfo/status\"",
    ),
    ("unknown code", 1, "\"Nonsense\" is no error code of OCPP"),
    ("details", 1, "the details are no JSON object"),
    ("sleep", 2, "a plugin without outgoing HTTP answers at once"),
];

/// The hostile plugin is the last in its chain, behind one for the same action and one for another.
fn config(rest: &str) -> Config {
    Config::new()
        .plugin("name = \"decider\"")
        .plugin(
            "name = \"connector-guard\"\n\
             settings = { rules = [{ chargePoints = \"*\", allow = [1] }], status = \"Blocked\" }",
        )
        .plugin(&format!("name = \"hostile\"\ngrants = [\"state\"]\n{rest}"))
        .set("plugins.limits.deadline", format!("{}ms", DEADLINE.as_millis()))
        .set("plugins.limits.memory", "8MiB")
        .set("ocpp.workers", 1)
}

fn started(rest: &str) -> Server {
    let server = Server::start(&config(rest));
    let admin = server.admin();
    for (name, component) in [
        ("decider", artifacts::guest("decider-strict")),
        ("connector-guard", artifacts::plugin("connector-guard")),
        ("hostile", artifacts::guest("hostile")),
    ] {
        let reply = admin.put_bytes(&format!("/api/v1/plugins/{name}"), fs::read(component).unwrap());
        assert_eq!(reply.status, 200, "{reply:?}");
    }
    server
}

fn status(admin: &Admin) -> Value {
    admin.get(PLUGIN).expect(200)
}

fn judge(station: &mut Station, tag: &str) -> Value {
    station.call("Authorize", &json!({"idTag": tag}))["idTagInfo"]["status"].clone()
}

/// What the guest answered with a CALLERROR.
fn said(station: &mut Station, tag: &str) -> Value {
    let answer = station.exchange("Authorize", &json!({"idTag": tag}));
    assert_eq!(
        (&answer[0], &answer[2]),
        (&json!(4), &json!("GenericError")),
        "{answer}"
    );
    answer[3].clone()
}

fn start(station: &mut Station, (tag, connector, meter): (&str, u32, u32)) -> Value {
    let request = json!({
        "connectorId": connector, "idTag": tag, "meterStart": meter, "timestamp": "2026-01-01T00:00:00Z"
    });
    station.call("StartTransaction", &request)
}

/// The other plugins decide as before, on the same action and on another one.
fn goes_on(station: &mut Station, meter: u32) {
    assert_eq!(judge(station, "ALICE"), "Accepted");
    assert_eq!(judge(station, "BLOCKED-1"), "Blocked");
    assert_eq!(start(station, ("ALICE", 2, meter))["idTagInfo"]["status"], "Blocked");
}

/// A second version of the plugin, which does the same; gives the digests of both.
fn two_versions(admin: &Admin) -> [Value; 2] {
    let mut marked = fs::read(artifacts::guest("hostile")).unwrap();
    marked.extend([0, 5, 4, b'm', b'a', b'r', b'k']);
    let first = status(admin)["digest"].clone();
    let second = admin.put_bytes(PLUGIN, marked).expect(200)["digest"].clone();
    [first, second]
}

#[test]
fn every_harm_has_its_limit_and_its_cause_and_touches_nobody_else() {
    let mut server = started("");
    let admin = server.admin();
    let versions = two_versions(&admin);
    let mut victim = Station::connect(&server, "CP1", "1.6");
    let mut other = Station::connect(&server, "CP2", "1.6");
    let mut failures = 0;
    for (number, (harm, tries, cause)) in (1..).zip(HARMS) {
        // Another version begins with a closed breaker.
        let wanted = json!({"version": versions[number as usize % 2]});
        assert_eq!(admin.post(&format!("{PLUGIN}/activate"), &wanted).status, 200);
        goes_on(&mut other, number);
        let (begin, mut spending) = (Instant::now(), Process(server.process()).spending().unwrap());
        assert_eq!(
            judge(&mut victim, &format!("!{harm}")),
            "Invalid",
            "{harm}: a driver that nobody judged is refused"
        );
        let (took, used) = (begin.elapsed(), Duration::from_secs_f64(spending.so_far().unwrap()));
        assert!(used < DEADLINE * tries + ELSE, "{harm}: {used:?} of processor time");
        assert!(took < LONGEST, "{harm}: {took:?}");
        failures += tries;
        let after = status(&admin);
        assert_eq!(
            (&after["failures"], &after["breakerOpen"]),
            (&json!(failures), &json!(false)),
            "{harm}: {after}"
        );
        let told = after["lastFailures"][0]["cause"].as_str().unwrap();
        assert!(told.contains(cause), "{harm}: {told}");
        assert_eq!(after["lastFailures"][0]["chargePoint"], "CP1", "{harm}");
        goes_on(&mut other, number + 100);
        goes_on(&mut victim, number + 200);
        assert!(server.is_alive(), "{harm}");
    }
    for name in ["decider", "connector-guard"] {
        let untouched = admin.get(&format!("/api/v1/plugins/{name}")).expect(200);
        assert_eq!((name, &untouched["failures"]), (name, &json!(0)));
    }
}

#[test]
fn a_changed_transaction_id_is_the_plugins_failure_and_never_reaches_the_station() {
    let server = started("");
    let mut station = Station::connect(&server, "CP1", "1.6");
    let refused = start(&mut station, ("!other transaction", 1, 7));
    assert_eq!(refused["idTagInfo"]["status"], "Invalid");
    let known = server.admin().transactions("CP1");
    assert_eq!(known.len(), 1, "{known:?}");
    assert_eq!(
        known[0]["id"],
        refused["transactionId"].to_string(),
        "the station's number is the server's"
    );
    let after = status(&server.admin());
    let told = after["lastFailures"][0]["cause"].as_str().unwrap();
    assert!(
        told.contains("changed what belongs to the server: transactionId"),
        "{told}"
    );
    goes_on(&mut station, 1);
}

#[test]
fn a_plugin_that_traps_on_each_tenth_call_is_no_stations_trouble() {
    let server = started("instance = \"warm\"");
    let mut station = Station::connect(&server, "CP1", "1.6");
    for call in 1..=40 {
        assert_eq!(judge(&mut station, "!panic on each tenth"), "Accepted", "call {call}");
    }
    let after = status(&server.admin());
    // An instance's tenth call is answered by the first of the next: the calls 10, 19, 28 and 37.
    assert_eq!(
        (&after["calls"], &after["failures"], &after["instances"]),
        (&json!(40), &json!(4), &json!("warm")),
        "{after}"
    );
    let written = after["lastFailures"][0]["stderr"].as_str().unwrap();
    assert!(written.contains("the tenth call"), "{written}");
    goes_on(&mut station, 1);
}

/// Lines of the guest in the server's log, and how many it says were dropped.
fn logged(server: &Server) -> (usize, usize) {
    let log = server.log();
    let dropped = log
        .lines()
        .filter(|line| line.contains("log lines of a plugin were dropped"));
    let dropped = dropped.filter_map(|line| {
        line.split_once("dropped=")?
            .1
            .split_whitespace()
            .next()?
            .parse::<usize>()
            .ok()
    });
    let written = log.lines().filter(|line| line.contains("plugin.name=hostile"));
    let written = written.filter(|line| line.contains("again") || line.contains("yyyy"));
    (written.count(), dropped.sum())
}

#[test]
fn a_log_flood_is_cut_to_its_rate_and_every_dropped_line_is_counted() {
    const RATE: usize = 20;
    let server = started(&format!("limits = {{ log_lines_per_second = {RATE} }}"));
    let mut station = Station::connect(&server, "CP1", "1.6");
    let begin = Instant::now();
    assert_eq!(said(&mut station, "!log flood"), "logged");
    assert_eq!(
        said(&mut station, "!log lines"),
        "logged",
        "lines of one message count as lines"
    );
    // A thousand and a long one; a message with five hundred.
    let mut sent = 1_001 + 500;
    goes_on(&mut station, 1);
    // What was dropped in a second is said with the first line of a later one.
    wait::until("each line was written or is counted", || {
        assert_eq!(said(&mut station, "!log once"), "logged");
        sent += 1;
        let (written, dropped) = logged(&server);
        (dropped > 0 && written + dropped == sent).then_some(())
    });
    let seconds = usize::try_from(begin.elapsed().as_secs()).unwrap() + 2;
    let (written, dropped) = logged(&server);
    assert!(
        written >= RATE && written <= RATE * seconds,
        "{written} lines in {seconds} s"
    );
    assert!(dropped >= sent - RATE * seconds, "{dropped} of {sent}");
    assert_eq!(status(&server.admin())["failures"], 0);
    let longest = server.log().lines().map(str::len).max().unwrap();
    assert!(longest < 5_000, "a line of {longest} bytes");
}

#[test]
fn a_state_flood_ends_at_the_budget_with_an_error_that_the_guest_sees() {
    const LIMIT: u64 = 200 * 1024;
    let mut server = started("limits = { state = \"200KiB\" }");
    let mut station = Station::connect(&server, "CP1", "1.6");
    let bytes = |server: &Server| status(&server.admin())["stateBytes"].as_u64().unwrap();
    for _ in 0..3 {
        assert_eq!(said(&mut station, "!state flood"), "budget");
        let kept = bytes(&server);
        assert!(kept <= LIMIT && kept > LIMIT - 20_000, "{kept} of {LIMIT} bytes");
    }
    assert_eq!(judge(&mut station, "!stubborn flood"), "Invalid");
    goes_on(&mut station, 1);
    // Counted anew, from what is in the store.
    let before = bytes(&server);
    server.crash_and_restart();
    assert_eq!(bytes(&server), before);
}
