//! A simulated charge point at work: the state machine, a connection that is opened again, files, and a handle.

mod handle;
mod reach;
mod runner;
mod transfer;

pub use handle::{Cut, Handle, Moment, Patience, Standing, Stopped};
pub use runner::{Observer, RunOptions, Runner};
