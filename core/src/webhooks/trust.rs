//! Whom a receiver's certificate may be signed by: the authorities that browsers trust, and those of the
//! configuration.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::config::settings::WebhookSettings;

/// Why the authorities cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The file cannot be read, or what is in it is no PEM.
    #[error("webhooks.trusted_certificates: {path} cannot be read: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: pem::Error,
    },
    /// There are none in the file.
    #[error("webhooks.trusted_certificates: {path} has no certificates")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A certificate in it cannot be used.
    #[error("webhooks.trusted_certificates: {path} has a certificate that cannot be used: {source}")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// Why.
        source: tokio_rustls::rustls::Error,
    },
    /// TLS cannot be spoken at all.
    #[error("TLS cannot be spoken: {0}")]
    Tls(#[from] tokio_rustls::rustls::Error),
}

/// Whether the authorities of the configuration can be used.
///
/// # Errors
/// Why they cannot.
pub fn check(settings: &WebhookSettings) -> Result<(), TrustError> {
    Trust::new(settings.trusted_certificates.as_deref()).map(drop)
}

/// How TLS is spoken.
#[derive(Debug)]
pub struct Trust(Arc<ClientConfig>);

impl Trust {
    /// With the authorities of a file beside those that browsers trust.
    ///
    /// # Errors
    /// The file cannot be used.
    pub fn new(file: Option<&Path>) -> Result<Self, TrustError> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        if let Some(path) = file {
            let unreadable = |source| TrustError::File {
                path: path.to_owned(),
                source,
            };
            let publicly = roots.len();
            for certificate in CertificateDer::pem_file_iter(path).map_err(unreadable)? {
                let added = roots.add(certificate.map_err(unreadable)?);
                added.map_err(|source| TrustError::Certificate {
                    path: path.to_owned(),
                    source,
                })?;
            }
            if roots.len() == publicly {
                return Err(TrustError::Empty { path: path.to_owned() });
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self(Arc::new(config)))
    }

    /// For a connection.
    #[must_use]
    pub fn config(&self) -> &Arc<ClientConfig> {
        &self.0
    }
}
