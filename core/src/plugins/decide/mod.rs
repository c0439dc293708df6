//! Who is asked about a CALL, and what counts of the answers: the routing table, the chain, a version that
//! is tried, and what happens when a plugin fails. Knows nothing of how versions come and go.

pub mod backlog;
pub mod breaker;
pub mod callee;
pub mod chain;
pub mod chosen_settings;
pub mod failure;
pub mod opinion;
pub mod pending;
pub mod plugin;
pub mod quarantine;
pub mod question;
mod refuse;
pub mod rollout;
pub mod routing;
pub mod shadow;
pub mod stats;
pub mod untaken;
pub mod verdict;
