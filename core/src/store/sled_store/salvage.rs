//! Gets out of a damaged folder what can still be read: of sled's file and of the journal all that is whole, wherever it
//! lies. The folder is not changed.
//!
//! Of a key the write with the highest revision counts, whichever of the two has it. Where pages are damaged an older
//! write may be what is left of a key, and what was removed may be there again.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use super::super::journal::{self, Change};
use super::super::{Revision, StoreError};
use super::JOURNAL;
use super::check::{self, Report};
use super::entry::{self, Form};
use super::files::{self, Claim, Home, NotOpened};
use super::note::{self, Noted};
use super::raw::Raw;

/// So many revisions are left out where nobody knows how many were given.
const UNKNOWN: u64 = 1 << 32;

/// What is done with what is left: a collection, a key and its value.
pub type Left<'a> = dyn FnMut(&str, &str, Vec<u8>) -> Result<(), StoreError> + 'a;

/// What can be read of a damaged store.
pub struct Salvage {
    folder: PathBuf,
    report: Report,
    /// Of the damaged store: nobody else works on it.
    _claim: Claim,
    above: Revision,
    ended: Option<SystemTime>,
    numbers: BTreeMap<String, u64>,
    journal: HashMap<Arc<[u8]>, (Revision, Option<Bytes>)>,
    hasher: RandomState,
    /// Of each key, by its hash, the highest revision in sled's file.
    newest: HashMap<u64, Revision>,
    pieces: HashMap<(Vec<u8>, Revision), BTreeMap<u32, Vec<u8>>>,
}

