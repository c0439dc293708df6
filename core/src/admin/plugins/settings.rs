//! `/plugins/{name}/settings`: what a plugin reads; set at run time, taken back, gone back to. The plugin is asked
//! first, where it can say whether they are good.

use actix_web::web;
use serde_json::Value;

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::path::{Path, PluginPath};
use crate::admin::problem::Problem;
use crate::plugins::{NewSettings, SettingsInForce};

/// Declares the paths.
pub fn routes(service: &mut web::ServiceConfig) {
    let one = web::resource("/plugins/{name}/settings");
    service
        .service(one.get(read).put(put).delete(take_back))
        .service(web::resource("/plugins/{name}/settings/rollback").post(roll_back));
}

async fn read(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<SettingsInForce>, Problem> {
    Ok(Json(app.plugins().versions().settings_of(&path.name)?))
}

/// The body is the plugin's settings, whose members only the plugin knows.
async fn put(
    app: web::Data<AppState>,
    Path(path): Path<PluginPath>,
    Json(settings): Json<Value>,
) -> Result<Json<SettingsInForce>, Problem> {
    let new = NewSettings::Set(settings);
    Ok(Json(app.plugins().versions().configure(&path.name, new).await?))
}

async fn take_back(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<SettingsInForce>, Problem> {
    let new = NewSettings::OfFile;
    Ok(Json(app.plugins().versions().configure(&path.name, new).await?))
}

async fn roll_back(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<SettingsInForce>, Problem> {
    let new = NewSettings::Before;
    Ok(Json(app.plugins().versions().configure(&path.name, new).await?))
}
