//! Whether a folder has all that its store must have, found by reading alone: before sled opens it, and by whoever asks.
//!
//! The note beside sled (`note`) says what all entries come to at a place in the journal. What sled's file has (`raw`) is
//! held against it, and the journal must go on from the place that sled notes. Keys that the journal names after that
//! place may be old or new in sled, and count as the journal has them.

mod naming;
mod report;
mod trial;
mod walk;

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

pub use report::{Counts, Fault, JournalSeen, Report, Trial};

use super::super::journal::{self, Position};
use super::super::{Revision, StoreError};
use super::digest::{Digest, Share};
use super::files::Home;
use super::note::{self, Note, Noted};
use super::raw::Raw;
use super::{JOURNAL, doubt, entry, files, kinds};
use walk::Walk;

/// What keys hold by the journal; none: they are gone.
pub(super) type Touched = HashMap<Arc<[u8]>, Option<Share>>;

/// What the filler goes on from.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// What the store comes to where the note says.
    pub(super) note: Note,
    /// Keys that may be old or new in sled.
    pub(super) touched: Touched,
    /// Whether the note is still to be written.
    pub(super) is_new: bool,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Examined {
    pub(super) report: Report,
    pub(super) taken: Taken,
}

/// Looks at the folder of a store.
///
/// # Errors
/// [`StoreError::Failed`] if something cannot be read at all, or is of another version of this program. What is damaged
/// or missing is in the report.
pub(super) fn examine(home: &Home) -> Result<Examined, StoreError> {
    let folder = home.folder();
    let failed = |error: io::Error| files::failed(folder, &error);
    kinds::are_of_their_kinds(home)?;
    doubt::dispel(home).map_err(failed)?;
    let noted = note::read(home).map_err(failed)?;
    let raw = Raw::open(folder).map_err(failed)?;
    let head = Head::read(raw.as_ref()).map_err(failed)?;
    let mut report = Report::of(folder);
    if folder.is_dir() {
        for file in files::damaged(folder).map_err(failed)? {
            report.fault(&file, "it is damaged");
        }
    }
    let note = expected(&head, noted, &mut report)?;
    let journal = Journal::read(folder, head.position, note.as_ref());
    let mut walk = Walk::new(&journal.touched);
    let is_broken = match &raw {
        Some(raw) => walk.take(raw).map_err(failed)?,
        None => false,
    };
    report.count(&walk);
    journal.tell(&mut report);
    let mut digest = walk.digest;
    for share in journal.touched.values().flatten() {
        digest.add(*share);
    }
    if let Some(note) = &note {
        if is_broken || digest != note.digest {
            report.compare(folder, note, &journal.touched).map_err(failed)?;
        }
    } else if is_broken {
        report.fault("db", "a page of it cannot be read");
    }
    if !report.whole {
        report.named = naming::lost(home, head.position, &journal.touched).map_err(failed)?;
        count_readable(&mut report)?;
    }
    let is_new = note.is_none();
    let note = match note {
        Some(note) => note,
        None => new_note(&journal, digest, head.revision).map_err(failed)?,
    };
    Ok(Examined {
        report,
        taken: Taken {
            note,
            touched: journal.touched,
            is_new,
        },
    })
}

/// The note that a store must come to, if it has one; one that it should have and has not is a fault.
fn expected(head: &Head, noted: Noted, report: &mut Report) -> Result<Option<Note>, StoreError> {
    match (head.version, noted) {
        (Version::Foreign, _) => {
            let cause = "the data was written by another version of this program";
            return Err(files::failed(&report.folder, &cause));
        }
        (Version::Before, _) | (Version::Nothing, Noted::Nothing) => {}
        (Version::Now, Noted::Nothing) => report.fault(note::FILE, "it is missing, and so is its copy"),
        (_, Noted::Damaged) => report.fault(note::FILE, "it is damaged, and so is its copy"),
        (_, Noted::Note(note)) => return Ok(Some(note)),
    }
    Ok(None)
}

/// How closely a folder is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// All that can be read is held against what must be there.
    Quick,
    /// And if that is whole, the database is opened on a copy, which needs as much room as its files.
    Close,
}

/// Looks at the folder of a store, and says what it has and what is damaged. What a close look calls whole, a server opens.
///
/// # Errors
/// [`StoreError::Failed`] if it cannot be read at all, is none, or a server works on it.
pub fn check(home: &Home, look: Look) -> Result<Report, StoreError> {
    let folder = home.folder();
    let looked = home.is_there().map_err(|error| {
        let cause =
            format!("it cannot be looked at: {error}. Run this as the user that the server runs as, or as root");
        files::failed(folder, &cause)
    })?;
    if !looked {
        return Err(files::failed(folder, &"there is no store"));
    }
    if files::is_claimed(folder) {
        return Err(files::failed(folder, &"a server works on it: stop it first"));
    }
    let mut report = examine(home)?.report;
    if report.whole && look == Look::Close {
        trial::open_copy(folder, &mut report)?;
        count_readable(&mut report)?;
    }
    Ok(report)
}

