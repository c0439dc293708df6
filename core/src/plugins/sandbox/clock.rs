//! The clock that says when to look at the deadlines of running guests. It ticks while a guest runs and a while longer, so
//! that where guests are called often no call has to wake it; else it sleeps.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::Thread;
use std::time::{Duration, Instant};

use super::limits::TICK;

/// So long it goes on after the last guest.
const LINGERS: Duration = Duration::from_secs(1);
/// While it sleeps it looks so often whether there is still an engine.
const LOOKS: Duration = Duration::from_secs(1);

/// Who runs, and the thread that ticks. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Clock {
    shared: Arc<Shared>,
    thread: Thread,
}

#[derive(Debug, Default)]
struct Shared {
    running: AtomicUsize,
    ticks: AtomicBool,
}

/// A guest runs until this is dropped.
#[derive(Debug)]
pub struct Running<'a>(&'a Shared);

impl Clock {
    /// Starts the clock's thread, which ends when `tick` says that nobody is there any more.
    ///
    /// # Errors
    /// There can be no further thread.
    pub fn start(tick: impl Fn(Tick) -> Goes + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("plugin-deadlines".to_owned());
        let thread = thread.spawn(move || of_thread.run(tick))?.thread().clone();
        Ok(Self { shared, thread })
    }

    /// A guest begins to run.
    #[must_use]
    pub fn run(&self) -> Running<'_> {
        self.shared.running.fetch_add(1, Ordering::SeqCst);
        // Either this is seen here, or the guest by the thread before it sleeps.
        if !self.shared.ticks.load(Ordering::SeqCst) {
            self.thread.unpark();
        }
        Running(&self.shared)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What the clock does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// The time goes on.
    Ticks,
    /// It looks whether it is still wanted.
    Sleeps,
}

/// Whether it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// It goes on.
    On,
    /// Nobody is there any more.
    Ends,
}

impl Shared {
    fn run(&self, tick: impl Fn(Tick) -> Goes) {
        let mut last = None;
        loop {
            let is_running = self.running.load(Ordering::SeqCst) > 0;
            if is_running {
                last = Some(Instant::now());
            }
            let ticks = is_running || last.is_some_and(|last| last.elapsed() < LINGERS);
            self.ticks.store(ticks, Ordering::SeqCst);
            if ticks {
                if tick(Tick::Ticks) == Goes::Ends {
                    return;
                }
                std::thread::sleep(TICK);
            } else if tick(Tick::Sleeps) == Goes::Ends {
                return;
            } else if self.running.load(Ordering::SeqCst) == 0 {
                std::thread::park_timeout(LOOKS);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::atomic::AtomicU64;

    use super::*;

    fn wait_until(is_so: impl Fn() -> bool) {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < Duration::from_secs(60));
            std::thread::sleep(TICK);
        }
    }

    #[test]
    fn it_ticks_while_a_guest_runs_sleeps_after_it_and_ends_with_the_engine() {
        let engine = Arc::new(AtomicU64::new(0));
        let weak = Arc::downgrade(&engine);
        let clock = Clock::start(move |tick| match weak.upgrade() {
            Some(engine) if tick == Tick::Ticks => {
                engine.fetch_add(1, Ordering::SeqCst);
                Goes::On
            }
            Some(_) => Goes::On,
            None => Goes::Ends,
        })
        .unwrap();
        let ticks = || engine.load(Ordering::SeqCst);
        let sleeps = || !clock.shared.ticks.load(Ordering::SeqCst);
        wait_until(sleeps);
        assert_eq!(ticks(), 0, "nobody has run");
        let (one, other) = (clock.run(), clock.run());
        wait_until(|| ticks() > 3);
        drop(one);
        let before = ticks();
        wait_until(|| ticks() > before + 3);
        drop(other);
        wait_until(sleeps);
        let (before, _again) = (ticks(), clock.run());
        wait_until(|| ticks() > before);
        drop(engine);
        wait_until(|| Arc::strong_count(&clock.shared) == 1);
    }
}
