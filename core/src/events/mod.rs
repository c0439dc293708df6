//! What happened: one thing for all who listen (design section 6). [`kinds`] names what can happen;
//! [`log`] keeps it beside the effects that it tells of; a [`Subscription`] has a cursor for each charge
//! point, so that one event that cannot be told holds up neither other charge points nor other
//! subscribers.
//!
//! It knows no plugins, no HTTP and no OCPP version: whoever tells an event says it in JSON.

mod broadcast;
mod budget;
mod event;
pub mod kinds;
mod listeners;
pub mod log;
mod pattern;
mod subscription;
mod view;

pub use broadcast::{Broadcast, Live};
pub use budget::{COMPLAINTS, EventBudget, WINDOW as BUDGET_WINDOW};
pub use event::{Event, FIRST_NUMBER, FOR_PLUGIN, FOR_WEBHOOK};
pub use kinds::{Keeping, Kind};
pub use listeners::{Listener, Listeners};
pub use log::Numbered;
pub use pattern::KindPattern;
pub use subscription::{Subscription, begin};
pub use view::EventView;
