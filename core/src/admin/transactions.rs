//! `/transactions`: charging sessions, of one charge point or of all. Energies are exact decimals
//! in Wh, as text. A session whose end never arrived because the station began another one counts
//! as closed, with our word as its reason.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::page::{Limit, Page, cursor, key};
use super::problem::Problem;
use super::{Admin, path};
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
struct Whole {
    #[serde(flatten)]
    transaction: views::Transaction,
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
    let items: Vec<views::Transaction> = page
        .items
        .into_iter()
        .filter_map(|(_, found)| found.map(views::Transaction::from))
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
