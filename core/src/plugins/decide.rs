//! The chain: each plugin sees the proposal as the one before left it. What a plugin answers is
//! checked before anybody sees it; a plugin that fails is handled by its `on_failure`.

use std::time::Instant;

use ocpp_schemas::{ErrorCode, Kind};
use serde_json::{Map, Value};

use super::contract::{Context, Outcome};
use super::failure::{Cause, Failure};
use super::instance::{Answer, Ask, Broken};
use super::refuse::refuse;
use super::routing::Member;
use super::{CallContext, Decision, Question, Refusal};
use crate::clock;
use crate::config::settings::OnFailure;
use crate::store::{Expect, Write};

/// What is kept of a payload in a failure's record, in bytes.
const KEPT_INPUT: usize = 16 * 1024;
/// A CALLERROR's description (OCPP-J 1.6 section 4.2.3), in characters.
const LONGEST_DESCRIPTION: usize = 255;

/// Asks the plugins of a chain in their order.
#[must_use]
pub fn decide(chain: &[Member], question: Question<'_>) -> Decision {
    let context = context(&question.context);
    let mut proposed = question.proposed.clone();
    let mut state = Vec::new();
    for member in chain {
        let step = ask(member, &context, &question, &proposed);
        state.extend(step.writes);
        match step.verdict {
            Verdict::Keep => {}
            Verdict::Replace(response) => proposed = response,
            Verdict::CallError(refusal) => return decision(&question, Err(refusal), state),
            // A failed plugin that must not let anyone through has the last word.
            Verdict::Refuse => {
                return decision(&question, refuse(question.action.name(), proposed), state);
            }
        }
    }
    decision(&question, Ok(proposed), state)
}

fn decision(question: &Question<'_>, outcome: Result<Value, Refusal>, mut state: Vec<Write>) -> Decision {
    // Conditional writes first, so that a conflict leaves none of the others behind.
    state.sort_by_key(|write| write.expect == Expect::Any);
    let changed = outcome.as_ref().is_ok_and(|response| *response != question.proposed);
    Decision {
        outcome,
        changed,
        state,
    }
}

enum Verdict {
    Keep,
    Replace(Value),
    CallError(Refusal),
    Refuse,
}

struct Step {
    verdict: Verdict,
    writes: Vec<Write>,
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
    let ask = Ask {
        context,
        action: question.action.name(),
        payload: question.payload,
        proposed: &text,
    };
    let begin = Instant::now();
    let mut result = attempt(member, question, ask);
    if let Err(broken) = &result
        && broken.cause.may_pass()
    {
        record(member, context, ask, broken);
        result = attempt(member, question, ask);
    }
    member.plugin.record.called(begin.elapsed());
    match result {
        Ok((verdict, answer)) => {
            member.plugin.usage.grow(answer.grown);
            Step {
                verdict,
                writes: answer.writes,
            }
        }
        Err(broken) => {
            record(member, context, ask, &broken);
            let verdict = match member.plugin.on_failure(ask.action) {
                OnFailure::Keep => Verdict::Keep,
                OnFailure::Refuse => Verdict::Refuse,
            };
            Step {
                verdict,
                writes: Vec::new(),
            }
        }
    }
}

fn attempt(member: &Member, question: &Question<'_>, ask: Ask<'_>) -> Result<(Verdict, Answer), Broken> {
    let call = &question.context;
    let capabilities = member.plugin.capabilities(call.charge_point, call.message_id);
    let answer = member
        .version
        .prepared
        .call(capabilities, member.plugin.allowance(), ask)?;
    let verdict = match &answer.outcome {
        Outcome::Keep => Ok(Verdict::Keep),
        Outcome::Replace(text) => check_response(question, text).map(Verdict::Replace),
        Outcome::CallError(error) => {
            check_call_error(&error.code, &error.description, &error.details).map(Verdict::CallError)
        }
    };
    match verdict {
        Ok(verdict) => Ok((verdict, answer)),
        Err(cause) => Err(Broken {
            cause,
            stderr: answer.stderr,
        }),
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

fn record(member: &Member, context: &Context, ask: Ask<'_>, broken: &Broken) {
    tracing::warn!(
        plugin.name = %member.plugin.name,
        plugin.version = member.version.manifest.version,
        charge_point.id = context.charge_point,
        ocpp.action = ask.action,
        ocpp.message_id = context.message_id,
        cause = %broken.cause,
        "a plugin failed"
    );
    member.plugin.record.failed(Failure {
        at: clock::text(clock::now()),
        digest: member.version.digest.clone(),
        charge_point: context.charge_point.clone(),
        ocpp_version: context.version.clone(),
        action: ask.action.to_owned(),
        message_id: context.message_id.clone(),
        cause: broken.cause.to_string(),
        payload: cut(ask.payload),
        proposed: cut(ask.proposed),
        stderr: broken.stderr.clone(),
    });
}

fn cut(text: &str) -> String {
    text.get(..text.floor_char_boundary(KEPT_INPUT))
        .unwrap_or_default()
        .to_owned()
}
