//! `GET /charge-points/{id}/charging-profiles`: which charging profiles a station was set, and which it reported.

use actix_web::web;
use serde::Serialize;
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::path::{ChargePointPath, Path};
use super::problem::Problem;
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::{self, Time, instant, text};
use crate::ids::{ChargePointId, MessageId, TransactionId};
use crate::state::State;
use crate::state::charging_profiles::{ProfileReport, ReportedProfile, SetProfile};
use crate::state::profile_words::Words;
use crate::state::transactions::TransactionState;
use crate::store::StoreError;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/charging-profiles", Tag::CHARGE_POINTS).get(
        op(
            "get_charging_profiles",
            "Which charging profiles it was set, and which it reported",
        )
        .says(
            "Set: those that it accepted, by whichever door they were sent, less those that were cleared or replaced. \
                 Reported: those of its last report, which GetChargingProfiles asks for; 1.6 has no such report.",
        ),
        read,
    );
}

/// The charging profiles of a charge point.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChargingProfiles)]
struct ProfilesView {
    /// What it was set, the last one first.
    set: Vec<SetView>,
    /// Its last report; none: it has reported nothing.
    reported: Option<ReportView>,
}

/// A profile that it accepted.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SetChargingProfile)]
struct SetView {
    /// Its number.
    id: Option<i64>,
    /// When it was accepted: RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// Where: the EVSE, in 1.6 the connector; 0 is the charge point as a whole.
    place: i64,
    /// `TxProfile`, `TxDefaultProfile`, ..., in the version's word.
    purpose: Option<String>,
    /// The higher one goes before the lower.
    stack_level: Option<i64>,
    /// `Absolute`, `Recurring`, `Relative`.
    kind: Option<String>,
    /// The session that it is for, in the charge point's own id.
    transaction_id: Option<String>,
    /// Why it counts no more, though nobody cleared it; none: it counts.
    over: Option<Over>,
    /// The command that set it.
    command: MessageId,
    /// The profile as it was sent.
    profile: Value,
}

/// Why a profile counts no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ChargingProfileOver)]
enum Over {
    /// Its session is over.
    SessionEnded,
    /// It was valid until a time that has passed.
    Expired,
}

/// A report of the profiles that it has.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChargingProfileReport)]
struct ReportView {
    /// When its last part came: RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// The number by which it was asked for.
    request_id: i64,
    /// All parts of it have come.
    complete: bool,
    /// In the order in which they were told; the first 500.
    profiles: Vec<ReportedView>,
}

/// A profile that it has, as it says.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReportedChargingProfile)]
struct ReportedView {
    /// Its number.
    id: Option<i64>,
    /// The EVSE; 0 is the charge point as a whole.
    evse: i64,
    /// Who limits, in the charge point's word: `CSO`, `EMS`.
    source: String,
    /// `TxProfile`, `TxDefaultProfile`, ..., in the version's word.
    purpose: Option<String>,
    /// The higher one goes before the lower.
    stack_level: Option<i64>,
    /// `Absolute`, `Recurring`, `Relative`.
    kind: Option<String>,
    /// The profile as it was told.
    profile: Value,
}

impl From<ReportedProfile> for ReportedView {
    fn from(reported: ReportedProfile) -> Self {
        let words = Words::of(&reported.profile);
        Self {
            id: words.id,
            evse: reported.evse,
            purpose: words.purpose.map(str::to_owned),
            stack_level: words.stack_level,
            kind: words.kind.map(str::to_owned),
            source: reported.source,
            profile: reported.profile,
        }
    }
}

impl SetView {
    fn of(set: SetProfile, over: Option<Over>) -> Self {
        let words = Words::of(&set.profile);
        Self {
            id: words.id,
            at: text(set.at),
            place: set.place,
            purpose: words.purpose.map(str::to_owned),
            stack_level: words.stack_level,
            kind: words.kind.map(str::to_owned),
            transaction_id: words.transaction.map(transaction_text),
            over,
            command: set.command,
            profile: set.profile,
        }
    }
}

fn transaction_text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// Why a profile counts no more.
fn over(state: &State, station: &ChargePointId, set: &SetProfile, now: Time) -> Result<Option<Over>, StoreError> {
    let words = Words::of(&set.profile);
    if words.valid_to.and_then(instant).is_some_and(|until| until <= now) {
        return Ok(Some(Over::Expired));
    }
    let Some(id) = words.transaction.map(transaction_text) else {
        return Ok(None);
    };
    let session = state.transaction(station, &TransactionId::new(&id))?;
    let is_over = session.is_some_and(|session| session.state != TransactionState::Open);
    Ok(is_over.then_some(Over::SessionEnded))
}

async fn read(app: web::Data<AppState>, Path(path): Path<ChargePointPath>) -> Result<Json<ProfilesView>, Problem> {
    app.registered(&path.id)?;
    let (state, now) = (app.state(), clock::now());
    let mut set = state.set_profiles(&path.id)?;
    set.sort_by_key(|one| std::cmp::Reverse(one.at));
    let set: Vec<SetView> = set
        .into_iter()
        .map(|one| Ok(SetView::of(one.clone(), over(state, &path.id, &one, now)?)))
        .collect::<Result<_, StoreError>>()?;
    let reported = match state.profile_report(&path.id)? {
        Some(ProfileReport {
            request_id,
            at,
            complete,
            ..
        }) => Some(ReportView {
            at: text(at),
            request_id,
            complete,
            profiles: state
                .reported_profiles(&path.id)?
                .into_iter()
                .map(ReportedView::from)
                .collect(),
        }),
        None => None,
    };
    Ok(Json(ProfilesView { set, reported }))
}
