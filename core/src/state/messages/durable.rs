//! Messages that outlive the server: those of chosen charge points wait a moment, are written in pieces of many, and
//! the oldest pieces go where a charge point has more than it may.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use super::ring::{NewEntry, Snapshot, append, retold};
use crate::frame::secrets::masked;
use crate::ids::ChargePointId;
use crate::state::collections::MESSAGES;
use crate::state::retention::{Archive, RemovalError};
use crate::state::stays::Remover;
use crate::state::{State, delete, key, parts, prefix, put_encoded};
use crate::store::{Change, Page, StoreError, Write};

/// How long a message may wait.
const PAUSE: Duration = Duration::from_secs(1);
/// So much of one charge point waits at most; where the store does not take it, it is lost.
const MOST_WAITING: usize = 256 << 10;
/// A message takes so many bytes at most; what is longer is cut.
const LONGEST: usize = 64 << 10;
/// Pieces that are written in one list.
const PIECES: usize = 100;

/// What waits of one charge point.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    bytes: Vec<u8>,
    first: u64,
}

/// Messages in a row.
#[derive(Debug)]
pub struct Piece {
    /// The number of the first.
    pub first: u64,
    pub bytes: Vec<u8>,
}

impl Waiting {
    /// One more message; without its secrets, because it will lie on a disk.
    pub(super) fn push(&mut self, number: u64, entry: NewEntry<'_>) {
        if self.bytes.len() > MOST_WAITING {
            self.bytes.clear();
        }
        if self.bytes.is_empty() {
            self.first = number;
        }
        let text = masked(entry.text);
        append(&mut self.bytes, NewEntry { text: &text, ..entry }, LONGEST);
    }

    pub(super) fn retell(&mut self, told: &dyn Fn(&str) -> Option<String>) -> bool {
        let other = retold(&self.bytes, told);
        let is_other = other.is_some();
        self.bytes = other.unwrap_or_else(|| std::mem::take(&mut self.bytes));
        is_other
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn take(&mut self) -> Option<Piece> {
        let bytes = std::mem::take(&mut self.bytes);
        let first = self.first;
        (!bytes.is_empty()).then_some(Piece { first, bytes })
    }
}

/// Writes what waits, again and again.
pub struct Keeper {
    state: State,
    /// How much of each charge point is kept, in bytes.
    most: usize,
    stored: HashMap<ChargePointId, Stored>,
    /// How often a charge point was forgotten when that was read.
    forgotten: u64,
    archive: Option<Arc<dyn Archive>>,
}

/// The pieces of one charge point, oldest first: keys and sizes.
type Stored = VecDeque<(String, usize)>;

impl Keeper {
    /// Of each charge point so many bytes are kept; what goes is written down before, where there is an archive.
    #[must_use]
    pub fn new(state: State, most: usize, archive: Option<Arc<dyn Archive>>) -> Self {
        Self {
            state,
            most,
            stored: HashMap::new(),
            forgotten: 0,
            archive,
        }
    }

    /// Works until it is told to stop, and then writes the rest.
    pub async fn run(mut self, mut stop: oneshot::Receiver<()>) {
        loop {
            let stopped = tokio::time::timeout(PAUSE, &mut stop).await.is_ok();
            if let Err(error) = self.write().await {
                tracing::error!(%error, "messages could not be stored, and are lost");
            }
            if stopped {
                return;
            }
        }
    }

    /// Of what fails nobody knows here what of it is in the store: that is looked for again.
    async fn write(&mut self) -> Result<(), StoreError> {
        let written = self.write_waiting().await;
        if written.is_err() {
            self.stored.clear();
        }
        written
    }

    async fn write_waiting(&mut self) -> Result<(), StoreError> {
        let forgotten = self.state.messages().forgotten();
        if std::mem::replace(&mut self.forgotten, forgotten) != forgotten {
            self.stored.clear();
        }
        let mut writes = Vec::new();
        for (id, piece) in self.state.messages().take_waiting() {
            writes.extend(self.keep(&id, piece)?);
            if writes.len() >= PIECES {
                self.carry_out(std::mem::take(&mut writes)).await?;
            }
        }
        if !writes.is_empty() {
            self.carry_out(writes).await?;
        }
        Ok(())
    }

