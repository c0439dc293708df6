//! Watching a store: what was applied, in the order in which it was applied, once it is durable.
//!
//! Several workers write, so the order in which they hear of their writes is not the order of the store. A back end
//! tells what it applied here instead, from the one place where all lists pass: each applied write with its revision,
//! its final key and what the key holds then. Where nobody watches that costs one look at a number for each group. The
//! back end never waits for a watcher: one that lets too much lie is told that it lost, and watches anew.
//!
//! What was told is durable, so nothing that a watcher has seen is gone after a crash, and it is told before whoever
//! wrote it is answered. A watch begins with what comes next; its first position is [`Watch::after`]. What was before
//! is read from the store itself; a back end that keeps a journal could begin earlier.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Instant;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::{Collection, REVISION_DIGITS, Revision, StoreError, appended_key};

/// What an applied write takes beside its key and value.
const BESIDE: usize = 96;

/// Which writes a watcher is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// All.
    All,
    /// Those of these collections.
    Of(&'static [Collection]),
}

impl Watched {
    fn takes(self, collection: Collection) -> bool {
        match self {
            Self::All => true,
            Self::Of(collections) => collections.contains(&collection),
        }
    }
}

/// A write that was applied and is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its revision; grows from write to write.
    pub revision: Revision,
    /// Where the key lives.
    pub collection: Collection,
    /// The key; that of an appended value with its number.
    pub key: String,
    /// What the key holds since: of a sum the sum; none: it is gone.
    pub value: Option<Bytes>,
}

impl Applied {
    /// Whether it came into being by this write, under a number of its own; what was appended before and is put again
    /// keeps its key.
    #[must_use]
    pub fn is_appended(&self) -> bool {
        self.key.len() > REVISION_DIGITS && self.key.ends_with(&appended_key("", self.revision))
    }

    fn bytes(&self) -> usize {
        BESIDE + self.key.len() + self.value.as_ref().map_or(0, Bytes::len)
    }
}

/// Why a watch has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WatchEnd {
    /// More was applied than may lie here: what comes next is missing. Watch anew, and read from the store what lies
    /// between.
    #[error("more was written than the watcher took")]
    Lost,
    /// The store was closed, or has failed.
    #[error("the store is closed")]
    Closed,
}

/// Resolves when a watch has begun.
pub type Watching = Pin<Box<dyn Future<Output = Result<Watch, StoreError>> + Send>>;

/// What became durable together, as far as one watcher is told: at least one write.
#[derive(Debug, Clone)]
pub struct Batch {
    writes: Arc<Vec<Applied>>,
    watched: Watched,
    after: Revision,
    at: Instant,
}

impl Batch {
    /// When it was told.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// The writes, in their order.
    pub fn writes(&self) -> impl Iterator<Item = &Applied> {
        let (watched, after) = (self.watched, self.after);
        let writes = self.writes.iter();
        writes.filter(move |write| write.revision > after && watched.takes(write.collection))
    }
}

/// A watcher's end. Dropping it ends the watch.
#[derive(Debug)]
pub struct Watch {
    watchers: Weak<Watchers>,
    shared: Arc<Shared>,
    batches: mpsc::UnboundedReceiver<Sent>,
    watched: Watched,
    after: Revision,
}

impl Watch {
    /// Everything that was applied after this is told, nothing up to it is; what was up to it is durable.
    #[must_use]
    pub fn after(&self) -> Revision {
        self.after
    }

    /// What was applied next. May be dropped while it waits; nothing is lost by it.
    ///
    /// # Errors
    /// The watch has ended.
    pub async fn next(&mut self) -> Result<Batch, WatchEnd> {
        loop {
            let sent = self.batches.recv().await.ok_or_else(|| self.end())?;
            if let Some(batch) = self.batch(sent) {
                return Ok(batch);
            }
        }
    }

    /// What was applied next, if something was.
    ///
    /// # Errors
    /// The watch has ended.
    pub fn try_next(&mut self) -> Result<Option<Batch>, WatchEnd> {
        loop {
            match self.batches.try_recv() {
                Ok(sent) => {
                    if let Some(batch) = self.batch(sent) {
                        return Ok(Some(batch));
                    }
                }
                Err(mpsc::error::TryRecvError::Empty) => return Ok(None),
                Err(mpsc::error::TryRecvError::Disconnected) => return Err(self.end()),
            }
        }
    }

    /// What was applied next, for a thread that may wait.
    ///
    /// # Errors
    /// The watch has ended.
    pub fn wait_next(&mut self) -> Result<Batch, WatchEnd> {
        loop {
            let sent = self.batches.blocking_recv().ok_or_else(|| self.end())?;
            if let Some(batch) = self.batch(sent) {
                return Ok(batch);
            }
        }
    }

    /// The same watch, begun after a revision.
    pub(super) fn begun(mut self, after: Revision) -> Self {
        self.after = after;
        self
    }

    fn batch(&self, sent: Sent) -> Option<Batch> {
        self.shared.waiting.fetch_sub(sent.bytes, Ordering::AcqRel);
        let batch = Batch {
            writes: sent.writes,
            watched: self.watched,
            after: self.after,
            at: sent.at,
        };
        let has_any = batch.writes().next().is_some();
        has_any.then_some(batch)
    }

