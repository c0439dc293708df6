//! The words of a command line as JSON, and a path's parts and a query as they stand in a URL.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::cli::failed::{Failed, unusable};

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

/// A part of a path, or a value of a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A query of what is there: with its `?`, or empty.
#[must_use]
pub fn query(parts: &[(&str, Option<&str>)]) -> String {
    let given = parts.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    given.enumerate().fold(String::new(), |query, (index, (name, value))| {
        let sign = if index == 0 { '?' } else { '&' };
        format!("{query}{sign}{name}={}", encoded(value))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::{body, query};

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

    #[test]
    fn a_query_has_what_is_given() {
        assert_eq!(
            query(&[("a", None), ("b", Some("x y")), ("c", Some("1"))]),
            "?b=x%20y&c=1"
        );
        assert_eq!(query(&[("a", None)]), "");
    }
}
