//! The benchmark: what a message costs our server, against a server that does nothing with it.
//!
//! Three processes: the server under test ([`server`]), the load generator ([`load`], [`fleet`]) and
//! the driver ([`drive`]), which starts the other two over and over and prints medians ([`report`]).
//! [`plugins`] does the same for one plugin in every language, [`campaign`] for one command to many, [`live`] for those who listen.
//! `tests/README.md` says what the numbers mean and what they do not.

pub mod aims;
pub mod campaign;
pub mod drive;
pub mod extent;
pub mod fleet;
pub mod frame;
pub mod gauge;
pub mod latency;
pub mod live;
pub mod load;
pub mod plugins;
pub mod report;
pub mod sample;
pub mod scenario;
pub mod server;
pub mod socket;
pub mod station;
pub mod template;
pub mod usage;

/// What a step of the benchmark gives, or why it could not: any cause, for a person to read.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
