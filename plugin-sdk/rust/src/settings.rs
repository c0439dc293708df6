//! The capability `settings`: the plugin's section of the server's configuration.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::host::settings as host;

/// The settings, read into a type of the plugin's own. Give it `#[serde(deny_unknown_fields)]`, so
/// that an operator's typing error is seen.
///
/// # Errors
/// If they do not fit the type; the text names the field.
///
/// ```
/// use ocpp_plugin_sdk::{settings, testing};
///
/// #[derive(serde::Deserialize)]
/// struct Settings {
///     limit: u32,
/// }
///
/// testing::set_settings(&serde_json::json!({"limit": 3}));
/// let settings: Settings = settings::read().unwrap();
/// assert_eq!(settings.limit, 3);
/// ```
pub fn read<T: DeserializeOwned>() -> Result<T, SettingsError> {
    serde_json::from_str(&host::get()).map_err(|error| SettingsError(error.to_string()))
}

/// The settings do not fit the plugin.
///
/// ```
/// use ocpp_plugin_sdk::settings::{self, SettingsError};
///
/// let read: Result<u32, SettingsError> = settings::read();
/// assert!(read.unwrap_err().to_string().starts_with("the plugin's settings cannot be used: "));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError(String);

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the plugin's settings cannot be used: {}", self.0)
    }
}

impl std::error::Error for SettingsError {}
