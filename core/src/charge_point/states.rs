//! A connection on which the station does not say how its connectors stand: it is asked, once, some time after it has
//! connected or booted.

use actix::prelude::*;
use tracing::Instrument as _;

use super::connection::{ChargePoint, Socket};
use crate::commands::Sender;
use crate::config::settings::RegistrationStatus;
use crate::ocpp::availability::refresh::{Settled, questions};

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
        self.states.due = Some(ctx.run_later(after, |actor, _| {
            let _session = actor.session.entered();
            actor.states.due = None;
            actor.ask_for_states();
        }));
    }

    fn ask_for_states(&mut self) {
        let may_be_asked = matches!(self.session.registration, None | Some(RegistrationStatus::Accepted));
        if !may_be_asked || !self.is_current() {
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
            for question in questions {
                if let Err(error) = sender.queue(&question.command(&charge_point), Vec::new()).await {
                    return tracing::warn!(%error, "the states of the connectors are not asked for");
                }
            }
        };
        actix_rt::spawn(asking.instrument(self.session.span.clone()));
    }
}
