//! Replay: a recording's calls made again on a version, and what comes out otherwise. `call` makes one
//! again, `recording` reads the lines, `comparison` counts; `server` does it where the recording lies.

mod call;
mod comparison;
mod recording;
mod server;

pub use call::{Replayed, Verdict};
pub use comparison::{Comparison, Differing};
pub use recording::{Extent, Unreadable, replayed};
pub use server::ReplayRequest;
