//! What is in force: read at the start, and again when an operator says so. What cannot be used changes nothing.

use std::path::PathBuf;
use std::sync::Arc;

use arc_swap::ArcSwap;
use openssl::ssl::Ssl;

use super::client::ClientAuthorities;
use super::contexts::{Contexts, Level};
use super::error::TlsError;
use super::facts::CertificateFacts;
use super::identity;

/// Where everything is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// Certificates, each with its issuers behind it.
    pub certificates: Vec<PathBuf>,
    /// Their keys, where they do not stand in the same files.
    pub keys: Vec<PathBuf>,
    /// The authorities whose certificates charge points may show; none: they are asked for none.
    pub client_authorities: Vec<PathBuf>,
    /// What those authorities have revoked.
    pub revocation_lists: Vec<PathBuf>,
}

/// The certificates of a listener.
pub struct Tls {
    files: Files,
    now: ArcSwap<Loaded>,
}

/// All of it, of one reading.
pub(super) struct Loaded {
    /// None: no certificate is named, so TLS cannot be spoken.
    contexts: Option<Contexts>,
    shown: Vec<CertificateFacts>,
    clients: Option<Arc<ClientAuthorities>>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls")
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads all files.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub fn open(files: Files) -> Result<Self, TlsError> {
        let now = ArcSwap::from_pointee(Loaded::read(&files)?);
        Ok(Self { files, now })
    }

    /// Reads all files again, without any consequence yet.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub(super) fn read_again(&self) -> Result<Loaded, TlsError> {
        Loaded::read(&self.files)
    }

    /// What was read counts for the connections that begin from now on.
    pub(super) fn take(&self, read: Loaded) {
        self.now.store(Arc::new(read));
    }

    /// The certificates that are shown.
    #[must_use]
    pub fn certificates(&self) -> Vec<CertificateFacts> {
        self.now.load().shown.clone()
    }

    /// Who judges the certificates of charge points; none: nobody was named.
    #[must_use]
    pub fn clients(&self) -> Option<Arc<ClientAuthorities>> {
        self.now.load().clients.clone()
    }

    /// One handshake to be.
    pub(super) fn begin(&self, level: Level) -> Result<Ssl, TlsError> {
        let now = self.now.load();
        let contexts = now.contexts.as_ref().ok_or(TlsError::NoCertificate)?;
        Ok(contexts.begin(level)?)
    }
}

impl Loaded {
    fn read(files: &Files) -> Result<Self, TlsError> {
        let identities = identity::read(&files.certificates, &files.keys)?;
        let clients = ClientAuthorities::read(&files.client_authorities, &files.revocation_lists)?.map(Arc::new);
        let contexts = match identities.as_slice() {
            [] => None,
            some => Some(Contexts::of(some, clients.as_deref())?),
        };
        Ok(Self {
            contexts,
            shown: identities.into_iter().map(|identity| identity.facts).collect(),
            clients,
        })
    }
}
