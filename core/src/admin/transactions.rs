//! `/transactions`: charging sessions, of one charge point or of all. Energies are exact decimals
//! in Wh, as text. A session whose end never arrived because the station began another one counts
//! as closed, with our word as its reason.

use actix_web::{HttpRequest, HttpResponse, web};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::page::{Limit, Page, cursor, key};
use super::problem::Problem;
use super::{Admin, path};
use crate::clock::text;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::State;
use crate::state::transactions::{StoredEvent, Transaction, TransactionState};
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

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Filter {
    charge_point: Option<String>,
    open: Option<bool>,
    after: Option<String>,
    limit: Limit,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct View {
    charge_point: ChargePointId,
    id: TransactionId,
    version: String,
    evse: Option<i64>,
    connector: Option<i64>,
    id_tag: Option<String>,
    state: &'static str,
    started_at: Option<String>,
    meter_start_wh: Option<String>,
    stopped_at: Option<String>,
    meter_stop_wh: Option<String>,
    energy_wh: Option<String>,
    stop_reason: Option<String>,
    complete: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Whole {
    #[serde(flatten)]
    transaction: View,
    /// 2.x: by seqNo.
    events: Vec<EventView>,
    /// The station's MeterValue elements.
    meter_values: Vec<Value>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EventView {
    received_at: String,
    request: Value,
    answer: Value,
}

impl From<Transaction> for View {
    fn from(transaction: Transaction) -> Self {
        let decimal = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
        let Transaction {
            meter_start_wh: start,
            meter_stop_wh: stop,
            ..
        } = transaction;
        Self {
            energy_wh: decimal(start.zip(stop).and_then(|(start, stop)| stop.checked_sub(start))),
            meter_start_wh: decimal(start),
            meter_stop_wh: decimal(stop),
            charge_point: transaction.charge_point,
            id: transaction.id,
            version: transaction.version,
            evse: transaction.evse,
            connector: transaction.connector,
            id_tag: transaction.id_tag,
            state: match transaction.state {
                TransactionState::Open => "open",
                TransactionState::Closed | TransactionState::Superseded => "closed",
            },
            started_at: transaction.started_at,
            stopped_at: transaction.stopped_at,
            stop_reason: transaction.stop_reason,
            complete: transaction.complete,
        }
    }
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

async fn list(admin: web::Data<Admin>, filter: web::Query<Filter>) -> Result<HttpResponse, Problem> {
    let Filter {
        charge_point,
        open,
        after,
        limit,
    } = filter.into_inner();
    let charge_point = charge_point.as_deref().map(ChargePointId::new);
    let after = key(after.as_deref())?;
    let (state, of, wanted) = (admin.state(), charge_point.as_ref(), limit.with_one_more());
    let found = match open {
        Some(true) => state.open_transactions_after(of, after.as_deref(), wanted)?,
        None => all(state.transactions(of, after.as_deref(), wanted)?),
        Some(false) => list_closed(state, of, (after, wanted))?,
    };
    let page = Page::cut(found, limit, |(key, _)| cursor(key));
    let items: Vec<View> = page
        .items
        .into_iter()
        .filter_map(|(_, found)| found.map(View::from))
        .collect();
    Ok(HttpResponse::Ok().json(Page { items, next: page.next }))
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
    (mut after, wanted): (Option<String>, usize),
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

async fn read(admin: web::Data<Admin>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let charge_point = path::charge_point(&request)?;
    let id = TransactionId::new(&path::second(&request)?);
    let state = admin.state();
    let found = state.transaction(&charge_point, &id)?;
    let transaction = found.ok_or_else(|| Problem::not_found("transaction", format!("{id} of {charge_point}")))?;
    let events = state.transaction_events(&charge_point, &id, MAX_PARTS)?;
    let values = state.meter_values(&charge_point, &id, MAX_PARTS)?;
    Ok(HttpResponse::Ok().json(Whole {
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
