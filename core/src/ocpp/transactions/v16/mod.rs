//! Transactions of 1.6: one message begins them, one ends them, and what cannot be placed is kept.

mod orphan;
mod start;
mod stop;

pub use orphan::orphan;
pub use start::StartTransaction;
pub use stop::StopTransaction;
