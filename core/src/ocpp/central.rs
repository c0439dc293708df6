//! The pipeline of one message: known? allowed? registered? valid? -> propose -> plugins -> commit.

use std::sync::Arc;

use ocpp_schemas::{Action, ErrorCode, Kind};
use serde_json::Value;

use super::handler::{Context, Effects, Pending, Trouble};
use super::happened::Outcome;
use super::profile::Profile;
use super::{happened, recorded, refusal};
use crate::clock::Time;
use crate::config::settings::{RegistrationStatus, Settings};
use crate::frame::Call;
use crate::ids::ChargePointId;
use crate::plugins::{CallContext, Decision, PluginHost, Question, Refusal, RequestedEffects};
use crate::state::State;
use crate::state::transaction_ids::TransactionIds;

/// What messages are settled with.
#[derive(Clone)]
pub struct Central {
    /// What is known.
    pub state: State,
    /// The numbers of 1.6 transactions.
    pub transaction_ids: TransactionIds,
    /// The plugins.
    pub plugins: Arc<PluginHost>,
    /// The configuration.
    pub settings: Arc<Settings>,
}

/// Who sent a message, when, and how it stands with us.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The sender.
    pub charge_point: &'a ChargePointId,
    /// The connection's version.
    pub profile: &'static Profile,
    /// None: it never booted here.
    pub registration: Option<RegistrationStatus>,
    /// From the last BootNotification.
    pub vendor: &'a str,
    /// From the last BootNotification.
    pub model: &'a str,
    /// When the message arrived.
    pub now: Time,
}

/// Whether a message wants an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// CALL: exactly one.
    Call,
    /// SEND (2.1): none.
    Send,
}

/// A settled message: its reply, once its effects are safe.
#[derive(Debug)]
pub struct Settled {
    /// The frame's text; none: nothing is sent.
    pub reply: Option<String>,
    /// What changes.
    pub effects: Effects,
    /// The reply is a CALLERROR.
    pub refused: bool,
}

impl Settled {
    /// Nothing is sent, nothing changes.
    pub(super) fn silent() -> Self {
        Self {
            reply: None,
            effects: Effects::none(),
            refused: false,
        }
    }
}

impl Central {
    /// Settles a message of a station. Nothing is written here: the caller writes the effects, then
    /// sends the reply. May be called again if the write met a conflict.
    #[must_use]
    pub fn settle(&self, situation: &Situation<'_>, asked: Asked, call: &Call) -> Settled {
        let result = self
            .admit(situation, asked, call)
            .and_then(|action| self.handle(situation, asked, (action, call)));
        result.unwrap_or_else(|refusal| self.refused(situation, asked, (call, &refusal)))
    }

    fn refused(&self, situation: &Situation<'_>, asked: Asked, (call, refusal): (&Call, &Refusal)) -> Settled {
        tracing::warn!(
            charge_point.id = %situation.charge_point,
            ocpp.action = call.action,
            ocpp.message_id = %call.id,
            code = refusal.code.spelling(situation.profile.version),
            reason = refusal.description,
            "a request was refused"
        );
        situation.profile.refuse(&call.id, asked, refusal)
    }

