//! What is durable in the journal and not yet in sled: in memory, in the keys' order, looked at before sled.
//!
//! Two generations lie over one another: the writer puts into the younger one, and the older one is carried over to
//! sled. Only when all of it is there does it go, so a reader that looks at both, and then at sled, misses nothing.
//! Each key has a lock of its own, held for as long as a pointer is copied. The writer and the filler share one, each for
//! a moment once in a group.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use bytes::Bytes;
use crossbeam_skiplist::SkipMap;

use super::super::health::JournalHealth;
use super::super::journal::{Change, Position};
use super::super::merge::Items;
use super::super::{Order, Revision, StoreError};
use super::entry::Range;

/// What an entry takes beside its key and value.
const BESIDE: usize = 160;

/// How much may lie here, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Bytes in memory from which on a generation is carried over.
    pub(super) memory: usize,
    /// The same for the bytes of its records in the journal.
    pub(super) journal: u64,
    /// The same for its age. What is written again before that reaches sled once.
    pub(super) age: Duration,
    /// Writers wait while the younger generation has so many times as much.
    pub(super) times: u64,
}

/// As it is in a server.
pub(super) const BOUNDS: Bounds = Bounds {
    memory: 16 * 1024 * 1024,
    journal: 32 * 1024 * 1024,
    age: Duration::from_secs(5),
    times: 2,
};

/// What a key holds since a write.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) revision: Revision,
    /// None: it is gone.
    pub(super) value: Option<Bytes>,
}

/// What a key holds now. A lock, and no pointer that is exchanged without one: such an exchange asks every thread
/// whether it reads just then.
struct Cell(Mutex<Arc<Version>>);

/// Keys that were written in a time, each with its last value.
#[derive(Default)]
pub(super) struct Generation {
    entries: SkipMap<Arc<[u8]>, Cell>,
    bytes: AtomicUsize,
}

/// What lies over one another, the youngest first.
struct Generations {
    young: Arc<Generation>,
    old: Option<Arc<Generation>>,
}

/// A generation that nothing is put into any more.
pub(super) struct Ripe {
    pub(super) generation: Arc<Generation>,
    /// The last revision of the store when it was full.
    pub(super) last: Revision,
    /// Up to here the journal is not needed when it is carried over.
    pub(super) end: Position,
}

/// The table.
pub(super) struct Table {
    bounds: Bounds,
    generations: ArcSwap<Generations>,
    turn: Mutex<Turn>,
    /// The filler waits for what it is told here, and the writer for the filler.
    changed: Condvar,
}

/// What the writer and the filler tell each other.
struct Turn {
    /// The last revision that is here, and where its record ends.
    last: Revision,
    end: Position,
    /// Where the young generation begins.
    began: Position,
    /// When the first change came into the young one; and into the old one.
    since: Option<Instant>,
    old_since: Option<Instant>,
    /// It is to be carried over whatever its size.
    is_wanted: bool,
    is_ending: bool,
    /// The filler waits for room on the disk.
    stalled: Option<StoreError>,
    /// The filler does nothing any more.
    failure: Option<StoreError>,
}

impl Table {
    /// Nothing since this place, where the store had this revision.
    pub(super) fn new(bounds: Bounds, end: Position, last: Revision) -> Self {
        Self {
            bounds,
            generations: ArcSwap::from_pointee(Generations {
                young: Arc::default(),
                old: None,
            }),
            turn: Mutex::new(Turn {
                last,
                end,
                began: end,
                since: None,
                old_since: None,
                is_wanted: false,
                is_ending: false,
                stalled: None,
                failure: None,
            }),
            changed: Condvar::new(),
        }
    }

    /// The last revision that was ever put here.
    pub(super) fn last(&self) -> Revision {
        self.turn().last
    }

