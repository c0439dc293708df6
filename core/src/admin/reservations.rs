//! `/charge-points/{id}/reservations`: one form for all versions. That a reservation was asked for
//! is durable before the CALL goes out; what the station said is, before the answer.
//!
//! The list holds what is in force; `?all=true` also what is over. A reservation whose answer
//! never came counts as in force until its expiry, because the station may hold it. Reservations
//! that were made by a raw ReserveNow or by a plugin are the same.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::problem::Problem;
use super::send::{Verb, call, send};
use super::{Admin, body, path};
use crate::clock::{self, Time, text};
use crate::ids::TransactionId;
use crate::ocpp::reservation::{self, ReservationRequest, in_force};
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

async fn list(
    admin: web::Data<Admin>,
    request: HttpRequest,
    filter: web::Query<Filter>,
) -> Result<web::Json<ReservationsView>, Problem> {
    let id = path::charge_point(&request)?;
    admin.registered(&id)?;
    let now = clock::now();
    let found = admin.state().reservations(&id)?;
    let shown = found
        .into_iter()
        .filter(|reservation| filter.all || in_force(reservation, now));
    let items = shown.map(|reservation| ReservationView::of(reservation, now)).collect();
    Ok(web::Json(ReservationsView { items }))
}

async fn reserve(admin: web::Data<Admin>, request: HttpRequest, bytes: web::Bytes) -> Result<HttpResponse, Problem> {
    let id = path::charge_point(&request)?;
    let wanted: ReservationRequest = body::read(&bytes)?;
    admin.registered(&id)?;
    let to = admin.sender().find(&id).await?;
    let plan = |to: crate::ocpp::verb::Addressee<'_>| reservation::reserve(to, &wanted);
    let (reservation_id, answer) = send(
        &admin,
        &to,
        &Verb {
            action: "ReserveNow",
            plan: &plan,
        },
    )
    .await?;
    let status = status(&answer);
    let mut response = if status == "Accepted" {
        HttpResponse::Created()
    } else {
        HttpResponse::Ok()
    };
    Ok(response.json(Reserved { reservation_id, status }))
}

async fn cancel(admin: web::Data<Admin>, request: HttpRequest) -> Result<web::Json<Cancelled>, Problem> {
    let id = path::charge_point(&request)?;
    admin.registered(&id)?;
    let name = path::third(&request)?;
    let unknown = || Problem::not_found("reservation", format!("{name} of {id}"));
    let number: i64 = name.parse().map_err(|_| unknown())?;
    admin.state().reservation(&id, number)?.ok_or_else(unknown)?;
    let to = admin.sender().find(&id).await?;
    let answer = call(&admin, &to, ("CancelReservation", reservation::cancel(number))).await?;
    Ok(web::Json(Cancelled {
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
