//! A store that has grown: 10,000 charge points with 100 recorded messages each. The server starts on it, and
//! while it removes nine tenths of the messages, charge points come in and operators look at the fleet as quickly
//! as ever.
//!
//! Only medians are held against a bound, and that with room (see [`bound`]): single answers on a machine that does
//! other work meanwhile say nothing about the server. All figures are printed.

use std::collections::{BTreeSet, VecDeque};
use std::env;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const STATIONS: usize = 10_000;
/// Connections that are open at a time; below what one process may usually have open.
const OPEN: usize = 200;
/// Joins that are measured at the most: retention may take long on a slow disk.
const MOST_SAMPLES: usize = 5000;
/// Fewer say nothing about "meanwhile".
const LEAST_SAMPLES: usize = 20;
/// The stations whose messages are counted at the end: each so many.
const LOOKED_AT: usize = 250;

/// So many messages each of the charge points has; `FLEET_RECORDS` is the number of all.
fn records_each() -> usize {
    let all = env::var("FLEET_RECORDS").map_or(1_000_000, |text| text.parse().expect("FLEET_RECORDS is a number"));
    assert!(all >= 2 * STATIONS, "FLEET_RECORDS: at least two of each charge point");
    all / STATIONS
}

/// The registry and the lists are to answer within 10 ms. A build must not fail because its machine is busy or
/// slow, so ten times as much is let pass; `FLEET_BOUND_MS=10` holds the server to its aim.
fn bound() -> Duration {
    let millis = env::var("FLEET_BOUND_MS").map_or(100, |text| text.parse().expect("FLEET_BOUND_MS is a number"));
    Duration::from_millis(millis)
}

fn id(number: usize) -> String {
    format!("CP-{number:05}")
}

