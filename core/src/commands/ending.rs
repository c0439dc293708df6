//! What the end of a command changes: its record, what its operation says, and its events.

use ocpp_schemas::{Action, Catalogue, Version};
use serde_json::{Value, json};

use crate::clock::{self, Time};
use crate::counters::CommandEnd;
use crate::counters::actions::OTHER;
use crate::events::Event;
use crate::events::kinds::{COMMAND_ANSWERED, COMMAND_SENT};
use crate::frame::CallError;
use crate::frame::secrets::{masked_url, without_secrets};
use crate::ids::MessageId;
use crate::ocpp::verb::Expected;
use crate::ocpp::{Caller, Effects, HandlerError, Outcome, Pipeline, Sent, verbs};
use crate::registry::messages::Outgoing;
use crate::state::command_queue::{command_ended, command_waits, queue_command};
use crate::state::commands::{Command, CommandState, Effect};
use crate::state::sealed;
use crate::store::latest::Latest;
use crate::store::{StoreError, Write};

/// What an outcome changes.
#[derive(Debug)]
pub struct Ending {
    /// With the command's record, if it has one, and its events.
    pub effects: Effects,
    /// Why the operation's part is not among them.
    pub failed: Option<HandlerError>,
}

/// What the outcome of a command changes. One of the durable queue that never left waits there again.
#[must_use]
pub fn ending(pipeline: &Pipeline, caller: &Caller<'_>, outgoing: &Outgoing, outcome: &Outcome) -> Ending {
    let command = &outgoing.command;
    let (id, payload) = (MessageId::new(&command.id), command.payload.value());
    let sent = Sent {
        id: &id,
        action: outgoing.action,
        payload: &payload,
        following: &[],
    };
    let (mut effects, mut failed) = match pipeline.answered(caller, sent, outcome) {
        Ok(effects) => (effects, None),
        Err(error) => (Effects::none(), Some(error)),
    };
    let record = if outgoing.durable && !outcome.has_left() {
        command_waits(command).map(|write| vec![write])
    } else {
        let ended = with_outcome(command.clone(), caller, outcome);
        effects.events.insert(0, answered(&ended, Some(caller.version)));
        if outgoing.durable {
            command_ended(&ended)
        } else {
            Ok(Vec::new())
        }
    };
    match record {
        Ok(record) if record.is_empty() => {}
        Ok(record) => effects.writes.get_or_insert_default().extend(record),
        Err(error) => failed = Some(error.into()),
    }
    Ending { effects, failed }
}

/// What makes effects durable.
pub struct DurableList {
    /// In their order.
    pub writes: Vec<Write>,
    /// The events that come first, which waited already: they are told whatever becomes of the others.
    pub first: Vec<Event>,
    /// The other events among them, to be announced once all is written.
    pub events: Vec<Event>,
}

/// The one list that makes effects durable where no connection's worker does it.
///
/// # Errors
/// A record without a JSON form.
pub fn list(pipeline: &Pipeline, effects: Effects) -> Result<DurableList, StoreError> {
    let mut list = effects.writes.unwrap_or_default();
    list.extend(effects.latest.into_iter().map(Latest::into_write));
    for command in &effects.commands {
        list.extend(queue_command(command)?);
    }
    for event in &effects.events {
        list.extend(pipeline.plugins.keep(event)?);
    }
    Ok(DurableList {
        writes: list,
        first: Vec::new(),
        events: effects.events,
    })
}

/// The command with what became of it.
pub(super) fn with_outcome(command: Command, caller: &Caller<'_>, outcome: &Outcome) -> Command {
    let (response, error) = match outcome {
        Outcome::Answered(payload) | Outcome::Remarked(payload, _) => (Some(payload.clone()), None),
        Outcome::Refused(error) => (None, Some(error.clone())),
        Outcome::Invalid(payload, violation) => {
            let error = CallError {
                code: violation.code.spelling(caller.version).to_owned(),
                description: violation.reason.clone(),
                details: json!({ "pointer": violation.pointer, "rule": violation.rule }),
            };
            (Some(payload.clone()), Some(error))
        }
        Outcome::QueueFull => {
            let description = "too many commands wait for this charge point; this one was not sent";
            (None, Some(error("QueueFull", description)))
        }
        Outcome::TimedOut | Outcome::Lost | Outcome::NotSent => (None, None),
    };
    let remarks = match outcome {
        Outcome::Remarked(_, remarks) => remarks.clone(),
        _ => Vec::new(),
    };
    Command {
        state: reached(outcome),
        response,
        remarks,
        error,
        ended_at: Some(caller.now),
        ..command
    }
}

/// The command, which ends without an answer for this reason.
pub(super) fn without_answer(command: Command, code: &str, description: &str) -> Command {
    Command {
        state: CommandState::Lost,
        error: Some(error(code, description)),
        ended_at: Some(clock::now()),
        ..command
    }
}

