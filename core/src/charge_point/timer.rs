//! What an actor does later. actix's own timers ask the clock's wheel whenever the actor is looked at, which is with every
//! message. These ask once, and look at a flag from then on.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use actix::{Actor, ActorFuture, AsyncContext as _, SpawnHandle};
use actix_rt::time::{Sleep, sleep};
use actix_web_actors::ws::WebsocketContext;
use tokio::task::coop::has_budget_remaining;

/// Runs something after a while, unless the actor ends before or it is cancelled.
pub(super) fn later<A: Actor<Context = WebsocketContext<A>>>(
    ctx: &mut WebsocketContext<A>,
    delay: Duration,
    run: impl FnOnce(&mut A, &mut WebsocketContext<A>) + Unpin + 'static,
) -> SpawnHandle {
    let alarm = Alarm::after(delay);
    ctx.spawn(Timer { alarm, run: Some(run) })
}

struct Timer<F> {
    alarm: Alarm,
    run: Option<F>,
}

impl<A, F> ActorFuture<A> for Timer<F>
where
    A: Actor<Context = WebsocketContext<A>>,
    F: FnOnce(&mut A, &mut WebsocketContext<A>) + Unpin,
{
    type Output = ();

    fn poll(
        mut self: Pin<&mut Self>,
        actor: &mut A,
        ctx: &mut WebsocketContext<A>,
        task: &mut Context<'_>,
    ) -> Poll<()> {
        if self.alarm.poll(task).is_pending() {
            return Poll::Pending;
        }
        if let Some(run) = self.run.take() {
            run(actor, ctx);
        }
        Poll::Ready(())
    }
}

/// A moment that comes.
struct Alarm {
    sleep: Pin<Box<Sleep>>,
    /// Whom the clock wakes.
    woken: Option<Waker>,
}

impl Alarm {
    fn after(delay: Duration) -> Self {
        Self {
            sleep: Box::pin(sleep(delay)),
            woken: None,
        }
    }

    fn poll(&mut self, task: &mut Context<'_>) -> Poll<()> {
        let waits = self.woken.as_ref().is_some_and(|woken| woken.will_wake(task.waker()));
        if waits && !self.sleep.is_elapsed() {
            return Poll::Pending;
        }
        // A task that has used up its budget is only told to come back: the clock does not know of it yet.
        let is_heard = has_budget_remaining();
        let due = self.sleep.as_mut().poll(task);
        self.woken = is_heard.then(|| task.waker().clone());
        due
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::time::{Duration, Instant};

    use tokio::task::coop::consume_budget;

    use super::*;

    #[actix::test]
    async fn it_rings_once_the_time_has_come_however_often_it_is_looked_at() {
        let delay = Duration::from_millis(20);
        let (mut alarm, begin) = (Alarm::after(delay), Instant::now());
        poll_fn(|task| {
            let looks = (0..1000).map(|_| alarm.poll(task));
            looks.fold(Poll::Pending, |is, look| if look.is_ready() { look } else { is })
        })
        .await;
        assert!(begin.elapsed() >= delay);
    }

    #[actix::test]
    async fn a_task_without_budget_is_woken_all_the_same() {
        let mut alarm = Alarm::after(Duration::from_millis(20));
        poll_fn(|task| {
            while has_budget_remaining() {
                assert!(pin!(consume_budget()).poll(task).is_ready());
            }
            assert!(alarm.poll(task).is_pending());
            Poll::Ready(())
        })
        .await;
        poll_fn(|task| alarm.poll(task)).await;
    }
}
