//! A directory that the test gives, as the JSON of a fixture.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::with;
use crate::directory::DirectoryError;

/// The `directory` of a fixture. What is absent is not registered.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Directory {
    charge_points: Vec<Value>,
    connectors: BTreeMap<String, Vec<Value>>,
    transactions: Vec<Value>,
    id_tags: BTreeMap<String, Value>,
}

/// What the server gives at most.
const MOST: usize = 100;

pub fn set(directory: &Value) -> Result<(), serde_json::Error> {
    let directory = Directory::deserialize(directory)?;
    with(|memory| memory.directory = directory);
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "as the real host")]
pub fn charge_point(id: &str) -> Result<Option<String>, DirectoryError> {
    Ok(with(|memory| {
        let mut found = memory.directory.charge_points.iter().filter(|item| has(item, "id", id));
        found.next().map(Value::to_string)
    }))
}

#[expect(clippy::unnecessary_wraps, reason = "as the real host")]
pub fn charge_points(after: Option<&str>, limit: u32) -> Result<Vec<String>, DirectoryError> {
    Ok(with(|memory| {
        let id = |item: &Value| item.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let sorted: BTreeMap<String, &Value> = memory.directory.charge_points.iter().map(|i| (id(i), i)).collect();
        let found = sorted
            .into_iter()
            .filter(|(id, _)| after.is_none_or(|after| id.as_str() > after));
        let limit = usize::try_from(limit).unwrap_or(MOST).min(MOST);
        found.take(limit).map(|(_, item)| item.to_string()).collect()
    }))
}

#[expect(clippy::unnecessary_wraps, reason = "as the real host")]
pub fn connectors(charge_point: &str) -> Result<Vec<String>, DirectoryError> {
    Ok(with(|memory| {
        let found = memory.directory.connectors.get(charge_point).into_iter().flatten();
        found.map(Value::to_string).collect()
    }))
}

pub fn transaction(charge_point: &str, id: &str) -> Result<Option<String>, DirectoryError> {
    let all = transactions(charge_point, |item| has(item, "id", id))?;
    Ok(all.into_iter().next())
}

/// One without a `state` is open.
pub fn open_transactions(charge_point: &str) -> Result<Vec<String>, DirectoryError> {
    transactions(charge_point, |item| {
        item.get("state").is_none_or(|state| state == "open")
    })
}

#[expect(clippy::unnecessary_wraps, reason = "as the real host")]
pub fn id_tag(tag: &str) -> Result<Option<String>, DirectoryError> {
    Ok(with(|memory| memory.directory.id_tags.get(tag).map(Value::to_string)))
}

#[expect(clippy::unnecessary_wraps, reason = "as the real host")]
fn transactions(charge_point: &str, wanted: impl Fn(&Value) -> bool) -> Result<Vec<String>, DirectoryError> {
    Ok(with(|memory| {
        let all = memory.directory.transactions.iter();
        let of = all.filter(|item| has(item, "chargePoint", charge_point) && wanted(item));
        of.map(Value::to_string).collect()
    }))
}

fn has(item: &Value, member: &str, text: &str) -> bool {
    item.get(member).and_then(Value::as_str) == Some(text)
}
