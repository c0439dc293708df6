//! Why bytes are not taken or not given.

use std::io;

/// Nothing is left of what was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// One file is larger than `files.max_upload`.
    #[error("the file is larger than {0} bytes, which is what files.max_upload allows")]
    TooLarge(u64),
    /// All files together would be larger than `files.max_total`.
    #[error("the files take up the {0} bytes that files.max_total allows: remove some, or raise it")]
    NoRoom(u64),
    /// The disk would have less left than `files.reserve`.
    #[error("the disk of the server is almost full: files.reserve leaves {0} bytes of it to the server itself")]
    Reserved(u64),
    /// The disk has no room.
    #[error("the disk is full")]
    DiskFull,
    /// The bytes are not there, though the record is.
    #[error("the file's bytes are gone")]
    Gone,
    /// The disk fails otherwise.
    #[error("the file cannot be read or written: {0}")]
    Disk(io::Error),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::NotFound => Self::Gone,
            _ => Self::Disk(error),
        }
    }
}
