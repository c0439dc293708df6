//! Webhooks: receivers that are told what happens by HTTP, each event as a signed POST, in the order of each charge
//! point, at least once.
//!
//! Pure: `signature`, `target`, `verdict` (what an answer means), `schedule` (whose turn it is), `health` (what is
//! told of failures), `wanted` (which events), `message`. At the edge: `client` (with `io` and `trust`), `delivery` (one
//! turn), `courier` (the task of one webhook), `dead_letters`, `hold` (what retention leaves), and [`Webhooks`], which
//! joins them. All of it runs on a thread of its own.

mod client;
#[cfg(test)]
mod client_tests;
mod courier;
pub mod dead_letters;
mod delivery;
mod health;
mod hold;
mod host;
mod io;
mod message;
mod retry;
mod schedule;
#[cfg(test)]
mod schedule_tests;
pub mod signature;
mod target;
#[cfg(test)]
pub(crate) mod tests;
mod trust;
mod verdict;
mod waiting;
mod wanted;

pub use client::check_header;
pub use dead_letters::{DeadLetter, NumberedDeadLetter, Which};
pub use host::{Status, Tested, WebhookError, Webhooks};
pub use target::Target;
pub use trust::{TrustError, check as check_trust};
pub use waiting::Waiting;
