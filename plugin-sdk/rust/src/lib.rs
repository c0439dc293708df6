//! Write a plugin for ocpp-central in Rust: a function per action, typed, compiled to a component.
//!
//! A handler sees the CALL of a charge point and the response that the server proposes, and leaves
//! it, changes it, or fails the CALL:
//!
//! ```
//! use ocpp_plugin_sdk::types::v16;
//! use ocpp_plugin_sdk::{Call, CallError};
//!
//! ocpp_plugin_sdk::plugin! {
//!     name: "one-tag",
//!     handlers: { v16::Authorize => authorize },
//! }
//!
//! fn authorize(
//!     call: &Call<v16::Authorize>,
//!     response: &mut v16::AuthorizeResponse,
//! ) -> Result<(), CallError> {
//!     if call.request.id_tag.to_string() != "04A1B2C3" {
//!         response.id_tag_info.status = v16::AuthorizationStatus::Invalid;
//!     }
//!     Ok(())
//! }
//! # fn main() {}
//! ```
//!
//! `plugin-sdk/rust/README.md` leads from an empty folder to a running plugin. Memory is a cache, never
//! state: the next call may find a fresh instance. What must stay belongs into [`state`].

// The macros name this crate by its name, in this crate's own code too.
extern crate self as ocpp_plugin_sdk;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[allow(clippy::all, clippy::restriction, missing_docs, unsafe_code, reason = "generated")]
#[doc(hidden)]
pub mod bindings;
mod call;
pub mod commands;
pub mod directory;
pub mod endpoint;
mod event;
pub mod events;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod guest;
mod host;
#[cfg(feature = "http")]
pub mod http;
pub mod log;
mod macros;
#[doc(hidden)]
pub mod manifest;
mod merge;
mod outcome;
pub mod pattern;
mod plugin;
mod refused;
mod run;
pub mod settings;
pub mod state;
#[cfg(target_arch = "wasm32")]
mod stdio;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;
pub mod time;

pub use call::{Call, Context};
pub use event::{Event, Failed};
pub use outcome::{CallError, Outcome};
pub use plugin::{Observer, Plugin, Route, Schedule, Texts};
pub use run::{fail, run};

/// Exact decimals: energy in the directory's transactions, limits and prices in messages.
///
/// ```
/// use ocpp_plugin_sdk::Decimal;
///
/// assert_eq!(Decimal::new(105, 1).to_string(), "10.5");
/// ```
pub use rust_decimal::Decimal;

/// The typed messages of OCPP 1.6 ([`v16`](types::v16)), 2.0.1 and 2.1.
///
/// ```
/// use ocpp_plugin_sdk::types::{OcppAction, v16};
///
/// assert_eq!(v16::StartTransaction::NAME, "StartTransaction");
/// ```
pub use ocpp_schemas::types;

/// The versions of OCPP.
///
/// ```
/// assert_eq!(ocpp_plugin_sdk::Version::V201.number(), "2.0.1");
/// ```
pub use ocpp_schemas::Version;

#[doc(hidden)]
pub use wit_bindgen;
