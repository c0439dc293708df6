//! What goes, written down before: one file of JSON lines for each run that removes what is too old, and one for each day
//! on which there was too much of something.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::class::Class;
use crate::clock::{self, Time, text};
use crate::frame::secrets::masked;
use crate::state::collections::{
    AUDIT, COMMANDS, EVENTS, MESSAGES, ORPHANS, RECORDS, REFUSED_CONNECTIONS, RESERVATIONS, TRANSACTION_EVENTS,
    TRANSACTION_LATER, TRANSACTION_METER_VALUES, TRANSACTION_STATUSES, TRANSACTIONS,
};
use crate::state::messages::{EntryKind, Snapshot};
use crate::state::retention::{Archive, RemovalError};
use crate::state::{State, parts};
use crate::store::{Change, Collection, Entry, StoreError, Write};

/// What is written down. Everything else that goes leads to one of these, or is made of them.
const TOLD: [Collection; 13] = [
    TRANSACTIONS,
    TRANSACTION_EVENTS,
    TRANSACTION_METER_VALUES,
    TRANSACTION_LATER,
    TRANSACTION_STATUSES,
    EVENTS,
    RECORDS,
    COMMANDS,
    MESSAGES,
    ORPHANS,
    RESERVATIONS,
    REFUSED_CONNECTIONS,
    AUDIT,
];

/// So many files are begun for the same lines, when each is taken away while they are written.
const ATTEMPTS: usize = 3;

/// Why it goes.
#[derive(Debug, Clone, Copy)]
enum Because {
    /// It is of this class, and too old.
    Age(Class),
    /// There is too much of it.
    Count,
}

impl Because {
    /// The word for a record's class.
    fn class(self, collection: Collection) -> &'static str {
        match (self, collection) {
            (Self::Age(class), _) => class.name(),
            (Self::Count, MESSAGES) => Class::Frames.name(),
            (Self::Count, collection) => collection.0,
        }
    }
}

/// The file of one run, which is made when there is something to write; another where it was taken away, or cannot be
/// gone on with.
pub(super) struct Export {
    folder: PathBuf,
    begun: Time,
    /// What the file's name ends with.
    ending: &'static str,
    file: Option<(PathBuf, File)>,
}

impl Export {
    pub(super) fn new(folder: &Path, begun: Time) -> Self {
        Self::named(folder, begun, ".jsonl")
    }

    fn named(folder: &Path, begun: Time, ending: &'static str) -> Self {
        Self {
            folder: folder.to_owned(),
            begun,
            ending,
            file: None,
        }
    }

    /// The file, if there is one.
    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|(path, _)| path.as_path())
    }

    /// Writes down what these writes delete; when this returns it is on the disk. What is refused a moment later, because
    /// it was changed meanwhile, is in the file all the same, and once more when it goes.
    pub(super) fn keep<'w>(
        &mut self,
        state: &State,
        class: Class,
        writes: impl Iterator<Item = &'w Write>,
    ) -> Result<(), RemovalError> {
        self.write(state, Because::Age(class), writes)
    }

    fn write<'w>(
        &mut self,
        state: &State,
        because: Because,
        writes: impl Iterator<Item = &'w Write>,
    ) -> Result<(), RemovalError> {
        let mut lines = Vec::new();
        for write in writes.filter(|write| write.change == Change::Delete && TOLD.contains(&write.collection)) {
            let found = match state.store().get(write.collection, &write.key) {
                Ok(Some(entry)) => record(write.collection, entry),
                Ok(None) => continue,
                Err(StoreError::Corrupt { reason, .. }) => json!({ "unreadable": reason }),
                Err(error) => return Err(error.into()),
            };
            let line = json!({
                "class": because.class(write.collection),
                "collection": write.collection.0,
                "key": parts(&write.key),
                "record": found,
            });
            // A value has no keys that are not text, and a vector takes what it is given.
            serde_json::to_writer(&mut lines, &line).map_err(|error| self.failed(error.into()))?;
            lines.push(b'\n');
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.append(&lines)
    }

    /// Returns when the lines are in a file that can be found: somebody may take it away at any time, and what goes is in
    /// this file alone.
    fn append(&mut self, lines: &[u8]) -> Result<(), RemovalError> {
        for _ in 0..ATTEMPTS {
            let (path, mut file) = match self.file.take().filter(|(path, file)| is_there(path, file)) {
                Some(open) => open,
                None => self.begin().map_err(|error| self.failed(error))?,
            };
            match add(&mut file, lines) {
                Ok(()) if is_there(&path, &file) => {
                    self.file = Some((path, file));
                    return Ok(());
                }
                Ok(()) => {}
                Err(torn) => {
                    let failed = failed_at(&path, torn.reason);
                    // One that has nothing yet is litter where the next attempt begins its own.
                    let is_empty = file
                        .metadata()
                        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0);
                    if is_empty && is_there(&path, &file) {
                        std::fs::remove_file(&path).ok();
                    } else {
                        self.file = torn.is_cut_back.then_some((path, file));
                    }
                    return Err(failed);
                }
            }
        }
        Err(self.failed(io::Error::other("each file was taken away at once")))
    }

    /// Another file. Its name is the moment at which it is begun, so that none stands in its way that was begun before.
    fn begin(&self) -> io::Result<(PathBuf, File)> {
        let name = format!("{}{}", text(clock::now()).replace(':', "-"), self.ending);
        create(&self.folder, &name, synced)
    }

    fn failed(&self, reason: io::Error) -> RemovalError {
        failed_at(self.path().unwrap_or(&self.folder), reason)
    }
}

