//! `/transactions`: charging sessions, of one charge point or of all. Energies are exact decimals
//! in Wh, as text. A session whose end never arrived because the station began another one counts
//! as closed, with our word as its reason.

use actix_web::web;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::page::{Limit, Page, cursor, key};
use super::path::{self, Path};
use super::problem::Problem;
use crate::clock::text;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::transactions::{StoredEvent, Transaction, TransactionState};
use crate::state::{State, views};
use crate::store::StoreError;

/// More than a session has; bounds what one answer holds.
const MAX_PARTS: usize = 10_000;

/// A record with its listing key.
type Keyed<T> = (String, T);

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/transactions").get(list))
        .service(web::resource("/transactions/{charge_point}/{id}").get(read));
}

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TransactionFilter {
    /// Only those of this charge point.
    charge_point: Option<ChargePointId>,
    /// Only those that are open, or only those that are not.
    open: Option<bool>,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    limit: Limit,
}

/// `/transactions/{charge_point}/{id}`.
#[derive(Debug, Deserialize)]
struct TransactionPath {
    /// The charge point's identity.
    #[serde(deserialize_with = "path::charge_point")]
    charge_point: ChargePointId,
    /// The number that 1.6 was given, or the station's own text.
    #[serde(deserialize_with = "transaction_id")]
    id: TransactionId,
}

fn transaction_id<'de, D: Deserializer<'de>>(from: D) -> Result<TransactionId, D::Error> {
    Ok(TransactionId::new(&path::name(from)?))
}

/// A charging session with all that is known of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TransactionDetail {
    #[serde(flatten)]
    transaction: views::Transaction,
    /// 2.x: by seqNo.
    events: Vec<EventView>,
    /// The station's MeterValue elements.
    meter_values: Vec<Value>,
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

async fn list(
    app: web::Data<AppState>,
    filter: web::Query<TransactionFilter>,
) -> Result<Json<Page<views::Transaction>>, Problem> {
    let after = key(filter.after.as_deref())?;
    let (state, of) = (app.state(), filter.charge_point.as_ref());
    let wanted = filter.limit.with_one_more();
    let found = match filter.open {
        Some(true) => state.open_transactions_after(of, after.as_deref(), wanted)?,
        None => all(state.transactions(of, after.as_deref(), wanted)?),
        Some(false) => list_closed(state, of, after, wanted)?,
    };
    let Page { items, next } = Page::cut(found, filter.limit, |(key, _)| cursor(key));
    let items = items
        .into_iter()
        .filter_map(|(_, found)| found.map(views::Transaction::from));
    Ok(Json(Page {
        items: items.collect(),
        next,
    }))
}

fn all(found: Vec<Keyed<Transaction>>) -> Vec<Keyed<Option<Transaction>>> {
    found
        .into_iter()
        .map(|(key, transaction)| (key, Some(transaction)))
        .collect()
}

/// Few are open, so leaving them out is reading on a little.
fn list_closed(
    state: &State,
    of: Option<&ChargePointId>,
    mut after: Option<String>,
    wanted: usize,
) -> Result<Vec<Keyed<Option<Transaction>>>, StoreError> {
    let mut found = Vec::new();
    while found.len() < wanted {
        let step = state.transactions(of, after.as_deref(), wanted)?;
        let Some((last, _)) = step.last() else { break };
        after = Some(last.clone());
        found.extend(
            step.into_iter()
                .filter(|(_, transaction)| transaction.state != TransactionState::Open),
        );
    }
    Ok(all(found))
}

async fn read(app: web::Data<AppState>, Path(path): Path<TransactionPath>) -> Result<Json<TransactionDetail>, Problem> {
    let TransactionPath { charge_point, id } = path;
    let state = app.state();
    let found = state.transaction(&charge_point, &id)?;
    let transaction = found.ok_or_else(|| Problem::not_found("transaction", format!("{id} of {charge_point}")))?;
    let events = state.transaction_events(&charge_point, &id, MAX_PARTS)?;
    let values = state.meter_values(&charge_point, &id, MAX_PARTS)?;
    Ok(Json(TransactionDetail {
        transaction: transaction.into(),
        events: events.into_iter().map(EventView::from).collect(),
        meter_values: values.into_iter().flat_map(elements).collect(),
    }))
}

/// What one message brought is kept as one list.
fn elements(values: Value) -> Vec<Value> {
    match values {
        Value::Array(elements) => elements,
        other => vec![other],
    }
}
