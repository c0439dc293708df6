//! `/charge-points/{id}/reservations`: one form for all versions. That a reservation was asked for
//! is durable before the CALL goes out; what the station said is, before the answer.
//!
//! The list holds what is in force; `?all=true` also what is over, by number. What had a number before
//! another one was asked for under it comes after that one, as `replaced` or how it had ended. A reservation
//! whose answer never came counts as in force until its expiry, because the station may hold it. Reservations
//! that were made by a raw ReserveNow or by a plugin are the same.

use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::page::{self, Limit, Page};
use super::path::{self, ChargePointPath, Path};
use super::problem::{Missing, Problem};
use super::query::Query;
use super::reply::{PutReply, put_reply};
use super::send::{Call, Verb, call, send};
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::send::SENDING;
use crate::clock::{self, Time, text};
use crate::ids::{ChargePointId, TransactionId};
use crate::ocpp::reservation::{self, ReservationRequest, in_force};
use crate::ocpp::verb::Addressee;
use crate::state::reservations::{Reservation, ReservationState};

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/reservations", Tag::RESERVATIONS)
        .get(
            op(
                "list_reservations",
                "Reservations that are in force; with `all` also what is over",
            ),
            list,
        )
        .post(
            op("reserve", "Reserve a connector")
                .says("201 if the station accepts it, 200 with its word if not.")
                .fails(SENDING),
            reserve,
        );
    api.at("/charge-points/{id}/reservations/{number}", Tag::RESERVATIONS)
        .get(op("get_reservation", "One reservation"), read)
        .delete(op("cancel_reservation", "Take one back").fails(SENDING), cancel);
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    /// Also what is over.
    all: bool,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many; 1000 if absent.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            all: false,
            after: None,
            limit: Limit::MOST,
        }
    }
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Reservation)]
pub struct ReservationView {
    /// The number that the station knows it by.
    reservation_id: i64,
    /// 2.x; none: any.
    evse: Option<i64>,
    /// 1.6; none or 0: any.
    connector: Option<i64>,
    /// 2.x: the kind that is wanted.
    connector_type: Option<String>,
    /// For whom.
    id_tag: String,
    /// 2.x: what kind of token it is.
    id_tag_type: Option<String>,
    /// The group that may use it, too.
    parent_id_tag: Option<String>,
    /// Until when.
    #[schema(format = DateTime)]
    expiry: String,
    /// When it was asked for.
    #[schema(format = DateTime)]
    created_at: Option<String>,
    /// When it was used, cancelled, refused, let go or replaced, or expired.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// `requested`, `active`, `refused`, `used`, `cancelled`, `ended`, `expired`, `replaced`.
    state: &'static str,
    /// The station's word for `refused`, `ended` and `expired`.
    reason: Option<String>,
    /// The session that used it.
    transaction_id: Option<TransactionId>,
    /// Whose session that is, where it is for somebody else and the station named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    used_by: Option<String>,
}

impl ReservationView {
    fn of(reservation: Reservation, now: Time) -> Self {
        let (over, ended_at) = (!in_force(&reservation, now), reservation.ended_at(now));
        let (state, reason, transaction_id) = match reservation.state {
            ReservationState::Requested | ReservationState::Active if over => ("expired", None, None),
            ReservationState::Requested => ("requested", None, None),
            ReservationState::Active => ("active", None, None),
            ReservationState::Refused(word) => ("refused", Some(word), None),
            ReservationState::Used(transaction) => ("used", None, Some(transaction)),
            ReservationState::Cancelled => ("cancelled", None, None),
            ReservationState::Ended(word) if word == "Expired" => ("expired", Some(word), None),
            ReservationState::Ended(word) => ("ended", Some(word), None),
            ReservationState::Replaced => ("replaced", None, None),
        };
        Self {
            reservation_id: reservation.reservation_id,
            evse: reservation.evse,
            connector: reservation.connector,
            connector_type: reservation.connector_type,
            id_tag: reservation.id_tag,
            id_tag_type: reservation.id_tag_type,
            parent_id_tag: reservation.parent_id_tag,
            expiry: text(reservation.expiry),
            created_at: reservation.created_at.map(text),
            ended_at: ended_at.map(text),
            state,
            reason,
            transaction_id,
            used_by: reservation.used_by,
        }
    }
}

