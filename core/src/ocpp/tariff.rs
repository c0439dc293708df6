//! Tariffs and costs (2.x block I).

use super::rows::{Row, Versions};

pub(super) const ROWS: &[Row] = &[
    Row::sent("ChangeTransactionTariff", Versions::V21),
    Row::sent("ClearTariffs", Versions::V21),
    Row::sent("CostUpdated", Versions::V2),
    Row::sent("GetTariffs", Versions::V21),
    Row::sent("SetDefaultTariff", Versions::V21),
];
