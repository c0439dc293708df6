//! The `plugin!` macro: from a name and a list of handlers to a component.

/// Makes a component of this crate: its export, the way from an action to its handler, and its
/// manifest. Call it once, at the top of `lib.rs`.
///
/// `capabilities` names what the plugin wants beside `settings` and `log`; so far that is `state`.
///
/// ```
/// use ocpp_plugin_sdk::types::v16;
/// use ocpp_plugin_sdk::{Call, CallError, testing};
///
/// ocpp_plugin_sdk::plugin! {
///     name: "no-connector-two",
///     handlers: { v16::StartTransaction => start_transaction },
/// }
///
/// fn start_transaction(
///     call: &Call<v16::StartTransaction>,
///     response: &mut v16::StartTransactionResponse,
/// ) -> Result<(), CallError> {
///     if call.request.connector_id == 2 {
///         response.id_tag_info.status = v16::AuthorizationStatus::Blocked;
///     }
///     Ok(())
/// }
///
/// # fn main() {
/// let answer = testing::ask(
///     &PLUGIN,
///     ("1.6", "StartTransaction"),
///     serde_json::json!({"connectorId": 2, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"}),
///     serde_json::json!({"transactionId": 7, "idTagInfo": {"status": "Accepted"}}),
/// );
/// assert_eq!(answer["idTagInfo"]["status"], "Blocked");
/// # }
/// ```
#[macro_export]
macro_rules! plugin {
    (
        name: $name:literal,
        $(capabilities: [$($capability:ident),* $(,)?],)?
        handlers: { $($action:ty => $handler:path),+ $(,)? } $(,)?
    ) => {
        /// This plugin, for its tests.
        pub static PLUGIN: $crate::Plugin = DEFINITION;

        const DEFINITION: $crate::Plugin = $crate::Plugin {
            name: $name,
            version: env!("CARGO_PKG_VERSION"),
            capabilities: &[$($($crate::capability!($capability)),*)?],
            routes: &[$($crate::Route::new::<$action>(|context, texts| {
                $crate::run::<$action>($handler, context, texts)
            })),+],
        };

        $crate::component!(DEFINITION);
    };
}

/// The component's export and manifest for a [`Plugin`](crate::Plugin) that is a constant. The
/// [`plugin!`](crate::plugin!) macro does it; call it yourself only for untyped handlers.
///
/// ```
/// use ocpp_plugin_sdk::types::v16;
/// use ocpp_plugin_sdk::{Outcome, Plugin, Route};
///
/// const SILENT: Plugin = Plugin {
///     name: "silent",
///     version: "1.0.0",
///     capabilities: &[],
///     routes: &[Route::new::<v16::Heartbeat>(|_context, _texts| Outcome::Keep)],
/// };
///
/// ocpp_plugin_sdk::component!(SILENT);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! component {
    ($plugin:path) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            const LENGTH: usize = $crate::manifest::length(&$plugin);

            #[used]
            #[unsafe(link_section = "ocpp-plugin-manifest")]
            static MANIFEST: [u8; LENGTH] = $crate::manifest::bytes(&$plugin);

            struct Component;

            impl $crate::guest::Guest for Component {
                fn handle(
                    context: $crate::guest::Context,
                    action: String,
                    payload: String,
                    proposed: String,
                ) -> $crate::guest::Outcome {
                    let texts = $crate::Texts {
                        payload: &payload,
                        proposed: &proposed,
                    };
                    $plugin.handle(context.into(), &action, texts).into()
                }
            }

    $crate::bindings::export_handler!(Component with_types_in $crate::bindings);
        };
    };
}

/// The name of a capability; one that does not exist fails the plugin's build.
#[doc(hidden)]
#[macro_export]
macro_rules! capability {
    (state) => {
        "state"
    };
}
