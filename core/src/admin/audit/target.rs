//! What a change is done to, by the names in its path: `chargePoint`, `idTag`, `transaction`, ... under which the list
//! is filtered.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::state::State;

/// What the names in patterns stand for, by the segment before them.
const KINDS: [(&str, &str); 12] = [
    ("charge-points", "chargePoint"),
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
];

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

    use super::{of_body, of_path};

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
