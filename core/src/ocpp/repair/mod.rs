//! A payload that is not valid, read again: each value is brought into the form that the schema wants, where its
//! meaning is beyond doubt, and every change has a name. Then the schema is asked once more. Pure: what the state knows
//! is handed in ([`Reading::unsaid`]), and so is the time.
//!
//! | file | what it repairs |
//! |---|---|
//! | `walk` | the shape: members, lists, what is missing |
//! | `leaf` | texts, numbers, truth values |
//! | `timestamp` | times without a zone, with odd ones, in odd forms |
//! | `words` | words that an enumeration does not have |
//! | `units` | units that a version has no word for |
//! | `absent` | members that were left out, and what may stand for them |
//! | `answers` | the same of what stations answer, and shapes of their own |
//!
//! What breaks a limit alone (a text too long, a list too short, a number off its step) stays as it is: no type of
//! ours has these limits.

mod absent;
mod answers;
mod leaf;
#[cfg(test)]
mod tests;
mod timestamp;
mod units;
mod walk;
mod words;

use std::collections::BTreeSet;

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21::ConnectorStatusEnum;
use ocpp_schemas::{Action, Kind, Violation};
use serde_json::Value;

pub use self::absent::Unsaid;
use self::walk::Walk;
use crate::clock::Time;
use crate::config::zone::Zone;
use crate::frame::repair::Repair;

/// Rules of a schema that a payload may still break: limits that nothing of ours depends on.
const LIMITS: [&str; 7] = [
    "maxLength",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "multipleOf",
    "format",
];

/// Said of a report that could not be made to fit its type.
pub const KEPT_AS_IT_CAME: &str = "kept-as-it-came";

/// Repairs after which the payload says less than it did.
const LOSSES: [&str; 8] = [
    "fraction-in-integer",
    "item-left-out",
    KEPT_AS_IT_CAME,
    "payload-not-an-object",
    "text-cut",
    "unknown-enum-value",
    "unknown-member",
    "unreadable-value",
];

/// Whether what was made of the message says less than the message did.
#[must_use]
pub fn loses(repair: &Repair) -> bool {
    LOSSES.contains(&&*repair.name)
}

/// The state of a connector that a text names, however it is spelled: the word that says least where it is none, nothing
/// where there is no text.
#[must_use]
pub fn connector_status(text: &str) -> Option<ConnectorStatusEnum> {
    const OWNER: &str = "ConnectorStatusEnumType";
    let text = text.trim_matches(leaf::is_blank);
    let spelled = || {
        ConnectorStatusEnum::ALL
            .iter()
            .find(|word| words::is_spelled(word.as_str(), text))
    };
    let meant = || words::synonym(OWNER, text).and_then(ConnectorStatusEnum::from_word);
    let neutral = || words::neutral(OWNER).and_then(ConnectorStatusEnum::from_word);
    let word = || spelled().copied().or_else(meant).or_else(neutral);
    (!text.is_empty()).then(word).flatten()
}

/// Said of an item of a list that could not be used.
const LEFT_OUT: &str = "item-left-out";

/// Whether items were left out of what a station listed: what is not in the list may be there all the same.
#[must_use]
pub fn lost_items(repairs: &[Repair]) -> bool {
    repairs.iter().any(|repair| repair.name == LEFT_OUT)
}

/// An answer that was repaired without the items that no type of ours can read: they lack a member, or have a word that
/// nobody knows. They are shown, and say nothing to whoever handles the answer.
#[must_use]
pub fn without_unreadable(action: &Action, payload: &Value, repairs: &[Repair]) -> (Value, Vec<Repair>) {
    let (mut payload, mut repairs) = (payload.clone(), repairs.to_vec());
    let unread = action.violations(Kind::Response, &payload, MOST_VIOLATIONS);
    let unread = unread.iter().filter(|one| matches!(one.rule, "required" | "enum"));
    let items: BTreeSet<_> = unread.filter_map(|one| answers::item_of(&one.pointer)).collect();
    // From the last one on, so that the others keep their places.
    for (list, item) in items.into_iter().rev() {
        let list = payload.pointer_mut(list).and_then(Value::as_array_mut);
        if let Some(list) = list.filter(|list| item < list.len()) {
            list.remove(item);
            repairs.push(Repair::new(LEFT_OUT, ""));
        }
    }
    (payload, repairs)
}

/// More broken rules than that need not be looked at.
const MOST_VIOLATIONS: usize = 1000;

/// How a payload is read again.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// Whose payload it is.
    pub action: &'static Action,
    /// Which of its payloads.
    pub kind: Kind,
    /// The message tells what has happened: it is not refused, whatever it lacks.
    pub is_report: bool,
    /// When it arrived: stands for times that it does not tell.
    pub now: Time,
    /// The zone of times that name none.
    pub zone: Zone,
    /// Of an answer: what was asked, where that is known.
    pub request: Option<&'a Value>,
    /// What the state knows of a member that was left out.
    pub unsaid: &'a dyn Fn(Unsaid, &Value) -> Option<Value>,
}

/// A payload that was read again.
#[derive(Debug, Clone, PartialEq)]
pub struct RepairedPayload {
    /// As far as it fits.
    pub payload: Value,
    /// What was changed, or is tolerated.
    pub repairs: Vec<Repair>,
    /// It fits now, but for limits.
    pub fits: bool,
}

/// Reads a payload again.
#[must_use]
pub fn repair_payload(reading: Reading<'_>, payload: &Value) -> RepairedPayload {
    let (repaired, repairs) = Walk::new(reading).payload(payload.clone());
    let payload = repaired.unwrap_or_else(|| payload.clone());
    let left = reading.action.violations(reading.kind, &payload, MOST_VIOLATIONS);
    let tolerated = |violation: &Violation| {
        // What a station answers is shown as it is; unknown words and members are remarks, and what an item lacks.
        let shown = match violation.rule {
            "enum" | "additionalProperties" => true,
            "required" => answers::item_of(&violation.pointer).is_some(),
            _ => false,
        };
        LIMITS.contains(&violation.rule) || (shown && reading.kind == Kind::Response)
    };
    let fits = left.len() < MOST_VIOLATIONS && left.iter().all(tolerated);
    RepairedPayload {
        payload,
        repairs: repairs.into_vec(),
        fits,
    }
}
