//! The way of one message. In: known? allowed? registered? valid? -> propose -> plugins -> commit ->
//! events. Out: what a CALL of ours changes when it leaves, and when it is answered.

use std::sync::Arc;

use ocpp_schemas::{Action, ErrorCode, Kind, Version};
use serde_json::Value;

use super::context::{Caller, Context};
use super::effects::Effects;
use super::error::HandlerError;
use super::handler::Pending;
use super::operation::Outcome;
use super::profile::Profile;
use super::reply::{Expects, Handled};
use super::rows::{AsksFor, BeforeBoot, Inbound, Row};
use super::table::Entry;
use super::tells::{self, Answered, Exchange};
use super::{call_error, fallback};
use crate::config::settings::{RegistrationStatus, Settings};
use crate::frame::Call;
use crate::ids::MessageId;
use crate::plugins::{CallContext, Decision, PluginHost, Question, Refusal, RequestedEffects};
use crate::state::State;
use crate::state::asked::Asked;
use crate::state::transaction_ids::TransactionIds;

/// What messages are handled with.
#[derive(Clone)]
pub struct Pipeline {
    /// What is known.
    pub state: State,
    /// The numbers of 1.6 transactions.
    pub transaction_ids: TransactionIds,
    /// The plugins.
    pub plugins: Arc<PluginHost>,
    /// The configuration.
    pub settings: Arc<Settings>,
}

/// A CALL of ours.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The command's id.
    pub id: &'a MessageId,
    /// What it asks for.
    pub action: &'static Action,
    /// Its payload, valid.
    pub payload: &'a Value,
}

impl Pipeline {
    /// Handles a request of a station. Nothing is written here: the caller writes the effects, then
    /// sends the reply. May be called again if the write met a conflict.
    #[must_use]
    pub fn handle(&self, caller: &Caller<'_>, expects: Expects, call: &Call) -> Handled {
        let context = self.context(caller, &call.id, &call.payload);
        let request = Incoming { context, expects, call };
        let result = self.admit(&request).and_then(|entry| self.decide(&request, entry));
        result.unwrap_or_else(|refusal| self.refused(&request, &refusal, Effects::none()))
    }

    /// Whether a plugin that wants this action may wait, so that nobody may ask it on a connection's
    /// thread.
    #[must_use]
    pub fn may_wait(&self, version: Version, action: &str) -> bool {
        self.plugins.waits(version, action)
    }

    /// What must be durable before a CALL of ours leaves.
    ///
    /// # Errors
    /// What keeps it from leaving.
    pub fn leaves(&self, caller: &Caller<'_>, sent: Sent<'_>) -> Result<Effects, HandlerError> {
        let Some(hooks) = operation(caller.version, sent.action) else {
            return Ok(Effects::none());
        };
        let context = self.context(caller, sent.id, sent.payload);
        self.told(
            Exchange {
                context,
                action: sent.action,
                outcome: None,
            },
            (hooks.leaves)(context),
        )
    }

    /// What the outcome of a CALL of ours changes.
    ///
    /// # Errors
    /// What keeps it from being kept.
    pub fn answered(&self, caller: &Caller<'_>, sent: Sent<'_>, outcome: &Outcome) -> Result<Effects, HandlerError> {
        let Some(hooks) = operation(caller.version, sent.action) else {
            return Ok(Effects::none());
        };
        let context = self.context(caller, sent.id, sent.payload);
        self.told(
            Exchange {
                context,
                action: sent.action,
                outcome: Some(outcome),
            },
            (hooks.answered)(context, outcome),
        )
    }

    /// What a CALL of ours asks the station to send, beside its answer.
    #[must_use]
    pub fn asks_for(&self, version: Version, sent: Sent<'_>) -> Option<Asked> {
        let actions = match Profile::of(version).entry(sent.action.name())?.row.asks_for {
            AsksFor::Nothing => return None,
            AsksFor::Messages(actions) => actions,
            AsksFor::Trigger(triggered) => triggered(sent.payload.get("requestedMessage")?.as_str()?),
        };
        Some(Asked {
            command: sent.id.to_string(),
            actions,
            request_id: request_id(sent.payload),
        })
    }

