//! `/plugins/{name}/activate` and `/plugins/{name}/rollback`: which of the kept versions is the active one.

use actix_web::web;
use serde::Deserialize;

use super::CHANGING;
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::path::{Path, PluginPath};
use crate::admin::problem::Problem;
use crate::admin::problem::kinds;
use crate::plugins::{Activation, InitialState, PluginVersion};

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/plugins/{name}/activate", Tag::PLUGINS).post(
        op("activate_plugin_version", "Make a version that is kept the active one").fails(CHANGING),
        activate,
    );
    api.at("/plugins/{name}/rollback", Tag::PLUGINS).post(
        op("roll_back_plugin", "Go back to the version before")
            .fails(CHANGING)
            .fails(&[kinds::NO_EARLIER_VERSION]),
        roll_back,
    );
}

/// The body of an activation.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ActivateVersion {
    /// A digest, how one begins (8 digits or more), or the author's version.
    version: String,
    /// `kept`, or a state of its own: a `copy`, or an `empty` one.
    #[serde(default)]
    state: InitialState,
}

async fn activate(
    app: web::Data<AppState>,
    Path(path): Path<PluginPath>,
    Json(body): Json<ActivateVersion>,
) -> Result<Json<PluginVersion>, Problem> {
    let ActivateVersion { version, state } = body;
    let wanted = Activation { version, state };
    Ok(Json(app.plugins().versions().activate(&path.name, wanted).await?))
}

async fn roll_back(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<PluginVersion>, Problem> {
    Ok(Json(app.plugins().versions().rollback(&path.name).await?))
}
