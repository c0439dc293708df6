//! The capability `commands`: CALLs to charge points.
//!
//! A command leaves when the outcome of the plugin's call is used, after the reply to the CALL that is
//! being handled. Nobody waits for its answer: it comes as the event `command.answered`.
//!
//! ```
//! use ocpp_plugin_sdk::commands::{self, WhenAway};
//! use ocpp_plugin_sdk::types::v16;
//!
//! let request = v16::ResetRequest::new(v16::ResetType::Soft);
//! let id = commands::send::<v16::Reset>("CP-1", &request, WhenAway::Refuse)?;
//! # assert!(!id.is_empty());
//! # Ok::<(), commands::CommandError>(())
//! ```

use ocpp_schemas::types::OcppAction;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::host::commands as host;
use crate::refused::refused;
use crate::{Event, Failed};

refused! {
    /// Why a command was refused.
    ///
    /// ```
    /// use ocpp_plugin_sdk::commands::{self, WhenAway};
    ///
    /// let refused = commands::send_text("CP-1", "Reset", "no JSON", WhenAway::Refuse).unwrap_err();
    /// assert_eq!(refused.code, "payload");
    /// ```
    CommandError,
    "commands",
    "`denied`, `charge-point`, `action`, `payload` or `budget`: see `commands.wit`."
}

/// What becomes of a command for a charge point that is not connected.
///
/// ```
/// use ocpp_plugin_sdk::commands::WhenAway;
///
/// assert_ne!(WhenAway::Refuse, WhenAway::Wait);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenAway {
    /// It is refused; the event `command.answered` says so.
    Refuse,
    /// It waits for the charge point, at most a day.
    Wait,
}

/// Sends a CALL, and gives the command's id. The action is of the version that the charge point
/// speaks: `directory` and each context know it.
///
/// # Errors
/// As [`CommandError`] says.
///
/// ```
/// use ocpp_plugin_sdk::commands::{self, WhenAway};
/// use ocpp_plugin_sdk::types::v201;
///
/// let request = v201::ResetRequest::new(v201::ResetEnum::OnIdle);
/// commands::send::<v201::Reset>("CS-1", &request, WhenAway::Wait)?;
/// # Ok::<(), commands::CommandError>(())
/// ```
pub fn send<A: OcppAction>(
    charge_point: &str,
    request: &A::Request,
    when_away: WhenAway,
) -> Result<String, CommandError> {
    let payload = serde_json::to_string(request).map_err(|error| CommandError {
        code: "payload".to_owned(),
        message: error.to_string(),
    })?;
    host::send(charge_point, A::NAME, &payload, when_away)
}

/// Sends a CALL whose payload is JSON text.
///
/// # Errors
/// As [`CommandError`] says.
///
/// ```
/// use ocpp_plugin_sdk::commands::{self, WhenAway};
///
/// commands::send_text("CP-1", "ClearCache", "{}", WhenAway::Refuse)?;
/// # Ok::<(), commands::CommandError>(())
/// ```
pub fn send_text(charge_point: &str, action: &str, payload: &str, when_away: WhenAway) -> Result<String, CommandError> {
    host::send(charge_point, action, payload, when_away)
}

/// What became of a command: the event `command.answered`.
///
/// ```
/// use ocpp_plugin_sdk::types::v16;
/// use ocpp_plugin_sdk::{Event, Failed, commands, log};
///
/// fn on_answered(event: &Event) -> Result<(), Failed> {
///     let answered = commands::answered(event)?;
///     match answered.response::<v16::ResetResponse>()? {
///         Ok(response) => log::info(&format!("{}: {}", answered.command, response.status)),
///         Err(refusal) => log::warn(&format!("{}: {}", answered.command, refusal.code)),
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The command's id, as [`send`] gave it.
    pub command: String,
    /// The action that was sent.
    pub action: String,
    /// The response's payload, or why there is none.
    pub outcome: Result<Value, Refusal>,
}

/// Why a command has no response: a CALLERROR, no answer in time, a charge point that is away.
///
/// ```
/// # use ocpp_plugin_sdk::commands::Refusal;
/// let refusal = Refusal { code: "NotSupported".into(), description: String::new() };
/// assert_eq!(refusal.code, "NotSupported");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Refusal {
    /// An error code of OCPP, or a word of the server's.
    pub code: String,
    /// For people.
    #[serde(default)]
    pub description: String,
}

/// Reads the event `command.answered`.
///
/// # Errors
/// If it is another event.
///
/// ```
/// # use ocpp_plugin_sdk::{Context, Event, commands};
/// let attributes = vec![("command".to_owned(), "c-1".to_owned())];
/// let event = Event {
///     context: Context { attributes, ..Context::default() },
///     kind: "command.answered".into(),
///     payload: serde_json::json!({"action": "Reset", "error": {"code": "NotSupported"}}),
/// };
/// let answered = commands::answered(&event)?;
/// assert_eq!(answered.command, "c-1");
/// assert_eq!(answered.outcome.unwrap_err().code, "NotSupported");
/// # Ok::<(), ocpp_plugin_sdk::Failed>(())
/// ```
pub fn answered(event: &Event) -> Result<Answered, Failed> {
    #[derive(Deserialize)]
    struct Payload {
        action: String,
        response: Option<Value>,
        error: Option<Refusal>,
    }
    let Payload {
        action,
        response,
        error,
    } = event.read()?;
    let outcome = match (response, error) {
        (_, Some(refusal)) => Err(refusal),
        (Some(response), None) => Ok(response),
        (None, None) => return Err(Failed::new(format!("{} has neither response nor error", event.kind))),
    };
    let command = event.context.attribute("command").unwrap_or_default().to_owned();
    Ok(Answered {
        command,
        action,
        outcome,
    })
}

impl Answered {
    /// The response as the type of its action.
    ///
    /// # Errors
    /// If there is one that does not fit. The inner error is the refusal.
    pub fn response<R: DeserializeOwned>(&self) -> Result<Result<R, &Refusal>, Failed> {
        match &self.outcome {
            Ok(response) => Ok(Ok(R::deserialize(response)?)),
            Err(refusal) => Ok(Err(refusal)),
        }
    }
}
