//! Smart charging (1.6 sections 5.5, 5.7 and 5.16, 2.x block K). Who asks the server to plan is refused
//! in the action's own words: only a plugin or an operator can.

use serde_json::{Value, json};

use super::rows::{Row, Versions, empty};

pub(super) const ROWS: &[Row] = &[
    Row::sent("ClearChargingProfile", Versions::ALL),
    Row::kept("ClearedChargingLimit", Versions::V2, empty),
    Row::sent("GetChargingProfiles", Versions::V2).asks_for(&["ReportChargingProfiles"]),
    Row::sent("GetCompositeSchedule", Versions::ALL),
    Row::kept("NotifyChargingLimit", Versions::V2, empty),
    Row::kept("NotifyEVChargingNeeds", Versions::V2, rejected),
    Row::kept("NotifyEVChargingSchedule", Versions::V2, accepted),
    Row::kept("NotifyPriorityCharging", Versions::V21, empty),
    Row::kept("PullDynamicScheduleUpdate", Versions::V21, no_such_profile),
    Row::kept("ReportChargingProfiles", Versions::V2, empty),
    Row::sent("SetChargingProfile", Versions::ALL),
    Row::sent("UpdateDynamicSchedule", Versions::V21),
    Row::sent("UsePriorityCharging", Versions::V21),
];

fn rejected(_: &Value, _: &str) -> Value {
    json!({ "status": "Rejected" })
}

fn accepted(_: &Value, _: &str) -> Value {
    json!({ "status": "Accepted" })
}

fn no_such_profile(_: &Value, _: &str) -> Value {
    json!({ "status": "Rejected", "statusInfo": { "reasonCode": "InvalidProfile" } })
}
