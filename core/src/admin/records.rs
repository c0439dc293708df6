//! `/charge-points/{id}/records`: what a station sent that has no handler of its own, and what it wanted its vendor's
//! system to know (DataTransfer). `/charge-points/{id}/data-transfers` is the latter alone, the newest first.
//!
//! `?action=` (a list with commas) shows these alone, `?order=` is `oldest` (first) or `newest`.

use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::page::{self, LARGE_ITEMS, Limit, Page, Weight, cursor, key};
use super::path::{ChargePointPath, Path};
use super::problem::Problem;
use super::query::Query;
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::text;
use crate::frame::secrets::without_secrets;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::records::StoredMessage;
use crate::store::{Order, Page as Keys};

/// Records that are read at a time where a filter leaves some out.
const STEP: usize = 500;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/records", Tag::CHARGE_POINTS).get(
        op(
            "list_records",
            "Messages that are kept as they came, because nothing else is done with them",
        ),
        list,
    );
    api.at("/charge-points/{id}/data-transfers", Tag::CHARGE_POINTS).get(
        op("list_data_transfers", "What it wanted its vendor's system to know"),
        list_data_transfers,
    );
}

/// What the list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct RecordFilter {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
    /// Actions, with commas between them; all if absent.
    action: Option<String>,
    /// Which come first; the oldest if absent.
    #[param(inline)]
    order: Option<First>,
}

/// What the list of data transfers takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Paging {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
    /// Which come first; the newest if absent.
    #[param(inline)]
    order: Option<First>,
}

/// Which come first.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ListOrder)]
enum First {
    Oldest,
    Newest,
}

/// A message that was recorded.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RecordedMessage)]
struct RecordView {
    /// When it arrived: RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// Its OCPP action.
    action: String,
    /// The request as the station sent it, without secrets.
    payload: Value,
}

impl From<StoredMessage> for RecordView {
    fn from(record: StoredMessage) -> Self {
        Self {
            at: text(record.at),
            action: record.action,
            payload: without_secrets(record.payload.value()),
        }
    }
}

impl RecordFilter {
    fn shows(&self, action: &str) -> bool {
        let wanted = self.action.as_deref();
        wanted.is_none_or(|wanted| wanted.split(',').any(|wanted| wanted.trim() == action))
    }

    fn find(&self, state: &State, id: &ChargePointId) -> Result<Page<RecordView>, Problem> {
        let (mut after, wanted) = (key(self.after.as_deref())?, self.limit.with_one_more());
        let order = match self.order {
            None | Some(First::Oldest) => Order::Ascending,
            Some(First::Newest) => Order::Descending,
        };
        let step = if self.action.is_some() {
            STEP
        } else {
            wanted.min(LARGE_ITEMS)
        };
        let (mut found, mut weight) = (Vec::new(), Weight::default());
        while found.len() < wanted {
            let keys = Keys::all(step).after(after.as_deref()).order(order);
            let read = state.records_in(id, keys)?;
            let Some((last, _)) = read.last() else { break };
            after = Some(last.clone());
            for (key, record) in read.into_iter().filter(|(_, record)| self.shows(&record.action)) {
                let is_full = weight.is_full_with(page::weight(&record.payload.value()));
                found.push((key, record));
                if is_full && found.len() < wanted {
                    let page = Page::ended_with(found, |(key, _)| cursor(key));
                    return Ok(page.map(|(_, record)| record.into()));
                }
            }
        }
        found.truncate(wanted);
        let page = Page::cut(found, self.limit, |(key, _)| cursor(key));
        Ok(page.map(|(_, record)| record.into()))
    }
}

async fn list(
    app: web::Data<AppState>,
    filter: Query<RecordFilter>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<Page<RecordView>>, Problem> {
    app.registered(&path.id)?;
    Ok(Json(filter.find(app.state(), &path.id)?))
}

async fn list_data_transfers(
    app: web::Data<AppState>,
    paging: Query<Paging>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<Page<RecordView>>, Problem> {
    app.registered(&path.id)?;
    let filter = RecordFilter {
        after: paging.after.clone(),
        limit: paging.limit,
        action: Some("DataTransfer".to_owned()),
        order: paging.order.or(Some(First::Newest)),
    };
    Ok(Json(filter.find(app.state(), &path.id)?))
}
