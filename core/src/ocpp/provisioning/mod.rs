//! Provisioning (1.6 section 4.2 and configuration keys, 2.x block B): who a station is, whether it may
//! work, how it is set up.

mod reset;
mod rules;
mod v16;
mod v2;

pub use reset::ResetRequest;

use super::rows::{Row, Versions, empty};
use crate::events::kinds::{CHARGE_POINT_BOOTED, TRANSACTION_ENDED};

pub(super) const ROWS: &[Row] = &[
    Row::handled::<v16::BootNotification>("BootNotification", Versions::V16)
        .before_boot()
        .reports()
        .durable()
        .tells(&[&CHARGE_POINT_BOOTED, &TRANSACTION_ENDED]),
    Row::handled::<v2::BootNotification>("BootNotification", Versions::V2)
        .before_boot()
        .reports()
        .durable()
        .tells(&[&CHARGE_POINT_BOOTED, &TRANSACTION_ENDED]),
    Row::sent("ChangeConfiguration", Versions::V16),
    Row::sent("GetBaseReport", Versions::V2).asks_for(&["NotifyReport"]),
    Row::sent("GetConfiguration", Versions::V16),
    Row::sent("GetReport", Versions::V2).asks_for(&["NotifyReport"]),
    Row::sent("GetVariables", Versions::V2),
    Row::kept("NotifyReport", Versions::V2, empty),
    Row::sent("Reset", Versions::ALL),
    Row::sent("SetNetworkProfile", Versions::V2),
    Row::sent("SetVariables", Versions::V2),
];
