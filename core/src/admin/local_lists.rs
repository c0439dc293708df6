//! `/charge-points/{id}/local-list`: the tags that the station may accept by itself, in one form for all
//! versions: what is known of the list (`GET`), a new one, a change of it, or all of it again (`PUT`), and the question which
//! version the station has (`POST .../check`). Lists that were sent by a raw SendLocalList or by a plugin
//! are the same.

use actix_web::web;
use serde::Serialize;
use serde_json::Value;

use super::AppState;
use super::body::Json;
use super::path::{ChargePointPath, Path};
use super::problem::Problem;
use super::send::{Call, Said, call, send_numbered};
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::send::SENDING;
use crate::clock::text;
use crate::ocpp::local_list::{self, Drift, Entry, ListRequest, drift};
use crate::state::local_lists::LocalList;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/charge-points/{id}/local-list", Tag::ID_TAGS)
        .get(op("get_local_list", "What is known of the station's own list"), read)
        .put(
            op("update_local_list", "Send a list, a change of it, or all of it again").fails(SENDING),
            update,
        );
    api.at("/charge-points/{id}/local-list/check", Tag::ID_TAGS).post(
        op("check_local_list", "Ask the station which version it has").fails(SENDING),
        check,
    );
}

/// What is known of a station's list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LocalList)]
struct LocalListView {
    /// The version that the station accepted last; 0: none.
    version: i64,
    /// When it accepted that.
    #[schema(format = DateTime)]
    accepted_at: Option<String>,
    /// What the list has.
    entries: Vec<Entry>,
    /// What the station said of its version since.
    reported_version: Option<i64>,
    /// When it said so.
    #[schema(format = DateTime)]
    reported_at: Option<String>,
    /// Whether the station has what we think.
    drift: Drift,
    /// How many changes the station did not take; `again` sends them, too.
    missed: usize,
}

impl From<LocalList> for LocalListView {
    fn from(list: LocalList) -> Self {
        Self {
            version: list.version,
            accepted_at: list.accepted_at.map(text),
            entries: list.entries.values().map(local_list::shown).collect(),
            reported_version: list.reported.map(|reported| reported.version),
            reported_at: list.reported.map(|reported| text(reported.at)),
            drift: drift(&list),
            missed: list.missed.len(),
        }
    }
}

/// What the station said to an update.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = LocalListUpdated)]
struct Updated {
    /// The station's word.
    status: String,
    /// The version that was sent.
    version: i64,
}

/// What the station said of its version.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LocalListChecked)]
struct Checked {
    /// 0: it has no list; -1: it supports none (1.6).
    reported_version: Option<i64>,
    /// Whether the station has what we think.
    drift: Drift,
}

async fn read(app: web::Data<AppState>, Path(path): Path<ChargePointPath>) -> Result<Json<LocalListView>, Problem> {
    app.registered(&path.id)?;
    Ok(Json(app.state().local_list(&path.id)?.into()))
}

async fn update(
    app: web::Data<AppState>,
    Path(path): Path<ChargePointPath>,
    Json(wanted): Json<ListRequest>,
) -> Result<Json<Updated>, Problem> {
    app.registered(&path.id)?;
    let to = app.sender().find(&path.id).await?;
    let Said { number, answer } = send_numbered(&app, &to, &wanted).await?;
    let status = answer.get("status").and_then(Value::as_str).unwrap_or_default();
    Ok(Json(Updated {
        status: status.to_owned(),
        version: number,
    }))
}

async fn check(app: web::Data<AppState>, Path(path): Path<ChargePointPath>) -> Result<Json<Checked>, Problem> {
    app.registered(&path.id)?;
    let to = app.sender().find(&path.id).await?;
    let question = Call {
        action: "GetLocalListVersion",
        payload: local_list::check(),
    };
    call(&app, &to, &question).await?;
    let list = app.state().local_list(&path.id)?;
    Ok(Json(Checked {
        reported_version: list.reported.map(|reported| reported.version),
        drift: drift(&list),
    }))
}
