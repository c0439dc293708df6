//! `/plugins`: list, read, install, remove; what is done to a version is in `versions`, what is tried in
//! `rollout`, what is kept of calls in `recording`, made again in `replay`; `history` lists what was done,
//! `settings` says what it reads, `events_set_aside` what a plugin did not take, and `endpoints` serves what plugins serve themselves. Whatever is wrong with an upload, the version that was
//! active stays.

pub mod endpoints;
mod events_set_aside;
mod history;
mod recording;
mod replay;
mod rollout;
mod settings;
pub mod upload;
mod versions;

use actix_web::web;
use serde::Serialize;

use super::AppState;
use super::body::Json;
use super::path::{Path, PluginPath};
use super::problem::Problem;
use super::reply::NoContent;
use crate::admin::query::Query;
use crate::plugins::{PluginStatus, PluginVersion};
use upload::{ComponentBody, UploadOptions};

/// Declares the paths; a component may have so many bytes.
pub fn routes(service: &mut web::ServiceConfig, max_component_bytes: usize) {
    let one = web::resource("/plugins/{name}").app_data(web::PayloadConfig::new(max_component_bytes));
    service
        .service(web::resource("/plugins").get(list))
        .service(one.get(read).put(put).delete(remove))
        .configure(versions::routes)
        .configure(rollout::routes)
        .configure(recording::routes)
        .configure(replay::routes)
        .configure(history::routes)
        .configure(events_set_aside::routes)
        .configure(settings::routes);
}

/// A version that was taken, and what its operator should know.
#[derive(Debug, Serialize)]
struct Taken {
    #[serde(flatten)]
    version: PluginVersion,
    /// What it lacks to do its work.
    warnings: Vec<String>,
}

/// All plugins; there are never so many that they need pages.
#[derive(Debug, Serialize)]
struct PluginList {
    /// In the order in which they are asked.
    items: Vec<PluginStatus>,
}

async fn list(app: web::Data<AppState>) -> Json<PluginList> {
    let items = app.plugins().versions().list();
    Json(PluginList { items })
}

async fn read(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<PluginStatus>, Problem> {
    let status = app.plugins().versions().status(&path.name);
    Ok(Json(status.ok_or_else(|| Problem::not_found("plugin", &path.name))?))
}

async fn put(
    app: web::Data<AppState>,
    options: Query<UploadOptions>,
    Path(path): Path<PluginPath>,
    ComponentBody(component): ComponentBody,
) -> Result<Json<Taken>, Problem> {
    let how = options.install()?;
    let versions = app.plugins().versions();
    let version = versions.install(&path.name, component, how).await?;
    let warnings = versions.warnings(&path.name).await;
    Ok(Json(Taken { version, warnings }))
}

async fn remove(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<NoContent, Problem> {
    app.plugins().versions().remove(&path.name).await?;
    Ok(NoContent)
}
