//! Lets a connection in: what a proxy says before it, where one has to, then the handshake of TLS, where the listener
//! speaks it. Nothing of it may take long.

use std::net::SocketAddr;
use std::time::Duration;

use actix_rt::net::TcpStream;
use actix_rt::time::timeout;

use super::proxy_header::{self, Told};
use super::stream::{Arrival, Socket};
use crate::config::networks::Network;
use crate::tls::{self, Secured};

/// How long a proxy may take for its header.
const HEADER: Duration = Duration::from_secs(5);

/// How the connections of a listener begin.
#[derive(Debug, Clone, Default)]
pub struct Door {
    /// Those that have to say first for whom they speak, by the PROXY protocol.
    pub proxies: Vec<Network>,
    /// With TLS; none: plain.
    pub tls: Option<Secured>,
}

/// A connection that is in.
#[derive(Debug)]
pub struct Opened {
    /// The connection.
    pub socket: Socket,
    /// Who is at its other end, also behind a proxy that says it.
    pub peer: Option<SocketAddr>,
}

/// A connection that was not let in.
#[derive(Debug)]
pub struct NotOpened {
    /// Who wanted it.
    pub peer: Option<SocketAddr>,
    /// Why it was not, in words.
    pub reason: String,
    /// It said nothing at all: a probe of a load balancer, or of a monitoring system.
    pub is_silent: bool,
}

impl Door {
    /// Lets a connection in.
    ///
    /// # Errors
    /// What it begins with is not what has to be there.
    pub async fn open(&self, mut stream: TcpStream) -> Result<Opened, NotOpened> {
        let direct = stream.peer_addr().ok();
        let told = match direct.filter(|peer| self.proxies.iter().any(|proxy| proxy.contains(peer.ip()))) {
            Some(_) => header(&mut stream).await.map_err(|error| error.of(direct))?,
            None => Told::default(),
        };
        let peer = told.peer.or(direct);
        let Some(secured) = &self.tls else {
            let arrival = Arrival {
                is_secure: told.is_secure,
                checked_common_name: told.checked_common_name,
                ..Arrival::default()
            };
            let socket = Socket::plain(stream, arrival);
            return Ok(Opened { socket, peer });
        };
        match tls::accept(secured, stream).await {
            Ok(stream) => Ok(Opened {
                socket: Socket::tls(stream),
                peer,
            }),
            Err(failure) => Err(NotOpened {
                peer,
                is_silent: failure.is_silent,
                reason: failure.to_string(),
            }),
        }
    }
}

/// Why a header was not read.
struct NoHeader {
    reason: String,
    is_silent: bool,
}

impl NoHeader {
    fn of(self, peer: Option<SocketAddr>) -> NotOpened {
        NotOpened {
            peer,
            reason: self.reason,
            is_silent: self.is_silent,
        }
    }
}

async fn header(stream: &mut TcpStream) -> Result<Told, NoHeader> {
    let reason =
        |text: &str| format!("{text}: ocpp.proxy_protocol names this peer, so it has to send a PROXY header first");
    match timeout(HEADER, proxy_header::read(stream)).await {
        Ok(Ok(told)) => Ok(told),
        Ok(Err(error)) => Err(NoHeader {
            reason: reason(&error.to_string()),
            is_silent: error.kind() == std::io::ErrorKind::UnexpectedEof,
        }),
        Err(_) => Err(NoHeader {
            reason: reason("it says nothing"),
            is_silent: false,
        }),
    }
}