/// The status of a verb whose station said nothing, and of which it shows all the same whether it did it.
pub(super) const NOT_ANSWERED: &str = "NotAnswered";

/// What is looked for from now on.
pub(super) fn effect(expected: Expected, now: Time) -> Effect {
    Effect {
        awaited: expected.awaited,
        until: now + expected.within,
        seen_at: None,
        transaction: None,
    }
}

/// The command, which had no answer, and shows all the same whether it was done.
pub(super) fn awaiting(command: Command, expected: Expected) -> Command {
    Command {
        state: CommandState::Accepted,
        status: Some(NOT_ANSWERED.to_owned()),
        effect: Some(effect(expected, clock::now())),
        ..command
    }
}

/// The command, whose time is over.
pub(super) fn expired(command: Command) -> Command {
    Command {
        state: CommandState::Expired,
        ..without_answer(command, "Expired", "its time was over before the charge point came")
    }
}

/// The command, which somebody took back.
pub(super) fn withdrawn(command: Command) -> Command {
    Command {
        state: CommandState::Cancelled,
        ..without_answer(command, "Cancelled", "it was taken back before it was sent")
    }
}

/// Counts a command that was kept, by the state that it reached.
pub(super) fn count(pipeline: &Pipeline, command: &Command) {
    count_as(pipeline, &command.action, command.state);
}

/// Counts a command that stands in the durable queue, by what became of its CALL.
pub fn count_outcome(pipeline: &Pipeline, command: &Command, outcome: &Outcome) {
    if outcome.has_left() {
        count_as(pipeline, &command.action, reached(outcome));
    }
}

fn count_as(pipeline: &Pipeline, name: &str, state: CommandState) {
    let action = || {
        let mut versions = Version::ALL.into_iter();
        let known = versions.find_map(|version| Catalogue::of(version).action(name));
        known.map(Action::name)
    };
    let verb = verbs::verb(name).map(|verb| verb.name);
    pipeline.counters.commands.add(&CommandEnd {
        name: verb.or_else(action).unwrap_or(OTHER),
        state: state.as_str(),
    });
}

/// The state of a CALL with this outcome.
fn reached(outcome: &Outcome) -> CommandState {
    match outcome {
        Outcome::Answered(_) | Outcome::Remarked(..) => CommandState::Answered,
        Outcome::Refused(_) | Outcome::Invalid(..) | Outcome::QueueFull => CommandState::Refused,
        Outcome::TimedOut => CommandState::TimedOut,
        Outcome::Lost | Outcome::NotSent => CommandState::Lost,
    }
}

/// A line for whoever reads the log: what became of a command that was kept.
pub(super) fn log(command: &Command) {
    tracing::info!(
        charge_point.id = %command.charge_point,
        command.id,
        command = command.action,
        from = %command.origin,
        state = ?command.state,
        status = command.status,
        reason = command.error.as_ref().map(|error| masked_url(&error.description)).as_deref(),
        "a command"
    );
}

fn error(code: &str, description: &str) -> CallError {
    CallError {
        code: code.to_owned(),
        description: description.to_owned(),
        details: json!({}),
    }
}

/// The event of a CALL that was put on the socket.
#[must_use]
pub fn sent(command: &Command, version: Version, at: Time) -> Event {
    let request = sealed::shown(command.payload.clone());
    let payload = json!({ "action": command.action, "request": request, "origin": command.origin });
    Event {
        at,
        ..about(COMMAND_SENT.name, command, Some(version), payload)
    }
}

/// The event of a command that ended.
pub(super) fn answered(command: &Command, version: Option<Version>) -> Event {
    let response = command.response.clone().map(without_secrets);
    let payload = match (&response, &command.error) {
        (Some(response), None) if command.remarks.is_empty() => {
            json!({ "action": command.action, "response": response })
        }
        (Some(response), None) => {
            json!({ "action": command.action, "response": response, "remarks": command.remarks })
        }
        (_, Some(error)) => json!({ "action": command.action, "error": error }),
        (None, None) => json!({ "action": command.action, "error": {
            "code": if command.state == CommandState::TimedOut { "TimedOut" } else { "Lost" },
            "description": "no answer came", "details": {},
        }}),
    };
    about(COMMAND_ANSWERED.name, command, version, payload)
}

fn about(kind: &str, command: &Command, version: Option<Version>, payload: Value) -> Event {
    Event {
        version: version.map(Version::number).unwrap_or_default().to_owned(),
        message_id: MessageId::new(&command.id),
        attributes: vec![("command".to_owned(), command.id.clone())],
        ..Event::new(kind, &command.charge_point, payload)
    }
}
