//! Smart charging (1.6 sections 5.5, 5.7 and 5.16, 2.x block K). Who asks the server to plan is refused
//! in the action's own words: only a plugin or an operator can. Which profiles a station was set, and which it reports,
//! is known whoever sent the CALL.

mod profiles;
mod v16;
mod v2;

use serde_json::{Value, json};

use super::rows::{Row, Versions, empty};
use crate::frame::Content;

pub(super) const ROWS: &[Row] = &[
    Row::operated::<v16::ClearChargingProfile>("ClearChargingProfile", Versions::V16),
    Row::operated::<v2::ClearChargingProfile>("ClearChargingProfile", Versions::V2),
    Row::kept("ClearedChargingLimit", Versions::V2, empty),
    Row::operated::<v2::GetChargingProfiles>("GetChargingProfiles", Versions::V2).asks_for(&["ReportChargingProfiles"]),
    Row::sent("GetCompositeSchedule", Versions::ALL),
    Row::kept("NotifyChargingLimit", Versions::V2, empty),
    Row::kept("NotifyEVChargingNeeds", Versions::V2, rejected),
    Row::kept("NotifyEVChargingSchedule", Versions::V2, accepted),
    Row::kept("NotifyPriorityCharging", Versions::V21, empty),
    Row::kept("PullDynamicScheduleUpdate", Versions::V21, no_such_profile),
    Row::handled::<v2::ReportChargingProfiles>("ReportChargingProfiles", Versions::V2).reports(),
    Row::operated::<v16::SetChargingProfile>("SetChargingProfile", Versions::V16),
    Row::operated::<v2::SetChargingProfile>("SetChargingProfile", Versions::V2),
    Row::sent("UpdateDynamicSchedule", Versions::V21),
    Row::sent("UsePriorityCharging", Versions::V21),
];

fn rejected(_: Content<'_>, _: &str) -> Value {
    json!({ "status": "Rejected" })
}

fn accepted(_: Content<'_>, _: &str) -> Value {
    json!({ "status": "Accepted" })
}

fn no_such_profile(_: Content<'_>, _: &str) -> Value {
    json!({ "status": "Rejected", "statusInfo": { "reasonCode": "InvalidProfile" } })
}
