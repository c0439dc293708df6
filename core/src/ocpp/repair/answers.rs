//! Answers of stations that lack a member, or have a shape of their own. Whoever asked wants what is said, so an item that
//! lacks a member stays, with a remark; what stands for the member says nothing that is not so. Shapes are read as what
//! they mean where that is beyond doubt.

use ocpp_schemas::Kind;
use serde_json::{Map, Value, json};

use super::walk::Walk;

/// What may stand for a member of an answer.
#[derive(Clone, Copy)]
enum StandIn {
    /// This.
    Value(fn() -> Value),
    /// Accepted, where the value that was asked for is there.
    ByValue,
    /// The same member of the question, if no more than one was asked.
    Asked,
}

use StandIn::{Asked, ByValue};

/// By type and member. A variable whose component the station left out is of the question's attribute, too.
const TABLE: &[(&str, &str, StandIn)] = &[
    ("KeyValue", "readonly", StandIn::Value(|| json!(false))),
    ("GetVariableResultType", "attributeStatus", ByValue),
    ("GetVariableResultType", "attributeType", Asked),
    ("GetVariableResultType", "component", Asked),
    ("GetVariableResultType", "variable", Asked),
    ("SetVariableResultType", "attributeType", Asked),
    ("SetVariableResultType", "component", Asked),
    ("SetVariableResultType", "variable", Asked),
    ("SetMonitoringResultType", "component", Asked),
    ("SetMonitoringResultType", "severity", Asked),
    ("SetMonitoringResultType", "type", Asked),
    ("SetMonitoringResultType", "variable", Asked),
];

/// Lists of questions with the lists of their answers.
const QUESTIONS: &[(&str, &str)] = &[
    ("getVariableData", "getVariableResult"),
    ("setVariableData", "setVariableResult"),
    ("setMonitoringData", "setMonitoringResult"),
];

/// Lists that some stations send without the object around them: the action, its list, and by what its items are known.
const BARE_LISTS: &[(&str, &str, &str)] = &[
    ("GetConfiguration", "configurationKey", "key"),
    ("GetVariables", "getVariableResult", "variable"),
    ("SetVariables", "setVariableResult", "variable"),
];

/// Keys that every station has: an object with one of them is a configuration.
const EVERYWHERE: [&str; 2] = ["HeartbeatInterval", "NumberOfConnectors"];

