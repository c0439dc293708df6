//! `/healthz`, `/readyz` (open) and `/api/v1/counters`.

use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::{HttpResponse, web};
use serde_json::json;

use super::Admin;
use super::problem::{Problem, kinds};

/// A store that takes longer to answer is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Declares the paths that need no token.
pub fn open_routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/healthz").get(alive))
        .service(web::resource("/readyz").get(ready));
}

/// Declares the path that needs one.
pub fn routes(service: &mut web::ServiceConfig) {
    service.service(web::resource("/counters").get(counters));
}

async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "alive" }))
}

/// Ready if the store did not fail and its writer answers. Who answers here listens, and this
/// listener is bound last.
async fn ready(admin: web::Data<Admin>) -> Result<HttpResponse, Problem> {
    let not_ready = |detail| Problem::new(kinds::STORE_UNAVAILABLE, detail);
    let store = admin.state().store();
    if store.health().failure.is_some() {
        return Err(not_ready("the store failed; the server must be started again"));
    }
    let answered = timeout(PATIENCE, store.write(Vec::new())).await;
    answered.map_err(|_| not_ready("the store does not answer"))??;
    Ok(HttpResponse::Ok().json(json!({ "status": "ready" })))
}

async fn counters(admin: web::Data<Admin>) -> HttpResponse {
    HttpResponse::Ok().json(&*admin.counters)
}
