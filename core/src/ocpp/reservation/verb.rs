//! Reserving and cancelling in words that fit all versions.

use ocpp_schemas::Version;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{numbers, v2, v16};
use crate::clock::Time;
use crate::ocpp::verb::{Addressee, Plan, Planned, VerbError, Wish};
use crate::state::State;

/// A connector that shall be kept for somebody.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"idTag": "ALICE", "connector": 1, "expiry": "2030-01-31T12:00:00Z"})))]
pub struct ReservationRequest {
    /// The number that the station shall know it by; given if absent.
    pub reservation_id: Option<i64>,
    /// 2.x; absent: any EVSE.
    pub evse: Option<i64>,
    /// 1.6; absent or 0: any connector.
    pub connector: Option<i64>,
    /// For whom.
    pub id_tag: String,
    /// 2.x: what kind of token it is; if absent the type that the tag is registered with, else `Central`.
    pub id_tag_type: Option<String>,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub expiry: Time,
    /// The group that may use it too.
    pub parent_id_tag: Option<String>,
    /// 2.x: the kind of connector that is wanted.
    pub connector_type: Option<String>,
}

/// ReserveNow, with the number that was asked for, or one that the station was never told.
///
/// # Errors
/// A number or a member that the version does not have; the store's.
pub fn reserve(to: Addressee<'_>, wanted: &ReservationRequest) -> Result<Planned, VerbError> {
    let (number, seen) = match wanted.reservation_id {
        Some(number) => (
            numbers::asked(number).map_err(|reason| VerbError::Invalid(reason.into()))?,
            Vec::new(),
        ),
        None => numbers::next(to.state, to.charge_point)?,
    };
    let payload = match to.version {
        Version::V16 => v16::reserve_now(wanted, number),
        Version::V201 | Version::V21 => v2::reserve_now(&with_type(to.state, wanted)?, number),
    };
    Ok(Planned {
        number,
        payload: payload.map_err(|reason| VerbError::Invalid(reason.into()))?,
        seen,
    })
}

/// A station gives the EVSE to the token with the same text and type alone, so the type must be the driver's.
fn with_type(state: &State, wanted: &ReservationRequest) -> Result<ReservationRequest, VerbError> {
    let mut wanted = wanted.clone();
    if wanted.id_tag_type.is_none() {
        wanted.id_tag_type = state.type_of_id_tag(&wanted.id_tag)?;
    }
    Ok(wanted)
}

impl Wish for ReservationRequest {
    const NAME: &'static str = "reserve";

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        Ok(Plan::numbered("ReserveNow", reserve(to, self)?))
    }
}

/// A reservation that an operator takes back.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CancelReservationRequest)]
pub struct CancelRequest {
    /// The number that the station knows it by.
    pub reservation_id: i64,
}

impl Wish for CancelRequest {
    const NAME: &'static str = "cancel-reservation";
    const REPEATABLE: bool = true;

    fn plan(&self, _: Addressee<'_>) -> Result<Plan, VerbError> {
        Ok(Plan::one("CancelReservation", cancel(self.reservation_id)))
    }
}

/// CancelReservation's payload, the same in every version.
#[must_use]
pub fn cancel(number: i64) -> Value {
    json!({ "reservationId": number })
}
