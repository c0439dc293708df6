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

use ocpp_plugin_sdk::{Failed, Observer, Plugin};

/// This plugin. It looks at the JSON alone, so it has no typed handlers.
pub static PLUGIN: Plugin = DEFINITION;

const DEFINITION: Plugin = Plugin {
    capabilities: &["http"],
    routes: claims::ACTIONS,
    observers: claims::EVENTS,
    settings: Some(check),
    ..Plugin::named("http-forward", env!("CARGO_PKG_VERSION"))
};

ocpp_plugin_sdk::component!(DEFINITION: handler, observer, settings_check);

/// Whether the settings are good.
fn check() -> Result<(), Failed> {
    ocpp_plugin_sdk::settings::read::<settings::Settings>()?;
    Ok(())
}

/// The same function for each kind.
const fn observer(kind: &'static str) -> Observer {
    Observer {
        kind,
        run: observe::forward,
    }
}
