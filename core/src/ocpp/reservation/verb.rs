//! Reserving and cancelling in words that fit all versions.

use ocpp_schemas::Version;
use serde::Deserialize;
use serde_json::{Value, json};

use super::numbers::{in_force, number};
use super::{v2, v16};
use crate::clock::Time;
use crate::ocpp::verb::{Addressee, Planned, VerbError};

/// What an operator asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReservationRequest {
    /// The number that the station shall know it by; given if absent.
    pub reservation_id: Option<i64>,
    /// 2.x; absent: any EVSE.
    pub evse: Option<i64>,
    /// 1.6; absent or 0: any connector.
    pub connector: Option<i64>,
    /// For whom.
    pub id_tag: String,
    /// 2.x: what kind of token it is; `Central` if absent.
    pub id_tag_type: Option<String>,
    /// Until when.
    pub expiry: Time,
    /// The group that may use it too.
    pub parent_id_tag: Option<String>,
    /// 2.x: the kind of connector that is wanted.
    pub connector_type: Option<String>,
}

/// ReserveNow, with the number that was asked for, or the smallest that is free.
///
/// # Errors
/// A number or a member that the version does not have; the store's.
pub fn reserve(to: Addressee<'_>, wanted: &ReservationRequest) -> Result<Planned, VerbError> {
    let known = to.state.reservations(to.charge_point)?;
    let number = number(wanted.reservation_id, &known, to.now).map_err(VerbError::Invalid)?;
    let payload = match to.version {
        Version::V16 => v16::reserve_now(wanted, number),
        Version::V201 | Version::V21 => v2::reserve_now(wanted, number),
    };
    let payload = payload.map_err(VerbError::Invalid)?;
    if wanted.reservation_id.is_some() {
        return Ok(Planned {
            number,
            payload,
            seen: Vec::new(),
        });
    }
    let (found, seen) = to.state.reservation_seen(to.charge_point, number)?;
    if found.is_some_and(|reservation| in_force(&reservation, to.now)) {
        // Somebody took it between the two reads.
        return reserve(to, wanted);
    }
    Ok(Planned {
        number,
        payload,
        seen: vec![seen],
    })
}

/// CancelReservation's payload, the same in every version.
#[must_use]
pub fn cancel(number: i64) -> Value {
    json!({ "reservationId": number })
}
