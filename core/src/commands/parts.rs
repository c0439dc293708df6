//! A CALL with more entries than its station takes goes out as several, and has one answer. How much a station takes is
//! known by what was last seen of it; one that says no because it is too much is asked.

use std::time::Duration;

use serde_json::Value;

use super::ending::{count, log, with_outcome};
use super::queue::{Queue, Turn};
use super::refusal::SendError;
use super::sender::{Destination, QueuedCommand, Sender, Wanted, caller};
use crate::clock;
use crate::frame::repair::Repair;
use crate::ocpp::Outcome;
use crate::ocpp::split::{Limit, Raw, builds_up, can_be_split, join, limits, number_reports, says_too_much, split};
use crate::state::command_queue::{command_ended, command_leaves, command_waits};
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
        let mut parts = self.split(to, call)?;
        if parts.len() < 2 {
            let outcome = self.send(to, wanted.clone()).await?;
            match &outcome {
                Outcome::Refused(error) if says_too_much(&error.code) => {}
                _ => return Ok(outcome),
            }
            parts = self.parts_after_asking(to, call).await?;
            if parts.is_empty() {
                return Ok(outcome);
            }
        }
        self.send_each(to, &wanted, parts).await
    }

    /// The payloads that a raw command of the queue goes out as, by what is known of its station; none: it is one CALL,
    /// and what its station takes is known or does not matter.
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
        let parts = self.split(to, call)?;
        let is_known = parts.len() < 2 && self.limit(to, call)? != Limit::default();
        Ok(if is_known { Vec::new() } else { parts })
    }

    /// The parts of a CALL that the station found too much, after it was asked what it takes; none: it is no less.
    pub(super) async fn parts_after_asking(&self, to: &Destination, call: Raw<'_>) -> Result<Vec<Value>, SendError> {
        if !can_be_split(call) {
            return Ok(Vec::new());
        }
        self.ask_limit(to, call).await?;
        let parts = self.split(to, call)?;
        Ok(if parts.len() < 2 { Vec::new() } else { parts })
    }

    fn limit(&self, to: &Destination, call: Raw<'_>) -> Result<Limit, SendError> {
        let state = &self.pipeline().state;
        Ok(limits::limit(state, &to.charge_point, call.version, call.action)?)
    }

    /// The parts that a CALL has by what is known of its station; their numbers are those of no other report.
    fn split(&self, to: &Destination, call: Raw<'_>) -> Result<Vec<Value>, SendError> {
        let state = &self.pipeline().state;
        let mut parts = split(call, self.limit(to, call)?);
        if parts.len() > 1 {
            let inventory = state.inventory(&to.charge_point)?;
            let mut given = Vec::new();
            number_reports(call, &mut parts, |last| {
                given.push(last);
                inventory.free_behind(last, &given)
            });
        }
        Ok(parts)
    }

    /// Asks how much the station takes; whatever it says is kept like any other answer.
    async fn ask_limit(&self, to: &Destination, call: Raw<'_>) -> Result<(), SendError> {
        if let Some((action, payload)) = limits::question(call.version, call.action) {
            self.send(to, Wanted::by_server(action, &payload)).await?;
        }
        Ok(())
    }

    async fn send_each(&self, to: &Destination, wanted: &Wanted, parts: Vec<Value>) -> Result<Outcome, SendError> {
        let version = to.session.info.profile.version;
        let (mut answers, mut remarks): (Vec<Value>, Vec<Repair>) = (Vec::new(), Vec::new());
        let builds_up = builds_up(version, &wanted.action);
        let following = parts.get(1..).filter(|_| builds_up).unwrap_or_default().to_vec();
        for (place, payload) in parts.iter().enumerate() {
            let part = Wanted {
                payload: Payload::from(payload),
                following: if place == 0 { following.clone() } else { Vec::new() },
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
            if is_refused && builds_up {
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
            following: Vec::new(),
        };
        let (mut outcome, is_one) = if parts.len() > 1 {
            (self.sender().send_each(to, &wanted, parts).await?, false)
        } else {
            let whole = Wanted {
                id: Some(command.id.clone()),
                ..wanted.clone()
            };
            (self.sender().send(to, whole).await?, true)
        };
        let mut is_told = is_one;
        if is_one && matches!(&outcome, Outcome::Refused(error) if says_too_much(&error.code)) {
            let payload = command.payload.value();
            let call = Raw {
                version: to.session.info.profile.version,
                action: &command.action,
                payload: &payload,
            };
            let parts = self.sender().parts_after_asking(to, call).await?;
            if !parts.is_empty() {
                outcome = self.sender().send_each(to, &wanted, parts).await?;
                is_told = false;
            }
        }
        if !outcome.has_left() {
            store.write(vec![command_waits(&command)?]).await?;
            return Ok(Turn::Again);
        }
        let boot = self.state().boot(&to.charge_point)?;
        let ended = with_outcome(command, &caller(to, boot.as_ref()), &outcome);
        if !is_told {
            return self.end(ended).await;
        }
        // Its session has told of it.
        store.write(command_ended(&ended)?).await?;
        log(&ended);
        count(self.sender().pipeline(), &ended);
        self.state().command_news().tell(&ended);
        Ok(Turn::Over)
    }
}
