//! The way from many callers to the one writer thread: a bounded queue of lists of writes, each with
//! the place where its answer goes. Knows nothing of how writes are carried out.
//!
//! A caller first takes one of the places (waiting for it is the back-pressure), and the place is
//! free again when the answer is out. Closing takes the places away: whoever still waits for one
//! gets [`StoreError::Closed`], and what was handed over before is still carried out.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc;
use std::task::{Context, Poll, ready};

use futures_util::FutureExt as _;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore, TryAcquireError};

use super::answers::{Answer, Awaited, Reply};
use super::health::Gauges;
use super::{StoreError, Write, rules};

/// How many lists may be handed over and not yet answered.
pub(super) const PLACES: usize = 4096;

/// One list of writes on its way to the writer.
pub(super) struct Submission {
    pub(super) writes: Vec<Write>,
    pub(super) reply: Reply,
}

/// What the writer thread receives.
pub(super) enum Message {
    /// A list to carry out.
    Submission(Submission),
    /// Carry out what is in the queue, then end.
    Close,
}

/// The callers' side. Cheap to clone.
#[derive(Clone)]
pub(super) struct Queue(Arc<Shared>);

struct Shared {
    places: Arc<Semaphore>,
    sender: mpsc::Sender<Message>,
    gauges: Arc<Gauges>,
}

impl Queue {
    /// A queue and the writer's end of it.
    pub(super) fn new(gauges: Arc<Gauges>) -> (Self, mpsc::Receiver<Message>) {
        let (sender, receiver) = mpsc::channel();
        let shared = Shared {
            places: Arc::new(Semaphore::new(PLACES)),
            sender,
            gauges,
        };
        (Self(Arc::new(shared)), receiver)
    }

    /// Hands the writes over at the first poll; resolves with the writer's answer.
    pub(super) fn submit(&self, writes: Vec<Write>) -> Submitted {
        Submitted {
            queue: self.clone(),
            stage: Stage::New(writes),
        }
    }

    fn hand_over(&self, writes: Vec<Write>) -> Result<Awaited, StoreError> {
        if let Err(failure) = self.0.gauges.check() {
            self.free(1);
            return Err(failure);
        }
        let (reply, awaited) = Reply::new();
        let message = Message::Submission(Submission { writes, reply });
        self.0.sender.send(message).map_err(|_| self.ended())?;
        Ok(awaited)
    }

    /// So many lists are about to be answered.
    pub(super) fn free(&self, places: usize) {
        self.0.places.add_permits(places);
    }

    /// So many lists were handed over and are not answered yet.
    pub(super) fn waiting(&self) -> usize {
        PLACES.saturating_sub(self.0.places.available_permits())
    }

    /// Takes no more submissions and tells the writer to end after those that it has.
    pub(super) fn close(&self) {
        self.0.places.close();
        // An error means that the writer has ended already, which is what was asked for.
        drop(self.0.sender.send(Message::Close));
    }

    /// Frees whoever waits for a place of a writer that has failed.
    pub(super) fn stop(&self) {
        self.0.places.close();
    }

    fn ended(&self) -> StoreError {
        self.0.gauges.failure().unwrap_or(StoreError::Closed)
    }
}

/// A list of writes on its way and back.
pub(super) struct Submitted {
    queue: Queue,
    stage: Stage,
}

enum Stage {
    New(Vec<Write>),
    /// The queue is full.
    NoPlace(Vec<Write>, Place),
    HandedOver(Awaited),
    Over,
}

type Place = Pin<Box<dyn Future<Output = Result<OwnedSemaphorePermit, AcquireError>> + Send>>;

impl Submitted {
    /// Takes a place for the list, and hands it over.
    fn begin(&self, writes: Vec<Write>) -> Result<Stage, StoreError> {
        rules::check_all(&writes)?;
        let places = &self.queue.0.places;
        match places.try_acquire() {
            Ok(place) => {
                place.forget();
                Ok(Stage::HandedOver(self.queue.hand_over(writes)?))
            }
            Err(TryAcquireError::NoPermits) => Ok(Stage::NoPlace(writes, Box::pin(Arc::clone(places).acquire_owned()))),
            Err(TryAcquireError::Closed) => Err(self.queue.ended()),
        }
    }
}

impl Future for Submitted {
    type Output = Answer;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Answer> {
        loop {
            let next = match &mut self.stage {
                Stage::New(writes) => {
                    let writes = std::mem::take(writes);
                    self.begin(writes)
                }
                Stage::NoPlace(writes, place) => match ready!(place.poll_unpin(cx)) {
                    Ok(place) => {
                        place.forget();
                        let writes = std::mem::take(writes);
                        self.queue.hand_over(writes).map(Stage::HandedOver)
                    }
                    Err(_) => Err(self.queue.ended()),
                },
                Stage::HandedOver(awaited) => {
                    // A submission that is dropped without an answer was in the queue when the writer ended.
                    let answer = ready!(awaited.poll_unpin(cx)).unwrap_or_else(|| Err(self.queue.ended()));
                    self.stage = Stage::Over;
                    return Poll::Ready(answer);
                }
                Stage::Over => return Poll::Ready(Err(self.queue.ended())),
            };
            match next {
                Ok(stage) => self.stage = stage,
                Err(error) => {
                    self.stage = Stage::Over;
                    return Poll::Ready(Err(error));
                }
            }
        }
    }
}
