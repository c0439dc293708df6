//! TLS as the specification wants it of a central system (1.6 security extension and 2.x A00.FR.3xx), by OpenSSL: an
//! ECDSA and an RSA certificate side by side, the suites with TLS_RSA_WITH_AES_*_GCM among them, and no version below
//! 1.2 but on a listener of its own.
//!
//! `identity` reads certificates with their keys; `contexts` makes what a handshake takes, one for each set of names that
//! certificates have in common; `current` is what is in force, which a reload replaces as a whole or not at all;
//! `accept` is one handshake, `offer` what the other side offered in it. `client` judges the certificate of a charge
//! point; `expiry` says who has to be warned. `outgoing` is the other side: TLS to those whom this program asks.

mod accept;
mod certificates;
mod client;
mod contexts;
mod current;
mod error;
mod expiry;
mod facts;
mod identity;
mod offer;
pub mod outgoing;

#[cfg(test)]
mod tests;

pub use accept::{Secured, accept};
pub use certificates::{Again, Certificates, NotRead, Shown};
pub use client::{ClientAuthorities, NotTrusted, Presented};
pub use contexts::Level;
pub use current::{Files, Tls};
pub use error::TlsError;
pub use expiry::{Urgency, urgency};
pub use facts::CertificateFacts;
pub use identity::read_certificates;
