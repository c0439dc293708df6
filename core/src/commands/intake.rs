//! What comes into the durable queue, and what is taken out of it before it leaves.

use super::ending::{DurableList, answered, count, list, withdrawn};
use super::refusal::SendError;
use super::sender::{Destination, Sender, check};
use crate::clock;
use crate::ocpp::Effects;
use crate::state::command_queue::{MOST_WAITING, end_waiting, queue_command};
use crate::state::commands::{Command, CommandState};
use crate::store::{StoreError, Write};

/// Whether a command was taken back.
#[derive(Debug, PartialEq)]
pub enum Withdrawal {
    /// It is not sent any more.
    Cancelled(Box<Command>),
    /// It has left, or is over.
    TooLate(Box<Command>),
}

impl Sender {
    /// Whether a raw command is one that a station which is there understands.
    ///
    /// # Errors
    /// [`SendError::UnknownAction`], [`SendError::WrongDirection`], [`SendError::Invalid`]
    pub fn check(&self, to: &Destination, command: &Command) -> Result<(), SendError> {
        check(to.action(&command.action)?, &command.payload)
    }

    /// Puts a command into the queue, behind what waits for its station; what it replaces there ends. The other
    /// writes are in the same list, before it: if a condition of theirs does not hold, nothing is queued.
    ///
    /// # Errors
    /// [`SendError::QueueFull`]; the store's.
    pub async fn queue(&self, command: &Command, with: Vec<Write>) -> Result<(), SendError> {
        let state = &self.pipeline().state;
        let waiting = state.queued_commands_of(&command.charge_point, None, MOST_WAITING)?;
        if waiting.len() >= MOST_WAITING {
            return Err(SendError::QueueFull(command.charge_point.clone()));
        }
        let mut writes = with;
        writes.extend(queue_command(command)?);
        state.store().write(writes).await?;
        self.replace(command).await?;
        state.queue_bell().ring(&command.charge_point);
        Ok(())
    }

    /// Ends what waits with the same word as a newer command. What leaves at this moment is not replaced; what a crash
    /// leaves is replaced at its turn.
    async fn replace(&self, newest: &Command) -> Result<(), SendError> {
        let state = &self.pipeline().state;
        for before in state.replaced_by(newest)? {
            let (place, seen) = state.queued(&before)?;
            if place.is_none_or(|place| place.sent) {
                continue;
            }
            let replaced = Command {
                state: CommandState::Replaced,
                ended_at: Some(clock::now()),
                ..before
            };
            match state.store().write(end_waiting(&replaced, &seen)?).await {
                Ok(_) => {
                    count(self.pipeline(), &replaced);
                    state.command_news().tell(&replaced);
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Takes a command back that has not left.
    ///
    /// # Errors
    /// The store's.
    pub async fn cancel(&self, command: Command) -> Result<Withdrawal, SendError> {
        let pipeline = self.pipeline();
        let (place, seen) = pipeline.state.queued(&command)?;
        if place.is_none_or(|place| place.sent) {
            return Ok(Withdrawal::TooLate(Box::new(command)));
        }
        let cancelled = withdrawn(command.clone());
        let effects = Effects {
            events: vec![answered(&cancelled, None)],
            ..Effects::now(end_waiting(&cancelled, &seen)?)
        };
        let DurableList { writes, events, .. } = list(pipeline, effects)?;
        match pipeline.state.store().write(writes).await {
            Ok(_) => {}
            Err(StoreError::Conflict { .. }) => return Ok(Withdrawal::TooLate(Box::new(command))),
            Err(error) => return Err(error.into()),
        }
        pipeline.plugins.announce(&events);
        count(pipeline, &cancelled);
        pipeline.state.command_news().tell(&cancelled);
        Ok(Withdrawal::Cancelled(Box::new(cancelled)))
    }
}