/// Says of a damaged store how many entries can be read, if that is not said yet.
///
/// # Errors
/// [`StoreError::Failed`] if it cannot be read at all.
pub(super) fn count_readable(report: &mut Report) -> Result<(), StoreError> {
    if !report.whole && report.readable.is_none() {
        let counted = readable(&report.folder).map_err(|error| files::failed(&report.folder, &error))?;
        report.readable = Some(counted);
    }
    Ok(())
}

/// How many entries can be read, in the database and in the journal together, whatever is damaged beside them.
fn readable(folder: &Path) -> io::Result<u64> {
    let mut newest: HashMap<Arc<[u8]>, (Revision, Option<Share>)> = HashMap::new();
    if folder.is_dir() {
        journal::salvage(&folder.join(JOURNAL), &mut |record| {
            for change in journal::decode(record).into_iter().flatten() {
                let before = newest.get(&change.key);
                if before.is_none_or(|(revision, _)| *revision < change.revision) {
                    let share = change.value.map(|_| Share::of(change.revision, None));
                    newest.insert(change.key, (change.revision, share));
                }
            }
        })?;
    }
    let touched: Touched = newest.into_iter().map(|(key, (_, share))| (key, share)).collect();
    let mut all = Walk::new(&touched);
    if let Some(raw) = Raw::open_damaged(folder)? {
        all.take_all(&raw)?;
    }
    Ok(all.digest.entries + touched.values().flatten().count() as u64)
}

/// That of a store which had none: what it has is what it must have.
fn new_note(journal: &Journal, digest: Digest, revision: u64) -> io::Result<Note> {
    let note = Note {
        store: getrandom::u64().map_err(io::Error::other)?,
        to: journal.end,
        digest,
        journal: journal.end,
        ..Note::default()
    };
    let last = revision.max(journal.last);
    Ok(note.given(Revision(last)))
}

/// What the version in sled is to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    Nothing,
    Before,
    Now,
    Foreign,
}

/// What sled notes of the store.
struct Head {
    version: Version,
    position: Position,
    revision: u64,
}

impl Head {
    fn read(raw: Option<&Raw>) -> io::Result<Self> {
        let mut head = Self {
            version: Version::Nothing,
            position: Position(0),
            revision: 0,
        };
        let Some(raw) = raw else { return Ok(head) };
        // What cannot be read shows in the walk.
        let _whole = raw.entries(&mut |key, value| {
            let number = entry::number(value).unwrap_or_default();
            match key.as_slice() {
                entry::POSITION_KEY => head.position = Position(number),
                entry::REVISION_KEY => head.revision = number,
                entry::VERSION_KEY => {
                    head.version = match value {
                        entry::VERSION => Version::Now,
                        entry::VERSION_WITHOUT_SUMS | entry::VERSION_WITHOUT_JOURNAL => Version::Before,
                        _ => Version::Foreign,
                    };
                }
                _ => {}
            }
            key.starts_with(b"\0")
        })?;
        Ok(head)
    }
}

/// What the journal has after the place that sled notes.
struct Journal {
    touched: Touched,
    seen: Result<journal::Seen, StoreError>,
    /// Those that could be read, up to the first that cannot.
    records: u64,
    end: Position,
    last: u64,
}

impl Journal {
    /// Keys count up to the place that the note is about; without one, to the end.
    fn read(folder: &Path, from: Position, note: Option<&Note>) -> Self {
        let mut read = Self {
            touched: Touched::new(),
            seen: Ok(journal::Seen::default()),
            records: 0,
            end: from,
            last: 0,
        };
        let until = note.map(|note| note.to);
        let seen = journal::look(&folder.join(JOURNAL), from, &mut |record, end| {
            let changes = journal::decode(record);
            let changes = changes.ok_or_else(|| files::failed(folder, &"a record of the journal cannot be read"))?;
            read.records += 1;
            for change in changes {
                read.last = read.last.max(change.revision.0);
                if until.is_none_or(|until| end <= until) {
                    let share = change.value.map(|value| {
                        Share::of(
                            change.revision,
                            Some(entry::checksum(&change.key, change.revision, &value)),
                        )
                    });
                    read.touched.insert(change.key, share);
                }
            }
            read.end = end;
            Ok(())
        });
        read.seen = match (seen, note) {
            (Ok(seen), Some(note)) if seen.end < note.journal.max(note.to) => Err(StoreError::Failed {
                reason: format!(
                    "it ends at {}, and went on to {} at least: what was written in between is lost",
                    seen.end.0,
                    note.journal.max(note.to).0
                ),
            }),
            (seen, _) => seen,
        };
        read
    }

    fn tell(&self, report: &mut Report) {
        report.journal.records = self.records;
        match &self.seen {
            Ok(seen) => {
                report.journal.files = seen.extent.segments;
                report.journal.bytes = seen.extent.bytes;
            }
            Err(StoreError::Failed { reason }) => report.fault(JOURNAL, reason.as_str()),
            Err(other) => report.fault(JOURNAL, other.to_string()),
        }
    }
}
