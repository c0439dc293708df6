//! Keys and values with a clock that the test moves.

use std::collections::BTreeMap;
use std::time::Duration;

use super::with;
use crate::state::StateError;

/// What the server takes: see `state.wit`.
const LONGEST_KEY: usize = 256;
const LARGEST_VALUE: usize = 64 * 1024;
const MOST_KEYS: usize = 1_000;

#[derive(Default, Clone)]
pub(super) struct Keys {
    values: BTreeMap<String, Value>,
    now: Duration,
}

#[derive(Clone)]
struct Value {
    bytes: Vec<u8>,
    expires: Option<Duration>,
}

impl Keys {
    fn live(&self, key: &str) -> Option<&Value> {
        self.values
            .get(key)
            .filter(|value| value.expires.is_none_or(|at| at > self.now))
    }

    fn set(&mut self, key: &str, bytes: &[u8], ttl: Option<u32>) -> Result<(), StateError> {
        check(key)?;
        if bytes.len() > LARGEST_VALUE {
            return Err(refused("value", "a value has at most 64 KiB"));
        }
        let expires = ttl.map(|seconds| self.now + Duration::from_secs(seconds.into()));
        let bytes = bytes.to_vec();
        self.values.insert(key.to_owned(), Value { bytes, expires });
        Ok(())
    }
}

pub fn advance(time: Duration) {
    with(|memory| memory.state.now += time);
}

pub fn get(key: &str) -> Result<Option<Vec<u8>>, StateError> {
    check(key)?;
    Ok(with(|memory| memory.state.live(key).map(|value| value.bytes.clone())))
}

pub fn put(key: &str, value: &[u8], ttl: Option<u32>) -> Result<(), StateError> {
    with(|memory| memory.state.set(key, value, ttl))
}

pub fn compare_and_swap(
    key: &str,
    expected: Option<&[u8]>,
    value: &[u8],
    ttl: Option<u32>,
) -> Result<bool, StateError> {
    check(key)?;
    with(|memory| {
        let same = memory.state.live(key).map(|value| value.bytes.as_slice()) == expected;
        if same {
            memory.state.set(key, value, ttl)?;
        }
        Ok(same)
    })
}

pub fn delete(key: &str) -> Result<(), StateError> {
    check(key)?;
    with(|memory| memory.state.values.remove(key));
    Ok(())
}

pub fn list(prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<String>, StateError> {
    let limit = usize::try_from(limit).unwrap_or(MOST_KEYS).min(MOST_KEYS);
    Ok(with(|memory| {
        let keys = memory.state.values.keys();
        let live = keys.filter(|key| key.starts_with(prefix) && memory.state.live(key).is_some());
        let after = live.filter(|key| after.is_none_or(|after| key.as_str() > after));
        after.take(limit).cloned().collect()
    }))
}

pub fn increment(key: &str, by: i32, ttl: Option<u32>) -> Result<f64, StateError> {
    check(key)?;
    with(|memory| {
        let keys = &mut memory.state;
        let (old, expires) = match keys.live(key) {
            Some(value) => (number(&value.bytes)?, value.expires),
            None => (0, ttl.map(|seconds| keys.now + Duration::from_secs(seconds.into()))),
        };
        let sum = old + i64::from(by);
        let bytes = sum.to_string().into_bytes();
        keys.values.insert(key.to_owned(), Value { bytes, expires });
        #[expect(clippy::cast_precision_loss, reason = "the contract says: exact to 2^53")]
        Ok(sum as f64)
    })
}

fn check(key: &str) -> Result<(), StateError> {
    if key.is_empty() || key.len() > LONGEST_KEY || key.contains('\0') {
        return Err(refused("key", "a key has 1 to 256 bytes and no NUL"));
    }
    Ok(())
}

fn number(bytes: &[u8]) -> Result<i64, StateError> {
    let parsed = std::str::from_utf8(bytes).ok().and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| refused("number", "the key holds no number"))
}

fn refused(code: &str, message: &str) -> StateError {
    StateError {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
