//! The writes of one call: visible to the call at once, handed out as store writes at its end.
//! Pure: it is told what the store holds and never asks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state_value::{Value, encode};
use crate::store::{Change, Collection, Expect, Revision, Write};

/// What the store held when this call first looked: the revision even of an expired value.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Base {
    /// None: the key is absent.
    pub revision: Option<Revision>,
    /// None: absent or expired.
    pub value: Option<Value>,
}

/// What the store held of the keys that a call looked at.
pub type Seen = BTreeMap<String, Base>;

impl Base {
    fn expect(&self) -> Expect {
        self.revision.map_or(Expect::Absent, Expect::Revision)
    }
}

/// What a call leaves behind.
pub struct Finished {
    /// Conditional ones first.
    pub writes: Vec<Write>,
    /// What the store held.
    pub seen: Seen,
}

#[derive(Debug, Clone)]
enum Now {
    Value(Value),
    Gone,
    /// So much more than the base.
    More(i64),
}

#[derive(Debug, Clone)]
struct Pending {
    expect: Expect,
    now: Now,
}

/// Keys that the call looked at, and what it made of them.
#[derive(Debug, Default)]
pub struct Buffer {
    bases: Seen,
    pending: BTreeMap<String, Pending>,
}

impl Buffer {
    /// Whether the store was asked for the key already.
    pub fn knows(&self, key: &str) -> bool {
        self.bases.contains_key(key)
    }

    /// Remembers what the store holds.
    pub fn learn(&mut self, key: &str, base: Base) {
        self.bases.insert(key.to_owned(), base);
    }

    /// The key's value as this call sees it.
    pub fn get(&self, key: &str) -> Option<Value> {
        let base = self.bases.get(key).and_then(|base| base.value.clone());
        match self.pending.get(key).map(|pending| &pending.now) {
            None => base,
            Some(Now::Value(value)) => Some(value.clone()),
            Some(Now::Gone) => None,
            Some(Now::More(by)) => {
                let sum = base.and_then(|value| value.number()).unwrap_or(0).saturating_add(*by);
                Some(Value {
                    bytes: sum.to_string().into_bytes(),
                    expires: None,
                })
            }
        }
    }

    /// Sets a key, whatever others do to it meanwhile.
    pub fn put(&mut self, key: &str, value: Value) {
        self.set(key, Now::Value(value));
    }

    /// Removes a key.
    pub fn delete(&mut self, key: &str) {
        self.set(key, Now::Gone);
    }

    /// Sets a key, provided that nobody else changes it before this call is stored.
    pub fn swap(&mut self, key: &str, value: Value) {
        let expect = match self.pending.get(key) {
            Some(Pending {
                expect,
                now: Now::Value(_) | Now::Gone,
            }) => *expect,
            _ => self.bases.get(key).map_or(Expect::Absent, Base::expect),
        };
        self.pending.insert(
            key.to_owned(),
            Pending {
                expect,
                now: Now::Value(value),
            },
        );
    }

    /// Adds to the number under a key, together with what others add.
    pub fn add(&mut self, key: &str, by: i64) {
        let by = match self.pending.get(key) {
            Some(Pending {
                now: Now::More(before), ..
            }) => before.saturating_add(by),
            _ => by,
        };
        self.pending.insert(
            key.to_owned(),
            Pending {
                expect: Expect::Any,
                now: Now::More(by),
            },
        );
    }

    /// Whether the store can do the addition: the key holds a number without expiry, or nothing,
    /// and this call did nothing to it but add.
    pub fn adds_in_store(&self, key: &str) -> bool {
        let pending = self.pending.get(key).map(|pending| &pending.now);
        let base = self.bases.get(key);
        let number = base.is_none_or(|base| match &base.value {
            None => base.revision.is_none(),
            Some(value) => value.expires.is_none(),
        });
        number && matches!(pending, None | Some(Now::More(_)))
    }

