//! The operators' HTTP API: `/api/v1` on a listener of its own, JSON in and out.
//!
//! A request's way: `problem::unify` -> `access` -> `audit` -> one file per resource -> the repositories in
//! `state/`, `commands/` (for what goes to a station) or the plugin host. Each route is one function, whose
//! signature says all of it: the names in the path (`path`, percent-decoded once), the query (`page` for
//! lists), the body (`body`), and what is answered with which status (`body::Json`, `reply`). Members and
//! query parameters that are not known are refused. Whatever is not answered with what was asked for is a
//! problem document (`problem`, RFC 9457).
//!
//! It knows no sockets of charge points and no OCPP version beyond its `Profile`.

pub mod access;
mod actions;
mod app_state;
pub mod audit;
mod backup;
mod body;
mod campaigns;
mod certificates;
mod charge_points;
mod charging_profiles;
mod commands;
mod configuration;
mod counters;
mod data_transfers;
mod file_jobs;
mod files;
mod firmware;
mod fleet;
mod health;
mod id_tag_block;
mod id_tags;
mod import;
mod inbox;
mod live;
mod local_lists;
mod messages;
mod meter_values;
mod metrics;
mod openapi;
mod page;
mod path;
mod piped;
mod plugins;
mod privacy;
pub mod problem;
mod qr_code;
mod query;
mod records;
mod refused;
mod reply;
mod reservations;
mod retention;
mod revised;
mod send;
mod server;
mod settled;
mod simulated;
mod stations_at;
mod streamed;
mod table;
mod timeline;
mod tls;
mod traced;
mod transaction_assign;
mod transaction_curve;
mod transaction_filter;
mod transaction_import;
mod transaction_list;
mod transaction_summary;
mod transactions;
mod webhooks;

#[cfg(test)]
mod tests;

pub use app_state::AppState;
pub use charge_points::PutChargePoint;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_service::{ServiceFactoryExt as _, map_config};
use actix_web::dev::{AppConfig, Server, fn_service};
use actix_web::middleware::{Condition, from_fn};
use actix_web::rt::net::TcpStream;
use actix_web::{App, web};
use socket2::SockRef;

use crate::config::settings::AdminSettings;
use crate::dashboard::{Files, pages};
use crate::socket::{Door, Socket};
use access::Gate;
use openapi::Routes;
use problem::MostBytes;

/// Before the paths of the API.
const API: &str = "/api/v1";
/// What a monitoring system reads.
const METRICS: &str = "/metrics";
/// Before what plugins serve themselves.
const PLUGINS: &str = "/plugins";

/// The paths of each resource.
const RESOURCES: &[fn(&mut Routes)] = &[
    charge_points::routes,
    charging_profiles::routes,
    fleet::routes,
    simulated::routes,
    commands::routes,
    actions::routes,
    campaigns::routes,
    reservations::routes,
    local_lists::routes,
    configuration::routes,
    records::routes,
    data_transfers::routes,
    meter_values::routes,
    timeline::routes,
    messages::routes,
    refused::routes,
    id_tags::routes,
    id_tag_block::routes,
    privacy::routes,
    transactions::routes,
    inbox::routes,
    firmware::routes,
    certificates::routes,
    files::routes,
    webhooks::routes,
    counters::routes,
    server::routes,
    backup::routes,
    retention::routes,
    tls::routes,
    qr_code::routes,
    live::routes,
    access::tokens::routes,
    audit::routes,
];

/// An operator's connection that takes nothing of what is sent for so long is ended.
const STUCK: Duration = Duration::from_secs(60);

/// How long whoever is refused in the middle of a body may take to read why.
const DISCONNECT: Duration = Duration::from_secs(1);

/// The largest body in bytes, but for components.
const MAX_BODY_BYTES: usize = 1 << 20;

/// What the listener is made of.
pub struct Listening {
    /// How a connection comes in.
    pub door: Door,
    /// The page.
    pub dashboard: Files,
    /// Connections at a time; more wait.
    pub connections: usize,
    /// How long a shutdown waits for the requests in hand.
    pub shutdown: Duration,
}

