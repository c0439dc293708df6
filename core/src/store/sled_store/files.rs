//! The folder around sled's files: one process at a time, leftovers of an interrupted start, and
//! names that survive a power cut. sled itself takes care of none of these.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::super::StoreError;
use super::super::writer::guarded;
use super::entry::SEGMENT_BYTES;
use super::note::FILE;

/// The least cache that sled can work with sensibly, in bytes.
const LEAST_CACHE: u64 = 1024 * 1024;

/// How long sled's own lock of an earlier store of this process may linger: its I/O threads drop the
/// file a moment after the store is closed.
const LINGER: Duration = Duration::from_secs(5);

/// Finds the number that a key and its value have, and what it is for, if one counts on from the greatest of them. The
/// key is the collection, NUL, and the key in it.
pub type NumberIn = fn(&[u8], &[u8]) -> Option<(&'static str, u64)>;

/// What keys are about, by whoever makes them. A key is the collection, NUL, and the key in it.
#[derive(Debug, Clone, Copy)]
pub struct Naming {
    /// The key of the record that must be there, too, where this one is.
    pub leads_to: fn(&[u8]) -> Option<Vec<u8>>,
    /// What these keys are, in words; of those that nobody makes nothing is said.
    pub in_words: fn(&BTreeSet<Vec<u8>>) -> Named,
}

/// Records, as people call them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    /// So many of each collection.
    pub records: BTreeMap<String, u64>,
    /// The first of them, in words.
    pub first: Vec<String>,
    /// So many beside those.
    pub more: u64,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first.join(", "))?;
        match self.more {
            0 => Ok(()),
            more => write!(f, ", and {more} more"),
        }
    }
}

/// Where a store lies.
#[derive(Debug, Clone)]
pub struct Home {
    folder: PathBuf,
    copy: PathBuf,
    number_in: NumberIn,
    naming: Naming,
    #[cfg(test)]
    watched: Option<super::tests::steps::Watched>,
}

/// What was just done with the files of a store, at an end of which a crash may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A file of the note is there, under the name of what is not whole.
    NoteMade,
    NoteWritten,
    NoteSynced,
    NoteNamed,
    /// Its name is durable.
    NoteKept,
    /// sled was given a change.
    Changed,
    Flushed,
    Synced,
    /// A generation is in sled.
    CarriedOver,
    /// The journal has let go of it.
    Dropped,
}

/// Nobody knows what keys are about.
const NAMELESS: Naming = Naming {
    leads_to: |_| None,
    in_words: |_| Named::default(),
};

impl Home {
    /// A folder that has all of it.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            copy: folder.join("checkpoint.copy"),
            number_in: |_, _| None,
            naming: NAMELESS,
            #[cfg(test)]
            watched: None,
        }
    }

    /// That of a server with this `store.path`: beside the store's folder lies what tells that it is gone.
    #[must_use]
    pub fn below(store_path: &Path) -> Self {
        Self {
            folder: store_path.join("state"),
            copy: store_path.join("state.checkpoint"),
            number_in: |_, _| None,
            naming: NAMELESS,
            #[cfg(test)]
            watched: None,
        }
    }

    /// The same; the greatest of these numbers are noted beside the records.
    #[must_use]
    pub fn noting(self, number_in: NumberIn) -> Self {
        Self { number_in, ..self }
    }

    /// The same; what is damaged or missing there is told in these words.
    #[must_use]
    pub fn naming(self, naming: Naming) -> Self {
        Self { naming, ..self }
    }

    /// Tests look on, and take what a crash would leave.
    #[cfg(test)]
    pub(super) fn watched(self, watched: super::tests::steps::Watched) -> Self {
        Self {
            watched: Some(watched),
            ..self
        }
    }

    #[cfg(test)]
    pub(super) fn step(&self, step: Step) {
        if let Some(watched) = &self.watched {
            watched.see(step);
        }
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "tests look on")]
    pub(super) const fn step(&self, _: Step) {}

    pub(super) fn words(&self) -> Naming {
        self.naming
    }

    pub(super) fn number_in(&self, key: &[u8], value: &[u8]) -> Option<(&'static str, u64)> {
        (self.number_in)(key, value)
    }

    /// The store's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether anything of a store is there.
    ///
    /// # Errors
    /// The system does not let this user look.
    pub(super) fn is_there(&self) -> io::Result<bool> {
        match fs::metadata(&self.folder) {
            Ok(found) if found.is_dir() => Ok(true),
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Err(error),
            Ok(_) | Err(_) => Ok(self.copy.exists()),
        }
    }

    /// The files of the note of what the store must have.
    pub(super) fn notes(&self) -> [PathBuf; 2] {
        [self.folder.join(FILE), self.copy.clone()]
    }
}

/// The hold of one store on its folder.
pub(super) struct Claim(File);

impl Drop for Claim {
    fn drop(&mut self) {
        // Not left to the closing of the file: a child process that is just being started may have it
        // open too. If it fails, the closing is what remains.
        drop(self.0.unlock());
    }
}

