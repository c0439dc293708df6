//! The capability `state`: checks, bounds and reads; the writes wait in the buffer.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::json;
use wasmtime::component::{HasSelf, Linker};

use super::state_buffer::{Base, Buffer, Seen};
use super::state_value::{Value, decode};
use super::{Access, CallScope, Capability, RequestedEffects, StateNamespace};
use crate::clock::Time;
use crate::plugins::contract::interfaces::state::{self, Error, Host};
use crate::plugins::sandbox::call_host::CallHost;
use crate::plugins::sandbox::trace::HostTrace;
use crate::store::{Change, Collection, Expect, Page, StoreError, Write};

/// Where the state of all plugins lies, each under its name and a slash.
pub const COLLECTION: Collection = Collection("plugin-state");

const LONGEST_KEY: usize = 256;
const LARGEST_VALUE: usize = 64 * 1024;
const MOST_KEYS: usize = 1_000;
/// Operations of one call; each may read the store while the connection waits.
const MOST_OPERATIONS: u32 = 500;
/// Keys that one listing may pass over because they are expired.
const MOST_EXPIRED: usize = 4_000;

/// One call's access to its plugin's state.
pub struct StateCapability {
    access: Arc<Access>,
    namespace: Arc<StateNamespace>,
    trace: HostTrace,
    /// For times to live.
    now: Time,
    buffer: Buffer,
    operations: u32,
    grown: i64,
}

impl Capability for StateCapability {
    fn begin(access: &Arc<Access>, scope: &CallScope) -> Self {
        Self {
            access: Arc::clone(access),
            namespace: Arc::clone(&scope.namespace),
            trace: scope.trace.clone(),
            now: scope.now,
            buffer: Buffer::default(),
            operations: 0,
            grown: 0,
        }
    }

    fn link(linker: &mut Linker<CallHost>) -> wasmtime::Result<()> {
        state::add_to_linker::<_, HasSelf<_>>(linker, |host: &mut CallHost| &mut host.can.state)
    }

    fn finish(&mut self, requested: &mut RequestedEffects) {
        let prefix = format!("{}/", self.namespace.name);
        let done = std::mem::take(&mut self.buffer).finish(COLLECTION, &prefix);
        requested.state.extend(done.writes);
        requested.seen.extend(done.seen);
        requested.grown += std::mem::take(&mut self.grown);
    }
}

impl StateCapability {
    /// Sees keys as another call saw them, but for those that were written in an overlay.
    pub fn see(&mut self, seen: Seen) {
        for (key, base) in seen {
            if !self.namespace.covers(&key) {
                self.buffer.learn(&key, base);
            }
        }
    }

    fn begin(&mut self) -> Result<(), Error> {
        self.access.check("state").map_err(|reason| error("denied", &reason))?;
        self.operations += 1;
        if self.operations > MOST_OPERATIONS {
            return Err(error(
                "budget",
                &format!("a call may use the state {MOST_OPERATIONS} times"),
            ));
        }
        Ok(())
    }

    fn begin_with(&mut self, key: &str) -> Result<(), Error> {
        self.begin()?;
        if key.is_empty() || key.len() > LONGEST_KEY || key.contains('\0') {
            return Err(error("key", &format!("a key has 1 to {LONGEST_KEY} bytes and no NUL")));
        }
        if self.buffer.knows(key) {
            return Ok(());
        }
        let base = self
            .trace
            .answer(|| json!(["state", key]), || Ok(Base::default()), || self.read(key))?;
        self.buffer.learn(key, base);
        Ok(())
    }

    fn read(&self, key: &str) -> Result<Base, Error> {
        let key = format!("{}/{key}", self.namespace.name);
        let entry = self.namespace.store.get(COLLECTION, &key).map_err(|e| unread(&e))?;
        Ok(entry.map_or_else(Base::default, |entry| Base {
            revision: Some(entry.revision),
            value: decode(&entry.value).filter(|value| value.lives(self.now)),
        }))
    }

    /// Checks the size and the budget of a value that is about to be set, and counts it.
    fn charge(&mut self, key: &str, bytes: &[u8]) -> Result<(), Error> {
        if bytes.len() > LARGEST_VALUE {
            return Err(error("value", &format!("a value has at most {LARGEST_VALUE} bytes")));
        }
        let old = self.buffer.get(key).map_or(0, |value| size(key, &value.bytes));
        let grown = self.grown + size(key, bytes) - old;
        if grown > self.grown && self.used().saturating_add_signed(grown) > self.access.limits.state_bytes {
            return Err(error(
                "budget",
                &format!("this plugin's state may have {} bytes", self.access.limits.state_bytes),
            ));
        }
        self.grown = grown;
        Ok(())
    }

    /// What the state takes without this call.
    fn used(&self) -> u64 {
        let live = || self.namespace.usage.bytes();
        self.trace.answer(|| json!("state bytes"), || 0, live)
    }

    fn value(&self, bytes: Vec<u8>, ttl: Option<u32>) -> Value {
        let expires = ttl.map(|seconds| self.now + TimeDelta::seconds(seconds.into()));
        Value { bytes, expires }
    }

    /// Live keys of the store, at least `wanted` of them if there are.
    fn stored(&self, prefix: &str, after: Option<&str>, wanted: usize) -> Result<BTreeSet<String>, Error> {
        let live = || self.listed(prefix, after, wanted);
        let question = || json!(["state keys", prefix, after, wanted]);
        self.trace.answer(question, || Ok(BTreeSet::new()), live)
    }

