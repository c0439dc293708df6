//! A connection on which the station does not say how its connectors stand: it is asked, once, some time after it has
//! connected or booted. One question after the other, so that an operator's commands have their turn between them, and
//! none after one that the station does not know or does not answer.

use std::time::Duration;

use actix::prelude::*;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

use super::connection::{ChargePoint, Socket};
use super::timer::later;
use crate::commands::Sender;
use crate::config::settings::RegistrationStatus;
use crate::ocpp::availability::refresh::{Settled, questions};
use crate::state::State;
use crate::state::commands::{Command, CommandState};
use crate::store::StoreError;

/// A station that has not answered all of them by then is asked no more.
const PATIENCE: Duration = Duration::from_secs(600);

impl ChargePoint {
    /// The station has connected, or booted: it has some time to say it by itself.
    pub(super) fn wait_for_states(&mut self, ctx: &mut Socket) {
        let Some(after) = self.services.settings.ask.connector_states_after else {
            return;
        };
        if self.states.asked {
            return;
        }
        if let Some(due) = self.states.due.take() {
            ctx.cancel_future(due);
        }
        self.states.due = Some(later(ctx, after, |actor, _| {
            let _session = actor.session.entered();
            actor.states.due = None;
            actor.ask_for_states();
        }));
    }

    fn ask_for_states(&mut self) {
        if self.session.registration != Some(RegistrationStatus::Accepted) || !self.is_current() {
            return;
        }
        self.states.asked = true;
        let services = &self.services;
        let settled = Settled {
            state: &services.pipeline.state,
            id: &self.session.charge_point,
            version: self.session.profile.version,
            reported: &self.session.connectors,
        };
        let questions = match questions(settled) {
            Ok(questions) => questions,
            Err(error) => return tracing::error!(%error, "what is known of the connectors cannot be read"),
        };
        if questions.is_empty() {
            return;
        }
        let sender = Sender::new(services.pipeline.clone(), services.registry.clone());
        let charge_point = self.session.charge_point.clone();
        let asking = async move {
            let deadline = Instant::now() + PATIENCE;
            for question in questions {
                let command = question.command(&charge_point);
                if let Err(error) = sender.queue(&command, Vec::new()).await {
                    return tracing::warn!(%error, "the states of the connectors are not asked for");
                }
                match is_known(&sender.pipeline().state, command, deadline).await {
                    Ok(true) => {}
                    Ok(false) => return tracing::debug!("the station does not say how its connectors stand"),
                    Err(error) => return tracing::warn!(%error, "the answer to a question cannot be read"),
                }
            }
        };
        actix_rt::spawn(asking.instrument(self.session.span.clone()));
    }
}

/// Waits for the answer to a question: whether the station knows such.
async fn is_known(state: &State, command: Command, deadline: Instant) -> Result<bool, StoreError> {
    let mut listening = state.command_news().listen(&command.id);
    loop {
        match state.command(&command.id)? {
            Some(known) if known.state.is_over() => {
                let status = known.response.as_ref().and_then(|response| response.get("status"));
                let word = status.and_then(Value::as_str).unwrap_or_default();
                return Ok(known.state == CommandState::Answered && !matches!(word, "NotImplemented" | "NotSupported"));
            }
            _ => {}
        }
        if timeout_at(deadline, listening.news()).await.is_err() {
            return Ok(false);
        }
    }
}
