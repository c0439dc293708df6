//! What a message costs that can be counted: writes, syncs of the disk, lists that are read, threads that are woken. A time says little on a busy
//! machine; these are the same on each, and whoever makes one greater changes a number here and says why.

use std::time::Duration;

use ocpp_central_tests::bench::scenario::{Scenario, Version};
use ocpp_central_tests::bench::template::{Fill, Template};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::metrics::Scrape;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::threads::Waits;
use ocpp_central_tests::wait;

/// A station that says what those of the benchmarks say.
struct Talker {
    station: Station,
    fill: Fill,
}

impl Talker {
    /// Connects, and says what goes before a scenario.
    fn begin(server: &Server, scenario: Scenario, version: Version) -> Self {
        server.admin().set_tag("TAG", "Accepted");
        let station = Station::connect(server, "CP1", version.subprotocol().trim_start_matches("ocpp"));
        let fill = Fill {
            identity: "CP1".to_owned(),
            tag: "TAG".to_owned(),
            session: 1,
            ..Fill::default()
        };
        let mut talker = Self { station, fill };
        talker.say(&version.boot().expect("a boot"));
        for step in scenario.prologue(version).expect("a prologue") {
            talker.say(&step);
        }
        talker
    }

    fn text(&self, template: &Template) -> String {
        let mut text = Vec::new();
        template.render(&self.fill, &mut text);
        String::from_utf8(text).expect("a text")
    }

    fn say(&mut self, template: &Template) {
        self.fill.message += 1;
        self.station.send_text(&self.text(template));
        let answer = self.station.frame();
        assert_eq!(answer[0], 3, "{answer}");
        if template.starts {
            self.fill.transaction = answer[2]["transactionId"].as_u64().expect("a number");
        }
        if template.ends {
            self.fill.session += 1;
        }
    }

    fn say_all(&mut self, steps: &[Template], times: u32) {
        for _ in 0..times {
            steps.iter().for_each(|step| self.say(step));
        }
    }
}

/// What the store has done so far.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Done {
    writes: f64,
    syncs: f64,
    lists: f64,
    /// Entries in those lists.
    listed: f64,
}

impl Done {
    fn now(server: &Server) -> Self {
        let scrape = Scrape::of(&server.admin());
        let counter = |name| scrape.sum(name, &[]).expect("a counter");
        Self {
            writes: counter("ocpp_store_writes_total"),
            syncs: counter("ocpp_store_syncs_total"),
            lists: counter("ocpp_store_lists_total"),
            listed: counter("ocpp_store_listed_total"),
        }
    }

    /// When nothing waits any more that is written a moment later.
    fn settled(server: &Server) -> Self {
        let mut last = Self::now(server);
        wait::until("the store is quiet", || {
            std::thread::sleep(Duration::from_millis(300));
            let now = Self::now(server);
            let is_quiet = now == last;
            last = now;
            is_quiet.then_some(now)
        })
    }
}

/// So many times each scenario is run.
const TIMES: u32 = 20;

/// What is written now and then whatever a station says, such as when it was heard last.
const NOW_AND_THEN: f64 = 4.0;

/// How many writes, syncs and lists one run of a scenario takes, by one station alone; those that ran before count for nothing. How many statuses are written together hangs
/// on the time, so none is told.
#[track_caller]
fn assert_costs(scenario: Scenario, version: Version, expected: Done) {
    let server = Server::start(&Config::new());
    let mut talker = Talker::begin(&server, scenario, version);
    let is_status = |step: &Template| talker.text(step).contains("\"StatusNotification\"");
    let steps = scenario.steps(version).expect("steps").into_iter();
    let steps: Vec<Template> = steps.filter(|step| !is_status(step)).collect();
    talker.say_all(&steps, 2);
    let before = Done::settled(&server);
    talker.say_all(&steps, TIMES);
    let after = Done::settled(&server);
    for (what, before, after, expected) in [
        ("writes", before.writes, after.writes, expected.writes),
        ("syncs", before.syncs, after.syncs, expected.syncs),
        ("lists", before.lists, after.lists, expected.lists),
        ("listed entries", before.listed, after.listed, expected.listed),
    ] {
        let all = f64::from(TIMES) * expected;
        let found = after - before;
        assert!(
            (all..=all + NOW_AND_THEN).contains(&found),
            "{scenario:?} in {version:?}: {found} {what} in {TIMES} runs, not {all}"
        );
    }
}

#[test]
fn a_session_of_1_6() {
    let costs = Done {
        writes: 13.0,
        syncs: 5.0,
        // Its station's open sessions and reservations at the start, its own meter values at the end.
        lists: 3.0,
        listed: 3.0,
    };
    assert_costs(Scenario::Session, Version::V16, costs);
}

#[test]
fn a_session_of_2_0_1() {
    let costs = Done {
        writes: 17.0,
        syncs: 5.0,
        // Beside them its own events at the end.
        lists: 4.0,
        listed: 4.0,
    };
    assert_costs(Scenario::Session, Version::V201, costs);
}

#[test]
fn meter_values_in_a_transaction() {
    let costs = Done {
        writes: 1.0,
        syncs: 1.0,
        lists: 0.0,
        listed: 0.0,
    };
    assert_costs(Scenario::TransactionMeter, Version::V16, costs);
    // The event, and its number in the session's record.
    let costs = Done {
        writes: 2.0,
        syncs: 1.0,
        lists: 0.0,
        listed: 0.0,
    };
    assert_costs(Scenario::TransactionMeter, Version::V201, costs);
}

/// A Heartbeat and an Authorize change nothing that has to be kept.
#[test]
fn what_needs_no_disk_is_not_written_and_wakes_no_other_thread() {
    let server = Server::start(&Config::new());
    for scenario in [Scenario::Heartbeat, Scenario::Authorize] {
        let mut talker = Talker::begin(&server, scenario, Version::V16);
        let steps = scenario.steps(Version::V16).expect("steps");
        talker.say_all(&steps, 2);
        let done = Done::settled(&server);
        let before = Waits::of(server.process());
        talker.say_all(&steps, 500);
        let waited = Waits::of(server.process()).since(&before);
        assert!(Done::now(&server).writes - done.writes <= NOW_AND_THEN, "{scenario:?}");
        let others: u64 = waited.iter().skip(1).map(|(_, count)| count).sum();
        assert!(others < 100, "{scenario:?}: {waited:?}");
    }
}

/// Each thread that wakes finds the processor's caches cold: that is what a server costs which has nothing to do.
#[test]
fn a_server_without_traffic_sleeps() {
    const SECONDS: u64 = 5;
    const WAITS_A_SECOND: u64 = 40;
    let server = Server::start(&Config::new());
    Done::settled(&server);
    // What was left to be done after the start takes some seconds.
    wait::until("few threads wake", || {
        let before = Waits::of(server.process());
        std::thread::sleep(Duration::from_secs(SECONDS));
        let waited = Waits::of(server.process()).since(&before);
        println!("{waited:?}");
        let all: u64 = waited.iter().map(|(_, count)| count).sum();
        (all <= SECONDS * WAITS_A_SECOND).then_some(())
    });
}
