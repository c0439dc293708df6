//! A value of which only the last one counts, and which may wait a moment. What it is need not be put into its stored form
//! before it is written: of most, a newer one comes before that.

use std::fmt;
use std::sync::Arc;

use super::{Change, Collection, Expect, Write};

/// A value with its key.
#[derive(Debug, Clone)]
pub struct Latest {
    /// Where the key lives.
    pub collection: Collection,
    /// Its first part, up to a `/`, is the owner's.
    pub key: String,
    /// What it is now.
    pub value: Value,
}

/// What a key is set to.
#[derive(Clone)]
pub enum Value {
    /// As it is stored.
    Stored(Vec<u8>),
    /// What gets its stored form when it is written.
    Record(Arc<dyn Record>),
}

/// What has a stored form in any case, and a small one.
pub trait Record: Send + Sync {
    /// The form.
    fn stored(&self) -> Vec<u8>;
}

impl Latest {
    /// The same as a write that is applied at once.
    #[must_use]
    pub fn into_write(self) -> Write {
        write(self.collection, &self.key, self.value)
    }
}

impl Value {
    /// As it is stored.
    #[must_use]
    pub fn into_stored(self) -> Vec<u8> {
        match self {
            Self::Stored(bytes) => bytes,
            Self::Record(record) => record.stored(),
        }
    }

    /// Its size, as far as that is known before it is written.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Stored(bytes) => bytes.len(),
            Self::Record(_) => 0,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stored = self.clone().into_stored();
        write!(f, "{:?}", String::from_utf8_lossy(&stored))
    }
}

/// Sets a key to a value.
pub(super) fn write(collection: Collection, key: &str, value: Value) -> Write {
    Write {
        collection,
        key: key.to_owned(),
        expect: Expect::Any,
        change: Change::Put(value.into_stored()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::store::WriteBehind;
    use crate::store::write_behind::to_write;

    struct Counted(AtomicUsize);

    impl Record for Counted {
        fn stored(&self) -> Vec<u8> {
            let before = self.0.fetch_add(1, Ordering::SeqCst);
            before.to_string().into_bytes()
        }
    }

    #[test]
    fn a_record_that_a_newer_one_replaces_gets_no_form() {
        let mut behind = WriteBehind::new(10);
        let records: Vec<_> = (0..3).map(|_| Arc::new(Counted(AtomicUsize::new(0)))).collect();
        for record in &records {
            let latest = Latest {
                collection: Collection("seen"),
                key: "CP/1".to_owned(),
                value: Value::Record(Arc::clone(record) as _),
            };
            assert!(behind.put(latest, 1).is_ok());
        }
        let written = to_write(&behind.take().unwrap());
        assert!(matches!(&written[..], [Write { change: Change::Put(value), .. }] if value == b"0"));
        let forms: Vec<_> = records.iter().map(|record| record.0.load(Ordering::SeqCst)).collect();
        assert_eq!(forms, [0, 0, 1]);
    }
}
