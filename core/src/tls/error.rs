//! What is wrong with certificates, keys and lists, in words that say what to do.

use std::io;
use std::path::PathBuf;

use openssl::error::ErrorStack;

/// Why TLS cannot be spoken.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file has not what it should have.
    #[error("{}: {reason}", path.display())]
    Unusable {
        /// Which.
        path: PathBuf,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// No certificate was named.
    #[error("no certificate is named: set `certificates` to the files with your certificate and its issuers, in PEM")]
    NoCertificate,
    /// OpenSSL refuses.
    #[error("OpenSSL: {0}")]
    OpenSsl(#[from] ErrorStack),
}

impl TlsError {
    /// A file has not what it should have.
    pub(super) fn unusable(path: &std::path::Path, reason: impl Into<String>) -> Self {
        Self::Unusable {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }
}
