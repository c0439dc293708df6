//! Inputs that made a version of a plugin trap twice: it is not asked them for a while. A station repeats
//! a message that was refused, and the same input would only trap again. Not for ever: what a driver's
//! card or a Heartbeat sends is the same each time, and the cause may have been elsewhere.

use std::collections::VecDeque;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Inputs that are remembered; the oldest are forgotten first.
const KEPT: usize = 100;

/// How long one is remembered.
const FOR: Duration = Duration::from_secs(300);

/// The fingerprint of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Of a version's digest, and of a charge point, an action and its payload.
    #[must_use]
    pub fn of(digest: &str, parts: [&str; 3]) -> Self {
        let mut hasher = DefaultHasher::new();
        (digest, parts).hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// The inputs of one plugin, the newest first, each with its moment.
#[derive(Debug, Default)]
pub struct Quarantine {
    count: AtomicUsize,
    inputs: Mutex<VecDeque<(Instant, Fingerprint)>>,
}

impl Quarantine {
    /// Whether the input is among them; `input` is made only if there are any.
    pub fn has(&self, input: impl FnOnce() -> Fingerprint) -> bool {
        self.has_at(Instant::now(), input)
    }

    /// Adds one.
    pub fn add(&self, input: Fingerprint) {
        self.add_at(Instant::now(), input);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.living(Instant::now()).len()
    }

    fn has_at(&self, now: Instant, input: impl FnOnce() -> Fingerprint) -> bool {
        if self.count.load(Ordering::Relaxed) == 0 {
            return false;
        }
        let input = input();
        self.living(now).iter().any(|(_, known)| *known == input)
    }

    fn add_at(&self, now: Instant, input: Fingerprint) {
        let mut inputs = self.living(now);
        inputs.truncate(KEPT - 1);
        inputs.push_front((now, input));
        self.count.store(inputs.len(), Ordering::Relaxed);
    }

    /// Those that are still remembered.
    fn living(&self, now: Instant) -> MutexGuard<'_, VecDeque<(Instant, Fingerprint)>> {
        let mut inputs = self.inputs.lock().unwrap_or_else(PoisonError::into_inner);
        while inputs.back().is_some_and(|(at, _)| now.duration_since(*at) >= FOR) {
            inputs.pop_back();
        }
        self.count.store(inputs.len(), Ordering::Relaxed);
        inputs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_added_is_set_aside_and_the_oldest_is_forgotten() {
        let quarantine = Quarantine::default();
        let input = |number: u32| Fingerprint::of("digest", ["CP-1", "Authorize", &number.to_string()]);
        assert!(!quarantine.has(|| input(0)));
        for number in 0..=100 {
            quarantine.add(input(number));
        }
        assert!(quarantine.has(|| input(100)) && quarantine.has(|| input(1)));
        assert!(!quarantine.has(|| input(0)) && !quarantine.has(|| input(101)));
        assert_eq!(quarantine.len(), KEPT);
    }
    #[test]
    fn an_input_is_asked_again_after_a_while() {
        let (quarantine, begin) = (Quarantine::default(), Instant::now());
        let input = || Fingerprint::of("digest", ["CP-1", "Heartbeat", "{}"]);
        quarantine.add_at(begin, input());
        assert!(quarantine.has_at(begin + FOR - Duration::from_secs(1), input));
        assert!(!quarantine.has_at(begin + FOR, input));
        assert_eq!(quarantine.len(), 0);
    }
}
