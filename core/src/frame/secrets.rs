//! Frames without the secrets in them: device keys, passwords, private keys, what URLs have of that kind (`urls`). Id
//! tags and id tokens are none.

mod urls;

use std::borrow::Cow;

use serde_json::Value;

/// What stands in place of a secret.
pub const MASK: &str = "***";

/// Names of members and variables that hold a secret, in lower case without signs between words.
const NAMES: [&str; 10] = [
    "password",
    "passphrase",
    "authorizationkey",
    "privatekey",
    "secret",
    "vpnkey",
    "bearertoken",
    "simpin",
    "simpuk",
    "simcard",
];
/// Where a secret may be, one of these is in the text, in lower case.
const MARKS: [&str; 9] = [
    "pass",
    "authorization",
    "private",
    "secret",
    "vpn",
    "bearer",
    "sim",
    "/files/",
    "files\\/",
];
/// Members that hold the value of a variable.
const VALUES: [&str; 3] = ["attributeValue", "actualValue", "value"];

/// The text with a mask in place of each secret.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    let Some(first) = first_mark(text) else {
        return Cow::Borrowed(text);
    };
    let Ok(mut value) = serde_json::from_str::<Value>(text) else {
        // What cannot be read may hold it anywhere behind.
        return Cow::Owned(format!("{}{MASK}", text.get(..first).unwrap_or_default()));
    };
    let mut secrets = Vec::new();
    hide(&mut value, &mut secrets);
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(replaced(text, &secrets).unwrap_or_else(|| value.to_string()))
}

/// The value with a mask in place of each secret.
#[must_use]
pub fn without_secrets(mut value: Value) -> Value {
    hide(&mut value, &mut Vec::new());
    value
}

/// The same text but for the secrets, so that members keep their order and numbers their spelling. None: a secret is
/// spelled in another way than ours.
fn replaced(text: &str, secrets: &[(String, String)]) -> Option<String> {
    let mut replaced = text.to_owned();
    for (secret, shown) in secrets {
        let spelled = serde_json::to_string(secret).ok()?;
        replaced = replaced.replace(&spelled, &serde_json::to_string(shown).ok()?);
    }
    let mut left = Vec::new();
    hide(&mut serde_json::from_str(&replaced).ok()?, &mut left);
    left.is_empty().then_some(replaced)
}

/// Where the first mark is, or a URL that may have a secret in it.
fn first_mark(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let marks = MARKS.iter().filter_map(|mark| lower.find(mark));
    let url = urls::first(&lower);
    marks.chain(url).chain(lower.find("\\u")).min()
}

/// Whether a name is one of a secret.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    NAMES.iter().any(|secret| plain.contains(secret))
}

