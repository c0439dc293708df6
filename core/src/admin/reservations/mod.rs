//! `/charge-points/{id}/reservations`: one form for all versions. That a reservation was asked for
//! is durable before the CALL goes out; what the station said is, before the answer.
//!
//! The list holds what is in force; `?all=true` also what is over. A reservation whose answer
//! never came counts as in force until its expiry, because the station may hold it.

mod numbers;

use actix_web::{HttpResponse, rt, web};
use ocpp_schemas::{Action, Kind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::AppState;
use super::body::Json;
use super::path::{self, ChargePointPath, Path};
use super::problem::{Problem, kinds};
use super::send::answer as http_answer;
use crate::clock::{self, Time, text};
use crate::dispatch::{Call, send};
use crate::ids::{ChargePointId, TransactionId};
use crate::ocpp::Outcome;
use crate::ocpp::Profile;
use crate::ocpp::reservation::{self, ReservationRequest};
use crate::registry::messages::Connected;
use crate::state::Versioned;
use crate::state::reservations::{Reservation, ReservationState, put_reservation};
use crate::store::StoreError;
use numbers::{in_force, number};

/// How often a change is tried again that met another one.
const MAX_ATTEMPTS: u32 = 5;

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

/// `/charge-points/{id}/reservations/{number}`.
#[derive(Debug, Deserialize)]
struct ReservationPath {
    /// The charge point's identity.
    #[serde(deserialize_with = "path::charge_point")]
    id: ChargePointId,
    /// What is no number is the number of no reservation.
    #[serde(deserialize_with = "path::name")]
    number: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    all: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct View {
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

impl View {
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

async fn list(
    admin: web::Data<AppState>,
    filter: web::Query<Filter>,
    Path(path): Path<ChargePointPath>,
) -> Result<HttpResponse, Problem> {
    admin.registered(&path.id)?;
    let now = clock::now();
    let found = admin.state().reservations(&path.id)?;
    let shown = found
        .into_iter()
        .filter(|reservation| filter.all || in_force(reservation, now));
    let items: Vec<View> = shown.map(|reservation| View::of(reservation, now)).collect();
    Ok(HttpResponse::Ok().json(json!({ "items": items })))
}

async fn reserve(
    admin: web::Data<AppState>,
    Path(path): Path<ChargePointPath>,
    Json(wanted): Json<ReservationRequest>,
) -> Result<HttpResponse, Problem> {
    let id = path.id;
    admin.registered(&id)?;
    let connected = admin.connected(&id).await?;
    let (number, call) = request_one(&admin, (&id, connected.info.profile), &wanted).await?;
    let action = call.action;
    // What the station says is kept, whether or not the operator is still there to hear it.
    let outcome = rt::spawn(async move {
        let outcome = send(&connected.orders, call).await;
        let kept = match said(&outcome) {
            Some(state) => note(&admin, &id, (number, state)).await,
            None => Ok(()),
        };
        kept.map(|()| outcome)
    })
    .await??;
    let answer = http_answer(action, outcome)?;
    let status = status(&answer);
    let mut response = if status == "Accepted" {
        HttpResponse::Created()
    } else {
        HttpResponse::Ok()
    };
    Ok(response.json(json!({ "reservationId": number, "status": status })))
}

/// Finds the number, makes the CALL and keeps that it was asked for. One after another: two at
/// once must not get the same number.
async fn request_one(
    admin: &AppState,
    (id, profile): (&ChargePointId, &Profile),
    wanted: &ReservationRequest,
) -> Result<(i64, Call), Problem> {
    let _alone = admin.reserving.lock().await;
    let number = number(wanted.reservation_id, &admin.state().reservations(id)?, clock::now())?;
    let payload = (reservation::of(profile.version).reserve_now)(wanted, number);
    let payload = payload.map_err(|reason| Problem::new(kinds::INVALID_REQUEST, reason))?;
    let call = call(admin, action(profile, "ReserveNow")?, &payload)?;
    // A number that is over may be given again.
    let before = admin.state().reservation_to_change(id, number)?;
    let reservation = Reservation {
        reservation_id: number,
        evse: wanted.evse,
        connector: wanted.connector,
        id_tag: wanted.id_tag.clone(),
        expiry: wanted.expiry,
        state: ReservationState::Requested,
    };
    let reservation = match before {
        Some(before) => before.with(reservation),
        None => Versioned::absent(reservation),
    };
    admin.write(vec![put_reservation(id, &reservation)?]).await?;
    Ok((number, call))
}

fn action(profile: &Profile, name: &str) -> Result<&'static Action, Problem> {
    let missing = || Problem::new(kinds::UNKNOWN_ACTION, format!("OCPP {} has no {name}", profile.version));
    profile.action(name).ok_or_else(missing)
}

fn call(admin: &AppState, action: &'static Action, payload: &Value) -> Result<Call, Problem> {
    action
        .validate(Kind::Request, payload)
        .map_err(|violation| (action.version(), violation))?;
    let limits = &admin.settings().connection;
    let (timeout, settle) = (limits.call_timeout, limits.settle_delay);
    Ok(Call {
        action,
        payload: payload.to_string(),
        timeout,
        settle,
    })
}

/// What the outcome of ReserveNow makes of the reservation; none: nobody knows.
fn said(outcome: &Outcome) -> Option<ReservationState> {
    match outcome {
        Outcome::Answered(answer) => Some(match status(answer) {
            "Accepted" => ReservationState::Active,
            word => ReservationState::Refused(word.to_owned()),
        }),
        Outcome::Refused(error) => Some(ReservationState::Refused(error.code.clone())),
        Outcome::QueueFull => Some(ReservationState::Refused("NotSent".to_owned())),
        Outcome::Invalid(..) | Outcome::TimedOut | Outcome::Lost => None,
    }
}

fn status(answer: &Value) -> &str {
    answer.get("status").and_then(Value::as_str).unwrap_or_default()
}

/// Keeps the new state of a reservation, unless it was used or has ended meanwhile.
async fn note(admin: &AppState, id: &ChargePointId, (number, state): (i64, ReservationState)) -> Result<(), Problem> {
    let mut attempts = 0;
    while let Some(mut reservation) = admin.state().reservation_to_change(id, number)? {
        if !matches!(
            reservation.record.state,
            ReservationState::Requested | ReservationState::Active
        ) {
            break;
        }
        reservation.record.state = state.clone();
        let write = put_reservation(id, &reservation)?;
        match admin.state().store().write(vec![write]).await {
            // Somebody wrote it since it was read: look again.
            Err(StoreError::Conflict { .. }) if attempts < MAX_ATTEMPTS => attempts += 1,
            written => return Ok(written.map(|_| ())?),
        }
    }
    Ok(())
}

async fn cancel(admin: web::Data<AppState>, Path(path): Path<ReservationPath>) -> Result<HttpResponse, Problem> {
    let ReservationPath { id, number } = path;
    admin.registered(&id)?;
    let unknown = || Problem::not_found("reservation", format!("{number} of {id}"));
    let number: i64 = number.parse().map_err(|_| unknown())?;
    admin.state().reservation(&id, number)?.ok_or_else(unknown)?;
    let Connected { info, orders } = admin.connected(&id).await?;
    let payload = (reservation::of(info.profile.version).cancel)(number);
    let call = call(&admin, action(info.profile, "CancelReservation")?, &payload)?;
    let action = call.action;
    let outcome = rt::spawn(async move {
        let outcome = send(&orders, call).await;
        let accepted = matches!(&outcome, Outcome::Answered(answer) if status(answer) == "Accepted");
        let kept = if accepted {
            note(&admin, &id, (number, ReservationState::Cancelled)).await
        } else {
            Ok(())
        };
        kept.map(|()| outcome)
    })
    .await??;
    let status = status(&http_answer(action, outcome)?).to_owned();
    Ok(HttpResponse::Ok().json(json!({ "status": status })))
}
