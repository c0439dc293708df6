//! How long an event that a plugin does not take is told again. Pure; it is told the time.
//!
//! A plugin that fails by itself will most likely fail again: it has some tries within seconds. One whose
//! HTTP request went unanswered waits for somebody else, who may be back in an hour.

use std::time::{Duration, Instant};

use crate::config::settings::PluginLimits;

/// The first pause after a failure of the plugin's own; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// So long for each of its tries are those behind it held up at most, and for the try that began before.
const LONGEST_OWN: Duration = Duration::from_secs(2);
/// Between two tries where another server does not answer: at first, and at most.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Why a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The plugin's own.
    Own,
    /// A request of its went unanswered, or was put off.
    Away,
}

/// The tries of one event so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// All of them.
    pub all: u32,
    own: u32,
    begun: Instant,
    own_begun: Option<Instant>,
}

impl Tries {
    /// None yet.
    #[must_use]
    pub fn none(now: Instant) -> Self {
        Self {
            all: 0,
            own: 0,
            begun: now,
            own_begun: None,
        }
    }

    /// With one more, which began then and failed now.
    #[must_use]
    pub fn with(mut self, fault: Fault, began: Instant) -> Self {
        self.all = self.all.saturating_add(1);
        if fault == Fault::Own {
            self.own = self.own.saturating_add(1);
            self.own_begun = self.own_begun.or(Some(began));
        }
        self
    }

    /// The pause until the next try; none: the event is set aside.
    #[must_use]
    pub fn pause(&self, fault: Fault, limits: &PluginLimits, now: Instant) -> Option<Duration> {
        let doubled = |first: Duration, times: u32| first.saturating_mul(2_u32.saturating_pow(times.saturating_sub(1)));
        match fault {
            Fault::Own => {
                let since = self.own_begun.map_or(Duration::ZERO, |begun| now.duration_since(begun));
                let pause = doubled(FIRST_PAUSE, self.own);
                let longest = LONGEST_OWN.saturating_mul(limits.event_tries);
                (self.own < limits.event_tries && since + pause < longest).then_some(pause)
            }
            Fault::Away => {
                let pause = doubled(FIRST_WAIT, self.all - self.own).min(LONGEST_WAIT);
                (now.duration_since(self.begun) + pause < limits.event_patience).then_some(pause)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often it is tried, and after how long it is set aside, if each try takes so long.
    fn set_aside_after(fault: Fault, takes: Duration, limits: &PluginLimits) -> (u32, Duration) {
        let begun = Instant::now();
        let (mut tries, mut now) = (Tries::none(begun), begun);
        loop {
            let began = now;
            now += takes;
            tries = tries.with(fault, began);
            match tries.pause(fault, limits, now) {
                Some(pause) => now += pause,
                None => return (tries.all, now - begun),
            }
        }
    }

    #[test]
    fn what_fails_by_itself_is_set_aside_within_seconds() {
        let limits = PluginLimits::default();
        let (tries, after) = set_aside_after(Fault::Own, Duration::from_millis(1), &limits);
        assert_eq!(tries, limits.event_tries);
        assert!(after < Duration::from_secs(5), "{after:?}");
        let (tries, after) = set_aside_after(Fault::Own, Duration::from_secs(5), &limits);
        assert_eq!(tries, 2, "also where each try runs over its time");
        assert!(after < Duration::from_secs(11), "{after:?}");
    }

    #[test]
    fn another_servers_silence_is_waited_out_for_as_long_as_the_operator_says() {
        let limits = PluginLimits::default();
        let (tries, after) = set_aside_after(Fault::Away, Duration::from_secs(5), &limits);
        assert!(after <= limits.event_patience, "{after:?}");
        assert!(after > limits.event_patience - Duration::from_secs(66), "{after:?}");
        assert!(tries > 20, "{tries}");
    }

    #[test]
    fn a_long_silence_leaves_the_plugin_its_own_tries() {
        let limits = PluginLimits::default();
        let begun = Instant::now();
        let mut tries = Tries::none(begun);
        for _ in 0..30 {
            tries = tries.with(Fault::Away, begun);
        }
        let later = begun + Duration::from_secs(1_800);
        let tries = tries.with(Fault::Own, later);
        assert_eq!(tries.pause(Fault::Own, &limits, later), Some(FIRST_PAUSE));
    }
}
