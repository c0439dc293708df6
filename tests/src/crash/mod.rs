//! Clients that remember what they were told, for the test that kills the server: whatever was
//! acknowledged must be there after the restart, and nothing else may have come into being.
//!
//! Each [`Party`] works in a closed loop until its connection is lost, picks up where it was when
//! the server is back (a message without an answer is sent again), and compares its memory with the
//! admin API in between.

use std::net::SocketAddr;

use serde_json::Value;

use crate::admin::Admin;

pub mod boots;
pub mod chance;
pub mod charge_point;
pub mod charging_station;
pub mod commands;
pub mod given;
pub mod id_tags;
pub mod line;
pub mod reservations;

/// How a round ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// When the server is gone.
    Lost,
    /// When nothing that was begun is left unanswered.
    Done,
}

/// How much is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// What happened since the last comparison.
    LastRound,
    /// Everything.
    Ever,
}

/// One client, over all rounds.
pub trait Party: Send {
    /// Connects as a charge point, if it is one; before anything is killed.
    fn connect(&mut self, _server: SocketAddr) {}

    /// Works to the end of the round.
    fn act(&mut self, admin: &Admin, until: Until);

    /// Holds what it was told against what the server says now.
    ///
    /// # Panics
    /// If anything acknowledged is missing or different.
    fn compare(&mut self, admin: &Admin, since: Since);

    /// How many answers it was given that must not be forgotten.
    fn acknowledged(&self) -> u64;
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Heard {
    /// Not sent.
    #[default]
    Unsent,
    /// Sent, and no answer: may have happened or not.
    Sent,
    /// Answered: must have happened.
    Acknowledged,
}

/// Everything in a paged list.
///
/// # Panics
/// If a page is refused, or the list does not end.
#[must_use]
pub fn all_items(admin: &Admin, path: &str) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), String::new());
    for _ in 0..100_000 {
        let separator = if path.contains('?') { '&' } else { '?' };
        let mut page = admin
            .get(&format!("/api/v1/{path}{separator}limit=500{after}"))
            .expect(200);
        items.append(page["items"].as_array_mut().expect("items"));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return items,
        }
    }
    panic!("the list {path} does not end");
}

/// All texts and numbers below a value, as text.
#[must_use]
pub fn scalars(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(scalars).collect(),
        Value::Object(members) => members.values().flat_map(scalars).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}
