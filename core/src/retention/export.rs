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

/// The file of one run, which is made when there is something to write.
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
        self.append(&lines).map_err(|error| self.failed(error))
    }

    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        let (_, file) = match &mut self.file {
            Some(open) => open,
            none => none.insert(create(&self.folder, self.begun, self.ending)?),
        };
        let before = file.metadata()?.len();
        file.write_all(lines).and_then(|()| file.sync_data()).inspect_err(|_| {
            // Half a line would be glued to what comes after it. Nothing can be done where not even that goes.
            file.set_len(before).ok();
        })
    }

    /// Whether what is written next can be found: somebody may have taken the file away.
    fn is_there(&self) -> bool {
        self.file.as_ref().is_none_or(|(path, file)| {
            let same = |open: Metadata, there: Metadata| (open.dev(), open.ino()) == (there.dev(), there.ino());
            file.metadata()
                .and_then(|open| Ok(same(open, path.metadata()?)))
                .unwrap_or(false)
        })
    }

    fn failed(&self, reason: io::Error) -> RemovalError {
        RemovalError::Export {
            path: self.path().unwrap_or(&self.folder).to_owned(),
            reason,
        }
    }
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
            .filter(|export| export.begun.date_naive() == now.date_naive() && export.is_there());
        let export = today.insert(of_today.unwrap_or_else(|| Export::named(&self.folder, now, "-count.jsonl")));
        export.write(state, Because::Count, writes.iter())
    }
}

/// A file that was not there, for the server's user alone: it has what the store had.
fn create(folder: &Path, begun: Time, ending: &str) -> io::Result<(PathBuf, File)> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}{ending}", text(begun).replace(':', "-")));
    let file = OpenOptions::new()
        .append(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    // Else the file's name may be lost where its content is not.
    File::open(folder)?.sync_all()?;
    Ok((path, file))
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
