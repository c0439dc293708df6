//! Backup and restore: the whole state in one file, taken while the server works, and laid out again where nothing is.
//!
//! What is copied page by page is of many moments. The writes that are applied meanwhile are taken down in their order
//! (`tail`), and stand behind the pages: whoever reads the pages and then carries these out has the state of one
//! moment, that of the last of them.
//!
//! `format` is what the bytes mean, [`Writer`] and [`Reader`] are its two directions, [`make`] takes a backup,
//! [`restore`] and [`verify`] use one; [`salvage`] lays out anew what is left of a damaged store. The configuration is not in it, nor are recordings of plugins and logs.

use crate::config::settings::StoreSettings;
use crate::store::Limits;

mod format;
mod laying_out;
mod making;
mod reader;
mod restoring;
mod salvaging;
mod tail;
#[cfg(test)]
mod tests;
mod writer;

pub use format::{FORMAT, Header, Trailer};
pub use laying_out::{UNFINISHED, is_unfinished};
pub use making::{MakeError, Source, make};
pub use reader::{Fault, Item, Reader};
pub use restoring::{RestoreError, Restored, Target, restore, verify};
pub use salvaging::{Salvaged, finish_salvage, salvage};
pub use writer::Writer;

/// What a store that is laid out may take: as much as that of the server.
#[must_use]
pub const fn limits(settings: &StoreSettings) -> Limits {
    Limits {
        cache_bytes: settings.cache_bytes,
        reserve_bytes: settings.reserve_bytes,
    }
}
