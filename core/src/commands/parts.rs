//! A CALL with more entries than its station takes goes out as several, and has one answer. How much a station takes is
//! known by what was last seen of it; one that says no because it is too much is asked.

use std::time::Duration;

use serde_json::Value;

use super::ending::with_outcome;
use super::queue::{Queue, Turn};
use super::refusal::SendError;
use super::sender::{Destination, QueuedCommand, Sender, Wanted, caller};
use crate::clock;
use crate::frame::repair::Repair;
use crate::ocpp::Outcome;
use crate::ocpp::split::{Limit, Raw, builds_up, can_be_split, join, limits, says_too_much, split};
use crate::state::command_queue::{command_leaves, command_waits};
use crate::state::commands::Command;
use crate::state::payload::Payload;
use crate::store::StoreError;

impl Sender {
    /// Sends a command as [`Sender::send`], in as many parts as the station's limits ask for. What ends one part
    /// ends all; what the parts before it changed stays changed.
    ///
    /// # Errors
    /// As there.
    pub async fn send_in_parts(&self, to: &Destination, wanted: Wanted) -> Result<Outcome, SendError> {
        let payload = wanted.payload.value();
        let call = Raw {
            version: to.session.info.profile.version,
            action: &wanted.action,
            payload: &payload,
        };
        if !can_be_split(call) {
            return self.send(to, wanted).await;
        }
        let mut parts = split(call, self.limit(to, call)?);
        if parts.len() < 2 {
            let outcome = self.send(to, wanted.clone()).await?;
            match &outcome {
                Outcome::Refused(error) if says_too_much(&error.code) => {}
                _ => return Ok(outcome),
            }
            parts = split(call, self.asked_limit(to, call).await?);
            if parts.len() < 2 {
                return Ok(outcome);
            }
        }
        self.send_each(to, &wanted, parts).await
    }

    /// The payloads that a raw command of the queue goes out as, by what is known of its station; none: it is one CALL.
    pub(super) fn parts(&self, to: &Destination, command: &Command) -> Result<Vec<Value>, SendError> {
        let payload = command.payload.value();
        let call = Raw {
            version: to.session.info.profile.version,
            action: &command.action,
            payload: &payload,
        };
        if command.whole || !can_be_split(call) {
            return Ok(Vec::new());
        }
        Ok(split(call, self.limit(to, call)?))
    }

    fn limit(&self, to: &Destination, call: Raw<'_>) -> Result<Limit, SendError> {
        let state = &self.pipeline().state;
        Ok(limits::limit(state, &to.charge_point, call.version, call.action)?)
    }

    /// How much the station takes, by its own word; whatever it says is kept like any other answer.
    async fn asked_limit(&self, to: &Destination, call: Raw<'_>) -> Result<Limit, SendError> {
        if let Some((action, payload)) = limits::question(call.version, call.action) {
            self.send(to, Wanted::by_server(action, &payload)).await?;
        }
        self.limit(to, call)
    }

    async fn send_each(&self, to: &Destination, wanted: &Wanted, parts: Vec<Value>) -> Result<Outcome, SendError> {
        let version = to.session.info.profile.version;
        let (mut answers, mut remarks): (Vec<Value>, Vec<Repair>) = (Vec::new(), Vec::new());
        for payload in parts {
            let part = Wanted {
                payload: Payload::from(&payload),
                ..wanted.clone()
            };
            let outcome = self.send(to, part).await?;
            let is_refused = outcome.is_refusal();
            match outcome {
                Outcome::Answered(answer) => answers.push(answer),
                Outcome::Remarked(answer, repairs) => {
                    answers.push(answer);
                    remarks.extend(repairs);
                }
                other => return Ok(other),
            }
            if is_refused && builds_up(version, &wanted.action) {
                break;
            }
        }
        let joined = join(version, &wanted.action, &answers);
        Ok(if remarks.is_empty() {
            Outcome::Answered(joined)
        } else {
            Outcome::Remarked(joined, remarks)
        })
    }
}

impl Queue {
    /// Sends a raw command whose turn it is in parts. That it leaves is durable before the first of them; what was
    /// split says the same if it is said twice, so one whose station went in between begins anew.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn parts_turn(
        &self,
        to: &Destination,
        queued: QueuedCommand,
        parts: Vec<Value>,
    ) -> Result<Turn, SendError> {
        let QueuedCommand { mut command, place } = queued;
        if let Err(unfit) = self.sender().check(to, &command) {
            return self.sent(command, Err(unfit)).await;
        }
        command.left_at = Some(clock::now());
        let store = self.state().store();
        match store.write(vec![place.guarded(command_leaves(&command)?)]).await {
            Ok(_) => {}
            Err(StoreError::Conflict { .. }) => return Ok(Turn::Again),
            Err(error) => return Err(error.into()),
        }
        let wanted = Wanted {
            id: None,
            action: command.action.clone(),
            payload: command.payload.clone(),
            origin: command.origin.clone(),
            timeout: command.timeout_ms.map(Duration::from_millis),
            seen: Vec::new(),
        };
        let outcome = self.sender().send_each(to, &wanted, parts).await?;
        if !outcome.has_left() {
            store.write(vec![command_waits(&command)?]).await?;
            return Ok(Turn::Again);
        }
        let boot = self.state().boot(&to.charge_point)?;
        let ended = with_outcome(command, &caller(to, boot.as_ref()), &outcome);
        self.end(ended).await
    }
}
