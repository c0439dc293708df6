//! Goes through what sled's file has, and adds up the entries that are whole.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::io;

use super::super::super::Revision;
use super::super::digest::{Digest, Share};
use super::super::entry::{self, Form, Stored};
use super::super::raw::Raw;
use super::{Counts, Touched};

/// What was found.
pub(super) struct Walk<'a> {
    /// Keys that do not count here.
    touched: &'a Touched,
    pub(super) digest: Digest,
    pub(super) collections: BTreeMap<String, Counts>,
    /// Keys whose entries are not whole.
    pub(super) damaged: Vec<Vec<u8>>,
    pieces: HashMap<(Vec<u8>, Revision), Pieces>,
    /// The keys of the entries, by their hashes, where one may come twice.
    seen: Option<(RandomState, HashSet<u64>)>,
}

/// What the pieces of a value come to, which lie before their entry.
struct Pieces {
    sum: crc32fast::Hasher,
    bytes: u64,
}

impl<'a> Walk<'a> {
    pub(super) fn new(touched: &'a Touched) -> Self {
        Self {
            touched,
            digest: Digest::default(),
            collections: BTreeMap::new(),
            damaged: Vec::new(),
            pieces: HashMap::new(),
            seen: None,
        }
    }

    /// Takes all that the tree leads to. Whether it breaks off.
    pub(super) fn take(&mut self, raw: &Raw) -> io::Result<bool> {
        let whole = raw.entries(&mut |key, value| {
            self.add(&key, value);
            true
        })?;
        Ok(whole.is_err())
    }

    /// Takes all that can be read of a damaged file, of each key one entry. It may be an older one, or of a key that is
    /// gone: what comes out is how much there is at most.
    pub(super) fn take_all(&mut self, raw: &Raw) -> io::Result<()> {
        self.seen = Some(Default::default());
        // The pieces of a value may lie behind its entry here.
        raw.all_entries(&mut |key, value| {
            if key.starts_with(entry::PIECES) {
                self.add(&key, value);
            }
        })?;
        raw.all_entries(&mut |key, value| {
            if !key.starts_with(b"\0") {
                self.add(&key, value);
            }
        })?;
        raw.harmed_entries(&mut |key, value| {
            // What is no key of ours was damaged itself.
            if !key.starts_with(b"\0") && self.collections.contains_key(&*collection_of(&key)) {
                let is_proved = entry::read(value).is_some_and(|stored| stored.sum.is_some());
                self.add(&key, if is_proved { value } else { &[] });
            }
        })
    }

    /// Whether a whole entry of this key was taken by [`Walk::take_all`].
    pub(super) fn has(&self, key: &[u8]) -> bool {
        let seen = self.seen.as_ref();
        seen.is_some_and(|(hasher, seen)| seen.contains(&hasher.hash_one(key)))
    }

    fn add(&mut self, key: &[u8], value: &[u8]) {
        if let Some((owner, revision)) = entry::owner_of_piece(key) {
            let pieces = self
                .pieces
                .entry((owner.to_owned(), revision))
                .or_insert_with(|| Pieces {
                    sum: entry::begin_checksum(owner, revision),
                    bytes: 0,
                });
            pieces.sum.update(value);
            pieces.bytes += value.len() as u64;
            return;
        }
        if key.starts_with(b"\0") {
            return;
        }
        let stored = entry::read(value).filter(|stored| self.is_whole(key, stored));
        if let (Some(_), Some((hasher, seen))) = (&stored, &mut self.seen)
            && !seen.insert(hasher.hash_one(key))
        {
            return;
        }
        let counts = self.collections.entry(collection_of(key).into_owned()).or_default();
        match stored {
            Some(stored) => {
                counts.entries += 1;
                if !self.touched.contains_key(key) {
                    self.digest.add(Share::of(stored.revision, stored.sum));
                }
            }
            None => {
                counts.damaged += 1;
                if !self.touched.contains_key(key) {
                    self.damaged.push(key.to_owned());
                }
            }
        }
    }

    fn is_whole(&self, key: &[u8], stored: &Stored<'_>) -> bool {
        match stored.form {
            Form::Whole(value) => stored.holds(key, value),
            Form::Cut(length) => {
                let pieces = self.pieces.get(&(key.to_owned(), stored.revision));
                pieces.is_some_and(|pieces| {
                    let sum = pieces.sum.clone().finalize();
                    pieces.bytes == length && stored.sum.is_none_or(|stored| stored == sum)
                })
            }
        }
    }
}

/// The collection in the key of an entry.
fn collection_of(key: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(key.split(|byte| *byte == 0).next().unwrap_or_default())
}
