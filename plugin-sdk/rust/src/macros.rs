//! The `plugin!` macro: from a name and lists of functions to a component.

/// Makes a component of this crate: its exports, the way from a call to its function, and its
/// manifest. Call it once, at the top of `lib.rs`. Every part but the name may be left out; they stand
/// in this order:
///
/// | part | function | export |
/// |---|---|---|
/// | `name: "tariff"` | | |
/// | `capabilities: [state, commands, directory, events, http]` | | what it wants beside `settings` and `log` |
/// | `settings: check` | `fn() -> Result<(), Failed>`, which reads the settings as any other function does | `settings-check` |
/// | `settings_schema: include_str!("../settings.schema.json"),` | a JSON Schema of the settings, of which the server makes a form, and against which it holds them; the comma belongs to it | |
/// | `handlers: { v16::StartTransaction => start }` | `fn(&Call<A>, &mut A::Response) -> Result<(), CallError>` | `handler` |
/// | `events: { "transaction.ended" => on_ended }` | `fn(&Event) -> Result<(), Failed>` | `observer` |
/// | `schedules: { "balance" every 30 => balance }` | `fn(&Context) -> Result<(), Failed>` | `timer` |
/// | `http: on_request` | `fn(&endpoint::Request) -> endpoint::Response` | `http` |
///
/// The capability `http` needs this crate's feature `http`.
///
/// ```
/// use ocpp_plugin_sdk::endpoint::{Request, Response};
/// use ocpp_plugin_sdk::types::v16;
/// use ocpp_plugin_sdk::{Call, CallError, Context, Event, Failed, settings, state, testing};
///
/// ocpp_plugin_sdk::plugin! {
///     name: "no-connector-two",
///     capabilities: [state],
///     settings: check,
///     handlers: { v16::StartTransaction => start_transaction },
///     events: { "transaction.ended" => on_ended },
///     schedules: { "forget" every 3600 => forget },
///     http: on_request,
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
/// fn check() -> Result<(), Failed> {
///     settings::read::<Settings>()?;
///     Ok(())
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Settings {
///     most: u32,
/// }
///
/// fn on_ended(_event: &Event) -> Result<(), Failed> {
///     state::increment("ended", 1, None)?;
///     Ok(())
/// }
///
/// fn forget(_context: &Context) -> Result<(), Failed> {
///     state::delete("ended")?;
///     Ok(())
/// }
///
/// fn on_request(_request: &Request) -> Response {
///     Response::text(404, "not here")
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
/// testing::set_settings(&serde_json::json!({"most": "two"}));
/// assert!(PLUGIN.check_settings().is_err());
/// # }
/// ```
#[macro_export]
macro_rules! plugin {
    (
        name: $name:literal $(,)?
        $(capabilities: [$($capability:ident),* $(,)?] $(,)?)?
        $(settings: $check:ident $(,)?)?
        $(settings_schema: $schema:expr,)?
        $(handlers: { $($action:ty => $handler:path),+ $(,)? } $(,)?)?
        $(events: { $($kind:literal => $observer:path),+ $(,)? } $(,)?)?
        $(schedules: { $($schedule:literal every $seconds:literal => $tick:path),+ $(,)? } $(,)?)?
        $(http: $endpoint:path $(,)?)?
    ) => {
        /// This plugin, for its tests.
        pub static PLUGIN: $crate::Plugin = DEFINITION;

        const DEFINITION: $crate::Plugin = $crate::Plugin {
            $(capabilities: &[$($crate::capability!($capability)),*],)?
            $(settings: Some($check),)?
            $(settings_schema: Some($schema),)?
            $(routes: &[$($crate::Route::new::<$action>(|context, texts| {
                $crate::run::<$action>($handler, context, texts)
            })),+],)?
            $(observers: &[$($crate::Observer { kind: $kind, run: $observer }),+],)?
            $(schedules: &[$($crate::Schedule { name: $schedule, every: $seconds, run: $tick }),+],)?
            $(endpoint: Some($endpoint),)?
            ..$crate::Plugin::named($name, env!("CARGO_PKG_VERSION"))
        };

        $crate::manifest!(DEFINITION);
        $($crate::export!(handler DEFINITION $($handler)+);)?
        $($crate::export!(observer DEFINITION $($observer)+);)?
        $($crate::export!(timer DEFINITION $($tick)+);)?
        $($crate::export!(http DEFINITION $endpoint);)?
        $($crate::export!(settings_check DEFINITION $check);)?
    };
}

/// The exports and the manifest for a [`Plugin`](crate::Plugin) that is a constant. The
/// [`plugin!`](crate::plugin!) macro does it; call it yourself only for untyped handlers. Without a
/// list of exports it is `handler` alone.
///
/// ```
/// use ocpp_plugin_sdk::types::v16;
/// use ocpp_plugin_sdk::{Outcome, Plugin, Route};
///
/// const SILENT: Plugin = Plugin {
///     routes: &[Route::new::<v16::Heartbeat>(|_context, _texts| Outcome::Keep)],
///     ..Plugin::named("silent", "1.0.0")
/// };
///
/// ocpp_plugin_sdk::component!(SILENT: handler);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! component {
    ($plugin:ident) => {
        $crate::component!($plugin: handler);
    };
    ($plugin:ident: $($export:ident),+ $(,)?) => {
        $crate::manifest!($plugin);
        $($crate::export!($export $plugin);)+
    };
}

