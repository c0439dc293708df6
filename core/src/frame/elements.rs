//! The elements of a frame as they stand in its text, also of one that is cut or no frame at all: for whoever
//! shows messages. Nothing is judged here.

use serde_json::Value;
use serde_json::value::RawValue;

/// What a text says of itself, as far as it can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elements<'a> {
    /// 2 to 6.
    pub kind: Option<u64>,
    /// The message id; a number is shown as its text.
    pub id: Option<String>,
    /// Of a CALL or SEND: the action. Of an error: its code.
    pub word: Option<String>,
    /// What follows, as it stands in the text.
    pub rest: Vec<&'a str>,
}

impl<'a> Elements<'a> {
    /// Reads what can be read.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let mut elements = split(text).into_iter();
        let kind = elements.next().and_then(|raw| raw.parse().ok());
        let id = elements.next().and_then(word);
        let has_word = matches!(kind, Some(2 | 4 | 5 | 6));
        let word = if has_word {
            elements.next().and_then(self::word)
        } else {
            None
        };
        Self {
            kind,
            id,
            word,
            rest: elements.collect(),
        }
    }

    /// A CALL, CALLRESULT or SEND's payload.
    #[must_use]
    pub fn payload(&self) -> Option<&'a str> {
        matches!(self.kind, Some(2 | 3 | 6))
            .then(|| self.rest.first().copied())
            .flatten()
    }

    /// An error's description.
    #[must_use]
    pub fn description(&self) -> Option<String> {
        self.rest.first().copied().and_then(word)
    }

    /// An error's details.
    #[must_use]
    pub fn details(&self) -> Option<Value> {
        serde_json::from_str(self.rest.get(1)?).ok()
    }

    /// The name of the message type.
    #[must_use]
    pub fn kind_name(&self) -> Option<&'static str> {
        Some(match self.kind? {
            2 => "CALL",
            3 => "CALLRESULT",
            4 => "CALLERROR",
            5 => "CALLRESULTERROR",
            6 => "SEND",
            _ => return None,
        })
    }
}

/// A string, or a number as text.
fn word(raw: &str) -> Option<String> {
    match serde_json::from_str(raw).ok()? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The whole elements at the beginning of an array's text.
fn split(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    let mut rest = text.strip_prefix('[').unwrap_or_default();
    while let Some((element, behind)) = first(rest) {
        found.push(element);
        let Some(next) = behind.trim_start().strip_prefix(',') else {
            break;
        };
        rest = next;
    }
    found
}

/// The first value of a text, and what is behind it.
fn first(text: &str) -> Option<(&str, &str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let raw = values.next()?.ok()?.get();
    let end = values.byte_offset();
    Some((raw, text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::Elements;

    #[test]
    fn whole_frames_are_read() {
        let call = Elements::of(r#"[2, "a\"b" ,"Heartbeat", {"x": 1.0} ]"#);
        assert_eq!((call.kind, call.id.as_deref()), (Some(2), Some("a\"b")));
        assert_eq!(call.word.as_deref(), Some("Heartbeat"));
        assert_eq!(call.payload(), Some(r#"{"x": 1.0}"#));
        let error = Elements::of(r#"[4,"1","GenericError","no",{"pointer":"/a"}]"#);
        assert_eq!(error.word.as_deref(), Some("GenericError"));
        assert_eq!(error.description().as_deref(), Some("no"));
        assert_eq!(error.details(), Some(serde_json::json!({"pointer": "/a"})));
        assert_eq!(error.payload(), None);
        assert_eq!(Elements::of(r#"[3,7,{}]"#).id.as_deref(), Some("7"));
    }

    #[test]
    fn what_is_cut_or_no_frame_is_read_as_far_as_it_goes() {
        let cut = Elements::of(r#"[2,"1","MeterValues",{"connectorId":1,"me"#);
        assert_eq!(cut.word.as_deref(), Some("MeterValues"));
        assert_eq!(cut.payload(), None);
        for text in ["", "[", "{}", "hello", "[2", "[[1]]", "[null,null,null]"] {
            let read = Elements::of(text);
            assert_eq!(read.word, None, "{text}");
        }
        assert_eq!(Elements::of("\u{feff}[2,\"1\",\"A\",{}]\0").payload(), Some("{}"));
    }
}
