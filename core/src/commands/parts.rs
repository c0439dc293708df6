//! A CALL with more entries than its station takes goes out as several, and has one answer. How much a station takes is
//! known by what was last seen of it; one that says no because it is too much is asked.

use serde_json::Value;

use super::refusal::SendError;
use super::sender::{Destination, Sender, Wanted};
use crate::frame::repair::Repair;
use crate::ocpp::Outcome;
use crate::ocpp::split::{Limit, Raw, builds_up, can_be_split, join, limits, says_too_much, split};
use crate::state::payload::Payload;

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
