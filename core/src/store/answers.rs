//! The way of the writer's answers back to those who wait. The writer answers a whole group at once, and most of those
//! who wait share few threads. A thread that carries many has a desk with a slot for each who waits: the answers of a
//! group are laid there together, and the thread is woken once, not once for each. Whoever waits elsewhere is answered
//! directly.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt as _;
use futures_util::task::AtomicWaker;
use slab::Slab;
use tokio::sync::oneshot;

use super::{Revision, StoreError};

/// What became of a list of writes.
pub(super) type Answer = Result<Revision, StoreError>;

thread_local! {
    /// The desk of this thread.
    static DESK: RefCell<Option<Arc<Desk>>> = const { RefCell::new(None) };
}

/// Where one answer goes. Dropped without one it tells that none will come.
#[derive(Debug)]
pub(super) struct Reply(To);

#[derive(Debug)]
enum To {
    Slot(Arc<Desk>, usize),
    Asker(oneshot::Sender<Answer>),
    /// The answer is out.
    Nobody,
}

/// An answer that is waited for: `None` if none will come. Whoever drops it does not wait any more.
#[derive(Debug)]
pub(super) struct Awaited(From);

#[derive(Debug)]
enum From {
    Slot(Arc<Desk>, usize),
    Writer(oneshot::Receiver<Answer>),
    /// It has come.
    Nobody,
}

/// The answers for one thread.
#[derive(Debug, Default)]
struct Desk {
    slots: Mutex<Slots>,
    attendant: AtomicWaker,
}

#[derive(Debug, Default)]
struct Slots {
    all: Slab<Slot>,
    /// Those that were answered since the attendant looked.
    news: Vec<usize>,
    /// Nobody looks any more.
    is_closed: bool,
}

#[derive(Debug)]
enum Slot {
    Waits(Option<Waker>),
    /// Nobody waits, and the answer is still to come.
    Left,
    Answered(Option<Answer>, Option<Waker>),
}

impl Reply {
    /// A way back to whoever asks on this thread, and their end of it.
    pub(super) fn new() -> (Self, Awaited) {
        // No desk either while the thread ends.
        let desk = DESK.try_with(|desk| desk.borrow().clone()).ok().flatten();
        let Some(desk) = desk else {
            let (asker, answered) = oneshot::channel();
            return (Self(To::Asker(asker)), Awaited(From::Writer(answered)));
        };
        let slot = desk.slots().all.insert(Slot::Waits(None));
        (Self(To::Slot(Arc::clone(&desk), slot)), Awaited(From::Slot(desk, slot)))
    }

    /// Answers one alone.
    pub(super) fn answer(self, answer: Answer) {
        answer_all(std::iter::once((self, answer)));
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if let To::Slot(desk, slot) = std::mem::replace(&mut self.0, To::Nobody) {
            desk.lay([(slot, None)]);
        }
    }
}

/// Answers many.
pub(super) fn answer_all(answers: impl Iterator<Item = (Reply, Answer)>) {
    let mut by_desk: Vec<(Arc<Desk>, Vec<_>)> = Vec::new();
    for (mut reply, answer) in answers {
        match std::mem::replace(&mut reply.0, To::Nobody) {
            To::Slot(desk, slot) => match by_desk.iter_mut().find(|(known, _)| Arc::ptr_eq(known, &desk)) {
                Some((_, laid)) => laid.push((slot, Some(answer))),
                None => by_desk.push((desk, vec![(slot, Some(answer))])),
            },
            // Nobody waits any more if the future was dropped; the writes happened all the same.
            To::Asker(asker) => drop(asker.send(answer)),
            To::Nobody => {}
        }
    }
    for (desk, answers) in by_desk {
        desk.lay(answers);
    }
}

impl Desk {
    fn lay(&self, answers: impl IntoIterator<Item = (usize, Option<Answer>)>) {
        let mut slots = self.slots();
        for (place, answer) in answers {
            slots.lay(place, answer);
        }
        let nobody_looks = if slots.is_closed { slots.take_news() } else { Vec::new() };
        drop(slots);
        self.attendant.wake();
        nobody_looks.into_iter().for_each(Waker::wake);
    }

