//! Campaigns: one command for many charge points, in stages, so many at a time.
//!
//! - `making`: who is meant, and the campaign that comes of it;
//! - `blocking`: who must hear that an id tag is blocked;
//! - `steps`: what is next, by how many are how far. Pure;
//! - `outcome`: how far a member is, by its command. Pure;
//! - `engine`: does it, in small steps, whenever a command of a campaign went on or somebody steered one.
//!
//! The commands themselves are the durable queue's (`commands::queue`): it waits for who is away, sends each once, and
//! knows what became of it. A member's record is written before its command; a command that a crash kept from being
//! written is written at the next start, with the id that the member has.

mod blocking;
mod engine;
mod making;
mod outcome;
mod steps;
mod turn;

pub use blocking::{Spelling, holders};
pub use engine::Engine;
pub use making::{Invitation, Wish, invite, make, planned};

#[cfg(test)]
mod tests;
