//! Recordings: calls of a plugin's guest with every answer that the host gave, so that any version can be
//! asked the same again.
//!
//! `tape` and `sources` take the answers down and give them back; `call` is the form of a recorded call,
//! `told` that of its outcome; `recorder` takes calls off the message's path into the files of `ring`.

mod call;
mod recorder;
mod ring;
mod sources;
mod tape;
mod told;

pub use call::{Line, RecordedCall, Setup};
pub use recorder::{Recorder, Recording, RecordingStatus};
pub use sources::furnish;
pub use tape::{Answers, Tape, take_down};
pub use told::told;
