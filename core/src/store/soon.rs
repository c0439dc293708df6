//! A write-behind buffer for what may wait a moment: heartbeats and statuses, of which only the last
//! per key counts. One per actix worker, in a `RefCell`; it has no clock, no store and no task.
//!
//! How to use it, so that every value is in the store within 100 ms:
//! 1. [`Soon::put`] a value. If it answers [`Armed::Yes`], start a timer of [`Soon::pause`] (no other is
//!    running): 50 ms, longer after each failure in a row.
//! 2. When the timer fires, hand what [`Soon::take`] gives to [`Store::write`](super::Store::write) as
//!    one list, and await the answer without holding the `RefCell`.
//! 3. Give the answer to [`Soon::done`]. If that answers [`Armed::Yes`], start the timer again: values
//!    came in meanwhile, or the write failed and its values wait for the next one.
//! 4. Before the worker ends, do 2 and 3 once without the timer, after the last `done`.
//!
//! Only one list is on its way at a time, so an older value can never overwrite a newer one.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Change, Collection, Expect, Revision, StoreError, Write, rules};

/// How long a heartbeat or status may wait before it goes to the store.
const SOON: Duration = Duration::from_millis(50);
/// A failed store is asked again at the latest after `SOON` doubled so often: 6.4 s.
const MOST_DOUBLINGS: u32 = 7;

type Values = BTreeMap<(Collection, String), Vec<u8>>;

/// Whether the caller has to start its timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Armed {
    /// Yes: there are values, and nothing else will lead to a [`Soon::take`].
    Yes,
    /// No: a timer is running, or a list is on its way whose [`Soon::done`] will say.
    No,
}

/// Why a value was not taken.
#[derive(Debug, Clone)]
pub enum NotTaken {
    /// The buffer has as many keys as it may have; the value comes back as a write, to be written
    /// directly.
    Full(Write),
    /// It cannot be stored at all.
    Refused(StoreError),
}

/// The buffer.
#[derive(Debug)]
pub struct Soon {
    limit: usize,
    waiting: Values,
    on_the_way: Option<Values>,
    timer: bool,
    failures: u32,
}

impl Soon {
    /// A buffer for at most `limit` keys. A key whose value is on its way may have one more waiting.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            waiting: Values::new(),
            on_the_way: None,
            timer: false,
            failures: 0,
        }
    }

    /// How long the timer runs that [`Armed::Yes`] asks for.
    #[must_use]
    pub fn pause(&self) -> Duration {
        SOON * 2_u32.pow(self.failures.min(MOST_DOUBLINGS))
    }

    /// Lists that failed since the last one that did not.
    #[must_use]
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Takes a value; an earlier one of the key that still waits is forgotten.
    ///
    /// # Errors
    /// [`NotTaken`], with nothing changed.
    pub fn put(&mut self, collection: Collection, key: &str, value: Vec<u8>) -> Result<Armed, NotTaken> {
        let place = (collection, key.to_owned());
        let write = write(&place, value);
        rules::check(&write).map_err(NotTaken::Refused)?;
        if self.is_full() && !self.knows(&place) {
            return Err(NotTaken::Full(write));
        }
        if let Change::Put(value) = write.change {
            self.waiting.insert(place, value);
        }
        Ok(self.arm())
    }

    /// Forgets a key's value: a newer one is written directly, and must not be overwritten by it. What
    /// is on its way is before the newer one, and is not written again if it fails.
    pub fn overtaken(&mut self, collection: Collection, key: &str) {
        if self.waiting.is_empty() && self.on_the_way.is_none() {
            return;
        }
        let place = (collection, key.to_owned());
        self.waiting.remove(&place);
        if let Some(values) = &mut self.on_the_way {
            values.remove(&place);
        }
    }

    /// Everything that waits, as one list to write; `None` if there is nothing, or the answer for the
    /// last list is still due.
    pub fn take(&mut self) -> Option<Vec<Write>> {
        self.timer = false;
        if self.waiting.is_empty() || self.on_the_way.is_some() {
            return None;
        }
        let values = std::mem::take(&mut self.waiting);
        let writes = values
            .iter()
            .map(|(place, value)| write(place, value.clone()))
            .collect();
        self.on_the_way = Some(values);
        Some(writes)
    }

    /// Takes the store's answer for the last list. After a failure its values wait again, except where
    /// a newer one came.
    pub fn done(&mut self, answer: &Result<Revision, StoreError>) -> Armed {
        let values = self.on_the_way.take().unwrap_or_default();
        self.failures = if answer.is_ok() {
            0
        } else {
            self.failures.saturating_add(1)
        };
        if answer.is_err() {
            for (place, value) in values {
                self.waiting.entry(place).or_insert(value);
            }
        }
        self.arm()
    }

    fn arm(&mut self) -> Armed {
        if self.timer || self.on_the_way.is_some() || self.waiting.is_empty() {
            return Armed::No;
        }
        self.timer = true;
        Armed::Yes
    }

    fn is_full(&self) -> bool {
        self.waiting.len() + self.on_the_way.as_ref().map_or(0, Values::len) >= self.limit
    }

    // A key that is on its way counts as known: written directly, its newer value could be overwritten
    // by the older one if that has to be written again.
    fn knows(&self, place: &(Collection, String)) -> bool {
        self.waiting.contains_key(place)
            || self
                .on_the_way
                .as_ref()
                .is_some_and(|values| values.contains_key(place))
    }
}

