//! ReserveNow and CancelReservation of 1.6 (sections 5.13 and 5.2).

use serde_json::{Value, json};

use super::rules::{ReservationRequest, Reserve, object};
use crate::clock::text;

/// How 1.6 reserves.
pub const RESERVE: Reserve = Reserve { reserve_now, cancel };

fn reserve_now(request: &ReservationRequest, number: i64) -> Result<Value, &'static str> {
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

fn cancel(number: i64) -> Value {
    json!({ "reservationId": number })
}
