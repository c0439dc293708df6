//! A CALL with more entries than its station takes in one message, as several; and their answers as one, of the same
//! schema. Pure, but for `limits`, which reads what is known of a station.

pub mod limits;

use ocpp_schemas::Version;
use serde_json::{Map, Value, json};

/// What the frame around a payload has, with an id of 36 characters.
const FRAME_BYTES: usize = 64;

/// The member with a report's number.
const REQUEST: &str = "requestId";

/// How much of an action's entries a station takes in one message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limit {
    /// So many entries; none: not known.
    pub items: Option<usize>,
    /// So many bytes; none: not known.
    pub bytes: Option<usize>,
}

/// A CALL.
#[derive(Debug, Clone, Copy)]
pub struct Raw<'a> {
    /// In which version.
    pub version: Version,
    /// Its action.
    pub action: &'a str,
    /// Its payload, valid.
    pub payload: &'a Value,
}

/// How an action's CALLs are split.
struct Shape {
    action: &'static str,
    /// The member with the entries.
    list: &'static str,
    rule: Rule,
}

/// What else differs between the parts, and what the answers are together.
#[derive(Clone, Copy)]
enum Rule {
    /// Nothing; the lists in the answers are one list.
    Lists(&'static [&'static str]),
    /// Each is asked for a report, so each has a number of its own: the next ones.
    Reports,
    /// The first part replaces or changes the list, the others change it; the versions rise.
    LocalList {
        /// The member with the version.
        version: &'static str,
    },
}

const V16: &[Shape] = &[
    shape(
        "GetConfiguration",
        "key",
        Rule::Lists(&["configurationKey", "unknownKey"]),
    ),
    shape(
        "SendLocalList",
        "localAuthorizationList",
        Rule::LocalList { version: "listVersion" },
    ),
];

const V2: &[Shape] = &[
    shape("ClearVariableMonitoring", "id", Rule::Lists(&["clearMonitoringResult"])),
    shape("GetMonitoringReport", "componentVariable", Rule::Reports),
    shape("GetReport", "componentVariable", Rule::Reports),
    shape("GetVariables", "getVariableData", Rule::Lists(&["getVariableResult"])),
    shape(
        "SendLocalList",
        "localAuthorizationList",
        Rule::LocalList {
            version: "versionNumber",
        },
    ),
    shape(
        "SetVariableMonitoring",
        "setMonitoringData",
        Rule::Lists(&["setMonitoringResult"]),
    ),
    shape("SetVariables", "setVariableData", Rule::Lists(&["setVariableResult"])),
];

const fn shape(action: &'static str, list: &'static str, rule: Rule) -> Shape {
    Shape { action, list, rule }
}

fn shape_of(version: Version, action: &str) -> Option<&'static Shape> {
    let shapes = match version {
        Version::V16 => V16,
        Version::V201 | Version::V21 => V2,
    };
    shapes.iter().find(|shape| shape.action == action)
}

/// Whether a CALL is one that can be split: it has several entries.
#[must_use]
pub fn can_be_split(raw: Raw<'_>) -> bool {
    let entries = shape_of(raw.version, raw.action).and_then(|shape| raw.payload.get(shape.list)?.as_array());
    entries.is_some_and(|entries| entries.len() > 1)
}

/// Whether the parts build on each other, so that none is sent after one that was refused.
#[must_use]
pub fn builds_up(version: Version, action: &str) -> bool {
    let shape = shape_of(version, action);
    shape.is_some_and(|shape| matches!(shape.rule, Rule::LocalList { .. }))
}

/// The payloads of the CALLs that say together what this one says; itself, if it is not too much.
#[must_use]
pub fn split(raw: Raw<'_>, limit: Limit) -> Vec<Value> {
    let whole = || vec![raw.payload.clone()];
    let (Some(shape), Some(members)) = (shape_of(raw.version, raw.action), raw.payload.as_object()) else {
        return whole();
    };
    let Some(Value::Array(entries)) = members.get(shape.list) else {
        return whole();
    };
    let rest: Map<String, Value> = members
        .iter()
        .filter(|(name, _)| *name != shape.list)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let around = Value::from(rest.clone()).to_string().len() + shape.list.len() + shape.action.len() + FRAME_BYTES;
    let parts = chunks(entries, limit, around);
    if parts.len() < 2 {
        return whole();
    }
    let part = |(number, entries): (usize, Vec<Value>)| {
        let mut members = rest.clone();
        number_part(&mut members, shape.rule, number);
        members.insert(shape.list.to_owned(), Value::from(entries));
        Value::from(members)
    };
    parts.into_iter().enumerate().map(part).collect()
}

