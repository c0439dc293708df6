//! Calls that answer no charge point: events that are observed, ticks, and requests to a plugin's own
//! endpoints.

pub mod endpoints;
pub mod error;
mod observe;
pub mod outbox;
pub mod patience;
mod run;
pub mod set_aside;
mod timers;

pub use run::Background;
