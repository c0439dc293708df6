//! DataTransfer (1.6 sections 4.3 and 5.6, 2.x block P): a vendor's own messages, both ways.

mod v16;
mod v2;

use super::rows::{Row, Versions};

pub(super) const ROWS: &[Row] = &[
    Row::handled::<v16::DataTransfer>("DataTransfer", Versions::V16).reports(),
    Row::handled::<v2::DataTransfer>("DataTransfer", Versions::V2).reports(),
];