    fn end(&self) -> WatchEnd {
        if self.shared.lost.load(Ordering::Acquire) {
            WatchEnd::Lost
        } else {
            WatchEnd::Closed
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(watchers) = self.watchers.upgrade() {
            watchers.remove(&self.shared);
        }
    }
}

/// What a watcher and the back end know of each other.
#[derive(Debug, Default)]
struct Shared {
    /// The bytes that lie there and were not taken.
    waiting: AtomicUsize,
    lost: AtomicBool,
}

/// One group on its way to one watcher.
#[derive(Debug)]
struct Sent {
    writes: Arc<Vec<Applied>>,
    bytes: usize,
    at: Instant,
}

#[derive(Debug)]
struct Watcher {
    watched: Watched,
    most_bytes: usize,
    shared: Arc<Shared>,
    /// Bounded by the bytes that may wait.
    batches: mpsc::UnboundedSender<Sent>,
}

impl Watcher {
    /// Whether it goes on.
    fn tell(&self, writes: &Arc<Vec<Applied>>, at: Instant) -> bool {
        let own = writes.iter().filter(|write| self.watched.takes(write.collection));
        let bytes: usize = own.map(Applied::bytes).sum();
        if bytes == 0 {
            return true;
        }
        let waiting = self.shared.waiting.fetch_add(bytes, Ordering::AcqRel);
        // One group alone is taken whatever it has, or it could never be told.
        if waiting > 0 && waiting + bytes > self.most_bytes {
            self.shared.lost.store(true, Ordering::Release);
            return false;
        }
        let writes = Arc::clone(writes);
        self.batches.send(Sent { writes, bytes, at }).is_ok()
    }
}

/// Those who watch one back end.
#[derive(Default)]
pub struct Watchers {
    /// How many there are: all that is looked at while nobody watches.
    count: AtomicUsize,
    list: Mutex<Vec<Watcher>>,
}

impl fmt::Debug for Watchers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} watchers", self.count.load(Ordering::Relaxed))
    }
}

impl Watchers {
    /// One more, who lets at most so many bytes lie. It is told all groups that begin from now on.
    pub(super) fn add(self: &Arc<Self>, watched: Watched, most_bytes: usize) -> Watch {
        let (sender, batches) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared::default());
        let mut list = self.list();
        list.push(Watcher {
            watched,
            most_bytes,
            shared: Arc::clone(&shared),
            batches: sender,
        });
        self.count.store(list.len(), Ordering::Release);
        drop(list);
        Watch {
            watchers: Arc::downgrade(self),
            shared,
            batches,
            watched,
            after: Revision(0),
        }
    }

    /// What is to be told of a group that begins now.
    pub(super) fn begin(&self) -> Telling {
        let mut wanted = Wanted::Nothing;
        if self.count.load(Ordering::Acquire) > 0 {
            let list = self.list();
            wanted = list.iter().fold(wanted, |wanted, one| wanted.and(one.watched));
        }
        Telling {
            wanted,
            writes: Vec::new(),
        }
    }

    /// A group is durable.
    pub(super) fn tell(&self, telling: Telling) {
        if telling.writes.is_empty() {
            return;
        }
        let (writes, at) = (Arc::new(telling.writes), Instant::now());
        let mut list = self.list();
        list.retain(|watcher| watcher.tell(&writes, at));
        self.count.store(list.len(), Ordering::Release);
    }

    /// Nothing is applied any more.
    pub(super) fn close(&self) {
        let mut list = self.list();
        list.clear();
        self.count.store(0, Ordering::Release);
    }

    /// How many watch.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count.load(Ordering::Acquire)
    }

    fn remove(&self, shared: &Arc<Shared>) {
        let mut list = self.list();
        list.retain(|watcher| !Arc::ptr_eq(&watcher.shared, shared));
        self.count.store(list.len(), Ordering::Release);
    }

    // The list cannot be left half changed, so a poisoned lock is as good as another.
    fn list(&self) -> MutexGuard<'_, Vec<Watcher>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What all watchers together want.
enum Wanted {
    Nothing,
    Of(Vec<Collection>),
    All,
}

impl Wanted {
    fn and(self, watched: Watched) -> Self {
        match (self, watched) {
            (Self::All, _) | (_, Watched::All) => Self::All,
            (Self::Nothing, Watched::Of(more)) => Self::Of(more.to_vec()),
            (Self::Of(mut wanted), Watched::Of(more)) => {
                wanted.extend(more);
                Self::Of(wanted)
            }
        }
    }
}

/// The applied writes of one group that somebody wants to be told.
pub(super) struct Telling {
    wanted: Wanted,
    writes: Vec<Applied>,
}

impl Telling {
    /// Whether a write of this collection is to be added.
    pub(super) fn wants(&self, collection: Collection) -> bool {
        match &self.wanted {
            Wanted::Nothing => false,
            Wanted::Of(wanted) => wanted.contains(&collection),
            Wanted::All => true,
        }
    }

    /// How much is to be told so far.
    pub(super) fn mark(&self) -> usize {
        self.writes.len()
    }

    /// What was added since is not to be told.
    pub(super) fn take_back(&mut self, mark: usize) {
        self.writes.truncate(mark);
    }

    /// A write was applied that is wanted.
    pub(super) fn add(&mut self, applied: Applied) {
        self.writes.push(applied);
    }
}
