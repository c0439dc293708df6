//! Recordings as operators handle them: on, off, taken away, erased.

use std::sync::Arc;

use super::Versions;
use super::error::VersionError;
use super::library::Change;
use super::record::PluginVersions;
use crate::ids::PluginName;
use crate::plugins::component::error::FileError;
use crate::plugins::component::name::checked;
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::recording::{Recording, RecordingStatus, RecordingText};
use crate::plugins::stopping::{blocking, to_its_end};

impl Versions {
    /// Records a plugin's calls from now on, or stops that. What was recorded stays; so does the switch,
    /// over restarts.
    ///
    /// # Errors
    /// If there is no such plugin, or the switch cannot be stored.
    pub async fn record(self: &Arc<Self>, name: &str, on: bool) -> Result<RecordingStatus, VersionError> {
        let name = checked(name)?;
        let versions = Arc::clone(self);
        to_its_end(async move { versions.record_alone(name, on).await }).await
    }

    async fn record_alone(self: Arc<Self>, name: PluginName, on: bool) -> Result<RecordingStatus, VersionError> {
        let lock = self.installations.changing(&name);
        let _alone = lock.lock().await;
        let mut installed = self.installations.active(&name)?;
        let versions = PluginVersions {
            recording: on,
            ..installed.versions.clone()
        };
        let change = Change {
            plugin: &name,
            what: if on { "record" } else { "end-record" },
            before: &installed.versions,
            after: &versions,
            why: None,
        };
        self.keep(change).await?;
        let recording = recording_of(&installed.plugin)?;
        recording.switch(on);
        tracing::info!(plugin.name = %name, on, "the recording of a plugin's calls was switched");
        installed.versions = versions;
        self.installations.set(installed);
        Ok(recording.status())
    }

    /// A plugin's recording, with everything in it until now.
    ///
    /// # Errors
    /// If there is no such plugin, or the disk fails.
    pub async fn recording_text(self: &Arc<Self>, name: &str) -> Result<RecordingText, VersionError> {
        let name = checked(name)?;
        let (recording, path) = (self.recording(&name)?, self.files.recording(&name));
        let read = move || Ok::<_, VersionError>(recording.files().map_err(FileError::when("read", &path))?);
        Ok(RecordingText::new(blocking(read).await?))
    }

    /// Stops recording, and removes what was recorded.
    ///
    /// # Errors
    /// If there is no such plugin, or the disk fails.
    pub async fn erase_recording(self: &Arc<Self>, name: &str) -> Result<(), VersionError> {
        let name = checked(name)?;
        let (recording, path) = (self.recording(&name)?, self.files.recording(&name));
        if recording.is_on() {
            self.record(name.as_str(), false).await?;
        }
        let doing = "remove the files of";
        blocking(move || Ok(recording.erase().map_err(FileError::when(doing, &path))?)).await
    }

    /// Also of a plugin that was removed: its recording is still there.
    fn recording(&self, name: &PluginName) -> Result<Arc<Recording>, VersionError> {
        let installed = self
            .installations
            .get(name)
            .ok_or_else(|| VersionError::unknown(name))?;
        recording_of(&installed.plugin)
    }
}

fn recording_of(plugin: &Plugin) -> Result<Arc<Recording>, VersionError> {
    let unknown = || VersionError::unknown(&plugin.name);
    plugin.recording().cloned().ok_or_else(unknown)
}
