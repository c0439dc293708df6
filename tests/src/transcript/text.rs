//! The placeholders of a transcript's texts.

use crate::station::SUBPROTOCOLS;

/// What a placeholder stands for, per version in the order of [`SUBPROTOCOLS`].
const TEXTS: [(&str, [&str; 3]); 5] = [
    // The code for what is not a frame: 1.6 has none of its own.
    (
        "frame-error",
        ["FormationViolation", "RpcFrameworkError", "RpcFrameworkError"],
    ),
    (
        "occurrence-error",
        [
            "OccurenceConstraintViolation",
            "OccurrenceConstraintViolation",
            "OccurrenceConstraintViolation",
        ],
    ),
    // A BootNotification's payload, and an action that only the central system may send.
    ("boot", [BOOT_1, BOOT_2, BOOT_2]),
    (
        "command",
        [
            r#""Reset",{"type":"Hard"}"#,
            r#""Reset",{"type":"Immediate"}"#,
            r#""Reset",{"type":"Immediate"}"#,
        ],
    ),
    ("version", ["1.6", "2.0.1", "2.1"]),
];

const BOOT_1: &str = r#"{"chargePointVendor":"Suite","chargePointModel":"Transcript"}"#;
const BOOT_2: &str = r#"{"reason":"PowerUp","chargingStation":{"vendorName":"Suite","model":"Transcript"}}"#;

/// Fills in the version's texts and the station's identity.
pub(super) fn localise(text: &str, version: &str, station: &str) -> String {
    let index = SUBPROTOCOLS
        .iter()
        .position(|(known, _)| *known == version)
        .expect("a known version");
    let text = text.replace("{{station}}", station);
    TEXTS.iter().fold(text, |text, (name, values)| {
        text.replace(&format!("{{{{{name}}}}}"), values[index])
    })
}

/// Makes long texts: `{{repeat:N:X}}` is N times X with commas between, `{{deep:N}}` is N arrays in
/// each other, and `{{fill:N}}` as many `x` as make the whole text N bytes long.
pub(super) fn expand(text: &str) -> String {
    let text = replace_call(text, "repeat", |argument| {
        let (count, item) = argument.split_once(':').expect("{{repeat:N:X}}");
        vec![item; count.parse().expect("a count")].join(",")
    });
    let text = replace_call(&text, "deep", |argument| {
        let depth = argument.parse().expect("a depth");
        "[".repeat(depth) + &"]".repeat(depth)
    });
    let bare = replace_call(&text, "fill", |_| String::new());
    replace_call(&text, "fill", |argument| {
        let length: usize = argument.parse().expect("a length");
        "x".repeat(length.checked_sub(bare.len()).expect("the text is longer already"))
    })
}

/// A text with `\xHH` to its bytes.
pub(super) fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend_from_slice(before.as_bytes());
        bytes.push(u8::from_str_radix(&after[..2], 16).expect("two hexadecimal digits"));
        rest = &after[2..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// Replaces the first `{{NAME:ARGUMENT}}`; the argument may hold braces in pairs.
fn replace_call(text: &str, name: &str, value: impl Fn(&str) -> String) -> String {
    let opening = format!("{{{{{name}:");
    let Some((before, after)) = text.split_once(&opening) else {
        return text.to_owned();
    };
    let balanced = |end: &usize| after[..*end].matches('{').count() == after[..*end].matches('}').count();
    let mut ends = after
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| after[*at..].starts_with("}}"));
    let end = ends.find(balanced).expect("a closing }}");
    format!("{before}{}{}", value(&after[..end]), &after[end + 2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_made_to_measure() {
        assert_eq!(expand(r#"[{{repeat:2:{"a":1}}}]"#), r#"[{"a":1},{"a":1}]"#);
        assert_eq!(expand(r#"{"a":{{deep:2}}}"#), r#"{"a":[[]]}"#);
        assert_eq!(expand("<{{fill:9}}>"), "<xxxxxxx>");
    }

    #[test]
    fn bytes_that_are_no_text_can_be_written() {
        assert_eq!(bytes(r"a\xC3\xA9"), [b'a', 0xC3, 0xA9]);
    }
}
