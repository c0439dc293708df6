//! Transactions of 2.x: all that happens to one is a TransactionEvent.

mod event;
mod session;

pub use event::TransactionEvent;
