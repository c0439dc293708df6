//! For a plugin's unit tests: questions in, answers out, the host in memory.
//!
//! Settings, state, log, directory and clock belong to the thread, and `cargo test` gives each test its
//! own. [`play()`] plays a fixture file, as `ocpp-central plugin test` does on the component.

mod ask;
mod expect;
mod fixture;
mod play;

use std::time::Duration;

use serde_json::Value;

use crate::host::memory;
use crate::log::Level;

pub use crate::host::memory::commands::Sent;
pub use crate::host::memory::events::Emitted;
pub use ask::{ask, ask_from, event, request, tick};
pub use play::{play, play_all};

/// Sets what [`settings::read`](crate::settings::read) reads.
///
/// ```
/// ocpp_plugin_sdk::testing::set_settings(&serde_json::json!({"limit": 3}));
/// ```
pub fn set_settings(settings: &Value) {
    memory::settings::set(settings.to_string());
}

/// Sets what [`directory`](crate::directory) reads, in the form of a fixture's `directory`.
///
/// # Panics
/// If it has not that form.
///
/// ```
/// use ocpp_plugin_sdk::{directory, testing};
///
/// testing::set_directory(&serde_json::json!({"idTags": {"A": {"status": "Blocked"}}}));
/// assert_eq!(directory::id_tag("A").unwrap().unwrap().status, "Blocked");
/// ```
#[expect(clippy::panic, reason = "for tests")]
pub fn set_directory(directory: &Value) {
    if let Err(error) = memory::directory::set(directory) {
        panic!("the directory: {error}");
    }
}

/// The lines that were logged so far.
///
/// ```
/// use ocpp_plugin_sdk::{log, testing};
///
/// log::info("refused");
/// assert_eq!(testing::logged(), [(log::Level::Info, "refused".to_owned())]);
/// ```
#[must_use]
pub fn logged() -> Vec<(Level, String)> {
    memory::log::lines()
}

/// The commands that were sent so far.
///
/// ```
/// use ocpp_plugin_sdk::commands::{self, WhenAway};
/// use ocpp_plugin_sdk::testing;
///
/// commands::send_text("CP-1", "ClearCache", "{}", WhenAway::Wait).unwrap();
/// assert_eq!(testing::commands()[0].charge_point, "CP-1");
/// ```
#[must_use]
pub fn commands() -> Vec<Sent> {
    memory::commands::sent()
}

/// The events that were emitted so far.
///
/// ```
/// use ocpp_plugin_sdk::{events, testing};
///
/// events::emit("", "closed", &serde_json::json!({})).unwrap();
/// assert_eq!(testing::emitted()[0].kind, "closed");
/// ```
#[must_use]
pub fn emitted() -> Vec<Emitted> {
    memory::events::emitted()
}

/// Answers one of the next outgoing requests; they are answered in the order of these calls.
///
/// ```
/// use ocpp_plugin_sdk::{http, testing};
///
/// testing::answer_http(503, "later");
/// assert_eq!(http::Request::get("https://example.com").send().unwrap().status, 503);
/// ```
#[cfg(feature = "http")]
pub fn answer_http(status: u16, body: &str) {
    let result = Ok(crate::http::Response {
        status,
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
    });
    memory::http::answer(memory::http::Answer { to: None, result });
}

/// Lets one of the next outgoing requests fail.
///
/// ```
/// use ocpp_plugin_sdk::{http, testing};
///
/// testing::fail_http(http::HttpError::Timeout);
/// assert_eq!(http::Request::get("https://example.com").send(), Err(http::HttpError::Timeout));
/// ```
#[cfg(feature = "http")]
pub fn fail_http(error: crate::http::HttpError) {
    let result = Err(error);
    memory::http::answer(memory::http::Answer { to: None, result });
}

/// The outgoing requests so far.
///
/// ```
/// use ocpp_plugin_sdk::{http, testing};
///
/// let _nobody_listens = http::Request::get("https://example.com").send();
/// assert_eq!(testing::requests()[0].url, "https://example.com");
/// ```
#[cfg(feature = "http")]
#[must_use]
pub fn requests() -> Vec<crate::http::Request> {
    memory::http::requests()
}

/// Lets time pass for what has a time to live.
///
/// ```
/// use std::time::Duration;
/// use ocpp_plugin_sdk::{state, testing};
///
/// state::put("seen", b"", Some(60)).unwrap();
/// testing::advance(Duration::from_secs(60));
/// assert_eq!(state::get("seen").unwrap(), None);
/// ```
pub fn advance(time: Duration) {
    memory::state::advance(time);
}

/// Forgets settings, state, log and everything else, for a test that plays several stories.
///
/// ```
/// ocpp_plugin_sdk::testing::reset();
/// assert!(ocpp_plugin_sdk::testing::logged().is_empty());
/// ```
pub fn reset() {
    memory::reset();
}
