//! The bindings of the contract in `plugin-sdk/wit`, generated when the crate is built: what a plugin
//! may import, and one module for each interface that it may export.
//!
//! A component's type is the union of the worlds whose export macro its crate calls, so a plugin
//! exports what it has and nothing else. Imports that it does not use are left out when it is linked.

/// What a plugin may import.
pub mod imports {
    wit_bindgen::generate!({
        path: "../wit",
        world: "imports",
        runtime_path: "::ocpp_plugin_sdk::wit_bindgen::rt",
    });
}

/// One world of `worlds.wit`: its export, over the imports above and further interfaces that another
/// module has already.
macro_rules! export {
    ($module:ident: $world:literal, $export:literal, $path:literal $(, $interface:literal: $known:path)?) => {
        /// One interface that a plugin may export.
        pub mod $module {
            wit_bindgen::generate!({
                path: "../wit",
                world: $world,
                pub_export_macro: true,
                export_macro_name: $export,
                default_bindings_module: $path,
                runtime_path: "::ocpp_plugin_sdk::wit_bindgen::rt",
                with: {
                    "ocpp:plugin/state@0.1.0": ocpp_plugin_sdk::bindings::imports::ocpp::plugin::state,
                    "ocpp:plugin/settings@0.1.0": ocpp_plugin_sdk::bindings::imports::ocpp::plugin::settings,
                    "ocpp:plugin/log@0.1.0": ocpp_plugin_sdk::bindings::imports::ocpp::plugin::log,
                    "ocpp:plugin/commands@0.1.0": ocpp_plugin_sdk::bindings::imports::ocpp::plugin::commands,
                    "ocpp:plugin/directory@0.1.0": ocpp_plugin_sdk::bindings::imports::ocpp::plugin::directory,
                    "ocpp:plugin/events@0.1.0": ocpp_plugin_sdk::bindings::imports::ocpp::plugin::events,
                    "ocpp:plugin/time@0.1.0": ocpp_plugin_sdk::bindings::imports::ocpp::plugin::time,
                    $($interface: $known,)?
                },
            });
        }
    };
}

export!(handler: "handler-plugin", "export_handler", "ocpp_plugin_sdk::bindings::handler");
export!(
    observer: "observer-plugin", "export_observer", "ocpp_plugin_sdk::bindings::observer",
    "ocpp:plugin/types@0.1.0": ocpp_plugin_sdk::bindings::handler::ocpp::plugin::types
);
export!(
    timer: "timer-plugin", "export_timer", "ocpp_plugin_sdk::bindings::timer",
    "ocpp:plugin/types@0.1.0": ocpp_plugin_sdk::bindings::handler::ocpp::plugin::types
);
export!(http: "http-plugin", "export_http", "ocpp_plugin_sdk::bindings::http");
export!(
    settings_check: "settings-check-plugin", "export_settings_check", "ocpp_plugin_sdk::bindings::settings_check"
);
