//! `/healthz` and `/readyz`, which need no token.

use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::web;
use serde::Serialize;

use super::AppState;
use super::body::Json;
use super::problem::{Problem, kinds};
use crate::admin::openapi::{Routes, Tag, op};

/// A store that takes longer to answer is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/healthz", Tag::OPERATION)
        .get(op("get_health", "The process answers").public(), alive);
    api.at("/readyz", Tag::OPERATION).get(
        op(
            "get_readiness",
            "The store takes writes; plugins that are not ready are named",
        )
        .public(),
        ready,
    );
}

/// How the server is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Health)]
struct HealthView {
    /// `alive` or `ready`.
    status: &'static str,
}

/// How a server is that takes requests.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Readiness)]
struct ReadyView {
    /// `ready`.
    status: &'static str,
    /// Plugins that are being compiled: until each is ready, what it decides is answered by its `on_failure`.
    plugins_not_ready: Vec<String>,
}

async fn alive() -> Json<HealthView> {
    Json(HealthView { status: "alive" })
}

/// Ready if the store did not fail and its writer answers; plugins that are not have their `on_failure`. Who answers here listens, and this
/// listener is bound last.
async fn ready(app: web::Data<AppState>) -> Result<Json<ReadyView>, Problem> {
    let not_ready = |detail| Problem::new(kinds::STORE_UNAVAILABLE, detail);
    let store = app.state().store();
    if store.health().failure.is_some() {
        return Err(not_ready("the store failed; the server must be started again"));
    }
    let answered = timeout(PATIENCE, store.write(Vec::new())).await;
    answered.map_err(|_| not_ready("the store does not answer"))??;
    Ok(Json(ReadyView {
        status: "ready",
        plugins_not_ready: app.plugins().not_ready(),
    }))
}
