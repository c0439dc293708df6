//! Tells events to the plugins that observe them: in order for each charge point, at least once. An
//! event that is not taken comes again after a growing pause; those behind it wait, those of other
//! charge points do not.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::background::NotDone;
use super::errand::Errand;
use super::error::PluginError;
use super::host::PluginHost;
use super::outbox::{self, Waiting};
use super::routing::Member;
use crate::ids::{ChargePointId, PluginName};

/// How long the first pause is; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// How often it is looked, beside when it is woken: pauses end, and other writers do not wake.
const INTERVAL: Duration = Duration::from_millis(200);

/// The first event of a charge point was not taken.
struct Stuck {
    key: String,
    tries: u32,
    until: Instant,
}

/// Who is stuck, by plugin and charge point. In memory: after a restart everyone is tried at once.
type Troubles = HashMap<(PluginName, ChargePointId), Stuck>;

impl PluginHost {
    /// Tells events, for as long as it is polled.
    pub async fn observe(self: Arc<Self>) {
        let mut troubles = Troubles::new();
        loop {
            for member in self.table().members() {
                if member.version.manifest.events.is_empty() {
                    continue;
                }
                if let Err(error) = self.tell_all(member, &mut troubles).await {
                    tracing::error!(plugin.name = %member.plugin.name, %error, "events cannot be told");
                }
            }
            // Whichever comes first; a timeout is no error.
            tokio::time::timeout(INTERVAL, self.woken.notified()).await.ok();
        }
    }

    /// Tells a plugin what waits for it.
    async fn tell_all(self: &Arc<Self>, member: &Member, troubles: &mut Troubles) -> Result<(), PluginError> {
        let name = &member.plugin.name;
        let (mut after, mut left) = (None::<String>, 0_u64);
        loop {
            let page = outbox::waiting(&self.state, name, after.as_deref())?;
            let Some(last) = page.last() else { break };
            let mut next = last.key.clone();
            let mut skipped = None;
            for waiting in page {
                if skipped.as_ref() == Some(&waiting.event.charge_point) {
                    left += 1;
                    continue;
                }
                if !self.tell_one(member, &waiting, troubles).await? {
                    left += 1;
                    next = outbox::end_of(name, &waiting.event.charge_point);
                    skipped = Some(waiting.event.charge_point);
                }
            }
            after = Some(next);
        }
        member.plugin.backlog.set(left);
        Ok(())
    }

    /// Tells one event; false if it and those behind it wait.
    async fn tell_one(
        self: &Arc<Self>,
        member: &Member,
        waiting: &Waiting,
        troubles: &mut Troubles,
    ) -> Result<bool, PluginError> {
        let place = (member.plugin.name.clone(), waiting.event.charge_point.clone());
        let stuck = troubles.get(&place).filter(|stuck| stuck.key == waiting.key);
        if stuck.is_some_and(|stuck| Instant::now() < stuck.until)
            || !member.plugin.record.breaker.lets_pass(Instant::now())
        {
            return Ok(false);
        }
        let tries = stuck.map_or(0, |stuck| stuck.tries) + 1;
        let errand = Errand::Event {
            context: waiting.event.context(waiting.id()),
            kind: waiting.event.kind.clone(),
            payload: waiting.event.payload.to_string(),
        };
        let reason = match self.run(member, &errand, &[waiting.taken()]).await {
            Ok(_) => {
                troubles.remove(&place);
                return Ok(true);
            }
            Err(NotDone::Failed(cause)) => cause.to_string(),
            Err(NotDone::Refused(reason)) => reason,
            Err(NotDone::NotStored(error)) => return Err(error.into()),
            Err(NotDone::Stopping) => return Err(PluginError::Stopping),
        };
        if tries >= member.plugin.access.limits.event_tries {
            tracing::error!(
                plugin.name = %member.plugin.name,
                charge_point.id = %waiting.event.charge_point,
                event.kind = waiting.event.kind,
                tries,
                reason,
                "an event is set aside"
            );
            self.store.write(waiting.set_aside()?).await?;
            troubles.remove(&place);
            return Ok(true);
        }
        let pause = (FIRST_PAUSE * 2_u32.saturating_pow(tries - 1)).min(LONGEST_PAUSE);
        let stuck = Stuck {
            key: waiting.key.clone(),
            tries,
            until: Instant::now() + pause,
        };
        tracing::warn!(plugin.name = %member.plugin.name, event.kind = waiting.event.kind, tries, reason, "an event was not taken");
        troubles.insert(place, stuck);
        Ok(false)
    }
}
