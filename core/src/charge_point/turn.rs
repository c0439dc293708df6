//! The share that one connection has of its worker: what it may do before every other one that is ready had
//! its turn, and the sockets were looked at.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};
use std::time::{Duration, Instant};

/// How long a connection may handle one message after the other. One that has more to say than that is rare,
/// and a neighbour waits so long for each of them.
const SHARE: Duration = Duration::from_millis(1);

/// Where a connection is in its turn.
#[derive(Debug, Default)]
pub struct Turn {
    began: Option<Instant>,
    spent: bool,
    next: Option<Arc<Next>>,
}

/// The next turn, which comes after all others had theirs.
#[derive(Debug)]
struct Next {
    came: AtomicBool,
    waker: Waker,
}

impl Wake for Next {
    fn wake(self: Arc<Self>) {
        self.came.store(true, Ordering::Release);
        self.waker.wake_by_ref();
    }
}

impl Turn {
    /// The connection is looked at: a spent turn stays spent until the next one has come.
    pub fn begin(&mut self) {
        if self.next.as_ref().is_some_and(|next| next.came.load(Ordering::Acquire)) {
            *self = Self::default();
        }
    }

    /// Nothing more is there to be done: whatever comes next has had to wait for the others.
    pub fn rest(&mut self) {
        self.began = None;
    }

    /// Whether one more message may be handled now.
    pub fn goes_on(&mut self, now: Instant) -> bool {
        let began = *self.began.get_or_insert(now);
        self.spent |= now.saturating_duration_since(began) >= SHARE;
        !self.spent
    }

    /// Nothing more may be handled in this turn.
    #[must_use]
    pub const fn is_spent(&self) -> bool {
        self.spent
    }

    /// Gives the rest of the turn away.
    pub fn give_up(&mut self) {
        self.spent = true;
    }

    /// Asks for the next turn if this one is spent: once all that is ready had its turn, and the sockets and
    /// timers were looked at.
    pub fn end(&mut self, cx: &Context<'_>) {
        if !self.spent || self.next.is_some() {
            return;
        }
        let next = Arc::new(Next {
            came: AtomicBool::new(false),
            waker: cx.waker().clone(),
        });
        let waker = Waker::from(Arc::clone(&next));
        // What tokio keeps of it is the waker, until it has looked at the sockets.
        let later = pin!(tokio::task::yield_now());
        if later.poll(&mut Context::from_waker(&waker)).is_ready() {
            waker.wake();
        }
        self.next = Some(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_over_after_its_share() {
        let mut turn = Turn::default();
        let start = Instant::now();
        assert!(turn.goes_on(start));
        turn.begin();
        assert!(turn.goes_on(start + SHARE / 2), "looked at again, it is the same turn");
        turn.rest();
        assert!(turn.goes_on(start + SHARE), "after a rest it is another one");
        assert!(!turn.goes_on(start + SHARE * 2));
        turn.begin();
        turn.rest();
        assert!(!turn.goes_on(start + SHARE * 2), "spent is spent");
    }

    #[actix::test]
    async fn the_next_turn_comes_after_the_others() {
        let mut turn = Turn::default();
        turn.give_up();
        std::future::poll_fn(|cx| {
            turn.end(cx);
            std::task::Poll::Ready(())
        })
        .await;
        turn.begin();
        assert!(!turn.goes_on(Instant::now()), "not yet");
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
        turn.begin();
        assert!(turn.goes_on(Instant::now()));
    }
}
