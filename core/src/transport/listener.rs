//! The listeners of the charge points, each for all versions and all paths: a plain one, and those with TLS.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, Request};
use actix_rt::net::{TcpSocket, TcpStream};
use actix_service::{ServiceFactory, ServiceFactoryExt as _, fn_service};
use actix_web::dev::Server;

use super::admission::{Admission, Handshake};
use super::files;
use super::places::Places;
use super::upgrade::{self, Upgrade};
use crate::charge_point::services::Services;
use crate::files::Files;
use crate::socket::{Door, NotOpened, Opened, Socket};

/// A storm of reconnecting stations waits in the kernel instead of being refused.
const BACKLOG: u32 = 8192;

/// So many beyond the limit are let in to be told that it is reached; more wait in the kernel.
const TO_BE_TOLD: usize = 8;

/// How long a station may take for its request.
const REQUEST: Duration = Duration::from_secs(5);

/// How long a station whose request was refused may take to close its side.
const DISCONNECT: Duration = Duration::from_secs(1);

/// What is said of a station that begins a handshake of TLS at a plain listener.
const SPEAKS_TLS: &str = "it speaks TLS to a listener without it: its URL has to begin with ws://, or it belongs to the \
                          address of [ocpp.tls]";

/// Makes the tools of one worker, on its thread.
pub type MakeServices = Arc<dyn Fn() -> Rc<Services> + Send + Sync>;

thread_local! {
    /// The tools of this worker, which all its listeners share.
    static TOOLS: RefCell<Option<Rc<Services>>> = const { RefCell::new(None) };
}

/// One address that is listened on.
#[derive(Debug, Clone)]
pub struct Entrance {
    /// Its name in the log.
    pub name: &'static str,
    /// Where.
    pub address: SocketAddr,
    /// How its connections begin.
    pub door: Door,
}

/// What the listeners are given.
#[derive(Debug, Clone, Copy)]
pub struct Listening {
    /// The threads that carry connections.
    pub workers: usize,
    /// Handshakes of stations at a time.
    pub handshakes: usize,
    /// Connections of stations at a time.
    pub most_connections: usize,
    /// How long a shutdown waits for them.
    pub shutdown: Duration,
}

/// An address that cannot be listened on.
#[derive(Debug)]
pub struct NotBound {
    /// Whose.
    pub name: &'static str,
    /// Where.
    pub address: SocketAddr,
    /// Why.
    pub source: io::Error,
}

/// Binds and returns the server, which runs when it is awaited, with its addresses in the order of the entrances.
///
/// # Errors
/// An address cannot be bound.
pub fn listen(
    entrances: Vec<Entrance>,
    listening: &Listening,
    make: &MakeServices,
    files: &Files,
) -> Result<(Server, Vec<SocketAddr>), NotBound> {
    let shared = Shared {
        places: Places::of(listening.most_connections),
        admission: Admission::of(listening.handshakes),
        files: files.clone(),
    };
    let mut bound = Vec::with_capacity(entrances.len());
    let mut server = Server::build()
        .workers(listening.workers)
        .max_concurrent_connections(listening.most_connections / listening.workers.max(1) + TO_BE_TOLD)
        .shutdown_timeout(listening.shutdown.as_secs())
        .disable_signals();
    for Entrance { name, address, door } in entrances {
        let failed = |source| NotBound { name, address, source };
        let listener = bind(address).map_err(failed)?;
        bound.push(listener.local_addr().map_err(failed)?);
        let (make, shared) = (Arc::clone(make), shared.clone());
        let serve = move || service(&make, name, door.clone(), shared.clone());
        server = server.listen(name, listener, serve).map_err(failed)?;
    }
    Ok((server.run(), bound))
}

/// What all listeners share, on all workers.
#[derive(Clone)]
struct Shared {
    places: Places,
    admission: Admission,
    files: Files,
}

/// Carries the connections of the listener of this name on one worker.
fn service(
    make: &MakeServices,
    name: &'static str,
    door: Door,
    shared: Shared,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = DispatchError, InitError = ()> + use<> {
    let Shared {
        places,
        admission,
        files,
    } = shared;
    let services = TOOLS.with_borrow_mut(|tools| Rc::clone(tools.get_or_insert_with(|| make())));
    let (of_upgrades, of_doors, door) = (Rc::clone(&services), Rc::clone(&services), Rc::new(door));
    // From the opening of a connection to its request, which begins in the same poll: nobody takes its place meanwhile.
    let handed_on: Rc<Cell<Option<Handshake>>> = Rc::default();
    let (of_requests, for_request) = (admission.clone(), Rc::clone(&handed_on));
    let http = HttpService::build()
        .client_request_timeout(REQUEST)
        .client_disconnect_timeout(DISCONNECT)
        .on_connect_ext(move |socket: &Socket, extensions| {
            extensions.insert(socket.arrival());
            extensions.insert(for_request.take().unwrap_or_else(|| of_requests.begin()));
        })
        .upgrade(fn_service(move |request: Upgrade| {
            upgrade::upgrade(request, Rc::clone(&of_upgrades), places.take())
        }))
        .h1(fn_service(move |request: Request| {
            let (services, files) = (Rc::clone(&services), files.clone());
            if let Some(handshake) = Handshake::of(&request) {
                handshake.end();
            }
            async move {
                Ok::<_, Infallible>(if files::is_asked(request.path()) {
                    files::answer(request, services, files).await
                } else {
                    upgrade::refuse(&request, &services)
                })
            }
        }));
    let opened = fn_service(move |stream: TcpStream| {
        let (services, door, handed_on) = (Rc::clone(&of_doors), Rc::clone(&door), Rc::clone(&handed_on));
        let under_way = admission.begin();
        async move {
            // Small answers are not to wait for others.
            stream.set_nodelay(true).ok();
            match door.open(stream).await {
                Ok(mut opened) => {
                    tell_tls(&mut opened, name, services);
                    handed_on.set(Some(under_way));
                    Ok((opened.socket, opened.peer))
                }
                Err(failed) => {
                    upgrade::not_opened(name, &failed, &services);
                    Err(DispatchError::Io(io::ErrorKind::ConnectionAborted.into()))
                }
            }
        }
    });
    opened.and_then(http)
}

/// One that speaks TLS where there is none is a refused connection, as is one that speaks none where there is.
fn tell_tls(opened: &mut Opened, name: &'static str, services: Rc<Services>) {
    let peer = opened.peer;
    opened.socket.if_tls(move || {
        let failed = NotOpened {
            peer,
            reason: SPEAKS_TLS.to_owned(),
            is_silent: false,
        };
        upgrade::not_opened(name, &failed, &services);
    });
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
