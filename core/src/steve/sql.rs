//! As much of SQL as dumps are written in: statements apart, names, and values as MySQL and MariaDB write them.

use std::io::{self, BufRead};

/// A statement of more bytes is passed over; servers take no more.
const LONGEST: usize = 1 << 30;

/// The statements of a text, without comments.
pub struct Statements<R> {
    from: R,
    line: u64,
}

/// Where the text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Open,
    /// Between these.
    Quoted(u8),
    /// Behind a backslash between these.
    Escaped(u8),
    LineComment,
    BlockComment,
}

impl<R: BufRead> Statements<R> {
    /// Those of a text.
    pub fn of(from: R) -> Self {
        Self { from, line: 1 }
    }

    /// The next one, with the line in which it begins.
    ///
    /// # Errors
    /// The disk's.
    pub fn next(&mut self) -> io::Result<Option<(u64, String)>> {
        let mut statement: Vec<u8> = Vec::new();
        let (mut place, mut before, mut begin) = (Place::Open, 0_u8, self.line);
        loop {
            let piece = self.from.fill_buf()?;
            if piece.is_empty() {
                let is_blank = statement.trim_ascii().is_empty();
                return Ok((!is_blank).then(|| (begin, text(statement))));
            }
            let length = piece.len();
            for (index, &byte) in piece.iter().enumerate() {
                self.line += u64::from(byte == b'\n');
                let is_end = place == Place::Open && byte == b';';
                if is_end {
                    self.from.consume(index + 1);
                    return Ok(Some((begin, text(statement))));
                }
                let is_begun = !statement.is_empty();
                let next = step(place, before, byte, &mut statement);
                // What is left of a comment's sign begins no other one.
                before = if next == place { byte } else { 0 };
                place = next;
                if !is_begun && statement.trim_ascii().is_empty() {
                    statement.clear();
                    begin = self.line;
                }
            }
            self.from.consume(length);
            if statement.len() > LONGEST {
                statement.clear();
            }
        }
    }
}

/// Takes one byte in.
fn step(place: Place, before: u8, byte: u8, statement: &mut Vec<u8>) -> Place {
    match place {
        Place::Open => {
            let comment = match (before, byte) {
                (b'-', b'-') => Some(Place::LineComment),
                (b'/', b'*') => Some(Place::BlockComment),
                _ => None,
            };
            if let Some(comment) = comment {
                statement.pop();
                return comment;
            }
            if byte == b'#' {
                return Place::LineComment;
            }
            statement.push(byte);
            match byte {
                b'\'' | b'"' | b'`' => Place::Quoted(byte),
                _ => Place::Open,
            }
        }
        Place::Quoted(quote) => {
            statement.push(byte);
            match byte {
                b'\\' if quote != b'`' => Place::Escaped(quote),
                byte if byte == quote => Place::Open,
                _ => place,
            }
        }
        Place::Escaped(quote) => {
            statement.push(byte);
            Place::Quoted(quote)
        }
        Place::LineComment if byte == b'\n' => Place::Open,
        Place::BlockComment if (before, byte) == (b'*', b'/') => Place::Open,
        comment => comment,
    }
}

