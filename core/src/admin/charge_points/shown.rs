//! How charge points are shown: in lists, and one by itself.

use serde::Serialize;

use super::connected;
use super::skew::skew;
use crate::admin::AppState;
use crate::admin::problem::Problem;
use crate::config::quirks::Make;
use crate::config::quirks_told::Holding;
use crate::ids::ChargePointId;
use crate::ledger::measured::with_measured;
use crate::state::charge_points::ChargePoint;
use crate::state::network_profiles::NetworkProfiles;
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
    /// The profiles of makes (`ocpp.quirks`) that hold for it, with what each says.
    quirks: Vec<Holding>,
    /// Its sessions that run, with what was measured last.
    open_transactions: Vec<views::Transaction>,
    /// 2.x: its network profiles, as it was told them.
    network_profiles: NetworkProfiles,
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
    let session = connected::session(app, &id);
    let boot = state.boot(&id)?;
    let spoken = session
        .as_ref()
        .and_then(|session| session.shown.get("version")?.as_str());
    let version = spoken.or(boot.as_ref().and_then(|boot| boot.version.as_deref()));
    let make = Make {
        vendor: boot.as_ref().map_or("", |boot| &boot.vendor),
        model: boot.as_ref().map_or("", |boot| &boot.model),
        firmware: boot
            .as_ref()
            .and_then(|boot| boot.firmware_version.as_deref())
            .unwrap_or_default(),
        version: version.and_then(|version| version.parse().ok()),
    };
    let open = open.into_iter().filter_map(|(_, record)| record);
    Ok(Detailed {
        clock_skew_seconds: messages.and_then(|log| skew(&log.snapshot())),
        quirks: app.settings().ocpp.quirks.holding(make),
        open_transactions: open.map(|open| with_measured(state, open)).collect::<Result<_, _>>()?,
        network_profiles: state.network_profiles(&id)?,
        known: view(app, id, record)?,
    })
}