/// Gives the parts behind the first one other numbers, each behind the one before, where each is asked for a report.
pub fn number_reports(raw: Raw<'_>, parts: &mut [Value], mut behind: impl FnMut(i64) -> i64) {
    let is_report = shape_of(raw.version, raw.action).is_some_and(|shape| matches!(shape.rule, Rule::Reports));
    if !is_report {
        return;
    }
    let number = |part: &Value| part.get(REQUEST).and_then(Value::as_i64).unwrap_or_default();
    let mut last = parts.first().map(number).unwrap_or_default();
    for part in parts.iter_mut().skip(1).filter_map(Value::as_object_mut) {
        last = behind(last);
        part.insert(REQUEST.to_owned(), json!(last));
    }
}

/// What is another in each part than in the whole.
fn number_part(members: &mut Map<String, Value>, rule: Rule, number: usize) {
    let mut raise = |name: &str| {
        let first = members.get(name).and_then(Value::as_i64).unwrap_or_default();
        let raised = first.saturating_add(i64::try_from(number).unwrap_or_default());
        members.insert(name.to_owned(), json!(raised));
    };
    match rule {
        Rule::Lists(_) => {}
        Rule::Reports => raise(REQUEST),
        Rule::LocalList { version } => {
            raise(version);
            if number > 0 {
                members.insert("updateType".to_owned(), json!("Differential"));
            }
        }
    }
}

/// The entries in their order, as many together as the limit allows; one alone may be too large.
fn chunks(entries: &[Value], limit: Limit, around: usize) -> Vec<Vec<Value>> {
    let most = limit.items.filter(|items| *items > 0).unwrap_or(usize::MAX);
    let mut parts: Vec<Vec<Value>> = Vec::new();
    let mut bytes = 0;
    for entry in entries {
        let size = entry.to_string().len() + 1;
        let fits = |bytes: usize| limit.bytes.is_none_or(|limit| around + bytes + size <= limit);
        match parts.last_mut().filter(|part| part.len() < most && fits(bytes)) {
            Some(part) => {
                part.push(entry.clone());
                bytes += size;
            }
            None => {
                parts.push(vec![entry.clone()]);
                bytes = size;
            }
        }
    }
    parts
}

/// The one answer that the answers to the parts are together.
#[must_use]
pub fn join(version: Version, action: &str, answers: &[Value]) -> Value {
    let last = || answers.last().cloned().unwrap_or_else(|| json!({}));
    match shape_of(version, action).map(|shape| shape.rule) {
        Some(Rule::Lists(lists)) => {
            let joined = lists.iter().filter_map(|list| {
                let all: Vec<Value> = answers
                    .iter()
                    .filter_map(|answer| answer.get(list)?.as_array())
                    .flatten()
                    .cloned()
                    .collect();
                let is_said = answers.iter().any(|answer| answer.get(list).is_some());
                is_said.then(|| ((*list).to_owned(), Value::from(all)))
            });
            joined.collect()
        }
        Some(Rule::Reports) => {
            // What one part has nothing of another one may have.
            let of = |word: &str| {
                answers
                    .iter()
                    .find(|answer| answer.get("status").and_then(Value::as_str) == Some(word))
            };
            let refused = answers.iter().find(|answer| {
                let status = answer.get("status").and_then(Value::as_str);
                !matches!(status, Some("Accepted" | "EmptyResultSet"))
            });
            refused.or(of("Accepted")).cloned().unwrap_or_else(last)
        }
        Some(Rule::LocalList { .. }) | None => last(),
    }
}

/// Whether a station says that a CALL has too many entries (2.x B05.FR.17, B06.FR.16; D01) or bytes.
#[must_use]
pub fn says_too_much(code: &str) -> bool {
    matches!(
        code,
        "OccurrenceConstraintViolation" | "OccurenceConstraintViolation" | "FormatViolation" | "FormationViolation"
    )
}

#[cfg(test)]
mod tests;