    /// An operation's effects with their events. What is valid and does not fit our types goes its way
    /// all the same: the schema is all that an operator's command is held against.
    fn told(&self, about: Exchange<'_>, effects: Result<Effects, HandlerError>) -> Result<Effects, HandlerError> {
        let mut effects = match effects {
            Err(HandlerError::Shape(error)) => {
                tracing::warn!(ocpp.action = about.action.name(), %error, "what a command changes is not known");
                Effects::none()
            }
            effects => effects?,
        };
        tells::tell_of_command(about, &mut effects, &|kind| self.plugins.observes(kind))?;
        Ok(effects)
    }

    fn context<'a>(&'a self, caller: &'a Caller<'a>, message: &'a MessageId, payload: &'a Value) -> Context<'a> {
        Context {
            caller,
            state: &self.state,
            settings: &self.settings,
            transaction_ids: &self.transaction_ids,
            message,
            payload,
        }
    }

    fn refused(&self, request: &Incoming<'_>, refusal: &Refusal, effects: Effects) -> Handled {
        let Incoming { context, expects, call } = *request;
        tracing::warn!(
            ocpp.action = call.action,
            ocpp.message_id = %call.id,
            code = refusal.code.spelling(context.caller.version),
            reason = refusal.description,
            "a request was refused"
        );
        let profile = Profile::of(context.caller.version);
        Handled {
            effects,
            complaint: Some(tells::refused(context, &call.action, refusal)),
            ..profile.refuse(&call.id, expects, refusal)
        }
    }

    /// The checks that need no handler.
    fn admit(&self, request: &Incoming<'_>) -> Result<Entry, Refusal> {
        let Incoming { context, expects, call } = *request;
        let entry = Profile::of(context.caller.version)
            .entry(&call.action)
            .ok_or_else(|| call_error::simple(ErrorCode::NotImplemented, "this version has no such action"))?;
        let action = entry.action;
        if !action.sent_by_charge_point() {
            return Err(call_error::simple(
                ErrorCode::NotSupported,
                "only the central system sends this action",
            ));
        }
        if action.confirmed() != (expects == Expects::Answer) {
            let wanted = if action.confirmed() { "a CALL" } else { "a SEND" };
            let reason = format!("this action is sent as {wanted}");
            return Err(call_error::simple(ErrorCode::NotSupported, &reason));
        }
        self.check_registration(context, entry.row)?;
        action
            .validate(Kind::Request, &call.payload)
            .map_err(|violation| call_error::invalid(&violation))?;
        Ok(entry)
    }

    /// A station that is not accepted may boot, tell of transactions, and send what it was asked to, no more
    /// (1.6 J errata 3.10; 2.x B01.FR.10, B02.FR.09, B03.FR.07). One that never booted here is served
    /// unless a setting says otherwise: it may be registered elsewhere, and stations need not boot when they
    /// reconnect.
    fn check_registration(&self, context: Context<'_>, row: &Row) -> Result<(), Refusal> {
        let reason = match context.caller.registration {
            Some(RegistrationStatus::Accepted) => return Ok(()),
            None if !self.settings.registration.refuse_before_boot => return Ok(()),
            _ if may_come_before_boot(context, row) => return Ok(()),
            Some(RegistrationStatus::Pending) => "the registration is Pending: send BootNotification first",
            Some(RegistrationStatus::Rejected) => "the registration is Rejected: send BootNotification first",
            None => "not registered yet: send BootNotification first",
        };
        Err(call_error::simple(ErrorCode::SecurityError, reason))
    }

    fn decide(&self, request: &Incoming<'_>, entry: Entry) -> Result<Handled, Refusal> {
        let Incoming { context, expects, call } = *request;
        let failed = |error: HandlerError| call_error::failed(&error);
        let mut pending = propose(context, entry).map_err(failed)?;
        let Verdict { refusal, requested } = self.ask_plugins(context, entry, pending.as_mut())?;
        let mut effects = match &refusal {
            // The plugin's outcome counts, and so does what it wants to keep.
            Some(_) => Effects::none(),
            None => pending.commit(context).map_err(failed)?,
        };
        if !pending.is_repeat() {
            let response = || pending.response();
            let answered = Answered {
                action: entry.action,
                answer: refusal.as_ref().map_or(Ok(&response), Err),
                wanted: &|kind| self.plugins.observes(kind),
            };
            tells::tell(context, answered, &mut effects).map_err(failed)?;
        }
        grant(context, requested, &mut effects);
        if let Some(refusal) = &refusal {
            return Ok(self.refused(request, refusal, effects));
        }
        Ok(Handled {
            reply: (expects == Expects::Answer).then(|| pending.reply(&call.id)),
            effects,
            refused: false,
            complaint: None,
        })
    }

    /// Lets the plugins that claimed the action change the response.
    fn ask_plugins(&self, context: Context<'_>, entry: Entry, pending: &mut dyn Pending) -> Result<Verdict, Refusal> {
        let caller = context.caller;
        if pending.is_repeat() || !self.plugins.claims(caller.version, entry.action.name()) {
            return Ok(Verdict::default());
        }
        let proposed = pending.response().map_err(|error| call_error::failed(&error))?;
        let Decision {
            outcome,
            changed,
            requested,
        } = self.plugins.decide(Question {
            context: CallContext {
                charge_point: caller.charge_point,
                version: caller.version,
                vendor: caller.vendor,
                model: caller.model,
                message_id: context.message,
                received_at: caller.now,
            },
            action: entry.action,
            on_failure: entry.row.on_failure,
            payload: &context.payload.to_string(),
            proposed,
            guard: &|changed| pending.guard(changed),
        });
        let refusal = match outcome {
            Ok(response) => {
                if changed {
                    pending.adopt(response).map_err(|error| call_error::failed(&error))?;
                }
                None
            }
            Err(refusal) => Some(refusal),
        };
        Ok(Verdict { refusal, requested })
    }
}

