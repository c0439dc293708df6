//! One action file: what must be in it, and the Rust expression that embeds it.

use serde_json::Value;
use std::path::{Path, PathBuf};

const MEMBERS: [&str; 7] = [
    "action",
    "sender",
    "block",
    "summary",
    "confirmed",
    "request",
    "response",
];

/// A checked action file.
pub struct ActionFile {
    pub name: String,
    sender: &'static str,
    block: String,
    summary: String,
    confirmed: bool,
    path: PathBuf,
}

impl ActionFile {
    /// Reads the text of the file at `path`; `types` is the version's `types.json`.
    pub fn parse(path: &Path, text: &str, types: &Value) -> Result<Self, String> {
        let file: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let members = file.as_object().ok_or("not an object")?;
        if let Some(unknown) = members.keys().find(|key| !MEMBERS.contains(&key.as_str())) {
            return Err(format!("unknown member {unknown:?}"));
        }
        let name = text_member(&file, "action")?;
        if path.file_stem().is_none_or(|stem| stem != name.as_str()) {
            return Err(format!("the file is not named after its action {name:?}"));
        }
        let confirmed = match file.get("confirmed") {
            None => true,
            Some(value) => value.as_bool().ok_or("confirmed is not a boolean")?,
        };
        check_schemas(&file, confirmed, types)?;
        Ok(Self {
            name,
            sender: sender(&text_member(&file, "sender")?)?,
            block: text_member(&file, "block")?,
            summary: text_member(&file, "summary")?,
            confirmed,
            path: path.to_owned(),
        })
    }

    /// The expression that makes the `Action`.
    pub fn constructor(&self, version: &str) -> String {
        let Self {
            name,
            sender,
            block,
            summary,
            confirmed,
            path,
        } = self;
        format!(
            "Action::embedded(Description {{ name: {name:?}, version: Version::{version}, sender: Sender::{sender}, \
             block: {block:?}, summary: {summary:?}, confirmed: {confirmed}, source: include_str!({path:?}) }})"
        )
    }
}

fn text_member(file: &Value, member: &str) -> Result<String, String> {
    let text = file.get(member).and_then(Value::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| format!("{member} is not a string"))
}

fn sender(word: &str) -> Result<&'static str, String> {
    match word {
        "charge-point" => Ok("ChargePoint"),
        "central-system" => Ok("CentralSystem"),
        "both" => Ok("Both"),
        other => Err(format!(
            "sender {other:?} is none of charge-point, central-system, both"
        )),
    }
}

fn check_schemas(file: &Value, confirmed: bool, types: &Value) -> Result<(), String> {
    for (member, wanted) in [("request", true), ("response", confirmed)] {
        match (file.get(member), wanted) {
            (Some(schema), true) if schema.is_object() => check_references(schema, types)?,
            (None, false) => {}
            (_, true) => return Err(format!("{member} is not a schema")),
            (Some(_), false) => return Err(format!("{member} of an unconfirmed action")),
        }
    }
    Ok(())
}

/// Every `$ref` names a definition of `types.json`. References inside the definitions are followed.
fn check_references(schema: &Value, types: &Value) -> Result<(), String> {
    match schema {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref") {
                let pointer = reference.as_str().and_then(|text| text.strip_prefix("types.json#"));
                let target = pointer.and_then(|pointer| types.pointer(pointer));
                check_references(
                    target.ok_or_else(|| format!("{reference} is not in types.json"))?,
                    types,
                )?;
            }
            members.values().try_for_each(|member| check_references(member, types))
        }
        Value::Array(items) => items.iter().try_for_each(|item| check_references(item, types)),
        _ => Ok(()),
    }
}
