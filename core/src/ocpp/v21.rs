//! The handlers of OCPP 2.1.

use super::handler::{self, Route};
use super::v2;

/// The route of an action; none: it is recorded.
pub fn route(action: &str) -> Option<Route> {
    Some(match action {
        "Authorize" => handler::route::<v2::authorize::Authorize>,
        "BootNotification" => handler::route::<v2::boot_notification::BootNotification>,
        "DataTransfer" => handler::route::<v2::data_transfer::DataTransfer>,
        "Heartbeat" => handler::route::<v2::heartbeat::Heartbeat>,
        "MeterValues" => handler::route::<v2::meter_values::MeterValues>,
        "NotifyEvent" => handler::route::<v2::notify_event::NotifyEvent>,
        "ReservationStatusUpdate" => handler::route::<v2::reservation_status_update::ReservationStatusUpdate>,
        "StatusNotification" => handler::route::<v2::status_notification::StatusNotification>,
        "TransactionEvent" => handler::route::<v2::transaction_event::TransactionEvent>,
        _ => return None,
    })
}
