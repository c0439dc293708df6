//! How often a tag was used, in the plugin's state: one number per tag, and one mark per counted
//! transaction, so that its later events do not count again.

use ocpp_plugin_sdk::state::{self, StateError};

use crate::policy::{Policy, Ruling, Status};

/// How long a transaction is remembered as counted, in seconds: 30 days.
const REMEMBERED: u32 = 30 * 24 * 3600;

/// Expires a tag whose uses are used up, and counts this use, if it is one.
pub fn limit(
    mut ruling: Ruling,
    policy: &Policy,
    (tag, transaction): (&str, Option<&str>),
) -> Result<Ruling, StateError> {
    let refused = !matches!(ruling.status, None | Some(Status::Accepted));
    if refused || (ruling.max_uses.is_none() && !policy.count_uses) {
        return Ok(ruling);
    }
    let key = format!("uses/{}", tag.to_lowercase());
    let mark = transaction.map(|transaction| format!("counted/{transaction}"));
    if let Some(mark) = &mark
        && state::get(mark)?.is_some()
    {
        return Ok(ruling);
    }
    let old = state::get(&key)?;
    let uses = old.as_deref().map_or(0, number);
    if ruling.max_uses.is_some_and(|most| uses >= u64::from(most)) {
        ruling.status = Some(Status::Expired);
        return Ok(ruling);
    }
    if let Some(mark) = &mark {
        // A condition, so that of two starts at the same time the second sees the first.
        state::compare_and_swap(&key, old.as_deref(), (uses + 1).to_string().as_bytes(), None)?;
        state::put(mark, b"", Some(REMEMBERED))?;
    }
    Ok(ruling)
}

/// What does not parse was written by nobody; it counts from 0.
fn number(bytes: &[u8]) -> u64 {
    std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0)
}
