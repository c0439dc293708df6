//! One call off a message's path: on a thread of its own, and what the plugin wants done is written before the
//! call counts.

use std::sync::Arc;
use std::time::Instant;

use super::outbox::Outbox;
use crate::clock;
use crate::events::Event;
use crate::plugins::component::cause::Cause;
use crate::plugins::component::guest_call::{GuestCall, GuestFailure, GuestReply, GuestResult, OwnedGuestCall};
use crate::plugins::decide::failure::FailedCall;
use crate::plugins::decide::routing::{ChainEntry, Routing};
use crate::plugins::sandbox::capabilities::Emitted;
use crate::plugins::stopping::{Stopping, blocking};
use crate::state::State;
use crate::state::command_queue::queue_command;
use crate::store::{StoreError, Write};

/// A conflict means that another call changed the same state first; the call is made anew, so often.
const MAX_ATTEMPTS: u32 = 5;

/// Whoever asks plugins off a message's path.
pub struct Background {
    /// Who there is to ask.
    pub routing: Arc<Routing>,
    /// Where events come from, and go to.
    pub outbox: Arc<Outbox>,
    /// What is written, and where events wait.
    pub state: State,
}

/// Why a call was not done.
#[derive(Debug)]
pub enum BackgroundError {
    /// The guest failed; it is in the plugin's figures.
    Failed {
        /// How.
        cause: Cause,
        /// A request of its went unanswered, or was put off.
        away: bool,
    },
    /// The guest said why it did not do it.
    Refused {
        /// Its own words.
        reason: String,
        /// A request of its went unanswered, or was put off.
        away: bool,
    },
    /// What it wants done could not be stored.
    NotStored(StoreError),
    /// The server is stopping.
    Stopping,
}

impl From<Stopping> for BackgroundError {
    fn from(_: Stopping) -> Self {
        Self::Stopping
    }
}

impl Background {
    /// Asks a plugin, and does what it wants done together with `also`.
    ///
    /// # Errors
    /// Whatever keeps it from having been done; then nothing was written.
    pub async fn run(
        &self,
        entry: &ChainEntry,
        call: &OwnedGuestCall,
        also: &[Write],
    ) -> Result<GuestReply, BackgroundError> {
        for _ in 1..MAX_ATTEMPTS {
            match self.attempt(entry, call, also).await {
                Err(BackgroundError::NotStored(StoreError::Conflict { .. })) => {}
                done => return done,
            }
        }
        self.attempt(entry, call, also).await
    }

    async fn attempt(
        &self,
        entry: &ChainEntry,
        call: &OwnedGuestCall,
        also: &[Write],
    ) -> Result<GuestReply, BackgroundError> {
        let (asked, call) = (entry.clone(), call.clone());
        let answered = blocking(move || ask(&asked, &call)).await?;
        let GuestResult {
            reply, requested, away, ..
        } = answered;
        if let GuestReply::Done(Err(reason)) = reply {
            return Err(BackgroundError::Refused { reason, away });
        }
        let grown = requested.grown;
        let events = events(requested.events);
        let mut writes = requested.state;
        for event in &events {
            writes.extend(self.outbox.keep(event).map_err(BackgroundError::NotStored)?);
        }
        let now = clock::now();
        let commands = requested.commands.into_iter().map(|command| command.wanted_at(now));
        let commands: Vec<_> = commands.collect();
        for command in &commands {
            writes.extend(queue_command(command).map_err(BackgroundError::NotStored)?);
        }
        writes.extend_from_slice(also);
        if !writes.is_empty() {
            let written = self.state.store().write(writes).await;
            written.map_err(BackgroundError::NotStored)?;
        }
        entry.namespace.usage.grow(grown);
        self.outbox.announce(&events);
        for command in &commands {
            self.state.queue_bell().ring(&command.charge_point);
        }
        Ok(reply)
    }
}

fn events(emitted: Vec<Emitted>) -> Vec<Event> {
    let event = |emitted: Emitted| {
        let payload = serde_json::Value::Object(emitted.payload);
        Event::new(&emitted.kind, &emitted.charge_point, payload)
    };
    emitted.into_iter().map(event).collect()
}

/// Asks on this thread; once more on a fresh instance where that may help.
fn ask(entry: &ChainEntry, call: &OwnedGuestCall) -> Result<GuestResult, BackgroundError> {
    let begin = Instant::now();
    let stats = &entry.plugin.stats;
    let mut result = once(entry, call);
    if result.as_ref().is_err_and(|failure| failure.cause.may_pass()) {
        result = once(entry, call);
    }
    stats.called(begin.elapsed());
    entry.version.counts.called(begin.elapsed(), result.is_err());
    if result.is_ok() {
        stats.breaker.succeeded();
    }
    result.map_err(|GuestFailure { cause, away, .. }| BackgroundError::Failed { cause, away })
}

fn once(entry: &ChainEntry, call: &OwnedGuestCall) -> Result<GuestResult, GuestFailure> {
    let asked = call.ask();
    let result = entry
        .callee()
        .ask(asked.about(), entry.plugin.access.long_allowance(), asked);
    if let Err(failure) = &result {
        let failed = FailedCall {
            plugin: &entry.plugin,
            version: &entry.version,
            asked,
            failure,
        };
        match asked {
            // An event that it cannot take says nothing about the messages that it decides: it has its own tries.
            GuestCall::Event { .. } => failed.keep(),
            _ => failed.count(),
        }
    }
    result
}
