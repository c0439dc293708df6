//! Reads a text along a table.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use super::{Bounds, Node, Object, moment};

/// What is nested deeper is left to the validator.
const DEEPEST: u32 = 100;
/// An integer of no more characters fits into 64 bits.
const SHORT: usize = 18;
/// A number of no more characters, without an exponent, is one of 64 bits.
const FINITE: usize = 300;

pub(super) struct Reader<'a> {
    nodes: &'a [Node],
    text: &'a str,
    at: usize,
    depth: u32,
}

/// A number as it is written.
struct Written<'a> {
    text: &'a str,
    has_fraction: bool,
    has_exponent: bool,
}

/// All methods read what they are named after from where the reader stands; none: it is not there.
impl<'a> Reader<'a> {
    pub(super) fn new(nodes: &'a [Node], text: &'a str) -> Self {
        Self {
            nodes,
            text,
            at: 0,
            depth: 0,
        }
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn value(&mut self, node: usize) -> Option<()> {
        match self.nodes.get(node)? {
            Node::Text(most) => {
                let text = self.string()?;
                is_true(text.len() <= *most || text.chars().count() <= *most)
            }
            Node::Word(words) => words.find(&self.string()?).map(|_| ()),
            Node::Moment => is_true(moment::is_moment(&self.string()?)),
            Node::Whole(bounds) => self.whole(bounds),
            Node::Number(bounds) => self.decimal(bounds),
            Node::Flag => self.literal("true").or_else(|| self.literal("false")),
            Node::List { of, items } => self.list(*of, items),
            Node::Object(object) => self.object(object),
            Node::Free => self.free(),
            Node::Other(validator) => {
                let begin = self.at;
                self.free()?;
                let value: Value = read(self.text.get(begin..self.at)?)?;
                is_true(validator.is_valid(&value))
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        is_true(self.peek()? == byte)?;
        self.at += 1;
        Some(())
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn literal(&mut self, word: &str) -> Option<()> {
        is_true(self.text.get(self.at..)?.starts_with(word))?;
        self.at += word.len();
        Some(())
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        let begin = self.at;
        self.take(b'"')?;
        let inner = self.at;
        let end = inner + plain_length(self.text.as_bytes().get(inner..)?);
        match self.text.as_bytes().get(end)? {
            b'"' => {
                self.at = end + 1;
                self.text.get(inner..end).map(Cow::Borrowed)
            }
            b'\\' => self.escaped(begin).map(Cow::Owned),
            _ => None,
        }
    }

    /// A string with escapes, from its quotation mark.
    fn escaped(&mut self, begin: usize) -> Option<String> {
        let mut values = serde_json::Deserializer::from_str(self.text.get(begin..)?).into_iter();
        let text = values.next()?.ok()?;
        self.at = begin + values.byte_offset();
        Some(text)
    }

    fn digits(&mut self) -> Option<()> {
        let begin = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        is_true(self.at > begin)
    }

    fn number(&mut self) -> Option<Written<'a>> {
        let begin = self.at;
        self.take(b'-');
        // No digit follows a zero that leads.
        match self.peek()? {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        let has_fraction = self.take(b'.').is_some();
        if has_fraction {
            self.digits()?;
        }
        let has_exponent = matches!(self.peek(), Some(b'e' | b'E'));
        if has_exponent {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(Written {
            text: self.text.get(begin..self.at)?,
            has_fraction,
            has_exponent,
        })
    }

    fn whole(&mut self, bounds: &Bounds<i64>) -> Option<()> {
        let number = self.number()?;
        if !number.has_fraction && !number.has_exponent && number.text.len() <= SHORT {
            return is_true(bounds.hold(&number.text.parse().ok()?));
        }
        let number: Number = read(number.text)?;
        if let Some(whole) = number.as_i64() {
            return is_true(bounds.hold(&whole));
        }
        let float = number.as_f64()?;
        #[expect(clippy::cast_precision_loss, reason = "bounds are below 2^53, or none at all")]
        let (least, most) = (bounds.least as f64, bounds.most as f64);
        let is_within = |bound: i64, none: i64, holds: bool| bound == none || holds;
        is_true(float.fract() == 0.0)?;
        is_true(is_within(bounds.least, i64::MIN, float >= least))?;
        is_true(is_within(bounds.most, i64::MAX, float <= most))
    }

    fn decimal(&mut self, bounds: &Bounds<f64>) -> Option<()> {
        let number = self.number()?;
        let is_bounded = bounds.least.is_finite() || bounds.most.is_finite();
        if !is_bounded {
            return number.is_finite();
        }
        let number: Number = read(number.text)?;
        is_true(bounds.hold(&number.as_f64()?))
    }

    fn enter(&mut self) -> Option<()> {
        self.depth += 1;
        is_true(self.depth <= DEEPEST)
    }

    /// What follows an element: another one, or the end.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        self.blank();
        let next = self.peek()?;
        self.at += 1;
        if next == end {
            self.depth -= 1;
            return Some(false);
        }
        is_true(next == b',')?;
        self.blank();
        Some(true)
    }

    fn elements(&mut self, mut element: impl FnMut(&mut Self) -> Option<()>) -> Option<usize> {
        self.take(b'[')?;
        self.enter()?;
        self.blank();
        if self.take(b']').is_some() {
            self.depth -= 1;
            return Some(0);
        }
        let mut count = 0;
        loop {
            element(self)?;
            count += 1;
            if !self.goes_on(b']')? {
                return Some(count);
            }
        }
    }

    fn list(&mut self, of: usize, items: &Bounds<usize>) -> Option<()> {
        let count = self.elements(|reader| reader.value(of))?;
        is_true(items.hold(&count))
    }

    fn members(&mut self, mut member: impl FnMut(&mut Self, Cow<'a, str>) -> Option<()>) -> Option<()> {
        self.take(b'{')?;
        self.enter()?;
        self.blank();
        if self.take(b'}').is_some() {
            self.depth -= 1;
            return Some(());
        }
        loop {
            let name = self.string()?;
            self.blank();
            self.take(b':')?;
            self.blank();
            member(self, name)?;
            if !self.goes_on(b'}')? {
                return Some(());
            }
        }
    }

    /// A member that stands twice makes it another's work: which of them counts has to be told.
    fn object(&mut self, object: &Object) -> Option<()> {
        let mut seen = 0_u64;
        let mut others = BTreeSet::new();
        self.members(|reader, name| match object.names.find(&name) {
            Some(place) => {
                let bit = 1 << place;
                is_true(seen & bit == 0)?;
                seen |= bit;
                reader.value(*object.members.get(place)?)
            }
            None => {
                is_true(object.is_open && others.insert(name))?;
                reader.free()
            }
        })?;
        is_true(seen & object.required == object.required)
    }

    fn free(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.string().map(|_| ()),
            b'{' => {
                let mut names = BTreeSet::new();
                self.members(|reader, name| {
                    is_true(names.insert(name))?;
                    reader.free()
                })
            }
            b'[' => self.elements(Self::free).map(|_| ()),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            b'n' => self.literal("null"),
            _ => self.number()?.is_finite(),
        }
    }
}

impl Written<'_> {
    /// It is within the range of 64 bits.
    fn is_finite(&self) -> Option<()> {
        if self.has_exponent || self.text.len() > FINITE {
            read::<Number>(self.text)?;
        }
        Some(())
    }
}

/// How many bytes stand for themselves in a string: up to a quotation mark, a backslash or a control character. Eight
/// are looked at together.
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let mut length = 0;
    while let Some(eight) = bytes.get(length..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*eight);
        // A byte's high bit is set where a subtraction borrowed: exact up to the first one, which is all that counts.
        let is_zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
        let is_control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let ends = is_control | is_zero(word ^ (ONES * 0x22)) | is_zero(word ^ (ONES * 0x5c));
        if ends != 0 {
            return length + usize::try_from(ends.trailing_zeros() / 8).unwrap_or_default();
        }
        length += 8;
    }
    let rest = bytes.get(length..).unwrap_or_default();
    let is_end = |byte: &u8| *byte < b' ' || matches!(*byte, b'"' | b'\\');
    length + rest.iter().position(is_end).unwrap_or(rest.len())
}

/// By the reading that all others use.
fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn is_true(holds: bool) -> Option<()> {
    holds.then_some(())
}
