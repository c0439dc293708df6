//! A scenario: what happens at a charge point, step by step, and what is expected of the server, in TOML.
//!
//! ```toml
//! # The lines of the keyboard, and `wait` and `expect`.
//! steps = [
//!     "expect registered Accepted",
//!     "plug 1",
//!     "swipe 04A1B2C3",
//!     { expect = "StartTransaction", payload = { idTag = "04A1B2C3" }, answer = { idTagInfo = { status = "Accepted" } } },
//!     "expect status 1 Charging within 5s",
//!     "wait 3s",
//!     "cut",
//! ]
//!
//! [charge_point]
//! version = "1.6"
//! connectors = 1
//! settings = { MeterValueSampleInterval = "2" }
//! ```
//!
//! How a connector stands, whether it is connected and what the boot was answered may be so already. Each other `expect`
//! goes on where the one before has found what it looked for, and fails after 10 s or what `within` says.
//!
//! A scenario is over when its last step has happened and the server has what there was to say: [`Stage::delivered`].

mod file;
mod play;
mod step;

pub use file::Scenario;
pub use play::{Stage, play};

use std::path::PathBuf;

/// What is wrong with a scenario, or went wrong in it: where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}: {reason}", file.display())]
pub struct ScenarioError {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1 on.
    pub line: usize,
    /// What is wrong, and what to do.
    pub reason: String,
}
