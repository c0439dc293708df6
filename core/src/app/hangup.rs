//! SIGHUP: the configuration is read again. The settings of plugins count at once, all or none of them; what else is
//! another one than at the start is told to need a restart.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::admin::audit::{Asking, Ending, Entry};
use crate::config::reload::{Reload, needs_restart};
use crate::config::settings::Settings;
use crate::ocpp::Pipeline;
use crate::reread::reread;
use crate::state::State;
use crate::state::audit::{AuditOutcome, Who};
use crate::store::StoreError;
use crate::tls::Certificates;

/// SIGHUP, which no longer ends the process from here on.
pub struct Hangup(Option<Signal>);

impl Hangup {
    /// Listens from now on; without a listener the configuration is read at the start alone.
    #[must_use]
    pub fn listen() -> Self {
        let listening = signal(SignalKind::hangup());
        Self(
            listening
                .inspect_err(|error| tracing::warn!(%error, "SIGHUP cannot be waited for"))
                .ok(),
        )
    }

    /// Reads the configuration again at each SIGHUP, for as long as it is polled.
    pub async fn reload(self, pipeline: Pipeline, reload: Reload, certificates: Certificates) {
        let Some(mut hangups) = self.0 else { return };
        while hangups.recv().await.is_some() {
            let again = Arc::clone(&reload);
            let read = tokio::task::spawn_blocking(move || again()).await;
            let done = match read {
                Ok(Ok(now)) => take(&pipeline, &now, &certificates).await,
                Ok(Err(problems)) => Err(format!(
                    "the configuration is not valid, nothing was changed: {problems}"
                )),
                Err(error) => Err(format!("the configuration was not read, nothing was changed: {error}")),
            };
            if let Err(reason) = &done {
                tracing::error!("SIGHUP: {reason}");
            }
            if let Err(error) = write_down(&pipeline.state, done).await {
                tracing::error!(%error, "SIGHUP: that the configuration was read is not in the audit log");
            }
        }
    }
}

/// The certificates and the settings of plugins count now; which others differ and do not.
async fn take(pipeline: &Pipeline, now: &Settings, certificates: &Certificates) -> Result<Vec<String>, String> {
    let (listeners, authorities) = (certificates.clone(), pipeline.authorities.clone());
    let read = tokio::task::spawn_blocking(move || reread(&listeners, &authorities)).await;
    let read = read.map_err(|error| format!("the certificates were not read, nothing was changed: {error}"))?;
    read.map_err(|error| format!("nothing was changed: {error}"))?;
    let taken = pipeline.plugins.versions().reread(&now.plugins).await;
    taken.map_err(|error| format!("the certificates were read, and nothing else was changed: {error}"))?;
    let waiting = needs_restart(&pipeline.settings, now);
    if !waiting.is_empty() {
        tracing::warn!(
            "SIGHUP: the certificates and the settings of plugins were read; these differ from the start, and count after a restart: {}",
            waiting.join(", ")
        );
    }
    Ok(waiting)
}

/// Whoever is on the machine did this.
async fn write_down(state: &State, done: Result<Vec<String>, String>) -> Result<(), StoreError> {
    let asking = Asking {
        who: Who {
            name: "signal".to_owned(),
            role: None,
            address: None,
        },
        operation: "reload".to_owned(),
        path: None,
        target: BTreeMap::new(),
        asked: None,
        before: None,
    };
    let entry = Entry::begin(state, asking)?;
    let (outcome, result, problem) = match done {
        Ok(waiting) => (AuditOutcome::Done, Some(json!({ "countAfterRestart": waiting })), None),
        Err(reason) => (AuditOutcome::Failed, None, Some(reason)),
    };
    let ending = Ending {
        outcome,
        status: None,
        after: None,
        result,
        problem,
    };
    entry.end(ending).await
}
