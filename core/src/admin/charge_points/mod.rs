//! `/charge-points`: list, read, register, change, delete; one by one, or many at once (`bulk`).
//!
//! A change of password or profile leaves a live connection alone, because it was let in by what
//! was valid then; only a raised profile ends it. What it says of the registration counts from the
//! station's next BootNotification, as the specification has it: one that works goes on working until then.

mod attributes;
mod bulk;
mod connected;
mod import;
pub mod list;
mod put;
mod shown;
pub mod skew;
mod table;
#[cfg(test)]
mod tests;

use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::{Either, HttpRequest, web};
use serde_json::json;

use super::AppState;
use super::body::Json;
use super::page::Page;
use super::path::{ChargePointPath, Path};
use super::problem::Problem;
use super::reply::{NoContent, PutReply, put_reply};
use crate::admin::import::{MOST_BYTES, not_an_import};
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::problem::kinds;
use crate::admin::query::Query;
use crate::admin::table::{Format, Streamed, streamed};
use crate::ids::ChargePointId;
use crate::registry::messages::{Disconnect, EndReason, SessionMessage};
use crate::state::views::ChargePointView;
use list::ChargePointFilter;
use put::Change;
pub use put::PutChargePoint;
use shown::{Detailed, detailed, view};

/// How long a live connection may take to learn how its messages are read.
const TELL: Duration = Duration::from_secs(1);

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points", Tag::CHARGE_POINTS)
        .most_bytes(bulk::MAX_BODY_BYTES)
        .get(op("list_charge_points", "Charge points that are registered, or some of them"), list)
        .post(
            op("put_charge_points", "Register or change many")
                .says(
                    "Each line says what a PUT says, and `id` whose it is. Each has its own result, whatever became of the others.",
                )
                .example(json!([
                    { "id": "CP1", "securityProfile": 1, "password": "0123456789abcdef", "site": "depot" },
                    { "id": "CP2", "securityProfile": 0, "labels": ["fast"] },
                ])),
            bulk::post,
        );
    api.at("/charge-points/{id}", Tag::CHARGE_POINTS)
        .only(not_an_import)
        .get(op("get_charge_point", "Everything that is known of one"), read)
        .put(
            op("put_charge_point", "Register one, or change it")
                .says("Members that are absent keep their value; `null` removes it.")
                .makes()
                .fails(&[kinds::CONFLICT]),
            put,
        )
        .delete(
            op("delete_charge_point", "Forget one, with everything that is kept of it"),
            remove,
        );
    api.at("/charge-points/import", Tag::CHARGE_POINTS)
        .most_bytes(MOST_BYTES)
        .post(
            op("import_charge_points", "Register or change all of a table")
                .says(
                    "CSV with the columns of the export, and `password`. Where any row cannot be used all such rows are told, \
                     and nothing is changed. What is there as a row says is left alone.",
                )
                .fails(&[kinds::IMPORT_REFUSED, kinds::CONFLICT]),
            import::post,
        );
}

async fn list(
    app: web::Data<AppState>,
    request: HttpRequest,
    filter: Query<ChargePointFilter>,
) -> Result<Either<Json<Page<ChargePointView>>, Streamed<table::ChargePoints>>, Problem> {
    let format = Format::wanted(filter.format, &request);
    let columns = filter.columns.of(&table::TABLE, format)?;
    if format == Format::Json {
        return Ok(Either::Left(Json(page(&app, &filter).await?)));
    }
    let rows = table::ChargePoints::of(app, filter.0);
    Ok(Either::Right(streamed(rows, format, columns).await?))
}

/// A page of those that are meant.
async fn page(app: &AppState, filter: &ChargePointFilter) -> Result<Page<ChargePointView>, Problem> {
    let Page { items, next } = filter.find(app).await?;
    let items = items.into_iter().map(|(id, record)| view(app, id, &record));
    let mut items = items.collect::<Result<Vec<_>, _>>()?;
    // One that came or went meanwhile does not fit any more.
    items.retain(|item| filter.connected.is_none_or(|wanted| item.is_connected() == wanted));
    Ok(Page { items, next })
}

pub async fn read(app: web::Data<AppState>, Path(path): Path<ChargePointPath>) -> Result<Json<Detailed>, Problem> {
    let record = app.registered(&path.id)?;
    Ok(Json(detailed(&app, path.id, &record)?))
}

async fn put(
    app: web::Data<AppState>,
    Path(path): Path<ChargePointPath>,
    Json(body): Json<PutChargePoint>,
) -> Result<PutReply<Detailed>, Problem> {
    let change = change(&app, &path.id, &body).await?;
    Ok(put_reply(change.created, detailed(&app, path.id, &change.record)?))
}

/// Registers or changes one, and has a live connection follow.
async fn change(app: &AppState, id: &ChargePointId, body: &PutChargePoint) -> Result<Change, Problem> {
    let change = body.make(app.state(), id).await?;
    tracing::info!(charge_point.id = %id, created = change.created, "an operator changed a charge point");
    if change.raised && !change.created {
        disconnect(app, id, EndReason::Removed).await?;
    } else if change.reading {
        tell_reading(app, id).await?;
    }
    Ok(change)
}

async fn disconnect(app: &AppState, id: &ChargePointId, reason: EndReason) -> Result<(), Problem> {
    let charge_point = id.clone();
    Ok(app.registry.send(Disconnect { charge_point, reason }).await?)
}

/// How its messages are read from the next one on.
async fn tell_reading(app: &AppState, id: &ChargePointId) -> Result<(), Problem> {
    let Some(connected) = app.session(id).await? else {
        return Ok(());
    };
    // Read when it is told, so that of two changes the later one is told last.
    let record = app.state().charge_point(id)?.unwrap_or_default();
    let message = SessionMessage::Reading {
        strictness: record.strictness,
        zone: record.time_zone,
    };
    if timeout(TELL, connected.mailbox.send(message)).await.is_err() {
        tracing::warn!(charge_point.id = %id, "a connection that does not move learns late how it is read");
    }
    Ok(())
}

async fn remove(app: web::Data<AppState>, Path(path): Path<ChargePointPath>) -> Result<NoContent, Problem> {
    let id = path.id;
    app.registered(&id)?;
    // Before, so that nothing more is kept of it; after, because it may have come back meanwhile.
    disconnect(&app, &id, EndReason::Forgotten).await?;
    app.state().forget(&id).await?;
    app.state().ring_campaigns_of(&id)?;
    disconnect(&app, &id, EndReason::Forgotten).await?;
    tracing::info!(charge_point.id = %id, "an operator deleted a charge point");
    Ok(NoContent)
}
