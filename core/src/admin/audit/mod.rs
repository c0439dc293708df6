//! `/audit`: who changed what by the API, when, what was there before and what is there after, and how it ended.
//!
//! A layer (`layer`) writes it, so that no handler can forget it; a handler that knows more says it with [`Noted`].
//! `entry` is the life of a record, for whoever else lets people change something; `views` says what is shown before
//! and after, `target` what was changed, `masked` hides secrets, `refused` is what was not let in, `list` the list.

mod entry;
mod layer;
mod list;
mod masked;
mod refused;
mod target;
mod views;

pub use entry::{Asking, Ending, Entry};
pub use layer::{Noted, layer};
pub use list::routes;
pub use refused::Refused;
