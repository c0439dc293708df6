//! Remote control (1.6 sections 5.11, 5.12, 5.17 and 5.18, 2.x block F): starts, stops, unlocks and triggers from afar.

use super::rows::{Row, Versions};

pub(super) const ROWS: &[Row] = &[
    Row::sent("ExtendedTriggerMessage", Versions::V16),
    Row::sent("RemoteStartTransaction", Versions::V16),
    Row::sent("RemoteStopTransaction", Versions::V16),
    Row::sent("RequestStartTransaction", Versions::V2),
    Row::sent("RequestStopTransaction", Versions::V2),
    Row::sent("TriggerMessage", Versions::ALL),
    Row::sent("UnlockConnector", Versions::ALL),
];
