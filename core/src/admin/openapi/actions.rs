//! What can be sent to charge points, each as an operation of its own with its own body: the verbs, with the forms that
//! they are read with, and the actions of OCPP, with the schemas that they are held against.

use std::collections::BTreeMap;

use ocpp_schemas::{Action, Catalogue, Kind, Version};
use serde_json::{Map, Value, json};

use super::content::Content;
use super::operation::{Operation, Tag};
use super::routes::Described;
use super::signature::{Answered, Body, JSON};
use crate::ocpp::verbs::{VERBS, Verb};

/// The operation that takes any of them; the others are made of it.
pub const ANY: &str = "send_command";

/// The name in its path that each of them fills in.
const NAME: &str = "{name}";

/// What is added to the description.
#[derive(Default)]
pub struct Sendable {
    /// One for each verb and for each action.
    pub operations: Vec<Described>,
    /// The schemas of all versions.
    pub schemas: Vec<(String, Value)>,
}

/// Everything that can be sent.
pub fn sendable(any: &Described) -> Sendable {
    let mut sendable = Sendable::default();
    for verb in VERBS {
        sendable.operations.push(of_verb(any, verb));
    }
    let mut by_name: BTreeMap<&str, Vec<&'static Action>> = BTreeMap::new();
    for version in Version::ALL {
        let actions = Catalogue::of(version).actions();
        for action in actions.filter(|action| action.sent_by_central_system() && action.confirmed()) {
            by_name.entry(action.name()).or_default().push(action);
        }
    }
    for (name, actions) in by_name {
        sendable.operations.push(of_action(any, name, &actions));
        for action in actions {
            for kind in Kind::ALL {
                sendable.schemas.extend(components(action, kind));
            }
        }
    }
    sendable.schemas.push((REMARKED.to_owned(), remarked()));
    sendable
}

fn of_verb(any: &Described, verb: &Verb) -> Described {
    let mut signature = any.signature.clone();
    let (name, schema) = (verb.schema)(&mut signature.schemas);
    let schema = json!(schema);
    let says = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let summary = says.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
    let required = schema.get("required").is_some();
    signature.takes(Body {
        contents: vec![Content::of(JSON, reference(&name))],
        required,
    });
    // A verb is always a record of its own.
    let command = signature.answers.get(&202).map(|accepted| accepted.contents.clone());
    signature.answers.insert(
        200,
        Answered {
            description: "The command as it stands, with the station's word",
            contents: command.unwrap_or_default(),
            ..Answered::default()
        },
    );
    Described {
        pattern: any.pattern.replace(NAME, verb.name),
        method: any.method,
        tag: Tag::COMMANDS,
        operation: Operation {
            example: None,
            answer_example: None,
            id: format!("send_{}", verb.name.replace('-', "_")).into(),
            summary: summary.into(),
            description: "One body for all versions; the answer is the command.".into(),
            ..any.operation.clone()
        },
        signature,
    }
}

fn of_action(any: &Described, name: &str, actions: &[&'static Action]) -> Described {
    let mut signature = any.signature.clone();
    let of = |kind| {
        actions
            .iter()
            .map(move |action| reference(&component(action.version(), action.name(), kind)))
    };
    let required = actions
        .iter()
        .all(|action| action.schema(Kind::Request).get("required").is_some());
    signature.takes(Body {
        contents: vec![Content::of(JSON, any_of(of(Kind::Request).collect()))],
        required,
    });
    let answers = of(Kind::Response).chain([reference(REMARKED)]).collect();
    signature.answers.insert(
        200,
        Answered {
            description: "The station's answer",
            contents: vec![Content::of(JSON, any_of(answers))],
            ..Answered::default()
        },
    );
    let newest = actions.last();
    let summary = newest.map_or("", |action| action.summary()).trim_end_matches('.');
    let versions: Vec<_> = actions
        .iter()
        .map(|action| format!("OCPP {}: {}", action.version(), action.block()))
        .collect();
    Described {
        pattern: any.pattern.replace(NAME, name),
        method: any.method,
        tag: Tag::ACTIONS,
        operation: Operation {
            example: None,
            answer_example: None,
            id: format!("call_{}", snake(name)).into(),
            summary: summary.to_owned().into(),
            description: format!(
                "{}. The body is held against the schema of the version that the station speaks.",
                versions.join("; ")
            )
            .into(),
            ..any.operation.clone()
        },
        signature,
    }
}

/// The schema of a payload, and the datatypes that it reaches, by the names that they have in the description.
fn components(action: &Action, kind: Kind) -> Vec<(String, Value)> {
    let version = action.version();
    let mut schema = action.schema(kind).clone();
    let mut found = Vec::new();
    if let Some(members) = schema.as_object_mut() {
        members.remove("$schema");
        if let Some(Value::Object(definitions)) = members.remove("$defs") {
            for (name, mut definition) in definitions {
                refer(&mut definition, version);
                found.push((format!("{}.{name}", prefix(version)), definition));
            }
        }
    }
    refer(&mut schema, version);
    found.push((component(version, action.name(), kind), schema));
    found
}

/// `#/$defs/X` as the component that it is here.
fn refer(schema: &mut Value, version: Version) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(to)) = members.get_mut("$ref")
                && let Some(name) = to.strip_prefix("#/$defs/")
            {
                *to = format!("#/components/schemas/{}.{name}", prefix(version));
            }
            members.values_mut().for_each(|member| refer(member, version));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| refer(item, version)),
        _ => {}
    }
}

/// An answer that was not valid as it came.
const REMARKED: &str = "RemarkedAnswer";

fn remarked() -> Value {
    let mut properties = Map::new();
    properties.insert(
        "remarks".to_owned(),
        json!({
            "type": "array",
            "description": "What was repaired, in its order.",
            "minItems": 1,
            "items": reference("Repair"),
        }),
    );
    json!({
        "type": "object",
        "description": "A station's answer that was not valid as it came, with what was repaired in it.",
        "required": ["remarks"],
        "properties": properties,
    })
}

fn component(version: Version, action: &str, kind: Kind) -> String {
    let what = match kind {
        Kind::Request => "Request",
        Kind::Response => "Response",
    };
    format!("{}.{action}{what}", prefix(version))
}

fn prefix(version: Version) -> &'static str {
    match version {
        Version::V16 => "v16",
        Version::V201 => "v201",
        Version::V21 => "v21",
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn any_of(schemas: Vec<Value>) -> Value {
    match schemas.as_slice() {
        [one] => one.clone(),
        _ => json!({ "anyOf": schemas }),
    }
}

/// `GetVariables` as `get_variables`, `NotifyDERAlarm` as `notify_der_alarm`.
fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (place, letter) in letters.iter().enumerate() {
        let is_after_small = place > 0 && letters.get(place - 1).is_some_and(|before| before.is_ascii_lowercase());
        let is_before_small = letters.get(place + 1).is_some_and(|next| next.is_ascii_lowercase());
        let is_inside = place > 0 && letter.is_ascii_uppercase();
        if is_inside && (is_after_small || is_before_small) {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
