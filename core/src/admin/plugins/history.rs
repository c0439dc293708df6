//! `/plugins/{name}/history`: what was done to a plugin, the newest first.

use actix_web::web;

use crate::admin::AppState;
use crate::admin::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::admin::page::{Page, Paging, cursor, key};
use crate::admin::path::{Path, PluginPath};
use crate::admin::problem::Problem;
use crate::admin::query::Query;
use crate::plugins::HistoryEntry;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/plugins/{name}/history", Tag::PLUGINS)
        .get(op("list_plugin_history", "What was done to it, the newest first"), list);
}

async fn list(
    app: web::Data<AppState>,
    paging: Query<Paging>,
    Path(path): Path<PluginPath>,
) -> Result<Json<Page<HistoryEntry>>, Problem> {
    let after = key(paging.after.as_deref())?;
    let wanted = paging.limit.with_one_more();
    let found = app.plugins().versions().history(&path.name, after, wanted).await?;
    let page = Page::cut(found, paging.limit, |(key, _)| cursor(key));
    Ok(Json(page.map(|(_, entry)| entry)))
}
