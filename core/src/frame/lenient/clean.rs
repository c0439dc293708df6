//! Text that is nearly JSON to text that is: what stations send beside their frames or within them, and no parser
//! takes. Nothing is guessed of which the meaning could be another one.

use std::iter::Peekable;
use std::str::CharIndices;

use serde_json::Number;

use crate::frame::repair::Repairs;

/// What stands for a number that no double can hold: readers that look for impossible figures find it.
const LARGEST: &str = "1.7976931348623157e308";

/// A text that was cleaned.
pub struct Cleaned {
    /// JSON, as far as that could be made of it.
    pub text: String,
    /// What was done.
    pub repairs: Repairs,
}

/// Cleans a text that begins with an array.
pub fn clean(text: &str) -> Option<Cleaned> {
    let trimmed = text.trim_start_matches(is_padding);
    if !trimmed.starts_with('[') {
        return None;
    }
    let mut cleaner = Cleaner {
        text: trimmed,
        input: trimmed.char_indices().peekable(),
        out: String::with_capacity(trimmed.len() + 8),
        open: Vec::new(),
        repairs: Repairs::default(),
    };
    if trimmed.len() < text.trim_start_matches(is_white).len() {
        cleaner.note("leading-junk");
    }
    cleaner.run();
    Some(Cleaned {
        text: cleaner.out,
        repairs: cleaner.repairs,
    })
}

fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// White space, NUL and other control characters, and the byte order mark.
fn is_padding(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}'
}

struct Cleaner<'a> {
    text: &'a str,
    input: Peekable<CharIndices<'a>>,
    out: String,
    /// The brackets that will close what is open.
    open: Vec<char>,
    repairs: Repairs,
}

impl Cleaner<'_> {
    fn note(&mut self, name: &'static str) {
        self.repairs.note(name, "");
    }

    fn run(&mut self) {
        while let Some((at, c)) = self.input.next() {
            match c {
                '"' => self.string(),
                '[' => self.begin(c, ']'),
                '{' => self.begin(c, '}'),
                ']' | '}' => {
                    self.before_end();
                    self.out.push(c);
                    self.open.pop();
                    if self.open.is_empty() {
                        return self.rest(at + c.len_utf8());
                    }
                }
                ',' => self.comma(),
                ':' => self.out.push(c),
                c if is_white(c) => {}
                c if is_padding(c) => self.note("control-bytes"),
                c => self.word(at, c),
            }
        }
        self.cut_off();
    }

    fn begin(&mut self, c: char, end: char) {
        self.out.push(c);
        self.open.push(end);
    }

    /// `"transactionId":,` and `"transactionId":}` are sent for a number that is not there.
    fn value_missing(&mut self) {
        if self.out.ends_with(':') {
            self.out.push_str("null");
            self.note("value-missing");
        }
    }

    fn before_end(&mut self) {
        self.value_missing();
        if self.out.ends_with(',') {
            self.out.pop();
            self.note("trailing-comma");
        }
    }

    fn comma(&mut self) {
        self.value_missing();
        if self.out.ends_with([',', '[', '{']) {
            self.note("trailing-comma");
        } else {
            self.out.push(',');
        }
    }

    /// What follows the frame's end.
    fn rest(&mut self, from: usize) {
        let rest = self.text.get(from..).unwrap_or_default();
        if !rest.trim_matches(is_white).is_empty() {
            self.note("trailing-junk");
        }
    }

    /// The text ended too early. What is whole stays; a number that may lack digits makes all of it unreadable.
    fn cut_off(&mut self) {
        if self.out.ends_with(',') {
            self.out.pop();
        }
        if self.out.ends_with(['"', ']', '}', '{', '[']) {
            self.note("cut-off");
            while let Some(end) = self.open.pop() {
                self.out.push(end);
            }
        }
    }

    /// A string behind its opening quote.
    fn string(&mut self) {
        let begin = self.out.len();
        self.out.push('"');
        while let Some((at, c)) = self.input.next() {
            match c {
                '"' => return self.out.push('"'),
                '\\' => self.escape(at),
                c if u32::from(c) < 0x20 => {
                    self.out.push_str(&format!("\\u{:04x}", u32::from(c)));
                    self.note("control-bytes");
                }
                c => self.out.push(c),
            }
        }
        // It has no end, so what it says is not known.
        self.out.truncate(begin);
        self.open.clear();
        self.out.push('!');
    }

    /// An escape behind its backslash.
    fn escape(&mut self, at: usize) {
        let Some(&(_, c)) = self.input.peek() else {
            return;
        };
        match c {
            '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {
                self.input.next();
                self.out.push('\\');
                self.out.push(c);
            }
            'u' => self.unicode(at),
            _ => self.stray_backslash(),
        }
    }

    fn stray_backslash(&mut self) {
        self.out.push_str("\\\\");
        self.note("bad-escape");
    }

    /// `\uXXXX`: half of a surrogate pair is no character.
    fn unicode(&mut self, at: usize) {
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            u32::from_str_radix(digits, 16)
                .ok()
                .filter(|_| !digits.starts_with('+'))
        };
        let copied = match (unit(at), unit(at + 6)) {
            (None, _) => return self.stray_backslash(),
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
            (Some(0xd800..0xe000), _) => {
                self.out.push_str("\\ufffd");
                self.note("lone-surrogate");
                return self.skip(5);
            }
            _ => 6,
        };
        self.out.push_str(self.text.get(at..at + copied).unwrap_or_default());
        self.skip(copied - 1);
    }

    fn skip(&mut self, chars: usize) {
        for _ in 0..chars {
            self.input.next();
        }
    }

    /// A number, `true`, `false`, `null`, or what is meant to be one of them.
    fn word(&mut self, at: usize, first: char) {
        let mut end = at + first.len_utf8();
        while let Some(&(next, c)) = self.input.peek() {
            if is_padding(c) || matches!(c, ',' | ':' | ']' | '}' | '[' | '{' | '"') {
                break;
            }
            end = next + c.len_utf8();
            self.input.next();
        }
        let word = self.text.get(at..end).unwrap_or_default();
        if matches!(word, "true" | "false" | "null") || serde_json::from_str::<Number>(word).is_ok() {
            self.out.push_str(word);
            return;
        }
        let (text, name) = meant(word);
        self.out.push_str(&text);
        self.note(name);
    }
}

/// What a word that is not JSON stands for, and the repair's name. What is nothing that is known stays as it is, and
/// keeps the text from being read.
fn meant(word: &str) -> (String, &'static str) {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "true" | "false" | "null" => return (lower, "literal-spelling"),
        "none" | "nil" | "undefined" | "nan" | "-nan" | "inf" | "-inf" | "infinity" | "-infinity" => {
            return ("null".to_owned(), "not-a-number");
        }
        _ => {}
    }
    let (sign, digits) = match word.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    match digits.parse::<f64>() {
        Ok(number) if is_number && number.is_infinite() => (format!("{sign}{LARGEST}"), "number-too-large"),
        Ok(number) if is_number => {
            let whole = digits.trim_start_matches('0');
            let plain = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
            let text = if plain { whole.to_owned() } else { number.to_string() };
            (format!("{sign}{text}"), "number-form")
        }
        _ => (word.to_owned(), "number-form"),
    }
}
