//! What a text says is judged as the value that it spells, whatever is done to its characters.
#![cfg(feature = "generate")]
#![allow(clippy::unwrap_used, reason = "tests")]

use ocpp_schemas::generate::{self, Rng};
use ocpp_schemas::{Action, Catalogue, Kind, Version};
use serde_json::Value;

/// Changed texts of each payload.
const CHANGES: usize = 150;
/// What is put into texts.
const PIECES: [&str; 20] = [
    "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".5", "e3", "null", " ", "\n", "\u{0}", "ö", "\\u0041",
    "1e400", "\"a\":1,",
];

#[test]
fn a_text_is_judged_as_its_value() {
    let mut rng = Rng::new(57);
    let mut valid = 0;
    for version in Version::ALL {
        for action in Catalogue::of(version).actions() {
            for kind in Kind::ALL
                .into_iter()
                .filter(|kind| *kind == Kind::Request || action.confirmed())
            {
                let text = generate::instance(action, kind, &mut rng).to_string();
                assert_eq!(action.valid_length(kind, &text), Some(text.len()), "{text}");
                for _ in 0..CHANGES {
                    valid += usize::from(is_judged_alike(action, kind, &changed(&text, &mut rng)));
                }
            }
        }
    }
    // Enough of the changes leave what is valid.
    assert!(valid > 5_000, "{valid}");
}

/// Some characters are replaced by a piece.
fn changed(text: &str, rng: &mut Rng) -> String {
    let places: Vec<usize> = text
        .char_indices()
        .map(|(place, _)| place)
        .chain([text.len()])
        .collect();
    let first = *rng.pick(&places).unwrap();
    let gone = *rng.pick(&[0, 0, 1, 1, 3]).unwrap();
    let last = places.iter().copied().filter(|place| *place >= first).nth(gone);
    let piece = if rng.once_in(2) { "" } else { rng.pick(&PIECES).unwrap() };
    let (before, after) = (
        text.get(..first).unwrap(),
        text.get(last.unwrap_or(text.len())..).unwrap(),
    );
    format!("{before}{piece}{after}")
}

/// Whether the text is valid, which the reading and the validator agree on.
fn is_judged_alike(action: &Action, kind: Kind, text: &str) -> bool {
    let is_read = action.valid_length(kind, text) == Some(text.trim_end().len());
    let value = serde_json::from_str::<Value>(text).ok();
    let is_valid = value.as_ref().is_some_and(|value| action.validate(kind, value).is_ok());
    // Members that stand twice are gone from the value.
    let is_whole = value.is_some_and(|value| members(&value) == colons(text));
    assert_eq!(
        is_read,
        is_valid && is_whole && !text.starts_with([' ', '\n']),
        "{} {text}",
        action.name()
    );
    is_read
}

fn members(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        Value::Array(items) => items.iter().map(members).sum(),
        _ => 0,
    }
}

/// The colons outside of strings.
fn colons(text: &str) -> usize {
    let (mut count, mut in_string, mut escaped) = (0, false, false);
    for character in text.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            ':' if !in_string => count += 1,
            _ => {}
        }
    }
    count
}
