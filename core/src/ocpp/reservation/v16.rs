//! ReserveNow and CancelReservation of 1.6 (sections 5.13 and 5.2).

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;
use serde_json::{Value, json};

use super::rules;
use super::verb::ReservationRequest;
use crate::clock::text;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::{Answer, Operation};
use crate::ocpp::verb::object;
use crate::state::reservations::{Reservation, ReservationState};

/// The operation that makes a reservation.
pub struct ReserveNow;

impl Operation for ReserveNow {
    type Type = v16::ReserveNow;

    fn leaves(context: Context<'_>, request: &v16::ReserveNowRequest) -> Result<Effects, HandlerError> {
        let Ok(expiry) = request.expiry_date.parse() else {
            tracing::warn!(
                expiry = request.expiry_date,
                "a reservation's expiry cannot be read; it is not kept"
            );
            return Ok(Effects::none());
        };
        let reservation = Reservation {
            reservation_id: request.reservation_id,
            evse: None,
            // 0: any.
            connector: Some(request.connector_id).filter(|connector| *connector != 0),
            connector_type: None,
            id_tag: request.id_tag.clone(),
            id_tag_type: None,
            parent_id_tag: request.parent_id_tag.clone(),
            expiry,
            state: ReservationState::Requested,
            created_at: None,
            changed_at: None,
            used_by: None,
        };
        rules::requested(context, reservation)
    }

    fn answered(
        context: Context<'_>,
        request: &v16::ReserveNowRequest,
        answer: Answer<'_, v16::ReserveNowResponse>,
    ) -> Result<Effects, HandlerError> {
        let answer = answer.map(|response| response.status.as_str());
        rules::answered(context, request.reservation_id, answer)
    }
}

/// The operation that cancels a reservation.
pub struct CancelReservation;

impl Operation for CancelReservation {
    type Type = v16::CancelReservation;

    fn answered(
        context: Context<'_>,
        request: &v16::CancelReservationRequest,
        answer: Answer<'_, v16::CancelReservationResponse>,
    ) -> Result<Effects, HandlerError> {
        let answer = answer.map(|response| response.status.as_str());
        rules::cancelled(context, request.reservation_id, answer)
    }
}

/// ReserveNow's payload, or which member the version lacks.
pub(super) fn reserve_now(request: &ReservationRequest, number: i64) -> Result<Value, &'static str> {
    if request.evse.is_some() || request.connector_type.is_some() {
        return Err("OCPP 1.6 reserves by `connector`; it has no `evse` and no `connectorType`");
    }
    let parent = request.parent_id_tag.as_ref().map(|tag| ("parentIdTag", json!(tag)));
    Ok(object([
        Some(("connectorId", json!(request.connector.unwrap_or(0)))),
        Some(("expiryDate", json!(text(request.expiry)))),
        Some(("idTag", json!(request.id_tag))),
        Some(("reservationId", json!(number))),
        parent,
    ]))
}
