//! The way of one message. In: known? allowed? registered? valid, or repaired? -> propose -> plugins -> commit ->
//! events. `outgoing`: what a CALL of ours changes when it leaves, and when it is answered.

mod outgoing;

use std::sync::Arc;

use ocpp_schemas::{Action, ErrorCode, Kind, Version, Violation};
use serde_json::Value;

use super::context::{Caller, Context};
use super::effects::Effects;
use super::error::HandlerError;
use super::handler::Pending;
use super::overruled::{Decided, overruled};
use super::profile::Profile;
use super::repair::{self, Reading, RepairedPayload};
use super::reply::{Expects, Handled, Overruled, Repaired, TokenRefused};
use super::rows::{BeforeBoot, Inbound, Row};
use super::table::Entry;
use super::tells::{self, Answered};
use super::{asking, call_error, fallback, unsaid};
use crate::certificates::Authorities;
use crate::config::settings::{RegistrationStatus, Settings, Strictness};
use crate::counters::Counters;
use crate::frame::repair::Repair;
use crate::frame::{Body, Call, Content};
use crate::ids::MessageId;
use crate::plugins::{CallContext, Decision, Opinion, PluginHost, Question, Refusal, RequestedEffects};
use crate::state::State;
use crate::state::transaction_ids::TransactionIds;
use crate::traces::Traces;

/// The status of a token that may charge, in all versions.
const ACCEPTED: &str = "Accepted";

/// A request of a station.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// What it asks.
    pub call: &'a Call,
    /// Its action, if the version has it: looked up once.
    pub known: Option<Entry>,
    /// Whether it is to be answered.
    pub expects: Expects,
}

/// What messages are handled with.
#[derive(Clone)]
pub struct Pipeline {
    /// What is known.
    pub state: State,
    /// The numbers of 1.6 transactions.
    pub transaction_ids: TransactionIds,
    /// Who signs certificates.
    pub authorities: Authorities,
    /// The plugins.
    pub plugins: Arc<PluginHost>,
    /// The configuration.
    pub settings: Arc<Settings>,
    /// What happened how often.
    pub counters: Arc<Counters>,
    /// The spans of it.
    pub traces: Traces,
}

impl Pipeline {
    /// Handles a request of a station. Nothing is written here: the caller writes the effects, then
    /// sends the reply. May be called again if the write met a conflict.
    #[must_use]
    pub fn handle(&self, caller: &Caller<'_>, request: Request<'_>) -> Handled {
        let Request { call, known, expects } = request;
        let context = self.context(caller, &call.id, Content::Body(&call.payload));
        let mut handled = self.handle_known(&Incoming { context, expects, call }, known);
        handled.counted = known.map(|entry| entry.place);
        handled
    }

    fn handle_known(&self, request: &Incoming<'_>, known: Option<Entry>) -> Handled {
        let Incoming { context, call, .. } = *request;
        let entry = match self.admit(request, known) {
            Ok(entry) => entry,
            Err(refusal) => return self.refused(request, &refusal, Effects::none()),
        };
        let verdict = match call.payload.is_valid() {
            true => Ok(()),
            false => entry.action.validate(Kind::Request, call.payload.value()),
        };
        match verdict {
            Ok(()) => self.settled(request, entry, propose(context, entry)),
            Err(violation) if context.caller.reads.strictness == Strictness::Repair => {
                self.read_again(request, entry, &violation)
            }
            Err(violation) => self.refused(request, &call_error::invalid(&violation), Effects::none()),
        }
    }

    /// What becomes of a proposal, or of a handler that has none.
    fn settled(
        &self,
        request: &Incoming<'_>,
        entry: Entry,
        proposed: Result<Box<dyn Pending>, HandlerError>,
    ) -> Handled {
        let proposed = proposed.map_err(|error| call_error::failed(&error));
        let decided = proposed.and_then(|pending| self.decide(request, entry, pending));
        decided.unwrap_or_else(|refusal| self.refused(request, &refusal, Effects::none()))
    }

