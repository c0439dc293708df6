//! The one place through which all events go to all listeners, on a thread of its own.
//!
//! It begins to watch the store when somebody listens, and stops a while after the last one has gone. Listeners are
//! handed an event under one lock with the position, so whoever joins at a position hears exactly what comes after it.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use tokio::sync::{Notify, Semaphore, watch};

use super::belongs::Known;
use super::listener::{Bounds, Joined, Post};
use super::recent::Recent;
use crate::events::Broadcast;
use crate::state::State;

/// How much less urgent its thread is; Linux counts this by thread.
const NICE: i32 = 5;
/// So many read the log at the same time.
const READERS: usize = 2;

/// What is allowed.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Listeners at a time.
    pub listeners: usize,
    /// Events that may lie ready for one of them.
    pub events: usize,
    /// Their bytes.
    pub bytes: usize,
}

/// Why nobody can listen now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    /// So many do.
    #[error("{0} listen already")]
    Full(usize),
    /// The server stops.
    #[error("the server stops")]
    Closed,
}

/// What became of joining a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// It hears everything after the number that it named, or after this one if it named none.
    Here { number: u64 },
    /// The log up to this number comes first.
    Behind { until: u64 },
    /// No event has the number yet: this is the last one.
    Ahead { number: u64 },
}

/// The hub. Cheap to clone; the clones are the same one.
#[derive(Clone)]
pub struct Hub(Arc<Shared>);

pub(super) struct Shared {
    pub(super) state: State,
    pub(super) known: Known,
    /// Those who read the log.
    pub(super) readers: Arc<Semaphore>,
    pub(super) broadcast: Arc<Broadcast>,
    limits: Limits,
    inner: Mutex<Inner>,
    /// Somebody comes, or asks where it is.
    pub(super) wanted: Notify,
    pub(super) closing: Notify,
    /// How often it was asked where it is.
    pub(super) asked: AtomicU64,
    pub(super) progress: watch::Sender<Progress>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
pub(super) struct Inner {
    /// All up to this was handed out; none: the store is not watched.
    pub(super) position: Option<u64>,
    pub(super) recent: Recent,
    pub(super) posts: Vec<Arc<Post>>,
    pub(super) listened_at: Option<Instant>,
    pub(super) closed: bool,
}

/// How far it came.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Whether the store is watched.
    pub(super) watching: bool,
    /// All that was told before it was asked so often is handed out.
    pub(super) answered: u64,
}

impl Hub {
    /// Starts the thread.
    ///
    /// # Errors
    /// There can be no further thread, or another hub has these events.
    pub fn start(state: State, broadcast: Arc<Broadcast>, limits: Limits) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            state,
            known: Known::default(),
            readers: Arc::new(Semaphore::new(READERS)),
            broadcast,
            limits,
            inner: Mutex::default(),
            wanted: Notify::new(),
            closing: Notify::new(),
            asked: AtomicU64::new(0),
            progress: watch::Sender::default(),
            thread: Mutex::default(),
        });
        let live = shared.broadcast.take();
        let live = live.ok_or_else(|| io::Error::other("somebody else tells live events already"))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let own = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("live".to_owned()).spawn(move || {
            yield_to_charge_points();
            runtime.block_on(own.run(live));
        })?;
        *shared.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
        Ok(Self(shared))
    }

    /// A place for one more listener, which is in no room yet.
    ///
    /// # Errors
    /// There is none.
    pub fn listen(&self) -> Result<Place, NoPlace> {
        let limits = self.0.limits;
        let post = Arc::new(Post::new(Bounds {
            events: limits.events,
            bytes: limits.bytes,
        }));
        let mut inner = self.0.inner();
        if inner.closed {
            return Err(NoPlace::Closed);
        }
        if inner.posts.len() >= limits.listeners {
            return Err(NoPlace::Full(inner.posts.len()));
        }
        inner.posts.push(Arc::clone(&post));
        drop(inner);
        self.0.wanted.notify_one();
        Ok(Place {
            shared: Arc::clone(&self.0),
            post,
        })
    }

    /// How many listen.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.0.inner().posts.len()
    }

    /// Hands out what was told until now, and waits for that.
    pub async fn hand_out(&self) {
        if self.listeners() > 0 {
            self.0.handed_out().await;
        }
    }

    /// Ends all listeners and the thread, and waits for that.
    ///
    /// What was told before is heard before: see [`Hub::hand_out`].
    pub fn close(&self) {
        let mut inner = self.0.inner();
        inner.closed = true;
        for post in inner.posts.drain(..) {
            post.close();
        }
        drop(inner);
        self.0.broadcast.want(std::iter::empty());
        self.0.wanted.notify_one();
        self.0.closing.notify_one();
        let thread = self.0.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread of the live events panicked");
        }
    }
}

/// A listener's place in the hub. Dropping it leaves.
pub struct Place {
    shared: Arc<Shared>,
    pub(super) post: Arc<Post>,
}

impl Place {
    /// Joins a room; what came after a number is heard first, as far as the hub remembers. What was told before this is
    /// handed out already, and not gathered any more.
    pub async fn enter(&self, room: Joined, after: Option<u64>) -> Entered {
        loop {
            if !self.shared.handed_out().await {
                return Entered::Here { number: 0 };
            }
            if let Some(entered) = self.try_enter(&room, after) {
                return entered;
            }
        }
    }

    fn try_enter(&self, room: &Joined, after: Option<u64>) -> Option<Entered> {
        let inner = self.shared.inner();
        let position = inner.position?;
        let number = after.unwrap_or(position);
        if number > position {
            return Some(Entered::Ahead { number: position });
        }
        if !inner.recent.reaches(number) {
            return Some(Entered::Behind { until: position });
        }
        self.post.join(room.clone(), number, inner.recent.after(number));
        drop(inner);
        self.shared.want();
        Some(Entered::Here { number })
    }

    /// Whether it was in the room.
    pub fn leave(&self, room: &str) -> bool {
        let left = self.post.leave(room);
        self.shared.want();
        left
    }

    /// All up to this number was handed out; what of it is for this listener lies in its queue, or was taken.
    pub fn position(&self) -> Option<u64> {
        self.shared.inner().position
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inner = self.shared.inner();
        inner.posts.retain(|post| !Arc::ptr_eq(post, &self.post));
        inner.listened_at = Some(Instant::now());
        drop(inner);
        self.shared.want();
    }
}

impl Shared {
    /// Says which live kinds are listened to.
    pub(super) fn want(&self) {
        let inner = self.inner();
        let wanted: Vec<_> = inner.posts.iter().flat_map(|post| post.live_kinds()).collect();
        // Under the lock, so that nothing older is said later.
        self.broadcast.want(wanted.into_iter());
        drop(inner);
    }

    /// Waits until what was told before this is handed out. False: there is no hub any more; it is as long as its listeners.
    async fn handed_out(&self) -> bool {
        let asked = self.asked.fetch_add(1, Ordering::AcqRel) + 1;
        self.wanted.notify_one();
        let mut progress = self.progress.subscribe();
        let is_answered = |progress: &Progress| progress.watching && progress.answered >= asked;
        progress.wait_for(is_answered).await.is_ok()
    }

    // Nothing is left half changed, so a poisoned lock is as good as another.
    pub(super) fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Those who answer charge points come before those who listen.
fn yield_to_charge_points() {
    if let Err(error) = rustix::process::nice(NICE) {
        tracing::debug!(%error, "the thread of the live events is as urgent as those of charge points");
    }
}
