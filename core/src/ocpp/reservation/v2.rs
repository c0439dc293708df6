//! ReserveNow and CancelReservation of 2.x (H01, H02).

use serde_json::{Value, json};

use super::rules::{ReservationRequest, Reserve, object};
use crate::clock::text;

/// How 2.x reserves.
pub const RESERVE: Reserve = Reserve { reserve_now, cancel };

/// The token type where the operator names none: the central system's own.
const DEFAULT_TYPE: &str = "Central";

fn reserve_now(request: &ReservationRequest, number: i64) -> Result<Value, &'static str> {
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

fn cancel(number: i64) -> Value {
    json!({ "reservationId": number })
}
