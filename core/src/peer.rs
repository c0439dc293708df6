//! Who is at the other end of a connection, as it is shown and written down.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use serde::{Serialize, Serializer};

/// An address, and its port where that is known: a proxy seldom says it. It prints as `203.0.113.7:50123`,
/// `[2001:db8::7]:50123`, or the address alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer {
    /// The address; one of IPv4 is never wrapped into one of IPv6.
    pub address: IpAddr,
    /// The port.
    pub port: Option<u16>,
}

impl From<SocketAddr> for Peer {
    fn from(socket: SocketAddr) -> Self {
        Self {
            address: socket.ip().to_canonical(),
            port: Some(socket.port()),
        }
    }
}

impl From<IpAddr> for Peer {
    fn from(address: IpAddr) -> Self {
        Self {
            address: address.to_canonical(),
            port: None,
        }
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => SocketAddr::new(self.address, port).fmt(f),
            None => self.address.fmt(f),
        }
    }
}

impl Serialize for Peer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
