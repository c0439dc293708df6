//! Decides lists of writes against what is in the table, and below it in sled, and writes what they come to into the
//! journal, on the writer's thread alone.
//!
//! A list is staged whole or not at all. What is staged shows to the lists after it, and to readers once the journal
//! has it: so nothing that the disk refused was ever seen.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use super::super::health::Gauges;
use super::super::journal::{self, Change, Log};
use super::super::watch::{Applied, Telling};
use super::super::writer::Engine;
use super::super::{Change as Wanted, Expect, Revision, StoreError, Write, rules};
use super::entry::{self, Form};
use super::reader::Reader;
use super::table::Table;

/// A group is written when it has so many bytes, whoever else waits.
const GROUP_BYTES: usize = 16 * 1024 * 1024;

/// Places of staged changes that are kept from group to group.
const KEPT_PLACES: usize = 4096;

/// The writer's hold on the store.
pub(super) struct JournalEngine {
    table: Arc<Table>,
    reader: Arc<Reader>,
    log: Arc<dyn Log>,
    gauges: Arc<Gauges>,
    /// The last revision given.
    last: Revision,
    staged: Staged,
    /// Where keys and records are put together.
    key: Vec<u8>,
    record: Vec<u8>,
}

/// What lists come to that are not in the journal yet.
#[derive(Default)]
struct Staged {
    changes: Vec<(Change, Option<usize>)>,
    /// Of each key the place of its last change; with a change the place of the one before it.
    newest: HashMap<Arc<[u8]>, usize>,
    bytes: usize,
}

impl Staged {
    fn add(&mut self, change: Change) {
        self.bytes += change.key.len() + change.value.as_ref().map_or(0, Bytes::len);
        let before = self.newest.insert(Arc::clone(&change.key), self.changes.len());
        self.changes.push((change, before));
    }

    fn get(&self, key: &[u8]) -> Option<&Change> {
        let (change, _) = self.changes.get(*self.newest.get(key)?)?;
        Some(change)
    }

    /// All of them; their places stay as they are, for the next ones.
    fn take(&mut self) -> Vec<Change> {
        self.bytes = 0;
        let changes = self.changes.drain(..).map(|(change, _)| change).collect();
        // A large group is not kept for ever.
        self.changes.shrink_to(KEPT_PLACES);
        self.newest.clear();
        self.newest.shrink_to(KEPT_PLACES);
        changes
    }

    /// Takes back all but the first so many.
    fn take_back(&mut self, count: usize) {
        while self.changes.len() > count
            && let Some((change, before)) = self.changes.pop()
        {
            self.bytes -= change.key.len() + change.value.as_ref().map_or(0, Bytes::len);
            match before {
                Some(before) => self.newest.insert(change.key, before),
                None => self.newest.remove(&change.key),
            };
        }
    }
}

impl JournalEngine {
    /// Goes on after the last revision that the table knows.
    pub(super) fn new(table: Arc<Table>, reader: Arc<Reader>, log: Arc<dyn Log>, gauges: Arc<Gauges>) -> Self {
        Self {
            last: table.last(),
            table,
            reader,
            log,
            gauges,
            staged: Staged::default(),
            key: Vec::new(),
            record: Vec::new(),
        }
    }

    fn stage_one(&mut self, index: usize, mut write: Write, telling: &mut Telling) -> Result<(), StoreError> {
        entry::write_key(&mut self.key, write.collection, &write.key);
        let value = self.decide(index, &mut write)?.map(Bytes::from);
        self.last.0 += 1;
        if let Wanted::Append(_) = write.change {
            write.key = rules::appended_key(&write.key, self.last);
            entry::write_key(&mut self.key, write.collection, &write.key);
        }
        if telling.wants(write.collection) {
            telling.add(Applied {
                revision: self.last,
                collection: write.collection,
                key: write.key,
                value: value.clone(),
            });
        }
        self.staged.add(Change {
            key: self.key.as_slice().into(),
            revision: self.last,
            value,
        });
        Ok(())
    }

    /// What the write's key holds afterwards, reading only what the decision needs.
    fn decide(&self, index: usize, write: &mut Write) -> Result<Option<Vec<u8>>, StoreError> {
        if write.expect == Expect::Any && !matches!(write.change, Wanted::Add(_)) {
            return rules::outcome(index, write, None);
        }
        if let Some(change) = self.staged.get(&self.key) {
            let current = change.value.as_deref().map(|value| (change.revision, value));
            return rules::outcome(index, write, current);
        }
        if let Some(version) = self.table.get(&self.key) {
            let current = version.value.as_deref().map(|value| (version.revision, value));
            return rules::outcome(index, write, current);
        }
        let Some(bytes) = self.reader.stored(&self.key)? else {
            return rules::outcome(index, write, None);
        };
        // Of a value in pieces nothing is asked: it is too long to be a number.
        let stored = entry::read(&bytes).map(|stored| match stored.form {
            Form::Whole(value) => (stored.holds(&self.key, value), stored.revision, value),
            Form::Cut(_) => (true, stored.revision, &[][..]),
        });
        let Some((true, revision, value)) = stored else {
            let damaged = StoreError::Corrupt {
                collection: write.collection.0,
                key: write.key.clone(),
                reason: "its bytes are damaged".to_owned(),
            };
            self.gauges.meet(&damaged);
            return Err(damaged);
        };
        rules::outcome(index, write, Some((revision, value)))
    }

    /// Writes what is staged into the journal.
    fn write(&mut self) -> Result<journal::Position, StoreError> {
        self.table.wait_for_room()?;
        self.record.clear();
        for (change, _) in &self.staged.changes {
            journal::encode(&mut self.record, change);
        }
        self.gauges.begin_sync();
        let written = self.log.append(&self.record);
        self.gauges.end_sync();
        // A large group is not kept for ever.
        self.record.shrink_to(1 << 20);
        written
    }
}

impl Engine for JournalEngine {
    fn stage(&mut self, list: Vec<Write>, telling: &mut Telling) -> Result<Revision, StoreError> {
        let (last, count, told) = (self.last, self.staged.changes.len(), telling.mark());
        for (index, write) in list.into_iter().enumerate() {
            if let Err(error) = self.stage_one(index, write, telling) {
                self.staged.take_back(count);
                telling.take_back(told);
                self.last = last;
                return Err(error);
            }
        }
        Ok(self.last)
    }

    fn is_full(&self) -> bool {
        self.staged.bytes >= GROUP_BYTES
    }

    fn last(&self) -> Revision {
        self.last
    }

    fn try_again(&mut self) -> Result<(), StoreError> {
        self.table.has_room()?;
        self.log.make_ready()?;
        // An empty record: what the disk says is known when it is asked.
        let end = self.log.append(&[])?;
        self.table.put(Vec::new(), end);
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        let written = self.write();
        let staged = self.staged.take();
        match written {
            Ok(end) => {
                self.table.put(staged, end);
                Ok(())
            }
            Err(error) => {
                self.last = self.table.last();
                Err(error)
            }
        }
    }
}
