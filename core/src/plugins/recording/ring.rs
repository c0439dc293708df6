//! The files of a recording: `NUMBER.jsonl`, each beginning with the set-up. When there is more than the
//! ring may hold, the oldest file goes.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::call::{Line, Setup};

/// Into so many files a full ring is divided: so much of it goes at once.
const FILES: u64 = 8;
/// No file is smaller, however small the ring is.
const SMALLEST: u64 = 64 * 1024;

/// The ring of one plugin.
pub struct Ring {
    folder: PathBuf,
    bytes: u64,
    current: Option<(File, u64)>,
}

impl Ring {
    /// In a folder, of about so many bytes; a new one begins a new file.
    #[must_use]
    pub fn new(folder: &Path, bytes: u64) -> Self {
        Self {
            folder: folder.to_owned(),
            bytes,
            current: None,
        }
    }

    /// Adds a line's text.
    ///
    /// # Errors
    /// What the disk says; the next line begins a new file then.
    pub fn add(&mut self, setup: &Setup, text: &[u8]) -> io::Result<()> {
        let added = self.append(setup, text);
        if added.is_err() {
            self.current = None;
        }
        added
    }

    fn append(&mut self, setup: &Setup, text: &[u8]) -> io::Result<()> {
        let full = (self.bytes / FILES).max(SMALLEST);
        let (mut file, before) = match self.current.take() {
            Some((file, written)) if written < full => (file, written),
            _ => self.begin(setup)?,
        };
        file.write_all(text)?;
        self.current = Some((file, before + length(text)));
        Ok(())
    }

    /// Begins a file, and makes room.
    fn begin(&self, setup: &Setup) -> io::Result<(File, u64)> {
        fs::create_dir_all(&self.folder)?;
        let mut files = files(&self.folder)?;
        let number = files.last().map_or(0, |(number, _)| number + 1);
        let path = self.folder.join(format!("{number:08}.jsonl"));
        let mut file = File::options().create_new(true).append(true).open(path)?;
        let text = Line::Setup(setup.clone()).text()?;
        file.write_all(&text)?;
        let mut sizes = Vec::with_capacity(files.len());
        for (_, path) in &files {
            sizes.push(path.metadata()?.len());
        }
        let mut sum: u64 = sizes.iter().sum();
        // The file that begins here will fill up, too.
        let room = self.bytes.saturating_sub(self.bytes / FILES);
        for ((_, path), size) in files.drain(..).zip(sizes) {
            if sum <= room {
                break;
            }
            fs::remove_file(path)?;
            sum -= size;
        }
        Ok((file, length(&text)))
    }
}

/// In bytes.
pub fn length(text: &[u8]) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

/// The files of a folder with their numbers, the oldest first; none if there is no folder.
///
/// # Errors
/// What the disk says.
pub fn files(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        if let Some(number) = number.filter(|_| path.extension().is_some_and(|extension| extension == "jsonl")) {
            files.push((number, path));
        }
    }
    files.sort_unstable();
    Ok(files)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;
    use crate::config::settings::Grants;

    fn setup(filler: usize) -> Setup {
        Setup {
            plugin: "p".to_owned(),
            settings: json!({ "filler": "x".repeat(filler) }),
            grants: Grants::default(),
            state_bytes: 0,
        }
    }

    #[test]
    fn the_oldest_file_goes_when_the_ring_is_full() {
        let folder = tempfile::tempdir().unwrap();
        let bytes = 8 * SMALLEST;
        let mut ring = Ring::new(folder.path(), bytes);
        let line = Line::Setup(setup(10_000)).text().unwrap();
        for _ in 0..200 {
            ring.add(&setup(1), &line).unwrap();
        }
        let files = files(folder.path()).unwrap();
        let size: u64 = files.iter().map(|(_, path)| path.metadata().unwrap().len()).sum();
        assert!((bytes / 2..bytes + SMALLEST).contains(&size), "{size} of {bytes}");
        assert!(files.first().unwrap().0 > 0, "the first file is gone");
        for (_, path) in files {
            let text = fs::read_to_string(path).unwrap();
            let first: Line = serde_json::from_str(text.lines().next().unwrap()).unwrap();
            assert!(matches!(first, Line::Setup(first) if first == setup(1)));
        }
    }

    #[test]
    fn a_new_ring_goes_on_behind_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..3 {
            let mut ring = Ring::new(folder.path(), 1 << 20);
            ring.add(&setup(1), &Line::Setup(setup(2)).text().unwrap()).unwrap();
        }
        let numbers: Vec<_> = files(folder.path())
            .unwrap()
            .into_iter()
            .map(|(number, _)| number)
            .collect();
        assert_eq!(numbers, [0, 1, 2]);
    }
}
