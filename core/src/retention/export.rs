//! What is too old, written down before it goes: one file of JSON lines for each run that removes something.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::class::Class;
use crate::clock::{Time, text};
use crate::frame::secrets::masked;
use crate::state::collections::{
    COMMANDS, EVENTS, MESSAGES, ORPHANS, RECORDS, REFUSED_CONNECTIONS, RESERVATIONS, TRANSACTION_EVENTS,
    TRANSACTION_LATER, TRANSACTION_METER_VALUES, TRANSACTION_STATUSES, TRANSACTIONS,
};
use crate::state::messages::{EntryKind, Snapshot};
use crate::state::{State, parts};
use crate::store::{Change, Collection, Entry, StoreError, Write};

/// What is written down. Everything else that goes leads to one of these, or is made of them.
const TOLD: [Collection; 12] = [
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
];

/// Why a run ended before its time. What it had removed by then is gone, and what it could not write down stays.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The store's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was about to go could not be written down.
    #[error("what is too old stays, because it cannot be written to {}: {reason}", path.display())]
    Export {
        /// The file, or the folder.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
}

/// The file of one run, which is made when there is something to write.
pub(super) struct Export<'a> {
    folder: &'a Path,
    begun: Time,
    file: Option<(PathBuf, File)>,
}

impl<'a> Export<'a> {
    pub(super) const fn new(folder: &'a Path, begun: Time) -> Self {
        Self {
            folder,
            begun,
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
    ) -> Result<(), RunError> {
        let mut lines = Vec::new();
        for write in writes.filter(|write| write.change == Change::Delete && TOLD.contains(&write.collection)) {
            let found = match state.store().get(write.collection, &write.key) {
                Ok(Some(entry)) => record(write.collection, entry),
                Ok(None) => continue,
                Err(StoreError::Corrupt { reason, .. }) => json!({ "unreadable": reason }),
                Err(error) => return Err(error.into()),
            };
            let line = json!({
                "class": class.name(),
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
            none => none.insert(create(self.folder, self.begun)?),
        };
        file.write_all(lines)?;
        file.sync_data()
    }

    fn failed(&self, reason: io::Error) -> RunError {
        RunError::Export {
            path: self.path().unwrap_or(self.folder).to_owned(),
            reason,
        }
    }
}

/// A file that was not there, for the server's user alone: it has what the store had.
fn create(folder: &Path, begun: Time) -> io::Result<(PathBuf, File)> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}.jsonl", text(begun).replace(':', "-")));
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
