//! One call of a typed handler: parse, call, and see whether anything changed.

use std::fmt::Display;

use ocpp_schemas::types::OcppAction;
use serde::de::DeserializeOwned;

use crate::{Call, CallError, Context, Outcome, Texts, merge};

/// Parses, calls the handler, and compares what it left with what it got. Only a changed response is
/// written, over the proposed text: members that the types do not know stay.
#[doc(hidden)]
pub fn run<A>(
    handler: fn(&Call<A>, &mut A::Response) -> Result<(), CallError>,
    context: Context,
    texts: Texts<'_>,
) -> Outcome
where
    A: OcppAction,
    A::Response: Clone + PartialEq,
{
    let request: A::Request = parse::<A, _>("request", texts.payload);
    let before: A::Response = parse::<A, _>("proposed response", texts.proposed);
    let mut response = before.clone();
    match handler(&Call { context, request }, &mut response) {
        Err(error) => Outcome::CallError(error),
        Ok(()) if response == before => Outcome::Keep,
        Ok(()) => Outcome::Replace(merge::over(texts.proposed, &write::<A>(&before), write::<A>(&response))),
    }
}

fn write<A: OcppAction>(response: &A::Response) -> String {
    match serde_json::to_string(response) {
        Ok(text) => text,
        Err(error) => unfit::<A>("response", "written", &error),
    }
}

fn parse<A: OcppAction, T: DeserializeOwned>(what: &str, text: &str) -> T {
    match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => unfit::<A>(what, "read", &error),
    }
}

#[cold]
fn unfit<A: OcppAction>(what: &str, done: &str, error: &serde_json::Error) -> ! {
    let (action, version) = (A::NAME, A::VERSION);
    fail(&format!(
        "the {action} {what} of OCPP {version} cannot be {done}: {error}"
    ))
}

/// Ends the call without an answer, with the cause for the plugin's record: the operator's
/// `on_failure` decides, and state that was written in the call is not stored. The way out where a
/// [`CallError`] would make the charge point repeat its message for ever.
///
/// # Panics
/// Always; in a component this is the trap that the server expects.
///
/// ```
/// use ocpp_plugin_sdk::{fail, settings};
///
/// fn limit() -> u32 {
///     settings::read().unwrap_or_else(|error| fail(&error))
/// }
/// # assert!(std::panic::catch_unwind(limit).is_err());
/// ```
#[expect(clippy::panic, reason = "a trap is how a plugin tells the server that it failed")]
#[track_caller]
pub fn fail(cause: &dyn Display) -> ! {
    panic!("{cause}")
}
