//! What a parser says, in words for whoever sent the request: what is wrong, and what to do.
//!
//! The parser's library tells its errors as sentences of its own; those that it can make of our types are known
//! here by their form. One that is not is told without a cause, because its words would mean nothing to anybody
//! who does not read the source.

use ocpp_schemas::Action;

use crate::config::nearest;
use crate::ocpp::verbs::VERBS;

/// What is wrong with one member or parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// There is no such name; it may be this or these.
    Unknown(String),
    /// A name is missing.
    Missing(String),
    /// The name stands twice.
    Twice(String),
    /// The value cannot be used: what follows the name.
    Value(String),
}

/// Reads a parser's sentence.
#[must_use]
pub fn plain(sentence: &str) -> Wrong {
    let sentence = without_place(sentence);
    if let Some(rest) = sentence.strip_prefix("unknown field ") {
        return Wrong::Unknown(unknown(rest));
    }
    if let Some(name) = sentence.strip_prefix("missing field ") {
        return Wrong::Missing(name.to_owned());
    }
    if let Some(name) = sentence.strip_prefix("duplicate field ") {
        return Wrong::Twice(name.to_owned());
    }
    Wrong::Value(value(sentence))
}

/// A sentence about a member or parameter of this name, or about the whole.
#[must_use]
pub fn about(name: Option<&str>, wrong: &Wrong) -> String {
    match (wrong, name) {
        (Wrong::Unknown(what), None) => what.clone(),
        (Wrong::Unknown(what), Some(name)) => format!("`{name}`: {what}"),
        (Wrong::Missing(missing), None) => format!("{missing} is missing"),
        (Wrong::Missing(missing), Some(name)) => format!("`{name}`: {missing} is missing"),
        (Wrong::Twice(twice), _) => format!("{twice} stands twice; say it once"),
        // Our own sentences begin with the name.
        (Wrong::Value(what), _) if what.starts_with('`') => what.clone(),
        (Wrong::Value(what), None) => format!("it {what}"),
        (Wrong::Value(what), Some(name)) => format!("`{name}` {what}"),
    }
}

/// Without ` at line 1 column 20`.
fn without_place(sentence: &str) -> &str {
    sentence
        .rsplit_once(" at line ")
        .filter(|(_, place)| place.contains(" column "))
        .map_or(sentence, |(sentence, _)| sentence)
}

/// `` `x`, expected one of `a`, `b` ``
fn unknown(rest: &str) -> String {
    let (name, expected) = rest.split_once(", ").unwrap_or((rest, ""));
    let known = quoted(expected);
    let name = name.trim_matches('`');
    if known.is_empty() {
        return format!("`{name}` is not known here; nothing is");
    }
    format!(
        "`{name}` is not known here; known are {}{}",
        list(&known, "and"),
        meant(name, &known)
    )
}

/// What is wrong with a value, to follow its name.
fn value(sentence: &str) -> String {
    if let Some(rest) = sentence.strip_prefix("unknown variant ") {
        let (found, expected) = rest.split_once(", ").unwrap_or((rest, ""));
        let (found, known) = (found.trim_matches('`'), quoted(expected));
        return format!("must be {}, not `{found}`{}", list(&known, "or"), meant(found, &known));
    }
    let typed = sentence
        .strip_prefix("invalid type: ")
        .or_else(|| sentence.strip_prefix("invalid value: "));
    if let Some((found, expected)) = typed.and_then(|rest| rest.split_once(", expected ")) {
        return format!("must be {}, not {}", wanted(expected), given(found));
    }
    match sentence {
        "invalid digit found in string"
        | "cannot parse integer from empty string"
        | "number too large to fit in target type"
        | "number too small to fit in target type" => "must be a whole number".to_owned(),
        "provided string was not `true` or `false`" => "must be true or false".to_owned(),
        "input is out of range"
        | "no possible date and time matching input"
        | "input is not enough for unique date and time"
        | "input contains invalid characters"
        | "premature end of input"
        | "trailing input" => "must be a time such as 2026-01-31T12:00:00Z".to_owned(),
        own if is_of_a_library(own) => "cannot be used".to_owned(),
        own if own.starts_with('`') => own.to_owned(),
        own => format!("cannot be used: {own}"),
    }
}