impl Salvage {
    /// Reads the store of a folder, if something is damaged or missing there.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if it cannot be read at all, or a server works on it.
    pub fn of(home: &Home) -> Result<Option<Self>, StoreError> {
        let folder = home.folder();
        let claim = files::claim(folder)?;
        files::settle(folder)?;
        let mut report = check::examine(home)?.report;
        if report.whole {
            // What it must have is there, and sled may stumble all the same over what it needs no more.
            match files::read_through(folder) {
                Ok(()) => return Ok(None),
                Err(NotOpened::Refused { cause, .. }) => {
                    report.fault("db", files::not_opened(&cause));
                    check::count_readable(&mut report)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        let failed = |error: io::Error| files::failed(folder, &error);
        let note = match note::read(home).map_err(failed)? {
            Noted::Note(note) => Some(note),
            Noted::Nothing | Noted::Damaged => None,
        };
        let mut salvage = Self {
            folder: folder.to_owned(),
            report,
            _claim: claim,
            above: Revision(0),
            ended: note::last_written(home),
            numbers: BTreeMap::new(),
            journal: HashMap::new(),
            hasher: RandomState::new(),
            newest: HashMap::new(),
            pieces: HashMap::new(),
        };
        salvage.read_journal().map_err(failed)?;
        salvage.read_sled().map_err(failed)?;
        salvage.above = match note {
            Some(note) => {
                salvage.numbers = note.numbers;
                salvage.above.max(note.revision)
            }
            None => Revision(salvage.above.0.saturating_add(UNKNOWN)),
        };
        Ok(Some(salvage))
    }

    /// What is damaged or missing.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// No revision above this one was given.
    #[must_use]
    pub fn above(&self) -> Revision {
        self.above
    }

    /// The highest numbers that were given, by what they are for.
    #[must_use]
    pub fn numbers(&self) -> &BTreeMap<String, u64> {
        &self.numbers
    }

    /// For how long the damaged store has not been at work, as far as can be told: if it was laid out anew before, and was
    /// put back since, numbers were given in this time that nobody here knows of.
    #[must_use]
    pub fn unknown_for(&self) -> Duration {
        let ended = self.ended.and_then(|ended| ended.elapsed().ok());
        ended.unwrap_or_default()
    }

    /// Hands on what is left, each key once; nothing is left of it then. Nobody else works on the folder until this is
    /// dropped.
    ///
    /// # Errors
    /// [`StoreError::Failed`] if it cannot be read any more; what `left` returns.
    pub fn entries(&mut self, left: &mut Left<'_>) -> Result<(), StoreError> {
        let mut outcome = Ok(());
        if let Some(raw) = self.raw()? {
            everything(&raw, &mut |key, bytes| {
                if outcome.is_ok()
                    && let Some(value) = self.take(&key, bytes)
                {
                    outcome = hand_on(&key, value, left);
                }
            })
            .map_err(|error| files::failed(&self.folder, &error))?;
        }
        outcome?;
        for (key, (_, value)) in std::mem::take(&mut self.journal) {
            if let Some(value) = value {
                hand_on(&key, value.to_vec(), left)?;
            }
        }
        Ok(())
    }

    fn raw(&self) -> Result<Option<Raw>, StoreError> {
        Raw::open_damaged(&self.folder).map_err(|error| files::failed(&self.folder, &error))
    }

    fn read_journal(&mut self) -> io::Result<()> {
        let (known, above) = (&mut self.journal, &mut self.above);
        journal::salvage(&self.folder.join(JOURNAL), &mut |record| {
            for Change { key, revision, value } in journal::decode(record).into_iter().flatten() {
                *above = (*above).max(revision);
                let newest = known.get(&key).is_none_or(|(before, _)| *before < revision);
                if newest {
                    known.insert(key, (revision, value));
                }
            }
        })
    }

    /// The pieces of values, and which revision of a key is its last.
    fn read_sled(&mut self) -> io::Result<()> {
        let Some(raw) = Raw::open_damaged(&self.folder)? else {
            return Ok(());
        };
        everything(&raw, &mut |key, bytes| {
            if let Some((owner, revision, index)) = entry::piece_of(&key) {
                let pieces = self.pieces.entry((owner.to_owned(), revision)).or_default();
                pieces.entry(index).or_insert_with(|| bytes.to_owned());
            } else if key == entry::REVISION_KEY {
                let next = entry::number(bytes).unwrap_or_default();
                self.above = self.above.max(Revision(next.saturating_sub(1)));
            }
        })?;
        let (mut newest, mut above) = (HashMap::new(), self.above);
        everything(&raw, &mut |key, bytes| {
            if let Some((revision, _)) = self.value(&key, bytes) {
                above = above.max(revision);
                let place = newest.entry(self.hasher.hash_one(key.as_slice())).or_insert(revision);
                *place = (*place).max(revision);
            }
        })?;
        (self.newest, self.above) = (newest, above);
        Ok(())
    }

    /// The value of an entry, if it is the last one of its key that is known, and was not taken yet.
    fn take(&mut self, key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        let (revision, value) = self.value(key, bytes)?;
        if self.journal.get(key).is_some_and(|(later, _)| *later >= revision) {
            return None;
        }
        let hash = self.hasher.hash_one(key);
        if self.newest.get(&hash) != Some(&revision) {
            return None;
        }
        self.newest.remove(&hash);
        self.journal.remove(key);
        Some(value)
    }

    /// The revision and the value of an entry that is whole.
    fn value(&self, key: &[u8], bytes: &[u8]) -> Option<(Revision, Vec<u8>)> {
        if key.starts_with(b"\0") {
            return None;
        }
        let stored = entry::read(bytes)?;
        let value = match stored.form {
            Form::Whole(value) => value.to_owned(),
            Form::Cut(length) => {
                let pieces = self.pieces.get(&(key.to_owned(), stored.revision))?;
                let value: Vec<u8> = pieces.values().flatten().copied().collect();
                (value.len() as u64 == length).then_some(value)?
            }
        };
        stored.holds(key, &value).then_some((stored.revision, value))
    }
}

/// All entries that can be read, those of damaged pages last. Of these only what has a checksum of its own can be told
/// from what is damaged.
fn everything(raw: &Raw, each: &mut dyn FnMut(Vec<u8>, &[u8])) -> io::Result<()> {
    raw.all_entries(each)?;
    raw.harmed_entries(&mut |key, bytes| {
        let is_proved = match key.first() {
            Some(0) => key.starts_with(entry::PIECES),
            _ => entry::read(bytes).is_some_and(|stored| stored.sum.is_some()),
        };
        if is_proved {
            each(key, bytes);
        }
    })
}

fn hand_on(key: &[u8], value: Vec<u8>, left: &mut Left<'_>) -> Result<(), StoreError> {
    let text = std::str::from_utf8(key).ok();
    match text.and_then(|text| text.split_once('\0')) {
        Some((collection, key)) => left(collection, key, value),
        None => Ok(()),
    }
}
