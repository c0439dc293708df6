//! Lays a backup out where nothing is. It is read twice: all of it is held to be whole before anything is written.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;

use super::format::{Header, Trailer};
use super::laying_out::{self, Found, Parts, STATE};
use super::reader::{Fault, Item, Reader};
use crate::clock;
use crate::state::collections::TABLE;
use crate::state::given::number_in;
use crate::state::restored::Unknown;
use crate::state::{State, sealed};
use crate::store::{
    Change, Collection, Expect, Given, Home, Limits, Revision, SledStore, Store as _, StoreError, Write,
};

/// Writes that are made durable together, in number and bytes.
const STEP: usize = 2000;
const STEP_BYTES: usize = 4 << 20;

/// So many revisions are left out at least: the server that the backup was taken of went on, and events are numbered by them.
const REVISIONS: u64 = 1 << 27;

/// Why a backup was not laid out.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The file is none that can be used.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It is of a later version.
    #[error("the backup is of a later version of ocpp-central ({program}): {what}. Restore it with that version")]
    Newer {
        /// The version.
        program: String,
        /// What is not known here.
        what: String,
    },
    /// The folder has something in it.
    #[error("{0} is not empty. Name another folder, or let it be moved aside with --force")]
    NotEmpty(PathBuf),
    /// A server works on it.
    #[error("a server works on {0}: stop it first")]
    InUse(PathBuf),
    /// The folder cannot be written.
    #[error("{path}: {source}")]
    Disk {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The new store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where a backup is laid out.
#[derive(Debug, Clone)]
pub struct Target {
    /// `store.path` of the server that is to work on it.
    pub folder: PathBuf,
    /// `store.cache`, and `store.reserve`, which stays free here as well.
    pub limits: Limits,
    /// What is there is moved aside.
    pub force: bool,
}

/// What was laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup says of itself first.
    pub header: Header,
    /// What it says last.
    pub trailer: Trailer,
    /// Where that is what was there before.
    pub aside: Option<PathBuf>,
    /// The folder has the key of what was there before, which opens the secrets of commands that wait, if the backup is
    /// of that server.
    pub keeps_key: bool,
}

/// Reads a backup to its end, and says what is in it.
///
/// # Errors
/// What is wrong with it.
pub fn verify(file: File) -> Result<(Header, Trailer), RestoreError> {
    let mut reader = Reader::open(BufReader::new(file))?;
    known(reader.header())?;
    while let Some(item) = reader.next_item()? {
        match &item {
            Item::Entry { collection, .. } | Item::Change { collection, .. } => {
                named(reader.header(), collection)?;
            }
            Item::Part { path, .. } => {
                let checked = laying_out::below(Path::new(""), path);
                checked.map_err(|_| Fault::Foreign(path.clone()))?;
            }
        }
    }
    let trailer = reader.trailer().cloned().unwrap_or_default();
    Ok((reader.header().clone(), trailer))
}

/// Lays a backup out.
///
/// # Errors
/// Why not. Once something was written no server starts on the folder until it is restored wholly.
pub fn restore(mut file: File, target: &Target, runtime: &Runtime) -> Result<Restored, RestoreError> {
    let folder = &target.folder;
    let failed = |source| RestoreError::Disk {
        path: folder.clone(),
        source,
    };
    let (header, trailer) = verify(file.try_clone().map_err(Fault::Read)?)?;
    file.seek(SeekFrom::Start(0)).map_err(Fault::Read)?;
    if SledStore::is_in_use(&folder.join(STATE)) {
        return Err(RestoreError::InUse(folder.clone()));
    }
    laying_out::settle(folder).map_err(failed)?;
    let found = laying_out::look(folder).map_err(failed)?;
    if found == Found::Something && !target.force {
        return Err(RestoreError::NotEmpty(folder.clone()));
    }
    let key = kept_key(folder).map_err(failed)?;
    make_room(folder, found, key.as_ref()).map_err(failed)?;
    let aside = laying_out::aside(folder).map_err(failed)?;
    let gone = Gone {
        unknown: since(&trailer),
        // What is replaced may be of the same backup, and gave numbers a moment ago.
        replaced: aside
            .as_deref()
            .map(|aside| Given::by(&Home::below(aside).noting(number_in))),
    };
    lay_out(file, target, (&trailer, gone), runtime)?;
    laying_out::end(folder).map_err(failed)?;
    Ok(Restored {
        header,
        trailer,
        aside,
        keeps_key: key.is_some(),
    })
}

/// The folder has the note and the key then, and nothing else of ours.
fn make_room(folder: &Path, found: Found, key: Option<&sealed::Kept>) -> io::Result<()> {
    match found {
        Found::Something => return laying_out::move_aside(folder, &clock::text(clock::now()), key),
        Found::Leftovers => laying_out::clear(folder)?,
        Found::Nothing => {}
    }
    laying_out::begin(folder)?;
    key.map_or(Ok(()), |key| key.put_into(folder))
}

