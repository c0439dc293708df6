//! `reservation`: those that are in force. A charge point keeps them itself; here they are made anew, so that both know.

use std::collections::HashMap;

use super::database::Database;
use crate::clock::{Time, instant, text};

/// In words, in their order.
pub fn in_force(database: &Database, now: Time) -> Vec<String> {
    let mut places = HashMap::new();
    for (table, key, number) in [
        ("connector", "connector_pk", "connector_id"),
        ("evse", "evse_pk", "evse_id"),
    ] {
        for row in database.rows(table) {
            if let (Some(key), Some(station), Some(number)) = (row.get(key), row.get("charge_box_id"), row.get(number))
            {
                places.insert(key, format!("{station}, connector {number}"));
            }
        }
    }
    let is_open = |status: &str| matches!(status.to_ascii_uppercase().as_str(), "ACCEPTED" | "WAITING");
    let mut found = Vec::new();
    for row in database.rows("reservation") {
        let expiry = row.get("expiry_datetime").and_then(instant);
        let Some(expiry) = expiry.filter(|expiry| *expiry > now) else {
            continue;
        };
        if !row.get("status").is_some_and(is_open) {
            continue;
        }
        let key = row.get("connector_pk").or_else(|| row.get("evse_pk"));
        let place = key.and_then(|key| places.get(key));
        found.push(format!(
            "{}, for {} until {}",
            place.map_or("at an unknown connector", String::as_str),
            row.get("id_tag").unwrap_or("nobody"),
            text(expiry)
        ));
    }
    found
}
