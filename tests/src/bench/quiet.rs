//! What a server takes that has nothing to do: no station is connected, and its plugin is asked nothing. And when it is so far.

use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Outcome;
use super::server::{Subject, Variant};
use super::usage::Process;

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
    let mut spending = process.spending()?;
    let takes = Duration::from_secs(seconds);
    sleep(takes);
    Ok(100.0 * spending.so_far()? / takes.as_secs_f64())
}

/// How often it is looked whether a server has begun to be quiet.
const LOOK: Duration = Duration::from_millis(200);
/// Looks without work in a row after which it is.
const LOOKS: u32 = 3;
/// As much CPU in a look is none, in seconds: what the clocks of a quiet server take is a tenth of it.
const NO_WORK: f64 = 0.01;
/// A server that works on for so long works forever.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until a server that was started does nothing of its own any more; how long that took, in seconds. One that has
/// much to read works on when it listens, and that is no part of what a message costs.
///
/// # Errors
/// The server is gone, or never quiet.
pub fn settle(process: Process) -> Outcome<f64> {
    let begin = Instant::now();
    let mut spending = process.spending()?;
    let (mut before, mut looks) = (0.0, 0);
    while looks < LOOKS {
        if begin.elapsed() > PATIENCE {
            return Err("the server is never quiet".into());
        }
        sleep(LOOK);
        let now = spending.so_far()?;
        looks = if now - before <= NO_WORK { looks + 1 } else { 0 };
        before = now;
    }
    Ok(begin.elapsed().saturating_sub(LOOK * LOOKS).as_secs_f64())
}
