//! The task of one webhook: it gives charge points their turns, and keeps how far the webhook is.

use std::future::pending;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::{Either, select};
use serde_json::json;
use tokio::sync::Notify;
use tokio::task::{JoinError, JoinSet};
use tokio::time::sleep_until;

use super::delivery::{Delivery, Outcome};
use super::health::{self, News};
use super::schedule::{Ended, Schedule, Turn};
use crate::clock::{self, Time};
use crate::events::Event;
use crate::events::kinds::{WEBHOOK_FAILING, WEBHOOK_RECOVERED};
use crate::ids::ChargePointId;
use crate::plugins::PluginHost;
use crate::state::webhooks::{WebhookState, put_webhook, put_webhook_state};
use crate::store::StoreError;

/// What was delivered last is kept so often at most; everything else at once.
const KEEPING: Duration = Duration::from_secs(5);

/// After a failure of the store.
const REST: Duration = Duration::from_secs(1);

/// So often an attempt to stop a webhook is made over what others write.
const ATTEMPTS: usize = 16;

/// How a webhook stands, for who looks.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    pub state: WebhookState,
    /// So many charge points have something to be told.
    pub charge_points: usize,
    /// When the receiver is asked again, if it is away.
    pub next_try: Option<Time>,
}

/// The task.
pub struct Courier {
    pub delivery: Arc<Delivery>,
    pub plugins: Arc<PluginHost>,
    /// There are news, or it is to stop.
    pub woken: Arc<Notify>,
    pub standing: Arc<Mutex<Standing>>,
    schedule: Schedule,
    turns: JoinSet<(Turn, Result<Outcome, StoreError>)>,
    state: WebhookState,
    kept: Instant,
}

impl Courier {
    /// The task of a webhook that was told so much before.
    #[must_use]
    pub fn new(
        delivery: Arc<Delivery>,
        plugins: Arc<PluginHost>,
        woken: Arc<Notify>,
        standing: Arc<Mutex<Standing>>,
    ) -> Self {
        let state = standing.lock().unwrap_or_else(PoisonError::into_inner).state.clone();
        Self {
            schedule: Schedule::new(delivery.settings.clone()),
            delivery,
            plugins,
            woken,
            standing,
            turns: JoinSet::new(),
            state,
            kept: Instant::now(),
        }
    }

    /// Delivers until it is told to stop, or must.
    pub async fn run(mut self) {
        while let Err(error) = self.delivery.subscription.find_news(&self.delivery.state) {
            tracing::error!(webhook.name = self.name(), %error, "what a webhook was not told cannot be found");
            tokio::time::sleep(REST).await;
        }
        while !self.delivery.stops.load(Ordering::Relaxed) {
            self.schedule.add(self.delivery.subscription.take());
            while let Some(turn) = self.schedule.next(Instant::now()) {
                let delivery = Arc::clone(&self.delivery);
                self.turns.spawn(async move {
                    let outcome = delivery.run(&turn).await;
                    if outcome.is_err() {
                        tokio::time::sleep(REST).await;
                    }
                    (turn, outcome)
                });
            }
            self.show();
            if let Some(ended) = self.wait().await {
                self.ended(ended).await;
            }
        }
        while let Some(ended) = self.turns.join_next().await {
            self.ended(ended).await;
        }
        self.keep().await;
        self.show();
    }

    fn name(&self) -> &str {
        &self.delivery.wanted.webhook().name
    }

    async fn wait(&mut self) -> Option<Result<(Turn, Result<Outcome, StoreError>), JoinError>> {
        let wake_at = self.schedule.wake_at();
        let timer = async {
            match wake_at {
                Some(at) => sleep_until(at.into()).await,
                None => pending().await,
            }
        };
        let ended = async {
            match self.turns.join_next().await {
                Some(ended) => ended,
                None => pending().await,
            }
        };
        let (timer, ended, woken) = (pin!(timer), pin!(ended), pin!(self.woken.notified()));
        match select(ended, select(woken, timer)).await {
            Either::Left((ended, _)) => Some(ended),
            Either::Right(_) => None,
        }
    }

