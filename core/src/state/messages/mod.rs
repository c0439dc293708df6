//! What was said on the connections of each charge point, both ways: the newest messages, in memory.
//!
//! Each charge point has a [`MessageLog`] with a lock of its own, which the thread of its connection takes for one
//! copy, and an operator who reads for another; no lock is shared. A log outlives its connections. All logs
//! together take no more memory than was configured, and each the same share of it: the share only changes when
//! the number of logs passes a power of two, and whoever makes it pass has the others give back what is above it
//! ([`MessageLogs::tidy`]); the logs of those that are not connected go first.

pub mod durable;
mod note;
mod ring;

pub use note::Note;
pub use ring::{Entry, EntryKind, NewEntry, Snapshot, append, retold};

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use ring::Ring;

use super::connections::{Connection, EndCause};
use crate::clock::{self, Time};
use crate::config::glob;
use crate::ids::ChargePointId;

/// The logs of all charge points.
#[derive(Debug)]
pub struct MessageLogs {
    by_id: papaya::HashMap<ChargePointId, Arc<MessageLog>>,
    memory: Arc<Memory>,
    /// Those of these charge points are stored, too: identities, with `*` for any text.
    stored: OnceLock<Vec<String>>,
    /// How often a charge point was forgotten.
    forgotten: AtomicU64,
}

/// How much memory there is.
#[derive(Debug)]
struct Memory {
    /// For all logs.
    total: AtomicUsize,
    /// For one log at most.
    most: AtomicUsize,
    /// What one log may take now.
    share: AtomicUsize,
    /// For so many logs the share is enough; a power of two.
    logs: AtomicUsize,
}

/// The messages of one charge point.
#[derive(Debug)]
pub struct MessageLog {
    memory: Arc<Memory>,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Known {
    ring: Ring,
    /// When anything came from the station, since the server started.
    heard: Option<Time>,
    /// How many connections hold the log.
    held: u32,
    /// The last connection that began.
    connection: Option<Connection>,
    /// What is to be stored; none: nothing is.
    waiting: Option<durable::Waiting>,
}

/// A log that a connection holds: it is not removed for want of memory.
#[derive(Debug)]
pub struct HeldLog(Arc<MessageLog>);

impl Deref for HeldLog {
    type Target = MessageLog;

    fn deref(&self) -> &MessageLog {
        &self.0
    }
}

impl Drop for HeldLog {
    fn drop(&mut self) {
        self.0.leave();
    }
}

impl Default for MessageLogs {
    fn default() -> Self {
        let memory = Memory {
            total: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            share: AtomicUsize::new(0),
            logs: AtomicUsize::new(1),
        };
        Self {
            by_id: papaya::HashMap::default(),
            memory: Arc::new(memory),
            stored: OnceLock::new(),
            forgotten: AtomicU64::new(0),
        }
    }
}

impl MessageLogs {
    /// Says how much memory all logs may take, and one.
    pub fn limit(&self, total: usize, most: usize) {
        self.memory.total.store(total, Ordering::Relaxed);
        self.memory.most.store(most, Ordering::Relaxed);
        self.memory.set_logs(self.memory.logs.load(Ordering::Relaxed));
    }

    /// Says, once, whose messages are stored: identities, with `*` for any text.
    pub fn store(&self, charge_points: Vec<String>) {
        if self.stored.set(charge_points).is_err() {
            tracing::error!("whose messages are stored was said before");
        }
    }

    fn is_stored(&self, id: &ChargePointId) -> bool {
        let stored = self.stored.get().into_iter().flatten();
        stored.into_iter().any(|pattern| glob::fits(pattern, id.as_str()))
    }

    /// What is to be stored now.
    #[must_use]
    pub fn take_waiting(&self) -> Vec<(ChargePointId, durable::Piece)> {
        if self.stored.get().is_none_or(Vec::is_empty) {
            return Vec::new();
        }
        let logs = self.by_id.pin();
        let waiting = logs.iter().filter_map(|(id, log)| {
            let piece = log.known().waiting.as_mut()?.take()?;
            Some((id.clone(), piece))
        });
        waiting.collect()
    }

    /// How often a charge point was forgotten.
    #[must_use]
    pub fn forgotten(&self) -> u64 {
        self.forgotten.load(Ordering::Relaxed)
    }

    /// The log of a charge point whose connection begins, for as long as it lasts.
    #[must_use]
    pub fn join(&self, id: &ChargePointId) -> HeldLog {
        let logs = self.by_id.pin();
        loop {
            let log = Arc::clone(logs.get_or_insert_with(id.clone(), || self.new_log(id)));
            log.known().held += 1;
            // It may have been removed just before it was held.
            if logs.get(id).is_some_and(|kept| Arc::ptr_eq(kept, &log)) {
                return HeldLog(log);
            }
            log.leave();
        }
    }

    fn new_log(&self, id: &ChargePointId) -> Arc<MessageLog> {
        Arc::new(MessageLog::new(&self.memory, self.is_stored(id)))
    }