/// Binds the listener and returns the server, which runs when it is awaited, with its address.
///
/// # Errors
/// The address cannot be bound, or the tokens cannot be read.
pub fn listen(settings: &AdminSettings, state: AppState, listening: Listening) -> io::Result<(Server, SocketAddr)> {
    let Listening {
        door,
        dashboard,
        connections,
        shutdown,
    } = listening;
    let gate = Gate::new(settings, state.state().clone()).map_err(io::Error::other)?;
    let gate = web::Data::new(gate);
    let state = web::Data::new(state);
    let uploads = web::Data::new(plugins::upload::Uploads::default());
    let listener = TcpListener::bind(settings.listen)?;
    let bound = listener.local_addr()?;
    let server = Server::build();
    let stopping = server.graceful_shutdown_signal();
    let serve = move || {
        let (state, gate, dashboard) = (state.clone(), gate.clone(), dashboard.clone());
        let app = App::new()
            .app_data(uploads.clone())
            .wrap(from_fn(problem::unify))
            .wrap(from_fn(traced::trace))
            .configure(|service| pages(service, dashboard))
            .configure(|service| routes(service, state, gate));
        let stopping = stopping.clone();
        let http = HttpService::build()
            .client_disconnect_timeout(DISCONNECT)
            // Connections on which nothing is asked do not hold up a stop.
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .on_connect_ext(|socket: &Socket, extensions| {
                extensions.insert(socket.arrival());
            })
            .h1(map_config(app, |()| AppConfig::default()));
        let door = door.clone();
        fn_service(move |stream: TcpStream| open(door.clone(), stream)).and_then(http)
    };
    let server = server
        .workers(1)
        .max_concurrent_connections(connections)
        .shutdown_timeout(shutdown.as_secs())
        .disable_signals()
        .listen("admin", listener, serve)?;
    Ok((server.run(), bound))
}

/// Lets a connection in. One whose other side reads nothing would keep its place for ever: the system ends it, and what was
/// to be sent with it.
async fn open(door: Door, stream: TcpStream) -> Result<(Socket, Option<SocketAddr>), DispatchError> {
    if let Err(error) = SockRef::from(&stream).set_tcp_user_timeout(Some(STUCK)) {
        tracing::debug!(%error, "a connection of an operator is not bounded");
    }
    match door.open(stream).await {
        Ok(opened) => Ok((opened.socket, opened.peer)),
        Err(failed) => {
            if !failed.is_silent {
                tracing::warn!(listener = "admin", peer = ?failed.peer, reason = failed.reason, "a connection was refused");
            }
            Err(DispatchError::Io(io::ErrorKind::ConnectionAborted.into()))
        }
    }
}

/// Declares all paths, each with what is said of it.
fn declared(max_component_bytes: usize) -> [Routes; 4] {
    let mut root = Routes::below("");
    health::routes(&mut root);
    access::public_routes(&mut root);
    openapi::own_routes(&mut root);
    let mut api = Routes::below(API);
    for routes in RESOURCES {
        routes(&mut api);
    }
    plugins::routes(&mut api, max_component_bytes);
    let mut of_plugins = Routes::below(PLUGINS);
    plugins::endpoints::routes(&mut of_plugins);
    let mut monitored = Routes::below(METRICS);
    metrics::routes(&mut monitored);
    [root, api, of_plugins, monitored]
}

/// Registers all paths.
fn routes(service: &mut web::ServiceConfig, state: web::Data<AppState>, gate: web::Data<Gate>) {
    let [root, api, of_plugins, monitored] = declared(state.settings().plugins.max_component_bytes);
    let guard_metrics = Condition::new(!state.settings().metrics.open, from_fn(access::guard));
    service
        .app_data(state)
        .app_data(gate)
        .app_data(web::PayloadConfig::new(MAX_BODY_BYTES))
        .app_data(MostBytes(MAX_BODY_BYTES))
        .configure(|service| root.register(service))
        .configure(openapi::pages)
        .service(
            web::scope(METRICS)
                .wrap(guard_metrics)
                .configure(|service| monitored.register(service)),
        )
        .service(
            web::scope(API)
                .wrap(from_fn(audit::layer))
                .wrap(from_fn(access::guard))
                .configure(|service| api.register(service)),
        )
        .service(
            web::scope(PLUGINS)
                .wrap(from_fn(access::guard))
                .configure(|service| of_plugins.register(service)),
        );
}
