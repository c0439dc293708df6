//! Transcripts: a conversation on one connection as a text file, played against the real server.
//!
//! A file in `transcripts/1.6`, `transcripts/2.0.1` or `transcripts/2.1` is played in that version,
//! one in `transcripts/any` in all three. One step a line; an empty line or one that begins with `#` is
//! a comment:
//!
//! | line | meaning |
//! |---|---|
//! | `set KEY VALUE` | the server runs with this setting (JSON); only before the first step |
//! | `> TEXT` | send a text message |
//! | `>> TEXT` | send a fragment; the last one of a run ends the message; `\xHH` is a byte |
//! | `! TEXT` | send a binary message |
//! | `ping TEXT` | send a ping; allowed between fragments |
//! | `< PATTERN` | this frame is the next thing that arrives |
//! | `< none` | nothing arrives: the next thing is the answer to a Heartbeat that is sent now |
//! | `pong TEXT` | this pong is the next thing that arrives |
//! | `closed CODE` | the server closes the connection; ends the transcript, or `reconnect` follows |
//! | `reconnect` | a new connection of the same charge point |
//! | `admin METHOD PATH [JSON] -> STATUS [PATTERN]` | a call of the admin API |
//! | `wait METHOD PATH -> STATUS PATTERN` | the same, repeated until it gives that |
//! | `call METHOD PATH [JSON]` | begin a call of the admin API that the station has to answer first |
//! | `called -> STATUS [PATTERN]` | its answer |
//! | `keep NAME POINTER` | from here on `{{NAME}}` is what stands there in the last frame or answer |
//! | `refused`, `served` | from here on Heartbeats are answered SecurityError, or as usual (the beginning) |
//!
//! After the last step the connection must still answer a Heartbeat. In every line `{{station}}` is
//! the identity, and `{{NAME}}` one of the version's texts (see `text.rs`). In patterns
//! `"{{any}}"`, `"{{text}}"` (at most 255 characters), `"{{int}}"`, `"{{time}}"` and `"{{object}}"` stand for
//! values, and a member `"{{more}}"` allows further members.

mod pattern;
mod play;
mod script;
mod text;

pub use play::play;
pub use script::{Step, Transcript, load};
