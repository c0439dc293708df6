//! What is told once the server listens: in the log, and to whoever waits for the file.

use std::net::SocketAddr;
use std::path::Path;

use serde::Serialize;

use super::ServeError;

/// Where the server listens, as it is written to the ready file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ocpp: Option<SocketAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ocpp_tls: Option<SocketAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ocpp_legacy_tls: Option<SocketAddr>,
    pub admin: SocketAddr,
    #[serde(skip)]
    pub is_admin_secure: bool,
}

impl Ready {
    /// The URL of the page.
    #[must_use]
    pub fn page(&self) -> String {
        let scheme = if self.is_admin_secure { "https" } else { "http" };
        format!("{scheme}://{}/", self.admin)
    }
}

/// Tells where the server listens.
///
/// # Errors
/// The file cannot be written.
pub fn announce(ready: &Ready, file: Option<&Path>) -> Result<(), ServeError> {
    let page = ready.page();
    let plain = ready.ocpp.map(|address| format!("ws://{address}/ocpp/IDENTITY"));
    let secure = ready.ocpp_tls.or(ready.ocpp_legacy_tls);
    let secure = secure.map(|address| format!("wss://{address}/ocpp/IDENTITY"));
    let at: Vec<_> = plain.into_iter().chain(secure).collect();
    tracing::info!(
        "ready: charge points connect to {}, operators open {page} and programs ask {page}api/v1",
        at.join(" or ")
    );
    let Some(path) = file else { return Ok(()) };
    let failed = |source| ServeError::ReadyFile {
        path: path.to_owned(),
        source,
    };
    // Whoever waits for the file must never read half of it.
    let partial = path.with_extension("partial");
    let text = serde_json::to_string(ready).map_err(|error| failed(error.into()))?;
    std::fs::write(&partial, text)
        .and_then(|()| std::fs::rename(&partial, path))
        .map_err(failed)
}
