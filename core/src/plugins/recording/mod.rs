//! Recordings: calls of a plugin's guest with every answer that the host gave, so that any version can be
//! asked the same again.
//!
//! `call` is the form of a recorded call, `outcome_json` that of its outcome; `recorder` takes calls off the
//! message's path into the files of `ring`, which `text` reads.

mod call;
mod outcome_json;
mod recorder;
mod ring;
mod text;

pub use call::{Line, RecordedCall, Setup};
pub use outcome_json::outcome_json;
pub use recorder::{Recorder, Recording, RecordingPlace, RecordingStatus};
pub use text::RecordingText;