    /// A request that is not valid, repaired as far as its meaning is beyond doubt. A report is answered and kept in any
    /// case (1.6 sections 4.7, 4.8 and 4.10; 2.x J01.FR.18, J02.FR.19).
    fn read_again(&self, request: &Incoming<'_>, entry: Entry, violation: &Violation) -> Handled {
        let (original, caller) = (&request.call.payload, request.context.caller);
        let is_report = entry.row.is_report();
        let RepairedPayload {
            payload,
            mut repairs,
            fits,
        } = repair::repair_payload(
            Reading {
                action: entry.action,
                kind: Kind::Request,
                is_report,
                now: caller.now,
                zone: caller.reads.zone,
                request: None,
                unsaid: &|unsaid, payload| unsaid::known(request.context, unsaid, payload),
            },
            original.value(),
        );
        if !fits && !is_report {
            return self.refused(request, &call_error::invalid(violation), Effects::none());
        }
        if !fits {
            repairs.push(Repair::new(repair::KEPT_AS_IT_CAME, &violation.pointer));
        }
        let context = Context {
            payload: Content::Value(&payload),
            original: Content::Body(original),
            repairs: &repairs,
            ..request.context
        };
        let request = Incoming { context, ..*request };
        let proposed = match propose(context, entry) {
            Err(HandlerError::Shape(_)) if is_report && answers_empty(entry) => {
                Ok(fallback::unplaced(entry.action.name()))
            }
            proposed => proposed,
        };
        let mut handled = self.settled(&request, entry, proposed);
        // The station's own words, where what was made of them says less.
        if repairs.iter().any(repair::loses) {
            match fallback::keep(context, entry.action.name()) {
                Ok(record) => handled.effects.latest.push(record),
                Err(error) => tracing::error!(%error, "a message that was repaired is not kept as it came"),
            }
        }
        let event = tells::repaired(context, entry.action.name(), &repairs);
        handled.repaired = Some(Box::new(Repaired {
            action: entry.action.name().to_owned(),
            repairs,
            event,
        }));
        handled
    }

    /// What was repaired in a request's frame, before what was in its payload.
    #[must_use]
    pub fn with_frame_repairs(
        &self,
        caller: &Caller<'_>,
        call: &Call,
        repairs: &[Repair],
        handled: Handled,
    ) -> Handled {
        let mut all = repairs.to_vec();
        all.extend(handled.repaired.map(|repaired| repaired.repairs).unwrap_or_default());
        let event = tells::repaired(
            self.context(caller, &call.id, Content::Body(&call.payload)),
            &call.action,
            &all,
        );
        Handled {
            repaired: Some(Box::new(Repaired {
                action: call.action.clone(),
                repairs: all,
                event,
            })),
            ..handled
        }
    }

    /// Whether a plugin that wants this action may wait, or handling it may take long, so that nobody may do it on a
    /// connection's thread.
    #[must_use]
    pub fn may_wait(&self, entry: Entry, payload: &Body) -> bool {
        let is_heavy = entry.row.heavy.is_some_and(|is_heavy| is_heavy(payload.value()));
        is_heavy || self.plugins.waits(entry.action.version(), entry.action.name())
    }

