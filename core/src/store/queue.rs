//! The way from many callers to the one writer thread: a bounded queue of lists of writes, each with
//! the place where its answer goes. Knows nothing of how writes are carried out.
//!
//! A caller first takes one of the places (waiting for it is the back-pressure), and the place is
//! free again when the answer is out. Closing takes the places away: whoever still waits for one
//! gets [`StoreError::Closed`], and what was handed over before is still carried out.

use std::sync::Arc;
use std::sync::mpsc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::answers::{Answer, Reply};
use super::health::Gauges;
use super::{Acknowledged, StoreError, Write, rules};

/// How many lists may be handed over and not yet answered.
pub(super) const PLACES: usize = 4096;

/// One list of writes on its way to the writer.
pub(super) struct Submission {
    pub(super) writes: Vec<Write>,
    pub(super) reply: Reply,
    /// Free when the submission is dropped.
    _place: OwnedSemaphorePermit,
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
pub(super) struct Queue {
    places: Arc<Semaphore>,
    sender: mpsc::Sender<Message>,
    gauges: Arc<Gauges>,
}

impl Queue {
    /// A queue and the writer's end of it.
    pub(super) fn new(gauges: Arc<Gauges>) -> (Self, mpsc::Receiver<Message>) {
        let (sender, receiver) = mpsc::channel();
        (
            Self {
                places: Arc::new(Semaphore::new(PLACES)),
                sender,
                gauges,
            },
            receiver,
        )
    }

    /// Hands the writes over at the first poll; resolves with the writer's answer.
    pub(super) fn submit(&self, writes: Vec<Write>) -> Acknowledged {
        let queue = self.clone();
        Box::pin(async move {
            rules::check_all(&writes)?;
            let answer = queue.hand_over(writes).await?;
            // A submission that is dropped without an answer was in the queue when the writer ended.
            answer.await.unwrap_or_else(|_| Err(queue.ended()))
        })
    }

    async fn hand_over(&self, writes: Vec<Write>) -> Result<oneshot::Receiver<Answer>, StoreError> {
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(|_| self.ended())?;
        self.gauges.check()?;
        let (reply, answered) = Reply::new();
        let message = Message::Submission(Submission {
            writes,
            reply,
            _place: place,
        });
        self.sender.send(message).map_err(|_| self.ended())?;
        Ok(answered)
    }

    /// So many lists were handed over and are not answered yet.
    pub(super) fn waiting(&self) -> usize {
        PLACES.saturating_sub(self.places.available_permits())
    }

    /// Takes no more submissions and tells the writer to end after those that it has.
    pub(super) fn close(&self) {
        self.places.close();
        // An error means that the writer has ended already, which is what was asked for.
        drop(self.sender.send(Message::Close));
    }

    /// Frees whoever waits for a place of a writer that has failed.
    pub(super) fn stop(&self) {
        self.places.close();
    }

    fn ended(&self) -> StoreError {
        self.gauges.failure().unwrap_or(StoreError::Closed)
    }
}
