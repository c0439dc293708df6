//! ReserveNow and CancelReservation of 2.x (H01, H02).

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;
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

/// The token type where the operator names none: the central system's own.
const DEFAULT_TYPE: &str = "Central";

/// The operation that makes a reservation.
pub struct ReserveNow;

impl Operation for ReserveNow {
    type Type = v21::ReserveNow;

    fn leaves(context: Context<'_>, request: &v21::ReserveNowRequest) -> Result<Effects, HandlerError> {
        let Ok(expiry) = request.expiry_date_time.parse() else {
            tracing::warn!(
                expiry = request.expiry_date_time,
                "a reservation's expiry cannot be read; it is not kept"
            );
            return Ok(Effects::none());
        };
        let reservation = Reservation {
            reservation_id: request.id,
            evse: request.evse_id,
            connector: None,
            connector_type: request.connector_type.clone(),
            id_tag: request.id_token.id_token.clone(),
            id_tag_type: Some(request.id_token.r#type.clone()),
            parent_id_tag: request.group_id_token.as_ref().map(|group| group.id_token.clone()),
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
        request: &v21::ReserveNowRequest,
        answer: Answer<'_, v21::ReserveNowResponse>,
    ) -> Result<Effects, HandlerError> {
        let answer = answer.map(|response| response.status.as_str());
        rules::answered(context, request.id, answer)
    }
}

/// The operation that cancels a reservation.
pub struct CancelReservation;

impl Operation for CancelReservation {
    type Type = v21::CancelReservation;

    fn answered(
        context: Context<'_>,
        request: &v21::CancelReservationRequest,
        answer: Answer<'_, v21::CancelReservationResponse>,
    ) -> Result<Effects, HandlerError> {
        let answer = answer.map(|response| response.status.as_str());
        rules::cancelled(context, request.reservation_id, answer)
    }
}

/// ReserveNow's payload, or which member the version lacks.
pub(super) fn reserve_now(request: &ReservationRequest, number: i64) -> Result<Value, &'static str> {
    if request.connector.is_some() {
        return Err("OCPP 2.x reserves by `evse`; it has no `connector`");
    }
    let kind = request.id_tag_type.as_deref().unwrap_or(DEFAULT_TYPE);
    let token = |text: &str, kind: &str| json!({ "idToken": text, "type": kind });
    let group = request
        .parent_id_tag
        .as_ref()
        .map(|group| ("groupIdToken", token(group, DEFAULT_TYPE)));
    Ok(object([
        Some(("id", json!(number))),
        Some(("expiryDateTime", json!(text(request.expiry)))),
        Some(("idToken", token(&request.id_tag, kind))),
        request.evse.map(|evse| ("evseId", json!(evse))),
        request
            .connector_type
            .as_ref()
            .map(|kind| ("connectorType", json!(kind))),
        group,
    ]))
}
