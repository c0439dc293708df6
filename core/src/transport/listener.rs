//! The listener of the charge points: one for all versions and all paths.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::{HttpService, Request};
use actix_rt::net::TcpSocket;
use actix_web::dev::{Server, fn_service};

use super::files;
use super::places::Places;
use super::upgrade::{self, Upgrade};
use crate::charge_point::services::Services;
use crate::files::Files;

/// A storm of reconnecting stations waits in the kernel instead of being refused.
const BACKLOG: u32 = 8192;

/// So many beyond the limit are let in to be told that it is reached; more wait in the kernel.
const TO_BE_TOLD: usize = 8;

/// How long a station may take for its request.
const REQUEST: Duration = Duration::from_secs(5);

/// How long a station whose request was refused may take to close its side.
const DISCONNECT: Duration = Duration::from_secs(1);

/// Makes the tools of one worker, on its thread.
pub type MakeServices = Arc<dyn Fn() -> Rc<Services> + Send + Sync>;

/// What the listener is given.
#[derive(Debug, Clone, Copy)]
pub struct Listening {
    /// Where.
    pub address: SocketAddr,
    /// The threads that carry connections.
    pub workers: usize,
    /// Connections of stations at a time.
    pub most_connections: usize,
    /// How long a shutdown waits for them.
    pub shutdown: Duration,
}

/// Binds and returns the server, which runs when it is awaited, with its address.
///
/// # Errors
/// The address cannot be bound.
pub fn listen(listening: &Listening, make: MakeServices, files: Files) -> io::Result<(Server, SocketAddr)> {
    let listener = bind(listening.address)?;
    let bound = listener.local_addr()?;
    let places = Places::of(listening.most_connections);
    let serve = move || {
        let services = make();
        let (of_upgrades, places, files) = (Rc::clone(&services), places.clone(), files.clone());
        HttpService::build()
            .client_request_timeout(REQUEST)
            .client_disconnect_timeout(DISCONNECT)
            .tcp_nodelay(true)
            .upgrade(fn_service(move |request: Upgrade| {
                upgrade::upgrade(request, Rc::clone(&of_upgrades), places.take())
            }))
            .h1(fn_service(move |request: Request| {
                let (services, files) = (Rc::clone(&services), files.clone());
                async move {
                    Ok::<_, Infallible>(if files::is_asked(request.path()) {
                        files::answer(request, services, files).await
                    } else {
                        upgrade::refuse(&request, &services)
                    })
                }
            }))
            .tcp()
    };
    let server = Server::build()
        .workers(listening.workers)
        .max_concurrent_connections(listening.most_connections / listening.workers.max(1) + TO_BE_TOLD)
        .shutdown_timeout(listening.shutdown.as_secs())
        .disable_signals()
        .listen("ocpp", listener, serve)?;
    Ok((server.run(), bound))
}

fn bind(address: SocketAddr) -> io::Result<std::net::TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // Else a restart has to wait until the connections of before are forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}
