//! Transactions of 2.x: all that happens to one is a TransactionEvent.

mod event;
mod session;
mod status;

pub use event::TransactionEvent;
pub use status::GetTransactionStatus;
