//! Energy back to the grid (2.1 block Q).

use super::rows::{Row, Versions};

pub(super) const ROWS: &[Row] = &[
    Row::sent("AFRRSignal", Versions::V21),
    Row::sent("NotifyAllowedEnergyTransfer", Versions::V21),
];
