//! Waiting for a condition instead of for a time.

use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take that a suite waits for. Generous: a loaded machine must not fail a test.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Asks until the condition gives a value.
///
/// # Panics
/// If there is none within [`PATIENCE`]; the text says what was waited for.
pub fn until<T>(what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(start.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
