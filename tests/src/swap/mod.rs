//! Swapping one plugin under load: stations call in closed loop ([`caller`]) while an operator uploads,
//! activates and rolls back versions of it ([`operator`]), good ones and bad ones ([`version`], [`plan`]).
//!
//! Each answer carries the version that made it, and the [`timeline`] judges it: no version that was
//! replaced before the CALL was sent, and none that was not asked for yet.

pub mod caller;
pub mod operator;
pub mod plan;
pub mod shelf;
pub mod tally;
pub mod timeline;
pub mod version;

/// The plugin that is swapped.
pub const PLUGIN: &str = "swapped";
