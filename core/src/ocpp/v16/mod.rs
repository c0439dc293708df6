//! The handlers of OCPP 1.6.

mod authorize;
mod boot_notification;
mod data_transfer;
mod heartbeat;
mod meter_values;
mod reserve;
mod start_transaction;
mod status_notification;
mod stop_transaction;

use super::handler::{self, Route};

pub use reserve::RESERVE;

/// The route of an action; none: it is recorded.
pub fn route(action: &str) -> Option<Route> {
    Some(match action {
        "Authorize" => handler::route::<authorize::Authorize>,
        "BootNotification" => handler::route::<boot_notification::BootNotification>,
        "DataTransfer" => handler::route::<data_transfer::DataTransfer>,
        "Heartbeat" => handler::route::<heartbeat::Heartbeat>,
        "MeterValues" => handler::route::<meter_values::MeterValues>,
        "StartTransaction" => handler::route::<start_transaction::StartTransaction>,
        "StatusNotification" => handler::route::<status_notification::StatusNotification>,
        "StopTransaction" => handler::route::<stop_transaction::StopTransaction>,
        _ => return None,
    })
}
