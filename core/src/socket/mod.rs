//! A TCP connection as it is used above: plain or by TLS, with what its beginning told of the other end.
//!
//! `stream` is the connection; `proxy_header` reads what a proxy says before anything else (the PROXY protocol);
//! `door` lets a connection in: the header, where one has to be there, then the handshake.

mod door;
mod proxy_header;
mod stream;

pub use door::{Door, NotOpened, Opened};
pub use stream::{Arrival, Socket};
