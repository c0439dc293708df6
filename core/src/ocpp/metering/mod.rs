//! Meter values (1.6 section 4.7, 2.x block J).

mod v16;
mod v2;

use super::rows::{Row, Versions};
use crate::events::kinds::METER_VALUES;

pub(super) const ROWS: &[Row] = &[
    Row::handled::<v16::MeterValues>("MeterValues", Versions::V16).tells(&[&METER_VALUES]),
    Row::handled::<v2::MeterValues>("MeterValues", Versions::V2).tells(&[&METER_VALUES]),
];
