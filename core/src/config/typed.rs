//! What was typed: a value of the file with its place, or the text of a variable or a flag.
//!
//! Nothing here knows which keys exist or what they mean.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeTable, DeValue};

use super::problem::What;

/// The longest typed text that a problem repeats, in characters.
const SHOWN: usize = 40;

/// A value as it was typed.
#[derive(Clone, Copy)]
pub enum Typed<'a> {
    /// In the file, where it has a type.
    Toml(&'a Spanned<DeValue<'a>>),
    /// In a variable or a flag: text, to be read as whatever the key wants.
    Text(&'a str),
}

/// Something in a value that cannot be read.
#[derive(Debug)]
pub struct Mistake {
    /// The path from the key to it, such as `.Authorize` or `[2]`; empty for the value itself.
    pub below: String,
    /// The bytes of the file.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub what: What,
}

/// A value that was read, or all that is wrong with it.
pub type Reading<T> = Result<T, Vec<Mistake>>;

impl<'a> Typed<'a> {
    /// The text, if it is one.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Toml(value) => value.get_ref().as_str(),
            Self::Text(text) => Some(text),
        }
    }

    /// The whole number, if it is one.
    #[must_use]
    pub fn integer(self) -> Option<i64> {
        match self {
            Self::Toml(value) => value.get_ref().as_integer().and_then(whole),
            Self::Text(text) => text.parse().ok(),
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Toml(value) => {
                let value = value.get_ref();
                let decimal = value.as_float().and_then(|number| number.as_str().parse().ok());
                decimal.or_else(|| value.as_integer().and_then(|number| number.as_str().parse().ok()))
            }
            Self::Text(text) => text.parse().ok(),
        }
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn boolean(self) -> Option<bool> {
        match self {
            Self::Toml(value) => value.get_ref().as_bool(),
            Self::Text(text) => text.parse().ok(),
        }
    }

    /// The table, if it is one; variables and flags have none.
    #[must_use]
    pub fn table(self) -> Option<&'a DeTable<'a>> {
        match self {
            Self::Toml(value) => value.get_ref().as_table(),
            Self::Text(_) => None,
        }
    }

    /// The list, if it is one; variables and flags have none.
    #[must_use]
    pub fn list(self) -> Option<&'a DeArray<'a>> {
        match self {
            Self::Toml(value) => value.get_ref().as_array(),
            Self::Text(_) => None,
        }
    }

    /// The bytes of the file that hold it.
    #[must_use]
    pub fn span(self) -> Option<Range<usize>> {
        match self {
            Self::Toml(value) => Some(value.span()),
            Self::Text(_) => None,
        }
    }

    /// What was typed, shortened.
    #[must_use]
    pub fn found(self) -> String {
        let text = match self {
            Self::Text(text) => text,
            Self::Toml(value) => match value.get_ref() {
                DeValue::String(text) => text,
                DeValue::Integer(number) => return format!("the number {number}"),
                DeValue::Float(number) => return format!("the number {number}"),
                DeValue::Boolean(truth) => return truth.to_string(),
                DeValue::Datetime(time) => return format!("the time {time}"),
                DeValue::Array(_) => return "a list".to_owned(),
                DeValue::Table(_) => return "a table".to_owned(),
            },
        };
        format!("{:?}", shortened(text))
    }

    /// The kind of what was typed, without its content: for secrets.
    #[must_use]
    pub fn found_secretly(self) -> String {
        match self.text() {
            Some(text) => format!("a text of {} characters", text.chars().count()),
            None => "something that is no text".to_owned(),
        }
    }

    /// The reading that failed because something else was expected.
    pub fn wrong<T>(self, expected: impl Into<String>) -> Reading<T> {
        self.mistake(What::Wrong {
            found: self.found(),
            expected: expected.into(),
        })
    }

    /// The reading that failed for a reason.
    pub fn mistake<T>(self, what: What) -> Reading<T> {
        Err(vec![Mistake {
            below: String::new(),
            span: self.span(),
            what,
        }])
    }
}

/// A TOML number that fits, in any of TOML's bases.
#[must_use]
pub fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The mistakes of an inner value, as those of the value around it.
#[must_use]
pub fn below(step: &str, mistakes: Vec<Mistake>) -> Vec<Mistake> {
    let lower = |mistake: Mistake| Mistake {
        below: format!("{step}{}", mistake.below),
        ..mistake
    };
    mistakes.into_iter().map(lower).collect()
}

fn shortened(text: &str) -> Cow<'_, str> {
    if text.chars().count() <= SHOWN {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().take(SHOWN).chain(['…']).collect())
}
