//! Replay: a recording's calls made again on a version, and what comes out otherwise. `call` makes one
//! again, `recording` reads the lines, `comparison` counts.

mod call;
mod comparison;
mod recording;

pub use call::{Equality, Replayed};
pub use comparison::{Comparison, Differing};
pub use recording::{Extent, ReplayError, ReplayRequest, on_server, replayed};
