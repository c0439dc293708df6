//! The stand-in: settings, state and log of one thread, in memory. One thread is one test.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use crate::log::Level;
use crate::state::StateError;

#[derive(Default)]
struct Memory {
    settings: Option<String>,
    state: BTreeMap<String, Value>,
    log: Vec<(Level, String)>,
    now: Duration,
}

struct Value {
    bytes: Vec<u8>,
    expires: Option<Duration>,
}

impl Memory {
    fn live(&self, key: &str) -> Option<&Value> {
        self.state
            .get(key)
            .filter(|value| value.expires.is_none_or(|at| at > self.now))
    }

    fn set(&mut self, key: &str, bytes: &[u8], ttl: Option<u32>) {
        let expires = ttl.map(|seconds| self.now + Duration::from_secs(seconds.into()));
        self.state.insert(
            key.to_owned(),
            Value {
                bytes: bytes.to_vec(),
                expires,
            },
        );
    }
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

fn with<T>(job: impl FnOnce(&mut Memory) -> T) -> T {
    MEMORY.with_borrow_mut(job)
}

pub fn reset() {
    with(|memory| *memory = Memory::default());
}

pub fn set_settings(text: String) {
    with(|memory| memory.settings = Some(text));
}

pub fn advance(time: Duration) {
    with(|memory| memory.now += time);
}

pub fn logged() -> Vec<(Level, String)> {
    with(|memory| memory.log.clone())
}

pub fn settings() -> String {
    with(|memory| memory.settings.clone()).unwrap_or_else(|| "{}".to_owned())
}

pub fn log(level: Level, message: &str) {
    with(|memory| memory.log.push((level, message.to_owned())));
}

pub fn get(key: &str) -> Result<Option<Vec<u8>>, StateError> {
    Ok(with(|memory| memory.live(key).map(|value| value.bytes.clone())))
}

pub fn put(key: &str, value: &[u8], ttl: Option<u32>) -> Result<(), StateError> {
    with(|memory| memory.set(key, value, ttl));
    Ok(())
}

pub fn compare_and_swap(
    key: &str,
    expected: Option<&[u8]>,
    value: &[u8],
    ttl: Option<u32>,
) -> Result<bool, StateError> {
    Ok(with(|memory| {
        let same = memory.live(key).map(|value| value.bytes.as_slice()) == expected;
        if same {
            memory.set(key, value, ttl);
        }
        same
    }))
}

pub fn delete(key: &str) -> Result<(), StateError> {
    with(|memory| memory.state.remove(key));
    Ok(())
}

pub fn list(prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<String>, StateError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(with(|memory| {
        let keys = memory
            .state
            .keys()
            .filter(|key| key.starts_with(prefix) && memory.live(key).is_some());
        keys.filter(|key| after.is_none_or(|after| key.as_str() > after))
            .take(limit)
            .cloned()
            .collect()
    }))
}

pub fn increment(key: &str, by: i32, ttl: Option<u32>) -> Result<f64, StateError> {
    with(|memory| {
        let (old, expires) = match memory.live(key) {
            Some(value) => (number(&value.bytes)?, value.expires),
            None => (0, ttl.map(|seconds| memory.now + Duration::from_secs(seconds.into()))),
        };
        let sum = old + i64::from(by);
        memory.state.insert(
            key.to_owned(),
            Value {
                bytes: sum.to_string().into_bytes(),
                expires,
            },
        );
        #[expect(clippy::cast_precision_loss, reason = "the contract says: exact to 2^53")]
        Ok(sum as f64)
    })
}

fn number(bytes: &[u8]) -> Result<i64, StateError> {
    let parsed = std::str::from_utf8(bytes).ok().and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| StateError {
        code: "number".to_owned(),
        message: "the key holds no number".to_owned(),
    })
}