/// The example of `core` knows the store; this suite only starts it.
fn fill(folder: &Path, records_each: usize) {
    let filled = Command::new(artifacts::example("fill_store"))
        .arg(folder.join("data/state"))
        .args([STATIONS.to_string(), records_each.to_string()])
        .output()
        .expect("the example starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(filled.status.success(), "{}", text(&filled.stderr));
    println!("filled: {}", text(&filled.stdout).trim());
}

/// How long one kind of answer took.
struct Times {
    what: &'static str,
    times: Vec<Duration>,
}

impl Times {
    fn of(what: &'static str) -> Self {
        Self {
            what,
            times: Vec::new(),
        }
    }

    fn measure<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = work();
        self.times.push(started.elapsed());
        done
    }

    /// Prints them; gives the median.
    fn report(&mut self) -> Duration {
        self.times.sort_unstable();
        let at = |percent: usize| self.times[(self.times.len() - 1) * percent / 100];
        println!(
            "{:28} {:5} times: median {:6.2} ms, 99 % {:6.2} ms, largest {:6.2} ms",
            self.what,
            self.times.len(),
            millis(at(50)),
            millis(at(99)),
            millis(at(100)),
        );
        at(50)
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// What is measured, and the connections that stay open meanwhile.
struct Fleet<'a> {
    server: &'a Server,
    admin: Admin,
    handshake: Times,
    join: Times,
    connected: Times,
    first_page: Times,
    open: VecDeque<(String, Station)>,
}

impl<'a> Fleet<'a> {
    fn of(server: &'a Server) -> Self {
        Self {
            server,
            admin: server.admin(),
            handshake: Times::of("upgrade until 101"),
            join: Times::of("upgrade until first answer"),
            connected: Times::of("list of 100 connected"),
            first_page: Times::of("first page of all"),
            open: VecDeque::new(),
        }
    }

    /// Nothing is read from a connection before the registry has let it in: the first answer comes after the join.
    fn join(&mut self, id: &str) {
        let upgrade = Upgrade::to(&format!("/ocpp/{id}")).offer("ocpp1.6");
        let (handshake, server) = (&mut self.handshake, self.server);
        let station = self.join.measure(|| {
            let answer = handshake.measure(|| upgrade.send(server.ocpp()));
            let mut station = Station::over(answer.into_socket());
            station.call("Heartbeat", &json!({}));
            station
        });
        self.open.push_back((id.to_owned(), station));
        if self.open.len() > OPEN
            && let Some((_, oldest)) = self.open.pop_front()
        {
            oldest.close();
        }
    }

    /// The newest connection is among those that are shown, and each that is shown is there.
    fn look(&mut self, newest: &str) {
        let admin = &self.admin;
        let connected = self
            .connected
            .measure(|| admin.get("/api/v1/charge-points?connected=true&limit=100").expect(200));
        let shown = connected["items"].as_array().expect("items");
        assert!((1..=100).contains(&shown.len()), "{} are shown", shown.len());
        assert!(shown.iter().all(|one| one["connected"] == true));
        assert_eq!(
            admin.get(&format!("/api/v1/charge-points/{newest}")).expect(200)["connected"],
            true
        );
        let all = self
            .first_page
            .measure(|| admin.get("/api/v1/charge-points").expect(200));
        assert_eq!(ids(&all)[..3], [id(0), id(1), id(2)]);
        assert_eq!(ids(&all).len(), 100);
    }

    /// No kind of answer is slow.
    fn judge(&mut self) {
        let bound = bound();
        for times in [
            &mut self.handshake,
            &mut self.join,
            &mut self.connected,
            &mut self.first_page,
        ] {
            let median = times.report();
            assert!(
                median < bound,
                "{}: the median is {median:?}, not below {bound:?}",
                times.what
            );
        }
    }
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items").iter();
    items
        .map(|item| item["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// The numbers of the messages that are kept of a charge point, oldest first.
fn kept(admin: &Admin, id: &str) -> Vec<u64> {
    let page = admin
        .get(&format!("/api/v1/charge-points/{id}/records?limit=1000"))
        .expect(200);
    let items = page["items"].as_array().expect("items").iter();
    items
        .map(|item| item["payload"]["requestId"].as_u64().expect("a number"))
        .collect()
}

/// Joins and looks, one after the other, until retention has reached the last charge point.
fn work_meanwhile(fleet: &mut Fleet<'_>, all: usize) {
    let last = id(STATIONS - 1);
    // Spread over the whole fleet, each at most once.
    let order = (0..MOST_SAMPLES).map(|sample| sample * 7919 % STATIONS);
    for number in order {
        if kept(&fleet.admin, &last).len() < all {
            break;
        }
        let newest = id(number);
        fleet.join(&newest);
        fleet.look(&newest);
    }
}

/// Retention goes through the charge points in the order of their identities, so each that is looked at is a
/// condition of its own, with its own patience.
fn only_the_newest_remain(admin: &Admin, all: usize, keep: usize) {
    let newest: Vec<u64> = (all - keep..all).map(|number| number as u64).collect();
    for number in (0..STATIONS).step_by(STATIONS / LOOKED_AT).chain([STATIONS - 1]) {
        let id = id(number);
        let left = wait::until(&format!("what is too much of {id} to be gone"), || {
            let left = kept(admin, &id);
            (left.len() <= keep).then_some(left)
        });
        assert_eq!(left, newest, "{id}");
    }
}

/// All pages of the fleet, one after the other.
fn all_pages(admin: &Admin) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = admin
            .get(&format!("/api/v1/charge-points?limit=1000{after}"))
            .expect(200);
        found.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return found,
        }
    }
}

#[test]
fn a_fleet_is_served_while_nine_tenths_of_a_million_records_are_removed() {
    let all = records_each();
    let keep = (all / 10).max(1);
    let config = Config::new()
        .set("ocpp.register_unknown", false)
        .set("store.records_per_charge_point", keep)
        .set("log.filter", "info");
    let mut filled = Instant::now();
    let mut server = Server::start_on_state(&config, |folder| {
        fill(folder, all);
        filled = Instant::now();
    });
    let ready = Instant::now();
    println!(
        "the server was ready {:.2} s after its start",
        (ready - filled).as_secs_f64()
    );

    let admin = server.admin();
    let mut fleet = Fleet::of(&server);
    work_meanwhile(&mut fleet, all);
    let meanwhile = fleet.join.times.len();
    fleet.judge();
    only_the_newest_remain(&admin, all, keep);
    let removed = STATIONS * (all - keep);
    println!(
        "{removed} records were removed in {:.1} s, {meanwhile} joins meanwhile",
        ready.elapsed().as_secs_f64()
    );
    assert!(
        meanwhile >= LEAST_SAMPLES,
        "retention had ended after {meanwhile} joins: FLEET_RECORDS is too small to show anything"
    );

    let listed = Instant::now();
    let found = all_pages(&admin);
    println!("all pages took {:.2} s", listed.elapsed().as_secs_f64());
    assert_eq!(found.len(), STATIONS);
    let once: BTreeSet<String> = found.into_iter().collect();
    assert_eq!(once, (0..STATIONS).map(id).collect());
    assert!(
        fleet
            .open
            .iter()
            .all(|(id, _)| admin.get(&format!("/api/v1/charge-points/{id}")).expect(200)["connected"] == true),
        "a connection was lost"
    );
    drop(fleet);
    assert!(server.is_alive());
}
