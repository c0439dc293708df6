//! What keeps the server from starting, in words that say what to do.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::backup::RestoreError;
use crate::certificates::AuthorityError;
use crate::files::FileError;
use crate::plugins::PluginError;
use crate::store::StoreError;
use crate::tls::TlsError;
use crate::traces::TracesError;
use crate::transport::listener::NotBound;
use crate::webhooks::WebhookError;

/// What keeps the server from starting.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The state cannot be opened.
    #[error("the store at {path} cannot be opened: {source}")]
    Store {
        /// Where.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
    /// What is left of a damaged store cannot be gone on with.
    #[error("what is left of the damaged store in {path} cannot be laid out anew, and nothing was changed: {source}")]
    Salvage {
        /// `store.path`
        path: PathBuf,
        /// Why.
        source: RestoreError,
    },
    /// A restore was interrupted.
    #[error("{path} holds a restore that did not come to its end: run `ocpp-central restore` again")]
    Unfinished {
        /// `store.path`
        path: PathBuf,
    },
    /// The key that seals secrets in the store cannot be read or made.
    #[error("the key of the store's secrets in {path} cannot be used: {source}")]
    SecretsKey {
        /// `store.path`
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The files cannot be opened.
    #[error("the files at {path} cannot be opened: {source}")]
    Files {
        /// Where.
        path: PathBuf,
        /// Why.
        source: FileError,
    },
    /// The program's own file, which compiles plugins in a process of its own, cannot be found.
    #[error("this program cannot find its own file, with which it compiles plugins (is /proc mounted?): {0}")]
    Program(#[source] io::Error),
    /// The plugins cannot be loaded.
    #[error("the plugins cannot be loaded: {0}")]
    Plugins(#[from] PluginError),
    /// An authority cannot sign.
    #[error("certificates cannot be signed: {0}")]
    Authority(#[from] AuthorityError),
    /// Nobody can be told what happens by HTTP.
    #[error(transparent)]
    Webhooks(#[from] WebhookError),
    /// Traces cannot be sent.
    #[error(transparent)]
    Traces(#[from] TracesError),
    /// The certificates of a listener cannot be used.
    #[error("[{section}] {source}")]
    Tls {
        /// The section of the configuration.
        section: &'static str,
        /// Why.
        source: TlsError,
    },
    /// A listener cannot be bound.
    #[error("{what} cannot listen on {address}: {source}")]
    Listen {
        /// Which listener.
        what: &'static str,
        /// Its address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// There is no thread for something.
    #[error("there is no thread: {0}")]
    Thread(#[source] io::Error),
    /// The file that says that the server is ready cannot be written.
    #[error("{path} cannot be written: {source}")]
    ReadyFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl From<NotBound> for ServeError {
    fn from(failed: NotBound) -> Self {
        Self::Listen {
            what: failed.name,
            address: failed.address,
            source: failed.source,
        }
    }
}
