//! A history: sessions that stations have had before anything is measured, by the messages that tell of them.

use futures_util::{StreamExt, TryStreamExt, stream};

use super::Outcome;
use super::fleet::connect;
use super::load::Target;
use super::sample::PastSample;
use super::scenario::Scenario;
use super::station::Station;
use super::template::Template;

/// How many stations have sessions at the same time.
const AT_ONCE: usize = 500;

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// How many stations.
    pub stations: u32,
    /// How many sessions each of them has.
    pub sessions_each: u32,
}

/// Lets each station have its sessions, one after the other.
///
/// # Errors
/// A connection is refused or lost, or a CALL is answered with an error.
pub async fn run(target: Target, extent: Extent) -> Outcome<PastSample> {
    let boot = target.version.boot()?;
    let steps = Scenario::ShortSession.steps(target.version)?;
    let steps = &steps;
    let stations = connect(&target, 0..extent.stations, &boot).await?;
    let sessions: Vec<u64> = stream::iter(stations)
        .map(|station| live(station, steps, extent.sessions_each))
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(PastSample {
        sessions: sessions.into_iter().sum(),
    })
}

async fn live(mut station: Station, steps: &[Template], sessions: u32) -> Outcome<u64> {
    for _ in 0..sessions {
        for template in steps {
            station.exchange(template).await?;
        }
    }
    Ok(u64::from(sessions))
}
