//! `/data-transfers`: what all charge points wanted their vendors' systems to know (DataTransfer), the newest first.
//! That of one is `/charge-points/{id}/data-transfers`.

use actix_web::rt::task::spawn_blocking;
use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::page::{self, Limit, Page, Weight, cursor};
use super::problem::{Problem, kinds};
use super::query::Query;
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::text;
use crate::frame::secrets::without_secrets;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::newest_records::{RecordOfAll, RecordPlace};
use crate::state::records::StoredMessage;

/// The action that is shown.
const ACTION: &str = "DataTransfer";
/// So many messages are looked at for one page: where few of them are wanted it ends before it is full.
const MOST_READ: usize = 5_000;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/data-transfers", Tag::CHARGE_POINTS).get(
        op(
            "list_all_data_transfers",
            "What all charge points wanted their vendors' systems to know, the newest first",
        )
        .says("A page of a filter may have fewer items than `limit`, or none, and a `next`."),
        list,
    );
}

/// What the list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct TransferFilter {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    limit: Limit,
    /// Those of one charge point.
    #[param(value_type = Option<String>)]
    charge_point: Option<ChargePointId>,
    /// Those of one vendor, as the message says it.
    vendor_id: Option<String>,
    /// Those of one kind of the vendor's messages.
    message_id: Option<String>,
}

/// A DataTransfer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DataTransfer)]
struct TransferView {
    /// Who sent it.
    charge_point: ChargePointId,
    /// When it arrived: RFC 3339.
    #[schema(format = DateTime)]
    at: String,
    /// The vendor whose message it is.
    vendor_id: Option<String>,
    /// The vendor's name of this kind of message.
    message_id: Option<String>,
    /// The request as the station sent it, without secrets.
    payload: Value,
}

impl TransferView {
    fn new(charge_point: ChargePointId, record: StoredMessage) -> Self {
        let payload = record.payload.value();
        let word = |member: &str| payload.get(member).and_then(Value::as_str).map(str::to_owned);
        Self {
            charge_point,
            at: text(record.at),
            vendor_id: word("vendorId"),
            message_id: word("messageId"),
            payload: without_secrets(payload),
        }
    }
}

impl TransferFilter {
    /// The place before which the page begins.
    fn before(&self) -> Result<Option<RecordPlace>, Problem> {
        let Some(key) = page::key(self.after.as_deref())? else {
            return Ok(None);
        };
        let unknown = || Problem::new(kinds::INVALID_REQUEST, "`after` is no `next` of this list");
        RecordPlace::parse(&key).map(Some).ok_or_else(unknown)
    }

    fn shows(&self, record: &StoredMessage) -> bool {
        let payload = record.payload.value();
        let says = |member: &str, wanted: &Option<String>| {
            let said = payload.get(member).and_then(Value::as_str);
            wanted.is_none() || wanted.as_deref() == said
        };
        record.action == ACTION && says("vendorId", &self.vendor_id) && says("messageId", &self.message_id)
    }

    fn find(&self, state: &State) -> Result<Page<TransferView>, Problem> {
        let before = self.before()?;
        let mut walk = state.newest_records(self.charge_point.as_ref(), before.as_ref())?;
        let (mut items, mut weight) = (Vec::new(), Weight::default());
        let mut last: Option<RecordPlace> = None;
        for _ in 0..MOST_READ {
            // The next page begins behind the last that was looked at.
            let next = |last: Option<RecordPlace>| last.map(|place| cursor(&place.text()));
            let Some(RecordOfAll {
                place,
                charge_point,
                record,
            }) = walk.older()?
            else {
                return Ok(Page { items, next: None });
            };
            if items.len() >= self.limit.count() {
                return Ok(Page {
                    items,
                    next: next(last),
                });
            }
            last = Some(place);
            if let Some(record) = record.filter(|record| self.shows(record)) {
                let is_full = weight.is_full_with(page::weight(&record.payload.value()));
                items.push(TransferView::new(charge_point, record));
                if is_full {
                    return Ok(Page {
                        items,
                        next: next(last),
                    });
                }
            }
        }
        let next = last.map(|place| cursor(&place.text()));
        Ok(Page { items, next })
    }
}

async fn list(
    app: web::Data<AppState>,
    Query(filter): Query<TransferFilter>,
) -> Result<Json<Page<TransferView>>, Problem> {
    let state = app.state().clone();
    // It looks at every charge point that sent any.
    Ok(Json(spawn_blocking(move || filter.find(&state)).await??))
}
