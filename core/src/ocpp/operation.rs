//! The shape of an operation, the mirror of a handler: what a CALL towards a station changes when it
//! leaves, and when its answer is there. It runs whichever door sent the CALL: the raw command, a
//! version-neutral verb, a plugin, the queue, or a rule of ours.

use ocpp_schemas::types::OcppAction;
use ocpp_schemas::{Action, Violation};
use serde::Deserialize;
use serde_json::Value;

use super::context::Context;
use super::effects::Effects;
use super::error::HandlerError;
use crate::frame::CallError;
use crate::frame::repair::Repair;
use crate::ids::MessageId;

/// An operation of one action. `Type` is the message type that it reads; a 2.1 type also reads what
/// 2.0.1 allows. How a version-neutral wish becomes a request is the block's own function, because its
/// words are; whoever knows the version's words sends the request as it is.
pub trait Operation {
    /// The action's types.
    type Type: OcppAction;

    /// What must be known before the CALL leaves: durable before the first byte.
    ///
    /// # Errors
    /// What keeps it from leaving.
    fn leaves(_context: Context<'_>, _request: &<Self::Type as OcppAction>::Request) -> Result<Effects, HandlerError> {
        Ok(Effects::none())
    }

    /// What the outcome changes: durable before whoever asked is told.
    ///
    /// # Errors
    /// What keeps it from being kept.
    fn answered(
        context: Context<'_>,
        request: &<Self::Type as OcppAction>::Request,
        answer: Answer<'_, <Self::Type as OcppAction>::Response>,
    ) -> Result<Effects, HandlerError>;
}

/// What an operation learns of its CALL.
#[derive(Debug)]
pub enum Answer<'a, R> {
    /// The station's CALLRESULT, valid.
    Response(R),
    /// The station said no with a CALLERROR.
    Refused(&'a CallError),
    /// It never left.
    NotSent,
    /// The station may have carried it out or not: no answer, or none that can be read.
    Unknown,
}

impl<'a, R> Answer<'a, R> {
    /// The same with another form of the response.
    pub fn map<T>(self, to: impl FnOnce(R) -> T) -> Answer<'a, T> {
        match self {
            Self::Response(response) => Answer::Response(to(response)),
            Self::Refused(error) => Answer::Refused(error),
            Self::NotSent => Answer::NotSent,
            Self::Unknown => Answer::Unknown,
        }
    }
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
    /// Where it leaves as the first of several which say one thing together: the payloads of the others.
    pub following: &'a [Value],
}

/// What became of a CALL.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The station's CALLRESULT, valid.
    Answered(Value),
    /// The station's CALLRESULT, which was not valid: as it was repaired, and what was.
    Remarked(Value, Vec<Repair>),
    /// The station's CALLRESULT, not valid, and nothing can be made of it.
    Invalid(Value, Violation),
    /// The station's CALLERROR.
    Refused(CallError),
    /// The station did not answer in time.
    TimedOut,
    /// The connection ended before the answer.
    Lost,
    /// The connection ended, or whoever asked gave up, before it left.
    NotSent,
    /// Too many commands wait for this station; it never left.
    QueueFull,
}

/// An operation without its types, as a row has it.
#[derive(Debug, Clone, Copy)]
pub struct Hooks {
    /// See [`Operation::leaves`].
    pub leaves: fn(Context<'_>) -> Result<Effects, HandlerError>,
    /// See [`Operation::answered`].
    pub answered: fn(Context<'_>, &Outcome) -> Result<Effects, HandlerError>,
}

impl Outcome {
    /// Whether the CALL was put on the socket.
    #[must_use]
    pub fn has_left(&self) -> bool {
        !matches!(self, Self::NotSent | Self::QueueFull)
    }

    /// The station's CALLRESULT, if one came of which something can be made.
    #[must_use]
    pub fn payload(&self) -> Option<&Value> {
        match self {
            Self::Answered(payload) | Self::Remarked(payload, _) => Some(payload),
            _ => None,
        }
    }

    /// Whether the station says that it does not do it: with a CALLERROR, or a status other than Accepted (or
    /// `AcceptedCanceled`).
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Refused(_) => true,
            Self::Answered(payload) | Self::Remarked(payload, _) => {
                let status = payload.get("status").and_then(Value::as_str);
                status.is_some_and(|word| !word.starts_with("Accepted"))
            }
            Self::Invalid(..) | Self::TimedOut | Self::Lost | Self::NotSent | Self::QueueFull => false,
        }
    }
}

