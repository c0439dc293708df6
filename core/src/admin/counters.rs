//! `/counters`: what happened how often since the server started.

use std::sync::Arc;

use actix_web::web;

use super::AppState;
use super::body::Json;
use crate::admin::openapi::{Routes, Tag, op};
use crate::counters::Counters;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/counters", Tag::OPERATION).get(
        op("get_counters", "What happened how often since the server started"),
        read,
    );
}

async fn read(app: web::Data<AppState>) -> Json<Arc<Counters>> {
    Json(Arc::clone(&app.counters))
}