/// The custom section.
#[doc(hidden)]
#[macro_export]
macro_rules! manifest {
    ($plugin:ident) => {
        const _: () = {
            const LENGTH: usize = $crate::manifest::length(&$plugin);

            #[cfg_attr(target_arch = "wasm32", used)]
            #[cfg_attr(target_arch = "wasm32", unsafe(link_section = "ocpp-plugin-manifest"))]
            #[allow(dead_code, reason = "outside a component it is only checked")]
            static MANIFEST: [u8; LENGTH] = $crate::manifest::bytes(&$plugin);
        };
    };
}

/// One export. What follows the plugin is for the repetition in `plugin!` alone.
#[doc(hidden)]
#[macro_export]
macro_rules! export {
    (handler $plugin:ident $($function:path)*) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Component;

            impl $crate::guest::Handler for Component {
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
                    $crate::guest::handle(&$plugin, context, &action, texts)
                }
            }

    $crate::bindings::handler::export_handler!(Component with_types_in $crate::bindings::handler);
        };
    };
    (observer $plugin:ident $($function:path)*) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Component;

            impl $crate::guest::Observer for Component {
                fn on_event(context: $crate::guest::Context, kind: String, payload: String) -> Result<(), String> {
                    $crate::guest::observe(&$plugin, context, kind, &payload)
                }
            }

    $crate::bindings::observer::export_observer!(Component with_types_in $crate::bindings::observer);
        };
    };
    (timer $plugin:ident $($function:path)*) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Component;

            impl $crate::guest::Timer for Component {
                fn on_tick(context: $crate::guest::Context, name: String) -> Result<(), String> {
                    $crate::guest::tick(&$plugin, context, &name)
                }
            }

    $crate::bindings::timer::export_timer!(Component with_types_in $crate::bindings::timer);
        };
    };
    (settings_check $plugin:ident $($function:ident)*) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Component;

            impl $crate::guest::SettingsCheck for Component {
                fn check(_settings: String) -> Result<(), String> {
                    $crate::guest::check_settings(&$plugin)
                }
            }

            $crate::bindings::settings_check::export_settings_check!(
                Component with_types_in $crate::bindings::settings_check
            );
        };
    };
    (http $plugin:ident $($function:path)*) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Component;

            impl $crate::guest::Http for Component {
                fn on_request(request: $crate::guest::Request) -> $crate::guest::Response {
                    $crate::guest::answer(&$plugin, request)
                }
            }

    $crate::bindings::http::export_http!(Component with_types_in $crate::bindings::http);
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
    (commands) => {
        "commands"
    };
    (directory) => {
        "directory"
    };
    (events) => {
        "events"
    };
    (http) => {
        $crate::http::CAPABILITY
    };
}
