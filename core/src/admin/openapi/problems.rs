//! The problem documents in the description: one answer for each status, with the kinds that it may be of.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::admin::problem::{Kind, MEDIA_TYPE, Missing, Problem, TYPE_PREFIX, kinds};

/// The answers of a set of kinds, by their status; each is a component, which is added to `components`.
pub fn answers(of: &[&'static Kind], components: &mut Map<String, Value>) -> BTreeMap<u16, Value> {
    let mut by_status: BTreeMap<u16, Vec<&'static Kind>> = BTreeMap::new();
    // In the order of the table, each once.
    for kind in kinds::ALL.iter().filter(|kind| of.contains(kind)) {
        by_status.entry(kind.status.as_u16()).or_default().push(kind);
    }
    let named = by_status.into_iter().map(|(status, kinds)| {
        let name = kinds
            .iter()
            .map(|kind| pascal(kind.name))
            .collect::<Vec<_>>()
            .join("Or");
        let reference = json!({ "$ref": format!("#/components/responses/{name}") });
        components.entry(name).or_insert_with(|| component(&kinds));
        (status, reference)
    });
    named.collect()
}

fn component(kinds: &[&'static Kind]) -> Value {
    let lines: Vec<String> = kinds
        .iter()
        .map(|kind| format!("`{}`: {}.", kind.name, kind.title))
        .collect();
    let examples = kinds
        .iter()
        .map(|kind| (kind.name.to_owned(), json!({ "value": example(kind) })));
    let examples: Map<String, Value> = examples.collect();
    json!({
        "description": lines.join(" "),
        "content": { MEDIA_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" }, "examples": examples } },
    })
}

/// The form of all of them.
pub fn schema() -> Value {
    let types: Vec<String> = kinds::ALL
        .iter()
        .map(|kind| format!("{TYPE_PREFIX}{}", kind.name))
        .collect();
    let missing: Vec<&str> = Missing::ALL.iter().map(|missing| missing.name).collect();
    let text = |description: &str| json!({ "type": "string", "description": description });
    let any = |description: &str| json!({ "description": description });
    json!({
        "type": "object",
        "description": "Why a request was not answered with what was asked for (RFC 9457). Some kinds have members of their own.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string", "enum": types, "description": "The kind. It never changes." },
            "title": text("The kind in words."),
            "status": { "type": "integer", "description": "The status of the answer." },
            "detail": text("This one in words, for the operator."),
            "missing": { "type": "string", "enum": missing, "description": "What there is not, where it is one of these." },
            "pointer": text("Where a payload breaks its schema: a JSON pointer."),
            "code": text("The error code of OCPP for that."),
            "rule": text("The keyword of the schema that is broken."),
            "response": any("A charge point's answer that is not valid."),
            "error": any("The charge point's CALLERROR: `code`, `description`, `details`."),
            "command": any("The command that came to no answer, as `GET /commands/{id}` shows it."),
            "collection": text("Where the record is that cannot be read."),
            "key": text("Which record that is."),
            "rows": any("How many rows a table has."),
            "refused": any("How many of them cannot be used."),
            "errors": any("The first hundred of these: `line`, `column` and `problem` of each."),
            "rowsDone": any("How many rows of a table are durable."),
            "needed": text("The role that an operation takes."),
            "role": text("The role of the token."),
        },
        "example": example(kinds::NOT_FOUND),
    })
}

/// One of a kind, as it is sent.
fn example(kind: &'static Kind) -> Value {
    let problem = match kind {
        kind if *kind == *kinds::NOT_FOUND => Problem::not_found(Missing::CHARGE_POINT, "CP1"),
        kind => Problem::new(kind, kind.title.to_lowercase()),
    };
    problem.document()
}

/// `not-found` as `NotFound`.
pub fn pascal(name: &str) -> String {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        })
        .collect()
}
