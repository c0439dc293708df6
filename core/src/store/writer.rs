//! Group commit: the one thread that carries out all writes of a back end.
//!
//! It takes whatever waits (at most [`GROUP`] lists), carries the lists out one after the other, makes
//! the disk hold them all at once, and only then answers each. While the disk works the next group
//! gathers, so the rate of writes grows with the number of callers that wait. Where callers share a core with the
//! thread, they have a few turns before a group is complete: each group costs a sync, whatever is in it, and with a
//! core of its own the thread waits for nobody. Conditions are decided
//! against the state with everything before, so lists of one group see each other.
//!
//! If the disk has no room for a group, its lists are refused and the next group is tried. Where none comes it is tried
//! without one, so that it is known when there is room again. Any other failure of the
//! engine, or a panic in it, fails the whole group and everything after it: what the disk holds is not known, and
//! nobody may be told otherwise. Nobody hangs either.

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use std::vec;

use super::answers::{Answer, Reply, answer_all};
use super::health::Gauges;
use super::queue::{Message, Queue, Submission};
use super::watch::{Telling, Watchers};
use super::{Revision, StoreError, Write};

/// How many lists are answered together at most.
const GROUP: usize = 1024;

/// How often it is tried whether writes can be taken again.
const EVERY: Duration = Duration::from_millis(500);

/// So often others have their turn before a group is complete.
const TURNS: u32 = 4;

/// What carries lists of writes out, on the writer's thread alone.
pub(super) trait Engine: Send + 'static {
    /// Decides a list of writes against everything before it, and adds it to what is told if that is wanted. A list
    /// that is refused leaves no trace. [`StoreError::Failed`] ends the engine.
    fn stage(&mut self, list: Vec<Write>, telling: &mut Telling) -> Result<Revision, StoreError>;

    /// Whether what is staged should be committed before more is.
    fn is_full(&self) -> bool;

    /// The last revision given.
    fn last(&self) -> Revision;

    /// Returns when everything that was staged is durable and can be read. After [`StoreError::Full`] nothing of it is
    /// there, and the next may be tried; any other error ends the engine. The same with [`StoreError::Unable`].
    fn commit(&mut self) -> Result<(), StoreError>;

    /// Does what a commit would, with nothing to be committed: whether the next group can be taken.
    fn try_again(&mut self) -> Result<(), StoreError>;
}