/// Words that only the parser's library uses.
fn is_of_a_library(sentence: &str) -> bool {
    const WORDS: [&str; 8] = [
        "expected struct",
        "expected enum",
        "variant",
        "expected value",
        "data did not match",
        "missing field",
        "newtype",
        "invalid length",
    ];
    WORDS.iter().any(|word| sentence.contains(word))
}

/// What is between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// `` `a`, `b` or `c` ``
#[must_use]
pub fn list(words: &[String], joined_by: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {joined_by} {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// `; did you mean ...?`, if one is near.
#[must_use]
pub fn meant(typed: &str, known: &[String]) -> String {
    let bare = |word: &str| word.replace(['_', '-', ' '], "").to_lowercase();
    let same = known.iter().find(|known| bare(known) == bare(typed)).cloned();
    same.or_else(|| nearest::of(typed, known.iter().cloned()))
        .map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default()
}

/// The same of the name of a command: an action of those that are known, if the server sends it, or a verb.
#[must_use]
pub fn command_meant<'a>(typed: &str, known: impl Iterator<Item = &'a Action>) -> String {
    let actions = known.filter(|action| action.sent_by_central_system());
    let actions = actions.map(|action| action.name().to_owned());
    let verbs = VERBS.iter().map(|verb| verb.name.to_owned());
    meant(typed, &actions.chain(verbs).collect::<Vec<_>>())
}

/// What a type is called.
fn wanted(expected: &str) -> String {
    match expected {
        "u8" => "a whole number from 0 to 255".to_owned(),
        "u16" | "u32" | "u64" | "usize" => "a whole number, not below 0".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number".to_owned(),
        "f32" | "f64" | "a Decimal type representing a fixed-point number" => "a number".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a string" | "a borrowed string" | "string or map" => "a text".to_owned(),
        "a sequence" => "a list".to_owned(),
        "an RFC 3339 formatted date and time string" | "a formatted date and time string or a unix timestamp" => {
            "a time such as 2026-01-31T12:00:00Z".to_owned()
        }
        "a map" => "an object".to_owned(),
        other if other.starts_with("struct ") => "an object".to_owned(),
        other if other.starts_with("enum ") || other.contains("variant") => "one of the known words".to_owned(),
        other => other.to_owned(),
    }
}

/// What was found.
fn given(found: &str) -> String {
    let shown = |kind: &str, text: &str| format!("{kind} {}", text.trim_matches('`'));
    match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer", number)) => shown("the number", number),
        Some(("floating", rest)) => shown("the number", rest.trim_start_matches("point ")),
        Some(("boolean", word)) => word.trim_matches('`').to_owned(),
        _ => match found {
            "map" => "an object".to_owned(),
            "sequence" => "a list".to_owned(),
            "unit value" | "null" => "null".to_owned(),
            other => other.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{about, plain};

    #[test]
    fn sentences_of_the_library_become_ours() {
        let table = [
            (
                "unknown field `id_tag`, expected one of `chargePoint`, `idTag`",
                None,
                "`id_tag` is not known here; known are `chargePoint` and `idTag`; did you mean `idTag`?",
            ),
            (
                "unknown field `x`, there are no fields",
                None,
                "`x` is not known here; nothing is",
            ),
            ("missing field `status` at line 1 column 2", None, "`status` is missing"),
            (
                "unknown variant `accepted`, expected one of `Accepted`, `Blocked` at line 1 column 20",
                Some("status"),
                "`status` must be `Accepted` or `Blocked`, not `accepted`; did you mean `Accepted`?",
            ),
            (
                "invalid type: string \"1\", expected u8",
                Some("securityProfile"),
                "`securityProfile` must be a whole number from 0 to 255, not the text \"1\"",
            ),
            (
                "invalid type: null, expected a string",
                Some("tag"),
                "`tag` must be a text, not null",
            ),
            (
                "invalid type: integer `5`, expected struct Wanted",
                None,
                "it must be an object, not the number 5",
            ),
            (
                "invalid digit found in string",
                Some("limit"),
                "`limit` must be a whole number",
            ),
            (
                "`limit` goes from 1 to 1000",
                Some("limit"),
                "`limit` goes from 1 to 1000",
            ),
            (
                "input contains invalid characters at line 1 column 20",
                Some("expiry"),
                "`expiry` must be a time such as 2026-01-31T12:00:00Z",
            ),
            ("duplicate field `limit`", None, "`limit` stands twice; say it once"),
        ];
        for (sentence, name, wanted) in table {
            assert_eq!(about(name, &plain(sentence)), wanted);
        }
    }
}
