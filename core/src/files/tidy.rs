//! What goes by itself: files and tokens whose time is over, and bytes without a record. On a thread of its own, which
//! nobody waits for.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use super::{FileError, Files, PARTIAL, lock, removed};
use crate::clock::{self, Time};
use crate::ids::FileId;
use crate::state::State;
use crate::state::file_tokens::{Purpose, delete_file_token};
use crate::state::files::{StoredFile, delete_file};
use crate::store::{StoreError, Write};

/// Records that are looked at, or removed, at a time.
const STEP: usize = 500;

/// Between two passes.
const REST: Duration = Duration::from_secs(60);

/// Bytes without a record that are younger may be waiting for it.
const YOUNGEST: Duration = Duration::from_secs(600);

/// The thread. Dropping it ends the thread after its present pass.
pub struct Tidy {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Tidy {
    /// Removes what is over, now and every minute.
    ///
    /// # Errors
    /// If there can be no further thread.
    pub fn start(files: Files, state: State) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new()
            .name("files".to_owned())
            .spawn(move || run(&files, &state, &runtime, &stopped))?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Tidy {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that removes old files panicked");
        }
    }
}

fn run(files: &Files, state: &State, runtime: &tokio::runtime::Runtime, stopped: &Receiver<()>) {
    loop {
        let write = |writes| runtime.block_on(state.store().write(writes)).map(drop);
        if let Err(error) = pass(files, state, clock::now(), &write) {
            tracing::error!(%error, "files whose time is over could not be removed");
        }
        if stopped.recv_timeout(REST) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum PassError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Files(#[from] FileError),
}

/// Removes what is over by then.
pub(super) fn pass(
    files: &Files,
    state: &State,
    now: Time,
    write: &dyn Fn(Vec<Write>) -> Result<(), StoreError>,
) -> Result<(), PassError> {
    // Who was told to fetch a file later still gets it.
    let mut wanted = HashSet::new();
    let mut after = None;
    loop {
        let page = state.file_tokens(after.as_deref(), STEP)?;
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        let mut gone = Vec::new();
        for (key, token) in page {
            match token.purpose {
                _ if token.expires_at <= now => gone.push(delete_file_token(key)),
                Purpose::Download(id) => drop(wanted.insert(id)),
                Purpose::Upload(_) => {}
            }
        }
        if !gone.is_empty() {
            write(gone)?;
        }
    }
    let mut after = None;
    loop {
        let page = state.files(after.as_ref(), STEP)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id.clone());
        let is_over = |file: &&StoredFile| file.expires_at.is_some_and(|at| at <= now) && !wanted.contains(&file.id);
        let gone: Vec<Write> = page.iter().filter(is_over).flat_map(delete_file).collect();
        if !gone.is_empty() {
            write(gone)?;
        }
    }
    bytes_without_a_record(files, state)
}

/// Its charge point was forgotten, its time was over, or the server ended before its record was there.
fn bytes_without_a_record(files: &Files, state: &State) -> Result<(), PassError> {
    for entry in entries(&files.0.folder)? {
        if entry.is_partial || entry.age < YOUNGEST {
            continue;
        }
        let Some(id) = entry.path.file_name().and_then(|name| name.to_str()).map(FileId::new) else {
            continue;
        };
        if state.file(&id)?.is_none() {
            lock(&files.0.open).remove(&id);
            let bytes = removed(&entry.path)?;
            files.0.give_back(bytes);
            tracing::debug!(file = %id, bytes, "bytes without a record were removed");
        }
    }
    Ok(())
}

/// A file in the folder.
pub(super) struct Entry {
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
    pub(super) is_partial: bool,
    age: Duration,
}

/// Those in a folder; a folder that is not there has none.
pub(super) fn entries(folder: &Path) -> Result<Vec<Entry>, FileError> {
    let listed = match fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut entries = Vec::new();
    for entry in listed {
        let path = entry?.path();
        // It may be gone since it was listed.
        let Ok(known) = fs::metadata(&path) else { continue };
        if known.is_file() {
            let since = known
                .modified()
                .ok()
                .and_then(|at| SystemTime::now().duration_since(at).ok());
            entries.push(Entry {
                bytes: known.len(),
                is_partial: path.extension().is_some_and(|ending| ending == PARTIAL),
                age: since.unwrap_or_default(),
                path,
            });
        }
    }
    Ok(entries)
}
