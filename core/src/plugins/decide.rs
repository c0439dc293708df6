//! The chain: each plugin sees the proposal as the one before left it. What a plugin answers is
//! checked before anybody sees it; a plugin that fails is handled by its `on_failure`.

use std::sync::Arc;
use std::time::Instant;

use ocpp_schemas::{ErrorCode, Kind};
use serde_json::{Map, Value, json};

use super::capabilities::Wishes;
use super::contract::{Context, Outcome};
use super::failing;
use super::failure::Cause;
use super::instance::{Answer, Ask, Broken, Said};
use super::refuse::refuse;
use super::routing::Member;
use super::set_aside::Input;
use super::shadow::Decided;
use super::target::Target;
use super::{CallContext, Decision, Question, Refusal};
use crate::clock;
use crate::config::settings::OnFailure;
use crate::store::Expect;

/// A CALLERROR's description (OCPP-J 1.6 section 4.2.3), in characters.
const LONGEST_DESCRIPTION: usize = 255;

/// Asks the plugins of a chain in their order.
#[must_use]
pub fn decide(chain: &[Member], question: Question<'_>) -> Decision {
    let context = context(&question.context);
    let mut proposed = question.proposed.clone();
    let mut wishes = Wishes::default();
    for member in chain {
        let step = ask(member, &context, &question, &proposed);
        wishes.extend(step.wishes);
        match step.verdict {
            Verdict::Keep => {}
            Verdict::Replace(response) => proposed = response,
            Verdict::CallError(refusal) => return decision(&question, Err(refusal), wishes),
            // A failed plugin that must not let anyone through has the last word.
            Verdict::Refuse => {
                return decision(
                    &question,
                    refuse(question.on_failure == OnFailure::Refuse, proposed),
                    wishes,
                );
            }
        }
    }
    decision(&question, Ok(proposed), wishes)
}

fn decision(question: &Question<'_>, outcome: Result<Value, Refusal>, mut wishes: Wishes) -> Decision {
    // Conditional writes first, so that a conflict leaves none of the others behind.
    wishes.state.sort_by_key(|write| write.expect == Expect::Any);
    let changed = outcome.as_ref().is_ok_and(|response| *response != question.proposed);
    Decision {
        outcome,
        changed,
        wishes,
    }
}

/// What the server makes of a plugin's word.
pub(super) enum Verdict {
    Keep,
    Replace(Value),
    CallError(Refusal),
    Refuse,
}

struct Step {
    verdict: Verdict,
    wishes: Wishes,
}

fn context(call: &CallContext<'_>) -> Context {
    Context {
        charge_point: call.charge_point.to_string(),
        version: call.version.to_string(),
        vendor: call.vendor.to_owned(),
        model: call.model.to_owned(),
        message_id: call.message_id.to_string(),
        received_at: clock::text(call.received_at),
        attributes: Vec::new(),
    }
}

fn ask(member: &Member, context: &Context, question: &Question<'_>, proposed: &Value) -> Step {
    let text = proposed.to_string();
    let ask = Ask::Handle {
        context,
        action: question.action.name(),
        payload: question.payload,
        proposed: &text,
    };
    if let Some(step) = ask_canary(member, question, ask) {
        return step;
    }
    let mut step = ask_active(member, question, ask);
    if let Some(trial) = &member.trial
        && let Some(shadow) = trial.shadow()
    {
        shadow.tell(Decided {
            plugin: Arc::clone(&member.plugin),
            trial: Arc::clone(trial),
            context: context.clone(),
            action: question.action.name().to_owned(),
            payload: question.payload.to_owned(),
            active: told(&step.verdict, proposed, question),
            seen: std::mem::take(&mut step.wishes.seen),
            proposed: text,
        });
    }
    step
}

/// The canary's answer, for the charge points that it decides for. Where it fails the active version
/// is asked, so that no charge point is worse off.
fn ask_canary(member: &Member, question: &Question<'_>, ask: Ask<'_>) -> Option<Step> {
    let trial = member.trial.as_ref()?;
    if !trial.decides_for(member.plugin.name.as_str(), question.context.charge_point.as_str()) {
        return None;
    }
    let begin = Instant::now();
    let target = trial.target(&member.plugin);
    let result = attempt(target, question, ask);
    trial.called(begin.elapsed(), result.is_err());
    match result {
        Ok((verdict, wishes)) => {
            trial.space.usage.grow(wishes.grown);
            Some(Step { verdict, wishes })
        }
        Err(broken) => {
            failing::record(&member.plugin, &trial.version, ask, &broken);
            None
        }
    }
}

