//! What happened: one thing for all who listen (design section 6). [`kinds`] names what can happen;
//! [`log`] keeps it beside the effects that it tells of.
//!
//! It knows no plugins, no HTTP and no OCPP version: whoever tells an event says it in JSON.

mod event;
pub mod kinds;
pub mod log;

pub use event::Event;
pub use kinds::{Keeping, Kind};
