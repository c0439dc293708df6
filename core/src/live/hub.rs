//! The one place through which all events go to all listeners, on a thread of its own.
//!
//! It begins to watch the store when somebody listens, and stops a while after the last one has gone. Listeners are
//! handed an event under one lock with the position, so whoever joins at a position hears exactly what comes after it.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::future::{Either, select};
use tokio::sync::{Notify, Semaphore, watch};

use super::belongs::Known;
use super::listener::{Bounds, Joined, Post};
use super::recent::Recent;
use super::told::Told;
use crate::events::{Broadcast, Event, kinds};
use crate::ids::ChargePointId;
use crate::state::collections::{CHARGE_POINTS, EVENTS};
use crate::state::{State, parts};
use crate::store::{Applied, Batch, StoreError, Watch, WatchEnd, Watched};

/// So much may lie between the store and the hub.
const MOST_BYTES: usize = 64 << 20;
/// So many events are handed out before others have their turn at the lock.
const STEP: usize = 64;
/// So long after the last listener has gone it goes on, for those who come back.
const LINGER: Duration = Duration::from_secs(60);
/// A store that cannot be watched is asked again.
const AGAIN: Duration = Duration::from_secs(1);
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
    broadcast: Arc<Broadcast>,
    limits: Limits,
    inner: Mutex<Inner>,
    wanted: Notify,
    closing: Notify,
    /// Whether the store is watched.
    begun: watch::Sender<bool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Inner {
    /// All up to this was handed out; none: the store is not watched.
    position: Option<u64>,
    recent: Recent,
    posts: Vec<Arc<Post>>,
    listened_at: Option<Instant>,
    closed: bool,
}

