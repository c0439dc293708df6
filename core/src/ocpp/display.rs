//! Messages on the display (2.x block O).

use super::rows::{Row, Versions, empty};

pub(super) const ROWS: &[Row] = &[
    Row::sent("ClearDisplayMessage", Versions::V2),
    Row::sent("GetDisplayMessages", Versions::V2).asks_for(&["NotifyDisplayMessages"]),
    Row::kept("NotifyDisplayMessages", Versions::V2, empty),
    Row::sent("SetDisplayMessage", Versions::V2),
];
