//! What a quirk makes of a payload before it is sent.

use serde_json::{Value, json};

use super::options::Quirk;

/// Members whose values are words of enumerations.
const WORDS: [&str; 4] = ["status", "connectorStatus", "measurand", "unit"];

/// Members with times.
const TIMES: [&str; 1] = ["timestamp"];

/// Changes the payload as the quirk has it.
pub fn bend(quirk: Quirk, payload: &mut Value) {
    match payload {
        Value::Object(members) => {
            for (name, value) in members {
                match (quirk, &*value) {
                    (Quirk::LowerCase, Value::String(word)) if WORDS.contains(&name.as_str()) => {
                        *value = json!(word.to_lowercase());
                    }
                    (Quirk::NoZone, Value::String(time)) if TIMES.contains(&name.as_str()) => {
                        *value = json!(time.trim_end_matches('Z'));
                    }
                    (Quirk::ValueTypes, Value::String(text)) if name == "value" => {
                        *value = text.parse::<f64>().map_or_else(|_| json!(text), |number| json!(number));
                    }
                    (Quirk::ValueTypes, Value::Number(number)) if name == "value" => {
                        *value = json!(number.to_string());
                    }
                    _ => bend(quirk, value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| bend(quirk, item)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use serde_json::json;

    use super::{Quirk, bend};

    #[test]
    fn a_quirk_changes_what_it_is_about_alone() {
        let sent =
            json!({"status": "Charging", "timestamp": "2026-01-01T00:00:00Z", "list": [{"value": "5"}], "idTag": "A"});
        let bent = |quirk| {
            let mut payload = sent.clone();
            bend(quirk, &mut payload);
            payload
        };
        assert_eq!(bent(Quirk::LowerCase)["status"], "charging");
        assert_eq!(bent(Quirk::NoZone)["timestamp"], "2026-01-01T00:00:00");
        assert_eq!(bent(Quirk::ValueTypes)["list"], json!([{"value": 5.0}]));
        assert_eq!(bent(Quirk::LowerCase)["idTag"], "A");
    }
}
