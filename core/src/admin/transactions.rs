//! `/transactions/{charge point}/{id}`: a charging session with all that is known of it. Energies are exact decimals
//! in Wh, as text. A session whose end never arrived because the station began another one counts
//! as closed, with our word as its reason.

use actix_web::web;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::AppState;
use super::body::Json;
use super::path::{self, Path};
use super::problem::{Problem, kinds};
use super::settled::{Said, settle};
use super::transaction_list;
use crate::clock::text;
use crate::ids::{ChargePointId, TransactionId};
use crate::ledger::account;
use crate::ledger::evidence::Depth;
use crate::ocpp::transactions::desk;
use crate::state::transactions::{LaterMessage, MeterValueSet, StoredEvent};
use crate::state::views;
use crate::state::views::meter_values::{MeterValue, meter_values};

/// More than a session has; bounds what one answer holds.
const MAX_PARTS: usize = 10_000;

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/transactions").get(transaction_list::list))
        .service(web::resource("/transactions/{charge_point}/{id}").get(read))
        // The one whose id is empty: a station may number its transactions as it likes.
        .service(web::resource("/transactions/{charge_point}/").get(read))
        .service(web::resource("/transactions/{charge_point}/{id}/close").post(close));
}

/// `/transactions/{charge_point}/{id}`.
#[derive(Debug, Deserialize)]
struct TransactionPath {
    /// The charge point's identity.
    #[serde(deserialize_with = "path::charge_point")]
    charge_point: ChargePointId,
    /// The number that 1.6 was given, or the station's own text.
    #[serde(default = "unnamed", deserialize_with = "transaction_id")]
    id: TransactionId,
}

fn unnamed() -> TransactionId {
    TransactionId::new("")
}

fn transaction_id<'de, D: Deserializer<'de>>(from: D) -> Result<TransactionId, D::Error> {
    Ok(TransactionId::new(&path::text(from)?))
}

/// A charging session with all that is known of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TransactionDetail {
    #[serde(flatten)]
    transaction: views::Transaction,
    /// 2.x: by seqNo.
    events: Vec<EventView>,
    /// What was measured of it, by time, in one form for all versions; also what its events brought.
    meter_values: Vec<MeterValue>,
    /// What the station said when the session was over, and what changes nothing of it.
    later_messages: Vec<LaterView>,
}

/// A message about a session that was over.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LaterView {
    /// When it arrived: RFC 3339.
    received_at: String,
    /// `StopTransaction`, `MeterValues` or `TransactionEvent`.
    action: String,
    /// As the station sent it.
    payload: Value,
}

/// The body of a closing.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Closing {
    /// The operator's word for it; absent: `Operator`.
    reason: Option<String>,
    /// The register at the end in Wh, as a number or as text; absent: the last one that was heard.
    meter_stop_wh: Option<Decimal>,
}

/// A TransactionEvent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EventView {
    /// When it arrived: RFC 3339.
    received_at: String,
    /// As the station sent it.
    request: Value,
    /// As it was answered.
    answer: Value,
}

impl From<StoredEvent> for EventView {
    fn from(event: StoredEvent) -> Self {
        Self {
            received_at: text(event.received_at),
            request: event.request,
            answer: event.answer,
        }
    }
}

async fn read(app: web::Data<AppState>, Path(path): Path<TransactionPath>) -> Result<Json<TransactionDetail>, Problem> {
    let TransactionPath { charge_point, id } = path;
    let state = app.state();
    let found = state.transaction(&charge_point, &id)?;
    let transaction = found.ok_or_else(|| Problem::not_found("transaction", format!("{id} of {charge_point}")))?;
    let events = state.transaction_events(&charge_point, &id, MAX_PARTS)?;
    let later = state.later_messages(&charge_point, &id, MAX_PARTS)?;
    let sets = state.meter_values(&charge_point, &id, MAX_PARTS)?;
    Ok(Json(TransactionDetail {
        transaction: account::shown(state, transaction, Depth::All)?.into(),
        meter_values: shown_values(&sets, &events),
        events: events.into_iter().map(EventView::from).collect(),
        later_messages: later.into_iter().map(LaterView::from).collect(),
    }))
}

async fn close(
    app: web::Data<AppState>,
    Path(path): Path<TransactionPath>,
    Json(wanted): Json<Closing>,
) -> Result<Json<views::Transaction>, Problem> {
    let closing = desk::Closing {
        reason: wanted.reason.unwrap_or_else(|| "Operator".to_owned()),
        meter_stop_wh: wanted.meter_stop_wh,
    };
    if closing
        .meter_stop_wh
        .is_some_and(|register| register.is_sign_negative())
    {
        return Err(Problem::new(kinds::INVALID_REQUEST, "`meterStopWh` is not below 0"));
    }
    let said = Said {
        action: "close",
        request: json!({ "reason": closing.reason, "meterStopWh": closing.meter_stop_wh }),
    };
    let closed = settle(&app, &path.charge_point, said, |desk| desk.close(&path.id, &closing)).await?;
    Ok(Json(closed.into()))
}

impl From<LaterMessage> for LaterView {
    fn from(message: LaterMessage) -> Self {
        Self {
            received_at: text(message.received_at),
            action: message.action,
            payload: message.payload,
        }
    }
}

fn shown_values(sets: &[MeterValueSet], events: &[StoredEvent]) -> Vec<MeterValue> {
    let of_sets = sets.iter().flat_map(|set| meter_values(&set.values.value(), set.named));
    let of_events = events.iter().filter_map(|event| event.request.get("meterValue"));
    let of_events = of_events.flat_map(|values| meter_values(values, true));
    let mut all: Vec<MeterValue> = of_sets.chain(of_events).collect();
    all.sort_by(|one, other| one.timestamp.cmp(&other.timestamp));
    all
}
