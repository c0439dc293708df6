//! What uploads leave free on the disk: the state of the server lies on the same one, and the server ends when it cannot
//! write it.

use std::io;
use std::path::{Path, PathBuf};

use super::FileError;
use super::disk::Disk;

/// The disk is looked at before each so many bytes.
const STEP: u64 = 4 << 20;

/// Watches the disk on behalf of one file that comes.
pub(super) struct Reserve {
    folder: PathBuf,
    /// What is to stay free, in bytes.
    bytes: u64,
    /// So many bytes may still be written without another look.
    seen: u64,
}

impl Reserve {
    /// For a file of which so many bytes are known to come.
    ///
    /// # Errors
    /// It would leave less than the reserve; the disk's.
    pub(super) fn watch(folder: &Path, bytes: u64, expected: u64) -> Result<Self, FileError> {
        if free(folder)? < bytes.saturating_add(expected) {
            return Err(FileError::Reserved(bytes));
        }
        Ok(Self {
            folder: folder.to_owned(),
            bytes,
            seen: 0,
        })
    }

    /// So many bytes are to be written.
    ///
    /// # Errors
    /// They would leave less than the reserve; the disk's.
    pub(super) fn take(&mut self, bytes: u64) -> Result<(), FileError> {
        if bytes > self.seen {
            let wanted = bytes.max(STEP);
            let free = free(&self.folder)?.saturating_sub(self.bytes);
            if free < bytes {
                return Err(FileError::Reserved(self.bytes));
            }
            self.seen = wanted.min(free);
        }
        self.seen -= bytes;
        Ok(())
    }
}

/// What is free on the disk for who is not its administrator, in bytes.
pub(super) fn free(folder: &Path) -> io::Result<u64> {
    Disk::of(folder).map(|disk| disk.free)
}
