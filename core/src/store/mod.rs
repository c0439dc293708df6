//! The narrow byte interface that holds all state (design: one fact, one key).
//!
//! Reads are direct and never wait for a write. Writes go to one writer and are acknowledged when
//! they are on the disk. A list of writes is applied whole or not at all: if one of them is refused, none of the list
//! is applied.
//!
//! What a caller may rely on:
//! - After a crash or a power cut the store holds what a prefix of all applied lists gives, and
//!   that prefix contains every acknowledged list.
//! - A list is read when it is durable, not before, so an answer may promise what was read. An empty list of writes
//!   resolves when everything handed over before it is decided and durable, and costs nothing if there is nothing to
//!   wait for.
//! - A back end without room on its disk refuses writes with [`StoreError::Full`] and takes them again when there is
//!   room; so it does with [`StoreError::Unable`] where it can make no file for another reason. One that failed refuses every write from then on with the same text, and every read if what it would read
//!   cannot be relied on. The process must be started again.
//!
//! Parts: [`MemoryStore`] and [`SledStore`] are the back ends, [`OverlayStore`] is one over another; `rules` is what both decide alike;
//! `journal` is where what is acknowledged stands first, `merge` is a listing of changes over what they change; `room` is what the disk has; `queue` and `writer` are the group commit, `answers` their way back; [`Watch`] tells what was applied, in its order; [`WriteBehind`] collects what may wait a moment (`latest`); `conformance`
//! and `model` are the tests that each back end passes.

mod answers;
#[cfg(test)]
mod conformance;
#[cfg(test)]
pub mod guided;
mod health;
mod journal;
pub mod latest;
pub mod memory;
mod merge;
#[cfg(test)]
mod model;
mod overlay;
mod page;
mod queue;
mod room;
mod rules;
pub mod sled_store;
mod undo;
mod watch;
pub mod write_behind;
mod writer;

pub use answers::attend;
pub use health::{Health, JournalHealth};
pub use latest::Latest;
pub use memory::MemoryStore;
pub use overlay::OverlayStore;
pub use page::{Order, Page, end_of};
pub use rules::{MAX_COLLECTION_BYTES, MAX_KEY_BYTES, MAX_VALUE_BYTES, REVISION_DIGITS, appended_key};
pub use sled_store::{
    Counts, Fault, Given, Home, JournalSeen, Limits, Look, Named, Naming, NumberIn, Report, Salvage, SledStore, Trial,
    check,
};
pub use watch::{Applied, Batch, Watch, WatchEnd, Watched, Watchers, Watching};
pub use write_behind::{NeedsTimer, NotTaken, WriteBehind};

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

/// A named set of keys, such as `"transactions"`. Lower-case words with hyphens, at most
/// [`MAX_COLLECTION_BYTES`] long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Collection(pub &'static str);

/// Grows with every write of a store and is never given twice, also across a deletion, a restart
/// and a crash (numbers may be left out); what a conditional write names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Revision(pub u64);

/// What a key holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The revision of the write that made it.
    pub revision: Revision,
    /// The bytes as they were put.
    pub value: Vec<u8>,
}

/// What must hold for a write to be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Nothing.
    Any,
    /// The key has no value.
    Absent,
    /// The key's value has this revision.
    Revision(Revision),
}

/// What a write does to its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The key holds these bytes, at most [`MAX_VALUE_BYTES`].
    Put(Vec<u8>),
    /// The key is gone; no error if it was not there.
    Delete,
    /// The key holds the decimal text of a 64-bit number; this much is added to it (absent counts
    /// as 0). Refused if the value is no such number or the sum is none.
    Add(i64),
    /// The bytes go to a new key: the write's key followed by the write's own revision in
    /// [`REVISION_DIGITS`] digits. What is appended under one key is so listed in the order in which it
    /// was applied, whoever wrote it, and no number is given twice.
    Append(Vec<u8>),
}

/// One change of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Where the key lives.
    pub collection: Collection,
    /// The key: any text without NUL, at most [`MAX_KEY_BYTES`].
    pub key: String,
    /// The condition.
    pub expect: Expect,
    /// The change.
    pub change: Change,
}

