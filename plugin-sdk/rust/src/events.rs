//! The capability `events`: events of the plugin's own, for other plugins and for operators.
//!
//! ```
//! use ocpp_plugin_sdk::events;
//!
//! events::emit("CP-1", "refused", &serde_json::json!({"connector": 2}))?;
//! # assert_eq!(ocpp_plugin_sdk::testing::emitted().len(), 1);
//! # Ok::<(), events::EventError>(())
//! ```

use serde::Serialize;

use crate::host::events as host;
use crate::refused::refused;

refused! {
    /// Why an event was refused.
    ///
    /// ```
    /// let refused = ocpp_plugin_sdk::events::emit("", "Loud", &serde_json::json!({})).unwrap_err();
    /// assert_eq!(refused.code, "kind");
    /// ```
    EventError,
    "events",
    "`denied`, `kind`, `payload` or `budget`: see `events.wit`."
}

/// Emits an event of the kind `plugin.NAME.KIND`; NAME is this plugin's. Observers are told when the
/// outcome of this call is used. `charge_point` is whom it is about; empty: nobody.
///
/// # Errors
/// As [`EventError`] says.
///
/// ```
/// #[derive(serde::Serialize)]
/// struct Bill<'a> {
///     total: &'a str,
/// }
///
/// ocpp_plugin_sdk::events::emit("CP-1", "billed", &Bill { total: "12.50" })?;
/// # Ok::<(), ocpp_plugin_sdk::events::EventError>(())
/// ```
pub fn emit<T: Serialize>(charge_point: &str, kind: &str, payload: &T) -> Result<(), EventError> {
    let payload = serde_json::to_string(payload).map_err(|error| EventError {
        code: "payload".to_owned(),
        message: error.to_string(),
    })?;
    host::emit(charge_point, kind, &payload)
}
