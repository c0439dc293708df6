//! The capability `log`: the server's log, with the plugin's name and the call's context added.

use crate::host::log as host;

/// How much a line matters.
///
/// ```
/// use ocpp_plugin_sdk::log::Level;
///
/// assert!(Level::Error > Level::Info);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Each step.
    Trace,
    /// For the author.
    Debug,
    /// For the operator.
    Info,
    /// Something is not as it should be, and the plugin goes on.
    Warn,
    /// The plugin cannot do its job.
    Error,
}

/// Writes a line at a level.
///
/// ```
/// use ocpp_plugin_sdk::log::{Level, log};
///
/// log(Level::Info, "refused connector 2");
/// # assert_eq!(ocpp_plugin_sdk::testing::logged().len(), 1);
/// ```
pub fn log(level: Level, message: &str) {
    host::log(level, message);
}

/// Writes a line for the author.
///
/// ```
/// ocpp_plugin_sdk::log::debug("no rule matched");
/// ```
pub fn debug(message: &str) {
    host::log(Level::Debug, message);
}

/// Writes a line for the operator.
///
/// ```
/// ocpp_plugin_sdk::log::info("refused connector 2");
/// ```
pub fn info(message: &str) {
    host::log(Level::Info, message);
}

/// Writes a warning.
///
/// ```
/// ocpp_plugin_sdk::log::warn("the settings name a tag twice");
/// ```
pub fn warn(message: &str) {
    host::log(Level::Warn, message);
}

/// Writes an error.
///
/// ```
/// ocpp_plugin_sdk::log::error("the settings cannot be read");
/// ```
pub fn error(message: &str) {
    host::log(Level::Error, message);
}
