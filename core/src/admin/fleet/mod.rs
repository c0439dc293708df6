//! `/fleet`: how all charge points are together, and `/fleet/attention`: those of which somebody should know something,
//! the most urgent first, each with why. Both are of a survey (`survey`) of moments ago; `attention` says what needs a
//! look.

mod attention;
mod survey;

pub use survey::Surveys;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use actix_web::web;
use serde::{Deserialize, Serialize};

use super::AppState;
use super::body::Json;
use super::page::{Limit, Page};
use super::problem::Problem;
use super::query::Query;
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::Time;
use crate::state::attributes::Label;
use attention::{Need, Reason};
use survey::{InNeed, PlaceCounts, Survey};

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/fleet", Tag::CHARGE_POINTS).get(
        op("get_fleet", "How all charge points are together").says(
            "The figures are of moments ago: of a few charge points of at most a second, of ten thousand of some seconds.",
        ),
        fleet,
    );
    api.at("/fleet/attention", Tag::CHARGE_POINTS).get(
        op(
            "list_attention",
            "Charge points that need somebody, the most urgent first, and why",
        ),
        attention,
    );
}

/// How all charge points are together.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Fleet)]
struct FleetView {
    /// When this was counted.
    #[schema(value_type = String, format = DateTime)]
    at: Time,
    /// How many are registered.
    registered: u64,
    /// How many of them are connected.
    connected: u64,
    /// How many were connected and are not.
    offline: u64,
    /// How many never were.
    never_connected: u64,
    /// How many charging sessions are open.
    open_sessions: u64,
    /// How many connectors of connected charge points are in each state.
    connectors: BTreeMap<String, u64>,
    /// How many charge points need somebody.
    attention: u64,
    /// How many for what.
    needs: BTreeMap<Need, u64>,
    /// The sites.
    sites: Vec<PlaceView>,
    /// The labels.
    labels: Vec<PlaceView>,
    /// The vendors, by the last boots, those of the most first.
    vendors: Vec<MakeView>,
    /// The models.
    models: Vec<MakeView>,
    /// The firmware versions.
    firmwares: Vec<MakeView>,
    /// The OCPP versions of their connections, or of the last ones.
    versions: Vec<MakeView>,
}

/// Those of one make, or of one version.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = FleetMake)]
struct MakeView {
    /// What they call it.
    name: String,
    /// How many are of it.
    registered: u64,
}

/// The charge points of one site or of one label.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FleetPlace)]
struct PlaceView {
    /// The site, or the label.
    name: String,
    /// How many are registered.
    registered: u64,
    /// How many of them are connected.
    connected: u64,
    /// How many need somebody.
    attention: u64,
}

/// What the list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct AttentionFilter {
    /// The `next` of the page before: so many stand before the page.
    #[param(value_type = Option<String>)]
    after: Option<usize>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
    /// Only those that need this.
    #[param(inline)]
    need: Option<Need>,
    /// Only those of this site.
    site: Option<String>,
    /// Only those that have this label.
    #[param(value_type = Option<String>)]
    label: Option<Label>,
}

/// A charge point that needs somebody.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChargePointInNeed)]
struct InNeedView {
    /// Whose.
    charge_point: String,
    /// What people call it.
    name: Option<String>,
    /// Where it belongs.
    site: Option<String>,
    /// Whether it is there.
    connected: bool,
    /// Why, the most urgent first.
    reasons: Vec<Reason>,
}

async fn fleet(app: web::Data<AppState>) -> Result<Json<FleetView>, Problem> {
    let survey = survey::latest(&app).await?;
    let counts = &survey.counts;
    Ok(Json(FleetView {
        at: survey.at,
        registered: counts.registered,
        connected: counts.connected,
        offline: counts.offline,
        never_connected: counts.never_connected,
        open_sessions: counts.open_sessions,
        connectors: counts.connectors.clone(),
        attention: counts.attention,
        needs: counts.needs.clone(),
        sites: places(&survey.sites),
        labels: places(&survey.labels),
        vendors: makes(&survey.makes.vendors),
        models: makes(&survey.makes.models),
        firmwares: makes(&survey.makes.firmwares),
        versions: makes(&survey.makes.versions),
    }))
}

fn makes(counted: &BTreeMap<String, u64>) -> Vec<MakeView> {
    let shown = counted.iter().map(|(name, registered)| MakeView {
        name: name.clone(),
        registered: *registered,
    });
    let mut shown: Vec<MakeView> = shown.collect();
    shown.sort_by_key(|make| Reverse(make.registered));
    shown
}

fn places(counted: &BTreeMap<String, PlaceCounts>) -> Vec<PlaceView> {
    let shown = counted.iter().map(|(name, counts)| PlaceView {
        name: name.clone(),
        registered: counts.registered,
        connected: counts.connected,
        attention: counts.attention,
    });
    shown.collect()
}

async fn attention(
    app: web::Data<AppState>,
    filter: Query<AttentionFilter>,
) -> Result<Json<Page<InNeedView>>, Problem> {
    let survey = survey::latest(&app).await?;
    let begin = filter.after.unwrap_or_default();
    let found = filter.of(&survey).skip(begin).take(filter.limit.with_one_more());
    let shown = found
        .enumerate()
        .map(|(place, one)| (begin + place + 1, InNeedView::of(one)));
    let page = Page::cut(shown.collect(), filter.limit, |(place, _)| place.to_string());
    Ok(Json(page.map(|(_, view)| view)))
}

impl AttentionFilter {
    fn of<'a>(&'a self, survey: &'a Survey) -> impl Iterator<Item = &'a InNeed> {
        survey.in_need.iter().filter(|one| {
            let said = &one.attributes;
            self.need
                .is_none_or(|need| one.reasons.iter().any(|reason| reason.need == need))
                && self.site.as_ref().is_none_or(|site| said.site.as_ref() == Some(site))
                && self.label.as_ref().is_none_or(|label| said.labels.contains(label))
        })
    }
}

impl InNeedView {
    fn of(one: &InNeed) -> Self {
        Self {
            charge_point: one.id.to_string(),
            name: one.attributes.name.clone(),
            site: one.attributes.site.clone(),
            connected: one.is_connected,
            reasons: one.reasons.clone(),
        }
    }
}
