//! `/healthz` and `/readyz`, which need no token.

use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::web;
use serde::Serialize;
use serde_json::json;

use super::AppState;
use super::body::Json;
use super::problem::{Problem, kinds};
use crate::admin::openapi::{Routes, Tag, op};
use crate::files::disk::Disk;
use crate::plugins::FaultyPlugin;
use crate::store::Health;

/// A store that takes longer to answer is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/healthz", Tag::OPERATION).get(
        op("get_health", "The process answers")
            .says(
                "It is 503 when the store failed and only a restart helps. Of the parts it says nothing else: whoever \
                     restarts what does not answer here restarts nothing because its disk is full. How the parts are is \
                     at `/readyz`.",
            )
            .public(),
        alive,
    );
    api.at("/readyz", Tag::OPERATION).get(
        op("get_readiness", "The state of each part: store, plugins and disk").public(),
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
    /// How each part is.
    parts: Vec<PartView>,
    /// Plugins that are being compiled: until each is ready, what it decides is answered by its `on_failure`.
    plugins_not_ready: Vec<String>,
    /// Plugins that are not as they are wanted: configured and missing, refused, or refusing their settings.
    plugins_faulty: Vec<FaultyPlugin>,
}

/// A part of the server.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = ReadinessOfPart)]
struct PartView {
    /// `store`, `plugins` or `disk`.
    name: &'static str,
    /// `ready`. Of the store also, with which nothing is ready, `failed` (the server must be started again), `damaged`
    /// (some of it cannot be read), `full` (its disk has no room: reads are served, no write is taken until there is),
    /// `unable` (the same for another reason that passes, such as too many open files) and `silent` (its disk does not
    /// answer); of the plugins `compiling` and `faulty`; of the disk `low`: less is free than `files.reserve`.
    state: &'static str,
}

/// Whoever restarts what is not well is to restart a store that failed, and none whose disk is full.
async fn alive(app: web::Data<AppState>) -> Result<Json<HealthView>, Problem> {
    match standing(&app.state().store().health()) {
        Some(FAILED) => Err(Problem::new(kinds::STORE_UNAVAILABLE, FAILED.why)),
        _ => Ok(Json(HealthView { status: "alive" })),
    }
}

/// Ready if the store did not fail and its writer answers. Plugins that are not have their `on_failure`, those that are
/// faulty are told and take no charge point's connection away, and a disk that runs full takes no more files: whoever is connected is served meanwhile. Who answers here listens, and this listener
/// is bound last.
async fn ready(app: web::Data<AppState>) -> Result<Json<ReadyView>, Problem> {
    let (store, problem) = store(&app).await;
    let plugins_not_ready = app.plugins().not_ready();
    let plugins_faulty = app.plugins().versions().faulty();
    let plugins = match (plugins_not_ready.as_slice(), plugins_faulty.as_slice()) {
        ([_, ..], _) => "compiling",
        ([], [_, ..]) => "faulty",
        ([], []) => "ready",
    };
    let parts = [("store", store), ("plugins", plugins), ("disk", disk(&app))];
    let parts: Vec<_> = parts.map(|(name, state)| PartView { name, state }).into();
    match problem {
        Some(detail) => Err(Problem::new(kinds::STORE_UNAVAILABLE, detail).with("parts", json!(parts))),
        None => Ok(Json(ReadyView {
            status: "ready",
            parts,
            plugins_not_ready,
            plugins_faulty,
        })),
    }
}

/// What is wrong with a store, and in words for whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    name: &'static str,
    why: &'static str,
}

/// The only one that a restart helps against.
const FAILED: Standing = Standing {
    name: "failed",
    why: "the store failed; the server must be started again",
};

/// What a store says itself that is wrong with it.
fn standing(health: &Health) -> Option<Standing> {
    if health.failure.is_some() {
        return Some(FAILED);
    }
    if health.damage.is_some() {
        return Some(Standing {
            name: "damaged",
            why: "what the store reads is damaged; stop the server and look at it with `ocpp-central store check`",
        });
    }
    if health.full.is_some() {
        return Some(Standing {
            name: "full",
            why: "the disk is full: the store takes no writes until there is room",
        });
    }
    health.unable.as_ref().map(|_| Standing {
        name: "unable",
        why: "the store cannot write for now and tries again by itself; the server's log says why",
    })
}

/// The store's state, and why it is not ready.
async fn store(app: &AppState) -> (&'static str, Option<&'static str>) {
    let store = app.state().store();
    let is_wrong = match standing(&store.health()) {
        Some(wrong) => wrong,
        None => match timeout(PATIENCE, store.write(Vec::new())).await {
            Ok(Ok(_)) => return ("ready", None),
            Ok(Err(_)) => FAILED,
            Err(_) => Standing {
                name: "silent",
                why: "the store does not answer",
            },
        },
    };
    (is_wrong.name, Some(is_wrong.why))
}

fn disk(app: &AppState) -> &'static str {
    let settings = app.settings();
    match Disk::of(&settings.store.path) {
        Ok(disk) if disk.free < settings.files.reserve_bytes => "low",
        // A trial has no folder.
        _ => "ready",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{MemoryStore, Store as _};

    #[test]
    fn a_restart_is_for_a_store_that_failed_and_for_none_that_waits() {
        let well = MemoryStore::new().health();
        let why = || Some("the log says it".to_owned());
        let full = Health {
            full: why(),
            ..well.clone()
        };
        let unable = Health {
            unable: why(),
            ..well.clone()
        };
        let damaged = Health {
            damage: why(),
            ..full.clone()
        };
        let failed = Health {
            failure: why(),
            ..full.clone()
        };
        let names = [well, full, unable, damaged, failed].map(|health| standing(&health).map(|standing| standing.name));
        assert_eq!(
            names,
            [None, Some("full"), Some("unable"), Some("damaged"), Some("failed")]
        );
    }
}