fn failed_at(path: &Path, reason: io::Error) -> RemovalError {
    RemovalError::Export {
        path: path.to_owned(),
        reason,
    }
}

/// Lines that are not in a file.
struct Torn {
    reason: io::Error,
    /// Nothing of them is: what comes next may follow what was there before. Else it would be glued to half a line.
    is_cut_back: bool,
}

/// Adds lines to a file, wholly or not at all; when this returns they are on the disk.
fn add(file: &mut File, lines: &[u8]) -> Result<(), Torn> {
    let before = file.metadata().map_err(|reason| Torn {
        reason,
        is_cut_back: true,
    })?;
    let written = file.write_all(lines).and_then(|()| file.sync_data());
    written.map_err(|reason| Torn {
        reason,
        is_cut_back: file.set_len(before.len()).is_ok(),
    })
}

/// Whether an open file is the one that a path leads to.
fn is_there(path: &Path, file: &File) -> bool {
    let same = |open: Metadata, there: Metadata| (open.dev(), open.ino()) == (there.dev(), there.ino());
    file.metadata()
        .and_then(|open| Ok(same(open, path.metadata()?)))
        .unwrap_or(false)
}

/// The files of what goes because there is too much of it: one for each day and each start of the server, and another where
/// one was taken away.
pub struct DailyExport {
    folder: PathBuf,
    today: Mutex<Option<Export>>,
}

impl DailyExport {
    /// In this folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            today: Mutex::default(),
        }
    }
}

impl Archive for DailyExport {
    fn keep(&self, state: &State, writes: &[Write]) -> Result<(), RemovalError> {
        let now = clock::now();
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        let of_today = today
            .take()
            .filter(|export| export.begun.date_naive() == now.date_naive());
        let export = today.insert(of_today.unwrap_or_else(|| Export::named(&self.folder, now, "-count.jsonl")));
        export.write(state, Because::Count, writes.iter())
    }
}

/// A file that was not there, for the server's user alone: it has what the store had. If its name cannot be made durable it
/// is not there afterwards either, so that the next attempt finds none in its way.
fn create(folder: &Path, name: &str, synced: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<(PathBuf, File)> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(name);
    let file = OpenOptions::new()
        .append(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    // Else the file's name may be lost where its content is not.
    if let Err(error) = synced(folder) {
        // Nothing is in it; what cannot be removed is an empty file.
        std::fs::remove_file(&path).ok();
        return Err(error);
    }
    Ok((path, file))
}

fn synced(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A record as it is stored; the messages of a piece one by one, without secrets.
fn record(collection: Collection, entry: Entry) -> Value {
    if collection == MESSAGES {
        return messages(entry.value);
    }
    serde_json::from_slice(&entry.value)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&entry.value).into_owned()))
}

fn messages(piece: Vec<u8>) -> Value {
    let piece = Snapshot::of(piece, 0);
    let told = piece.entries().map(|entry| {
        let kind = match entry.kind {
            EntryKind::Received => "received",
            EntryKind::Sent => "sent",
            EntryKind::Note => "note",
        };
        json!({"at": text(entry.at), "kind": kind, "text": masked(entry.text)})
    });
    Value::Array(told.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;

    use super::*;

    fn texts(folder: &Path) -> Vec<String> {
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        files.map(|path| fs::read_to_string(path).unwrap()).collect()
    }

    #[test]
    fn another_file_is_begun_where_one_was_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let mut export = Export::new(folder.path(), clock::now());
        export.append(b"first\n").unwrap();
        export.append(b"second\n").unwrap();
        assert_eq!(texts(folder.path()), ["first\nsecond\n"]);
        fs::remove_file(export.path().unwrap()).unwrap();
        export.append(b"third\n").unwrap();
        assert_eq!(texts(folder.path()), ["third\n"]);
        fs::remove_dir_all(folder.path()).unwrap();
        export.append(b"fourth\n").unwrap();
        assert_eq!(texts(folder.path()), ["fourth\n"]);
    }

    #[test]
    fn nothing_follows_half_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let mut export = Export::new(folder.path(), clock::now());
        // It takes nothing, and cannot be cut back.
        let full = Path::new("/dev/full");
        export.file = Some((full.to_owned(), OpenOptions::new().append(true).open(full).unwrap()));
        let refused = export.append(b"first\n").unwrap_err().to_string();
        assert!(refused.contains("/dev/full"), "{refused}");
        export.append(b"second\n").unwrap();
        assert_eq!(texts(folder.path()), ["second\n"]);
    }

    #[test]
    fn a_file_that_could_not_be_begun_is_not_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("empty.jsonl");
        fs::write(&path, "").unwrap();
        let mut export = Export::new(folder.path(), clock::now());
        // It can be read alone, so no line goes into it.
        export.file = Some((path.clone(), File::open(&path).unwrap()));
        export.append(b"first\n").unwrap_err();
        assert!(!path.exists());
        export.append(b"second\n").unwrap();
        assert_eq!(texts(folder.path()), ["second\n"]);
    }

    #[test]
    fn a_file_whose_name_is_not_durable_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let fails = |_: &Path| Err(io::Error::other("the disk"));
        for _ in 0..2 {
            let refused = create(folder.path(), "gone.jsonl", fails).unwrap_err();
            assert_eq!(refused.to_string(), "the disk");
        }
        create(folder.path(), "gone.jsonl", synced).unwrap();
    }
}
