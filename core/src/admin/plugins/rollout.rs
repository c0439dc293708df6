//! `/plugins/{name}/shadow`, `/plugins/{name}/canary` and `/plugins/{name}/trial`: a kept version is tried
//! beside the active one.

use actix_web::web;
use serde::Deserialize;

use super::CHANGING;
use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::path::{Path, PluginPath};
use crate::admin::problem::{Problem, kinds};
use crate::admin::reply::NoContent;
use crate::plugins::{InitialState, NewRollout, PluginVersion, RolloutMode};

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/plugins/{name}/shadow", Tag::PLUGINS).post(
        op(
            "shadow_plugin_version",
            "Ask a version beside the active one, and listen to nothing it says",
        )
        .fails(CHANGING)
        .fails(&[kinds::NO_TRIAL]),
        shadow,
    );
    api.at("/plugins/{name}/canary", Tag::PLUGINS).post(
        op(
            "try_plugin_version",
            "Ask a version in place of the active one, for some charge points",
        )
        .fails(CHANGING)
        .fails(&[kinds::NO_TRIAL]),
        canary,
    );
    api.at("/plugins/{name}/trial", Tag::PLUGINS).delete(
        op("end_plugin_trial", "End a trial")
            .fails(CHANGING)
            .fails(&[kinds::NO_TRIAL]),
        end_trial,
    );
}

/// The body of a shadow.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct BeginShadow {
    /// As in an activation.
    version: String,
}

async fn shadow(
    app: web::Data<AppState>,
    Path(path): Path<PluginPath>,
    Json(body): Json<BeginShadow>,
) -> Result<Json<PluginVersion>, Problem> {
    let rollout = NewRollout {
        version: body.version,
        mode: RolloutMode::Shadow,
        state: InitialState::Kept,
    };
    Ok(Json(app.plugins().versions().begin_rollout(&path.name, rollout).await?))
}

/// The body of a canary.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct BeginCanary {
    /// As in an activation.
    version: String,
    /// Of all charge points, 0 to 100.
    #[serde(default)]
    percent: u8,
    /// These as well.
    #[serde(default)]
    charge_points: Vec<String>,
    /// So many failures roll it back.
    #[serde(default = "five")]
    max_failures: u64,
    /// A longer mean time rolls it back, in microseconds.
    max_mean_us: Option<u64>,
    /// As in an activation.
    #[serde(default)]
    state: InitialState,
}

fn five() -> u64 {
    5
}

impl BeginCanary {
    fn check(&self) -> Result<(), Problem> {
        if self.percent > 100 || self.max_failures == 0 {
            let detail = "`percent` is 0 to 100, and `maxFailures` at least 1";
            return Err(Problem::new(kinds::INVALID_REQUEST, detail));
        }
        Ok(())
    }
}

async fn canary(
    app: web::Data<AppState>,
    Path(path): Path<PluginPath>,
    Json(body): Json<BeginCanary>,
) -> Result<Json<PluginVersion>, Problem> {
    body.check()?;
    let mode = RolloutMode::Canary {
        percent: body.percent,
        charge_points: body.charge_points,
        max_failures: body.max_failures,
        max_mean_us: body.max_mean_us,
    };
    let rollout = NewRollout {
        version: body.version,
        mode,
        state: body.state,
    };
    Ok(Json(app.plugins().versions().begin_rollout(&path.name, rollout).await?))
}

async fn end_trial(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<NoContent, Problem> {
    app.plugins().versions().end_rollout(&path.name).await?;
    Ok(NoContent)
}
