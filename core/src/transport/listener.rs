//! The listener of the charge points: one for all versions and all paths.

use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::{App, HttpServer, web};

use super::handshake::connect;
use crate::charge_point::services::Services;

/// A storm of reconnecting stations waits in the kernel instead of being refused.
const BACKLOG: u32 = 8192;

/// The limit is the system's number of open files, not ours.
const MAX_CONNECTIONS: usize = 1_000_000;

/// Makes the tools of one worker, on its thread.
pub type MakeServices = Arc<dyn Fn() -> Rc<Services> + Send + Sync>;

/// Binds and returns the server, which runs when it is awaited, with its address.
///
/// # Errors
/// The address cannot be bound.
pub fn listen(
    address: SocketAddr,
    workers: usize,
    make: MakeServices,
    shutdown: Duration,
) -> io::Result<(Server, SocketAddr)> {
    let server = HttpServer::new(move || App::new().app_data(make()).default_service(web::to(connect)))
        .workers(workers)
        .backlog(BACKLOG)
        .tcp_nodelay(true)
        .max_connections(MAX_CONNECTIONS)
        .shutdown_timeout(shutdown.as_secs())
        .disable_signals()
        .bind(address)?;
    let bound = server.addrs().first().copied().unwrap_or(address);
    Ok((server.run(), bound))
}
