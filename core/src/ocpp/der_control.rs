//! Control of distributed energy resources (2.1 block R).

use super::rows::{Row, Versions, empty};

pub(super) const ROWS: &[Row] = &[
    Row::sent("ClearDERControl", Versions::V21),
    Row::sent("GetDERControl", Versions::V21).asks_for(&["ReportDERControl"]),
    Row::kept("NotifyDERAlarm", Versions::V21, empty),
    Row::kept("NotifyDERStartStop", Versions::V21, empty),
    Row::kept("ReportDERControl", Versions::V21, empty),
    Row::sent("SetDERControl", Versions::V21),
];
