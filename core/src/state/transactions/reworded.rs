//! A session's record whose text was changed from outside, with what finds it.

use super::index::{Entries, folded};
use super::{Transaction, TransactionState};
use crate::state::collections::{TRANSACTIONS, TRANSACTIONS_BY_ID_TAG};
use crate::state::writes::decode;
use crate::state::{State, delete, prefix};
use crate::store::{Change, Entry, Expect, Page, StoreError, Write};

/// The writes that put another text in the place of a record, unless somebody has changed it since it was read.
///
/// # Errors
/// One of the texts is no record.
pub fn reword_transaction(key: &str, before: &Entry, text: Vec<u8>) -> Result<Vec<Write>, StoreError> {
    let old: Transaction = decode(TRANSACTIONS, key, &before.value)?;
    let new: Transaction = decode(TRANSACTIONS, key, &text)?;
    let (mut writes, gone) = Entries::of(&new).writes_from(Entries::of(&old));
    writes.push(Write {
        collection: TRANSACTIONS,
        key: key.to_owned(),
        expect: Expect::Revision(before.revision),
        change: Change::Put(text),
    });
    writes.extend(gone);
    Ok(writes)
}

/// Whether a record's text is that of a session that runs.
#[must_use]
pub fn is_open(text: &[u8]) -> bool {
    serde_json::from_slice::<Transaction>(text).is_ok_and(|record| record.state == TransactionState::Open)
}

impl State {
    /// The writes that remove some of what leads from a tag to its sessions; none if nothing does.
    ///
    /// # Errors
    /// The store's.
    pub fn unlist_tag(&self, tag: &str, limit: usize) -> Result<Vec<Write>, StoreError> {
        let of_it = prefix(&[&folded(tag)]);
        let keys = self
            .store()
            .list_keys(TRANSACTIONS_BY_ID_TAG, Page::of(&of_it, limit))?;
        Ok(keys
            .into_iter()
            .map(|key| delete(TRANSACTIONS_BY_ID_TAG, key))
            .collect())
    }
}