/// The running thread; dropping it closes the queue and waits for the thread.
pub(super) struct Writer {
    queue: Queue,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if there can be no further thread.
    pub(super) fn start<E: Engine>(
        engine: E,
        gauges: Arc<Gauges>,
        watchers: Arc<Watchers>,
    ) -> Result<Self, StoreError> {
        let (queue, inbox) = Queue::new(Arc::clone(&gauges));
        let mut work = Work {
            engine,
            gauges,
            watchers,
            queue: queue.clone(),
            refused: Instant::now(),
        };
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                work.run(&inbox);
                work.watchers.close();
            })
            .map_err(|error| StoreError::Failed {
                reason: format!("no thread to write: {error}"),
            })?;
        Ok(Self {
            queue,
            thread: Mutex::new(Some(thread)),
        })
    }

    pub(super) fn queue(&self) -> &Queue {
        &self.queue
    }

    /// Carries out and answers what was handed over, then ends the thread. Blocks until then.
    pub(super) fn close(&self) {
        self.queue.close();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the store's writer thread panicked");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

struct Work<E> {
    engine: E,
    gauges: Arc<Gauges>,
    watchers: Arc<Watchers>,
    queue: Queue,
    /// When a group, or trying without one, was refused last.
    refused: Instant,
}

impl<E: Engine> Work<E> {
    fn run(&mut self, inbox: &Receiver<Message>) {
        let mut closing = false;
        while !closing {
            let group;
            let patience = self.gauges.is_refusing().then_some(EVERY);
            (group, closing) = gather(inbox, patience);
            if let Err(failure) = self.commit(group).and_then(|()| self.try_again()) {
                return self.give_up(&failure, inbox);
            }
        }
    }

    /// After some time in which groups were refused, or none came, finds out whether the next one would be taken.
    fn try_again(&mut self) -> Result<(), StoreError> {
        if !self.gauges.is_refusing() || self.refused.elapsed() < EVERY {
            return Ok(());
        }
        match guarded(|| self.engine.try_again()) {
            Ok(()) => {
                self.gauges.take();
                Ok(())
            }
            Err(passing) if passing.passes() => {
                self.refused = Instant::now();
                self.gauges.refuse(&passing);
                Ok(())
            }
            Err(failure) => {
                if let StoreError::Failed { reason } = &failure {
                    self.gauges.fail(reason);
                }
                Err(failure)
            }
        }
    }

    /// Carries the group out and answers it.
    fn commit(&mut self, mut group: Vec<Submission>) -> Result<(), StoreError> {
        let lists: Vec<_> = group.iter_mut().map(|one| std::mem::take(&mut one.writes)).collect();
        let outcome = guarded(|| self.carry_out(lists));
        if let Err(StoreError::Failed { reason }) = &outcome {
            // Before anybody hears of it, so that whoever hears of it and tries again is refused.
            self.gauges.fail(reason);
        }
        // All places are free before anybody is answered.
        self.queue.free(group.len());
        match outcome {
            Ok(answers) => {
                answer_all(replies(group).into_iter().zip(answers));
                Ok(())
            }
            Err(failure) => {
                let answers = std::iter::repeat(Err(failure.clone()));
                answer_all(replies(group).into_iter().zip(answers));
                Err(failure)
            }
        }
    }

    /// One answer for each list, given that the disk holds what the answer says.
    fn carry_out(&mut self, lists: Vec<Vec<Write>>) -> Result<Vec<Answer>, StoreError> {
        let mut answers = Vec::with_capacity(lists.len());
        let mut lists = lists.into_iter();
        while lists.len() > 0 {
            answers.extend(self.carry_out_some(&mut lists)?);
        }
        Ok(answers)
    }

    /// The same for as many of the lists as become durable together.
    fn carry_out_some(&mut self, lists: &mut vec::IntoIter<Vec<Write>>) -> Result<Vec<Answer>, StoreError> {
        let (before, began) = (self.engine.last(), Instant::now());
        let mut telling = self.watchers.begin();
        let mut decided = Decided::default();
        while !self.engine.is_full()
            && let Some(list) = lists.next()
        {
            let count = list.len();
            match self.engine.stage(list, &mut telling) {
                Err(failure @ StoreError::Failed { .. }) => return Err(failure),
                outcome => decided.add(count, outcome),
            }
        }
        if self.engine.last() > before {
            match self.engine.commit() {
                Err(passing) if passing.passes() => {
                    self.refused = Instant::now();
                    self.gauges.refuse(&passing);
                    decided.refuse(before, &passing);
                }
                committed => {
                    committed?;
                    self.gauges.take();
                    self.gauges.count_group(decided.answers.len(), began.elapsed());
                    self.gauges.count_writes(decided.writes);
                    self.watchers.tell(telling);
                }
            }
        }
        Ok(decided.answers)
    }

    /// Answers what is still in the queue; whoever comes later is refused by the queue.
    fn give_up(&self, failure: &StoreError, inbox: &Receiver<Message>) {
        self.queue.stop();
        while let Ok(message) = inbox.try_recv() {
            if let Message::Submission(one) = message {
                one.reply.answer(Err(failure.clone()));
            }
        }
    }
}

/// What was decided of lists that become durable together.
#[derive(Default)]
struct Decided {
    answers: Vec<Answer>,
    /// Which of the lists have no writes.
    empty: Vec<usize>,
    /// Writes that are applied.
    writes: usize,
}

impl Decided {
    fn add(&mut self, count: usize, answer: Answer) {
        if count == 0 {
            self.empty.push(self.answers.len());
        }
        if answer.is_ok() {
            self.writes += count;
        }
        self.answers.push(answer);
    }

    /// Nothing of them is there. What was refused may have been refused for the sake of something that is not there
    /// either; whoever only waited has nothing to wait for.
    fn refuse(&mut self, last: Revision, why: &StoreError) {
        self.answers.fill(Err(why.clone()));
        for place in &self.empty {
            if let Some(answer) = self.answers.get_mut(*place) {
                *answer = Ok(last);
            }
        }
    }
}

/// Waits for a submission, no longer than that if it says so, then takes what else is there, or comes while others have
/// their turns. The flag says that nothing comes after.
fn gather(inbox: &Receiver<Message>, patience: Option<Duration>) -> (Vec<Submission>, bool) {
    let mut group = Vec::new();
    let mut turns = TURNS;
    let mut next = match patience.map(|patience| inbox.recv_timeout(patience)) {
        None => inbox.recv().ok(),
        Some(Err(RecvTimeoutError::Timeout)) => return (group, false),
        Some(next) => next.ok(),
    };
    while let Some(Message::Submission(one)) = next {
        group.push(one);
        if group.len() == GROUP {
            return (group, false);
        }
        next = inbox.try_recv().ok();
        while next.is_none() {
            if turns == 0 {
                return (group, false);
            }
            turns -= 1;
            std::thread::yield_now();
            next = inbox.try_recv().ok();
        }
    }
    // Close. What came in beside it is part of the last group.
    group.extend(inbox.try_iter().filter_map(|message| match message {
        Message::Submission(one) => Some(one),
        Message::Close => None,
    }));
    (group, true)
}

/// Where the answers go.
fn replies(group: Vec<Submission>) -> Vec<Reply> {
    group.into_iter().map(|one| one.reply).collect()
}

/// Runs `work`; a panic in it becomes a failure.
///
/// # Errors
/// What `work` returns, or [`StoreError::Failed`] with the panic's text.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no text");
        Err(StoreError::Failed {
            reason: format!("panic in the back end: {text}"),
        })
    })
}