    /// What a key holds by what is here; nothing if nothing here is about it.
    pub(super) fn get(&self, key: &[u8]) -> Option<Arc<Version>> {
        let generations = self.generations.load();
        let all = [Some(&generations.young), generations.old.as_ref()];
        all.into_iter().flatten().find_map(|generation| generation.get(key))
    }

    /// What lies over one another now, to be looked at before sled is.
    pub(super) fn layers(&self) -> Vec<Arc<Generation>> {
        let generations = self.generations.load();
        let all = [Some(&generations.young), generations.old.as_ref()];
        let all = all.into_iter().flatten();
        all.filter(|generation| !generation.entries.is_empty())
            .cloned()
            .collect()
    }

    /// Puts what became durable; its record ends at this place.
    pub(super) fn put(&self, changes: Vec<Change>, end: Position) {
        let mut turn = self.turn();
        if let Some(last) = changes.last() {
            turn.last = turn.last.max(last.revision);
        }
        turn.end = end;
        let is_first = turn.since.is_none() && !changes.is_empty();
        if is_first {
            turn.since = Some(Instant::now());
        }
        let young = Arc::clone(&self.generations.load().young);
        for change in changes {
            young.put(change);
        }
        if is_first || self.is_ripe(&turn, &young) {
            self.changed.notify_all();
        }
    }