fn text(statement: Vec<u8>) -> String {
    String::from_utf8(statement).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The words of a statement, one after another.
pub struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    /// Those of a statement.
    pub fn of(statement: &'a str) -> Self {
        Self {
            rest: statement.trim_start(),
        }
    }

    /// The next word, in lower case; empty where none stands.
    pub fn keyword(&mut self) -> String {
        self.word().to_lowercase()
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let is_of_it = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '$');
        let end = rest.find(|c: char| !is_of_it(c)).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest.trim_start();
        word
    }

    /// A name behind some of these words, without the database's before it; in lower case.
    pub fn name_after(&mut self, words: &[&str]) -> Option<String> {
        loop {
            let before = self.rest;
            let word = self.keyword();
            if !words.contains(&word.as_str()) {
                self.rest = before;
                break;
            }
        }
        let mut name = self.name()?;
        while let Some(rest) = self.rest.strip_prefix('.') {
            self.rest = rest.trim_start();
            name = self.name()?;
        }
        // Without quotation marks both are one word.
        Some(name.rsplit('.').next().unwrap_or_default().to_lowercase())
    }

    /// One name, quoted or not.
    fn name(&mut self) -> Option<String> {
        let quote = self.rest.chars().next().filter(|c| matches!(*c, '`' | '"'));
        let Some(quote) = quote else {
            return Some(self.word().to_owned()).filter(|word| !word.is_empty());
        };
        let inner = self.rest.strip_prefix(quote)?;
        let end = inner.find(quote)?;
        let (name, rest) = inner.split_at(end);
        self.rest = rest.strip_prefix(quote)?.trim_start();
        Some(name.to_owned())
    }

    /// `(a, b)`, if it stands here.
    pub fn names_in_brackets(&mut self) -> Vec<String> {
        let Some(rest) = self.rest.strip_prefix('(') else {
            return Vec::new();
        };
        self.rest = rest.trim_start();
        let mut names = Vec::new();
        while let Some(name) = self.name() {
            names.push(name.to_lowercase());
            match self.rest.strip_prefix(',') {
                Some(rest) => self.rest = rest.trim_start(),
                None => break,
            }
        }
        self.rest = self.rest.strip_prefix(')').unwrap_or(self.rest).trim_start();
        names
    }

    /// The names of the columns in a table's definition: what stands there in quotation marks first.
    pub fn columns_of_a_table(&mut self) -> Vec<String> {
        let inner = self.rest.strip_prefix('(').unwrap_or_default();
        let mut columns = Vec::new();
        let (mut depth, mut quote, mut begin) = (0_usize, None, 0);
        for (at, c) in inner.char_indices() {
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"' | '`') => quote = Some(c),
                (None, '(') => depth += 1,
                (None, ')') if depth > 0 => depth -= 1,
                (None, ',' | ')') if depth == 0 => {
                    let part = inner.get(begin..at).unwrap_or_default().trim_start();
                    if part.starts_with(['`', '"']) {
                        columns.extend(Words { rest: part }.name().map(|name| name.to_lowercase()));
                    }
                    begin = at + 1;
                    if c == ')' {
                        break;
                    }
                }
                _ => {}
            }
        }
        columns
    }

    /// The values of the next row; none: that was all.
    ///
    /// # Errors
    /// A value that is none of SQL's.
    pub fn values(&mut self) -> Result<Option<Vec<Option<String>>>, &'static str> {
        self.rest = self
            .rest
            .trim_start()
            .strip_prefix(',')
            .unwrap_or(self.rest)
            .trim_start();
        let Some(rest) = self.rest.strip_prefix('(') else {
            return Ok(None);
        };
        self.rest = rest.trim_start();
        let mut values = Vec::new();
        loop {
            values.push(self.value()?);
            self.rest = self.rest.trim_start();
            if let Some(rest) = self.rest.strip_prefix(',') {
                self.rest = rest.trim_start();
            } else if let Some(rest) = self.rest.strip_prefix(')') {
                self.rest = rest;
                return Ok(Some(values));
            } else {
                return Err("a row of values is not closed");
            }
        }
    }

    fn value(&mut self) -> Result<Option<String>, &'static str> {
        if self.rest.starts_with(['\'', '"']) {
            return self.quoted().map(Some);
        }
        let word = self.word();
        // `_binary 'x'`, `_utf8mb4'x'`: the character set of what follows; `b'1'`, `x'41'`.
        let is_mark = word.starts_with('_') || matches!(word, "b" | "B" | "x" | "X" | "N" | "n");
        if is_mark && self.rest.starts_with(['\'', '"']) {
            return self.quoted().map(Some);
        }
        if word.eq_ignore_ascii_case("null") {
            return Ok(None);
        }
        if let Some(digits) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
            return Ok(Some(hexadecimal(digits)));
        }
        if word.is_empty() {
            return Err("a value is none that a dump has");
        }
        Ok(Some(word.to_owned()))
    }

    /// A text, with its escapes resolved.
    fn quoted(&mut self) -> Result<String, &'static str> {
        let mut letters = self.rest.char_indices();
        let open = letters.next().map(|(_, c)| c);
        let mut text = String::new();
        while let Some((at, c)) = letters.next() {
            if Some(c) == open {
                let rest = self.rest.get(at + c.len_utf8()..).unwrap_or_default();
                if rest.starts_with(c) {
                    // Twice: one of its own.
                    letters.next();
                    text.push(c);
                    continue;
                }
                self.rest = rest;
                return Ok(text);
            }
            if c != '\\' {
                text.push(c);
                continue;
            }
            match letters.next().map(|(_, escaped)| escaped) {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some('0') => text.push('\0'),
                Some('Z') => text.push('\u{1a}'),
                Some('b') => text.push('\u{8}'),
                Some(other) => text.push(other),
                None => break,
            }
        }
        Err("a text is not closed")
    }
}

fn hexadecimal(digits: &str) -> String {
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let bytes: Vec<u8> = (0..digits.len()).step_by(2).map_while(byte).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