fn write((collection, key): &(Collection, String), value: Vec<u8>) -> Write {
    Write {
        collection: *collection,
        key: key.clone(),
        expect: Expect::Any,
        change: Change::Put(value),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use super::*;

    const SEEN: Collection = Collection("seen");

    fn put(soon: &mut Soon, key: &str, value: &str) -> Armed {
        soon.put(SEEN, key, value.into()).unwrap()
    }

    fn take(soon: &mut Soon) -> Vec<(String, String)> {
        let text = |write: Write| match write.change {
            Change::Put(value) => (write.key, String::from_utf8(value).unwrap()),
            other => panic!("{other:?}"),
        };
        soon.take().into_iter().flatten().map(text).collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn failure() -> Result<Revision, StoreError> {
        Err(StoreError::Failed {
            reason: "disk".to_owned(),
        })
    }

    #[test]
    fn the_last_value_per_key_goes_out_once_and_one_timer_runs() {
        let mut soon = Soon::new(10);
        assert_eq!(put(&mut soon, "a", "1"), Armed::Yes);
        assert_eq!(put(&mut soon, "b", "1"), Armed::No);
        assert_eq!(put(&mut soon, "a", "2"), Armed::No);
        assert_eq!(take(&mut soon), pairs(&[("a", "2"), ("b", "1")]));
        assert_eq!(soon.done(&Ok(Revision(1))), Armed::No);
        assert_eq!(take(&mut soon), pairs(&[]));
        assert_eq!(put(&mut soon, "a", "3"), Armed::Yes);
    }

    #[test]
    fn what_comes_in_meanwhile_waits_for_the_answer() {
        let mut soon = Soon::new(10);
        assert_eq!(put(&mut soon, "a", "1"), Armed::Yes);
        assert_eq!(take(&mut soon), pairs(&[("a", "1")]));
        assert_eq!(put(&mut soon, "a", "2"), Armed::No);
        assert_eq!(take(&mut soon), pairs(&[]));
        assert_eq!(soon.done(&Ok(Revision(1))), Armed::Yes);
        assert_eq!(take(&mut soon), pairs(&[("a", "2")]));
    }

    #[test]
    fn a_failed_value_is_kept_unless_a_newer_one_came() {
        let mut soon = Soon::new(10);
        assert_eq!(put(&mut soon, "a", "1"), Armed::Yes);
        assert_eq!(put(&mut soon, "b", "1"), Armed::No);
        assert_eq!(take(&mut soon).len(), 2);
        assert_eq!(put(&mut soon, "b", "2"), Armed::No);
        assert_eq!(soon.done(&failure()), Armed::Yes);
        assert_eq!(take(&mut soon), pairs(&[("a", "1"), ("b", "2")]));
        assert_eq!(soon.done(&Ok(Revision(2))), Armed::No);
    }

    #[test]
    fn what_is_overtaken_by_a_direct_write_is_never_written_after_it() {
        let mut soon = Soon::new(10);
        assert_eq!(put(&mut soon, "a", "1"), Armed::Yes);
        assert_eq!(put(&mut soon, "b", "1"), Armed::No);
        soon.overtaken(SEEN, "a");
        assert_eq!(take(&mut soon), pairs(&[("b", "1")]));
        soon.overtaken(SEEN, "b");
        assert_eq!(soon.done(&failure()), Armed::No);
        assert_eq!(take(&mut soon), pairs(&[]));
    }

    #[test]
    fn a_failing_store_is_asked_ever_less_often_until_it_works() {
        let mut soon = Soon::new(10);
        assert_eq!(soon.pause(), SOON);
        let mut pauses = Vec::new();
        assert_eq!(put(&mut soon, "a", "1"), Armed::Yes);
        for _ in 0..9 {
            assert_eq!(take(&mut soon).len(), 1);
            assert_eq!(soon.done(&failure()), Armed::Yes);
            pauses.push(soon.pause().as_millis());
        }
        assert_eq!(pauses, [100, 200, 400, 800, 1600, 3200, 6400, 6400, 6400]);
        assert_eq!(take(&mut soon).len(), 1);
        assert_eq!(soon.done(&Ok(Revision(1))), Armed::No);
        assert_eq!(soon.pause(), SOON);
    }

    #[test]
    fn a_full_buffer_gives_new_keys_back_and_takes_known_ones() {
        let mut soon = Soon::new(2);
        assert_eq!(put(&mut soon, "a", "1"), Armed::Yes);
        assert_eq!(put(&mut soon, "b", "1"), Armed::No);
        assert!(matches!(soon.put(SEEN, "c", vec![1]), Err(NotTaken::Full(write)) if write.key == "c"));
        assert_eq!(put(&mut soon, "a", "2"), Armed::No);
        assert_eq!(take(&mut soon).len(), 2);
        assert!(matches!(soon.put(SEEN, "c", vec![1]), Err(NotTaken::Full(_))));
        assert_eq!(put(&mut soon, "b", "2"), Armed::No);
        assert_eq!(soon.done(&failure()), Armed::Yes);
        assert_eq!(take(&mut soon), pairs(&[("a", "2"), ("b", "2")]));
    }

    #[test]
    fn a_key_that_cannot_be_stored_never_blocks_the_others() {
        let mut soon = Soon::new(2);
        assert!(matches!(soon.put(SEEN, "a\0", vec![]), Err(NotTaken::Refused(_))));
        assert!(soon.take().is_none());
    }
}
