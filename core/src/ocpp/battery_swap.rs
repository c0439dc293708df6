//! Battery swapping (2.1 block S).

use super::rows::{Row, Versions, empty};

pub(super) const ROWS: &[Row] = &[
    Row::kept("BatterySwap", Versions::V21, empty),
    Row::sent("RequestBatterySwap", Versions::V21),
];
