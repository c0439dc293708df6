//! What messages mean. For each CALL: validate -> propose -> plugins -> check -> commit; for each CALL
//! of ours: leaves -> answer -> effects (design section 6). It knows no sockets and no actors; it reads
//! the state, and says what to write.
//!
//! By floor, each using those above it alone:
//! - `context`, `effects`, `error`, `reply`: what goes in and comes out;
//! - `handler`, `operation`: the two shapes; `verb`: a version-neutral wish; `rows`: what an action's row says; `fallback`: what has no
//!   handler;
//! - `questions`: what the server asks by itself; `inventory`: what stations are set to, under one naming; `split`: a CALL that is too much for a station as several;
//! - a folder or file per functional block, with the block's rows, its rules once, and its versions
//!   beside them;
//! - `repair`: a payload that is not valid, read again; `unsaid`: what the state knows of a member that was left out;
//! - `table`: the rows of all blocks by version; `profile`: a version; `call_error`, `tells`, `overruled`: refusals and
//!   events; `asking`: what a station that is not accepted may send; `pipeline`: a message's way.

mod asking;
mod call_error;
pub mod context;
pub mod effects;
mod error;
mod fallback;
pub mod file_jobs;
mod file_urls;
mod handler;
pub mod inventory;
pub mod known_connectors;
pub mod operation;
mod overruled;
mod pipeline;
mod profile;
pub mod questions;
pub mod repair;
mod reply;
pub mod rows;
mod security;
pub mod split;
pub mod table;
mod tells;
mod unsaid;
pub mod verb;
pub mod verbs;
pub mod when;

mod authorization;
pub mod availability;
mod battery_swap;
pub mod certificates;
mod data_transfer;
mod der_control;
pub mod diagnostics;
mod display;
pub mod firmware;
pub mod local_list;
mod metering;
pub mod provisioning;
mod remote_control;
pub mod reservation;
mod smart_charging;
mod tariff;
pub mod transactions;
mod v2x;

pub use context::{Caller, Context, Reads};
pub use effects::{Effects, Learned};
pub use error::HandlerError;
pub use operation::{Outcome, Sent};
pub use pipeline::{Pipeline, Request};
pub use profile::Profile;
pub use reply::{Expects, Handled, Overruled, Repaired};

#[cfg(test)]
mod tests;
