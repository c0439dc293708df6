//! Replay where the recording lies: on the server, for a version that it keeps.

use std::io::BufReader;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::comparison::Comparison;
use super::recording::{Extent, on_version};
use crate::plugins::versions::change::checked;
use crate::plugins::error::PluginError;
use crate::plugins::host::{PluginHost, blocking};

/// What is replayed.
#[derive(Debug, Clone)]
pub struct ReplayRequest {
    /// The plugin.
    pub name: String,
    /// A digest, how one begins, or the author's version.
    pub version: String,
    /// So many of the calls that differ are told.
    pub most: usize,
    /// No call is begun after that.
    pub longest: Duration,
}

impl PluginHost {
    /// Makes the calls that were recorded until now again on one of the plugin's versions, on a thread of its
    /// own. Nothing is written or sent.
    ///
    /// # Errors
    /// If there is no such plugin or version, nothing was recorded, or the disk fails.
    pub async fn replay(self: &Arc<Self>, request: ReplayRequest) -> Result<Comparison, PluginError> {
        let name = checked(&request.name)?;
        let version = self.kept(&name, &request.version).await?;
        let text = self.recording_text(name.as_str()).await?;
        let extent = Extent {
            most: request.most,
            until: Some(Instant::now() + request.longest),
        };
        blocking(move || {
            on_version(&version, BufReader::new(text), extent).map_err(|reason| PluginError::Replay {
                name: name.to_string(),
                reason,
            })
        })
        .await
    }
}