    /// Returns when there is room for what comes.
    ///
    /// # Errors
    /// There will be none, or nobody knows when.
    pub(super) fn wait_for_room(&self) -> Result<(), StoreError> {
        let mut turn = self.turn();
        while !self.admits(&turn)? {
            turn = self.changed.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        Ok(())
    }

    /// Whether what comes would be taken, though it may have to wait.
    ///
    /// # Errors
    /// As [`Table::wait_for_room`].
    pub(super) fn has_room(&self) -> Result<(), StoreError> {
        self.admits(&self.turn()).map(drop)
    }

    /// Whether there is room for what comes; it will come, if there is none.
    fn admits(&self, turn: &Turn) -> Result<bool, StoreError> {
        if let Some(failure) = &turn.failure {
            return Err(failure.clone());
        }
        let memory = self.generations.load().young.bytes() as u64;
        let journal = turn.end.0 - turn.began.0;
        let most = self.bounds.times;
        if memory < most.saturating_mul(self.bounds.memory as u64) && journal < most.saturating_mul(self.bounds.journal)
        {
            return Ok(true);
        }
        turn.stalled.clone().map_or(Ok(false), Err)
    }

    /// The next generation to be carried over, once it is ripe; none when there is to be an end.
    pub(super) fn wait_for_ripe(&self) -> Option<Ripe> {
        let mut turn = self.turn();
        loop {
            if turn.is_ending {
                return None;
            }
            let young = Arc::clone(&self.generations.load().young);
            if self.is_ripe(&turn, &young) {
                return Some(self.ripen(&mut turn, young));
            }
            if turn.since.is_none() && turn.is_wanted {
                turn.is_wanted = false;
                self.changed.notify_all();
            }
            turn = match turn.since {
                None => self.changed.wait(turn).unwrap_or_else(PoisonError::into_inner),
                Some(since) => {
                    let rest = self.bounds.age.saturating_sub(since.elapsed());
                    let waited = self.changed.wait_timeout(turn, rest);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// The ripe generation is in sled.
    pub(super) fn carried_over(&self) {
        let mut turn = self.turn();
        let young = Arc::clone(&self.generations.load().young);
        self.generations.store(Arc::new(Generations { young, old: None }));
        turn.old_since = None;
        turn.stalled = None;
        self.changed.notify_all();
    }

    /// There is room on the disk for the ripe generation, though it is not carried over yet: whoever wants to write waits
    /// for that from now on, and is not refused any more.
    pub(super) fn resume(&self) {
        if self.turn().stalled.take().is_some() {
            self.changed.notify_all();
        }
    }

    /// The ripe generation has to wait because there is no room on the disk. Returns after a time, or when there is to
    /// be an end.
    pub(super) fn stall(&self, full: StoreError, time: Duration) {
        let mut turn = self.turn();
        turn.stalled = Some(full);
        self.changed.notify_all();
        let until = Instant::now() + time;
        while !turn.is_ending
            && let Some(rest) = until
                .checked_duration_since(Instant::now())
                .filter(|rest| !rest.is_zero())
        {
            let waited = self.changed.wait_timeout(turn, rest);
            turn = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Nothing is carried over any more.
    pub(super) fn fail(&self, failure: StoreError) {
        self.turn().failure = Some(failure);
        self.changed.notify_all();
    }

    /// Where the last record ends.
    pub(super) fn end_of_journal(&self) -> Position {
        self.turn().end
    }

    /// The filler is to end.
    pub(super) fn end(&self) {
        self.turn().is_ending = true;
        self.changed.notify_all();
    }

    /// Whether the filler is to end.
    pub(super) fn is_ending(&self) -> bool {
        self.turn().is_ending
    }

    /// Has everything carried over that is here, and returns when it is.
    #[cfg(test)]
    pub(super) fn carry_over_all(&self) -> Result<(), StoreError> {
        let mut turn = self.turn();
        while turn.since.is_some() || turn.old_since.is_some() {
            if let Some(failure) = &turn.failure {
                return Err(failure.clone());
            }
            turn.is_wanted = true;
            self.changed.notify_all();
            turn = self.changed.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        Ok(())
    }

    /// How it stands; what is the journal's is left out.
    pub(super) fn health(&self) -> JournalHealth {
        let turn = self.turn();
        let since = turn.old_since.or(turn.since);
        JournalHealth {
            memory: self.memory(),
            lag: since.map_or(Duration::ZERO, |since| since.elapsed()),
            ..JournalHealth::default()
        }
    }

    fn memory(&self) -> usize {
        let generations = self.generations.load();
        let old = generations.old.as_ref().map_or(0, |old| old.bytes());
        generations.young.bytes() + old
    }

    fn is_ripe(&self, turn: &Turn, young: &Generation) -> bool {
        let Some(since) = turn.since else { return false };
        let journal = turn.end.0 - turn.began.0;
        turn.is_wanted
            || young.bytes() >= self.bounds.memory
            || journal >= self.bounds.journal
            || since.elapsed() >= self.bounds.age
    }

    /// From now on the writer puts into another one. It may wait for just that: there is room in an empty one, long before
    /// the full one is carried over.
    fn ripen(&self, turn: &mut Turn, young: Arc<Generation>) -> Ripe {
        self.generations.store(Arc::new(Generations {
            young: Arc::default(),
            old: Some(Arc::clone(&young)),
        }));
        turn.began = turn.end;
        turn.old_since = turn.since.take();
        turn.is_wanted = false;
        self.changed.notify_all();
        Ripe {
            generation: young,
            last: turn.last,
            end: turn.end,
        }
    }

    // Nothing is left half changed by a panic, so a poisoned lock is as good as another.
    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generation {
    fn get(&self, key: &[u8]) -> Option<Arc<Version>> {
        Some(self.entries.get(key)?.value().get())
    }

    /// What it takes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Only the writer puts. What is here is exchanged, not inserted anew, so that a reader never finds nothing.
    fn put(&self, Change { key, revision, value }: Change) {
        let version = Arc::new(Version { revision, value });
        let (beside, held) = (key.len() + BESIDE, version.bytes());
        let entry = self.entries.get_or_insert_with(key, || Cell::new(Arc::clone(&version)));
        let before = entry.value().exchange(version);
        let more = if before.revision == revision {
            beside + held
        } else {
            self.bytes.fetch_sub(before.bytes(), Ordering::Relaxed);
            held
        };
        self.bytes.fetch_add(more, Ordering::Relaxed);
    }

    /// All keys with what they hold, in their order.
    pub(super) fn all(&self) -> impl Iterator<Item = (Arc<[u8]>, Arc<Version>)> + '_ {
        let entries = self.entries.iter();
        entries.map(|entry| (Arc::clone(entry.key()), entry.value().get()))
    }

    /// The keys of a range, in an order; of one that is gone nothing.
    pub(super) fn range<'a, T: 'a>(
        &'a self,
        (from, to): &'a Range,
        order: Order,
        held: impl Fn(Arc<Version>) -> T + 'a,
    ) -> Items<'a, Vec<u8>, T> {
        let bounds = (from.as_ref().map(Vec::as_slice), to.as_ref().map(Vec::as_slice));
        let entries = self.entries.range::<[u8], _>(bounds);
        let shown = move |entry: crossbeam_skiplist::map::Entry<'a, Arc<[u8]>, Cell>| {
            let version = entry.value().get();
            let is_there = version.value.is_some();
            Ok((entry.key().to_vec(), is_there.then(|| held(version))))
        };
        match order {
            Order::Ascending => Box::new(entries.map(shown)),
            Order::Descending => Box::new(entries.rev().map(shown)),
        }
    }
}

impl Cell {
    fn new(version: Arc<Version>) -> Self {
        Self(Mutex::new(version))
    }

    fn get(&self) -> Arc<Version> {
        Arc::clone(&self.held())
    }

    /// Puts a version in the place of the one that is given back.
    fn exchange(&self, version: Arc<Version>) -> Arc<Version> {
        std::mem::replace(&mut *self.held(), version)
    }

    // A pointer is never half exchanged, so a poisoned lock is as good as another.
    fn held(&self) -> MutexGuard<'_, Arc<Version>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Version {
    fn bytes(&self) -> usize {
        self.value.as_ref().map_or(0, Bytes::len)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::mpsc;

    use super::*;

    /// Long enough for a thread to come to where it waits.
    const MOMENT: Duration = Duration::from_millis(100);
    const LONG: Duration = Duration::from_secs(20);

    /// A table that is full with one change.
    fn full() -> Arc<Table> {
        let bounds = Bounds {
            memory: 100,
            age: Duration::from_secs(3600),
            ..BOUNDS
        };
        let table = Table::new(bounds, Position(0), Revision(0));
        table.put(vec![change(1)], Position(1000));
        Arc::new(table)
    }

    fn change(revision: u64) -> Change {
        Change {
            key: b"k"[..].into(),
            revision: Revision(revision),
            value: Some(vec![0; 1000].into()),
        }
    }

    /// What a writer is told that waits for room in a thread of its own.
    fn waiting(table: &Arc<Table>) -> mpsc::Receiver<Result<(), StoreError>> {
        let (told, tells) = mpsc::channel();
        let table = Arc::clone(table);
        std::thread::spawn(move || told.send(table.wait_for_room()));
        std::thread::sleep(MOMENT);
        tells
    }

    #[test]
    fn a_writer_goes_on_as_soon_as_the_full_generation_is_taken() {
        let table = full();
        let writer = waiting(&table);
        assert!(writer.try_recv().is_err(), "it is full");
        let _ripe = table.wait_for_ripe().unwrap();
        writer.recv_timeout(LONG).unwrap().unwrap();
    }

    #[test]
    fn a_writer_waits_and_is_not_refused_once_there_is_room_on_the_disk() {
        let table = full();
        let _ripe = table.wait_for_ripe().unwrap();
        table.put(vec![change(2)], Position(2000));
        let full = StoreError::Full {
            reason: "nothing is free".to_owned(),
        };
        table.stall(full, Duration::ZERO);
        assert!(matches!(table.wait_for_room(), Err(StoreError::Full { .. })));
        table.resume();
        let writer = waiting(&table);
        assert!(writer.try_recv().is_err(), "it is full");
        table.carried_over();
        let _ripe = table.wait_for_ripe().unwrap();
        writer.recv_timeout(LONG).unwrap().unwrap();
    }
}
