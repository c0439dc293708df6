//! What a plugin is made of, and how a call finds its function. Filled by the `plugin!` macro.

use ocpp_schemas::Version;
use ocpp_schemas::types::OcppAction;

use crate::endpoint::{self, Endpoint};
use crate::{Context, Event, Failed, Outcome};

/// A plugin: what its manifest says, and its functions. The [`plugin!`](crate::plugin!) macro makes
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
    /// Its handlers of CALLs.
    pub routes: &'static [Route],
    /// Its functions for events.
    pub observers: &'static [Observer],
    /// Its functions for the clock.
    pub schedules: &'static [Schedule],
    /// Its HTTP endpoints.
    pub endpoint: Option<Endpoint>,
    /// Reads its settings, and says what is wrong with them.
    pub settings: Option<fn() -> Result<(), Failed>>,
    /// A JSON Schema of its settings: the server holds them against it, and makes a form of it.
    pub settings_schema: Option<&'static str>,
}

impl Plugin {
    /// A plugin that has a name and a version, and nothing else yet.
    ///
    /// ```
    /// use ocpp_plugin_sdk::Plugin;
    ///
    /// const IDLE: Plugin = Plugin { capabilities: &["state"], ..Plugin::named("idle", "1.0.0") };
    /// assert!(IDLE.routes.is_empty());
    /// ```
    #[must_use]
    pub const fn named(name: &'static str, version: &'static str) -> Self {
        Self {
            name,
            version,
            capabilities: &[],
            routes: &[],
            observers: &[],
            schedules: &[],
            endpoint: None,
            settings: None,
            settings_schema: None,
        }
    }

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

    /// Gives an event to its function; one of a kind that the plugin does not name is done with.
    ///
    /// # Errors
    /// What the function says; the event comes again.
    pub fn observe(&self, event: &Event) -> Result<(), Failed> {
        match self.observers.iter().find(|observer| observer.kind == event.kind) {
            Some(observer) => (observer.run)(event),
            None => Ok(()),
        }
    }

    /// Gives a tick to its schedule; one of another name is done with.
    ///
    /// # Errors
    /// What the function says.
    pub fn tick(&self, context: &Context, name: &str) -> Result<(), Failed> {
        match self.schedules.iter().find(|schedule| schedule.name == name) {
            Some(schedule) => (schedule.run)(context),
            None => Ok(()),
        }
    }

    /// Whether the settings are good; they are if the plugin does not say.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn check_settings(&self) -> Result<(), Failed> {
        self.settings.map_or(Ok(()), |check| check())
    }

    /// Answers a request to the plugin's endpoints; 404 if it has none.
    #[must_use]
    pub fn answer(&self, request: &endpoint::Request) -> endpoint::Response {
        match self.endpoint {
            Some(run) => run(request),
            None => endpoint::Response::text(404, "this plugin has no endpoints"),
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
        Self::of(A::VERSION, A::NAME, run)
    }

    /// Ties a handler to an action by its name, for a plugin that looks at the JSON alone.
    ///
    /// ```
    /// use ocpp_plugin_sdk::{Outcome, Route, Version};
    ///
    /// const KEPT: Route = Route::of(Version::V16, "Heartbeat", |_context, _texts| Outcome::Keep);
    /// assert_eq!(KEPT.action, "Heartbeat");
    /// ```
    #[must_use]
    pub const fn of(version: Version, action: &'static str, run: fn(Context, Texts<'_>) -> Outcome) -> Self {
        Self { version, action, run }
    }
}

/// One function with the kind of event that it is for.
pub struct Observer {
    /// Such as `transaction.ended`.
    pub kind: &'static str,
    /// What is called.
    pub run: fn(&Event) -> Result<(), Failed>,
}

/// One function that the clock calls.
pub struct Schedule {
    /// Lower-case letters, digits and hyphens.
    pub name: &'static str,
    /// How often, in seconds.
    pub every: u32,
    /// What is called; the context says when the tick was due.
    pub run: fn(&Context) -> Result<(), Failed>,
}