    /// The log of a charge point; none: nothing was heard of it since the server started.
    #[must_use]
    pub fn get(&self, id: &ChargePointId) -> Option<Arc<MessageLog>> {
        self.by_id.pin().get(id).cloned()
    }

    /// Tells messages in memory otherwise, also those that wait to be stored; of how many charge points any was.
    pub fn retell(&self, told: &dyn Fn(&str) -> Option<String>) -> u64 {
        let mut others = 0;
        for log in self.by_id.pin().values() {
            let mut known = log.known();
            let in_ring = known.ring.retell(told);
            let waits = known.waiting.as_mut().is_some_and(|waiting| waiting.retell(told));
            others += u64::from(in_ring || waits);
        }
        others
    }

    /// What is stored of charge points was changed by somebody else.
    pub fn recount(&self) {
        self.forgotten.fetch_add(1, Ordering::Relaxed);
    }

    /// The charge point is forgotten.
    pub fn forget(&self, id: &ChargePointId) {
        self.forgotten.fetch_add(1, Ordering::Relaxed);
        if let Some(log) = self.by_id.pin().remove(id) {
            let mut known = log.known();
            known.ring = Ring::beginning_at(first_number());
            known.waiting = None;
        }
    }

    /// There are more logs than the present share is made for: [`MessageLogs::tidy`] should run.
    #[must_use]
    pub fn is_crowded(&self) -> bool {
        self.by_id.len() > self.memory.logs.load(Ordering::Relaxed)
    }

    /// Removes logs of those that are not connected where the memory is wanted, and brings the others to their
    /// share. Looks at all logs, so it is nothing for a thread that carries connections.
    pub fn tidy(&self) {
        if !self.is_crowded() {
            return;
        }
        let wanted = self.by_id.len().next_power_of_two();
        let before = self.memory.share.load(Ordering::Relaxed);
        if self.memory.share_of(wanted) < before {
            self.remove_absent();
        }
        self.memory.set_logs(self.by_id.len().next_power_of_two().max(1));
        let share = self.memory.share.load(Ordering::Relaxed);
        if share < before {
            for log in self.by_id.pin().values() {
                log.known().ring.shrink(share);
            }
        }
    }

    /// Only where it helps: a few that come and go must not make each newcomer look at all.
    fn remove_absent(&self) {
        let logs = self.by_id.pin();
        let absent: Vec<_> = logs
            .iter()
            .filter(|(_, log)| log.known().is_idle())
            .map(|(id, _)| id.clone())
            .collect();
        if absent.len() * 8 < logs.len() {
            return;
        }
        for id in absent {
            // One that came back meanwhile stays.
            if logs.remove_if(&id, |_, log| log.known().is_idle()).is_err() {
                tracing::debug!(charge_point.id = %id, "its messages stay: it is back");
            }
        }
    }
}

impl Memory {
    fn share_of(&self, logs: usize) -> usize {
        let most = self.most.load(Ordering::Relaxed);
        (self.total.load(Ordering::Relaxed) / logs.max(1)).min(most)
    }

    fn set_logs(&self, logs: usize) {
        self.logs.store(logs, Ordering::Relaxed);
        self.share.store(self.share_of(logs), Ordering::Relaxed);
    }
}

impl MessageLog {
    fn new(memory: &Arc<Memory>, is_stored: bool) -> Self {
        let known = Known {
            ring: Ring::beginning_at(first_number()),
            heard: None,
            held: 0,
            connection: None,
            waiting: is_stored.then(durable::Waiting::default),
        };
        Self {
            memory: Arc::clone(memory),
            known: Mutex::new(known),
        }
    }

    /// For one copy. A panic cannot leave it half changed, so a poisoned lock is as good as another.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn share(&self) -> usize {
        self.memory.share.load(Ordering::Relaxed)
    }

    /// A message of the station that comes now. Gives its number.
    #[cfg(test)]
    pub fn received(&self, text: &str) -> u64 {
        self.received_at(clock::now(), text)
    }

    /// A message of the station that came at this time. Gives its number.
    pub fn received_at(&self, at: Time, text: &str) -> u64 {
        let limit = self.share();
        let mut known = self.known();
        known.heard = Some(at);
        let entry = NewEntry {
            kind: EntryKind::Received,
            at,
            about: 0,
            text,
        };
        known.add(entry, limit)
    }

    /// A message to the station that leaves now. Gives its number.
    #[cfg(test)]
    pub fn sent(&self, text: &str, about: u64) -> u64 {
        self.sent_at(clock::now(), text, about)
    }

    /// A message to the station that left at this time, as the answer to one of these or to none (0). Gives its number.
    pub fn sent_at(&self, at: Time, text: &str, about: u64) -> u64 {
        let kind = EntryKind::Sent;
        self.add(NewEntry { kind, at, about, text })
    }

    /// What became of the message of this number.
    pub fn note(&self, about: u64, note: &Note) {
        if let Ok(text) = serde_json::to_string(note) {
            let (kind, at) = (EntryKind::Note, clock::now());
            self.add(NewEntry {
                kind,
                at,
                about,
                text: &text,
            });
        }
    }

