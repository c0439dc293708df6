//! The real host: the imports of the contract.

use crate::bindings::ocpp::plugin;
use crate::log::Level;
use crate::state::StateError;

pub fn settings() -> String {
    plugin::settings::get()
}

pub fn log(level: Level, message: &str) {
    let level = match level {
        Level::Trace => plugin::log::Level::Trace,
        Level::Debug => plugin::log::Level::Debug,
        Level::Info => plugin::log::Level::Info,
        Level::Warn => plugin::log::Level::Warn,
        Level::Error => plugin::log::Level::Error,
    };
    plugin::log::log(level, message);
}

pub fn get(key: &str) -> Result<Option<Vec<u8>>, StateError> {
    plugin::state::get(key).map_err(from)
}

pub fn put(key: &str, value: &[u8], ttl: Option<u32>) -> Result<(), StateError> {
    plugin::state::put(key, value, ttl).map_err(from)
}

pub fn compare_and_swap(
    key: &str,
    expected: Option<&[u8]>,
    value: &[u8],
    ttl: Option<u32>,
) -> Result<bool, StateError> {
    plugin::state::compare_and_swap(key, expected, value, ttl).map_err(from)
}

pub fn delete(key: &str) -> Result<(), StateError> {
    plugin::state::delete(key).map_err(from)
}

pub fn list(prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<String>, StateError> {
    plugin::state::list_keys(prefix, after, limit).map_err(from)
}

pub fn increment(key: &str, by: i32, ttl: Option<u32>) -> Result<f64, StateError> {
    plugin::state::increment(key, by, ttl).map_err(from)
}

fn from(error: plugin::state::Error) -> StateError {
    StateError {
        code: error.code,
        message: error.message,
    }
}
