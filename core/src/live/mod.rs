//! Events as they happen, for whoever listens (ADR 42).
//!
//! Durable events come from the store's own order ([`Store::watch`](crate::store::Store::watch)), live kinds from
//! those who tell them ([`Broadcast`](crate::events::Broadcast)). One [`Hub`] reads both on a thread of its own, makes
//! the text of each event once, and hands it to every listener that has a [`Room`] for it. What a listener does not
//! take is bounded: one that is too slow is cut, and may come back with the number of what it heard last. Then it is
//! told from the log first (`replay`), and goes on where that ends without a gap and without hearing anything twice
//! ([`Hearing`]).
//!
//! It knows no HTTP, no plugins and no connections; while nobody listens it does nothing.

#![allow(missing_docs, reason = "of this crate alone; a comment says what the name does not")]

mod belongs;
mod filter;
mod follow;
mod hearing;
mod hub;
mod listener;
mod recent;
mod replay;
mod room;
mod round;
#[cfg(test)]
mod tests;
mod told;

pub use filter::{Filter, Kinds};
pub use hearing::{Hearing, Piece};
pub use hub::{Hub, Limits, NoPlace, Place};
pub use listener::{Heard, Joined};
pub use replay::Gap;
pub use room::Room;
pub use told::Told;