    // A panic cannot leave it half changed, so a poisoned lock is as good as another.
    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slots {
    fn lay(&mut self, place: usize, answer: Option<Answer>) {
        match self.all.get_mut(place) {
            Some(slot @ Slot::Waits(_)) => {
                let waits = std::mem::replace(slot, Slot::Left);
                let Slot::Waits(waker) = waits else { return };
                *slot = Slot::Answered(answer, waker);
                self.news.push(place);
            }
            Some(Slot::Left) => drop(self.all.remove(place)),
            Some(Slot::Answered(..)) | None => {}
        }
    }

    /// Whom the answers since the last look are for.
    fn take_news(&mut self) -> Vec<Waker> {
        let news = std::mem::take(&mut self.news);
        let waker = |place| match self.all.get_mut(place) {
            Some(Slot::Answered(_, waker)) => waker.take(),
            _ => None,
        };
        news.into_iter().filter_map(waker).collect()
    }

    /// The answer of a slot, which is free then.
    fn take(&mut self, place: usize, cx: &Context<'_>) -> Poll<Option<Answer>> {
        match self.all.get_mut(place) {
            Some(Slot::Waits(Some(waker))) if waker.will_wake(cx.waker()) => return Poll::Pending,
            Some(Slot::Waits(waker)) => {
                *waker = Some(cx.waker().clone());
                return Poll::Pending;
            }
            Some(Slot::Answered(..)) => {}
            Some(Slot::Left) | None => return Poll::Ready(None),
        }
        match self.all.remove(place) {
            Slot::Answered(answer, _) => Poll::Ready(answer),
            Slot::Waits(_) | Slot::Left => Poll::Ready(None),
        }
    }

    /// Nobody waits at a slot any more.
    fn leave(&mut self, place: usize) {
        match self.all.get_mut(place) {
            Some(slot @ Slot::Waits(_)) => *slot = Slot::Left,
            Some(Slot::Answered(..)) => drop(self.all.remove(place)),
            Some(Slot::Left) | None => {}
        }
    }
}

impl Future for Awaited {
    type Output = Option<Answer>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = match &mut self.0 {
            From::Slot(desk, slot) => desk.slots().take(*slot, cx),
            From::Writer(answered) => answered.poll_unpin(cx).map(Result::ok),
            From::Nobody => Poll::Ready(None),
        };
        if answer.is_ready() {
            self.0 = From::Nobody;
        }
        answer
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        if let From::Slot(desk, slot) = &self.0 {
            desk.slots().leave(*slot);
        }
    }
}

/// Wakes those of this thread whose answers are on its desk, and never ends; to be run as a task of the thread. From now
/// on until it is dropped the thread has the desk.
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
        let woken = self.0.slots().take_news();
        woken.into_iter().for_each(Waker::wake);
        Poll::Pending
    }
}