    /// What cannot be written down stays, and is looked at again with the next piece.
    async fn carry_out(&mut self, mut writes: Vec<Write>) -> Result<(), StoreError> {
        let is_removal = |write: &Write| write.change == Change::Delete;
        if let Some(archive) = &self.archive
            && writes.iter().any(is_removal)
        {
            let going = writes.iter().filter(|write| is_removal(write)).cloned().collect();
            let kept = written_down(self.state.clone(), Arc::clone(archive), going).await;
            match kept {
                Ok(()) => self.state.stays().went(Remover::Frames),
                Err(error) => {
                    if self.state.stays().stays(Remover::Frames, error.to_string()) {
                        tracing::error!(%error, "more messages are kept than should be");
                    }
                    writes.retain(|write| !is_removal(write));
                    self.stored.clear();
                }
            }
        }
        self.state.store().write(writes).await.map(drop)
    }

    /// The piece, and the removal of what is too much.
    fn keep(&mut self, id: &ChargePointId, piece: Piece) -> Result<Vec<Write>, StoreError> {
        if !self.stored.contains_key(id) {
            self.stored.insert(id.clone(), stored(&self.state, id)?);
        }
        let pieces = self.stored.entry(id.clone()).or_default();
        let size = piece.bytes.len();
        let name = key(&[id.as_str(), &format!("{:020}", piece.first), &size.to_string()]);
        pieces.push_back((name.clone(), size));
        let mut writes = vec![put_encoded(MESSAGES, name, piece.bytes)];
        let mut sum: usize = pieces.iter().map(|(_, size)| size).sum();
        while sum > self.most
            && pieces.len() > 1
            && let Some((oldest, size)) = pieces.pop_front()
        {
            sum -= size;
            writes.push(delete(MESSAGES, oldest));
        }
        Ok(writes)
    }
}

/// Files are slow, and nobody else on this thread may wait for them.
async fn written_down(state: State, archive: Arc<dyn Archive>, going: Vec<Write>) -> Result<(), RemovalError> {
    let kept = tokio::task::spawn_blocking(move || archive.keep(&state, &going)).await;
    kept.unwrap_or_else(|error| {
        let reason = error.to_string();
        Err(StoreError::Failed { reason }.into())
    })
}

/// The pieces of a charge point, by their keys alone.
fn stored(state: &State, id: &ChargePointId) -> Result<Stored, StoreError> {
    let keys = state
        .store()
        .list_keys(MESSAGES, Page::of(&prefix(&[id.as_str()]), usize::MAX))?;
    let sized = keys.into_iter().map(|key| {
        let size = parts(&key).last().and_then(|size| size.parse().ok());
        (key, size.unwrap_or_default())
    });
    Ok(sized.collect())
}

impl State {
    /// The stored messages of a charge point in their pieces, the newest first, and of those that begin before a number.
    pub fn stored_messages(&self, id: &ChargePointId, before: u64, limit: usize) -> Result<Vec<Snapshot>, StoreError> {
        let common = prefix(&[id.as_str()]);
        let end = format!("{common}{before:020}");
        let page = Page::of(&common, limit).descending().after(Some(&end));
        let found = self.store().list(MESSAGES, page)?;
        let read = found.into_iter().map(|(key, entry)| {
            let first = parts(&key).get(1).and_then(|first| first.parse().ok());
            Snapshot::of(entry.value, first.unwrap_or_default())
        });
        Ok(read.collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::store::guided::{Guided, refused};
    use crate::store::{MemoryStore, Store as _};

    #[actix_web::test]
    async fn what_could_not_go_goes_with_a_later_piece() {
        let is_full = Arc::new(AtomicBool::new(false));
        let disk = Arc::clone(&is_full);
        let disk = Guided::new(MemoryStore::new(), move |inner: &MemoryStore, writes| {
            match disk.load(Ordering::Relaxed) {
                true => refused(),
                false => inner.write(writes),
            }
        });
        let state = State::new(Arc::new(disk));
        state.messages().store(vec!["*".to_owned()]);
        let log = state.messages().join(&ChargePointId::new("CP1"));
        let mut keeper = Keeper::new(state.clone(), 1, None);
        for full in [false, true, true, false] {
            is_full.store(full, Ordering::Relaxed);
            log.received("[2,\"1\",\"Heartbeat\",{}]");
            assert_eq!(keeper.write().await.is_err(), full);
        }
        let pieces = state.store().list_keys(MESSAGES, Page::all(10)).unwrap();
        assert_eq!(pieces.len(), 1, "{pieces:?}");
    }
}
