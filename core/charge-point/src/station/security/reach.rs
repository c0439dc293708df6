//! What a connection is made with, as the machine says it to whoever has the socket.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a station was given to connect with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The security profile that it amounts to.
    pub profile: u8,
    /// There is a password.
    pub password: bool,
    /// There is a certificate of its own.
    pub certificate: bool,
    /// The authorities whose servers it trusts, as PEM; none: those of the system.
    pub roots: Vec<String>,
}

/// How the next connection is made. What is none is as it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Reach {
    /// Where to, without the identity.
    pub url: Option<String>,
    /// 0 to 3.
    pub profile: u8,
    /// For Basic authentication.
    pub password: Option<Secret>,
    /// Its own certificate.
    pub certificate: Option<OwnCertificate>,
    /// The authorities whose servers it trusts, as PEM; none: as it was given.
    #[serde(skip)]
    pub roots: Vec<String>,
}

/// Bytes that no log shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret(pub Vec<u8>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A certificate with its key, as PEM.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCertificate {
    /// The certificate, and those between it and its authority.
    pub chain: String,
    /// Its key.
    pub key: String,
}

impl fmt::Debug for OwnCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnCertificate")
            .field("chain", &self.chain)
            .finish_non_exhaustive()
    }
}
