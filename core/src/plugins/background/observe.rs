//! Tells events to the plugins that observe them: in order for each charge point, at least once. An
//! event that is not taken comes again after a growing pause; those behind it wait, those of other
//! charge points do not. Each plugin is told by a task of its own: one that waits holds up no other.

use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::{Either, select};
use tokio::task::{Id, JoinError, JoinSet};

use super::outbox::{self, PendingEvent};
use super::run::{Background, BackgroundError};
use crate::ids::{ChargePointId, PluginName};
use crate::plugins::component::guest_call::OwnedGuestCall;
use crate::plugins::decide::routing::ChainEntry;
use crate::plugins::stopping::Stopping;
use crate::store::StoreError;

/// How long the first pause is; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// How often it is looked, beside when it is woken: pauses end, and other writers do not wake.
const INTERVAL: Duration = Duration::from_millis(200);

/// Why nothing can be told for now.
#[derive(Debug, thiserror::Error)]
enum DeliveryError {
    #[error("the change could not be stored")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Stopping(#[from] Stopping),
}

/// The first event of a charge point was not taken.
struct Stuck {
    key: String,
    tries: u32,
    until: Instant,
}

/// Who is stuck with a plugin. In memory: after a restart everyone is tried at once.
type Troubles = HashMap<ChargePointId, Stuck>;

/// A plugin was told what waited for it.
struct Delivered {
    troubles: Troubles,
    /// There was something, so there may be more.
    any: bool,
}

/// The plugins that are being told, and what troubles the others have.
#[derive(Default)]
struct Deliveries {
    tasks: JoinSet<Delivered>,
    busy: HashMap<Id, PluginName>,
    troubles: HashMap<PluginName, Troubles>,
}

impl Deliveries {
    /// Begins to tell a plugin, unless that is under way.
    fn begin(&mut self, host: &Arc<Background>, name: &PluginName) {
        if self.busy.values().any(|busy| busy == name) {
            return;
        }
        let troubles = self.troubles.remove(name).unwrap_or_default();
        let task = Arc::clone(host).deliver_to(name.clone(), troubles);
        self.busy.insert(self.tasks.spawn(task).id(), name.clone());
    }

    /// Waits until there may be something to tell.
    async fn wait(&mut self, woken: impl Future<Output = ()>) {
        let mut pause = pin!(tokio::time::timeout(INTERVAL, woken));
        while !self.tasks.is_empty() {
            let ended = match select(pause.as_mut(), pin!(self.tasks.join_next_with_id())).await {
                Either::Left(_) => return,
                Either::Right((ended, _)) => ended,
            };
            if ended.is_some_and(|ended| self.ended(ended)) {
                return;
            }
        }
        // Whichever comes first; a timeout is no error.
        pause.await.ok();
    }

    /// Whether there may be more to tell.
    fn ended(&mut self, ended: Result<(Id, Delivered), JoinError>) -> bool {
        let (id, told) = match ended {
            Ok((id, told)) => (id, Some(told)),
            Err(error) => (error.id(), None),
        };
        let Some((name, Delivered { troubles, any })) = self.busy.remove(&id).zip(told) else {
            return false;
        };
        self.troubles.insert(name, troubles);
        any
    }
}

impl Background {
    /// Tells events, for as long as it is polled.
    pub async fn observe(self: Arc<Self>) {
        let mut deliveries = Deliveries::default();
        loop {
            for entry in self.routing.table().entries() {
                if !entry.version.manifest.events.is_empty() {
                    deliveries.begin(&self, &entry.plugin.name);
                }
            }
            deliveries.wait(self.outbox.woken()).await;
        }
    }

    /// Tells a plugin what waits for it.
    async fn deliver_to(self: Arc<Self>, name: PluginName, mut troubles: Troubles) -> Delivered {
        let told = self.deliver_waiting(&name, &mut troubles).await;
        let any = told.unwrap_or_else(|error| {
            tracing::error!(plugin.name = %name, %error, "events cannot be told");
            false
        });
        Delivered { troubles, any }
    }

    /// True if anything was taken.
    async fn deliver_waiting(&self, name: &PluginName, troubles: &mut Troubles) -> Result<bool, DeliveryError> {
        let (mut after, mut left, mut any) = (None::<String>, 0_u64, false);
        // Looked up for each page, so that a swap counts in the middle of a long queue.
        while let Some(entry) = self.routing.table().entry(name.as_str()) {
            let page = outbox::waiting(&self.state, name, after.as_deref())?;
            let Some(last) = page.last() else {
                entry.plugin.backlog.set(left);
                break;
            };
            let mut next = last.key.clone();
            let mut skipped = None;
            for waiting in page {
                if skipped.as_ref() == Some(&waiting.event.charge_point) {
                    left += 1;
                    continue;
                }
                if self.deliver(entry, &waiting, troubles).await? {
                    any = true;
                } else {
                    left += 1;
                    next = outbox::end_of(name, &waiting.event.charge_point);
                    skipped = Some(waiting.event.charge_point);
                }
            }
            after = Some(next);
        }
        Ok(any)
    }

    /// Tells one event; false if it and those behind it wait.
    async fn deliver(
        &self,
        entry: &ChainEntry,
        waiting: &PendingEvent,
        troubles: &mut Troubles,
    ) -> Result<bool, DeliveryError> {
        let place = waiting.event.charge_point.clone();
        let stuck = troubles.get(&place).filter(|stuck| stuck.key == waiting.key);
        if stuck.is_some_and(|stuck| Instant::now() < stuck.until)
            || !entry.plugin.stats.breaker.lets_pass(Instant::now())
        {
            return Ok(false);
        }
        let tries = stuck.map_or(0, |stuck| stuck.tries) + 1;
        let call = OwnedGuestCall::Event {
            context: outbox::context(&waiting.event, waiting.id()),
            kind: waiting.event.kind.clone(),
            payload: waiting.event.payload.to_string(),
        };
        let reason = match self.run(entry, &call, &[waiting.taken()]).await {
            Ok(_) => {
                troubles.remove(&place);
                return Ok(true);
            }
            Err(BackgroundError::Failed(cause)) => cause.to_string(),
            Err(BackgroundError::Refused(reason)) => reason,
            Err(BackgroundError::NotStored(error)) => return Err(error.into()),
            Err(BackgroundError::Stopping) => return Err(Stopping.into()),
        };
        if tries >= entry.plugin.access.limits.event_tries {
            tracing::error!(
                plugin.name = %entry.plugin.name,
                charge_point.id = %waiting.event.charge_point,
                event.kind = waiting.event.kind,
                tries,
                reason,
                "an event is set aside"
            );
            self.state.store().write(waiting.set_aside()?).await?;
            troubles.remove(&place);
            return Ok(true);
        }
        let pause = (FIRST_PAUSE * 2_u32.saturating_pow(tries - 1)).min(LONGEST_PAUSE);
        let stuck = Stuck {
            key: waiting.key.clone(),
            tries,
            until: Instant::now() + pause,
        };
        tracing::warn!(plugin.name = %entry.plugin.name, event.kind = waiting.event.kind, tries, reason, "an event was not taken");
        troubles.insert(place, stuck);
        Ok(false)
    }
}
