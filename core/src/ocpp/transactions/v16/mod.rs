//! Transactions of 1.6: one message begins them, one ends them.

mod start;
mod stop;

pub use start::StartTransaction;
pub use stop::StopTransaction;
