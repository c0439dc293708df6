//! The benchmark: what a message costs our server, against a server that does nothing with it.
//!
//! Three processes: the server under test ([`server`]), the load generator ([`load`], [`fleet`], [`rhythm`], [`past`]) and
//! the driver ([`drive`]), which starts the other two over and over and prints medians ([`report`]).
//! [`wire`] does the same for TLS and compression, [`history`] for a fleet's rhythm and a store that has grown, [`plugins`]
//! for one plugin in every language, [`campaign`] for one command to many, [`live`] for those who listen. What was measured
//! ([`figures`]) stands beside what was aimed at ([`aims`]).
//! `tests/README.md` says what the numbers mean and what they do not.

pub mod aims;
pub mod campaign;
pub mod deflate;
pub mod disk;
pub mod door;
pub mod drive;
pub mod extent;
pub mod figures;
pub mod fleet;
pub mod frame;
pub mod gauge;
pub mod generator;
pub mod history;
pub mod latency;
pub mod live;
pub mod load;
pub mod past;
pub mod plugins;
pub mod quiet;
pub mod report;
pub mod rhythm;
pub mod sample;
pub mod scenario;
pub mod server;
pub mod socket;
pub mod station;
pub mod template;
pub mod usage;
pub mod wire;

/// What a step of the benchmark gives, or why it could not: any cause, for a person to read.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
