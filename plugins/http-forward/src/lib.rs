//! Sends chosen messages of charge points to HTTP endpoints, and answers with what they say. Forwards
//! events too.

mod answer;
mod claims;
mod forward;
mod message;
mod observe;
mod settings;
mod sign;
#[cfg(test)]
mod tests;

use ocpp_plugin_sdk::{Observer, Plugin};

/// This plugin. It looks at the JSON alone, so it has no typed handlers.
pub static PLUGIN: Plugin = DEFINITION;

const DEFINITION: Plugin = Plugin {
    capabilities: &["http"],
    routes: claims::ACTIONS,
    observers: claims::EVENTS,
    ..Plugin::named("http-forward", env!("CARGO_PKG_VERSION"))
};

ocpp_plugin_sdk::component!(DEFINITION: handler, observer);

/// The same function for each kind.
const fn observer(kind: &'static str) -> Observer {
    Observer {
        kind,
        run: observe::forward,
    }
}
