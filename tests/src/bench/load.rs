//! The closed loop: each connection sends its next message when the last one is answered.

use std::rc::Rc;
use std::time::Duration;

use tokio::task::LocalSet;

use super::Outcome;
use super::door::Door;
use super::gauge::{Gauge, Tick};
use super::latency::Latencies;
use super::sample::LoadSample;
use super::scenario::{Scenario, Version};
use super::socket::Carried;
use super::station::{Answers, Caller, Station};
use super::template::Template;
use super::usage::Process;

/// How long after its limit a run counts as hung.
const GRACE: Duration = Duration::from_secs(30);

/// What to do to whom.
#[derive(Clone)]
pub struct Target {
    /// The server's listener for charge points; loopback.
    pub door: Door,
    /// The server's process.
    pub server: Process,
    /// What the stations speak.
    pub version: Version,
    /// What counts as an answer.
    pub answers: Answers,
    /// The number of each station's first session.
    pub first_session: u64,
}

impl Target {
    /// Connects a station.
    ///
    /// # Errors
    /// No connection, or no upgrade.
    pub async fn station(&self, number: u32) -> Outcome<Station> {
        let caller = Caller {
            number,
            version: self.version,
            answers: self.answers,
            first_session: self.first_session,
        };
        Station::enter(&self.door, caller).await
    }
}

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub struct Amount {
    /// How many stations at once.
    pub connections: u32,
    /// Answers before the counting begins; fewer where they take a quarter of the limit.
    pub warm_up: u64,
    /// Answers that are counted.
    pub messages: u64,
    /// The run ends after so long, however few were counted.
    pub limit: Duration,
}

/// Runs one scenario to its end.
///
/// # Errors
/// A connection is refused or lost, a CALL is answered with an error, or nothing moves any more.
pub async fn run(target: Target, scenario: Scenario, amount: Amount) -> Outcome<LoadSample> {
    let work = LocalSet::new();
    let run = work.run_until(drive(target, scenario, amount));
    tokio::time::timeout(amount.limit + GRACE, run)
        .await
        .map_err(|_| "the run hangs")?
}

async fn drive(target: Target, scenario: Scenario, amount: Amount) -> Outcome<LoadSample> {
    let steps = Rc::new(scenario.steps(target.version)?);
    let stations = prepare(&target, scenario, amount.connections).await?;
    let gauge = Gauge::new(target.server, amount.warm_up, amount.messages, amount.limit)?;
    let gauge = Rc::new(gauge);
    let loops: Vec<_> = stations
        .into_iter()
        .map(|station| tokio::task::spawn_local(closed_loop(station, Rc::clone(&steps), Rc::clone(&gauge))))
        .collect();
    let mut all = Counted::default();
    for running in loops {
        all.merge(running.await??);
    }
    let (start, end) = gauge.marks().ok_or("nothing was counted")?;
    let messages = all.latencies.count();
    let [p50_us, p99_us] = all.latencies.percentiles([0.5, 0.99]);
    Ok(LoadSample {
        messages,
        seconds: (end.at - start.at).as_secs_f64(),
        server_cpu_seconds: end.server - start.server,
        client_cpu_seconds: end.client - start.client,
        p50_us,
        p99_us,
        sent_bytes: all.carried.sent,
        received_bytes: all.carried.received,
    })
}

/// What a station's counted messages took.
#[derive(Default)]
struct Counted {
    latencies: Latencies,
    carried: Carried,
}

impl Counted {
    fn merge(&mut self, other: Self) {
        self.latencies.merge(other.latencies);
        self.carried.sent += other.carried.sent;
        self.carried.received += other.carried.received;
    }

    fn push(&mut self, took: Duration, (before, after): (Carried, Carried)) {
        self.latencies.push(took);
        self.carried.sent += after.sent - before.sent;
        self.carried.received += after.received - before.received;
    }
}

/// Connects and boots the stations one after the other, and lets each say the prologue.
async fn prepare(target: &Target, scenario: Scenario, count: u32) -> Outcome<Vec<Station>> {
    let mut first = vec![target.version.boot()?];
    first.extend(scenario.prologue(target.version)?);
    let mut stations = Vec::new();
    for number in 0..count {
        let mut station = target.station(number).await?;
        for template in &first {
            station.exchange(template).await?;
        }
        stations.push(station);
    }
    Ok(stations)
}

async fn closed_loop(mut station: Station, steps: Rc<Vec<Template>>, gauge: Rc<Gauge>) -> Outcome<Counted> {
    let mut counted = Counted::default();
    for template in steps.iter().cycle() {
        let before = station.carried();
        let took = station.exchange(template).await?;
        match gauge.tick()? {
            Tick::WarmUp => {}
            Tick::Counted => counted.push(took, (before, station.carried())),
            Tick::Over => break,
        }
    }
    Ok(counted)
}