/// The key of the folder's own secrets, or of what was there before a restore that did not come to its end. It is in no
/// backup; where it cannot be read nothing is moved.
fn kept_key(folder: &Path) -> io::Result<Option<sealed::Kept>> {
    let of = |folder: &Path| {
        sealed::kept(folder).map_err(|error| {
            let way_on = "Mend it, or move secrets.key away: commands with secrets that wait are lost then";
            io::Error::new(error.kind(), format!("{error}. {way_on}"))
        })
    };
    match (of(folder)?, laying_out::aside(folder)?) {
        (None, Some(aside)) => of(&aside),
        (own, _) => Ok(own),
    }
}

/// What went on while nobody knew of it here.
struct Gone {
    /// Since the backup.
    unknown: Unknown,
    /// What the store has given that is replaced.
    replaced: Option<Given>,
}

/// How long ago a backup was made. The clock may be another machine's; one that is behind says nothing.
fn since(trailer: &Trailer) -> Unknown {
    let age = clock::instant(&trailer.as_of).and_then(|as_of| (clock::now() - as_of).to_std().ok());
    Unknown(age.unwrap_or_default())
}

fn lay_out(
    file: File,
    target: &Target,
    (trailer, gone): (&Trailer, Gone),
    runtime: &Runtime,
) -> Result<(), RestoreError> {
    let folder = &target.folder;
    let home = Home::below(folder).noting(number_in);
    let replaced = gone.replaced.unwrap_or_default();
    let above = Revision(trailer.revision.saturating_add(REVISIONS));
    let above = gone.unknown.revisions_above(above).max(replaced.revision);
    let store = SledStore::begin(&home, target.limits, above)?;
    let mut reader = Reader::open(BufReader::new(file))?;
    let mut parts = Parts::of(folder);
    let mut waiting = Waiting::default();
    while let Some(item) = reader.next_item()? {
        let header = reader.header();
        match item {
            Item::Entry { collection, key, value } => {
                waiting.add(named(header, &collection)?, key, Some(value));
            }
            Item::Change {
                collection, key, value, ..
            } => waiting.add(named(header, &collection)?, key, value),
            Item::Part {
                path,
                at,
                is_last,
                bytes,
            } => {
                store.check_room(bytes.len() as u64)?;
                let put = parts.put(&path, at, is_last, &bytes);
                put.map_err(|source| RestoreError::Disk {
                    path: folder.join(&path),
                    source,
                })?;
            }
        }
        if waiting.is_full() {
            runtime.block_on(store.write(waiting.take()))?;
        }
    }
    runtime.block_on(store.write(waiting.take()))?;
    // By value, so that the store is closed when this returns.
    let state = State::new(std::sync::Arc::new(store));
    let mut numbers = replaced.numbers;
    raise(&mut numbers, waiting.numbers());
    runtime.block_on(state.leave_out_given(&numbers, gone.unknown))?;
    Ok(())
}

/// Writes that are to be made durable together.
#[derive(Default)]
pub(super) struct Waiting {
    writes: Vec<Write>,
    bytes: usize,
    /// The greatest numbers that were among them so far, by what they are for.
    numbers: BTreeMap<String, u64>,
}

impl Waiting {
    pub(super) fn add(&mut self, collection: Collection, key: String, value: Option<Vec<u8>>) {
        self.bytes += key.len() + value.as_ref().map_or(0, Vec::len);
        let whole = [collection.0, key.as_str()].join("\0");
        if let Some((name, number)) = value.as_ref().and_then(|value| number_in(whole.as_bytes(), value)) {
            let greatest = self.numbers.entry(name.to_owned()).or_default();
            *greatest = number.max(*greatest);
        }
        self.writes.push(Write {
            collection,
            key,
            expect: Expect::Any,
            change: value.map_or(Change::Delete, Change::Put),
        });
    }

    pub(super) fn numbers(&self) -> &BTreeMap<String, u64> {
        &self.numbers
    }

    pub(super) fn is_full(&self) -> bool {
        self.writes.len() >= STEP || self.bytes >= STEP_BYTES
    }

    pub(super) fn take(&mut self) -> Vec<Write> {
        self.bytes = 0;
        std::mem::take(&mut self.writes)
    }
}

/// Takes the greater one of each.
pub(super) fn raise(numbers: &mut BTreeMap<String, u64>, others: &BTreeMap<String, u64>) {
    for (name, number) in others {
        let greatest = numbers.entry(name.clone()).or_default();
        *greatest = (*number).max(*greatest);
    }
}

/// Whether this version can read what is in a backup.
fn known(header: &Header) -> Result<(), RestoreError> {
    for (name, form) in &header.collections {
        let own = TABLE.iter().find(|row| row.collection.0 == name);
        let what = match own {
            Some(row) if row.form >= *form => continue,
            Some(row) => format!("its {name} have form {form}, and here it is {}", row.form),
            None => format!("it has {name}, which nobody knows here"),
        };
        let program = header.program.clone();
        return Err(RestoreError::Newer { program, what });
    }
    Ok(())
}

fn named(header: &Header, name: &str) -> Result<Collection, RestoreError> {
    let row = TABLE.iter().find(|row| row.collection.0 == name);
    row.map(|row| row.collection).ok_or_else(|| RestoreError::Newer {
        program: header.program.clone(),
        what: format!("it has {name}, which nobody knows here"),
    })
}
