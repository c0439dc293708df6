//! A command as operators see it, and its end as an answer.

use serde::Serialize;
use serde_json::{Value, json};

use super::list::states;
use crate::admin::problem::{Problem, kinds};
use crate::admin::send::with_remarks;
use crate::clock::text;
use crate::frame::CallError;
use crate::frame::repair::Repair;
use crate::frame::secrets::{masked_url, without_secrets};
use crate::ids::{CampaignId, ChargePointId, TransactionId};
use crate::ocpp::verbs;
use crate::state::commands::{Command, CommandState, Effect, Origin, SentCall};
use crate::state::payload::Payload;
use crate::state::sealed::shown;

/// A command.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Command)]
pub struct CommandView {
    /// Names it in paths.
    pub id: String,
    /// For whom.
    charge_point: ChargePointId,
    /// The action's name, or the verb's.
    action: String,
    /// The action's payload, or the verb's body, without secrets.
    payload: Payload,
    /// Who wants it.
    origin: Origin,
    /// `sent` stands for a verb that has left and waits for an answer.
    #[schema(schema_with = states)]
    state: &'static str,
    /// A verb: the station's word.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    /// What the station said.
    response: Option<Value>,
    /// What was repaired in that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Repair>,
    /// Why there is no answer.
    error: Option<CallError>,
    /// A verb: what it was on the wire.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    calls: Vec<CallView>,
    /// What shows that the station did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<EffectView>,
    /// Of those with the same word that wait only the newest is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    coalesce: Option<String>,
    /// The campaign that it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    campaign: Option<CampaignId>,
    /// When it was asked for.
    #[schema(format = DateTime)]
    created_at: String,
    /// Until when it waits for its station.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// When it left.
    #[schema(format = DateTime)]
    left_at: Option<String>,
    /// When it was over.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
}

/// One CALL of a verb.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CallOfCommand)]
struct CallView {
    /// The id on the wire.
    message_id: String,
    /// In the version's words.
    action: String,
    /// What was sent, without secrets.
    payload: Payload,
    /// What the station said.
    response: Option<Value>,
    /// Why there is no answer.
    error: Option<CallError>,
}

/// What shows that the station did it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EffectOfCommand)]
struct EffectView {
    /// Not later.
    #[schema(format = DateTime)]
    until: String,
    /// When it was seen.
    #[schema(format = DateTime)]
    seen_at: Option<String>,
    /// The session that it was seen in.
    transaction_id: Option<TransactionId>,
}

impl From<SentCall> for CallView {
    fn from(call: SentCall) -> Self {
        Self {
            message_id: call.id,
            action: call.action,
            payload: call.payload.without_secrets(),
            response: call.response.map(without_secrets),
            error: call.error.map(CallError::without_secrets),
        }
    }
}

impl From<Effect> for EffectView {
    fn from(effect: Effect) -> Self {
        Self {
            until: text(effect.until),
            seen_at: effect.seen_at.map(text),
            transaction_id: effect.transaction,
        }
    }
}

impl From<Command> for CommandView {
    fn from(command: Command) -> Self {
        Self {
            state: word(&command),
            id: command.id,
            charge_point: command.charge_point,
            action: command.action,
            payload: shown(command.payload),
            origin: command.origin,
            status: command.status,
            response: command.response.map(without_secrets),
            remarks: command.remarks,
            error: command.error.map(CallError::without_secrets),
            calls: command.calls.into_iter().map(CallView::from).collect(),
            effect: command.effect.map(EffectView::from),
            coalesce: command.coalesce,
            campaign: command.campaign,
            created_at: text(command.created_at),
            expires_at: command.expires_at.map(text),
            left_at: command.left_at.map(text),
            ended_at: command.ended_at.map(text),
        }
    }
}

/// How far it is.
#[must_use]
pub fn word(command: &Command) -> &'static str {
    match command.state {
        CommandState::Pending if command.left_at.is_some() && verbs::verb(&command.action).is_some() => "sent",
        CommandState::Pending => "pending",
        CommandState::Answered => "answered",
        CommandState::Accepted => "accepted",
        CommandState::InEffect => "in-effect",
        CommandState::Refused => "refused",
        CommandState::Failed => "failed",
        CommandState::TimedOut => "timed-out",
        CommandState::Lost => "lost",
        CommandState::Expired => "expired",
        CommandState::Cancelled => "cancelled",
        CommandState::Replaced => "replaced",
    }
}

/// What an ended command is answered: a raw one with what the station said, a verb with itself. What came to no answer
/// of the station's is a problem that shows the command.
///
/// # Errors
/// The problem.
pub fn ended(command: Command) -> Result<Value, Problem> {
    let told = |command: &Command| {
        let error = command.error.as_ref();
        error.map_or_else(String::new, |error| masked_url(&error.description).into_owned())
    };
    let problem = |kind, detail: String, command: Command| {
        let error = json!(command.error.clone().map(CallError::without_secrets));
        let shown = json!(CommandView::from(command));
        Problem::new(kind, detail).with("error", error).with("command", shown)
    };
    let is_verb = verbs::verb(&command.action).is_some();
    match command.state {
        CommandState::Answered => {
            let answer = without_secrets(command.response.unwrap_or_default());
            let is_valid = command.remarks.is_empty();
            Ok(if is_valid {
                answer
            } else {
                with_remarks(answer, &command.remarks)
            })
        }
        CommandState::Refused if command.error.is_some() => {
            let error = told(&command);
            let code = command
                .error
                .as_ref()
                .map(|error| error.code.clone())
                .unwrap_or_default();
            let detail = format!("{} was answered with {code}: {error}", command.action);
            Err(problem(kinds::CALL_ERROR, detail, command))
        }
        CommandState::Failed if is_verb && command.calls.is_empty() => {
            let detail = told(&command);
            let is_conflict = command.error.as_ref().is_some_and(|error| error.code == "Conflict");
            let kind = if is_conflict {
                kinds::CONFLICT
            } else {
                kinds::INVALID_REQUEST
            };
            Err(problem(kind, detail, command))
        }
        CommandState::TimedOut => {
            let detail = "no answer came in time; the charge point may have carried the command out, or may still";
            Err(problem(kinds::TIMED_OUT, detail.to_owned(), command))
        }
        CommandState::Lost | CommandState::Expired => {
            let kind = match &command.error {
                Some(error) if error.code == "NotConnected" || error.code == "Expired" => kinds::NOT_CONNECTED,
                _ => kinds::CONNECTION_LOST,
            };
            let detail = match told(&command) {
                empty if empty.is_empty() => "the connection ended before the answer".to_owned(),
                told => told,
            };
            Err(problem(kind, detail, command))
        }
        _ => Ok(json!(CommandView::from(command))),
    }
}
