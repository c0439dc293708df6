//! The way of the writer's answers back to those who wait. The writer answers a whole group at once, and most of those
//! who wait share few threads. A thread that carries many has a desk: all answers of a group for it are laid there
//! together, and the thread is woken once, not once for each. Whoever waits elsewhere is answered directly.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;
use tokio::sync::oneshot;

use super::{Revision, StoreError};

/// What became of a list of writes.
pub(super) type Answer = Result<Revision, StoreError>;

thread_local! {
    /// The desk of this thread.
    static DESK: RefCell<Option<Arc<Desk>>> = const { RefCell::new(None) };
}

/// Where one answer goes.
#[derive(Debug)]
pub(super) struct Reply {
    asker: oneshot::Sender<Answer>,
    desk: Option<Arc<Desk>>,
}

/// The answers for one thread, until it looks at them.
#[derive(Debug, Default)]
struct Desk {
    laid: Mutex<Laid>,
    attendant: AtomicWaker,
}

#[derive(Debug, Default)]
struct Laid {
    answers: Vec<(oneshot::Sender<Answer>, Answer)>,
    /// Nobody looks any more.
    is_closed: bool,
}

impl Reply {
    /// A way back to whoever asks on this thread, and their end of it.
    pub(super) fn new() -> (Self, oneshot::Receiver<Answer>) {
        let (asker, answered) = oneshot::channel();
        // No desk either while the thread ends.
        let desk = DESK.try_with(|desk| desk.borrow().clone()).ok().flatten();
        (Self { asker, desk }, answered)
    }

    /// Answers one alone.
    pub(super) fn answer(self, answer: Answer) {
        tell(self.asker, answer);
    }
}

/// Answers many.
pub(super) fn answer_all(answers: impl Iterator<Item = (Reply, Answer)>) {
    let mut by_desk: Vec<(Arc<Desk>, Vec<_>)> = Vec::new();
    for (Reply { asker, desk }, answer) in answers {
        let Some(desk) = desk else {
            tell(asker, answer);
            continue;
        };
        match by_desk.iter_mut().find(|(known, _)| Arc::ptr_eq(known, &desk)) {
            Some((_, laid)) => laid.push((asker, answer)),
            None => by_desk.push((desk, vec![(asker, answer)])),
        }
    }
    for (desk, answers) in by_desk {
        desk.lay(answers);
    }
}

fn tell(asker: oneshot::Sender<Answer>, answer: Answer) {
    // Nobody waits any more if the future was dropped; the writes happened all the same.
    drop(asker.send(answer));
}

fn tell_all(answers: Vec<(oneshot::Sender<Answer>, Answer)>) {
    for (asker, answer) in answers {
        tell(asker, answer);
    }
}

impl Desk {
    fn lay(&self, mut answers: Vec<(oneshot::Sender<Answer>, Answer)>) {
        let mut laid = self.laid();
        if laid.is_closed {
            drop(laid);
            return tell_all(answers);
        }
        if laid.answers.is_empty() {
            laid.answers = answers;
        } else {
            laid.answers.append(&mut answers);
        }
        drop(laid);
        self.attendant.wake();
    }

    // A panic cannot leave it half changed, so a poisoned lock is as good as another.
    fn laid(&self) -> MutexGuard<'_, Laid> {
        self.laid.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands the answers on this thread's desk to those who wait for them, and never ends; to be run as a task of the thread.
/// From now on until it is dropped the thread has the desk.
pub fn attend() -> impl Future<Output = ()> {
    let desk = Arc::new(Desk::default());
    DESK.set(Some(Arc::clone(&desk)));
    Attendant(desk)
}

struct Attendant(Arc<Desk>);

impl Future for Attendant {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.0.attendant.register(cx.waker());
        let answers = std::mem::take(&mut self.0.laid().answers);
        tell_all(answers);
        Poll::Pending
    }
}

impl Drop for Attendant {
    fn drop(&mut self) {
        let is_ours = |desk: &mut Arc<Desk>| Arc::ptr_eq(desk, &self.0);
        // While the thread ends there is none.
        DESK.try_with(|desk| desk.borrow_mut().take_if(is_ours)).ok();
        let mut laid = self.0.laid();
        laid.is_closed = true;
        let answers = std::mem::take(&mut laid.answers);
        drop(laid);
        tell_all(answers);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Wake, Waker};

    use super::*;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn replies(count: usize) -> (Vec<Reply>, Vec<oneshot::Receiver<Answer>>) {
        (0..count).map(|_| Reply::new()).unzip()
    }

    fn answer_with_numbers(replies: Vec<Reply>) {
        answer_all(replies.into_iter().zip((1..).map(|number| Ok(Revision(number)))));
    }

    fn numbers(answered: &mut [oneshot::Receiver<Answer>]) -> Vec<Option<u64>> {
        let number = |one: &mut oneshot::Receiver<Answer>| Some(one.try_recv().ok()?.unwrap().0);
        answered.iter_mut().map(number).collect()
    }

    #[test]
    fn a_group_wakes_a_thread_with_a_desk_once() {
        let mut attendant = Box::pin(attend());
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut poll = || attendant.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        assert!(!poll());
        let (asked, mut answered) = replies(3);
        answer_with_numbers(asked);
        assert_eq!(woken.0.load(Ordering::SeqCst), 1);
        assert_eq!(numbers(&mut answered), [None, None, None], "they lie on the desk");
        assert!(!poll());
        assert_eq!(numbers(&mut answered), [Some(1), Some(2), Some(3)]);
        // The next group, and one that nobody waits for.
        let (asked, mut answered) = replies(2);
        drop(answered.remove(0));
        answer_with_numbers(asked);
        assert_eq!(woken.0.load(Ordering::SeqCst), 2);
        assert!(!poll());
        assert_eq!(numbers(&mut answered), [Some(2)]);
    }

    #[test]
    fn without_a_desk_and_after_its_end_whoever_asks_is_answered_directly() {
        let (asked, mut answered) = replies(1);
        answer_with_numbers(asked);
        assert_eq!(numbers(&mut answered), [Some(1)]);
        let attendant = attend();
        let (before, mut answered_before) = replies(2);
        answer_all(before.into_iter().map(|reply| (reply, Ok(Revision(7)))));
        let (after, mut answered_after) = replies(1);
        drop(attendant);
        assert_eq!(numbers(&mut answered_before), [Some(7), Some(7)]);
        answer_with_numbers(after);
        assert_eq!(numbers(&mut answered_after), [Some(1)]);
        assert!(Reply::new().0.desk.is_none());
    }
}
