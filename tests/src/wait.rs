//! Waiting for a condition instead of for a time.

use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take that a suite waits for. Generous: a loaded machine must not fail a test, and a suite that
/// ends well never waits for its end.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// The patience of one wait, for whoever reads what comes and looks for something in it: others that come, and pings, do
/// not make it longer.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// [`PATIENCE`] from now on.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now() + PATIENCE)
    }

    /// What is left of it.
    #[must_use]
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// For a loop that waits for something.
    ///
    /// # Panics
    /// If it is over.
    #[track_caller]
    pub fn check(self, what: &str) {
        assert!(!self.left().is_zero(), "waited {PATIENCE:?} in vain for {what}");
    }
}

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
