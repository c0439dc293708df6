//! A file that goes out: any part of it, piece by piece, as fast as it is taken.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::sync::{Arc, Weak};

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::try_unfold;

use super::{FileError, Files, lock};
use crate::ids::FileId;

/// So many bytes are read at a time.
const PIECE: u64 = 64 << 10;

/// A file that can be read.
#[derive(Clone)]
pub struct Opened {
    files: Files,
    file: Arc<File>,
}

impl Files {
    /// A file to read from, also while it is removed.
    ///
    /// # Errors
    /// [`FileError::Gone`]; the disk's.
    pub async fn read(&self, id: &FileId) -> Result<Opened, FileError> {
        let known = lock(&self.0.open).get(id).and_then(Weak::upgrade);
        let file = match known {
            Some(file) => file,
            None => {
                let path = self.0.path(id);
                let file = Arc::new(self.at_work(move || Ok(File::open(path)?)).await?);
                let mut open = lock(&self.0.open);
                open.retain(|_, file| file.strong_count() > 0);
                open.insert(id.clone(), Arc::downgrade(&file));
                file
            }
        };
        Ok(Opened {
            files: self.clone(),
            file,
        })
    }
}

impl Opened {
    /// These bytes of it; `taken` is called when they were all taken.
    pub fn part(self, part: Range<u64>, taken: impl FnOnce() + 'static) -> impl Stream<Item = io::Result<Bytes>> {
        let begin = (self, part, Some(taken));
        try_unfold(begin, |(opened, part, mut taken)| async move {
            if part.is_empty() {
                if let Some(taken) = taken.take() {
                    taken();
                }
                return Ok(None);
            }
            let end = part.end.min(part.start.saturating_add(PIECE));
            let piece = opened.piece(part.start..end).await?;
            Ok(Some((piece, (opened, end..part.end, taken))))
        })
    }

    async fn piece(&self, part: Range<u64>) -> io::Result<Bytes> {
        let file = Arc::clone(&self.file);
        let read = move || {
            let mut bytes = vec![0; usize::try_from(part.end - part.start).unwrap_or_default()];
            file.read_exact_at(&mut bytes, part.start)?;
            Ok(Bytes::from(bytes))
        };
        self.files.at_work(read).await.map_err(io::Error::other)
    }
}
