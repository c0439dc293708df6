//! Calls that answer no charge point: events, ticks and requests. Each runs on a thread of its own,
//! and what the plugin wants done is written before the call counts.

use std::sync::Arc;
use std::time::Instant;

use super::capabilities::Wishes;
use super::errand::Errand;
use super::error::PluginError;
use super::failing;
use super::failure::Cause;
use super::host::{PluginHost, blocking};
use super::instance::{Answer, Broken, Said};
use super::routing::Member;
use crate::clock;
use crate::events::Event;
use crate::state::command_queue::queue_command;
use crate::store::{StoreError, Write};

/// A conflict means that another call changed the same state first; the call is made anew, so often.
const MAX_ATTEMPTS: u32 = 5;

/// Why an errand was not done.
#[derive(Debug)]
pub enum NotDone {
    /// The guest failed; it is in the plugin's record.
    Failed(Cause),
    /// The guest's own reason.
    Refused(String),
    /// What it wants done could not be stored.
    NotStored(StoreError),
    /// The server is stopping.
    Stopping,
}

impl PluginHost {
    /// Asks a plugin, and does what it wants done together with `also`.
    ///
    /// # Errors
    /// Whatever keeps it from having been done; then nothing was written.
    pub(super) async fn run(
        self: &Arc<Self>,
        member: &Member,
        errand: &Errand,
        also: &[Write],
    ) -> Result<Said, NotDone> {
        for _ in 1..MAX_ATTEMPTS {
            match self.attempt(member, errand, also).await {
                Err(NotDone::NotStored(StoreError::Conflict { .. })) => {}
                done => return done,
            }
        }
        self.attempt(member, errand, also).await
    }

    async fn attempt(self: &Arc<Self>, member: &Member, errand: &Errand, also: &[Write]) -> Result<Said, NotDone> {
        let (asked, errand) = (member.clone(), errand.clone());
        let answer = blocking(move || Ok(ask(&asked, &errand)))
            .await
            .map_err(|_| NotDone::Stopping)?;
        let Answer { said, wishes, .. } = answer?;
        if let Said::Done(Err(reason)) = said {
            return Err(NotDone::Refused(reason));
        }
        let grown = wishes.grown;
        let called: Vec<_> = wishes
            .commands
            .iter()
            .map(|command| command.charge_point.clone())
            .collect();
        let mut writes = self.granted(wishes).map_err(NotDone::NotStored)?;
        writes.extend_from_slice(also);
        if !writes.is_empty() {
            self.store.write(writes).await.map_err(NotDone::NotStored)?;
        }
        member.space.usage.grow(grown);
        for charge_point in &called {
            self.state.queue_bell().ring(charge_point);
        }
        Ok(said)
    }

    /// What a call off a message's path wants done, as writes.
    fn granted(&self, wishes: Wishes) -> Result<Vec<Write>, StoreError> {
        let mut writes = wishes.state;
        for emitted in wishes.events {
            let payload = serde_json::Value::Object(emitted.payload);
            writes.extend(self.tell(&Event::new(&emitted.kind, &emitted.charge_point, payload))?);
        }
        for command in wishes.commands {
            writes.extend(queue_command(&command.wanted_at(clock::now()))?);
        }
        Ok(writes)
    }
}

/// Asks on this thread; once more on a fresh instance where that may help.
fn ask(member: &Member, errand: &Errand) -> Result<Answer, NotDone> {
    let begin = Instant::now();
    let record = &member.plugin.record;
    let mut result = once(member, errand);
    if result.as_ref().is_err_and(|broken| broken.cause.may_pass()) {
        result = once(member, errand);
    }
    record.called(begin.elapsed());
    if result.is_ok() {
        record.breaker.succeeded();
    }
    result.map_err(|broken| NotDone::Failed(broken.cause))
}

fn once(member: &Member, errand: &Errand) -> Result<Answer, Broken> {
    let (charge_point, message_id) = errand.ask().about();
    let asked = member.target().ask(
        (&charge_point, &message_id),
        member.plugin.long_allowance(),
        errand.ask(),
    );
    if let Err(broken) = &asked {
        failing::note(&member.plugin, &member.version, errand.ask(), broken);
    }
    asked
}

impl From<PluginError> for NotDone {
    fn from(_: PluginError) -> Self {
        Self::Stopping
    }
}
