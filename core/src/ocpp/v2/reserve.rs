//! ReserveNow and CancelReservation of 2.x (H01, H02).

use serde_json::{Value, json};

use crate::clock::text;
use crate::ocpp::reserve::{ReservationRequest, Reserve};

/// How 2.x reserves.
pub const RESERVE: Reserve = Reserve { reserve_now, cancel };

/// The token type where the operator names none: the central system's own.
const DEFAULT_TYPE: &str = "Central";

fn reserve_now(request: &ReservationRequest, number: i64) -> Result<Value, &'static str> {
    if request.connector.is_some() {
        return Err("OCPP 2.x reserves by `evse`; it has no `connector`");
    }
    let kind = request.id_tag_type.as_deref().unwrap_or(DEFAULT_TYPE);
    let mut payload = json!({
        "id": number,
        "expiryDateTime": text(request.expiry),
        "idToken": { "idToken": request.id_tag, "type": kind },
    });
    if let Some(evse) = request.evse {
        payload["evseId"] = json!(evse);
    }
    if let Some(connector_type) = &request.connector_type {
        payload["connectorType"] = json!(connector_type);
    }
    if let Some(group) = &request.parent_id_tag {
        payload["groupIdToken"] = json!({ "idToken": group, "type": DEFAULT_TYPE });
    }
    Ok(payload)
}

fn cancel(number: i64) -> Value {
    json!({ "reservationId": number })
}