    async fn ended(&mut self, ended: Result<(Turn, Result<Outcome, StoreError>), JoinError>) {
        let (turn, outcome) = match ended {
            Ok(ended) => ended,
            // Nothing here panics; if something does, the charge point waits for the next start.
            Err(error) => return tracing::error!(webhook.name = self.name(), %error, "a delivery broke off"),
        };
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(error) => {
                tracing::error!(webhook.name = self.name(), %error, "how far a webhook is cannot be read or kept");
                let ended = Ended {
                    charge_point: turn.charge_point.clone(),
                    taken: 0,
                    more: true,
                    failed: None,
                    is_probe: turn.is_probe,
                };
                return self.schedule.ended(&turn, ended, Instant::now(), chance());
            }
        };
        let before = self.state.failing.clone();
        let mut news = None;
        if outcome.ended.taken > 0 {
            news = health::delivered(&mut self.state.failing);
            self.state.last_delivered = outcome.last.or(self.state.last_delivered.take());
        }
        if let Some(reason) = &outcome.reason {
            news = health::failed(&mut self.state.failing, reason, clock::now()).or(news);
        }
        self.schedule.ended(&turn, outcome.ended, Instant::now(), chance());
        if let Some(news) = news {
            self.tell(&news).await;
        }
        if before.is_some() != self.state.failing.is_some() || self.kept.elapsed() >= KEEPING {
            self.keep().await;
        }
        if let Some(reason) = outcome.full_stop {
            self.stop(&reason).await;
        }
    }

    /// That it fails, and that it does not any more, is an event; also a line in the log.
    async fn tell(&self, news: &News) {
        let kind = match news {
            News::Failing(failing) => {
                let (tries, reason) = (failing.tries, failing.reason.as_str());
                tracing::warn!(
                    webhook.name = self.name(),
                    tries,
                    reason,
                    "a webhook fails, and is tried again"
                );
                &WEBHOOK_FAILING
            }
            News::Recovered(failing) => {
                tracing::info!(webhook.name = self.name(), since = %clock::text(failing.since), "a webhook is back");
                &WEBHOOK_RECOVERED
            }
        };
        let payload = news.payload(self.name(), clock::now());
        self.happened(Event::new(kind.name, &ChargePointId::new(""), payload))
            .await;
    }

    async fn happened(&self, event: Event) {
        let kept = match self.plugins.keep(&event) {
            Ok(write) => {
                let writes = write.into_iter().collect();
                self.delivery.state.store().write(writes).await.map(drop)
            }
            Err(error) => Err(error),
        };
        match kept {
            Ok(()) => self.plugins.announce(&[event]),
            Err(error) => tracing::error!(%error, "an event of a webhook could not be stored"),
        }
    }

    /// Nothing is sent any more, until an operator says so.
    async fn stop(&mut self, reason: &str) {
        self.delivery.stops.store(true, Ordering::Relaxed);
        tracing::error!(webhook.name = self.name(), reason, "a webhook is stopped");
        if let Err(error) = self.keep_stopped(reason).await {
            tracing::error!(webhook.name = self.name(), %error, "that a webhook is stopped could not be stored");
        }
        let since = self
            .state
            .failing
            .as_ref()
            .map_or_else(clock::now, |failing| failing.since);
        let tries = self.state.failing.as_ref().map_or(1, |failing| failing.tries);
        let payload = json!({"webhook": self.name(), "since": clock::text(since), "reason": reason,
            "tries": tries, "stopped": true});
        self.happened(Event::new(WEBHOOK_FAILING.name, &ChargePointId::new(""), payload))
            .await;
    }

    async fn keep_stopped(&self, reason: &str) -> Result<(), StoreError> {
        let (state, own) = (&self.delivery.state, self.delivery.wanted.webhook());
        for _ in 0..ATTEMPTS {
            let Some(mut known) = state.webhook(&own.name)? else {
                break;
            };
            if known.record.id != own.id || !known.record.enabled {
                break;
            }
            known.record.enabled = false;
            known.record.stopped = Some(reason.to_owned());
            match state.store().write(vec![put_webhook(&known)?]).await {
                Err(StoreError::Conflict { .. }) => {}
                written => return written.map(drop),
            }
        }
        Ok(())
    }

    async fn keep(&mut self) {
        self.kept = Instant::now();
        let id = &self.delivery.wanted.webhook().id;
        let kept = match put_webhook_state(id, &self.state) {
            Ok(write) => self.delivery.state.store().write(vec![write]).await.map(drop),
            Err(error) => Err(error),
        };
        if let Err(error) = kept {
            tracing::error!(webhook.name = self.name(), %error, "how far a webhook is could not be stored");
        }
    }

    fn show(&self) {
        let next = self.schedule.next_probe();
        let next_try = next.and_then(|at| {
            let pause = at.saturating_duration_since(Instant::now());
            Some(clock::now() + chrono::TimeDelta::from_std(pause).ok()?)
        });
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = Standing {
            state: self.state.clone(),
            charge_points: self.schedule.waiting(),
            next_try,
        };
    }
}

/// Between 0 and 1; in the middle if the system has no random numbers.
fn chance() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / f64::from(u32::MAX))
}
