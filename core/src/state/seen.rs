//! What was read of a record before something was decided by it.

use crate::store::{Collection, Expect, Revision, Write};

/// A condition for whoever writes the record next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    collection: Collection,
    key: String,
    expect: Expect,
}

impl Seen {
    /// The record had this revision, or was not there.
    pub(super) fn new(collection: Collection, key: String, revision: Option<Revision>) -> Self {
        let expect = revision.map_or(Expect::Absent, Expect::Revision);
        Self {
            collection,
            key,
            expect,
        }
    }

    /// The write, if nobody wrote the record since.
    #[must_use]
    pub fn guarded(&self, write: Write) -> Write {
        Write {
            expect: self.expect,
            ..write
        }
    }

    /// If one of them writes the record, it holds only if nobody wrote it since.
    pub fn guard(&self, writes: &mut [Write]) {
        let of_record = |write: &&mut Write| write.collection == self.collection && write.key == self.key;
        if let Some(write) = writes.iter_mut().find(of_record) {
            write.expect = self.expect;
        }
    }
}
