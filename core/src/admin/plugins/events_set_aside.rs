//! `/plugins/{name}/events-set-aside`: the events that a plugin did not take, the newest first, told again or
//! dismissed.

use actix_web::web;
use serde::{Deserialize, Serialize};

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::page::{Page, Paging, cursor, key};
use crate::admin::path::{Path, PluginPath, name};
use crate::admin::problem::{Missing, Problem, kinds};
use crate::admin::query::Query;
use crate::clock::text;
use crate::ids::{ChargePointId, MessageId};
use crate::plugins::{NumberedSetAside, SetAsideEvents};
use crate::state::payload::Payload;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    let all = "/plugins/{name}/events-set-aside";
    api.at(all, Tag::PLUGINS)
        .get(
            op("list_events_set_aside", "Events that it did not take, the newest first"),
            list,
        )
        .delete(op("dismiss_events_set_aside", "Forget all of them"), dismiss_all);
    api.at(&format!("{all}/tell-again"), Tag::PLUGINS)
        .post(op("tell_events_again", "Tell it all of them again"), tell_all_again);
    api.at(&format!("{all}/{{number}}"), Tag::PLUGINS)
        .delete(op("dismiss_event_set_aside", "Forget one"), dismiss);
    api.at(&format!("{all}/{{number}}/tell-again"), Tag::PLUGINS)
        .post(op("tell_event_again", "Tell it one again"), tell_again);
}

/// An event that the plugin did not take.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EventSetAside)]
struct SetAsideView {
    /// The event's number, by which it is told again or dismissed.
    number: u64,
    /// Whose event.
    charge_point: ChargePointId,
    /// Such as `transaction.ended`.
    kind: String,
    /// Why the plugin did not take it, the last time.
    cause: String,
    /// So often it was told.
    tries: u32,
    /// When it happened: RFC 3339.
    #[schema(format = DateTime)]
    happened_at: String,
    /// When it was set aside: RFC 3339.
    #[schema(format = DateTime)]
    set_aside_at: String,
    /// The author's version that was told it the last time.
    version: String,
    /// Its digest.
    digest: String,
    /// The OCPP version of the connection; empty: there was none.
    ocpp_version: String,
    /// The message that it is about; empty: none.
    message_id: MessageId,
    /// What the plugin was told.
    payload: Payload,
}

impl From<NumberedSetAside> for SetAsideView {
    fn from(NumberedSetAside { number, kept, .. }: NumberedSetAside) -> Self {
        let event = kept.event;
        Self {
            number,
            charge_point: event.charge_point,
            kind: event.kind,
            cause: kept.cause,
            tries: kept.tries,
            happened_at: text(event.at),
            set_aside_at: text(kept.at),
            version: kept.version,
            digest: kept.digest,
            ocpp_version: event.version,
            message_id: event.message_id,
            payload: event.payload,
        }
    }
}

/// `/plugins/{name}/events-set-aside/{number}` and what lies below it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct SetAsidePath {
    /// The plugin's name.
    #[serde(deserialize_with = "name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    name: String,
    /// The event's number.
    #[serde(deserialize_with = "name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    number: String,
}

impl SetAsidePath {
    fn which(&self) -> Result<SetAsideEvents, Problem> {
        let none = || {
            Problem::new(
                kinds::INVALID_REQUEST,
                "an event that was set aside is named by its number",
            )
        };
        self.number.parse().map(SetAsideEvents::Number).map_err(|_| none())
    }
}

/// What was done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = EventsDone)]
struct Done {
    /// With so many events.
    events: u64,
}

impl Done {
    /// Where one was meant it must have been there.
    fn one(self, path: &SetAsidePath) -> Result<Json<Self>, Problem> {
        match self.events {
            0 => Err(Problem::not_found(Missing::EVENT_SET_ASIDE, &path.number)),
            _ => Ok(Json(self)),
        }
    }
}

async fn list(
    app: web::Data<AppState>,
    paging: Query<Paging>,
    Path(path): Path<PluginPath>,
) -> Result<Json<Page<SetAsideView>>, Problem> {
    let after = key(paging.after.as_deref())?;
    let wanted = paging.limit.with_one_more();
    let found = app.plugins().events_set_aside(&path.name, after, wanted).await?;
    let page = Page::cut(found, paging.limit, |one| cursor(one.key()));
    Ok(Json(page.map(SetAsideView::from)))
}

async fn tell_all_again(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<Done>, Problem> {
    let events = app.plugins().tell_again(&path.name, SetAsideEvents::All).await?;
    Ok(Json(Done { events }))
}

async fn tell_again(app: web::Data<AppState>, Path(path): Path<SetAsidePath>) -> Result<Json<Done>, Problem> {
    let events = app.plugins().tell_again(&path.name, path.which()?).await?;
    Done { events }.one(&path)
}

async fn dismiss_all(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<Done>, Problem> {
    let events = app.plugins().dismiss(&path.name, SetAsideEvents::All).await?;
    Ok(Json(Done { events }))
}

async fn dismiss(app: web::Data<AppState>, Path(path): Path<SetAsidePath>) -> Result<Json<Done>, Problem> {
    let events = app.plugins().dismiss(&path.name, path.which()?).await?;
    Done { events }.one(&path)
}
