//! What was answered lately, for as long as it holds, in bounds: what is over soonest makes room.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::Time;

/// Answers by what was asked.
#[derive(Debug)]
pub struct Memory<K, V> {
    most: u64,
    kept: Mutex<Kept<K, V>>,
}

#[derive(Debug)]
struct Kept<K, V> {
    answers: HashMap<K, Answer<V>>,
    weight: u64,
}

/// An answer.
#[derive(Debug)]
pub struct Answer<V> {
    /// What it is.
    pub value: V,
    /// It holds until then.
    pub until: Time,
    /// Its part of what may be kept.
    pub weight: u64,
}

impl<K: Eq + Hash + Clone, V: Clone> Memory<K, V> {
    /// One that keeps answers of so much weight together.
    #[must_use]
    pub fn of(most: u64) -> Self {
        let kept = Kept {
            answers: HashMap::new(),
            weight: 0,
        };
        Self {
            most,
            kept: Mutex::new(kept),
        }
    }

    // A panic cannot leave it half changed, so a poisoned lock is as good as another.
    fn kept(&self) -> MutexGuard<'_, Kept<K, V>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was answered, if it holds still.
    #[must_use]
    pub fn get(&self, key: &K, now: Time) -> Option<V> {
        let kept = self.kept();
        let answer = kept.answers.get(key).filter(|answer| answer.until > now)?;
        Some(answer.value.clone())
    }

    /// Keeps an answer, unless it is too much by itself.
    pub fn keep(&self, key: K, answer: Answer<V>, now: Time) {
        let mut kept = self.kept();
        kept.forget(&key);
        if answer.weight > self.most {
            return;
        }
        if kept.weight + answer.weight > self.most {
            kept.forget_what_is_over(now);
        }
        while kept.weight + answer.weight > self.most {
            let first = kept.answers.iter().min_by_key(|(_, answer)| answer.until);
            let Some(first) = first.map(|(key, _)| key.clone()) else {
                break;
            };
            kept.forget(&first);
        }
        kept.weight += answer.weight;
        kept.answers.insert(key, answer);
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    fn forget(&mut self, key: &K) {
        if let Some(gone) = self.answers.remove(key) {
            self.weight -= gone.weight;
        }
    }

    fn forget_what_is_over(&mut self, now: Time) {
        self.answers.retain(|_, answer| answer.until > now);
        self.weight = self.answers.values().map(|answer| answer.weight).sum();
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Answer, Memory};
    use crate::clock;

    #[test]
    fn what_is_over_soonest_makes_room() {
        let now = clock::now();
        let memory = Memory::of(10);
        let keep = |key: &'static str, seconds, weight| {
            let until = now + TimeDelta::seconds(seconds);
            memory.keep(
                key,
                Answer {
                    value: key,
                    until,
                    weight,
                },
                now,
            );
        };
        keep("long", 30, 4);
        keep("short", 10, 4);
        assert_eq!(memory.get(&"short", now), Some("short"));
        keep("next", 20, 4);
        assert_eq!(memory.get(&"short", now), None);
        assert_eq!(
            (memory.get(&"long", now), memory.get(&"next", now)),
            (Some("long"), Some("next"))
        );
        keep("long", 30, 6);
        assert_eq!(memory.get(&"next", now), Some("next"), "its own weight was given back");
        keep("too much", 30, 11);
        assert_eq!(memory.get(&"too much", now), None);
        assert_eq!(
            memory.get(&"long", now + TimeDelta::seconds(30)),
            None,
            "it holds no more"
        );
    }
}
