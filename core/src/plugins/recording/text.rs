//! A recording as one text: its files, the oldest first. A line that a crash cut off at a file's end stays a
//! line of its own.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use serde_json::json;

use super::call::{Line, Setup};
use crate::config::settings::Grants;

/// Reads the files one behind the other; it waits for the disk.
pub struct RecordingText {
    files: std::vec::IntoIter<PathBuf>,
    current: Option<File>,
}

impl RecordingText {
    /// Of these files.
    #[must_use]
    pub fn new(files: Vec<PathBuf>) -> Self {
        Self {
            files: files.into_iter(),
            current: None,
        }
    }
}

impl RecordingText {
    /// A line, as recordings have them.
    #[must_use]
    pub fn example() -> String {
        let setup = Line::Setup(Setup {
            plugin: "tariff".to_owned(),
            settings: json!({ "currency": "EUR" }),
            grants: Grants::of(["state"]),
            state_bytes: 1024,
        });
        let text = setup.text().unwrap_or_default();
        String::from_utf8_lossy(&text).into_owned()
    }
}

impl Read for RecordingText {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(file) = &mut self.current {
                let read = file.read(buffer)?;
                if read > 0 {
                    return Ok(read);
                }
                self.current = None;
                if let Some(first) = buffer.first_mut() {
                    *first = b'\n';
                }
                return Ok(1);
            }
            let Some(path) = self.files.next() else { return Ok(0) };
            match File::open(path) {
                // The ring goes on while it is read.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                opened => self.current = Some(opened?),
            }
        }
    }
}
