//! The bytes of files that charge points fetch and bring: on the disk beside the store, each under its id.
//!
//! A file is written under another name, made durable, and then has its own: there is never a half one. No thread that
//! carries connections waits for the disk; a few others do, in turn. What is known of a file (`state/files.rs`) is
//! written when its bytes are there; bytes without a record are removed (`tidy`).

pub mod disk;
mod error;
mod incoming;
pub mod multipart;
pub mod names;
mod outgoing;
pub mod range;
mod reserve;
mod tidy;

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Semaphore, oneshot};

pub use error::FileError;
pub use incoming::{Incoming, Received};
pub use outgoing::Opened;
pub use tidy::Tidy;

use crate::config::settings::FileSettings;
use crate::ids::FileId;
use crate::state::file_tokens::TokenHash;

/// So many reads and writes of the disk are under way at a time.
const MOST_AT_WORK: usize = 8;

/// What a file is called until it is whole.
const PARTIAL: &str = "partial";

/// The files of a server. Cheap to clone.
#[derive(Clone)]
pub struct Files(Arc<Shared>);

struct Shared {
    folder: PathBuf,
    settings: FileSettings,
    /// Of all files, and of what is being written.
    bytes: AtomicU64,
    at_work: Semaphore,
    /// One descriptor for all who read the same file.
    open: Mutex<HashMap<FileId, Weak<File>>>,
    /// Who brings a file with which token.
    bringing: Mutex<HashMap<TokenHash, Bringing>>,
}

struct Bringing {
    number: u64,
    _superseded: oneshot::Sender<()>,
}

/// A charge point brings a file with a token. A newer connection of its with the same token supersedes it: a station
/// that tries again has given up the one before.
pub struct Turn {
    files: Files,
    token: TokenHash,
    number: u64,
    superseded: oneshot::Receiver<()>,
}

impl Turn {
    /// Resolves when a newer one has begun.
    pub async fn superseded(&mut self) {
        // Nothing is ever sent: the other end goes.
        (&mut self.superseded).await.ok();
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut bringing = lock(&self.files.0.bringing);
        if bringing
            .get(&self.token)
            .is_some_and(|present| present.number == self.number)
        {
            bringing.remove(&self.token);
        }
    }
}

impl Files {
    /// Those in a folder, which is made when the first one comes. What was not finished there is removed.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn open(folder: &Path, settings: FileSettings) -> Result<Self, FileError> {
        let mut bytes = 0;
        for entry in tidy::entries(folder)? {
            if entry.is_partial {
                fs::remove_file(&entry.path)?;
            } else {
                bytes += entry.bytes;
            }
        }
        Ok(Self(Arc::new(Shared {
            folder: folder.to_owned(),
            settings,
            bytes: AtomicU64::new(bytes),
            at_work: Semaphore::new(MOST_AT_WORK),
            open: Mutex::default(),
            bringing: Mutex::default(),
        })))
    }

    /// How large one may be.
    #[must_use]
    pub fn most_bytes(&self) -> u64 {
        self.0.settings.max_upload_bytes
    }

    /// What all files have together, with what is being written.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }

    /// Where they lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// What is configured.
    #[must_use]
    pub fn settings(&self) -> &FileSettings {
        &self.0.settings
    }

    /// A charge point begins to bring a file with this token.
    #[must_use]
    pub fn turn(&self, token: &TokenHash) -> Turn {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let (sender, superseded) = oneshot::channel();
        let present = Bringing {
            number,
            _superseded: sender,
        };
        lock(&self.0.bringing).insert(token.clone(), present);
        Turn {
            files: self.clone(),
            token: token.clone(),
            number,
            superseded,
        }
    }

    /// Removes the bytes of a file whose record is gone.
    ///
    /// # Errors
    /// The disk's.
    pub async fn remove(&self, id: &FileId) -> Result<(), FileError> {
        lock(&self.0.open).remove(id);
        let path = self.0.path(id);
        let removed = self.at_work(move || removed(&path)).await?;
        self.0.give_back(removed);
        Ok(())
    }

    /// Does something with the disk on another thread.
    async fn at_work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
    ) -> Result<T, FileError> {
        let stopping = || FileError::Disk(std::io::Error::other("the server stops"));
        let _turn = self.0.at_work.acquire().await.map_err(|_| stopping())?;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|_| stopping())?
    }
}

impl Shared {
    fn path(&self, id: &FileId) -> PathBuf {
        self.folder.join(id.as_str())
    }

    fn partial_path(&self, id: &FileId) -> PathBuf {
        self.path(id).with_extension(PARTIAL)
    }

    /// Takes room for so many bytes more.
    fn take(&self, bytes: u64) -> Result<(), FileError> {
        let most = self.settings.max_total_bytes;
        let taken = self.bytes.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        if taken > most {
            self.give_back(bytes);
            return Err(FileError::NoRoom(most));
        }
        Ok(())
    }

    fn give_back(&self, bytes: u64) {
        let less = |present: u64| Some(present.saturating_sub(bytes));
        // Always taken.
        self.bytes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).ok();
    }
}

/// Removes a file, and says how many bytes it had; one that is not there had none.
fn removed(path: &Path) -> Result<u64, FileError> {
    let bytes = match fs::metadata(path) {
        Ok(known) => known.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error.into()),
    };
    fs::remove_file(path)?;
    Ok(bytes)
}

// A panic cannot leave one of these maps half changed, so a poisoned lock is as good as another.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
