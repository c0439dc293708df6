//! A write-behind buffer for what may wait a moment: heartbeats and statuses, of which only the last
//! per key counts. One for the process, behind a lock that is held for no longer than a look into a map;
//! it has no clock, no store and no task.
//!
//! How to use it, so that every value is in the store within 100 ms:
//! 1. [`WriteBehind::put`] a value. If it answers [`NeedsTimer::Yes`], start a timer of
//!    [`WriteBehind::pause`] at most (no other is running): 50 ms, longer after each failure in a row. Timers of several buffers
//!    that end at the same moment cost one sync of the disk.
//! 2. When the timer fires, hand what [`WriteBehind::take`] gives to
//!    [`Store::write`](super::Store::write) as one list, and await the answer without the lock.
//! 3. Give the answer to [`WriteBehind::done`]. If that answers [`NeedsTimer::Yes`], start the timer
//!    again: values came in meanwhile, or the write failed and its values wait for the next one.
//! 4. Before the process ends, write what [`WriteBehind::rest`] gives.
//!
//! Only one list is on its way at a time, so an older value can never overwrite a newer one.
//!
//! Sessions: each value has the number of the session that put it, and [`WriteBehind::begin`] tells
//! which is the newest of an owner, before that one puts anything. From then on values of older sessions
//! are not taken. Those that wait already are older than anything that the new session will put: they go
//! out first, or give way to it. So a connection that was replaced, on whatever worker, cannot write
//! over what the newer one said, and loses nothing that it said before. The owner of a value is the first
//! part of its key.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use super::latest::{Latest, Value, write};
use super::{Collection, Revision, StoreError, Write, rules};

/// How long a heartbeat or status may wait before it goes to the store.
const PAUSE: Duration = Duration::from_millis(50);
/// A failed store is asked again at the latest after `PAUSE` doubled so often: 6.4 s.
const MOST_DOUBLINGS: u32 = 7;

type Place = (Collection, String);
type Values = BTreeMap<Place, Value>;

/// Whether the caller has to start its timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum NeedsTimer {
    /// Yes: there are values, and nothing else will lead to a [`WriteBehind::take`].
    Yes,
    /// No: a timer is running, or a list is on its way whose [`WriteBehind::done`] will say.
    No,
}

/// Why a value was not taken.
#[derive(Debug, Clone)]
pub enum NotTaken {
    /// The buffer has as many keys as it may have; the value comes back as a write, to be written
    /// directly.
    Full(Write),
    /// A newer session of the owner has begun: what this one says does not count any more.
    Replaced,
    /// It cannot be stored at all.
    Refused(StoreError),
}

/// What is on its way, and what of it is not to be written again if it fails.
#[derive(Debug, Default)]
struct OnTheWay {
    values: Arc<Values>,
    superseded: BTreeSet<Place>,
}

/// The buffer.
#[derive(Debug)]
pub struct WriteBehind {
    limit: usize,
    waiting: Values,
    on_the_way: Option<OnTheWay>,
    /// All that values were ever put into: a few.
    collections: Vec<Collection>,
    /// The least session whose values are taken, by owner; one entry for each that was ever here.
    sessions: HashMap<String, u64>,
    timer: bool,
    failures: u32,
}

