//! Local lists (1.6 sections 5.10 and 5.15, 2.x block D): the tags that a station may accept by itself.

use super::rows::{Row, Versions};

pub(super) const ROWS: &[Row] = &[
    Row::sent("GetLocalListVersion", Versions::ALL),
    Row::sent("SendLocalList", Versions::ALL),
];
