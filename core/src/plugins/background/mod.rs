//! Calls that answer no charge point: events that are observed, ticks, and requests to a plugin's own
//! endpoints.

pub mod endpoints;
pub mod event;
pub mod observe;
pub mod outbox;
pub mod run;
pub mod timers;