impl WriteBehind {
    /// A buffer for at most `limit` keys. A key whose value is on its way may have one more waiting.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            waiting: Values::new(),
            on_the_way: None,
            collections: Vec::new(),
            sessions: HashMap::new(),
            timer: false,
            failures: 0,
        }
    }

    /// How long the timer runs that [`NeedsTimer::Yes`] asks for.
    #[must_use]
    pub fn pause(&self) -> Duration {
        PAUSE * 2_u32.pow(self.failures.min(MOST_DOUBLINGS))
    }

    /// Lists that failed since the last one that did not.
    #[must_use]
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// A session of the owner begins, and has put nothing yet. Nothing is taken from older ones any more.
    pub fn begin(&mut self, owner: &str, session: u64) {
        let least = self.sessions.entry(owner.to_owned()).or_default();
        *least = session.max(*least);
    }

    /// The owner is forgotten, and with it what waits. Nothing is taken from its sessions so far.
    pub fn forget(&mut self, owner: &str) {
        if let Some(least) = self.sessions.get_mut(owner) {
            *least = least.saturating_add(1);
        }
        self.waiting.retain(|(_, key), _| owner_of(key) != owner);
        if let Some(OnTheWay { values, superseded }) = &mut self.on_the_way {
            superseded.extend(values.keys().filter(|(_, key)| owner_of(key) == owner).cloned());
        }
    }

    /// Takes a value of the owner's session with this number, of which a newer one has a greater; an earlier one of the key that still waits is forgotten.
    ///
    /// # Errors
    /// [`NotTaken`], with nothing changed.
    pub fn put(&mut self, latest: Latest, session: u64) -> Result<NeedsTimer, NotTaken> {
        let least = self.sessions.get(owner_of(&latest.key));
        if least.is_some_and(|least| session < *least) {
            return Err(NotTaken::Replaced);
        }
        rules::check_put(latest.collection, &latest.key, latest.value.size()).map_err(NotTaken::Refused)?;
        let place = (latest.collection, latest.key);
        if self.is_full() && !self.knows(&place) {
            return Err(NotTaken::Full(write(place.0, &place.1, latest.value)));
        }
        if !self.collections.contains(&place.0) {
            self.collections.push(place.0);
        }
        self.waiting.insert(place, latest.value);
        Ok(self.arm())
    }

    /// Forgets a key's value: a newer one is written directly, and must not be overwritten by it. What
    /// is on its way is before the newer one, and is not written again if it fails.
    pub fn supersede(&mut self, collection: Collection, key: &str) {
        if !self.collections.contains(&collection) || self.waiting.is_empty() && self.on_the_way.is_none() {
            return;
        }
        let place = (collection, key.to_owned());
        self.waiting.remove(&place);
        if let Some(OnTheWay { values, superseded }) = &mut self.on_the_way
            && values.contains_key(&place)
        {
            superseded.insert(place);
        }
    }

    /// Everything that waits, to be written as one list (see [`to_write`]); `None` if there is
    /// nothing, or the answer for the last list is still due.
    pub fn take(&mut self) -> Option<Arc<Values>> {
        self.timer = false;
        if self.waiting.is_empty() || self.on_the_way.is_some() {
            return None;
        }
        let values = Arc::new(std::mem::take(&mut self.waiting));
        self.on_the_way = Some(OnTheWay {
            values: Arc::clone(&values),
            superseded: BTreeSet::new(),
        });
        Some(values)
    }

    /// Takes the store's answer for the last list. After a failure its values wait again, except where
    /// a newer one came.
    pub fn done(&mut self, answer: &Result<Revision, StoreError>) -> NeedsTimer {
        let failed = self.on_the_way.take().unwrap_or_default();
        self.failures = if answer.is_ok() {
            0
        } else {
            self.failures.saturating_add(1)
        };
        if answer.is_err() {
            self.keep(failed);
        }
        self.arm()
    }

    /// Everything that may not be in the store yet, what is on its way too; the buffer is empty.
    pub fn rest(&mut self) -> Arc<Values> {
        if let Some(unanswered) = self.on_the_way.take() {
            self.keep(unanswered);
        }
        Arc::new(std::mem::take(&mut self.waiting))
    }

    fn keep(&mut self, OnTheWay { values, superseded }: OnTheWay) {
        for (place, value) in Arc::unwrap_or_clone(values) {
            if !superseded.contains(&place) {
                self.waiting.entry(place).or_insert(value);
            }
        }
    }

    fn arm(&mut self) -> NeedsTimer {
        if self.timer || self.on_the_way.is_some() || self.waiting.is_empty() {
            return NeedsTimer::No;
        }
        self.timer = true;
        NeedsTimer::Yes
    }

    fn is_full(&self) -> bool {
        self.waiting.len() + self.on_the_way.as_ref().map_or(0, |list| list.values.len()) >= self.limit
    }

    // A key that is on its way counts as known: written directly, its newer value could be overwritten
    // by the older one if that has to be written again.
    fn knows(&self, place: &Place) -> bool {
        let on_the_way = self.on_the_way.as_ref();
        self.waiting.contains_key(place) || on_the_way.is_some_and(|list| list.values.contains_key(place))
    }
}

/// The values as writes. Apart from [`WriteBehind::take`], so that nobody waits for the copies.
#[must_use]
pub fn to_write(values: &Values) -> Vec<Write> {
    values
        .iter()
        .map(|((collection, key), value)| write(*collection, key, value.clone()))
        .collect()
}

