//! The contract as this host speaks it: the bindings of `plugin-sdk/wit`, and its version.
//!
//! Each export has a world of its own, so that each is optional.

/// The version of the package `ocpp:plugin`.
pub const OFFERED: &str = "0.1.0";
/// The SDKs that fit it.
pub const SDK: &str = "0.1";
/// The interfaces that a component may export.
pub const EXPORTS: [&str; 5] = ["handler", "observer", "timer", "http", "settings-check"];

pub use handler_world::exports::ocpp::plugin::handler::Outcome;
pub use handler_world::ocpp::plugin as interfaces;
pub use handler_world::ocpp::plugin::types::Context;
pub use handler_world::{HandlerPlugin, HandlerPluginIndices};
pub use http_world::HttpPluginIndices;
pub use http_world::exports::ocpp::plugin::http::{Request, Response};
pub use observer_world::ObserverPluginIndices;
pub use settings_check_world::SettingsCheckPluginIndices;
pub use timer_world::TimerPluginIndices;

#[allow(clippy::all, clippy::restriction, missing_docs, reason = "generated")]
mod handler_world {
    wasmtime::component::bindgen!({
        path: "../plugin-sdk/wit",
        world: "handler-plugin",
        additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
    });
}

/// A world for the sake of its export alone; it shares the types with the first. The interfaces that a component
/// imports are linked by the first one's bindings, so that none has to be named here.
macro_rules! world {
    ($module:ident, $world:literal $(, $types:literal)?) => {
        #[allow(clippy::all, clippy::restriction, missing_docs, dead_code, reason = "generated")]
        mod $module {
            wasmtime::component::bindgen!({
                path: "../plugin-sdk/wit",
                world: $world,
                additional_derives: [PartialEq, serde::Serialize, serde::Deserialize],
                with: { $($types: crate::plugins::contract::handler_world::ocpp::plugin::types,)? },
            });
        }
    };
}

world!(observer_world, "observer-plugin", "ocpp:plugin/types");
world!(timer_world, "timer-plugin", "ocpp:plugin/types");
world!(http_world, "http-plugin");
world!(settings_check_world, "settings-check-plugin");