    fn listed(&self, prefix: &str, after: Option<&str>, wanted: usize) -> Result<BTreeSet<String>, Error> {
        let namespace = format!("{}/", self.namespace.name);
        let prefix = format!("{namespace}{prefix}");
        let mut last = after.map(|after| format!("{namespace}{after}"));
        let mut keys = BTreeSet::new();
        let mut passed = 0;
        loop {
            let page = Page::of(&prefix, wanted.max(1)).after(last.as_deref());
            let entries = self.namespace.store.list(COLLECTION, page).map_err(|e| unread(&e))?;
            let (found, asked) = (entries.len(), page.limit);
            passed += found;
            last = entries.last().map(|(key, _)| key.clone());
            let live = entries
                .into_iter()
                .filter(|(_, entry)| decode(&entry.value).is_some_and(|value| value.lives(self.now)));
            keys.extend(live.filter_map(|(key, _)| key.strip_prefix(&namespace).map(str::to_owned)));
            if found < asked || keys.len() >= wanted || passed >= MOST_EXPIRED {
                return Ok(keys);
            }
        }
    }
}

impl Host for StateCapability {
    fn get(&mut self, key: String) -> Result<Option<Vec<u8>>, Error> {
        self.begin_with(&key)?;
        Ok(self.buffer.get(&key).map(|value| value.bytes))
    }

    fn put(&mut self, key: String, value: Vec<u8>, ttl: Option<u32>) -> Result<(), Error> {
        self.begin_with(&key)?;
        self.charge(&key, &value)?;
        let value = self.value(value, ttl);
        self.buffer.put(&key, value);
        Ok(())
    }

    fn compare_and_swap(
        &mut self,
        key: String,
        expected: Option<Vec<u8>>,
        value: Vec<u8>,
        ttl: Option<u32>,
    ) -> Result<bool, Error> {
        self.begin_with(&key)?;
        if self.buffer.get(&key).map(|value| value.bytes) != expected {
            return Ok(false);
        }
        self.charge(&key, &value)?;
        let value = self.value(value, ttl);
        self.buffer.swap(&key, value);
        Ok(true)
    }

    fn delete(&mut self, key: String) -> Result<(), Error> {
        self.begin_with(&key)?;
        let old = self.buffer.get(&key).map_or(0, |value| size(&key, &value.bytes));
        self.grown -= old;
        self.buffer.delete(&key);
        Ok(())
    }

    fn list_keys(&mut self, prefix: String, after: Option<String>, limit: u32) -> Result<Vec<String>, Error> {
        self.begin()?;
        let limit = usize::try_from(limit).unwrap_or(MOST_KEYS).min(MOST_KEYS);
        let changed = self.buffer.changed(&prefix).count();
        let mut keys = self.stored(&prefix, after.as_deref(), limit + changed)?;
        for (key, there) in self.buffer.changed(&prefix) {
            if there && after.as_ref().is_none_or(|after| key > after) {
                keys.insert(key.clone());
            } else {
                keys.remove(key);
            }
        }
        Ok(keys.into_iter().take(limit).collect())
    }

    fn increment(&mut self, key: String, by: i32, ttl: Option<u32>) -> Result<f64, Error> {
        self.begin_with(&key)?;
        let old = self.buffer.get(&key);
        let number = match &old {
            None => 0,
            Some(value) => value
                .number()
                .ok_or_else(|| error("number", "the key holds no number"))?,
        };
        let sum = number.saturating_add(by.into());
        let bytes = sum.to_string().into_bytes();
        self.charge(&key, &bytes)?;
        match old {
            None if ttl.is_some() => {
                let value = self.value(bytes, ttl);
                self.buffer.swap(&key, value);
            }
            old if !self.buffer.adds_in_store(&key) => {
                let expires = old.and_then(|value| value.expires);
                self.buffer.swap(&key, Value { bytes, expires });
            }
            _ => self.buffer.add(&key, by.into()),
        }
        #[expect(clippy::cast_precision_loss, reason = "the contract says: exact to 2^53")]
        Ok(sum as f64)
    }
}

fn size(key: &str, value: &[u8]) -> i64 {
    i64::try_from(key.len() + value.len()).unwrap_or(i64::MAX)
}

fn error(code: &str, message: &str) -> Error {
    Error {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

fn unread(cause: &StoreError) -> Error {
    tracing::error!(error = %cause, "the state of a plugin cannot be read");
    error("store", "the server could not read the state")
}

/// What was found in a namespace.
pub struct Swept {
    /// What its live keys and values take.
    pub bytes: u64,
    /// The writes that remove what is expired.
    pub expired: Vec<Write>,
}

/// Counts a namespace's live bytes, and gives the writes that remove what is expired.
///
/// # Errors
/// If the store cannot be read.
pub fn swept(namespace: &StateNamespace, now: Time) -> Result<Swept, StoreError> {
    let (store, namespace) = (&namespace.store, format!("{}/", namespace.name));
    let (mut bytes, mut expired, mut last) = (0_u64, Vec::new(), None::<String>);
    loop {
        let page = Page::of(&namespace, MOST_KEYS).after(last.as_deref());
        let entries = store.list(COLLECTION, page)?;
        let Some((key, _)) = entries.last() else {
            return Ok(Swept { bytes, expired });
        };
        last = Some(key.clone());
        for (key, entry) in entries {
            match decode(&entry.value) {
                Some(value) if value.lives(now) => {
                    let size = key.len() - namespace.len() + value.bytes.len();
                    bytes = bytes.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
                }
                _ => expired.push(Write {
                    collection: COLLECTION,
                    key,
                    expect: Expect::Revision(entry.revision),
                    change: Change::Delete,
                }),
            }
        }
    }
}
