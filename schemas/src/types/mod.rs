//! A Rust type for each request, response, datatype and enumeration, one module per version.
//!
//! Written by `generate-types` from the data, so that a payload which the validator accepts always becomes a value:
//! `5.0` is an integer, and a number outside the Rust type's range becomes the nearest one inside. Properties that a
//! type does not know are ignored; telling them is the validator's work.
//!
//! In 2.x the names lack the `Type` that the specification appends: `IdTokenType` is [`v201::IdToken`],
//! `AuthorizationStatusEnumType` is [`v201::AuthorizationStatusEnum`].

pub mod decimal;
pub(crate) mod enumeration;
pub mod integer;

#[cfg(feature = "types-v16")]
#[rustfmt::skip]
#[path = "generated/v16/mod.rs"]
pub mod v16;
#[cfg(feature = "types-v201")]
#[rustfmt::skip]
#[path = "generated/v201/mod.rs"]
pub mod v201;
#[cfg(feature = "types-v21")]
#[rustfmt::skip]
#[path = "generated/v21/mod.rs"]
pub mod v21;

pub use enumeration::Enumeration;

use crate::Version;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// A point in time as it is on the wire: RFC 3339, such as `2026-01-01T12:00:00Z`. Offsets and fractions are kept.
pub type DateTime = String;

/// An action of one version with the types of its payloads. Implemented by a marker per action.
pub trait OcppAction {
    /// The name on the wire.
    const NAME: &'static str;
    /// The version that the payloads belong to.
    const VERSION: Version;
    /// The payload of the CALL (or SEND).
    type Request: Serialize + DeserializeOwned;
    /// The payload of the CALLRESULT; [`NoResponse`] where there is none.
    type Response: Serialize + DeserializeOwned;
}

/// The response of an action that is not answered. Has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoResponse {}

/// The vendor's own data in a 2.x message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomData {
    /// Whose data it is: at most 255 characters.
    #[serde(rename = "vendorId")]
    pub vendor_id: String,
    /// All other properties.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl CustomData {
    /// Data of a vendor, without properties yet.
    #[must_use]
    pub fn new(vendor_id: impl Into<String>) -> Self {
        Self {
            vendor_id: vendor_id.into(),
            other: Map::new(),
        }
    }
}

/// Keeps `null` apart from an absent property.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
