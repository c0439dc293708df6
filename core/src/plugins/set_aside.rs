//! Inputs that made a version of a plugin trap twice: it is not asked them again. A station repeats a
//! message that was refused, and the same input would only trap again.

use std::collections::VecDeque;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Inputs that are remembered; the oldest are forgotten first.
const KEPT: usize = 100;

/// The fingerprint of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input(u64);

impl Input {
    /// Of a version's digest, a charge point, an action and its payload.
    #[must_use]
    pub fn of(parts: [&str; 4]) -> Self {
        let mut hasher = DefaultHasher::new();
        parts.hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// The inputs of one plugin.
#[derive(Debug, Default)]
pub struct SetAside {
    count: AtomicUsize,
    inputs: Mutex<VecDeque<Input>>,
}

impl SetAside {
    /// Whether the input is among them; `input` is made only if there are any.
    pub fn has(&self, input: impl FnOnce() -> Input) -> bool {
        if self.count.load(Ordering::Relaxed) == 0 {
            return false;
        }
        let input = input();
        self.inputs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&input)
    }

    /// Adds one.
    pub fn add(&self, input: Input) {
        let mut inputs = self.inputs.lock().unwrap_or_else(PoisonError::into_inner);
        inputs.truncate(KEPT - 1);
        inputs.push_front(input);
        self.count.store(inputs.len(), Ordering::Relaxed);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_added_is_set_aside_and_the_oldest_is_forgotten() {
        let set_aside = SetAside::default();
        let input = |number: u32| Input::of(["digest", "CP-1", "Authorize", &number.to_string()]);
        assert!(!set_aside.has(|| input(0)));
        for number in 0..=100 {
            set_aside.add(input(number));
        }
        assert!(set_aside.has(|| input(100)) && set_aside.has(|| input(1)));
        assert!(!set_aside.has(|| input(0)) && !set_aside.has(|| input(101)));
        assert_eq!(set_aside.len(), KEPT);
    }
}
