//! The words of a command line as JSON and as times.

use std::io::{self, Read as _};

use serde_json::{Map, Value};

use crate::cli::failed::{Failed, unusable};
pub use crate::cli::server::url::{encoded, query};
use crate::cli::show::Screen;
use crate::cli::show::moment::Now;

/// One JSON object, or members as `NAME=VALUE`; a value that is JSON is that, any other is text.
///
/// # Errors
/// What is neither.
pub fn body(words: &[String]) -> Result<Value, Failed> {
    if let [only] = words
        && only.trim_start().starts_with('{')
    {
        return serde_json::from_str(only).map_err(|error| unusable(format_args!("the body is not JSON: {error}")));
    }
    let mut members = Map::new();
    for word in words {
        let (name, text) = word
            .split_once('=')
            .ok_or_else(|| unusable(format_args!("`{word}` is neither a JSON object nor MEMBER=VALUE")))?;
        let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
        members.insert(name.to_owned(), value);
    }
    Ok(Value::Object(members))
}

/// A JSON object of the members that are given.
#[must_use]
pub fn object<const N: usize>(said: [(&str, Option<Value>); N]) -> Value {
    let members = said
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(members.collect())
}

/// A time as people say it, in the form of the API.
///
/// # Errors
/// It says no time.
pub fn moment(said: Option<&str>, screen: &Screen) -> Result<Option<String>, Failed> {
    let read = said.map(|said| Now::here(&screen.zone).read(said)).transpose();
    Ok(read.map_err(unusable)?.map(|at| at.to_string()))
}

/// What standard input has, such as a secret that no history of a shell shall have.
///
/// # Errors
/// It cannot be read, or has nothing.
pub fn typed(what: &str) -> Result<String, Failed> {
    let mut text = String::new();
    let read = io::stdin().lock().take(64 * 1024).read_to_string(&mut text);
    read.map_err(|error| unusable(format_args!("standard input cannot be read: {error}")))?;
    let typed = text.trim();
    if typed.is_empty() {
        return Err(unusable(format_args!("standard input has no {what}")));
    }
    Ok(typed.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::body;

    #[test]
    fn a_body_is_json_or_members() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let table = [
            (words(&[]), json!({})),
            (words(&[r#"{"a": 1}"#]), json!({"a": 1})),
            (
                words(&[
                    "idTag=ANNA",
                    "connector=1",
                    "operative=true",
                    "text=1.2.3",
                    "list=[1]",
                    "empty=",
                ]),
                json!({"idTag": "ANNA", "connector": 1, "operative": true, "text": "1.2.3", "list": [1], "empty": ""}),
            ),
        ];
        for (words, wanted) in table {
            assert_eq!(body(&words).unwrap(), wanted);
        }
        assert!(body(&words(&["ANNA"])).is_err());
        assert!(body(&words(&["{"])).is_err());
    }
}
