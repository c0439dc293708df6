//! What a plugin answers: the contract's `outcome`, and the CALLERROR in it.

use std::fmt;

use serde_json::Value;

/// What becomes of a CALL.
///
/// ```
/// use ocpp_plugin_sdk::Outcome;
///
/// let outcome = Outcome::Replace(r#"{"currentTime":"2026-01-01T00:00:00Z"}"#.to_owned());
/// assert_ne!(outcome, Outcome::Keep);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The proposed response stands.
    Keep,
    /// This response is given, as JSON text.
    Replace(String),
    /// The CALL fails.
    CallError(CallError),
}

/// A CALL is answered with a CALLERROR instead of a response.
///
/// Use it with care: a charge point repeats a StartTransaction or TransactionEvent that is answered
/// with an error. To refuse a driver, change the status in the response.
///
/// ```
/// use ocpp_plugin_sdk::CallError;
///
/// let error = CallError::new("NotSupported", "this site has no reservations")
///     .with_details(serde_json::json!({"site": "north"}));
/// assert_eq!(error.to_string(), "NotSupported: this site has no reservations");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CallError {
    /// An error code of the connection's OCPP version.
    pub code: String,
    /// At most 255 characters.
    pub description: String,
    /// A JSON object.
    pub details: Value,
}

impl CallError {
    /// An error with empty details.
    ///
    /// ```
    /// let error = ocpp_plugin_sdk::CallError::new("InternalError", "no tariff is known");
    /// assert_eq!(error.details, serde_json::json!({}));
    /// ```
    #[must_use]
    pub fn new(code: &str, description: &str) -> Self {
        let details = Value::Object(serde_json::Map::new());
        Self {
            code: code.to_owned(),
            description: description.to_owned(),
            details,
        }
    }

    /// The same error with these details; anything but a JSON object is refused by the server.
    ///
    /// ```
    /// use ocpp_plugin_sdk::CallError;
    ///
    /// let error = CallError::new("InternalError", "").with_details(serde_json::json!({"try": 2}));
    /// assert_eq!(error.details["try"], 2);
    /// ```
    #[must_use]
    pub fn with_details(mut self, details: Value) -> Self {
        self.details = details;
        self
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.description)
    }
}

impl std::error::Error for CallError {}
