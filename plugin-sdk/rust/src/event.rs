//! What an observer is told, and how it says "not now".

use std::fmt;

use ocpp_schemas::types::OcppAction;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Context;
use crate::directory::Transaction;

/// Something that happened, after it was stored. Comes at least once, in order for each charge point.
///
/// ```
/// use ocpp_plugin_sdk::{Event, Failed, log, types::v16};
///
/// fn on_ended(event: &Event) -> Result<(), Failed> {
///     let stop: v16::StopTransactionRequest = event.request::<v16::StopTransaction>()?;
///     log::info(&format!("{} ended at {} Wh", event.context.charge_point, stop.meter_stop));
///     Ok(())
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Event {
    /// Whom it is about. `received_at` is when it happened, `message_id` the CALL that caused it, or
    /// empty.
    pub context: Context,
    /// Such as `transaction.ended`.
    pub kind: String,
    /// A JSON object; what is in it depends on the kind.
    pub payload: Value,
}

impl Event {
    /// The event's id, the same each time it comes; empty outside a server.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::{Context, Event};
    /// let attributes = vec![("event".to_owned(), "e-7".to_owned())];
    /// let context = Context { attributes, ..Context::default() };
    /// let event = Event { context, kind: "call".into(), payload: serde_json::json!({}) };
    /// assert_eq!(event.id(), "e-7");
    /// ```
    #[must_use]
    pub fn id(&self) -> &str {
        self.context.attribute("event").unwrap_or_default()
    }

    /// The payload as a type of the plugin's own.
    ///
    /// # Errors
    /// If it does not fit; the text names the member.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::{Context, Event};
    /// #[derive(serde::Deserialize)]
    /// struct Refused {
    ///     connector: u32,
    /// }
    ///
    /// let payload = serde_json::json!({"connector": 2});
    /// let event = Event { context: Context::default(), kind: "plugin.doorman.refused".into(), payload };
    /// assert_eq!(event.read::<Refused>()?.connector, 2);
    /// # Ok::<(), ocpp_plugin_sdk::Failed>(())
    /// ```
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failed> {
        self.fit("payload", &self.payload)
    }

    /// The OCPP action that caused it; empty if none did.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::{Context, Event};
    /// let payload = serde_json::json!({"action": "Authorize"});
    /// let event = Event { context: Context::default(), kind: "call".into(), payload };
    /// assert_eq!(event.action(), "Authorize");
    /// ```
    #[must_use]
    pub fn action(&self) -> &str {
        self.text("/action").unwrap_or_default()
    }

    /// A text in the payload by its JSON pointer.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::{Context, Event};
    /// let payload = serde_json::json!({"request": {"reason": "PowerLoss"}});
    /// let event = Event { context: Context::default(), kind: "transaction.ended".into(), payload };
    /// assert_eq!(event.text("/request/reason"), Some("PowerLoss"));
    /// assert_eq!(event.text("/request/idTag"), None);
    /// ```
    #[must_use]
    pub fn text(&self, pointer: &str) -> Option<&str> {
        self.payload.pointer(pointer).and_then(Value::as_str)
    }

    /// The request of the CALL that caused it. See [`action`](Event::action) and the context's version
    /// for which one it is.
    ///
    /// # Errors
    /// If it is not of that action.
    pub fn request<A: OcppAction>(&self) -> Result<A::Request, Failed> {
        self.fit("request", self.payload.get("request").unwrap_or(&Value::Null))
    }

    /// What the charge point was answered.
    ///
    /// # Errors
    /// If it is not of that action, or was a CALLERROR.
    pub fn response<A: OcppAction>(&self) -> Result<A::Response, Failed> {
        self.fit("response", self.payload.get("response").unwrap_or(&Value::Null))
    }

    /// The transaction of `transaction.started`, `.updated` and `.ended`.
    ///
    /// # Errors
    /// If there is none.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::{Context, Event};
    /// let payload = serde_json::json!({"transaction": {"id": "7", "chargePoint": "CP-1"}});
    /// let event = Event { context: Context::default(), kind: "transaction.ended".into(), payload };
    /// assert_eq!(event.transaction()?.id, "7");
    /// # Ok::<(), ocpp_plugin_sdk::Failed>(())
    /// ```
    pub fn transaction(&self) -> Result<Transaction, Failed> {
        self.fit("transaction", self.payload.get("transaction").unwrap_or(&Value::Null))
    }

    fn fit<'de, T: Deserialize<'de>>(&self, what: &str, value: &'de Value) -> Result<T, Failed> {
        T::deserialize(value).map_err(|error| Failed::new(format!("the {what} of {}: {error}", self.kind)))
    }
}

/// Why an event or a tick could not be dealt with. The event comes again, after growing pauses.
///
/// Made from any error by `?`, or from a text of the plugin's own.
///
/// ```
/// use ocpp_plugin_sdk::{Context, Failed, state};
///
/// fn on_tick(_context: &Context) -> Result<(), Failed> {
///     if state::increment("ticks", 1, None)? > 100 {
///         return Err(Failed::new("too many"));
///     }
///     Ok(())
/// }
/// # on_tick(&Context::default()).unwrap();
/// ```
pub struct Failed(String);

impl Failed {
    /// With a cause for people.
    ///
    /// ```
    /// assert_eq!(ocpp_plugin_sdk::Failed::new("closed").to_string(), "closed");
    /// ```
    #[must_use]
    pub fn new(cause: impl Into<String>) -> Self {
        Self(cause.into())
    }
}

// Not an `Error` itself, which would contradict this.
impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
