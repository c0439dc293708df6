//! How often a tag was used, in the plugin's state: one number per tag, and one mark per counted
//! transaction, so that its later events do not count again.

use std::collections::BTreeMap;

use ocpp_plugin_sdk::endpoint::{Request, Response};
use ocpp_plugin_sdk::state::{self, StateError};
use serde::Serialize;

use crate::policy::{Policy, Ruling, Status};

/// How long a transaction is remembered as counted, in seconds: 30 days.
const REMEMBERED: u32 = 30 * 24 * 3600;
/// The keys of the counters, followed by the tag in lower case.
const PREFIX: &str = "uses/";
/// What one listing shows: each is a read of its own.
const PAGE: u32 = 200;

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
    let key = format!("{PREFIX}{}", tag.to_lowercase());
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

/// Counters in the order of their tags.
#[derive(Serialize)]
struct Page {
    uses: BTreeMap<String, u64>,
    /// For `?after=` of the next page; none after the last.
    next: Option<String>,
}

/// `GET /uses?after=`, and `DELETE /uses/TAG`, which lets a tag begin anew.
///
/// # Errors
/// The state's.
pub fn answer(request: &Request) -> Result<Response, StateError> {
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let known: &[&str] = if request.method == "GET" { &["after"] } else { &[] };
    if let Some(name) = request.unknown_parameter(known) {
        let known = if known.is_empty() { "nothing" } else { "after" };
        return Ok(Response::text(
            400,
            format!("{name:?} is not known here; known is {known}"),
        ));
    }
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["uses"]) => Ok(Response::json(&page(request.parameter("after"))?)),
        ("DELETE", ["uses", tag]) if !tag.is_empty() => {
            state::delete(&format!("{PREFIX}{}", tag.to_lowercase()))?;
            Ok(Response::text(204, ""))
        }
        _ => Ok(Response::text(404, "there is GET /uses, and DELETE /uses/TAG")),
    }
}

fn page(after: Option<String>) -> Result<Page, StateError> {
    let after = after.map(|tag| format!("{PREFIX}{}", tag.to_lowercase()));
    let keys = state::list(PREFIX, after.as_deref(), PAGE)?;
    let full = keys.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
    let mut uses = BTreeMap::new();
    for key in keys {
        let count = state::get(&key)?.as_deref().map_or(0, number);
        uses.insert(key.strip_prefix(PREFIX).unwrap_or(&key).to_owned(), count);
    }
    let next = uses.keys().next_back().filter(|_| full).cloned();
    Ok(Page { uses, next })
}

/// What does not parse was written by nobody; it counts from 0.
fn number(bytes: &[u8]) -> u64 {
    std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0)
}
