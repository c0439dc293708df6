//! A fleet's rhythm: each station says one thing a minute, whatever becomes of the others, and is silent in between. Every
//! other one sends a Heartbeat, the others a StatusNotification; no two are of one station, so none swallows another.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tokio::task::LocalSet;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::Outcome;
use super::fleet::{DONE, answer, connect, settled, talk};
use super::latency::Latencies;
use super::load::Target;
use super::sample::RhythmSample;
use super::scenario::Scenario;
use super::station::Station;
use super::template::Template;

/// How often a station says something.
const MINUTE: Duration = Duration::from_secs(60);
/// Seconds of speaking for each of being silent.
const QUIET_PART: u32 = 3;

/// Connects `count` stations, lets them be silent for a while, and then speak for `takes`; in less than a minute fewer speak.
///
/// # Errors
/// A connection is refused or lost.
pub async fn run(target: Target, count: u32, takes: Duration) -> Outcome<RhythmSample> {
    let work = LocalSet::new();
    work.run_until(measure(target, count, takes)).await
}

async fn measure(target: Target, count: u32, takes: Duration) -> Outcome<RhythmSample> {
    let boot = target.version.boot()?;
    let steps = Rc::new(steps(&target)?);
    let mut stations = connect(&target, 0..count, &boot).await?;
    answer(&mut stations).await?;
    let stations = talk(stations, &steps.arrival).await?;
    settled(target.server, DONE).await?;
    let quiet = takes / QUIET_PART;
    let begin = Instant::now() + quiet;
    let end = begin + takes;
    let latencies = Rc::new(RefCell::new(Latencies::default()));
    let mut running = Vec::new();
    for (number, station) in (0..count).zip(stations) {
        let turn = Turn {
            at: begin + MINUTE * number / count,
            end,
        };
        let (steps, latencies) = (Rc::clone(&steps), Rc::clone(&latencies));
        running.push(tokio::task::spawn_local(async move {
            let template = if number % 2 == 0 {
                &steps.heartbeat
            } else {
                &steps.change
            };
            speak(station, template, turn, &latencies).await
        }));
    }
    let mut spending = target.server.spending()?;
    sleep_until(begin).await;
    let quiet_cpu_seconds = spending.so_far()?;
    sleep_until(end).await;
    let all = spending.so_far()?;
    for one in running {
        one.await??;
    }
    let mut latencies = latencies.take();
    let [p50_us, p99_us] = latencies.percentiles([0.5, 0.99]);
    Ok(RhythmSample {
        stations: usize::try_from(count)?,
        messages: latencies.count(),
        seconds: takes.as_secs_f64(),
        server_cpu_seconds: all - quiet_cpu_seconds,
        quiet_seconds: quiet.as_secs_f64(),
        quiet_cpu_seconds,
        p50_us,
        p99_us,
    })
}

/// What stations say.
struct Steps {
    /// A status, by each that has just come: of one that tells none the server asks for it after a while.
    arrival: Template,
    heartbeat: Template,
    /// Another status.
    change: Template,
}

fn steps(target: &Target) -> Outcome<Steps> {
    let all = |scenario: Scenario| scenario.steps(target.version).map(Vec::into_iter);
    let lacking = "a scenario without messages";
    let mut statuses = all(Scenario::Status)?;
    Ok(Steps {
        heartbeat: all(Scenario::Heartbeat)?.next().ok_or(lacking)?,
        change: statuses.next().ok_or(lacking)?,
        arrival: statuses.next().ok_or(lacking)?,
    })
}

/// When a station speaks, and until when it is there.
#[derive(Clone, Copy)]
struct Turn {
    at: Instant,
    end: Instant,
}

async fn speak(mut station: Station, template: &Template, turn: Turn, told: &RefCell<Latencies>) -> Outcome<()> {
    // Pings are answered meanwhile. That nothing ends the wait but its time is as it should be.
    if let Ok(lost) = timeout_at(turn.at.min(turn.end), station.listen()).await {
        return lost;
    }
    if turn.at < turn.end {
        let took = station.exchange(template).await?;
        told.borrow_mut().push(took);
    }
    match timeout_at(turn.end, station.listen()).await {
        Ok(lost) => lost,
        Err(_) => Ok(()),
    }
}