    /// The checks that need no handler.
    fn admit(&self, situation: &Situation<'_>, asked: Asked, call: &Call) -> Result<&'static Action, Refusal> {
        let action = situation
            .profile
            .action(&call.action)
            .ok_or_else(|| refusal::simple(ErrorCode::NotImplemented, "this version has no such action"))?;
        if !action.sent_by_charge_point() {
            return Err(refusal::simple(
                ErrorCode::NotSupported,
                "only the central system sends this action",
            ));
        }
        if action.confirmed() != (asked == Asked::Call) {
            let wanted = if action.confirmed() { "a CALL" } else { "a SEND" };
            let reason = format!("this action is sent as {wanted}");
            return Err(refusal::simple(ErrorCode::NotSupported, &reason));
        }
        self.check_registration(situation, action)?;
        action
            .validate(Kind::Request, &call.payload)
            .map_err(|violation| refusal::invalid(&violation))?;
        Ok(action)
    }

    /// A station that is not accepted may only boot (1.6 J errata 3.10; 2.x B01.FR.10, B02.FR.09,
    /// B03.FR.07). One that never booted here is served unless a setting says otherwise: it may be
    /// registered elsewhere, and stations need not boot when they reconnect.
    fn check_registration(&self, situation: &Situation<'_>, action: &Action) -> Result<(), Refusal> {
        if action.name() == "BootNotification" {
            return Ok(());
        }
        let reason = match situation.registration {
            Some(RegistrationStatus::Accepted) => return Ok(()),
            None if !self.settings.registration.refuse_before_boot => return Ok(()),
            Some(RegistrationStatus::Pending) => "the registration is Pending: send BootNotification first",
            Some(RegistrationStatus::Rejected) => "the registration is Rejected: send BootNotification first",
            None => "not registered yet: send BootNotification first",
        };
        Err(refusal::simple(ErrorCode::SecurityError, reason))
    }

    fn handle(
        &self,
        situation: &Situation<'_>,
        asked: Asked,
        (action, call): (&'static Action, &Call),
    ) -> Result<Settled, Refusal> {
        let context = Context {
            situation,
            central: self,
            message: &call.id,
            payload: &call.payload,
        };
        let troubled = |trouble: Trouble| refusal::trouble(&trouble);
        let mut pending = match (situation.profile.route)(action.name()) {
            Some(route) => route(context).map_err(troubled)?,
            None => recorded::route(context, action),
        };
        let Heard { refusal, wishes } = self.ask_plugins(context, action, pending.as_mut())?;
        if let Some(refusal) = refusal {
            // The plugin's outcome counts, and so does what it wants to keep.
            let refused = self.refused(situation, asked, (call, &refusal));
            let mut effects = Effects::none();
            self.tell((context, action), Err(&refusal), &mut effects)
                .map_err(troubled)?;
            self.grant(context, wishes, &mut effects).map_err(troubled)?;
            return Ok(Settled { effects, ..refused });
        }
        let stands = pending.stands();
        let mut effects = pending.commit(context).map_err(troubled)?;
        if !stands && self.plugins.is_observed() {
            let response = pending.response().map_err(troubled)?;
            self.tell((context, action), Ok(response), &mut effects)
                .map_err(troubled)?;
        }
        self.grant(context, wishes, &mut effects).map_err(troubled)?;
        let reply = (asked == Asked::Call).then(|| pending.reply(&call.id));
        Ok(Settled {
            reply,
            effects,
            refused: false,
        })
    }

    /// Keeps the CALL's events for those who observe them.
    fn tell(
        &self,
        (context, action): (Context<'_>, &'static Action),
        answer: Result<Value, &Refusal>,
        effects: &mut Effects,
    ) -> Result<(), Trouble> {
        let wanted = |kind: &str| self.plugins.observes(kind);
        let events = happened::events(
            context,
            action,
            answer,
            Outcome {
                writes: &effects.writes,
                wanted: &wanted,
            },
        )?;
        for event in events {
            // In order for each charge point: what waits would be overtaken by the next CALL's.
            effects.hasten();
            effects.events = true;
            effects.writes.extend(self.plugins.tell(&event)?);
        }
        Ok(())
    }

    /// Makes what the plugins want done part of the effects. Their conditions come first: a conflict
    /// leaves nothing of the call behind.
    fn grant(&self, context: Context<'_>, wishes: RequestedEffects, effects: &mut Effects) -> Result<(), Trouble> {
        let RequestedEffects {
            state,
            commands,
            events,
            ..
        } = wishes;
        if state.is_empty() && commands.is_empty() && events.is_empty() {
            return Ok(());
        }
        effects.hasten();
        effects.writes.splice(0..0, state);
        effects.events |= !events.is_empty();
        for event in happened::emitted(context, events) {
            effects.writes.extend(self.plugins.tell(&event)?);
        }
        effects.commands = !commands.is_empty();
        for command in commands {
            effects.writes.extend(command.queued(context.situation.now)?);
        }
        Ok(())
    }

    /// Lets the plugins that claimed the action change the response.
    fn ask_plugins(
        &self,
        context: Context<'_>,
        action: &'static Action,
        pending: &mut dyn Pending,
    ) -> Result<Heard, Refusal> {
        let Situation {
            charge_point,
            profile,
            vendor,
            model,
            now,
            ..
        } = *context.situation;
        if pending.stands() || !self.plugins.claims(profile.version, action.name()) {
            return Ok(Heard::default());
        }
        let proposed = pending.response().map_err(|trouble| refusal::trouble(&trouble))?;
        let Decision {
            outcome,
            changed,
            requested: wishes,
        } = self.plugins.decide(Question {
            context: CallContext {
                charge_point,
                version: profile.version,
                vendor,
                model,
                message_id: context.message,
                received_at: now,
            },
            action,
            payload: &context.payload.to_string(),
            proposed,
            guard: &|changed| pending.guard(changed),
        });
        let refusal = match outcome {
            Ok(response) => {
                if changed {
                    pending.adopt(response).map_err(|trouble| refusal::trouble(&trouble))?;
                }
                None
            }
            Err(refusal) => Some(refusal),
        };
        Ok(Heard { refusal, wishes })
    }
}

/// What the plugins said beside the response.
#[derive(Default)]
struct Heard {
    /// The CALL is answered with a CALLERROR.
    refusal: Option<Refusal>,
    /// What they want done.
    wishes: RequestedEffects,
}