/// What the station said to a new reservation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct Reserved {
    /// The number that the station knows it by.
    reservation_id: i64,
    /// The station's word.
    status: String,
}

/// What the station said to a cancellation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CancelledReservation)]
struct Cancelled {
    /// The station's word.
    status: String,
}

/// `/charge-points/{id}/reservations/{number}`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct ReservationPath {
    /// The charge point's identity.
    #[serde(deserialize_with = "path::charge_point")]
    #[param(value_type = String, min_length = 1, max_length = 128, pattern = r"^[^\x00-\x1f\x7f-\x9f:]+$")]
    id: ChargePointId,
    /// The number that the station knows the reservation by.
    #[serde(deserialize_with = "path::name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    number: String,
}

impl ReservationPath {
    fn find(&self, app: &AppState) -> Result<Reservation, Problem> {
        let unknown = || app.missing_of(&self.id, Missing::RESERVATION, &self.number);
        let number: i64 = self.number.parse().map_err(|_| unknown())?;
        app.state().reservation(&self.id, number)?.ok_or_else(unknown)
    }
}

async fn list(
    app: web::Data<AppState>,
    filter: Query<Filter>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<Page<ReservationView>>, Problem> {
    app.registered(&path.id)?;
    let now = clock::now();
    let after = page::key(filter.after.as_deref())?;
    let found = if filter.all {
        let wanted = filter.limit.with_one_more();
        app.state().reservations(&path.id, after.as_deref(), wanted)?
    } else {
        let open = app.state().open_reservations(&path.id)?.into_iter();
        let named = open
            .filter(|reservation| in_force(reservation, now))
            .map(|reservation| (format!("{:010}", reservation.reservation_id), reservation));
        named
            .filter(|(key, _)| after.as_ref().is_none_or(|after| key > after))
            .collect()
    };
    let page = Page::cut(found, filter.limit, |(key, _)| page::cursor(key));
    Ok(Json(page.map(|(_, reservation)| ReservationView::of(reservation, now))))
}

pub async fn read(
    app: web::Data<AppState>,
    Path(path): Path<ReservationPath>,
) -> Result<Json<ReservationView>, Problem> {
    app.registered(&path.id)?;
    let found = path.find(&app)?;
    Ok(Json(ReservationView::of(found, clock::now())))
}

async fn reserve(
    app: web::Data<AppState>,
    Path(path): Path<ChargePointPath>,
    Json(wanted): Json<ReservationRequest>,
) -> Result<PutReply<Reserved>, Problem> {
    app.registered(&path.id)?;
    let to = app.sender().find(&path.id).await?;
    let verb = Verb {
        action: "ReserveNow",
        plan: &|to: Addressee<'_>| reservation::reserve(to, &wanted),
    };
    let (reservation_id, answer) = send(&app, &to, &verb).await?;
    let status = status(&answer);
    let created = status == "Accepted";
    Ok(put_reply(created, Reserved { reservation_id, status }))
}

async fn cancel(app: web::Data<AppState>, Path(path): Path<ReservationPath>) -> Result<Json<Cancelled>, Problem> {
    app.registered(&path.id)?;
    let reservation_id = path.find(&app)?.reservation_id;
    let to = app.sender().find(&path.id).await?;
    let cancelled = Call {
        action: "CancelReservation",
        payload: reservation::cancel(reservation_id),
    };
    let answer = call(&app, &to, &cancelled).await?;
    Ok(Json(Cancelled {
        status: status(&answer),
    }))
}

fn status(answer: &Value) -> String {
    answer
        .get("status")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
