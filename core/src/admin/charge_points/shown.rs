//! How charge points are shown: in lists, and one by itself.

use serde::Serialize;

use super::connected;
use super::skew::skew;
use crate::admin::AppState;
use crate::admin::problem::Problem;
use crate::ids::ChargePointId;
use crate::ledger::measured::with_measured;
use crate::state::charge_points::ChargePoint;
use crate::state::views::{self, ChargePointView};

/// More sessions that run are not shown with their charge point.
const MOST_OPEN: usize = 100;

/// A charge point by itself.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChargePoint)]
pub struct Detailed {
    #[serde(flatten)]
    known: ChargePointView,
    /// So many seconds its clock is ahead of ours, by the messages that are kept.
    clock_skew_seconds: Option<f64>,
    /// Its sessions that run, with what was measured last.
    open_transactions: Vec<views::Transaction>,
}

/// What was registered, what the station told, whether it is there.
pub fn view(app: &AppState, id: ChargePointId, record: &ChargePoint) -> Result<ChargePointView, Problem> {
    let session = connected::session(app, &id);
    Ok(ChargePointView::read(app.state(), id, record, session.as_deref())?)
}

/// Everything that is known of one.
pub fn detailed(app: &AppState, id: ChargePointId, record: &ChargePoint) -> Result<Detailed, Problem> {
    let state = app.state();
    let messages = state.messages().get(&id);
    let open = state.open_transactions_after(Some(&id), None, MOST_OPEN)?;
    let open = open.into_iter().filter_map(|(_, record)| record);
    Ok(Detailed {
        clock_skew_seconds: messages.and_then(|log| skew(&log.snapshot())),
        open_transactions: open.map(|open| with_measured(state, open)).collect::<Result<_, _>>()?,
        known: view(app, id, record)?,
    })
}
