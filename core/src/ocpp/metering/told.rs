//! What a handler of meter values reads of them: the values stay the text that they are, because they are kept as they came
//! and few are asked for.

use std::fmt::Debug;
use std::marker::PhantomData;

use ocpp_schemas::Version;
use ocpp_schemas::types::{OcppAction, integer};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::clock::{Time, instant};
use crate::ocpp::context::Context;
use crate::ocpp::error::HandlerError;
use crate::state::payload::Payload;

/// The context of what was measured at the end of a session, in all versions.
const OF_END: &str = "\"Transaction.End\"";

/// An action of meter values, of whose request the head alone is read.
#[derive(Debug, Clone, Copy)]
pub struct MeterValuesOf<A>(PhantomData<A>);

impl<A: OcppAction> OcppAction for MeterValuesOf<A> {
    const NAME: &'static str = A::NAME;
    const VERSION: Version = A::VERSION;
    type Request = Told;
    type Response = A::Response;
}

/// A request of any version.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// 1.6.
    #[serde(default, deserialize_with = "integer::deserialize")]
    pub connector_id: Option<i64>,
    /// 1.6.
    #[serde(default, deserialize_with = "integer::deserialize")]
    pub transaction_id: Option<i64>,
    /// 2.x.
    #[serde(default, deserialize_with = "integer::deserialize")]
    pub evse_id: Option<i64>,
    /// The elements.
    pub meter_value: Payload,
}

impl Told {
    /// The elements as a type.
    ///
    /// # Errors
    /// They do not fit it.
    pub fn elements<T: DeserializeOwned>(&self) -> Result<Vec<T>, HandlerError> {
        Ok(serde_json::from_str(self.meter_value.text())?)
    }

    /// When the last of them was measured, as far as it says so.
    pub fn last(&self) -> Option<Time> {
        self.last_told().as_deref().and_then(instant)
    }

    /// The same in the station's words.
    pub fn last_told(&self) -> Option<String> {
        let elements: Vec<Element> = self.elements().unwrap_or_default();
        let mut told = elements.into_iter().rev().map(|element| element.timestamp);
        told.find(|told| instant(told).is_some())
    }

    /// Whether they say of themselves that they are of the end of a session.
    pub fn are_of_end(&self) -> bool {
        self.meter_value.text().contains(OF_END)
    }
}

#[derive(Deserialize)]
struct Element {
    timestamp: String,
}

/// What is not valid by the letter must fit the whole type: else nothing is made of it.
///
/// # Errors
/// It does not.
pub fn check<A: OcppAction>(context: Context<'_>) -> Result<(), HandlerError> {
    if !context.payload.is_valid() {
        context.payload.read::<A::Request>()?;
    }
    Ok(())
}
