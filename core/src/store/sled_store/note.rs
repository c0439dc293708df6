//! The note of what sled must have, in files beside it: made before a generation is carried over, so that whatever is
//! missing afterwards shows at the next start.
//!
//! It says what all entries come to once everything up to a place in the journal is in sled. While sled itself notes an
//! earlier place, entries of keys that the journal names in between may be old or new ones, and count as the journal has
//! them. All others must be there.
//!
//! Two files have it, so that one that is damaged is no loss; one of a server's lies outside the store's folder, and tells
//! when that is gone. Each is written whole under another name, synced, and only then given its own.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::super::Revision;
use super::super::journal::Position;
use super::digest::Digest;
use super::files::{Home, Step, of};

/// The file in the store's folder.
pub(super) const FILE: &str = "checkpoint";

/// The end of the names of files that are not whole yet.
const UNFINISHED: &str = "unfinished";

/// Fewer revisions than this are given between two notes: less stands in the journal meanwhile.
const REVISIONS: u64 = 1 << 27;

/// What is noted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Note {
    /// Of which store it is: a folder may have been exchanged since.
    pub(super) store: u64,
    /// A place in the journal.
    pub(super) to: Position,
    /// What all entries come to when everything up to there is in sled.
    pub(super) digest: Digest,
    /// So far the journal goes at least.
    pub(super) journal: Position,
    /// No revision above this has been given.
    pub(super) revision: Revision,
    /// The highest numbers that were given, by what they are for.
    #[serde(default)]
    pub(super) numbers: BTreeMap<String, u64>,
}

/// What the files say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Noted {
    /// There is none.
    Nothing,
    /// There is one at least, and none that can be read.
    Damaged,
    Note(Note),
}

impl Note {
    /// The last revision given is this one, and perhaps some that follow.
    pub(super) fn given(mut self, last: Revision) -> Self {
        self.revision = self.revision.max(Revision(last.0.saturating_add(REVISIONS)));
        self
    }

    fn is_later_than(&self, other: &Self) -> bool {
        (self.to, self.journal) > (other.to, other.journal)
    }

    fn text(&self) -> io::Result<String> {
        let text = serde_json::to_string(self)?;
        Ok(format!("{text}\n{:08x}\n", crc32fast::hash(text.as_bytes())))
    }

    fn of(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let (text, sum) = text.strip_suffix('\n')?.split_once('\n')?;
        let is_whole = sum == format!("{:08x}", crc32fast::hash(text.as_bytes()));
        serde_json::from_str(text).ok().filter(|_| is_whole)
    }

    /// Returns when the note is durable in both files.
    pub(super) fn write(&self, home: &Home) -> io::Result<()> {
        let text = self.text()?;
        for path in home.notes() {
            let unfinished = path.with_extension(UNFINISHED);
            let mut file = File::create(&unfinished).map_err(of(&unfinished))?;
            home.step(Step::NoteMade);
            file.write_all(text.as_bytes()).map_err(of(&unfinished))?;
            home.step(Step::NoteWritten);
            file.sync_all().map_err(of(&unfinished))?;
            home.step(Step::NoteSynced);
            fs::rename(&unfinished, &path).map_err(of(&path))?;
            home.step(Step::NoteNamed);
            if let Some(folder) = path.parent() {
                let synced = File::open(folder).and_then(|folder| folder.sync_all());
                synced.map_err(of(folder))?;
            }
            home.step(Step::NoteKept);
        }
        Ok(())
    }
}

/// What the files say; the later one, if one was written and the other not yet. If they are of different stores, that
/// in the folder counts.
pub(super) fn read(home: &Home) -> io::Result<Noted> {
    let mut noted = Noted::Nothing;
    for path in home.notes() {
        let text = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            read => read.map_err(of(&path))?,
        };
        noted = match (Note::of(&text), noted) {
            (Some(note), Noted::Note(first)) if note.store != first.store || !note.is_later_than(&first) => {
                Noted::Note(first)
            }
            (Some(note), _) => Noted::Note(note),
            (None, Noted::Nothing) => Noted::Damaged,
            (None, noted) => noted,
        };
    }
    Ok(noted)
}

/// When the store was last at work, as far as the files of its note tell.
pub(super) fn last_written(home: &Home) -> Option<SystemTime> {
    let times = home
        .notes()
        .into_iter()
        .filter_map(|path| fs::metadata(path).ok()?.modified().ok());
    times.max()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn note(to: u64) -> Note {
        Note {
            to: Position(to),
            journal: Position(to + 1),
            ..Note::default()
        }
    }

    #[test]
    fn one_of_the_two_files_is_enough_and_the_later_one_counts() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::below(folder.path());
        fs::create_dir(home.folder()).unwrap();
        assert_eq!(read(&home).unwrap(), Noted::Nothing);
        note(7).write(&home).unwrap();
        let before = fs::read(&home.notes()[1]).unwrap();
        note(8).write(&home).unwrap();
        let later = Noted::Note(note(8));
        for path in home.notes() {
            let whole = fs::read(&path).unwrap();
            for at in 0..whole.len() {
                let mut flipped = whole.clone();
                flipped[at] ^= 8;
                fs::write(&path, flipped).unwrap();
                assert_eq!(read(&home).unwrap(), later, "{at}");
                fs::write(&path, &whole[..at]).unwrap();
                assert_eq!(read(&home).unwrap(), later, "{at}");
            }
            fs::remove_file(&path).unwrap();
            assert_eq!(read(&home).unwrap(), later);
            fs::write(&path, &before).unwrap();
            assert_eq!(read(&home).unwrap(), later);
            fs::write(&path, whole).unwrap();
        }
        for path in home.notes() {
            fs::write(path, "{}").unwrap();
        }
        assert_eq!(read(&home).unwrap(), Noted::Damaged);
    }

    #[test]
    fn what_lies_outside_counts_where_it_is_of_the_same_store_or_alone() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::below(folder.path());
        fs::create_dir(home.folder()).unwrap();
        note(9).write(&home).unwrap();
        let other = Note { store: 5, ..note(3) };
        other.write(&Home::of(home.folder())).unwrap();
        assert_eq!(read(&home).unwrap(), Noted::Note(other));
        fs::remove_dir_all(home.folder()).unwrap();
        assert_eq!(read(&home).unwrap(), Noted::Note(note(9)));
    }
}