/// Charging has happened whatever we say, and what the server asked for it must take.
fn may_come_before_boot(context: Context<'_>, row: &Row) -> bool {
    let own = match row.before_boot {
        BeforeBoot::Never => false,
        BeforeBoot::Always => true,
        BeforeBoot::If(is) => is(context),
    };
    let asked = context.state.asked();
    own || asked.covers(context.caller.charge_point, row.action, request_id(context.payload))
}

fn request_id(payload: &Value) -> Option<i64> {
    payload.get("requestId")?.as_i64()
}

/// A request on its way.
#[derive(Clone, Copy)]
struct Incoming<'a> {
    context: Context<'a>,
    expects: Expects,
    call: &'a Call,
}

/// What the plugins said beside the response.
#[derive(Default)]
struct Verdict {
    /// The CALL is answered with a CALLERROR.
    refusal: Option<Refusal>,
    /// What they want done.
    requested: RequestedEffects,
}

fn propose(context: Context<'_>, entry: Entry) -> Result<Box<dyn Pending>, HandlerError> {
    match entry.row.inbound {
        Some(Inbound::Handled(route)) => route(context),
        Some(Inbound::Kept(answer)) => Ok(fallback::route(context, entry.row, answer)),
        // A test holds that every action of stations has one.
        None => Err(HandlerError::Busy("the action has no handler")),
    }
}

fn operation(version: Version, action: &Action) -> Option<super::operation::Hooks> {
    Profile::of(version).entry(action.name())?.row.operation
}

/// Makes what the plugins want done part of the effects. Their conditions come first: a conflict leaves
/// nothing of the call behind.
fn grant(context: Context<'_>, requested: RequestedEffects, effects: &mut Effects) {
    let RequestedEffects {
        state,
        commands,
        events,
        ..
    } = requested;
    if state.is_empty() && commands.is_empty() && events.is_empty() {
        return;
    }
    effects.make_durable();
    if let Some(writes) = &mut effects.writes {
        writes.splice(0..0, state);
    }
    effects.events.extend(tells::emitted(context, events));
    let now = context.caller.now;
    effects
        .commands
        .extend(commands.into_iter().map(|command| command.wanted_at(now)));
}
