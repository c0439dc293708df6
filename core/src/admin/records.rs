//! `/charge-points/{id}/records`: what a station sent that has no handler of its own, oldest first.

use actix_web::web;
use serde::Serialize;
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::page::{Page, Paging, cursor, key};
use super::path::{ChargePointPath, Path};
use super::problem::Problem;
use crate::clock::text;
use crate::state::records::StoredMessage;

/// Declares the path.
pub fn routes(service: &mut web::ServiceConfig) {
    service.service(web::resource("/charge-points/{id}/records").get(list));
}

/// A message that was recorded.
#[derive(Debug, Serialize)]
struct RecordView {
    /// When it arrived: RFC 3339.
    at: String,
    /// Its OCPP action.
    action: String,
    /// The request as the station sent it.
    payload: Value,
}

impl From<StoredMessage> for RecordView {
    fn from(record: StoredMessage) -> Self {
        Self {
            at: text(record.at),
            action: record.action,
            payload: record.payload,
        }
    }
}

async fn list(
    app: web::Data<AppState>,
    paging: web::Query<Paging>,
    Path(path): Path<ChargePointPath>,
) -> Result<Json<Page<RecordView>>, Problem> {
    app.registered(&path.id)?;
    let after = key(paging.after.as_deref())?;
    let wanted = paging.limit.with_one_more();
    let found = app.state().records(&path.id, after.as_deref(), wanted)?;
    let page = Page::cut(found, paging.limit, |(key, _)| cursor(key));
    Ok(Json(page.map(|(_, record)| record.into())))
}
