//! `/configuration-drift`: the stations of which something is wanted, and what of it is not so. `?drift=different` shows
//! those alone where something differs, `unknown` those where the worst is that nobody knows.

use actix_web::web;
use serde::{Deserialize, Serialize};

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::page::{Limit, Page};
use crate::admin::problem::Problem;
use crate::admin::query::Query;
use crate::clock::text;
use crate::ids::ChargePointId;
use crate::ocpp::inventory::drift::{Compared, Drift, Station, worst};
use crate::state::State;
use crate::state::wanted::Wanted;
use crate::store::StoreError;

/// So many stations are read at a time where a filter leaves some out.
const STEP: usize = 200;
/// A page ends where so many were looked at, however few are on it: others ask meanwhile.
const MOST_LOOKED_AT: usize = 2000;

/// What the list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Filter {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
    /// The worst that there is at the station.
    #[param(inline)]
    drift: Option<Drift>,
}

/// A station of which something is wanted.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StationDrift {
    /// Whose.
    charge_point: ChargePointId,
    /// The worst.
    drift: Drift,
    /// How many values are wanted.
    wanted: usize,
    /// What of that is another.
    different: usize,
    /// What of that nobody knows.
    unknown: usize,
    /// What is not as wanted.
    items: Vec<Differs>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DifferingValue)]
struct Differs {
    /// Which value.
    name: String,
    /// What it should be.
    wanted: String,
    /// As it was last seen.
    value: Option<String>,
    /// When it was seen.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// How the two stand.
    drift: Drift,
}

/// The stations in the order of their identities.
pub async fn list(app: web::Data<AppState>, filter: Query<Filter>) -> Result<Json<Page<StationDrift>>, Problem> {
    let state = app.state();
    let mut after = filter.after.as_deref().map(ChargePointId::new);
    let mut found: Vec<StationDrift> = Vec::new();
    for looked_at in (0..).step_by(STEP) {
        if found.len() > filter.limit.count() {
            break;
        }
        if looked_at >= MOST_LOOKED_AT {
            let next = after.map(|id| id.to_string());
            return Ok(Json(Page { items: found, next }));
        }
        let step = state.all_wanted(after.as_ref(), STEP)?;
        let is_last = step.len() < STEP;
        after = step.last().map(|(id, _)| id.clone());
        for (id, wanted) in step {
            let shown = StationDrift::of(state, id, &wanted)?;
            if filter.drift.is_none_or(|drift| drift == shown.drift) {
                found.push(shown);
            }
        }
        if is_last {
            break;
        }
    }
    Ok(Json(Page::cut(found, filter.limit, |shown| {
        shown.charge_point.to_string()
    })))
}

impl StationDrift {
    fn of(state: &State, id: ChargePointId, wanted: &Wanted) -> Result<Self, StoreError> {
        let inventory = state.inventory(&id)?;
        let compared = Station::new(state, &id, &inventory).compare(wanted)?;
        let count = |drift| compared.iter().filter(|one| one.drift == drift).count();
        Ok(Self {
            drift: worst(&compared).unwrap_or(Drift::None),
            wanted: compared.len(),
            different: count(Drift::Different),
            unknown: count(Drift::Unknown),
            charge_point: id,
            items: compared.into_iter().filter_map(Differs::of).collect(),
        })
    }
}

impl Differs {
    fn of(compared: Compared) -> Option<Self> {
        let seen = compared.seen.unwrap_or_default();
        (compared.drift != Drift::None).then(|| Self {
            name: compared.name,
            wanted: compared.wanted,
            value: seen.value,
            at: seen.value_at.map(text),
            drift: compared.drift,
        })
    }
}
