//! Lines of bounded length, whatever the input holds.

use std::io::{self, BufRead, Read};

/// The longest line in bytes: far above any OCPP message, and small enough to be held.
const LONGEST: u64 = 16 << 20;

/// One line.
pub enum Line<'b> {
    /// Without its end.
    Text(&'b str),
    /// The reason why it is no text.
    Unreadable(&'static str),
}

/// Reads lines into one buffer.
pub struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    longest: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of an input.
    pub fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            longest: LONGEST,
        }
    }

    /// The next line; none at the end.
    ///
    /// # Errors
    /// What reading failed with.
    pub fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        let mut limited = self.input.by_ref().take(self.longest);
        if limited.read_until(b'\n', &mut self.buffer)? == 0 {
            return Ok(None);
        }
        if self.buffer.last() != Some(&b'\n') && self.buffer.len() as u64 == self.longest {
            self.input.skip_until(b'\n')?;
            return Ok(Some(Line::Unreadable("is longer than 16 MiB")));
        }
        Ok(Some(match std::str::from_utf8(&self.buffer) {
            Ok(text) => Line::Text(text.trim_end_matches(['\n', '\r'])),
            Err(_) => Line::Unreadable("is not UTF-8"),
        }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn read(input: &[u8], longest: u64) -> Vec<String> {
        let mut lines = Lines {
            longest,
            ..Lines::new(input)
        };
        let mut read = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            read.push(match line {
                Line::Text(text) => text.to_owned(),
                Line::Unreadable(reason) => format!("!{reason}"),
            });
        }
        read
    }

    #[test]
    fn lines_end_in_any_way() {
        assert_eq!(read(b"a\r\n\nb", 100), ["a", "", "b"]);
        assert!(read(b"", 100).is_empty());
    }

    #[test]
    fn what_is_no_text_is_one_bad_line() {
        assert_eq!(read(b"a\n\xff\nb\n", 100), ["a", "!is not UTF-8", "b"]);
    }

    #[test]
    fn a_long_line_is_skipped_to_its_end() {
        assert_eq!(
            read(b"aaaaaaaaaaaa\nb\ncccc", 4),
            ["!is longer than 16 MiB", "b", "!is longer than 16 MiB"]
        );
        assert_eq!(read(b"aaa\nb", 4), ["aaa", "b"]);
    }
}
