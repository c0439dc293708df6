//! The form of a backup. Pure.
//!
//! A file is eight bytes that name it, and blocks. A block is
//!
//! | bytes | what |
//! |---|---|
//! | 1 | its kind: `H` header, `F` parts of files, `E` entries, `C` changes, `T` trailer |
//! | 4 | how many bytes its content has |
//! | 4 | how many bytes it has here: the content is deflated (RFC 1951) |
//! | 32 | SHA-256 of the block before's (32 times 0 for the first), of the nine bytes above, and of the bytes here |
//! | … | the content, deflated |
//!
//! so that no byte can change, and no block be missing, be there twice or stand elsewhere. Header and trailer are JSON.
//! The content of the others is one record after the other; numbers are big-endian:
//!
//! | kind | a record |
//! |---|---|
//! | `E` | collection, key, value |
//! | `C` | revision (8), 1 for a value or 0 for none (1), collection, key, value if there is one |
//! | `F` | path, where the part begins in the file (8), 1 if it is the last (1), bytes |
//!
//! A collection has a length of 1 byte before its text, a key and a path one of 2, a value and bytes one of 4. The first
//! block is the header, the last the trailer, and nothing follows it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::store::MAX_VALUE_BYTES;

/// What every backup begins with.
pub(super) const MAGIC: &[u8; 8] = b"OCPPBKUP";

/// The number of the form that is written, and the only one that is read.
pub const FORMAT: u32 = 1;

/// A block is closed when its content has so many bytes.
pub(super) const BLOCK_BYTES: usize = 256 * 1024;

/// No block of ours has more: one record of the largest size, and what was there before it.
pub(super) const LARGEST_BLOCK: usize = MAX_VALUE_BYTES + 2 * BLOCK_BYTES;

/// So many bytes of a file are one part.
pub(super) const PART_BYTES: usize = 128 * 1024;

/// The bytes of a digest.
pub(super) const DIGEST_BYTES: usize = 32;

/// The kind of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Header,
    Files,
    Entries,
    Changes,
    Trailer,
}

impl Kind {
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Header => b'H',
            Self::Files => b'F',
            Self::Entries => b'E',
            Self::Changes => b'C',
            Self::Trailer => b'T',
        }
    }

    pub(super) fn of(byte: u8) -> Option<Self> {
        let all = [Self::Header, Self::Files, Self::Entries, Self::Changes, Self::Trailer];
        all.into_iter().find(|kind| kind.byte() == byte)
    }
}

/// What a backup says of itself first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// The number of the form.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When it was begun (RFC 3339).
    pub begun_at: String,
    /// The collections that it has, with the number of the form in which their records are.
    pub collections: BTreeMap<String, u32>,
    /// Whether the files of charge points (firmware, diagnostics) are in it.
    pub files: bool,
}

/// What a backup says of itself last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trailer {
    /// Entries in its pages.
    pub entries: u64,
    /// Writes that were applied while it was made.
    pub changes: u64,
    /// Files, components of plugins included.
    pub files: u64,
    /// Blocks before the trailer's.
    pub blocks: u64,
    /// Records that could not be read, and are not in it.
    pub unreadable: u64,
    /// The revision whose state it is.
    pub revision: u64,
    /// Until when every acknowledged write is in it (RFC 3339).
    pub as_of: String,
}

/// The digest of a block, given that of the one before.
pub(super) fn digest(before: &[u8; DIGEST_BYTES], head: &[u8], stored: &[u8]) -> [u8; DIGEST_BYTES] {
    let mut digest = Sha256::new();
    digest.update(before);
    digest.update(head);
    digest.update(stored);
    digest.finalize().into()
}

/// The first nine bytes of a block.
pub(super) fn head(kind: Kind, content: usize, stored: usize) -> Vec<u8> {
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes();
    [&[kind.byte()][..], &length(content), &length(stored)].concat()
}

/// Puts records together. What is too long for its length is cut; the store takes nothing that is.
#[derive(Debug, Default)]
pub(super) struct Content(pub(super) Vec<u8>);

impl Content {
    pub(super) fn byte(&mut self, byte: u8) -> &mut Self {
        self.0.push(byte);
        self
    }

    pub(super) fn number(&mut self, number: u64) -> &mut Self {
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    pub(super) fn short(&mut self, text: &str) -> &mut Self {
        let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
        self.0.push(length);
        self.bytes(text.as_bytes(), length.into())
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.bytes(text.as_bytes(), length.into())
    }

    pub(super) fn long(&mut self, bytes: &[u8]) -> &mut Self {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.bytes(bytes, usize::try_from(length).unwrap_or(usize::MAX))
    }

    fn bytes(&mut self, bytes: &[u8], length: usize) -> &mut Self {
        self.0.extend_from_slice(bytes.get(..length).unwrap_or(bytes));
        self
    }
}

/// Takes records apart; `None` where the bytes are none.
#[derive(Debug)]
pub(super) struct Records<'a>(pub(super) &'a [u8]);

impl<'a> Records<'a> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        self.bytes(1)?.first().copied()
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.bytes(8)?.try_into().ok()?))
    }

    pub(super) fn short(&mut self) -> Option<&'a str> {
        let length = self.byte()?;
        std::str::from_utf8(self.bytes(length.into())?).ok()
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = u16::from_be_bytes(self.bytes(2)?.try_into().ok()?);
        std::str::from_utf8(self.bytes(length.into())?).ok()
    }

    pub(super) fn long(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_be_bytes(self.bytes(4)?.try_into().ok()?);
        self.bytes(usize::try_from(length).ok()?)
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }
}