impl Hooks {
    /// Those of an operation.
    #[must_use]
    pub const fn of<O: Operation>() -> Self {
        Self {
            leaves: leaves::<O>,
            answered: answered::<O>,
        }
    }
}

/// What charge points answer that do what an action asks for, whichever it is.
const DOING: [&str; 6] = [
    "Accepted",
    "AcceptedCanceled",
    "RebootRequired",
    "Scheduled",
    "Unlocked",
    "Unpublished",
];

/// Of actions that ask for something, the word that there is none of it: that is told, and not refused.
const NONE: [(&str, &str); 8] = [
    ("GetBaseReport", "EmptyResultSet"),
    ("GetReport", "EmptyResultSet"),
    ("GetMonitoringReport", "EmptyResultSet"),
    ("GetChargingProfiles", "NoProfiles"),
    ("GetDERControl", "NotFound"),
    ("GetDisplayMessages", "Unknown"),
    ("GetInstalledCertificateIds", "NotFound"),
    ("GetTariffs", "NoTariff"),
];

/// The lists of answers that have a word for each of what was asked for.
const EACH: [(&str, &str); 4] = [
    ("setVariableResult", "attributeStatus"),
    ("setMonitoringResult", "status"),
    ("clearMonitoringResult", "status"),
    ("clearTariffsResult", "status"),
];

/// The word of an answer to an action by which the charge point says that it does not do what it was asked for, or not
/// all of it, if it says so. An answer without any such word is what was asked for.
#[must_use]
pub fn refusal<'a>(action: &str, answer: &'a Value) -> Option<&'a str> {
    let own = answer.get("status").and_then(Value::as_str);
    let each = EACH.iter().flat_map(|(list, word)| {
        let items = answer.get(*list).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(|item| item.get(*word)?.as_str())
    });
    own.into_iter()
        .chain(each)
        .find(|word| !DOING.contains(word) && !NONE.contains(&(action, word)))
}

fn leaves<O: Operation>(context: Context<'_>) -> Result<Effects, HandlerError> {
    O::leaves(context, &context.payload.read()?)
}

fn answered<O: Operation>(context: Context<'_>, outcome: &Outcome) -> Result<Effects, HandlerError> {
    let request = context.payload.read()?;
    let answer = match outcome {
        Outcome::Answered(payload) => Answer::Response(Deserialize::deserialize(payload)?),
        // What is shown need not fit: an unknown word stays as it came.
        Outcome::Remarked(payload, _) => Deserialize::deserialize(payload).map_or(Answer::Unknown, Answer::Response),
        Outcome::Refused(error) => Answer::Refused(error),
        Outcome::NotSent | Outcome::QueueFull => Answer::NotSent,
        Outcome::Invalid(..) | Outcome::TimedOut | Outcome::Lost => Answer::Unknown,
    };
    O::answered(context, &request, answer)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::refusal;

    #[test]
    fn an_answer_is_a_refusal_by_the_words_of_its_action() {
        let done = [
            ("Reset", "Accepted"),
            ("Reset", "Scheduled"),
            ("GetLog", "AcceptedCanceled"),
            ("ChangeConfiguration", "RebootRequired"),
            ("UnlockConnector", "Unlocked"),
            ("UnpublishFirmware", "Unpublished"),
            ("GetBaseReport", "EmptyResultSet"),
            ("GetInstalledCertificateIds", "NotFound"),
        ];
        for (action, word) in done {
            assert_eq!(refusal(action, &json!({ "status": word })), None, "{action} {word}");
        }
        let refused = [
            ("RemoteStopTransaction", "Rejected"),
            ("ChangeConfiguration", "NotSupported"),
            ("UnlockConnector", "UnlockFailed"),
            ("SetMonitoringBase", "EmptyResultSet"),
            ("DeleteCertificate", "NotFound"),
            ("ClearDisplayMessage", "Unknown"),
        ];
        for (action, word) in refused {
            assert_eq!(refusal(action, &json!({ "status": word })), Some(word), "{action}");
        }
        let keys = json!({"configurationKey": [], "unknownKey": ["Nope"]});
        assert_eq!(refusal("GetConfiguration", &keys), None);
        let each = json!({"clearMonitoringResult": [{"id": 1, "status": "Accepted"}, {"id": 2, "status": "NotFound"}]});
        assert_eq!(refusal("ClearVariableMonitoring", &each), Some("NotFound"));
    }
}
