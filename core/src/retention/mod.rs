//! How long what is kept: by age, for each class of data that is configured, beside the counts of `state::retention`.
//!
//! `class` says what the classes are, `walk` looks at some records of one and says which are too old, `export` writes
//! them down where that is configured, [`Sweeper`] carries that out: on a thread now and then, when somebody asks, or
//! only to be told what would go.

mod class;
mod export;
mod sweeper;
#[cfg(test)]
mod tests;
mod thread;
mod walk;

pub use class::{Class, Policy};
pub use export::DailyExport;
pub use sweeper::{Busy, Kept, Run, Sweeper};
pub use thread::Ageing;