fn ask_active(member: &Member, question: &Question<'_>, ask: Ask<'_>) -> Step {
    let (plugin, version, action) = (&member.plugin, &member.version, question.action.name());
    let record = &plugin.record;
    let input = || {
        let charge_point = question.context.charge_point.as_str();
        Input::of([&version.digest, charge_point, action, question.payload])
    };
    if !record.breaker.lets_pass(Instant::now()) || record.set_aside.has(input) {
        record.skipped();
        return failed(member, question);
    }
    let begin = Instant::now();
    let mut result = attempt(member.target(), question, ask);
    if let Err(broken) = &result
        && broken.cause.may_pass()
    {
        failing::note(plugin, version, ask, broken);
        result = attempt(member.target(), question, ask);
        // One that asks others may have failed because of them.
        if !version.waits && result.as_ref().is_err_and(|broken| broken.cause.may_pass()) {
            record.set_aside.add(input());
        }
    }
    record.called(begin.elapsed());
    match result {
        Ok((verdict, wishes)) => {
            record.breaker.succeeded();
            member.space.usage.grow(wishes.grown);
            Step { verdict, wishes }
        }
        Err(broken) => {
            failing::note(plugin, version, ask, &broken);
            failed(member, question)
        }
    }
}

/// A verdict as a shadow's outcome is told.
fn told(verdict: &Verdict, proposed: &Value, question: &Question<'_>) -> Value {
    match verdict {
        Verdict::Keep => json!({ "response": proposed }),
        Verdict::Replace(response) => json!({ "response": response }),
        Verdict::CallError(refusal) => json!({ "callError": {
            "code": refusal.code.spelling(question.context.version),
            "description": refusal.description,
            "details": refusal.details,
        }}),
        Verdict::Refuse => json!({ "failed": "it failed, and was taken as a refusal" }),
    }
}

/// What counts instead of the plugin's answer.
fn failed(member: &Member, question: &Question<'_>) -> Step {
    Step {
        verdict: match member.plugin.on_failure(question.action.name(), question.on_failure) {
            OnFailure::Keep => Verdict::Keep,
            OnFailure::Refuse => Verdict::Refuse,
        },
        wishes: Wishes::default(),
    }
}

fn attempt(target: Target<'_>, question: &Question<'_>, ask: Ask<'_>) -> Result<(Verdict, Wishes), Broken> {
    let call = &question.context;
    let allowance = if target.version.waits {
        target.plugin.long_allowance()
    } else {
        target.plugin.allowance()
    };
    let about = (call.charge_point, call.message_id);
    let Answer { said, wishes, stderr } = target.ask(about, allowance, ask)?;
    match verdict(question, said) {
        Ok(verdict) => Ok((verdict, wishes)),
        Err(cause) => Err(Broken {
            cause,
            stderr,
            traceback: Vec::new(),
        }),
    }
}

/// Checks a handler's answer.
pub(super) fn verdict(question: &Question<'_>, said: Said) -> Result<Verdict, Cause> {
    match said {
        Said::Outcome(Outcome::Replace(text)) => check_response(question, &text).map(Verdict::Replace),
        Said::Outcome(Outcome::CallError(error)) => {
            check_call_error(&error.code, &error.description, &error.details).map(Verdict::CallError)
        }
        // A handler has no other answers.
        Said::Outcome(Outcome::Keep) | Said::Done(_) | Said::Response(_) => Ok(Verdict::Keep),
    }
}

fn check_response(question: &Question<'_>, text: &str) -> Result<Value, Cause> {
    let response: Value = serde_json::from_str(text).map_err(|error| Cause::NotJson(error.to_string()))?;
    let valid = question.action.validate(Kind::Response, &response);
    valid.map_err(|violation| Cause::NotValid {
        pointer: violation.pointer,
        reason: violation.reason,
    })?;
    (question.guard)(&response).map_err(Cause::Guarded)?;
    Ok(response)
}

fn check_call_error(code: &str, description: &str, details: &str) -> Result<Refusal, Cause> {
    let unknown = || Cause::CallError(format!("{code:?} is no error code of OCPP"));
    let code = ErrorCode::parse(code).ok_or_else(unknown)?;
    let details = match details {
        "" => Map::new(),
        text => serde_json::from_str(text)
            .map_err(|error| Cause::CallError(format!("the details are no JSON object: {error}")))?,
    };
    let description = description.chars().take(LONGEST_DESCRIPTION).collect();
    Ok(Refusal {
        code,
        description,
        details: Value::Object(details),
    })
}
