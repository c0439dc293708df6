//! OCPP 1.6 (with its security extension), 2.0.1 and 2.1 as data, and the code that reads it.
//!
//! The folders `1.6/`, `2.0.1/` and `2.1/` beside `src/` hold one JSON file per action. From them come:
//!
//! - [`Catalogue`]: the actions of a version, with direction, block and a validator (feature `validate`);
//! - `types`: a Rust type for each request, response and datatype (feature `types`);
//! - `generate`: valid and invalid messages for test suites (feature `generate`).
//!
//! The crate knows payloads alone: frames, sessions and the order of messages are not its concern.

#[cfg(all(doctest, feature = "validate"))]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(feature = "validate")]
mod action;
#[cfg(feature = "validate")]
mod catalogue;
#[cfg(feature = "codegen")]
pub mod codegen;
mod error_code;
#[cfg(feature = "generate")]
pub mod generate;
mod message;
#[cfg(feature = "validate")]
mod reading;
#[cfg(feature = "validate")]
mod resolve;
#[cfg(any(feature = "types-v16", feature = "types-v201", feature = "types-v21"))]
pub mod types;
mod version;
#[cfg(feature = "validate")]
mod violation;

pub use error_code::ErrorCode;
pub use message::{Kind, Sender};
pub use version::{UnknownVersion, Version};

#[cfg(feature = "validate")]
pub use action::Action;
#[cfg(feature = "validate")]
pub use catalogue::Catalogue;
#[cfg(feature = "validate")]
pub use violation::Violation;
