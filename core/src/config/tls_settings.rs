//! The settings of TLS.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// `[ocpp.tls]`
#[derive(Debug, Clone, PartialEq)]
pub struct TlsSettings {
    /// Where charge points connect with TLS; none: nowhere.
    pub listen: Option<SocketAddr>,
    /// Where those connect that know nothing later than TLS 1.1; none: nowhere.
    pub legacy_listen: Option<SocketAddr>,
    /// Certificates, each with its issuers behind it.
    pub certificates: Vec<PathBuf>,
    /// Their keys, where they do not stand in the same files.
    pub keys: Vec<PathBuf>,
    /// The authorities of the certificates of charge points (security profile 3).
    pub client_authorities: Vec<PathBuf>,
    /// What those have revoked.
    pub revocation_lists: Vec<PathBuf>,
    /// The organisation that those certificates have to name; none: any.
    pub organisation: Option<String>,
    /// How long a handshake of TLS may take.
    pub handshake_timeout: Duration,
}

/// `[admin.tls]`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AdminTlsSettings {
    /// Certificates, each with its issuers behind it; none: the listener speaks plain HTTP.
    pub certificates: Vec<PathBuf>,
    /// Their keys, where they do not stand in the same files.
    pub keys: Vec<PathBuf>,
}
