//! What a change is done to, by the names in its path: `chargePoint`, `idTag`, `transaction`, ... under which the list
//! is filtered.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::privacy::Tag;
use crate::state::State;

/// What the names in patterns stand for, by the segment before them.
const KINDS: [(&str, &str); 14] = [
    ("charge-points", "chargePoint"),
    ("simulated-charge-points", "chargePoint"),
    ("id-tags", "idTag"),
    ("plugins", "plugin"),
    ("tokens", "token"),
    ("firmware", "firmware"),
    ("files", "file"),
    ("campaigns", "campaign"),
    ("transactions", "chargePoint"),
    ("reservations", "reservation"),
    ("inbox", "inboxEntry"),
    ("webhooks", "webhook"),
    ("commands", "command"),
    ("issued-certificates", "certificate"),
];

/// Operations, with their whole patterns, after which a tag must not be found.
const PERSONS: [&str; 2] = ["/api/v1/id-tags/{tag}/data", "/api/v1/id-tags/{tag}/erase"];

/// Members of bodies and queries that name what is concerned.
const MEMBERS: [(&str, &str); 4] = [
    ("idTag", "idTag"),
    ("id_tag", "idTag"),
    ("chargePoint", "chargePoint"),
    ("transactionId", "transaction"),
];

/// What a path of this pattern names, both as they begin with `/api/v1`.
#[must_use]
pub fn of_path(pattern: &str, path: &str) -> BTreeMap<String, String> {
    let mut target = BTreeMap::new();
    let mut before = "";
    for (pattern, raw) in pattern.split('/').zip(path.split('/')) {
        if let Some(name) = pattern.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            let text = percent_decode_str(raw).decode_utf8_lossy().into_owned();
            target.insert(kind(before, name).to_owned(), text);
        }
        before = pattern;
    }
    target
}

fn kind<'a>(before: &str, name: &'a str) -> &'a str {
    let known = KINDS
        .iter()
        .find(|(segment, _)| *segment == before)
        .map(|(_, kind)| *kind);
    match (known, name) {
        // `/charge-points/{id}/commands/{name}`
        (Some("command"), "name") => "action",
        (Some(kind), _) => kind,
        // `/transactions/{chargePoint}/{id}`
        (None, "id") if before == "{chargePoint}" => "transaction",
        (None, name) => name,
    }
}

/// Whether an operation is about all that is kept of a person: nothing of that is written down.
#[must_use]
pub fn is_of_person(pattern: &str) -> bool {
    PERSONS.contains(&pattern)
}

/// What is asked about all that is kept of a person is written down without the tag: a digest stands for it, in the target
/// and in the path. Any other path is what it is.
#[must_use]
pub fn without_persons(pattern: &str, target: &mut BTreeMap<String, String>, path: String) -> String {
    if !is_of_person(pattern) {
        return path;
    }
    let Some(tag) = target.get_mut("idTag") else {
        return path;
    };
    *tag = Tag::new(tag).digest();
    let query = path.split_once('?').map(|(_, query)| format!("?{query}"));
    pattern.replace("{tag}", tag) + &query.unwrap_or_default()
}

/// What a body names, beside the path.
pub fn of_body(target: &mut BTreeMap<String, String>, body: &Value) {
    for (member, kind) in MEMBERS {
        let text = match body.get(member) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => continue,
        };
        target.entry(kind.to_owned()).or_insert(text);
    }
    let token = body
        .get("idToken")
        .and_then(|token| token.get("idToken").unwrap_or(token).as_str());
    if let Some(token) = token {
        target.entry("idTag".to_owned()).or_insert_with(|| token.to_owned());
    }
}

/// The station of a command that is named alone. One that cannot be read is left out: it is told where it is changed.
pub fn of_command(target: &mut BTreeMap<String, String>, state: &State) {
    let command = target.get("command").filter(|_| !target.contains_key("chargePoint"));
    let found = command.and_then(|id| state.command(id).ok().flatten());
    if let Some(command) = found {
        target.insert("chargePoint".to_owned(), command.charge_point.to_string());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeMap;

    use serde_json::json;

    use super::{of_body, of_path, without_persons};
    use crate::privacy::Tag;

    fn target(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(kind, name)| ((*kind).to_owned(), (*name).to_owned()))
            .collect()
    }

    #[test]
    fn a_path_names_what_is_changed() {
        for (pattern, path, named) in [
            (
                "/api/v1/charge-points/{id}",
                "/api/v1/charge-points/A%2F1",
                &[("chargePoint", "A/1")][..],
            ),
            (
                "/api/v1/charge-points/{id}/commands/{name}",
                "/api/v1/charge-points/CP1/commands/Reset",
                &[("chargePoint", "CP1"), ("action", "Reset")],
            ),
            (
                "/api/v1/transactions/{chargePoint}/{id}/close",
                "/api/v1/transactions/CP1/7/close",
                &[("chargePoint", "CP1"), ("transaction", "7")],
            ),
            ("/api/v1/commands/{id}", "/api/v1/commands/c-1", &[("command", "c-1")]),
            ("/api/v1/exports/{thing}", "/api/v1/exports/x", &[("thing", "x")]),
        ] {
            assert_eq!(of_path(pattern, path), target(named), "{pattern}");
        }
    }

    #[test]
    fn a_person_who_is_erased_is_named_by_a_digest() {
        let (pattern, path) = ("/api/v1/id-tags/{tag}/erase", "/api/v1/id-tags/ANNA-1/erase");
        let mut known = of_path(pattern, path);
        let told = without_persons(pattern, &mut known, format!("{path}?force=true"));
        let digest = Tag::new("anna-1").digest();
        assert_eq!(told, format!("/api/v1/id-tags/{digest}/erase?force=true"));
        assert_eq!(known, target(&[("idTag", digest.as_str())]));
        let (pattern, path) = ("/api/v1/id-tags/{tag}", "/api/v1/id-tags/ANNA-1");
        let mut known = of_path(pattern, path);
        assert_eq!(without_persons(pattern, &mut known, path.to_owned()), path);
        assert_eq!(known, target(&[("idTag", "ANNA-1")]));
    }

    #[test]
    fn a_body_names_a_driver_too() {
        let mut known = target(&[("chargePoint", "CP1")]);
        of_body(
            &mut known,
            &json!({"idToken": {"idToken": "ANNA", "type": "Central"}, "chargePoint": "CP2"}),
        );
        assert_eq!(known, target(&[("chargePoint", "CP1"), ("idTag", "ANNA")]));
        let mut stop = BTreeMap::new();
        of_body(&mut stop, &json!({"transactionId": 7}));
        assert_eq!(stop, target(&[("transaction", "7")]));
    }
}
