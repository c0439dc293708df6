//! Reads a backup, block by block, and believes nothing that its digest does not prove. Holds one block at a time.

use std::collections::VecDeque;
use std::io::{self, Read};

use flate2::read::DeflateDecoder;

use super::format::{DIGEST_BYTES, FORMAT, Header, Kind, LARGEST_BLOCK, MAGIC, Records, Trailer, digest};
use crate::store::Revision;

/// What a backup has, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A key of a page.
    Entry {
        /// The collection's name.
        collection: String,
        /// The key.
        key: String,
        /// Its bytes.
        value: Vec<u8>,
    },
    /// A write that was applied after the pages were begun.
    Change {
        /// Its revision.
        revision: Revision,
        /// The collection's name.
        collection: String,
        /// The key.
        key: String,
        /// What the key holds since; none: nothing.
        value: Option<Vec<u8>>,
    },
    /// Some of a file's bytes.
    Part {
        /// Below the folder of the store, with `/`.
        path: String,
        /// Where they begin in the file.
        at: u64,
        /// Whether the file ends with them.
        is_last: bool,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

/// Why a file is no backup that can be used.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It begins otherwise.
    #[error("this is no backup of ocpp-central")]
    NoBackup,
    /// Its form is of another version.
    #[error("the backup has form {0}, and this version of ocpp-central reads form {FORMAT} alone")]
    OtherForm(u32),
    /// It ends before its trailer.
    #[error("the backup is cut: it ends in block {block}, before its trailer")]
    Cut {
        /// From 1 on.
        block: u64,
    },
    /// A byte is not what was written.
    #[error("the backup is damaged in block {block}, which begins at byte {at}")]
    Damaged {
        /// From 1 on.
        block: u64,
        /// From 0 on.
        at: u64,
    },
    /// Something follows the trailer.
    #[error("the backup goes on after its trailer, so it is not as it was made")]
    GoesOn,
    /// It names a file that no backup of ours has.
    #[error("the backup names {0:?}, which is no file of a backup")]
    Foreign(String),
    /// The trailer counts otherwise.
    #[error("the backup's trailer does not count what is in it")]
    Miscounted,
    /// It cannot be read.
    #[error("the backup cannot be read: {0}")]
    Read(#[from] io::Error),
}

/// A backup that is being read.
pub struct Reader<R> {
    from: R,
    header: Header,
    before: [u8; DIGEST_BYTES],
    /// Bytes read so far.
    at: u64,
    items: VecDeque<Item>,
    counted: Trailer,
    trailer: Option<Trailer>,
}

impl<R: Read> Reader<R> {
    /// Reads its beginning.
    ///
    /// # Errors
    /// It is none, or none of ours to read.
    pub fn open(mut from: R) -> Result<Self, Fault> {
        let mut magic = [0; MAGIC.len()];
        match from.read_exact(&mut magic) {
            Ok(()) if magic == *MAGIC => {}
            Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error.into()),
            Ok(()) | Err(_) => return Err(Fault::NoBackup),
        }
        let mut reader = Self {
            from,
            header: Header {
                format: 0,
                program: String::new(),
                begun_at: String::new(),
                collections: std::collections::BTreeMap::new(),
                files: false,
            },
            before: [0; DIGEST_BYTES],
            at: magic.len() as u64,
            items: VecDeque::new(),
            counted: Trailer::default(),
            trailer: None,
        };
        let begin = reader.at;
        let (kind, content) = reader.block()?;
        let damaged = || Fault::Damaged { block: 1, at: begin };
        if kind != Kind::Header {
            return Err(damaged());
        }
        reader.header = serde_json::from_slice(&content).map_err(|_| damaged())?;
        match reader.header.format {
            FORMAT => Ok(reader),
            other => Err(Fault::OtherForm(other)),
        }
    }

    /// What it says of itself.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What it says at its end; none before that was read.
    #[must_use]
    pub fn trailer(&self) -> Option<&Trailer> {
        self.trailer.as_ref()
    }

    /// What comes next; none: it was read to its end, and is whole.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn next_item(&mut self) -> Result<Option<Item>, Fault> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Ok(Some(item));
            }
            if self.trailer.is_some() {
                return Ok(None);
            }
            let (begin, block) = (self.at, self.counted.blocks + 1);
            let (kind, content) = self.block()?;
            let damaged = || Fault::Damaged { block, at: begin };
            if kind == Kind::Trailer {
                let trailer = serde_json::from_slice(&content).map_err(|_| damaged())?;
                self.end(trailer)?;
            } else {
                self.take_apart(kind, &content).ok_or_else(damaged)?;
            }
        }
    }

    /// The next block, if its bytes are those that were written.
    fn block(&mut self) -> Result<(Kind, Vec<u8>), Fault> {
        let (begin, block) = (self.at, self.counted.blocks + 1);
        let damaged = || Fault::Damaged { block, at: begin };
        let head = self.bytes(9)?;
        let told: [u8; DIGEST_BYTES] = self.bytes(DIGEST_BYTES)?.try_into().map_err(|_| damaged())?;
        let mut fields = Records(&head);
        let kind = fields.byte().and_then(Kind::of).ok_or_else(damaged)?;
        let lengths = fields.number().ok_or_else(damaged)?;
        let length = |part: u64| usize::try_from(part).ok().filter(|length| *length <= LARGEST_BLOCK);
        let content_bytes = length(lengths >> 32).ok_or_else(damaged)?;
        let stored_bytes = length(lengths & u64::from(u32::MAX)).ok_or_else(damaged)?;
        let stored = self.bytes(stored_bytes)?;
        if digest(&self.before, &head, &stored) != told {
            return Err(damaged());
        }
        let mut content = Vec::with_capacity(content_bytes);
        let most = u64::try_from(content_bytes).unwrap_or(u64::MAX).saturating_add(1);
        let inflated = DeflateDecoder::new(stored.as_slice())
            .take(most)
            .read_to_end(&mut content);
        if inflated.is_err() || content.len() != content_bytes {
            return Err(damaged());
        }
        self.before = told;
        // The trailer is not among those that it counts.
        if kind != Kind::Trailer {
            self.counted.blocks += 1;
        }
        Ok((kind, content))
    }

    fn bytes(&mut self, length: usize) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::with_capacity(length);
        let wanted = u64::try_from(length).unwrap_or(u64::MAX);
        (&mut self.from).take(wanted).read_to_end(&mut bytes)?;
        self.at += u64::try_from(bytes.len()).unwrap_or_default();
        if bytes.len() < length {
            return Err(Fault::Cut {
                block: self.counted.blocks + 1,
            });
        }
        Ok(bytes)
    }

    fn take_apart(&mut self, kind: Kind, content: &[u8]) -> Option<()> {
        let mut records = Records(content);
        while !records.0.is_empty() {
            let item = match kind {
                Kind::Entries => entry(&mut records)?,
                Kind::Changes => change(&mut records)?,
                Kind::Files => part(&mut records)?,
                Kind::Header | Kind::Trailer => return None,
            };
            match &item {
                Item::Entry { .. } => self.counted.entries += 1,
                Item::Change { .. } => self.counted.changes += 1,
                Item::Part { is_last, .. } => self.counted.files += u64::from(*is_last),
            }
            self.items.push_back(item);
        }
        Some(())
    }

    fn end(&mut self, trailer: Trailer) -> Result<(), Fault> {
        let told = Trailer {
            revision: 0,
            as_of: String::new(),
            unreadable: 0,
            ..trailer.clone()
        };
        if told != self.counted {
            return Err(Fault::Miscounted);
        }
        let mut further = [0; 1];
        if self.from.read(&mut further)? > 0 {
            return Err(Fault::GoesOn);
        }
        self.trailer = Some(trailer);
        Ok(())
    }
}

fn entry(records: &mut Records<'_>) -> Option<Item> {
    Some(Item::Entry {
        collection: records.short()?.to_owned(),
        key: records.text()?.to_owned(),
        value: records.long()?.to_vec(),
    })
}

/// A change as it lies in a block.
pub(super) fn change(records: &mut Records<'_>) -> Option<Item> {
    let revision = Revision(records.number()?);
    let has_value = records.byte()? == 1;
    Some(Item::Change {
        revision,
        collection: records.short()?.to_owned(),
        key: records.text()?.to_owned(),
        value: if has_value {
            Some(records.long()?.to_vec())
        } else {
            None
        },
    })
}

fn part(records: &mut Records<'_>) -> Option<Item> {
    Some(Item::Part {
        path: records.text()?.to_owned(),
        at: records.number()?,
        is_last: records.byte()? == 1,
        bytes: records.long()?.to_vec(),
    })
}
