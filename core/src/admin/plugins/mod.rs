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
pub mod settings;
pub mod upload;
mod versions;

use actix_web::web;
use serde::Serialize;
use serde_json::{Value, json};

use super::AppState;
use super::body::Json;
use super::path::{Path, PluginPath};
use super::problem::{Kind, Missing, Problem};
use super::reply::NoContent;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::problem::kinds;
use crate::admin::query::Query;
use crate::plugins::{NotRunning, PluginStatus, PluginVersion};
use upload::{ComponentBody, UploadOptions};

/// What a change of an installed plugin can be refused for.
const CHANGING: &[&Kind] = &[kinds::PLUGIN_NOT_READY, kinds::INVALID_PLUGIN, kinds::SETTINGS_REFUSED];

/// Declares the paths; a component may have so many bytes.
pub fn routes(api: &mut Routes, max_component_bytes: usize) {
    api.at("/plugins", Tag::PLUGINS).get(
        op("list_plugins", "Plugins, in the order in which they are asked").says(
            "Each as by its own path, without the failures and the differences of its trial that are kept; and those that do \
             not run, with the reason.",
        ),
        list,
    );
    api.at("/plugins/{name}", Tag::PLUGINS)
        .most_bytes(max_component_bytes)
        .get(op("get_plugin", "One with its versions"), read)
        .put(
            op("put_plugin", "Upload a version; the body is the component")
                .makes()
                .fails(&[
                    kinds::NO_COMPONENT,
                    kinds::FIXTURE_FAILED,
                    kinds::INVALID_PLUGIN,
                    kinds::UNTRUSTED_PLUGIN,
                    kinds::SETTINGS_REFUSED,
                    kinds::NO_TRIAL,
                    kinds::PLUGIN_NOT_READY,
                ]),
            put,
        )
        .delete(
            op("delete_plugin", "Remove one with all its versions").fails(&[kinds::PLUGIN_NOT_READY]),
            remove,
        );
    versions::routes(api);
    rollout::routes(api);
    recording::routes(api);
    replay::routes(api);
    history::routes(api);
    events_set_aside::routes(api);
    settings::routes(api);
}

/// A version that was taken, and what its operator should know.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TakenPlugin)]
struct Taken {
    #[serde(flatten)]
    version: PluginVersion,
    /// What it lacks to do its work.
    warnings: Vec<String>,
}

/// All plugins; there are never so many that they need pages.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct PluginList {
    /// In the order in which they are asked.
    items: Vec<PluginStatus>,
    /// Those that are configured, or lie in the watched folder, and cannot be asked.
    not_running: Vec<NotRunning>,
}

async fn list(app: web::Data<AppState>) -> Json<PluginList> {
    let versions = app.plugins().versions();
    Json(PluginList {
        items: versions.list(),
        not_running: versions.not_running(),
    })
}

async fn read(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<PluginStatus>, Problem> {
    let status = app.plugins().versions().status(&path.name);
    Ok(Json(
        status.ok_or_else(|| Problem::not_found(Missing::PLUGIN, &path.name))?,
    ))
}

/// What is active and what is tried, without the figures, which change by themselves.
pub async fn shown(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<Value>, Problem> {
    let status = app.plugins().versions().status(&path.name);
    let status = status.ok_or_else(|| Problem::not_found(Missing::PLUGIN, &path.name))?;
    Ok(Json(
        json!({ "active": status.active, "enabled": status.enabled, "trial": status.rollout }),
    ))
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
    let warnings = versions.warnings(&path.name);
    Ok(Json(Taken { version, warnings }))
}

async fn remove(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<NoContent, Problem> {
    app.plugins().versions().remove(&path.name).await?;
    Ok(NoContent)
}
