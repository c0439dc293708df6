//! Availability (1.6 sections 4.6, 4.9 and 5.2, 2.x block G): signs of life and states of connectors.

pub(super) mod connector;
mod heartbeat;
pub mod refresh;
mod v16;
mod v2;
mod verb;

pub use verb::AvailabilityRequest;

use super::rows::{Row, Versions};
use crate::events::kinds::{CONNECTOR_STATUS, RESERVATION_CHANGED, TRANSACTION_ENDED};

pub(super) const ROWS: &[Row] = &[
    Row::sent("ChangeAvailability", Versions::ALL),
    Row::handled::<heartbeat::V16>("Heartbeat", Versions::V16).reports(),
    Row::handled::<heartbeat::V2>("Heartbeat", Versions::V2).reports(),
    Row::handled::<v16::StatusNotification>("StatusNotification", Versions::V16)
        .reports()
        .tells(&[&CONNECTOR_STATUS, &RESERVATION_CHANGED, &TRANSACTION_ENDED]),
    Row::handled::<v2::StatusNotification>("StatusNotification", Versions::V2)
        .reports()
        .tells(&[&CONNECTOR_STATUS, &TRANSACTION_ENDED]),
];
