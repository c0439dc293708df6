//! What a plugin is made of, and how a CALL finds its handler. Filled by the `plugin!` macro.

use ocpp_schemas::Version;
use ocpp_schemas::types::OcppAction;
use serde::de::DeserializeOwned;

use crate::{Call, CallError, Context, Outcome};

/// A plugin: what its manifest says, and its handlers. The [`plugin!`](crate::plugin!) macro makes
/// one, as `PLUGIN`, in the crate that calls it.
///
/// ```
/// use ocpp_plugin_sdk::{Call, CallError, types::v16};
///
/// ocpp_plugin_sdk::plugin! {
///     name: "agreeable",
///     handlers: { v16::Authorize => authorize },
/// }
///
/// fn authorize(
///     _call: &Call<v16::Authorize>,
///     _response: &mut v16::AuthorizeResponse,
/// ) -> Result<(), CallError> {
///     Ok(())
/// }
///
/// # fn main() {
/// assert_eq!(PLUGIN.name, "agreeable");
/// # }
/// ```
pub struct Plugin {
    /// Lower-case letters, digits and hyphens; also the name of its file and of its routes.
    pub name: &'static str,
    /// The crate's version.
    pub version: &'static str,
    /// The capabilities that it wants beside `settings` and `log`.
    pub capabilities: &'static [&'static str],
    /// Its handlers.
    pub routes: &'static [Route],
}

impl Plugin {
    /// Gives a CALL to its handler. An action without one is kept as proposed.
    ///
    /// # Panics
    /// If the payload or the proposed response does not fit the action: on the server this ends the
    /// call, with the text as the recorded cause, and the operator's `on_failure` decides.
    #[must_use]
    pub fn handle(&self, context: Context, action: &str, texts: Texts<'_>) -> Outcome {
        let claimed = |route: &&Route| route.action == action && route.version.number() == context.version;
        match self.routes.iter().find(claimed) {
            Some(route) => (route.run)(context, texts),
            None => Outcome::Keep,
        }
    }
}

/// The two JSON texts of a question.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// The request.
    pub payload: &'a str,
    /// The response as it would be given.
    pub proposed: &'a str,
}

/// One handler with the action that it is for.
pub struct Route {
    /// The OCPP version.
    pub version: Version,
    /// The action's name on the wire.
    pub action: &'static str,
    run: fn(Context, Texts<'_>) -> Outcome,
}

impl Route {
    /// Ties a handler to an action; the macro does it.
    #[must_use]
    pub const fn new<A: OcppAction>(run: fn(Context, Texts<'_>) -> Outcome) -> Self {
        Self {
            version: A::VERSION,
            action: A::NAME,
            run,
        }
    }
}

/// Parses, calls the handler, and compares what it left with what it got.
#[doc(hidden)]
pub fn run<A: OcppAction>(
    handler: fn(&Call<A>, &mut A::Response) -> Result<(), CallError>,
    context: Context,
    texts: Texts<'_>,
) -> Outcome {
    let request: A::Request = parse::<A, _>("request", texts.payload);
    let mut response: A::Response = parse::<A, _>("proposed response", texts.proposed);
    let before = write::<A>(&response);
    match handler(&Call { context, request }, &mut response) {
        Err(error) => Outcome::CallError(error),
        Ok(()) => {
            let after = write::<A>(&response);
            if after == before {
                Outcome::Keep
            } else {
                Outcome::Replace(after)
            }
        }
    }
}

fn write<A: OcppAction>(response: &A::Response) -> String {
    match serde_json::to_string(response) {
        Ok(text) => text,
        Err(error) => fail(&format!(
            "the {} response of OCPP {} cannot be written: {error}",
            A::NAME,
            A::VERSION
        )),
    }
}

fn parse<A: OcppAction, T: DeserializeOwned>(what: &str, text: &str) -> T {
    match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => fail(&format!(
            "the {} {what} of OCPP {} cannot be read: {error}",
            A::NAME,
            A::VERSION
        )),
    }
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
pub fn fail(cause: &dyn std::fmt::Display) -> ! {
    panic!("{cause}")
}