/// Makes the folder if need be and claims it.
///
/// # Errors
/// [`StoreError::Failed`] that names the path if it cannot be made or another store has it.
pub(super) fn claim(path: &Path) -> Result<Claim, StoreError> {
    fs::create_dir_all(path).map_err(|error| failed(path, &error))?;
    let lock = path.join("lock");
    let lock = File::create(&lock).map_err(|error| failed(&lock, &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(Claim(lock)),
        Err(TryLockError::WouldBlock) => Err(failed(path, &"the folder is in use by another process")),
        Err(TryLockError::Error(error)) => Err(failed(path, &error)),
    }
}

/// Whether a store has claimed a folder.
pub(super) fn is_claimed(path: &Path) -> bool {
    let lock = File::open(path.join("lock"));
    lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Opens sled in a claimed folder.
///
/// # Errors
/// [`StoreError::Failed`] that names the path.
pub(super) fn open(path: &Path, cache_bytes: u64) -> Result<sled::Db, NotOpened> {
    let broken = |error: io::Error| NotOpened::Failed(failed(path, &error));
    remove_leftovers(path).map_err(broken)?;
    // sled notes in a snapshot how far it could read the log; what a killed process left in the kernel's
    // cache has to be on the disk before.
    make_durable(path).map_err(broken)?;
    if path.join("db").exists() {
        // sled does not say which file it cannot write to.
        database(path).map_err(NotOpened::Failed)?;
    }
    let opened = guarded(|| Ok(open_unlocked(path, cache_bytes)));
    let opened = opened.map_err(|panic| NotOpened::over(path, &panic))?;
    let db = opened.map_err(|error| NotOpened::by(path, &error))?;
    make_durable(path).map_err(broken)?;
    Ok(db)
}

/// Opens sled in a claimed folder, reads all that it has, and closes it: sled notes in a snapshot where things are in its file,
/// and looks there when they are asked for, and no sooner.
///
/// # Errors
/// [`NotOpened`]
pub(super) fn read_through(path: &Path) -> Result<(), NotOpened> {
    let db = open(path, 0)?;
    // What closes it writes and may stumble as well.
    let read = guarded(move || Ok(db.iter().find_map(Result::err)));
    match read.map_err(|panic| NotOpened::over(path, &panic))? {
        Some(error) => Err(NotOpened::by(path, &error)),
        None => Ok(()),
    }
}

/// What is first asked of an open database. A panic of sled's over its files is damage to them.
///
/// # Errors
/// What `work` returns.
pub(super) fn first_use<T>(path: &Path, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    guarded(|| Ok(work())).map_err(|panic| NotOpened::over(path, &panic))?
}

/// What sled says of its files: the error of this folder.
pub(super) fn told(path: &Path, error: &sled::Error) -> StoreError {
    match damage(error) {
        Some(what) => failed(path, &format_args!("it is damaged: db: {what}. {WAYS_ON}")),
        None => failed(path, error),
    }
}

/// What is wrong with sled's files, in words, if its error says that something is.
fn damage(error: &sled::Error) -> Option<String> {
    use io::ErrorKind::{InvalidData, UnexpectedEof};
    match error {
        sled::Error::Corruption { at: Some(at), .. } => {
            Some(format!("what must be at byte {} cannot be read", at.lid()))
        }
        sled::Error::Corruption { at: None, .. } => Some("something in it cannot be read".to_owned()),
        sled::Error::Io(error) if error.kind() == UnexpectedEof => Some("its end is missing".to_owned()),
        sled::Error::Io(error) if error.kind() == InvalidData => Some(error.to_string()),
        sled::Error::Io(_) => None,
        other => Some(other.to_string()),
    }
}

/// Why sled did not open its files.
#[derive(Debug)]
pub(super) enum NotOpened {
    /// It does not take what is in them, or panicked over it: its word.
    Refused { path: PathBuf, cause: String },
    /// The system's word.
    Failed(StoreError),
}

impl NotOpened {
    fn by(path: &Path, error: &sled::Error) -> Self {
        match damage(error) {
            Some(cause) => Self::refused(path, cause),
            None => Self::Failed(failed(path, error)),
        }
    }

    /// sled panicked.
    fn over(path: &Path, panic: &StoreError) -> Self {
        Self::refused(path, panic.to_string())
    }

    fn refused(path: &Path, cause: String) -> Self {
        Self::Refused {
            path: path.to_owned(),
            cause,
        }
    }
}

impl From<NotOpened> for StoreError {
    fn from(error: NotOpened) -> Self {
        match error {
            NotOpened::Failed(error) => error,
            NotOpened::Refused { path, cause } => {
                let what = not_opened(&cause);
                failed(&path, &format_args!("it is damaged: db: {what}. {WAYS_ON}"))
            }
        }
    }
}

/// What is said of a database that sled does not open.
pub(super) fn not_opened(cause: &str) -> String {
    format!("the database is not opened: {cause}")
}

/// What can be done about a store that is damaged.
pub(super) const WAYS_ON: &str = "Put the files back as they were, or restore a backup (`ocpp-central restore`), or go on with \
                                  what can be read (`ocpp-central serve --accept-loss`)";

/// sled's database file, to make durable what sled wrote into it.
///
/// # Errors
/// [`StoreError::Failed`] that names the path.
pub(super) fn database(path: &Path) -> Result<File, StoreError> {
    let path = path.join("db");
    let opened = File::options().read(true).write(true).open(&path);
    opened.map_err(|error| failed(&path, &error))
}

/// Those of sled's small files that it would not open with, or read wrongly: each ends with a CRC-32.
pub(super) fn damaged(folder: &Path) -> io::Result<Vec<String>> {
    let mut snapshots = Vec::new();
    let mut damaged = Vec::new();
    for path in files_of(folder)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with("snap.") && !name.ends_with(".generating") {
            snapshots.push(path);
        } else if name == "conf" {
            let bytes = fs::read(&path).map_err(of(&path))?;
            // sled writes one anew that is shorter than that.
            if bytes.len() > 8 && folder.join("db").exists() && !ends_with_sum(&bytes, 4) {
                damaged.push(name.to_owned());
            }
        }
    }
    // sled reads the last one.
    snapshots.sort();
    if let Some(last) = snapshots.pop()
        && !ends_with_sum(&fs::read(&last).map_err(of(&last))?, 12)
    {
        damaged.extend(last.file_name().map(|name| name.to_string_lossy().into_owned()));
    }
    Ok(damaged)
}

/// The files that sled keeps in a folder.
pub(super) fn of_sled(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = files_of(folder)?;
    files.retain(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name == "db" || name == "conf" || name.starts_with("snap.")
    });
    Ok(files)
}

