//! `/counters`: what happened how often since the server started.

use actix_web::web;

use super::AppState;
use super::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::counters::Summary;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/counters", Tag::OPERATION).get(
        op("get_counters", "What happened how often since the server started"),
        read,
    );
}

async fn read(app: web::Data<AppState>) -> Json<Summary> {
    Json(app.counters().summary())
}