impl Drop for Attendant {
    fn drop(&mut self) {
        let is_ours = |desk: &mut Arc<Desk>| Arc::ptr_eq(desk, &self.0);
        // While the thread ends there is none.
        DESK.try_with(|desk| desk.borrow_mut().take_if(is_ours)).ok();
        let mut slots = self.0.slots();
        slots.is_closed = true;
        let woken = slots.take_news();
        drop(slots);
        woken.into_iter().for_each(Waker::wake);
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

    impl Woken {
        fn times(&self) -> usize {
            self.0.load(Ordering::SeqCst)
        }
    }

    fn replies(count: usize) -> (Vec<Reply>, Vec<Awaited>) {
        (0..count).map(|_| Reply::new()).unzip()
    }

    fn answer_with_numbers(replies: Vec<Reply>) {
        answer_all(replies.into_iter().zip((1..).map(|number| Ok(Revision(number)))));
    }

    /// What has come for each; whoever waits on is woken by the waker.
    fn numbers(awaited: &mut [Awaited], waker: &Waker) -> Vec<Option<u64>> {
        let number = |one: &mut Awaited| match one.poll_unpin(&mut Context::from_waker(waker)) {
            Poll::Ready(answer) => Some(answer.unwrap().unwrap().0),
            Poll::Pending => None,
        };
        awaited.iter_mut().map(number).collect()
    }

    fn woken() -> (Arc<Woken>, Waker) {
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        (woken, waker)
    }

    #[test]
    fn a_group_wakes_a_thread_with_a_desk_once() {
        let mut attendant = Box::pin(attend());
        let (woken_attendant, attends) = woken();
        let (woken_asker, asks) = woken();
        let mut attend = || attendant.as_mut().poll(&mut Context::from_waker(&attends)).is_ready();
        assert!(!attend());
        let (asked, mut awaited) = replies(3);
        assert_eq!(numbers(&mut awaited, &asks), [None, None, None]);
        answer_with_numbers(asked);
        assert_eq!((woken_attendant.times(), woken_asker.times()), (1, 0));
        assert!(!attend());
        assert_eq!((woken_attendant.times(), woken_asker.times()), (1, 3));
        assert_eq!(numbers(&mut awaited, &asks), [Some(1), Some(2), Some(3)]);
        // The next group, and one that nobody waits for.
        let (asked, mut awaited) = replies(2);
        drop(awaited.remove(0));
        answer_with_numbers(asked);
        assert_eq!(woken_attendant.times(), 2);
        assert!(!attend());
        assert_eq!(numbers(&mut awaited, &asks), [Some(2)]);
    }

    #[test]
    fn slots_are_free_when_both_ends_are_done_with_them() {
        let mut attendant = Box::pin(attend());
        let (_, waker) = woken();
        assert!(attendant.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        let slots = || DESK.with(|desk| desk.borrow().as_ref().unwrap().slots().all.len());
        let (asked, mut awaited) = replies(4);
        assert_eq!(slots(), 4);
        let mut asked = asked.into_iter();
        // Left before the answer, and after it; taken; never answered.
        drop(awaited.remove(0));
        asked.next().unwrap().answer(Ok(Revision(1)));
        assert_eq!(slots(), 3);
        asked.next().unwrap().answer(Ok(Revision(2)));
        drop(awaited.remove(0));
        assert_eq!(slots(), 2);
        asked.next().unwrap().answer(Ok(Revision(3)));
        assert_eq!(numbers(&mut awaited, &waker), [Some(3), None]);
        assert_eq!(slots(), 1);
        drop(asked);
        let none = awaited.pop().unwrap().now_or_never();
        assert_eq!(none.map(|answer| answer.is_none()), Some(true), "none will come");
        drop(awaited);
        assert_eq!(slots(), 0);
    }

    #[test]
    fn without_a_desk_and_after_its_end_whoever_asks_is_answered_directly() {
        let (woken, waker) = woken();
        let (asked, mut awaited) = replies(1);
        answer_with_numbers(asked);
        assert_eq!(numbers(&mut awaited, &waker), [Some(1)]);
        let attendant = attend();
        let (before, mut awaited_before) = replies(2);
        let (late, mut awaited_late) = replies(1);
        assert_eq!(numbers(&mut awaited_before, &waker), [None, None]);
        assert_eq!(numbers(&mut awaited_late, &waker), [None]);
        answer_all(before.into_iter().map(|reply| (reply, Ok(Revision(7)))));
        assert_eq!(woken.times(), 0);
        drop(attendant);
        assert_eq!(woken.times(), 2);
        answer_with_numbers(late);
        assert_eq!(woken.times(), 3);
        assert_eq!(numbers(&mut awaited_before, &waker), [Some(7), Some(7)]);
        assert_eq!(numbers(&mut awaited_late, &waker), [Some(1)]);
        assert!(matches!(Reply::new().0.0, To::Asker(_)));
    }
}