/// Whether the last four bytes are the CRC-32 of all but so many at the end.
fn ends_with_sum(bytes: &[u8], beside: usize) -> bool {
    let held = bytes.len().checked_sub(beside).and_then(|length| bytes.get(..length));
    let sum = bytes.last_chunk().map(|sum| u32::from_le_bytes(*sum));
    held.is_some_and(|held| !held.is_empty() && sum == Some(crc32fast::hash(held)))
}

/// The error of this folder, or of the file that the cause names itself.
pub(super) fn failed(path: &Path, cause: &dyn std::fmt::Display) -> StoreError {
    let (path, cause) = (path.display().to_string(), cause.to_string());
    let reason = if cause.starts_with(&path) {
        cause
    } else {
        format!("{path}: {cause}")
    };
    StoreError::Failed { reason }
}

/// Puts a file's name before the system's word about it, which has none; its kind stays.
pub(super) fn of(path: &Path) -> impl Fn(io::Error) -> io::Error + '_ {
    move |error| io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Returns when sled's file is not written into any more by an earlier store of this process.
///
/// # Errors
/// [`StoreError::Failed`] if it still is after a time.
pub(super) fn settle(path: &Path) -> Result<(), StoreError> {
    let Ok(file) = File::open(path.join("db")) else {
        return Ok(());
    };
    let started = Instant::now();
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if started.elapsed() < LINGER => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => return Err(failed(path, &"its database is in use by another process")),
            Err(TryLockError::Error(error)) => return Err(failed(path, &error)),
            Ok(()) => return Ok(()),
        }
    }
}

/// The folder is ours, so a lock on sled's file can only be that of a store that was just closed.
fn open_unlocked(path: &Path, cache_bytes: u64) -> sled::Result<sled::Db> {
    let started = Instant::now();
    loop {
        let config = sled::Config::new()
            .path(path)
            .cache_capacity(cache_bytes.max(LEAST_CACHE))
            .segment_size(SEGMENT_BYTES)
            .flush_every_ms(None);
        match config.open() {
            Err(sled::Error::Io(error)) if is_lock(&error) && started.elapsed() < LINGER => {
                std::thread::sleep(Duration::from_millis(5));
            }
            outcome => return outcome,
        }
    }
}

fn is_lock(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Other && error.to_string().contains("could not acquire lock")
}

/// A start that was interrupted leaves a half-written snapshot, which sled takes for the newest one
/// and then calls corrupt, or a half-written `conf` without a database.
fn remove_leftovers(path: &Path) -> io::Result<()> {
    for file in files_of(path)? {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            fs::remove_file(&file).map_err(of(&file))?;
        }
    }
    let (conf, database) = (path.join("conf"), path.join("db"));
    if conf.exists() && !database.exists() {
        fs::remove_file(&conf).map_err(of(&conf))?;
    }
    Ok(())
}

/// Syncs the files, and the folders that name them: a file that was just made is not safe without.
fn make_durable(path: &Path) -> io::Result<()> {
    for file in files_of(path)? {
        synced(&file)?;
    }
    synced(path)?;
    match path.canonicalize().map_err(of(path))?.parent() {
        Some(parent) => synced(parent),
        None => Ok(()),
    }
}

fn synced(path: &Path) -> io::Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(of(path))
}

/// The files in a folder.
pub(super) fn files_of(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(of(path))? {
        let entry = entry.map_err(of(path))?;
        if entry.file_type().map_err(of(path))?.is_file() {
            files.push(entry.path());
        }
    }
    Ok(files)
}