    fn add(&self, entry: NewEntry<'_>) -> u64 {
        let limit = self.share();
        self.known().add(entry, limit)
    }

    /// Something came that is no message: a ping, a pong, a part of a message.
    pub fn heard(&self) {
        let now = clock::now();
        self.known().heard = Some(now);
    }

    /// When anything came from the station, since the server started.
    #[must_use]
    pub fn last_heard(&self) -> Option<Time> {
        self.known().heard
    }

    /// The last connection, if one began since the server started.
    #[must_use]
    pub fn connection(&self) -> Option<Connection> {
        self.known().connection.clone()
    }

    /// A connection has begun.
    pub fn began(&self, connection: Connection) {
        self.known().connection = Some(connection);
    }

    /// A connection has ended. Gives it, unless a newer one has begun.
    pub fn ended(&self, session: u64, end: EndCause) -> Option<Connection> {
        let now = clock::now();
        let mut known = self.known();
        let heard = known.heard;
        let connection = known.connection.as_mut().filter(|known| known.session == session)?;
        connection.ended_at = Some(now);
        connection.end = Some(end);
        connection.last_heard = heard;
        Some(connection.clone())
    }

    /// A connection that joined has ended.
    fn leave(&self) {
        let mut known = self.known();
        known.held = known.held.saturating_sub(1);
    }

    /// A copy to read from.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.known().ring.snapshot()
    }
}

impl Known {
    /// No connection holds it, and nothing of it waits to be stored.
    fn is_idle(&self) -> bool {
        self.held == 0 && self.waiting.as_ref().is_none_or(durable::Waiting::is_empty)
    }

    fn add(&mut self, entry: NewEntry<'_>, limit: usize) -> u64 {
        let number = self.ring.push(entry, limit);
        if let Some(waiting) = &mut self.waiting {
            waiting.push(number, entry);
        }
        number
    }
}

/// Numbers grow over restarts: no station sends more than one message in a microsecond.
fn first_number() -> u64 {
    u64::try_from(clock::now().timestamp_micros()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn id(number: usize) -> ChargePointId {
        ChargePointId::new(&format!("CP{number}"))
    }

    fn memory(logs: &MessageLogs) -> usize {
        logs.by_id.pin().values().map(|log| log.known().ring.capacity()).sum()
    }

    fn fill(log: &MessageLog) {
        for _ in 0..300 {
            log.received("[2,\"1\",\"Heartbeat\",{}]");
        }
    }

    #[test]
    fn all_logs_together_stay_below_the_limit_and_each_has_its_share() {
        let logs = MessageLogs::default();
        logs.limit(64 << 10, 16 << 10);
        let joined: Vec<_> = (0..33).map(|number| logs.join(&id(number))).collect();
        for log in &joined {
            if logs.is_crowded() {
                logs.tidy();
            }
            fill(log);
        }
        assert!(memory(&logs) <= 64 << 10, "{}", memory(&logs));
        for log in &joined {
            assert!(log.snapshot().entries().count() > 10);
        }
    }

    #[test]
    fn a_log_outlives_its_connection_until_the_memory_is_wanted() {
        let logs = MessageLogs::default();
        logs.limit(8 << 10, 8 << 10);
        let first = logs.join(&id(0));
        fill(&first);
        drop(first);
        assert!(logs.get(&id(0)).unwrap().snapshot().entries().count() > 10);
        let second = logs.join(&id(1));
        assert!(logs.is_crowded());
        logs.tidy();
        assert!(logs.get(&id(0)).is_none());
        fill(&second);
        assert!(memory(&logs) > 4 << 10);
    }

    #[test]
    fn without_memory_nothing_is_kept_but_the_moment() {
        let logs = MessageLogs::default();
        let log = logs.join(&id(0));
        fill(&log);
        log.note(1, &Note::default());
        assert_eq!(log.snapshot().entries().count(), 0);
        assert!(log.last_heard().is_some());
    }

    /// Prints; asserts nothing about time.
    #[test]
    #[ignore = "a measurement"]
    fn cost_of_a_message() {
        let logs = MessageLogs::default();
        logs.limit(64 << 20, 64 << 10);
        let log = logs.join(&id(0));
        let text = format!("[2,\"{}\",\"MeterValues\",{{{}}}]", "1".repeat(36), "x".repeat(400));
        let answer = format!("[3,\"{}\",{{}}]", "1".repeat(36));
        let rounds = 2_000_000;
        let begin = std::time::Instant::now();
        for _ in 0..rounds {
            let number = log.received(&text);
            log.sent(&answer, number);
        }
        println!("a message of 450 bytes and its answer: {:?}", begin.elapsed() / rounds);
    }

    #[test]
    fn what_is_forgotten_is_gone() {
        let logs = MessageLogs::default();
        logs.limit(8 << 10, 8 << 10);
        let log = logs.join(&id(0));
        fill(&log);
        logs.forget(&id(0));
        assert!(logs.get(&id(0)).is_none());
        assert_eq!(log.snapshot().entries().count(), 0);
    }
}