    /// The keys with a prefix that this call changed, and whether they are there now.
    pub fn changed<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a String, bool)> + 'a {
        let from = self.pending.range(prefix.to_owned()..);
        from.take_while(move |(key, _)| key.starts_with(prefix))
            .map(|(key, pending)| (key, !matches!(pending.now, Now::Gone)))
    }

    /// Ends the call; `namespace` begins every key.
    pub fn finish(self, collection: Collection, namespace: &str) -> Finished {
        let write = |(key, pending): (String, Pending)| Write {
            collection,
            key: format!("{namespace}{key}"),
            expect: pending.expect,
            change: match pending.now {
                Now::Value(value) => Change::Put(encode(&value)),
                Now::Gone => Change::Delete,
                Now::More(by) => Change::Add(by),
            },
        };
        let mut writes: Vec<_> = self.pending.into_iter().map(write).collect();
        writes.sort_by_key(|write| write.expect == Expect::Any);
        Finished {
            writes,
            seen: self.bases,
        }
    }

    fn set(&mut self, key: &str, now: Now) {
        let expect = self.pending.get(key).map_or(Expect::Any, |pending| pending.expect);
        self.pending.insert(key.to_owned(), Pending { expect, now });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;

    const STATE: Collection = Collection("plugin-state");

    fn value(text: &str) -> Value {
        Value {
            bytes: text.as_bytes().to_vec(),
            expires: None,
        }
    }

    fn holding(text: &str) -> Buffer {
        let mut buffer = Buffer::default();
        buffer.learn(
            "k",
            Base {
                revision: Some(Revision(4)),
                value: Some(value(text)),
            },
        );
        buffer
    }

    #[test]
    fn a_call_reads_its_own_writes() {
        let mut buffer = holding("5");
        buffer.add("k", 2);
        buffer.add("k", 1);
        assert_eq!(buffer.get("k"), Some(value("8")));
        buffer.put("k", value("x"));
        assert_eq!(buffer.get("k"), Some(value("x")));
        buffer.delete("k");
        assert_eq!(buffer.get("k"), None);
    }

    #[test]
    fn additions_are_left_to_the_store() {
        let mut buffer = holding("5");
        buffer.add("k", 2);
        buffer.add("k", 1);
        let writes = buffer.finish(STATE, "p/").writes;
        assert_eq!(writes[0].change, Change::Add(3));
        assert_eq!((writes[0].key.as_str(), writes[0].expect), ("p/k", Expect::Any));
    }

    #[test]
    fn a_swap_expects_what_was_read_and_a_later_put_keeps_that() {
        let mut buffer = holding("old");
        buffer.swap("k", value("new"));
        buffer.put("k", value("newer"));
        let writes = buffer.finish(STATE, "p/").writes;
        assert_eq!(writes[0].expect, Expect::Revision(Revision(4)));
        assert_eq!(writes[0].change, Change::Put(b"vnewer".to_vec()));
    }

    #[test]
    fn a_swap_of_a_sum_expects_the_number_that_was_added_to() {
        let mut buffer = holding("5");
        buffer.add("k", 1);
        buffer.swap("k", value("7"));
        assert_eq!(
            buffer.finish(STATE, "p/").writes[0].expect,
            Expect::Revision(Revision(4))
        );
    }

    #[test]
    fn conditional_writes_come_first() {
        let mut buffer = Buffer::default();
        buffer.put("a", value("1"));
        buffer.learn("b", Base::default());
        buffer.swap("b", value("2"));
        let keys: Vec<_> = buffer
            .finish(STATE, "p/")
            .writes
            .into_iter()
            .map(|write| write.key)
            .collect();
        assert_eq!(keys, ["p/b", "p/a"]);
    }

    #[test]
    fn what_has_an_expiry_is_not_added_to_in_the_store() {
        let mut buffer = Buffer::default();
        let expiring = Value {
            expires: Some(crate::clock::now()),
            ..value("5")
        };
        buffer.learn(
            "k",
            Base {
                revision: Some(Revision(1)),
                value: Some(expiring),
            },
        );
        assert!(!buffer.adds_in_store("k"));
        buffer.learn(
            "expired",
            Base {
                revision: Some(Revision(1)),
                value: None,
            },
        );
        assert!(!buffer.adds_in_store("expired"));
        buffer.learn("absent", Base::default());
        assert!(buffer.adds_in_store("absent"));
    }
}
