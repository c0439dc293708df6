//! Whoever follows the store for all who listen: on the hub's thread, while somebody does.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::sync::mpsc::UnboundedReceiver;

use super::hub::Shared;
use super::recent::Recent;
use super::round::{GATHERED, Part, Round};
use super::told::Told;
use crate::events::{Event, Live, kinds};
use crate::ids::ChargePointId;
use crate::state::collections::{CHARGE_POINTS, EVENTS};
use crate::state::parts;
use crate::store::{Applied, Batch, StoreError, Watch, WatchEnd, Watched};

/// So much may lie between the store and the hub.
const MOST_BYTES: usize = 64 << 20;
/// So many events are handed out before others have their turn at the lock.
const STEP: usize = 200;
/// So long those who listen have to take them before there are more.
const BREATH: Duration = Duration::from_millis(1);
/// So long after the last listener has gone it goes on, for those who come back.
const LINGER: Duration = Duration::from_secs(60);
/// A store that cannot be watched is asked again.
const AGAIN: Duration = Duration::from_secs(1);

impl Shared {
    /// Follows whenever somebody listens, to the server's end.
    pub(super) async fn run(&self, mut live: UnboundedReceiver<Live>) {
        while self.until_wanted().await {
            let watched = Watched::Of(&[EVENTS, CHARGE_POINTS]);
            let asked = self.asked.load(Ordering::Acquire);
            let ended = match self.state.store().watch(watched, MOST_BYTES).await {
                Ok(watch) => self.follow(watch, &mut live, asked).await,
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

    /// Hands out what is told, until it has lost, or nobody listens any more.
    async fn follow(&self, mut watch: Watch, live: &mut UnboundedReceiver<Live>, asked: u64) -> Result<(), StoreError> {
        let after = watch.after().0;
        {
            let mut inner = self.inner();
            inner.position = Some(after);
            inner.recent = Recent::beginning(after);
        }
        self.came(asked);
        let mut is_asked = false;
        while !self.is_over() {
            let mut round = if is_asked {
                Round::default()
            } else {
                self.news(&mut watch, live).await
            };
            // Whoever asked before this hears of all that lies there now.
            let asked = self.asked.load(Ordering::Acquire);
            round.take(&mut watch, live);
            let (end, is_empty) = (round.end, round.is_empty());
            self.tell(round).await;
            self.came(asked);
            match end {
                None => {}
                Some(WatchEnd::Lost) => {
                    tracing::warn!("more was written than live events could follow; listeners are told from the log");
                    return Ok(());
                }
                Some(WatchEnd::Closed) => return Err(StoreError::Closed),
            }
            is_asked = !is_empty && self.or_asked(tokio::time::sleep(GATHERED)).await.is_none();
        }
        Ok(())
    }

    /// What comes first; nothing if somebody asks where it is, or the server stops.
    async fn news(&self, watch: &mut Watch, live: &mut UnboundedReceiver<Live>) -> Round {
        let (durable, lively) = (pin!(watch.next()), pin!(live.recv()));
        match self.or_asked(select(durable, lively)).await {
            Some(Either::Left((told, _))) => Round::of_durable(told),
            Some(Either::Right((told, _))) => Round::of_live(told),
            None => Round::default(),
        }
    }

    /// All that was told before somebody asked is handed out.
    fn came(&self, asked: u64) {
        self.progress.send_if_modified(|progress| {
            let is_news = !progress.watching || progress.answered != asked;
            (progress.watching, progress.answered) = (true, asked);
            is_news
        });
    }

    /// What the work comes to; none: somebody asks where the hub is, or the server stops.
    async fn or_asked<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let asked = self.or_closed(self.wanted.notified());
        match select(pin!(work), pin!(asked)).await {
            Either::Left((done, _)) => Some(done),
            Either::Right(_) => None,
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

    async fn tell(&self, round: Round) {
        let mut ready = Vec::new();
        for part in round.in_order() {
            match part {
                Part::Durable(batch) => self.read(&batch, &mut ready),
                Part::Live(live) => ready.extend(self.told_live(live.event)),
            }
            while ready.len() >= STEP {
                let rest = ready.split_off(STEP);
                self.hand_out(&ready);
                ready = rest;
                tokio::time::sleep(BREATH).await;
            }
        }
        self.hand_out(&ready);
    }

    fn read(&self, batch: &Batch, ready: &mut Vec<Arc<Told>>) {
        for applied in batch.writes() {
            if applied.collection == CHARGE_POINTS {
                if let Some(id) = parts(&applied.key).first() {
                    self.known.change(&ChargePointId::new(id), applied.value.as_deref());
                }
            } else if let Some(event) = self.told(applied) {
                ready.push(Arc::new(event));
            }
        }
    }

    fn hand_out(&self, told: &[Arc<Told>]) {
        if told.is_empty() {
            return;
        }
        let mut inner = self.inner();
        for (number, event) in told.iter().filter_map(|told| Some((told.number?, told))) {
            inner.recent.push(number, event);
            inner.position = Some(number);
        }
        let before = inner.posts.len();
        inner.posts.retain(|post| post.offer(told));
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

    fn told_live(&self, event: Event) -> Option<Arc<Told>> {
        let left_out = self.broadcast.taken(&event);
        if left_out > 0 {
            tracing::warn!(left_out, "live events were left out: there were too many at once");
            self.inner().posts.iter().for_each(|post| post.leave_out(left_out));
        }
        let belongs = self.known.of(&self.state, &event.charge_point);
        Told::new(None, event, belongs).map(Arc::new)
    }

    /// Listeners go on from the log when the store is watched again.
    fn stop_watching(&self) {
        self.progress.send_modify(|progress| progress.watching = false);
        let mut inner = self.inner();
        if let Some(position) = inner.position.take() {
            inner.posts.iter().for_each(|post| post.fall_behind(position));
        }
        inner.recent = Recent::default();
        drop(inner);
        self.known.clear();
    }
}
