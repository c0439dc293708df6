//! CALLs towards stations, from whichever door: the raw command, a version-neutral verb, a plugin, the
//! durable queue, a rule of ours. One command (`state::commands::Command`) goes all the way:
//!
//! - `sender`: is the station there, does its version have the action, is the payload valid; then what the
//!   CALL changes by leaving is made durable, and the command goes to the session;
//! - `parts`: a CALL that is too much for its station goes out as several;
//! - `queue`: the commands that nobody waits for stand in the store, and leave by the same sender;
//! - `intake`: what comes into it, and is taken back; `verb_turn`: a verb's CALLs, one after the other; `effect`,
//!   `watch`: whether a station did what it accepted;
//! - `ending`: what an outcome changes, with the command's events. The session's actor runs it for each
//!   command that it took.

mod effect;
mod ending;
mod intake;
mod parts;
mod queue;
mod refusal;
mod sender;
mod verb_turn;
mod watch;

pub use ending::{DurableList, Ending, count_outcome, ending, list, sent};
pub use intake::Withdrawal;
pub use queue::Queue;
pub use refusal::SendError;
pub use sender::{Destination, Sender, Wanted};
pub use watch::Watch;

#[cfg(test)]
mod tests;
