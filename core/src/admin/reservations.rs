//! `/charge-points/{id}/reservations`: one form for all versions. That a reservation was asked for
//! is durable before the CALL goes out; what the station said is, before the answer.
//!
//! The list holds what is in force; `?all=true` also what is over. A reservation whose answer
//! never came counts as in force until its expiry, because the station may hold it. Reservations
//! that were made by a raw ReserveNow or by a plugin are the same.

use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::path::{self, ChargePointPath, Path};
use super::problem::Problem;
use super::reply::{PutReply, put_reply};
use super::send::{Call, Verb, call, send};
use crate::clock::{self, Time, text};
use crate::ids::{ChargePointId, TransactionId};
use crate::ocpp::reservation::{self, ReservationRequest, in_force};
use crate::ocpp::verb::Addressee;
use crate::state::reservations::{Reservation, ReservationState};

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(
            web::resource("/charge-points/{id}/reservations")
                .get(list)
                .post(reserve),
        )
        .service(web::resource("/charge-points/{id}/reservations/{number}").delete(cancel));
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    all: bool,
}

#[derive(Debug, Serialize)]
struct ReservationsView {
    items: Vec<ReservationView>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ReservationView {
    reservation_id: i64,
    evse: Option<i64>,
    connector: Option<i64>,
    id_tag: String,
    expiry: String,
    /// `requested`, `active`, `refused`, `used`, `cancelled`, `ended`, `expired`.
    state: &'static str,
    /// The station's word for `refused` and `ended`.
    reason: Option<String>,
    transaction_id: Option<TransactionId>,
}

impl ReservationView {
    fn of(reservation: Reservation, now: Time) -> Self {
        let over = !in_force(&reservation, now);
        let (state, reason, transaction_id) = match reservation.state {
            ReservationState::Requested | ReservationState::Active if over => ("expired", None, None),
            ReservationState::Requested => ("requested", None, None),
            ReservationState::Active => ("active", None, None),
            ReservationState::Refused(word) => ("refused", Some(word), None),
            ReservationState::Used(transaction) => ("used", None, Some(transaction)),
            ReservationState::Cancelled => ("cancelled", None, None),
            ReservationState::Ended(word) => ("ended", Some(word), None),
        };
        let Reservation {
            reservation_id,
            evse,
            connector,
            id_tag,
            expiry,
            ..
        } = reservation;
        Self {
            reservation_id,
            evse,
            connector,
            id_tag,
            expiry: text(expiry),
            state,
            reason,
            transaction_id,
        }
    }
}

/// What the station said to a new reservation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Reserved {
    reservation_id: i64,
    status: String,
}

/// What the station said to a cancellation.
#[derive(Debug, Serialize)]
struct Cancelled {
    status: String,
}

/// `/charge-points/{id}/reservations/{number}`.
#[derive(Debug, Deserialize)]
struct ReservationPath {
    /// The charge point's identity.
    #[serde(deserialize_with = "path::charge_point")]
    id: ChargePointId,
    /// The number that the station knows the reservation by.
    #[serde(deserialize_with = "path::name")]
    number: String,
}

async fn list(
    app: web::Data<AppState>,
    filter: web::Query<Filter>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<ReservationsView>, Problem> {
    app.registered(&path.id)?;
    let now = clock::now();
    let found = app.state().reservations(&path.id)?;
    let shown = found
        .into_iter()
        .filter(|reservation| filter.all || in_force(reservation, now));
    let items = shown.map(|reservation| ReservationView::of(reservation, now)).collect();
    Ok(Json(ReservationsView { items }))
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
    let ReservationPath { id, number } = path;
    app.registered(&id)?;
    let unknown = || Problem::not_found("reservation", format!("{number} of {id}"));
    let reservation_id: i64 = number.parse().map_err(|_| unknown())?;
    app.state().reservation(&id, reservation_id)?.ok_or_else(unknown)?;
    let to = app.sender().find(&id).await?;
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
