//! SIGHUP: the configuration is read again. The settings of plugins count at once, all or none of them; what else is
//! another one than at the start is told to need a restart.

use std::sync::Arc;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::config::reload::{Reload, needs_restart};
use crate::config::settings::Settings;
use crate::plugins::PluginHost;

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
    pub async fn reload(self, plugins: Arc<PluginHost>, started: Arc<Settings>, reload: Reload) {
        let Some(mut hangups) = self.0 else { return };
        while hangups.recv().await.is_some() {
            let again = Arc::clone(&reload);
            match tokio::task::spawn_blocking(move || again()).await {
                Ok(Ok(now)) => take(&plugins, &started, &now).await,
                Ok(Err(problems)) => {
                    tracing::error!("SIGHUP: the configuration is not valid, nothing was changed: {problems}")
                }
                Err(error) => tracing::error!(%error, "SIGHUP: the configuration was not read, nothing was changed"),
            }
        }
    }
}

async fn take(plugins: &PluginHost, started: &Settings, now: &Settings) {
    if let Err(error) = plugins.versions().reread(&now.plugins).await {
        tracing::error!(%error, "SIGHUP: nothing was changed");
        return;
    }
    let waiting = needs_restart(started, now);
    if !waiting.is_empty() {
        tracing::warn!(
            "SIGHUP: the settings of plugins were read; these differ from the start, and count after a restart: {}",
            waiting.join(", ")
        );
    }
}
