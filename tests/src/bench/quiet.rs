//! What a server takes that has nothing to do: no station is connected, and its plugin is asked nothing.

use std::thread::sleep;
use std::time::Duration;

use super::Outcome;
use super::server::{Subject, Variant};

/// How long the start may still have an effect.
const SETTLES: Duration = Duration::from_secs(3);

/// The share of a core in percent, over so many seconds.
///
/// # Errors
/// The server does not start, or is gone.
pub fn run(variant: Variant, seconds: u64) -> Outcome<f64> {
    let subject = Subject::start(variant, 0)?;
    sleep(SETTLES);
    let process = subject.process();
    let before = process.cpu_seconds()?;
    let takes = Duration::from_secs(seconds);
    sleep(takes);
    Ok(100.0 * (process.cpu_seconds()? - before) / takes.as_secs_f64())
}
