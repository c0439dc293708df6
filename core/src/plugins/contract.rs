//! The contract as this host speaks it: the bindings of `plugin-sdk/wit`, and its version.

/// The version of the package `ocpp:plugin`.
pub const OFFERED: &str = "0.1.0";
/// The SDKs that fit it.
pub const SDK: &str = "0.1";
/// The interfaces that a component may import.
pub const IMPORTS: [&str; 4] = ["types", "state", "settings", "log"];
/// The interfaces that a component may export. `handler` is the one that every plugin needs so far.
pub const EXPORTS: [&str; 1] = ["handler"];

pub use bindings::exports::ocpp::plugin::handler::{Context, Outcome};
pub use bindings::ocpp::plugin::{log, settings, state, types};
pub use bindings::{HandlerPlugin, HandlerPluginPre};

#[allow(clippy::all, clippy::restriction, missing_docs, reason = "generated")]
mod bindings {
    wasmtime::component::bindgen!({
        path: "../plugin-sdk/wit",
        world: "handler-plugin",
    });
}
