//! What happened: one thing for all who listen (design section 6). [`kinds`] names what can happen;
//! [`log`] keeps it beside the effects that it tells of; a [`Subscription`] has a cursor for each charge
//! point, so that one event that cannot be told holds up neither other charge points nor other
//! subscribers.
//!
//! It knows no plugins, no HTTP and no OCPP version: whoever tells an event says it in JSON.

mod budget;
mod event;
pub mod kinds;
pub mod log;
mod subscription;

pub use budget::{COMPLAINTS, EventBudget, WINDOW as BUDGET_WINDOW};
pub use event::{Event, FOR_PLUGIN};
pub use kinds::{Keeping, Kind};
pub use log::Numbered;
pub use subscription::{Subscription, begin};
