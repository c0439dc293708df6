//! The words of a command line as JSON and as times.

use std::collections::BTreeMap;
use std::io::{self, Read as _};

use serde_json::Value;
use serde_json::value::RawValue;

use super::forms::Forms;
use crate::cli::failed::{Failed, unusable};
pub use crate::cli::server::url::{encoded, query};
use crate::cli::show::Screen;
use crate::cli::show::moment::Now;

/// The members of a body, each as it was typed: what is sent has the digits that stood there.
pub type Members = BTreeMap<String, Box<RawValue>>;

/// One JSON object, or members as `NAME=VALUE`; what a value is follows from the form of its member, which is asked for
/// those of an object, too.
///
/// # Errors
/// What is neither.
pub fn body(words: &[String], forms: &Forms) -> Result<Members, Failed> {
    if let [only] = words
        && only.trim_start().starts_with('{')
    {
        let members = serde_json::from_str::<Members>(only);
        let members = members.map_err(|error| unusable(format_args!("the body is not JSON: {error}")))?;
        let members = members.into_iter();
        return Ok(members
            .map(|(name, value)| {
                let value = forms.json(&name, value.get());
                (name, value)
            })
            .collect());
    }
    let members = words.iter().map(|word| {
        let (name, typed) = word
            .split_once('=')
            .ok_or_else(|| unusable(format_args!("`{word}` is neither a JSON object nor MEMBER=VALUE")))?;
        Ok((name.to_owned(), forms.json(name, typed)))
    });
    members.collect()
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
    use crate::cli::operate::forms::Forms;

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
        let forms = Forms::of_command("NoSuchThing");
        for (words, wanted) in table {
            let members = body(&words, &forms).unwrap();
            assert_eq!(serde_json::to_value(members).unwrap(), wanted);
        }
        assert!(body(&words(&["ANNA"]), &forms).is_err());
        assert!(body(&words(&["{"]), &forms).is_err());
    }

    #[test]
    fn the_digits_of_a_body_are_sent_as_they_stand() {
        let sent = |words: &[&str], command: &str| {
            let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
            serde_json::to_string(&body(&words, &Forms::of_command(command)).unwrap()).unwrap()
        };
        let values = r#"values={"ICCID":89490200001234567890}"#;
        assert_eq!(
            sent(&[values], "set-configuration"),
            r#"{"values":{"ICCID":89490200001234567890}}"#
        );
        assert_eq!(
            sent(&[r#"{"idTag": 0.10, "connector": 1}"#], "start"),
            r#"{"connector":1,"idTag":"0.10"}"#
        );
    }
}
