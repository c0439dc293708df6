//! A file that comes in: written in pieces, hashed and counted on the way, and whole or not there at all.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use bytes::BytesMut;
use sha2::{Digest as _, Sha256};

use super::reserve::Reserve;
use super::{FileError, Files};
use crate::clock;
use crate::ids::FileId;

/// Pieces are gathered until there are so many bytes.
const PIECE: usize = 256 << 10;

/// A file that is not whole yet. Dropped, nothing of it is left.
pub struct Incoming {
    files: Files,
    id: FileId,
    sink: Option<Sink>,
    held: BytesMut,
    bytes: u64,
    /// How much room was taken, and is given back if it does not become a file.
    room: u64,
}

/// What writes.
struct Sink {
    file: File,
    hash: Sha256,
    reserve: Reserve,
}

/// A file that is whole, durable, and under its own name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its name on the disk, by which its record is to know it.
    pub id: FileId,
    /// How large it is.
    pub bytes: u64,
    /// In lower-case hexadecimal.
    pub sha256: String,
}

impl Files {
    /// Begins a file of which so many bytes are known to come; 0: it is not known.
    ///
    /// # Errors
    /// The disk has no room for it beside the reserve; the disk's.
    pub async fn begin(&self, expected: u64) -> Result<Incoming, FileError> {
        let id = new_id()?;
        let (folder, path) = (self.0.folder.clone(), self.0.partial_path(&id));
        let reserve = self.0.settings.reserve_bytes;
        let open = move || {
            fs::create_dir_all(&folder)?;
            let reserve = Reserve::watch(&folder, reserve, expected)?;
            Ok(Sink {
                reserve,
                file: File::create_new(&path)?,
                hash: Sha256::new(),
            })
        };
        let mut incoming = Incoming {
            files: self.clone(),
            id,
            sink: None,
            held: BytesMut::new(),
            bytes: 0,
            room: 0,
        };
        incoming.sink = Some(self.at_work(open).await?);
        Ok(incoming)
    }
}

impl Incoming {
    /// Takes a piece.
    ///
    /// # Errors
    /// It would be too large, or all files together, or leave less on the disk than the reserve; the disk's.
    pub async fn push(&mut self, piece: &[u8]) -> Result<(), FileError> {
        let more = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        let most = self.files.most_bytes();
        self.bytes = self.bytes.saturating_add(more);
        if self.bytes > most {
            return Err(FileError::TooLarge(most));
        }
        self.files.0.take(more)?;
        self.room += more;
        self.held.extend_from_slice(piece);
        if self.held.len() >= PIECE {
            self.flush().await?;
        }
        Ok(())
    }

    /// How much came.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    async fn flush(&mut self) -> Result<(), FileError> {
        let held = std::mem::take(&mut self.held);
        let mut sink = self.sink.take().ok_or(FileError::Gone)?;
        let write = move || {
            sink.reserve.take(u64::try_from(held.len()).unwrap_or(u64::MAX))?;
            sink.file.write_all(&held)?;
            sink.hash.update(&held);
            Ok(sink)
        };
        self.sink = Some(self.files.at_work(write).await?);
        Ok(())
    }

    /// Makes it durable and gives it its name.
    ///
    /// # Errors
    /// The disk's.
    pub async fn finish(mut self) -> Result<Received, FileError> {
        self.flush().await?;
        let Sink { file, hash, .. } = self.sink.take().ok_or(FileError::Gone)?;
        let (partial, path) = (self.files.0.partial_path(&self.id), self.files.0.path(&self.id));
        let folder = self.files.0.folder.clone();
        let name = move || {
            file.sync_all()?;
            fs::rename(&partial, &path)?;
            if let Err(error) = sync_folder(&folder) {
                fs::remove_file(&path)?;
                return Err(error);
            }
            Ok(hash.finalize())
        };
        let digest = self.files.at_work(name).await?;
        self.room = 0;
        Ok(Received {
            id: self.id.clone(),
            bytes: self.bytes,
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if self.room == 0 && self.sink.is_none() {
            return;
        }
        self.files.0.give_back(self.room);
        let path = self.files.0.partial_path(&self.id);
        let remove = move || {
            if let Err(error) = fs::remove_file(&path)
                && error.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "what came of a file could not be removed; the next start will");
            }
        };
        // A removal can take its time.
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(remove)),
            Err(_) => remove(),
        }
    }
}

/// Those made later come later in their order.
fn new_id() -> Result<FileId, FileError> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|error| FileError::Disk(std::io::Error::other(error.to_string())))?;
    let millis = u64::try_from(clock::now().timestamp_millis()).unwrap_or_default();
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    Ok(FileId::new(&id.to_string()))
}

fn sync_folder(folder: &Path) -> Result<(), FileError> {
    Ok(File::open(folder)?.sync_all()?)
}