/// Why a store refused or failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// A conditional write found another state. Nothing of the list is applied.
    #[error("{collection}/{key} is not in the expected state")]
    Conflict {
        /// The collection's name.
        collection: &'static str,
        /// The key.
        key: String,
        /// The place of the refused write in the list.
        index: usize,
    },
    /// The key or the value cannot be stored, seen from the list alone or from the state (a sum). Nothing of the list
    /// is applied.
    #[error("{collection}/{key}: {reason}")]
    Refused {
        /// The collection's name.
        collection: &'static str,
        /// The key.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The bytes of one key are not what this version can read. Nothing else is touched by it: every
    /// other key can be read and written, and so can this one be overwritten.
    #[error("{collection}/{key} cannot be read: {reason}")]
    Corrupt {
        /// The collection's name.
        collection: &'static str,
        /// The key.
        key: String,
        /// What is wrong with its bytes, for the log.
        reason: String,
    },
    /// There is no room on the disk. Nothing of the list is applied; it may be written again when there is room.
    #[error("the store has no room: {reason}")]
    Full {
        /// What the system said, and where.
        reason: String,
    },
    /// Something that passes keeps the store from writing, such as that too many files are open. Nothing of the list is
    /// applied, nothing on the disk has changed; it may be written again later.
    #[error("the store cannot write for now: {reason}")]
    Unable {
        /// What the system said, and where.
        reason: String,
    },
    /// The disk or the library failed; nothing of the list may be relied on, and every later write of this back end
    /// fails too.
    #[error("the store failed: {reason}")]
    Failed {
        /// What the back end said.
        reason: String,
    },
    /// The store was closed before the write was taken.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// Whether the same may be written again later, with another answer.
    #[must_use]
    pub const fn passes(&self) -> bool {
        matches!(self, Self::Full { .. } | Self::Unable { .. })
    }
}

/// Resolves when the writes are durable, to the last revision given.
#[must_use]
pub struct Acknowledged(On);

/// What it waits for.
enum On {
    /// Nothing; none: it was told.
    Nothing(Option<Result<Revision, StoreError>>),
    Writer(queue::Submitted),
    Other(Pin<Box<dyn Future<Output = Result<Revision, StoreError>> + Send>>),
}

impl Acknowledged {
    /// Of a back end that has its own way.
    pub fn by(work: impl Future<Output = Result<Revision, StoreError>> + Send + 'static) -> Self {
        Self(On::Other(Box::pin(work)))
    }
}

impl From<queue::Submitted> for Acknowledged {
    fn from(submitted: queue::Submitted) -> Self {
        Self(On::Writer(submitted))
    }
}

impl Future for Acknowledged {
    type Output = Result<Revision, StoreError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            On::Nothing(answer) => Poll::Ready(answer.take().unwrap_or(Err(StoreError::Closed))),
            On::Writer(submitted) => Pin::new(submitted).poll(cx),
            On::Other(work) => work.as_mut().poll(cx),
        }
    }
}

/// A back end. Every implementation passes the same conformance suite.
pub trait Store: Send + Sync + 'static {
    /// The value of a key.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if the back end cannot read, [`StoreError::Corrupt`] if only this key
    /// is damaged.
    fn get(&self, collection: Collection, key: &str) -> Result<Option<Entry>, StoreError>;

    /// The keys of one page with their values. A key that is damaged is told in the log and left out.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if the back end cannot read.
    fn list(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError>;

    /// The keys of one page, without a look at their values: for who counts, skips or removes.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if the back end cannot read.
    fn list_keys(&self, collection: Collection, page: Page<'_>) -> Result<Vec<String>, StoreError>;

    /// Applies the writes in their order, all or none; the future resolves when they are durable. Lists are
    /// applied in the order in which their futures are first polled, none in the middle of another.
    ///
    /// The first poll hands the list over; from then on the writes happen even if the future is
    /// dropped. If the queue is full the future waits for a place, and one that is dropped while it
    /// waits writes nothing.
    fn write(&self, writes: Vec<Write>) -> Acknowledged;

    /// The same, handed over before this returns, unless the queue is full: nothing that is handed over
    /// later, on whichever thread, comes before it.
    fn write_at_once(&self, writes: Vec<Write>) -> Acknowledged {
        let mut written = self.write(writes);
        // Nobody is woken by this poll; the next one asks again.
        match Pin::new(&mut written).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => Acknowledged(On::Nothing(Some(answer))),
            Poll::Pending => written,
        }
    }

    /// Those who watch. A back end tells them each group that it applied, in order, when it is durable and before
    /// anybody is answered.
    fn watchers(&self) -> &Arc<Watchers>;

    /// Begins to watch what is applied. What the watcher does not take may have so many bytes, then it has lost.
    fn watch(&self, watched: Watched, most_bytes: usize) -> Watching {
        let watch = self.watchers().add(watched, most_bytes);
        // Its group begins after the watcher is there: all that is applied later is told.
        let begun = self.write_at_once(Vec::new());
        Box::pin(async move { Ok(watch.begun(begun.await?)) })
    }

    /// Whether the last group of writes was refused, or the back end failed: whoever would acknowledge something before it
    /// is written writes it first. No more than a look, for a message's path.
    fn refuses_writes(&self) -> bool {
        false
    }

    /// What the back end has done since it was opened, and whether it still works.
    fn health(&self) -> Health;
}
