//! `/plugins/{name}/settings`: what a plugin reads; set at run time, taken back, gone back to. The plugin is asked
//! first, where it can say whether they are good.

use actix_web::web;
use serde_json::{Value, json};

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::path::{Path, PluginPath};
use crate::admin::problem::Problem;
use crate::admin::problem::kinds;
use crate::plugins::{NewSettings, SettingsInForce};

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/plugins/{name}/settings", Tag::PLUGINS)
        .get(
            op("get_plugin_settings", "What it reads, and where that comes from"),
            read,
        )
        .put(
            op("put_plugin_settings", "Set what it reads")
                .example(json!({ "currency": "EUR", "pricePerKwh": "0.39" }))
                .fails(&[kinds::SETTINGS_REFUSED, kinds::PLUGIN_NOT_READY]),
            put,
        )
        .delete(
            op("reset_plugin_settings", "Go back to those of the configuration")
                .fails(&[kinds::SETTINGS_REFUSED, kinds::PLUGIN_NOT_READY]),
            take_back,
        );
    api.at("/plugins/{name}/settings/rollback", Tag::PLUGINS).post(
        op("roll_back_plugin_settings", "Go back to those before").fails(&[
            kinds::NO_EARLIER_SETTINGS,
            kinds::SETTINGS_REFUSED,
            kinds::PLUGIN_NOT_READY,
        ]),
        roll_back,
    );
}

pub async fn read(app: web::Data<AppState>, Path(path): Path<PluginPath>) -> Result<Json<SettingsInForce>, Problem> {
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