    fn context<'a>(&'a self, caller: &'a Caller<'a>, message: &'a MessageId, payload: Content<'a>) -> Context<'a> {
        Context {
            caller,
            state: &self.state,
            settings: &self.settings,
            authorities: &self.authorities,
            transaction_ids: &self.transaction_ids,
            message,
            payload,
            original: payload,
            repairs: &[],
            following: &[],
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
            complaint: Some(Box::new(tells::refused(context, &call.action, refusal))),
            ..profile.refuse(&call.id, expects, refusal)
        }
    }

    /// The checks that need no handler.
    fn admit(&self, request: &Incoming<'_>, known: Option<Entry>) -> Result<Entry, Refusal> {
        let Incoming { context, expects, .. } = *request;
        let unknown = || call_error::simple(ErrorCode::NotImplemented, "this version has no such action");
        let entry = known.ok_or_else(unknown)?;
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

    fn decide(&self, request: &Incoming<'_>, entry: Entry, mut pending: Box<dyn Pending>) -> Result<Handled, Refusal> {
        let Incoming { context, expects, call } = *request;
        let failed = |error: HandlerError| call_error::failed(&error);
        let proposed = pending.shows().map(|shown| shown.status);
        let Verdict {
            refusal,
            requested,
            opinions,
            overruled,
        } = self.ask_plugins(context, entry, pending.as_mut())?;
        let refused = (proposed, refusal.as_ref(), opinions.as_slice());
        let token_refused = token_refused((context.caller.version, entry.action), pending.as_ref(), refused);
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
            return Ok(Handled {
                opinions,
                overruled,
                token_refused,
                ..self.refused(request, refusal, effects)
            });
        }
        Ok(Handled {
            reply: (expects == Expects::Answer).then(|| pending.reply(&call.id)),
            effects,
            refused: false,
            complaint: None,
            repaired: None,
            opinions,
            overruled,
            token_refused,
            counted: None,
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
            overruled: proposed,
            requested,
            opinions,
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
            payload: &context.payload.text(),
            proposed,
            guard: &|changed| pending.guard(changed),
        });
        let told = |proposed: &Value| {
            let decided = Decided {
                action: entry.action,
                proposed,
                outcome: outcome.as_ref().map(|response| response.as_ref().unwrap_or(proposed)),
                opinions: &opinions,
            };
            overruled(context, decided)
        };
        let overruled = proposed.as_ref().and_then(told);
        let refusal = match outcome {
            Ok(response) => {
                if let Some(response) = response {
                    pending.adopt(response).map_err(|error| call_error::failed(&error))?;
                }
                None
            }
            Err(refusal) => Some(refusal),
        };
        Ok(Verdict {
            refusal,
            requested,
            opinions,
            overruled,
        })
    }
}

/// Charging has happened whatever we say, and what the server asked for it must take.
fn may_come_before_boot(context: Context<'_>, row: &Row) -> bool {
    let own = match row.before_boot {
        BeforeBoot::Never => false,
        BeforeBoot::Always => true,
        BeforeBoot::If(is) => is(context),
    };
    own || asking::was_asked_for(context, row.action)
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
    /// What each made of it.
    opinions: Vec<Opinion>,
    /// What they decided otherwise than was proposed.
    overruled: Option<Box<Overruled>>,
}

/// Somebody showed a token, which is not accepted: by whom it was refused, and how. A repetition is no new refusal.
fn token_refused(
    (version, action): (Version, &Action),
    pending: &dyn Pending,
    (proposed, refusal, opinions): (Option<&'static str>, Option<&Refusal>, &[Opinion]),
) -> Option<Box<TokenRefused>> {
    let shown = pending.shows().filter(|_| !pending.is_repeat())?;
    let status = match refusal {
        Some(refusal) => refusal.code.spelling(version).to_owned(),
        None if shown.status == ACCEPTED => return None,
        None => shown.status.to_owned(),
    };
    let is_a_plugins = refusal.is_some() || proposed != Some(shown.status);
    let by = opinions.iter().rev().find(|opinion| opinion.decides());
    let by = by.filter(|_| is_a_plugins);
    Some(Box::new(TokenRefused {
        id_tag: shown.id_tag.to_owned(),
        action: action.name().to_owned(),
        status,
        by: by.map(|opinion| opinion.plugin.to_string()),
        failed: by.is_some_and(Opinion::failed),
    }))
}

fn propose(context: Context<'_>, entry: Entry) -> Result<Box<dyn Pending>, HandlerError> {
    match entry.row.inbound {
        Some(Inbound::Handled(route)) => route(context),
        Some(Inbound::Kept(answer)) => Ok(fallback::route(context, entry.row, answer)),
        // A test holds that every action of stations has one.
        None => Err(HandlerError::Busy("the action has no handler")),
    }
}

/// Whether `{}` is an answer to the action.
fn answers_empty(entry: Entry) -> bool {
    entry
        .action
        .validate(Kind::Response, &Value::Object(serde_json::Map::new()))
        .is_ok()
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
