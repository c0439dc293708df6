//! Values without parts: texts, numbers, truth values.

use ocpp_schemas::Kind;
use serde_json::{Number, Value};

use super::timestamp;
use super::walk::Walk;
use super::words;

/// So many characters beyond a text's limit are kept.
const BEYOND_LIMIT: usize = 512;

/// Beyond this a text is a payload of its own, and no identifier.
const LONGEST_IDENTIFIER: u64 = 1000;

/// In answers values have 500 characters (1.6) and names have fewer.
const LONGEST_NAME: u64 = 500;

impl Walk<'_> {
    /// A text of any kind.
    pub(super) fn text(&mut self, schema: &Value, owner: &str, value: Value) -> Option<Value> {
        if schema.get("format").and_then(Value::as_str) == Some("date-time") {
            return self.time(&value);
        }
        let text = match value {
            Value::String(text) => text,
            Value::Number(number) => {
                self.note("number-as-text");
                number.to_string()
            }
            Value::Bool(truth) => {
                self.note("boolean-as-text");
                truth.to_string()
            }
            Value::Object(_) if self.may_be_text(schema) => {
                self.note("value-as-text");
                value.to_string()
            }
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            return self.word(words, owner, text);
        }
        Some(self.within(schema, text).into())
    }

    /// Whether a value with parts may stand as text: it is no word, and no identifier. What a station answers to a question
    /// for a value is one, however short it may be.
    pub(super) fn may_be_text(&self, schema: &Value) -> bool {
        let longest = if self.is_answer() {
            LONGEST_NAME
        } else {
            LONGEST_IDENTIFIER
        };
        let limit = schema.get("maxLength").and_then(Value::as_u64);
        schema.get("enum").is_none() && limit.is_none_or(|limit| limit >= longest)
    }

    /// A word of an enumeration.
    fn word(&mut self, allowed: &[Value], owner: &str, text: String) -> Option<Value> {
        let word = |found: &str| allowed.iter().filter_map(Value::as_str).find(|known| *known == found);
        if word(&text).is_some() {
            return Some(text.into());
        }
        let trimmed = text.trim_matches(is_blank);
        if let Some(known) = word(trimmed) {
            self.note("blank-padded");
            return Some(known.into());
        }
        if let Some(known) = words::spelled(allowed.iter().filter_map(Value::as_str), trimmed) {
            self.note("enum-spelling");
            return Some(known.into());
        }
        if let Some(known) = words::synonym(owner, trimmed).and_then(word) {
            self.note("unknown-enum-value");
            return Some(known.into());
        }
        self.note("unknown-enum-value");
        // What a station answers is shown as it is.
        if self.reading.kind == Kind::Response {
            return Some(text.into());
        }
        words::neutral(owner).and_then(word).map(Value::from)
    }

    /// A text that may be too long: without the blanks at its ends if that is enough, else whole.
    fn within(&mut self, schema: &Value, text: String) -> String {
        let Some(limit) = schema.get("maxLength").and_then(Value::as_u64) else {
            return text;
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let too_long = |text: &str| text.chars().nth(limit).is_some();
        if !too_long(&text) {
            return text;
        }
        let trimmed = text.trim_matches(is_blank);
        if !too_long(trimmed) {
            self.note("blank-padded");
            return trimmed.to_owned();
        }
        self.note("text-too-long");
        match text.char_indices().nth(limit.saturating_add(BEYOND_LIMIT)) {
            Some((end, _)) => {
                self.note("text-cut");
                text.get(..end).unwrap_or_default().to_owned()
            }
            None => text,
        }
    }

    fn time(&mut self, value: &Value) -> Option<Value> {
        let read = timestamp::read(value, self.reading.zone)?;
        if let Some(name) = read.repair {
            self.note(name);
        }
        Some(read.text.into())
    }

    pub(super) fn integer(&mut self, schema: &Value, value: Value) -> Option<Value> {
        let number = self.numeric(value)?;
        if number.is_i64() || number.is_u64() {
            self.limits(schema, &number);
            return Some(number.into());
        }
        let float = number.as_f64()?;
        if float.fract() == 0.0 {
            // Valid as it is; our types read the nearest whole number.
            return Some(number.into());
        }
        self.note("fraction-in-integer");
        // What is not full is not counted, as a meter does it.
        let whole = Number::from_f64(float.trunc())?;
        self.limits(schema, &whole);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "without a fraction; out of range it saturates"
        )]
        Some((float.trunc() as i64).into())
    }

    pub(super) fn number(&mut self, schema: &Value, value: Value) -> Option<Value> {
        let number = self.numeric(value)?;
        self.limits(schema, &number);
        Some(number.into())
    }

    /// A number, also as a text or a truth value.
    fn numeric(&mut self, value: Value) -> Option<Number> {
        let text = match value {
            Value::Number(number) => return Some(number),
            Value::String(text) => text,
            _ => return None,
        };
        let trimmed = text.trim_matches(is_blank);
        let number = parsed(trimmed).or_else(|| parsed(&trimmed.replacen(',', ".", 1)))?;
        self.note("text-as-number");
        Some(number)
    }

    fn limits(&mut self, schema: &Value, number: &Number) {
        let limit = |name| schema.get(name).and_then(Value::as_f64);
        let Some(value) = number.as_f64() else { return };
        if limit("minimum").is_some_and(|least| value < least) || limit("maximum").is_some_and(|most| value > most) {
            self.note("number-out-of-range");
        }
        if let Some(step) = limit("multipleOf") {
            let steps = value / step;
            if (steps - steps.round()).abs() > 1e-6 {
                self.note("number-off-step");
            }
        }
    }

    pub(super) fn truth(&mut self, value: Value) -> Option<Value> {
        let (truth, name) = match value {
            Value::Bool(_) => return Some(value),
            Value::Number(number) => match number.as_f64() {
                Some(1.0) => (true, "number-as-boolean"),
                Some(0.0) => (false, "number-as-boolean"),
                _ => return None,
            },
            Value::String(text) => match text.trim_matches(is_blank).to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" | "on" => (true, "text-as-boolean"),
                "false" | "0" | "no" | "off" => (false, "text-as-boolean"),
                _ => return None,
            },
            _ => return None,
        };
        self.note(name);
        Some(truth.into())
    }
}

/// A number as it is written by hand: also `007`, `+5` and `5.`.
fn parsed(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    let float: f64 = text.parse().ok()?;
    Number::from_f64(float.clamp(f64::MIN, f64::MAX))
}

/// White space and control characters.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}
