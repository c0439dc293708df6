//! The bindings of the contract in `plugin-sdk/wit`, generated when the crate is built.

wit_bindgen::generate!({
    path: "../wit",
    world: "handler-plugin",
    pub_export_macro: true,
    export_macro_name: "export_handler",
    default_bindings_module: "ocpp_plugin_sdk::bindings",
    runtime_path: "::ocpp_plugin_sdk::wit_bindgen::rt",
});
