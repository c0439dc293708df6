//! The operators' HTTP API: `/api/v1` on a listener of its own, JSON in and out.
//!
//! A request's way: `problem::unify` -> `auth` -> one file per resource -> the repositories in
//! `state/`, `commands/` (for what goes to a station) or the plugin host. Whatever is not answered
//! with what was asked for is a problem document (`problem`, RFC 9457). Names in paths are
//! percent-decoded once (`path`); lists come in pages (`page`); members and query parameters
//! that are not known are refused (`body`).
//!
//! It knows no sockets of charge points and no OCPP version beyond its `Profile`.

mod auth;
mod body;
mod charge_points;
mod commands;
mod health;
mod id_tags;
mod local_lists;
mod page;
mod path;
mod plugin_endpoints;
mod plugin_history;
mod plugin_recording;
mod plugins;
mod problem;
mod records;
mod reservations;
mod send;
mod tools;
mod transactions;

#[cfg(test)]
mod tests;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix::Addr;
use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpRequest, HttpServer, web};

use crate::config::settings::AdminSettings;
use crate::counters::Counters;
use crate::ocpp::Pipeline;
use crate::registry::Registry;
use auth::Gate;
use problem::{Problem, kinds};
use tools::Admin;

/// The largest body in bytes, but for components.
const MAX_BODY_BYTES: usize = 1 << 20;

/// What the API works with.
#[derive(Clone)]
pub struct AdminTools {
    /// The state, the plugins and the configuration.
    pub pipeline: Pipeline,
    /// Knows who is connected.
    pub registry: Addr<Registry>,
    /// What happened how often.
    pub counters: Arc<Counters>,
}

/// Binds the listener and returns the server, which runs when it is awaited, with its address.
/// A shutdown waits so long for the requests in hand.
///
/// # Errors
/// The address cannot be bound, or the token cannot be used.
pub fn listen(settings: &AdminSettings, tools: AdminTools, shutdown: Duration) -> io::Result<(Server, SocketAddr)> {
    let gate = web::Data::new(Gate::new(settings.token.as_ref())?);
    let admin = web::Data::new(Admin::new(tools));
    let server = HttpServer::new(move || {
        let (admin, gate) = (admin.clone(), gate.clone());
        App::new()
            .wrap(from_fn(problem::unify))
            .configure(|service| routes(service, admin, gate))
    })
    .workers(1)
    .shutdown_timeout(shutdown.as_secs())
    .disable_signals()
    .bind(settings.listen)?;
    let bound = server.addrs().first().copied().unwrap_or(settings.listen);
    Ok((server.run(), bound))
}

/// Declares all paths.
fn routes(service: &mut web::ServiceConfig, admin: web::Data<Admin>, gate: web::Data<Gate>) {
    let max_component_bytes = admin.settings().plugins.max_component_bytes;
    let api = web::scope("/api/v1")
        .wrap(from_fn(auth::guard))
        .configure(charge_points::routes)
        .configure(commands::routes)
        .configure(reservations::routes)
        .configure(local_lists::routes)
        .configure(records::routes)
        .configure(id_tags::routes)
        .configure(transactions::routes)
        .configure(|service| plugins::routes(service, max_component_bytes))
        .configure(plugin_recording::routes)
        .configure(plugin_history::routes)
        .configure(health::routes);
    service
        .app_data(admin)
        .app_data(gate)
        .app_data(web::PayloadConfig::new(MAX_BODY_BYTES))
        .app_data(web::QueryConfig::default().error_handler(bad_query))
        .configure(health::open_routes)
        .service(api)
        .service(
            web::scope("/plugins")
                .wrap(from_fn(auth::guard))
                .configure(plugin_endpoints::routes),
        );
}

fn bad_query(error: actix_web::error::QueryPayloadError, _: &HttpRequest) -> actix_web::Error {
    Problem::new(kinds::INVALID_REQUEST, format!("the query cannot be used: {error}")).into()
}