impl Hub {
    /// Starts the thread.
    ///
    /// # Errors
    /// There can be no further thread.
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
            begun: watch::Sender::new(false),
            thread: Mutex::default(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let own = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("live".to_owned()).spawn(move || {
            if let Some(mut told) = own.broadcast.take() {
                let own = Arc::clone(&own);
                runtime.spawn(async move {
                    while let Some(event) = told.recv().await {
                        own.tell_live(event);
                    }
                });
            }
            runtime.block_on(own.run());
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

    /// Ends all listeners and the thread, and waits for that.
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
    /// Joins a room; what came after a number is heard first, as far as the hub remembers.
    pub async fn enter(&self, room: Joined, after: Option<u64>) -> Entered {
        loop {
            self.shared.wanted.notify_one();
            // The hub is as long as its listeners.
            let mut begun = self.shared.begun.subscribe();
            if begun.wait_for(|begun| *begun).await.is_err() {
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
    async fn run(&self) {
        while self.until_wanted().await {
            let watched = Watched::Of(&[EVENTS, CHARGE_POINTS]);
            let ended = match self.state.store().watch(watched, MOST_BYTES).await {
                Ok(watch) => self.follow(watch).await,
                Err(error) => Err(error),
            };
            self.stop_watching();
            if let Err(error) = ended {
                tracing::error!(%error, "events cannot be told live");
                self.or_closed(tokio::time::sleep(AGAIN)).await;
            }
        }
    }

    /// Waits until somebody listens. False: nobody will any more.
    async fn until_wanted(&self) -> bool {
        loop {
            let (closed, is_wanted) = {
                let inner = self.inner();
                (inner.closed, !inner.posts.is_empty())
            };
            if closed || is_wanted {
                return !closed;
            }
            self.wanted.notified().await;
        }
    }

    /// Hands out what is applied, until it has lost, or nobody listens any more.
    async fn follow(&self, mut watch: Watch) -> Result<(), StoreError> {
        let after = watch.after().0;
        {
            let mut inner = self.inner();
            inner.position = Some(after);
            inner.recent = Recent::beginning(after);
        }
        self.begun.send_replace(true);
        loop {
            match self.or_closed(watch.next()).await {
                Some(Ok(batch)) => self.tell_batch(&batch),
                None => return Ok(()),
                Some(Err(WatchEnd::Lost)) => {
                    tracing::warn!("more was written than live events could follow; listeners are told from the log");
                    return Ok(());
                }
                Some(Err(WatchEnd::Closed)) => return Err(StoreError::Closed),
            }
            if self.is_over() {
                return Ok(());
            }
        }
    }

    /// What the work comes to; none: the server stops.
    async fn or_closed<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        match select(pin!(work), pin!(self.closing.notified())).await {
            Either::Left((done, _)) => Some(done),
            Either::Right(_) => None,
        }
    }

    fn is_over(&self) -> bool {
        let inner = self.inner();
        let lingers = inner.listened_at.is_some_and(|at| at.elapsed() < LINGER);
        inner.closed || inner.posts.is_empty() && !lingers
    }

    fn tell_batch(&self, batch: &Batch) {
        let mut told = Vec::with_capacity(STEP);
        for applied in batch.writes() {
            if applied.collection == CHARGE_POINTS {
                if let Some(id) = parts(&applied.key).first() {
                    self.known.change(&ChargePointId::new(id), applied.value.as_deref());
                }
            } else if let Some(event) = self.told(applied) {
                told.push((applied.revision.0, Arc::new(event)));
            }
            if told.len() == STEP {
                self.hand_out(&mut told);
            }
        }
        self.hand_out(&mut told);
    }

    fn hand_out(&self, told: &mut Vec<(u64, Arc<Told>)>) {
        let mut inner = self.inner();
        let before = inner.posts.len();
        for (number, event) in told.drain(..) {
            inner.recent.push(number, &event);
            inner.posts.retain(|post| post.offer(&event));
            inner.position = Some(number);
        }
        let someone_left = inner.posts.len() < before;
        drop(inner);
        if someone_left {
            self.want();
        }
    }

    /// A durable event that is news. Those of live kinds are told by those who know whether they are kept.
    fn told(&self, applied: &Applied) -> Option<Told> {
        let value = applied.value.as_ref()?;
        // One that is written anew keeps its number, and is no news.
        if !applied.is_appended() {
            return None;
        }
        let event: Event = serde_json::from_slice(value)
            .inspect_err(|error| tracing::error!(key = applied.key, %error, "an event cannot be told live"))
            .ok()?;
        if !kinds::is_durable(&event.kind) || event.is_repetition() {
            return None;
        }
        let belongs = self.known.of(&self.state, &event.charge_point);
        Told::new(Some(applied.revision.0), event, belongs)
    }

    fn tell_live(&self, event: Event) {
        let left_out = self.broadcast.taken(&event);
        let belongs = self.known.of(&self.state, &event.charge_point);
        let Some(told) = Told::new(None, event, belongs) else {
            return;
        };
        let told = Arc::new(told);
        let mut inner = self.inner();
        if left_out > 0 {
            tracing::warn!(left_out, "live events were left out: there were too many at once");
            inner.posts.iter().for_each(|post| post.leave_out(left_out));
        }
        inner.posts.retain(|post| post.offer(&told));
    }

    /// Listeners go on from the log when the store is watched again.
    fn stop_watching(&self) {
        self.begun.send_replace(false);
        let mut inner = self.inner();
        if let Some(position) = inner.position.take() {
            inner.posts.iter().for_each(|post| post.fall_behind(position));
        }
        inner.recent = Recent::default();
        drop(inner);
        self.known.clear();
    }

    /// Says which live kinds are listened to.
    fn want(&self) {
        let inner = self.inner();
        let wanted: Vec<_> = inner.posts.iter().flat_map(|post| post.live_kinds()).collect();
        // Under the lock, so that nothing older is said later.
        self.broadcast.want(wanted.into_iter());
        drop(inner);
    }

    // Nothing is left half changed, so a poisoned lock is as good as another.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
