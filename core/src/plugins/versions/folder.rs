//! The watched folder: `NAME.wasm` is installed as NAME when it is new or changed. It is looked at
//! by time, length and digest; a file that is being written fails, is logged once, and is tried
//! again when it, or the signature beside it, has changed. A file that goes away removes nothing.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, SystemTime};

use crate::plugins::component::load::digest;
use crate::plugins::error::PluginError;
use crate::plugins::host::{PluginHost, blocking};
use super::library::{Install, Source};
use super::signature::{self, Component};
use crate::ids::PluginName;

/// How often the state of all plugins is counted anew.
const COUNTING: Duration = Duration::from_secs(600);

impl Stamp {
    /// The length in bytes.
    #[cfg(test)]
    pub fn length(self) -> u64 {
        self.length
    }
}

/// What was seen of the files, by path.
pub type Folder = HashMap<PathBuf, Stamp>;

/// A file's time and length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// The same of the signature beside it, which may come later.
    signature: Option<(Option<SystemTime>, u64)>,
}

/// A file that is not as it was.
struct Changed {
    name: String,
    component: Component,
}

impl PluginHost {
    /// Watches the folder and counts the plugins' state, for as long as it is polled.
    pub async fn watch(self: Arc<Self>) {
        let mut since_counting = Duration::ZERO;
        let interval = self.settings.watch_interval.max(Duration::from_millis(10));
        loop {
            tokio::time::sleep(interval).await;
            self.scan().await;
            self.end_failed_trials().await;
            since_counting += interval;
            if since_counting >= COUNTING {
                since_counting = Duration::ZERO;
                self.sweep_state().await;
            }
        }
    }

    /// A canary that failed is not asked any more; here it is taken off the record.
    async fn end_failed_trials(self: &Arc<Self>) {
        for installed in self.all() {
            let Some(trial) = installed.trial.filter(|trial| trial.is_over()) else {
                continue;
            };
            let (name, status) = (installed.plugin.name.clone(), trial.status());
            tracing::error!(
                plugin.name = %name,
                plugin.version = status.version,
                plugin.digest = status.candidate.digest,
                calls = status.calls,
                failures = status.failures,
                mean_us = status.mean_us,
                "a canary failed too often or was too slow, and is rolled back"
            );
            if let Err(error) = self.end_trial(name.as_str()).await {
                tracing::error!(plugin.name = %name, %error, "the end of a trial was not kept");
            }
        }
    }

    /// Looks at the folder once and installs what has changed.
    pub async fn scan(self: &Arc<Self>) {
        let Some(folder) = self.settings.folder.clone() else {
            return;
        };
        let host = Arc::clone(self);
        let changed = match blocking(move || host.changed_files(&folder)).await {
            Ok(changed) => changed,
            Err(error) => return tracing::warn!(%error, "the plugin folder cannot be read"),
        };
        for Changed { name, component } in changed {
            if self.took(&name, &component.bytes) {
                continue;
            }
            if let Err(error) = self.install(&name, component, Install::active(Source::Folder)).await {
                let file = format!("{name}.wasm");
                tracing::error!(file, %error, "a file of the plugin folder was not taken");
            }
        }
    }

    /// Whether the folder gave exactly that before: what the operator did since then stays.
    fn took(&self, name: &str, bytes: &[u8]) -> bool {
        let before = self
            .get(&PluginName::new(name))
            .and_then(|installed| installed.shelf.folder);
        before.is_some_and(|before| before == digest(bytes))
    }

    fn changed_files(&self, folder: &Path) -> Result<Vec<Changed>, PluginError> {
        let failed = |doing, path: &Path| {
            let path = path.to_owned();
            move |source| PluginError::File { doing, path, source }
        };
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut changed = Vec::new();
        let mut seen = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in fs::read_dir(folder).map_err(failed("read", folder))? {
            let path = entry.map_err(failed("read", folder))?.path();
            let Some(name) = plugin_name(&path) else { continue };
            let Some(stamp) = stamp(&path) else { continue };
            if seen.get(&path) == Some(&stamp) {
                continue;
            }
            // Noted before it is read: what is written while it is read gets another stamp.
            seen.insert(path.clone(), stamp);
            if stamp.length > u64::try_from(self.settings.max_component_bytes).unwrap_or(u64::MAX) {
                tracing::error!(path = %path.display(), bytes = stamp.length, "a file of the plugin folder is too large");
                continue;
            }
            match fs::read(&path) {
                Ok(bytes) => {
                    let signature = signature::beside(&path);
                    let component = Component { bytes, signature };
                    changed.push(Changed { name, component });
                }
                Err(error) => {
                    tracing::warn!(path = %path.display(), %error, "a file of the plugin folder cannot be read")
                }
            }
        }
        changed.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(changed)
    }
}

fn plugin_name(path: &Path) -> Option<String> {
    let wasm = path.extension().is_some_and(|extension| extension == "wasm");
    wasm.then(|| path.file_stem()?.to_str().map(str::to_owned)).flatten()
}

fn stamp(path: &Path) -> Option<Stamp> {
    let look = |path: &Path| {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some((metadata.modified().ok(), metadata.len()))
    };
    let (modified, length) = look(path)?;
    Some(Stamp {
        modified,
        length,
        signature: look(&signature::file(path)),
    })
}
