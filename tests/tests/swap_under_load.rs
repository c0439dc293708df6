//! Swaps under load: 500 connections call in closed loop while one plugin is swapped 200 times, by good,
//! failing, slow and broken versions. No call is lost, none is answered twice, and no answer is of a
//! version that was replaced before the call was sent. `src/swap/plan.rs` has the mix.

use std::net::SocketAddr;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use futures_util::future::join_all;
use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::bench::Outcome;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::swap::PLUGIN;
use ocpp_central_tests::swap::caller::Caller;
use ocpp_central_tests::swap::operator::Operator;
use ocpp_central_tests::swap::plan::{self, ROUND};
use ocpp_central_tests::swap::tally::Tally;
use ocpp_central_tests::swap::timeline::Timeline;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

const CONNECTIONS: usize = 500;

/// One after the other, so that each has the machine for itself and its times mean something.
static ALONE: Mutex<()> = Mutex::new(());

/// More workers than cores: a worker that is put aside in the middle of a call ends it after the swap.
fn config(instance: &str) -> Config {
    let section = format!(
        "name = \"{PLUGIN}\"\ninstance = \"{instance}\"\non_failure = {{ Authorize = \"refuse\", \"*\" = \"keep\" }}"
    );
    Config::new()
        .compiling()
        .plugin(&section)
        .set("ocpp.workers", 8)
        .set("log.filter", "warn")
}

/// What the stations were left with. Their connections are open as long as the runtime is there.
struct Stations {
    _runtime: Runtime,
    callers: Vec<Caller>,
    /// What each of them counted, or its complaint.
    tallies: Vec<Outcome<Tally>>,
}

impl Stations {
    /// Connects them all, says so, and lets them call until the load is over.
    fn work(server: SocketAddr, timeline: &Timeline, connected: Sender<()>) -> Outcome<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (callers, tallies) = runtime.block_on(async {
            let mut callers = Vec::with_capacity(CONNECTIONS);
            for number in 0..CONNECTIONS {
                callers.push(Caller::connect(server, number).await?);
            }
            connected.send(())?;
            let loops = callers.iter_mut().map(async |caller| {
                let tally = caller.work(timeline).await;
                // The others end too: one complaint fails the test.
                timeline.end();
                tally
            });
            let tallies = join_all(loops).await;
            Outcome::Ok((callers, tallies))
        })?;
        Ok(Self {
            _runtime: runtime,
            callers,
            tallies,
        })
    }
}

/// The number that the server gave to each connection.
fn sessions(admin: &Admin) -> Vec<Value> {
    let session = |number| admin.wait_connected(&format!("CP{number:03}"), true)["session"]["id"].clone();
    (0..CONNECTIONS).map(session).collect()
}

/// What is printed is for people; nothing is asserted about times.
fn swap_under_load(instance: &str, rounds: usize) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let server = Server::start(&config(instance));
    let (admin, timeline) = (server.admin(), Timeline::new(plan::first()));
    thread::scope(|scope| {
        // The load ends with the operator, also if it ends by a panic.
        let mut operator = Operator::begin(server.admin(), &timeline);
        let (connected, connect) = channel();
        let (address, calls) = (server.ocpp(), &timeline);
        let stations = scope.spawn(move || Stations::work(address, calls, connected));
        connect.recv().expect("every station connects");
        let before = sessions(&admin);
        operator.work(rounds);
        timeline.end();
        let stations = stations.join().expect("the stations").expect("connections");
        let mut all = Tally::default();
        for (caller, tally) in stations.callers.iter().zip(stations.tallies) {
            all.merge(tally.unwrap_or_else(|complaint| panic!("{}: {complaint}", caller.identity)));
        }
        assert_eq!(
            sessions(&admin),
            before,
            "each station has the connection that it began with"
        );
        assert_eq!(operator.swaps(), rounds * ROUND);
        let status = admin.get(&format!("/api/v1/plugins/{PLUGIN}")).expect(200);
        let asked = ["calls", "skipped"].map(|count| status[count].as_u64().expect("a count"));
        assert_eq!(
            asked.iter().sum::<u64>(),
            all.calls,
            "each CALL is one call of the plugin, or one that was skipped"
        );
        assert!(all.on_failure > 0, "failing versions were asked");
        println!(
            "\ninstance = \"{instance}\": {CONNECTIONS} connections, {} swaps",
            operator.swaps()
        );
        all.print();
        operator.print();
    });
}

#[test]
fn two_hundred_swaps_lose_no_call_and_give_no_answer_of_a_replaced_version() {
    swap_under_load("per-call", 20);
}

#[test]
fn warm_instances_are_swapped_with_their_version() {
    swap_under_load("warm", 3);
}
