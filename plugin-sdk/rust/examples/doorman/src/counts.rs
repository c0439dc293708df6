//! How often each tag started, in the plugin's state.

use std::collections::BTreeMap;

use ocpp_plugin_sdk::state::{self, StateError};

const PREFIX: &str = "starts/";
/// What a listing gives at most.
const MOST: u32 = 1_000;

/// Counts a start, and gives the sum.
pub fn add(tag: &str) -> Result<i64, StateError> {
    state::increment(&format!("{PREFIX}{tag}"), 1, None)
}

/// The starts of a tag.
pub fn of(tag: &str) -> Result<i64, StateError> {
    let held = state::get(&format!("{PREFIX}{tag}"))?;
    Ok(held.as_deref().map_or(0, number))
}

/// The starts of every tag that has any.
pub fn all() -> Result<BTreeMap<String, i64>, StateError> {
    let mut starts = BTreeMap::new();
    for key in keys()? {
        let held = state::get(&key)?;
        let tag = key.strip_prefix(PREFIX).unwrap_or(&key).to_owned();
        starts.insert(tag, held.as_deref().map_or(0, number));
    }
    Ok(starts)
}

/// Forgets all of them.
pub fn forget() -> Result<(), StateError> {
    keys()?.iter().try_for_each(|key| state::delete(key))
}

fn keys() -> Result<Vec<String>, StateError> {
    let mut keys = Vec::new();
    loop {
        let page = state::list(PREFIX, keys.last().map(String::as_str), MOST)?;
        let last = page.len() < MOST as usize;
        keys.extend(page);
        if last {
            return Ok(keys);
        }
    }
}

/// What does not parse was written by nobody.
fn number(bytes: &[u8]) -> i64 {
    std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0)
}
