//! The configuration file that a suite's server runs on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::full::OwnDisk;

/// The token of every suite's admin API.
pub const ADMIN_TOKEN: &str = "token-of-the-suites";

/// Dotted keys and plugin sections, ready to be written as TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    keys: BTreeMap<String, Value>,
    plugins: Vec<String>,
    /// The server takes compiled code that the suites share.
    pub shares_code: bool,
    /// How many file descriptors it has; none: as many as the suite.
    pub descriptors: Option<u32>,
    /// The process whose mounts it sees; none: those of the suite.
    pub sees: Option<u32>,
}

impl Config {
    /// Charge points registered on first contact, no CALL of the server's
    /// own accord, and no settle delay, so that a suite sees what it caused and nothing else.
    #[must_use]
    pub fn new() -> Self {
        Self {
            keys: BTreeMap::new(),
            plugins: Vec::new(),
            shares_code: true,
            descriptors: None,
            sees: None,
        }
        .set("ocpp.register_unknown", true)
        .set("ocpp.workers", 2)
        .set("admin.token", ADMIN_TOKEN)
        .set("authorization.accept_unknown", true)
        .set("connection.settle_delay", "0s")
        .set("registration.trigger_boot_after", "none")
        .set("campaigns.restart_grace", "0s")
        .set("ask.inventory", false)
        .set("ask.local_list", false)
        .set("ask.connector_states_after", "none")
        .set("ask.transaction_status", false)
        .set("log.filter", "info,ocpp_central=debug")
    }

    /// Sets a key such as `connection.call_timeout`; a later value replaces an earlier one.
    #[must_use]
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.keys.insert(key.to_owned(), value.into());
        self
    }

    /// Whether no charge point comes in without TLS.
    #[must_use]
    pub fn is_secure_alone(&self) -> bool {
        self.keys.get("ocpp.listen").is_some_and(|address| address == "none")
    }

    /// Messages that are not valid are refused, as a certification run wants it.
    #[must_use]
    pub fn strict(self) -> Self {
        self.set("ocpp.strictness", "strict")
    }

    /// Adds a `[[plugin]]` section: the lines below that heading.
    #[must_use]
    pub fn plugin(mut self, section: &str) -> Self {
        self.plugins.push(section.to_owned());
        self
    }

    /// Gives the server so many file descriptors.
    #[must_use]
    pub fn descriptors(mut self, most: u32) -> Self {
        self.descriptors = Some(most);
        self
    }

    /// Has the server keep its state on a disk of its own.
    #[must_use]
    pub fn on(mut self, disk: &OwnDisk) -> Self {
        self.sees = Some(disk.process());
        self.set("store.path", disk.path().join("data").display().to_string())
    }

    /// Has the server compile everything itself: for what compiling is the point of.
    #[must_use]
    pub fn compiling(mut self) -> Self {
        self.shares_code = false;
        self
    }

    /// The file's text, with the state and the plugin folder below `folder`.
    #[must_use]
    pub fn toml(&self, folder: &Path) -> String {
        let mut text = String::new();
        let mut keys = self.keys.clone();
        for (key, name) in [("store.path", "data"), ("plugins.folder", "plugins")] {
            let path = folder.join(name).display().to_string();
            keys.entry(key.to_owned()).or_insert_with(|| path.into());
        }
        for (key, value) in keys {
            // A JSON string, number, truth value or array of them is the same thing in TOML.
            writeln!(text, "{key} = {value}").expect("writing to a String");
        }
        for section in &self.plugins {
            write!(text, "\n[[plugin]]\n{section}\n").expect("writing to a String");
        }
        text
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}
