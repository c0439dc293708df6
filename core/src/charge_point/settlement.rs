//! The end of a CALL of ours: what its outcome changes is durable before whoever asked is told. It outlives
//! the actor, because a connection's end is an outcome, too.

use std::rc::Rc;

use tracing::Instrument as _;

use super::services::Services;
use super::session::Session;
use crate::clock;
use crate::commands::{Ending, count_outcome, ending};
use crate::ocpp::{Effects, HandlerError, Outcome};
use crate::registry::messages::Outgoing;
use crate::store::StoreError;

/// A conflict means that something else wrote meanwhile; the outcome is looked at anew, so often.
const MAX_ATTEMPTS: u32 = 5;

/// A command with its outcome.
pub(super) struct Settlement {
    pub(super) services: Rc<Services>,
    /// As it was when the outcome came.
    pub(super) session: Session,
    pub(super) outgoing: Box<Outgoing>,
    pub(super) outcome: Outcome,
}

impl Settlement {
    /// Keeps what changes, then tells whoever asked; at once if nothing waits for the disk.
    pub(super) fn settle(self) {
        let ending = self.ending();
        if ending.effects.must_wait() {
            let span = self.session.span.clone();
            actix_rt::spawn(self.settle_durably(ending).instrument(span));
            return;
        }
        self.follow(ending.effects);
        self.reply(ending.failed);
    }

    fn ending(&self) -> Ending {
        let caller = self.session.caller(clock::now());
        ending(&self.services.pipeline, &caller, &self.outgoing, &self.outcome)
    }

    async fn settle_durably(self, first: Ending) {
        let mut next = first;
        for attempt in 1.. {
            let Ending { mut effects, failed } = next;
            match self.keep(&mut effects).await {
                Ok(()) => {
                    self.follow(effects);
                    return self.reply(failed);
                }
                Err(StoreError::Conflict { .. }) if attempt < MAX_ATTEMPTS => next = self.ending(),
                Err(error) => return self.reply(Some(error.into())),
            }
        }
    }

    async fn keep(&self, effects: &mut Effects) -> Result<(), StoreError> {
        let list = self.services.durable_list(&self.session.charge_point, effects)?;
        self.services.write_durably(list).await
    }

    /// What may follow. An operation changes what is kept, not what the connection learned.
    fn follow(&self, effects: Effects) {
        let charge_point = &self.session.charge_point;
        self.services.put_latest(charge_point, self.session.id, effects.latest);
        self.services.tell(charge_point, effects.events);
        for command in &effects.commands {
            self.services.pipeline.state.queue_bell().ring(&command.charge_point);
        }
    }

    /// One that stopped waiting misses it; that is its choice.
    fn reply(self, failed: Option<HandlerError>) {
        let Outgoing {
            command,
            reply_to,
            durable,
            ..
        } = *self.outgoing;
        if durable {
            count_outcome(&self.services.pipeline, &command, &self.outcome);
            self.services.pipeline.state.command_news().tell(&command);
        }
        if let Some(error) = &failed {
            tracing::error!(
                ocpp.action = command.action,
                ocpp.message_id = command.id,
                %error,
                "what became of a command could not be kept"
            );
        }
        if reply_to.send(failed.map_or(Ok(self.outcome), Err)).is_err() {
            tracing::debug!(ocpp.message_id = command.id, "nobody waits for this answer any more");
        }
    }
}
