//! The handlers that 2.0.1 and 2.1 share. They are written with the types of 2.1, which also read
//! and write what 2.0.1 allows; each version lists the ones that it uses by name.

pub mod authorize;
pub mod boot_notification;
pub mod data_transfer;
pub mod heartbeat;
pub mod meter_values;
pub mod notify_event;
pub mod reservation_status_update;
mod reserve;
pub mod status_notification;
pub mod transaction_event;

pub use reserve::RESERVE;