impl Walk<'_> {
    /// Whether this is what a station answers.
    pub(super) fn is_answer(&self) -> bool {
        self.reading.kind == Kind::Response
    }

    /// Whether an item may stay without the member at which the walk is: whoever asked reads it all the same.
    pub(super) fn may_lack(&self) -> bool {
        self.is_answer() && item_of(&self.pointer).is_some()
    }

    /// Puts into an object of an answer what it lacks.
    pub(super) fn complete(&mut self, owner: &str, required: &[&str], members: &mut Map<String, Value>) {
        let is_nameless = ["component", "variable"].iter().any(|name| !is_there(members, name));
        for &(_, name, stands) in TABLE.iter().filter(|(of, ..)| *of == owner) {
            if is_there(members, name) || (name == "attributeType" && !is_nameless) {
                continue;
            }
            let value = match stands {
                StandIn::Value(value) => Some(value()),
                ByValue => is_there(members, "attributeValue").then(|| json!("Accepted")),
                Asked => self.asked_only().and_then(|question| question.get(name)).cloned(),
            };
            if let Some(value) = value {
                self.below(name, |walk| walk.note("missing-member"));
                members.insert(name.to_owned(), value);
            }
        }
        let is_without_status = self.pointer.is_empty() && required.contains(&"status") && !is_there(members, "status");
        if is_without_status && let Some(word) = status_within(members) {
            self.below("status", |walk| walk.note("missing-member"));
            members.insert("status".to_owned(), word);
        }
    }

    /// The question, if it was the only one and has one answer.
    fn asked_only(&self) -> Option<&Value> {
        let request = self.reading.request?;
        QUESTIONS.iter().find_map(|(asked, answered)| {
            let [question] = request.get(asked)?.as_array()?.as_slice() else {
                return None;
            };
            let answers = self.whole().get(answered).and_then(Value::as_array);
            answers.is_none_or(|answers| answers.len() <= 1).then_some(question)
        })
    }

    /// The object around a list that came without it.
    pub(super) fn around(&mut self, items: Vec<Value>) -> Result<Map<String, Value>, Vec<Value>> {
        let action = self.reading.action.name();
        let row = BARE_LISTS.iter().find(|(of, ..)| *of == action && self.is_answer());
        match row {
            Some((_, list, mark)) if !items.is_empty() && items.iter().all(|item| item.get(mark).is_some()) => {
                self.note("list-as-value");
                Ok(Map::from_iter([((*list).to_owned(), Value::Array(items))]))
            }
            _ => Err(items),
        }
    }

    /// A configuration that came as a map from keys to values, with nothing around it.
    pub(super) fn around_keys(&mut self, members: Map<String, Value>) -> Map<String, Value> {
        let asked = self.reading.request.and_then(|request| request.get("key")?.as_array());
        let is_key = |name: &String| {
            let is_asked = asked.is_some_and(|asked| asked.iter().any(|key| key == name));
            is_asked || EVERYWHERE.contains(&name.as_str())
        };
        let is_flat = || members.values().all(|value| !value.is_array() && !value.is_object());
        if !(self.reads_keys() && members.keys().any(is_key) && is_flat()) {
            return members;
        }
        self.note("value-as-list");
        Map::from_iter([("configurationKey".to_owned(), Value::Array(keys(members)))])
    }

    /// The keys of a configuration that came as a map, where the walk is at their list.
    pub(super) fn keys_of_map(&mut self, members: Map<String, Value>) -> Vec<Value> {
        self.note("value-as-list");
        let is_one_key = members.keys().any(|name| name.trim().eq_ignore_ascii_case("key"));
        if self.reads_keys() && self.pointer == "/configurationKey" && !is_one_key {
            return keys(members);
        }
        vec![Value::Object(members)]
    }

    fn reads_keys(&self) -> bool {
        self.is_answer() && self.reading.action.name() == "GetConfiguration"
    }
}

fn is_there(members: &Map<String, Value>, name: &str) -> bool {
    members.get(name).is_some_and(|value| !value.is_null())
}

/// The items of a map from keys to values, or to objects that have them.
fn keys(members: Map<String, Value>) -> Vec<Value> {
    let item = |(key, value): (String, Value)| {
        let mut item = match value {
            Value::Object(told) => told,
            value => Map::from_iter([("value".to_owned(), value)]),
        };
        item.insert("key".to_owned(), key.into());
        Value::Object(item)
    };
    members.into_iter().map(item).collect()
}

/// The status that stands within the only object that has one: the answer to another message than the one that was asked.
fn status_within(members: &Map<String, Value>) -> Option<Value> {
    let own = members.iter().filter(|(name, _)| *name != "customData");
    let mut words = own.filter_map(|(_, value)| value.get("status").filter(|word| word.is_string()));
    words.next().filter(|_| words.next().is_none()).cloned()
}

/// A list as the text in which a station writes lists.
pub(super) fn text_of(items: Vec<Value>) -> Value {
    let words = items.iter().map(|item| match item {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(item.to_string()),
        _ => None,
    });
    let joined = words.collect::<Option<Vec<_>>>().map(|words| words.join(","));
    joined.unwrap_or_else(|| Value::Array(items).to_string()).into()
}

/// Where the list is in which a place lies, and in which of its items.
pub(super) fn item_of(pointer: &str) -> Option<(&str, usize)> {
    let mut upto = pointer;
    while let Some((list, segment)) = upto.rsplit_once('/') {
        if let Ok(item) = segment.parse() {
            return Some((list, item));
        }
        upto = list;
    }
    None
}
