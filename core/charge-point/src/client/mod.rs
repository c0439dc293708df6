//! A charge point's side of OCPP-J: connects, stays connected, sends requests and answers the server's.
//!
//! Layers, each usable without those below it: [`Frame`] and [`Exchange`] are pure, [`Connection`] is one socket,
//! with [`Tls`] where it is wanted, [`Client`] and [`Driver`] keep one open, and [`callbacks`] has a trait per version with a
//! method per action.

mod answer;
mod backoff;
pub mod callbacks;
mod connection;
mod driver;
mod endpoint;
mod error;
mod exchange;
mod frame;
mod security;
mod tls;

pub use answer::{Handler, answer};
pub use backoff::{Backoff, BackoffOptions};
pub use connection::{Arrival, ConnectOptions, Connection};
pub use driver::{Client, ClientOptions, Driver};
pub use endpoint::Endpoint;
pub use error::{CallError, ConnectError};
pub use exchange::{Exchange, Outcome};
pub use frame::{Frame, Refusal, Unreadable};
pub use security::{SecurityFiles, SecurityProfile};
pub(crate) use tls::Stream;
pub use tls::{ClientCertificate, Tls, TlsError, TlsFacts, TlsOptions, Trust};