fn owner_of(key: &str) -> &str {
    key.split('/').next().unwrap_or(key)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use super::*;
    use crate::store::Change;

    const SEEN: Collection = Collection("seen");

    fn latest(key: &str, value: &str) -> Latest {
        Latest {
            collection: SEEN,
            key: key.to_owned(),
            value: Value::Stored(value.into()),
        }
    }

    fn put(behind: &mut WriteBehind, key: &str, value: &str) -> NeedsTimer {
        behind.put(latest(key, value), 1).unwrap()
    }

    fn take(behind: &mut WriteBehind) -> Vec<(String, String)> {
        let text = |write: Write| match write.change {
            Change::Put(value) => (write.key, String::from_utf8(value).unwrap()),
            other => panic!("{other:?}"),
        };
        let values = behind.take().unwrap_or_default();
        to_write(&values).into_iter().map(text).collect()
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
        let mut behind = WriteBehind::new(10);
        assert_eq!(put(&mut behind, "a", "1"), NeedsTimer::Yes);
        assert_eq!(put(&mut behind, "b", "1"), NeedsTimer::No);
        assert_eq!(put(&mut behind, "a", "2"), NeedsTimer::No);
        assert_eq!(take(&mut behind), pairs(&[("a", "2"), ("b", "1")]));
        assert_eq!(behind.done(&Ok(Revision(1))), NeedsTimer::No);
        assert_eq!(take(&mut behind), pairs(&[]));
        assert_eq!(put(&mut behind, "a", "3"), NeedsTimer::Yes);
    }

    #[test]
    fn what_comes_in_meanwhile_waits_for_the_answer() {
        let mut behind = WriteBehind::new(10);
        assert_eq!(put(&mut behind, "a", "1"), NeedsTimer::Yes);
        assert_eq!(take(&mut behind), pairs(&[("a", "1")]));
        assert_eq!(put(&mut behind, "a", "2"), NeedsTimer::No);
        assert_eq!(take(&mut behind), pairs(&[]));
        assert_eq!(behind.done(&Ok(Revision(1))), NeedsTimer::Yes);
        assert_eq!(take(&mut behind), pairs(&[("a", "2")]));
    }

    #[test]
    fn a_failed_value_is_kept_unless_a_newer_one_came() {
        let mut behind = WriteBehind::new(10);
        assert_eq!(put(&mut behind, "a", "1"), NeedsTimer::Yes);
        assert_eq!(put(&mut behind, "b", "1"), NeedsTimer::No);
        assert_eq!(take(&mut behind).len(), 2);
        assert_eq!(put(&mut behind, "b", "2"), NeedsTimer::No);
        assert_eq!(behind.done(&failure()), NeedsTimer::Yes);
        assert_eq!(take(&mut behind), pairs(&[("a", "1"), ("b", "2")]));
        assert_eq!(behind.done(&Ok(Revision(2))), NeedsTimer::No);
    }

    #[test]
    fn what_is_overtaken_by_a_direct_write_is_never_written_after_it() {
        let mut behind = WriteBehind::new(10);
        assert_eq!(put(&mut behind, "a", "1"), NeedsTimer::Yes);
        assert_eq!(put(&mut behind, "b", "1"), NeedsTimer::No);
        behind.supersede(SEEN, "a");
        assert_eq!(take(&mut behind), pairs(&[("b", "1")]));
        behind.supersede(SEEN, "b");
        assert_eq!(behind.done(&failure()), NeedsTimer::No);
        assert_eq!(take(&mut behind), pairs(&[]));
    }

    #[test]
    fn a_failing_store_is_asked_ever_less_often_until_it_works() {
        let mut behind = WriteBehind::new(10);
        assert_eq!(behind.pause(), PAUSE);
        let mut pauses = Vec::new();
        assert_eq!(put(&mut behind, "a", "1"), NeedsTimer::Yes);
        for _ in 0..9 {
            assert_eq!(take(&mut behind).len(), 1);
            assert_eq!(behind.done(&failure()), NeedsTimer::Yes);
            pauses.push(behind.pause().as_millis());
        }
        assert_eq!(pauses, [100, 200, 400, 800, 1600, 3200, 6400, 6400, 6400]);
        assert_eq!(take(&mut behind).len(), 1);
        assert_eq!(behind.done(&Ok(Revision(1))), NeedsTimer::No);
        assert_eq!(behind.pause(), PAUSE);
    }

    #[test]
    fn a_full_buffer_gives_new_keys_back_and_takes_known_ones() {
        let mut behind = WriteBehind::new(2);
        assert_eq!(put(&mut behind, "a", "1"), NeedsTimer::Yes);
        assert_eq!(put(&mut behind, "b", "1"), NeedsTimer::No);
        assert!(matches!(behind.put(latest("c", "1"), 1), Err(NotTaken::Full(write)) if write.key == "c"));
        assert_eq!(put(&mut behind, "a", "2"), NeedsTimer::No);
        assert_eq!(take(&mut behind).len(), 2);
        assert!(matches!(behind.put(latest("c", "1"), 1), Err(NotTaken::Full(_))));
        assert_eq!(put(&mut behind, "b", "2"), NeedsTimer::No);
        assert_eq!(behind.done(&failure()), NeedsTimer::Yes);
        assert_eq!(take(&mut behind), pairs(&[("a", "2"), ("b", "2")]));
    }

    #[test]
    fn a_key_that_cannot_be_stored_never_blocks_the_others() {
        let mut behind = WriteBehind::new(2);
        assert!(matches!(behind.put(latest("a\0", ""), 1), Err(NotTaken::Refused(_))));
        assert!(behind.take().is_none());
    }

    #[test]
    fn an_older_session_never_writes_over_a_newer_one() {
        let mut behind = WriteBehind::new(10);
        behind.begin("CP", 4);
        assert_eq!(behind.put(latest("CP/1", "old"), 4).unwrap(), NeedsTimer::Yes);
        assert_eq!(behind.put(latest("CP/2", "old"), 4).unwrap(), NeedsTimer::No);
        // The charge point comes back, on another worker. What waits is not lost ...
        behind.begin("CP", 7);
        assert!(matches!(behind.put(latest("CP/1", "late"), 4), Err(NotTaken::Replaced)));
        assert_eq!(behind.put(latest("CP/1", "new"), 7).unwrap(), NeedsTimer::No);
        assert_eq!(take(&mut behind), pairs(&[("CP/1", "new"), ("CP/2", "old")]));
        // ... and nothing of the old session comes after it, whatever becomes of the list.
        assert!(matches!(behind.put(latest("CP/2", "late"), 4), Err(NotTaken::Replaced)));
        assert_eq!(behind.done(&failure()), NeedsTimer::Yes);
        assert_eq!(take(&mut behind), pairs(&[("CP/1", "new"), ("CP/2", "old")]));
        assert_eq!(behind.done(&Ok(Revision(1))), NeedsTimer::No);
        assert!(matches!(behind.put(latest("CP/1", "late"), 4), Err(NotTaken::Replaced)));
        // Joining late, an old session lowers nothing; others are not concerned.
        behind.begin("CP", 5);
        assert!(matches!(behind.put(latest("CP/1", "late"), 5), Err(NotTaken::Replaced)));
        assert_eq!(behind.put(latest("CP2/1", "1"), 1).unwrap(), NeedsTimer::Yes);
    }

    #[test]
    fn a_failed_value_of_an_older_session_gives_way_to_the_newer_ones() {
        let mut behind = WriteBehind::new(10);
        behind.begin("CP", 1);
        assert_eq!(put(&mut behind, "CP/1", "old"), NeedsTimer::Yes);
        assert_eq!(take(&mut behind).len(), 1);
        behind.begin("CP", 2);
        assert_eq!(behind.put(latest("CP/1", "new"), 2).unwrap(), NeedsTimer::No);
        assert_eq!(behind.done(&failure()), NeedsTimer::Yes);
        assert_eq!(take(&mut behind), pairs(&[("CP/1", "new")]));
    }

    #[test]
    fn what_is_forgotten_is_not_written_again() {
        let mut behind = WriteBehind::new(10);
        behind.begin("CP", 3);
        assert_eq!(behind.put(latest("CP/1", "1"), 3).unwrap(), NeedsTimer::Yes);
        assert_eq!(take(&mut behind).len(), 1);
        assert_eq!(behind.put(latest("CP", "2"), 3).unwrap(), NeedsTimer::No);
        assert_eq!(behind.put(latest("CP2", "kept"), 1).unwrap(), NeedsTimer::No);
        behind.forget("CP");
        assert!(matches!(behind.put(latest("CP/1", "late"), 3), Err(NotTaken::Replaced)));
        assert_eq!(behind.done(&failure()), NeedsTimer::Yes);
        assert_eq!(take(&mut behind), pairs(&[("CP2", "kept")]));
        // It is registered again, and comes back.
        behind.begin("CP", 4);
        assert_eq!(behind.put(latest("CP/1", "again"), 4).unwrap(), NeedsTimer::No);
    }

    #[test]
    fn the_rest_has_what_waits_and_what_was_not_answered() {
        let mut behind = WriteBehind::new(10);
        assert_eq!(put(&mut behind, "a", "1"), NeedsTimer::Yes);
        assert_eq!(put(&mut behind, "b", "1"), NeedsTimer::No);
        assert_eq!(take(&mut behind).len(), 2);
        assert_eq!(put(&mut behind, "b", "2"), NeedsTimer::No);
        assert_eq!(put(&mut behind, "c", "1"), NeedsTimer::No);
        let rest = behind.rest();
        let values: Vec<_> = rest.values().map(|value| value.clone().into_stored()).collect();
        assert_eq!(values, [b"1", b"2", b"1"]);
        assert!(behind.rest().is_empty());
    }
}
