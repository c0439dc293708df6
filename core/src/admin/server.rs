//! `/server`: the server itself at a glance: its version, since when it runs, its store, its disk.

use actix_web::web;
use serde::Serialize;

use super::AppState;
use super::body::Json;
use super::problem::{Problem, kinds};
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::{Time, text};
use crate::config::settings::Backend;
use crate::files::disk::Disk;

/// Declares the path.
pub fn routes(api: &mut Routes) {
    api.at("/server", Tag::OPERATION).get(
        op("get_server", "The server at a glance").says("What is counted in the store may be some seconds old."),
        read,
    );
}

/// The server at a glance.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ServerAtAGlance)]
struct ServerView {
    /// Its version.
    version: &'static str,
    /// When the process began: RFC 3339.
    #[schema(format = DateTime)]
    started_at: String,
    /// What the process has in memory, where the system says so.
    memory_bytes: Option<u64>,
    /// Where the state is kept.
    store: StoreView,
    /// The disk of the data; null for a store in memory whose folder is not there.
    disk: Option<DiskView>,
    /// The files that charge points fetch and bring.
    files_bytes: u64,
    /// Charge points that are registered; null until they were counted.
    charge_points: Option<u64>,
    /// Those that are connected.
    connected: u64,
    /// Sessions that run; null until they were counted.
    open_transactions: Option<u64>,
    /// Commands that wait for their charge point or their turn; null until they were counted.
    commands_waiting: Option<u64>,
    /// Connections that listen to events as they happen.
    live_listeners: usize,
}

/// The store.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ServerStore, examples(json!({"backend": "sled", "path": "/var/lib/ocpp-central", "bytes": 104_857_600, "writes": 51_230})))]
struct StoreView {
    /// `sled`, which is on the disk, or `memory`, which goes with the process.
    backend: &'static str,
    /// The folder of the state, as it is configured.
    path: String,
    /// Its files; null for one in memory.
    bytes: Option<u64>,
    /// Writes that were applied since the start.
    writes: u64,
}

/// The disk that the state lies on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ServerDisk, examples(json!({"free": 212_339_507_200_u64, "size": 499_963_174_912_u64, "reserve": 1_073_741_824})))]
struct DiskView {
    /// Bytes that are free.
    free: u64,
    /// All of its bytes.
    size: u64,
    /// What uploads leave free (`files.reserve`), in bytes.
    reserve: u64,
}

async fn read(app: web::Data<AppState>) -> Result<Json<ServerView>, Problem> {
    let glance = app.metrics.glance().await;
    let glance = glance.map_err(|error| Problem::new(kinds::STOPPING, error.to_string()))?;
    let settings = app.settings();
    let store = &settings.store;
    let disk = |Disk { free, size }| DiskView {
        free,
        size,
        reserve: settings.files.reserve_bytes,
    };
    Ok(Json(ServerView {
        version: env!("CARGO_PKG_VERSION"),
        started_at: text(Time::from(glance.started)),
        memory_bytes: glance.memory,
        store: StoreView {
            backend: match store.backend {
                Backend::Sled => "sled",
                Backend::Memory => "memory",
            },
            path: store.path.display().to_string(),
            bytes: glance.store_bytes,
            writes: glance.writes,
        },
        disk: Disk::of(&store.path).ok().map(disk),
        files_bytes: app.files.bytes(),
        charge_points: glance.charge_points,
        connected: glance.connected,
        open_transactions: glance.open_transactions,
        commands_waiting: glance.queued_commands,
        live_listeners: glance.listeners,
    }))
}
