//! Provisioning (1.6 section 4.2 and configuration keys, 2.x block B): who a station is, whether it may
//! work, how it is set up. What it is set to is known as it was last seen, whoever read or set it (`configuration`,
//! `variables`, `report`).

mod configuration;
mod first_contact;
mod mend;
mod network_profile;
mod password;
mod report;
mod reset;
mod rules;
mod security_profile;
mod v16;
mod v2;
mod variables;
mod verb;

pub use mend::{ApplyConfigurationRequest, differing};
pub use network_profile::SetNetworkProfileRequest;
pub use password::SetPasswordRequest;
pub use reset::ResetRequest;
pub use security_profile::SetSecurityProfileRequest;
pub use verb::{GetConfigurationRequest, SetConfigurationRequest};

use super::rows::{Row, Versions};
use super::security::network;
use crate::events::kinds::{CHARGE_POINT_BOOTED, CONFIGURATION_REPORTED, CREDENTIALS_CHANGED, TRANSACTION_ENDED};

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
    Row::operated::<configuration::ChangeConfiguration>("ChangeConfiguration", Versions::V16)
        .tells(&[&CREDENTIALS_CHANGED]),
    Row::operated::<report::GetBaseReport>("GetBaseReport", Versions::V2).asks_for(&["NotifyReport"]),
    Row::operated::<configuration::GetConfiguration>("GetConfiguration", Versions::V16),
    Row::operated::<report::GetReport>("GetReport", Versions::V2).asks_for(&["NotifyReport"]),
    Row::operated::<variables::GetVariables>("GetVariables", Versions::V2),
    Row::handled::<report::NotifyReport>("NotifyReport", Versions::V2)
        .reports()
        .heavy()
        .tells(&[&CONFIGURATION_REPORTED]),
    Row::sent("Reset", Versions::ALL),
    Row::operated::<network::SetNetworkProfile>("SetNetworkProfile", Versions::V2).tells(&[&CREDENTIALS_CHANGED]),
    Row::operated::<variables::SetVariables>("SetVariables", Versions::V2).tells(&[&CREDENTIALS_CHANGED]),
];
