//! `/charge-points/{id}/local-list`: the tags that the station may accept by itself, in one form for all
//! versions: what is known of the list (`GET`), a new one or a change of it (`PUT`), and the question which
//! version the station has (`POST .../check`). Lists that were sent by a raw SendLocalList or by a plugin
//! are the same.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use serde_json::Value;

use super::problem::Problem;
use super::send::{Verb, call, send};
use super::{Admin, body, path};
use crate::clock::text;
use crate::ocpp::local_list::{self, Drift, Entry, ListRequest, drift};
use crate::ocpp::verb::Addressee;
use crate::state::local_lists::LocalList;

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/charge-points/{id}/local-list").get(read).put(update))
        .service(web::resource("/charge-points/{id}/local-list/check").post(check));
}

/// What is known of a station's list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LocalListView {
    /// The version that the station accepted last; 0: none.
    version: i64,
    accepted_at: Option<String>,
    entries: Vec<Entry>,
    /// What the station said of its version since.
    reported_version: Option<i64>,
    reported_at: Option<String>,
    drift: Drift,
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
        }
    }
}

/// What the station said to an update.
#[derive(Debug, Serialize)]
struct Updated {
    status: String,
    version: i64,
}

/// What the station said of its version.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Checked {
    /// 0: it has no list; -1: it supports none (1.6).
    reported_version: Option<i64>,
    drift: Drift,
}

async fn read(admin: web::Data<Admin>, request: HttpRequest) -> Result<web::Json<LocalListView>, Problem> {
    let id = path::charge_point(&request)?;
    admin.registered(&id)?;
    Ok(web::Json(admin.state().local_list(&id)?.into()))
}

async fn update(
    admin: web::Data<Admin>,
    request: HttpRequest,
    bytes: web::Bytes,
) -> Result<web::Json<Updated>, Problem> {
    let id = path::charge_point(&request)?;
    let wanted: ListRequest = body::read(&bytes)?;
    admin.registered(&id)?;
    let to = admin.sender().find(&id).await?;
    let plan = |to: Addressee<'_>| local_list::update(to, &wanted);
    let (version, answer) = send(
        &admin,
        &to,
        &Verb {
            action: "SendLocalList",
            plan: &plan,
        },
    )
    .await?;
    let status = answer.get("status").and_then(Value::as_str).unwrap_or_default();
    Ok(web::Json(Updated {
        status: status.to_owned(),
        version,
    }))
}

async fn check(admin: web::Data<Admin>, request: HttpRequest) -> Result<web::Json<Checked>, Problem> {
    let id = path::charge_point(&request)?;
    admin.registered(&id)?;
    let to = admin.sender().find(&id).await?;
    call(&admin, &to, ("GetLocalListVersion", local_list::check())).await?;
    let list = admin.state().local_list(&id)?;
    Ok(web::Json(Checked {
        reported_version: list.reported.map(|reported| reported.version),
        drift: drift(&list),
    }))
}
