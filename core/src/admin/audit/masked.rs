//! What is written down, without secrets, and never without a bound.

use serde_json::{Value, json};

use crate::frame::secrets::{MASK, without_secrets};

/// The largest value that is written down, in bytes.
const MOST_BYTES: usize = 32 << 10;

/// Members of settings and requests that hold a secret have one of these in their name, in lower case.
const SECRET_NAMES: [&str; 6] = ["password", "secret", "token", "apikey", "privatekey", "credential"];

/// Names of the driver's card, which is none.
const CARDS: &str = "idtoken";

/// What a webhook's receiver is sent beside the event, which is mostly how it knows us.
const HEADERS: &str = "headers";

/// The value without its secrets; one that is too large by its size alone.
#[must_use]
pub fn masked(value: Value) -> Value {
    let mut value = without_secrets(value);
    hide(&mut value);
    let bytes = value.to_string().len();
    if bytes > MOST_BYTES {
        return json!({ "omitted": "too large", "bytes": bytes });
    }
    value
}

fn hide(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(hide),
        Value::Object(members) => {
            for (name, value) in members {
                let plain = name.to_lowercase().replace(['_', '-'], "");
                let secret = SECRET_NAMES.iter().any(|part| plain.contains(part)) && !plain.ends_with(CARDS);
                match value {
                    Value::String(text) if secret => MASK.clone_into(text),
                    Value::Object(headers) if plain == HEADERS => {
                        headers.values_mut().for_each(|value| *value = MASK.into());
                    }
                    value => hide(value),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::masked;

    #[test]
    fn secrets_are_hidden_and_cards_are_not() {
        let value = json!({
            "password": "a-long-password-9", "apiKey": "k", "webhook_secret": "s", "accessToken": "t",
            "idToken": {"idToken": "ANNA", "type": "Central"}, "parentIdToken": "P", "idTag": "ANNA",
            "nested": [{"client-secret": "s", "count": 1}], "tokens": 3, "headers": {"authorization": "Basic s"},
        });
        let shown = json!({
            "password": "***", "apiKey": "***", "webhook_secret": "***", "accessToken": "***",
            "idToken": {"idToken": "ANNA", "type": "Central"}, "parentIdToken": "P", "idTag": "ANNA",
            "nested": [{"client-secret": "***", "count": 1}], "tokens": 3, "headers": {"authorization": "***"},
        });
        assert_eq!(masked(value), shown);
    }

    #[test]
    fn what_is_large_is_left_out() {
        let kept = masked(json!({ "text": "x".repeat(40_000) }));
        assert_eq!(kept.get("omitted"), Some(&json!("too large")));
    }
}