/// Masks the secrets, and says which texts became which.
fn hide(value: &mut Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| hide(value, found)),
        Value::String(text) => {
            if let Some(shown) = shown(text) {
                put(text, &shown, found);
            }
        }
        Value::Object(members) => {
            let named = |member: &str| members.get(member).and_then(Value::as_str).is_some_and(is_secret);
            // ChangeConfiguration and GetConfiguration of 1.6.
            let of_key = named("key");
            // SetVariables, GetVariables, NotifyReport, NotifyEvent of 2.x.
            let variable = members.get("variable").and_then(|variable| variable.get("name"));
            let of_variable = variable.and_then(Value::as_str).is_some_and(is_secret);
            for (name, value) in members.iter_mut() {
                let holds = VALUES.contains(&name.as_str());
                if is_secret(name) || (of_key && name == "value") || (of_variable && holds) {
                    hide_whole(value, found);
                } else if of_variable && name == "variableAttribute" {
                    hide_values(value, found);
                } else if name == "vpn" {
                    if let Some(key) = value.get_mut("key") {
                        hide_whole(key, found);
                    }
                    hide(value, found);
                } else {
                    hide(value, found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// All of a value is secret.
fn hide_whole(value: &mut Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::String(text) => put(text, MASK, found),
        other => {
            // Not to be found as a text: the whole is written anew.
            found.push((other.to_string(), MASK.to_owned()));
            *other = Value::String(MASK.to_owned());
        }
    }
}

/// Puts what is shown in a text's place. What is masked already is no secret.
fn put(text: &mut String, shown: &str, found: &mut Vec<(String, String)>) {
    if text != shown {
        found.push((std::mem::replace(text, shown.to_owned()), shown.to_owned()));
    }
}

/// `[{"type": "Actual", "value": SECRET}]`
fn hide_values(value: &mut Value, found: &mut Vec<(String, String)>) {
    for attribute in value.as_array_mut().into_iter().flatten() {
        if let Some(value) = attribute.get_mut("value") {
            hide_whole(value, found);
        }
    }
}

/// A text that has a secret in it, without it: a private key, what URLs have of that kind, JSON with a secret.
fn shown(text: &str) -> Option<String> {
    if text.contains("PRIVATE KEY") {
        return Some(MASK.to_owned());
    }
    if text.starts_with(['{', '['])
        && let Ok(mut inner) = serde_json::from_str::<Value>(text)
    {
        let mut found = Vec::new();
        hide(&mut inner, &mut found);
        return (!found.is_empty()).then(|| inner.to_string());
    }
    urls::without_secrets(text)
}

/// A URL as it may be shown: without the user, the password, the values of the query and the token that are in it.
#[must_use]
pub fn masked_url(url: &str) -> Cow<'_, str> {
    shown(url).map_or(Cow::Borrowed(url), Cow::Owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use serde_json::json;

    use super::{masked, without_secrets};

    #[test]
    fn secrets_are_masked_and_the_rest_stays_as_it_was() {
        let table = [
            (
                r#"[2,"1","ChangeConfiguration",{"value":"S3cret","key":"AuthorizationKey"}]"#,
                r#"[2,"1","ChangeConfiguration",{"value":"***","key":"AuthorizationKey"}]"#,
            ),
            (
                r#"[3,"1",{"configurationKey":[{"key":"authorizationkey","readonly":false,"value":"S3cret"}]}]"#,
                r#"[3,"1",{"configurationKey":[{"key":"authorizationkey","readonly":false,"value":"***"}]}]"#,
            ),
            (
                r#"[2,"1","SetVariables",{"setVariableData":[{"attributeValue":"S3cret","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}]}]"#,
                r#"[2,"1","SetVariables",{"setVariableData":[{"attributeValue":"***","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}]}]"#,
            ),
            (
                r#"[2,"1","NotifyReport",{"reportData":[{"variable":{"name":"BasicAuthPassword"},"variableAttribute":[{"type":"Actual","value":"S3cret"}]}]}]"#,
                r#"[2,"1","NotifyReport",{"reportData":[{"variable":{"name":"BasicAuthPassword"},"variableAttribute":[{"type":"Actual","value":"***"}]}]}]"#,
            ),
            (
                r#"[2,"1","SetNetworkProfile",{"connectionData":{"vpn":{"key":"S3cret","user":"u","password":"S4cret"},"apn":{"apnPassword":"S5cret"}}}]"#,
                r#"[2,"1","SetNetworkProfile",{"connectionData":{"vpn":{"key":"***","user":"u","password":"***"},"apn":{"apnPassword":"***"}}}]"#,
            ),
            (
                r#"[2,"1","GetDiagnostics",{"location":"ftp://me:S3cret@host/x@y"}]"#,
                r#"[2,"1","GetDiagnostics",{"location":"ftp://***@host/x@y"}]"#,
            ),
            (
                r#"[2,"1","UpdateFirmware",{"location":"https://blob.example/fw.bin?sig=S3cret&sv=1","retries":1}]"#,
                r#"[2,"1","UpdateFirmware",{"location":"https://blob.example/fw.bin?sig=***&sv=***","retries":1}]"#,
            ),
            (
                r#"[2,"1","UpdateFirmware",{"location":"http://c:9000/files/dGhpcyBpcyBhIHRva2VuIG9mIG91cnMgaGVyZQxyz-_/v1.bin","retries":1}]"#,
                r#"[2,"1","UpdateFirmware",{"location":"http://c:9000/files/***/v1.bin","retries":1}]"#,
            ),
            (
                r#"[2,"1","DataTransfer",{"vendorId":"v","data":"-----BEGIN EC PRIVATE KEY-----\nS3cret"}]"#,
                r#"[2,"1","DataTransfer",{"vendorId":"v","data":"***"}]"#,
            ),
        ];
        for (text, wanted) in table {
            assert_eq!(masked(text), wanted);
        }
    }

    #[test]
    fn a_secret_in_another_spelling_is_masked_too() {
        for text in [
            r#"[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"\u0053\u0033cret"}]"#,
            r#"[2,"1","ChangeConfiguration",{"\u006bey":"\u0041uthorizationKey","value":"S3cret"}]"#,
            r#"[2,"1","DataTransfer",{"vendorId":"v","data":"{\"user\":\"u\",\"password\":\"S3cret\"}"}]"#,
            r#"[2,"1","DataTransfer",{"vendorId":"v","password":12345}]"#,
            r#"[2,"1","SetNetworkProfile",{"connectionData":{"apn":{"apn":"a","simPin":12345},"slot":"1"}}]"#,
            r#"[2,"1","DataTransfer",{"simPin":12345,"Sim-Card":"S3cret"}]"#,
            r#"[3,"1",{"configurationKey":[{"key":"SIM_PIN","value":"S3cret"},{"key":"Authorization Key","value":"S3cret"}]}]"#,
            r#"[2,"1","GetDiagnostics",{"location":"https:\/\/S3cret@host\/x"}]"#,
            r#"[2,"1","GetDiagnostics",{"location":"https:\/\/host\/x?S3cret"}]"#,
            r#"[2,"1","GetLog",{"log":{"remoteLocation":"http:\/\/c\/files\/S3cretS3cretS3cretS3cretS3cretS3cret\/"}}]"#,
            r#"[2,"1","GetDiagnostics",{"location":"http://a:S3cret@c/files/S3cretS3cretS3cretS3cretS3cretS3cret/"}]"#,
            r#"[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"S3cr"#,
        ] {
            let shown = masked(text).into_owned();
            assert!(
                !shown.contains("3cret") && !shown.contains("12345") && !shown.contains("S3cr"),
                "{shown}"
            );
        }
    }

    #[test]
    fn a_secret_is_found_where_the_same_text_stands_elsewhere() {
        let text = r#"{"simPin":12345,"a":"12345"}"#;
        assert_eq!(masked(text), r#"{"a":"12345","simPin":"***"}"#);
        let text = r#"{"a":"S3cret","password":"\u00533cret"}"#;
        assert_eq!(masked(text), r#"{"a":"S3cret","password":"***"}"#);
    }

    #[test]
    fn a_value_is_masked_as_its_text_is() {
        let listed = json!({"configurationKey": [{"key": "AuthorizationKey", "readonly": false, "value": "S3cret"},
            {"key": "HeartbeatInterval", "readonly": false, "value": "300"}]});
        let shown = without_secrets(listed.clone());
        assert_eq!(shown.to_string(), masked(&listed.to_string()));
        assert_eq!(shown["configurationKey"][0]["value"], "***");
        assert_eq!(shown["configurationKey"][1], listed["configurationKey"][1]);
    }

    #[test]
    fn id_tags_and_what_is_no_secret_stay() {
        for text in [
            r#"[2,"1","Authorize",{"idTag":"0123456789"}]"#,
            r#"[2,"1","Authorize",{"idToken":{"idToken":"1234","type":"KeyCode"}}]"#,
            r#"[2,"1","ChangeConfiguration",{"key":"HeartbeatInterval","value":"300"}]"#,
            r#"[2,"1","DataTransfer",{"vendorId":"v","data":"a@b"}]"#,
            r#"[2,"1","GetDiagnostics",{"location":"ftp://host/files/station-1"}]"#,
            r#"[2,"1","UpdateFirmware",{"location":"https://host/a/fw@2.bin"}]"#,
            r#"[2,"1","GetConfiguration",{"key":["AuthorizationKey"]}]"#,
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
