//! `/counters`: what happened how often since the server started.

use std::sync::Arc;

use actix_web::web;

use super::AppState;
use super::body::Json;
use crate::counters::Counters;

/// Declares the path.
pub fn routes(service: &mut web::ServiceConfig) {
    service.service(web::resource("/counters").get(read));
}

async fn read(app: web::Data<AppState>) -> Json<Arc<Counters>> {
    Json(Arc::clone(&app.counters))
}
