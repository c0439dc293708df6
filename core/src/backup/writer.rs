//! Writes a backup, block by block, into whatever takes bytes.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use super::format::{BLOCK_BYTES, Content, DIGEST_BYTES, Header, Kind, MAGIC, PART_BYTES, Trailer, digest, head};
use crate::store::Revision;

/// A backup that is being written.
pub struct Writer<W> {
    out: W,
    kind: Kind,
    content: Content,
    before: [u8; DIGEST_BYTES],
    counted: Trailer,
}

/// What a backup's last block says beside the counts.
#[derive(Debug, Clone)]
pub(super) struct End {
    pub(super) revision: Revision,
    pub(super) as_of: String,
    pub(super) unreadable: u64,
}

impl<W: Write> Writer<W> {
    /// Begins one.
    ///
    /// # Errors
    /// Those of what takes the bytes, as everywhere here.
    pub fn begin(mut out: W, header: &Header) -> io::Result<Self> {
        out.write_all(MAGIC)?;
        let mut writer = Self {
            out,
            kind: Kind::Header,
            content: Content::default(),
            before: [0; DIGEST_BYTES],
            counted: Trailer::default(),
        };
        writer.json(Kind::Header, header)?;
        Ok(writer)
    }

    /// A key of a page.
    ///
    /// # Errors
    /// As [`Writer::begin`].
    pub fn entry(&mut self, collection: &str, key: &str, value: &[u8]) -> io::Result<()> {
        self.turn_to(Kind::Entries)?;
        self.content.short(collection).text(key).long(value);
        self.counted.entries += 1;
        self.close_if_full()
    }

    /// A write that was applied; none: the key is gone.
    ///
    /// # Errors
    /// As [`Writer::begin`].
    pub fn change(&mut self, revision: Revision, collection: &str, key: &str, value: Option<&[u8]>) -> io::Result<()> {
        self.turn_to(Kind::Changes)?;
        put_change(&mut self.content, revision, collection, key, value);
        self.counted.changes += 1;
        self.close_if_full()
    }

    /// A file, to its end.
    ///
    /// # Errors
    /// As [`Writer::begin`], and those of the file.
    pub fn file(&mut self, path: &str, mut bytes: impl Read) -> io::Result<()> {
        let mut part = vec![0; PART_BYTES];
        let mut at: u64 = 0;
        loop {
            let read = fill(&mut bytes, &mut part)?;
            let is_last = read < part.len();
            self.turn_to(Kind::Files)?;
            let taken = part.get(..read).unwrap_or_default();
            self.content.text(path).number(at).byte(is_last.into()).long(taken);
            at += u64::try_from(read).unwrap_or_default();
            self.close_if_full()?;
            if is_last {
                self.counted.files += 1;
                return Ok(());
            }
        }
    }

    /// The end; what took the bytes.
    ///
    /// # Errors
    /// As [`Writer::begin`].
    pub(super) fn finish(mut self, end: End) -> io::Result<W> {
        self.close()?;
        let trailer = Trailer {
            revision: end.revision.0,
            as_of: end.as_of,
            unreadable: end.unreadable,
            ..self.counted.clone()
        };
        self.json(Kind::Trailer, &trailer)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn json(&mut self, kind: Kind, value: &impl Serialize) -> io::Result<()> {
        self.turn_to(kind)?;
        serde_json::to_writer(&mut self.content.0, value)?;
        self.close()
    }

    fn turn_to(&mut self, kind: Kind) -> io::Result<()> {
        if self.kind != kind {
            self.close()?;
            self.kind = kind;
        }
        Ok(())
    }

    fn close_if_full(&mut self) -> io::Result<()> {
        if self.content.0.len() < BLOCK_BYTES {
            return Ok(());
        }
        self.close()
    }

    fn close(&mut self) -> io::Result<()> {
        if self.content.0.is_empty() {
            return Ok(());
        }
        let mut deflated = DeflateEncoder::new(Vec::with_capacity(self.content.0.len() / 4), Compression::fast());
        deflated.write_all(&self.content.0)?;
        let stored = deflated.finish()?;
        let head = head(self.kind, self.content.0.len(), stored.len());
        self.before = digest(&self.before, &head, &stored);
        self.out.write_all(&head)?;
        self.out.write_all(&self.before)?;
        self.out.write_all(&stored)?;
        self.content.0.clear();
        // One large value does not keep its room for all that come after it.
        self.content.0.shrink_to(2 * BLOCK_BYTES);
        self.counted.blocks += 1;
        Ok(())
    }
}

/// A change as it lies in a block.
pub(super) fn put_change(content: &mut Content, revision: Revision, collection: &str, key: &str, value: Option<&[u8]>) {
    content.number(revision.0).byte(value.is_some().into());
    content.short(collection).text(key);
    if let Some(value) = value {
        content.long(value);
    }
}

/// Reads until the buffer is full or nothing more comes.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
