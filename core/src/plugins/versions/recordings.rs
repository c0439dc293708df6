//! Recordings as operators handle them: on, off, taken away, erased.

use std::sync::Arc;

use super::change::{checked, to_its_end};
use crate::plugins::error::PluginError;
use crate::plugins::host::{PluginHost, blocking};
use super::library::{self, Shelf};
use crate::plugins::recording::{Recording, RecordingStatus, RecordingText};
use crate::clock;
use crate::ids::PluginName;

impl PluginHost {
    /// Records a plugin's calls from now on, or stops that. What was recorded stays; so does the switch,
    /// over restarts.
    ///
    /// # Errors
    /// If there is no such plugin, or the switch cannot be stored.
    pub async fn record(self: &Arc<Self>, name: &str, on: bool) -> Result<RecordingStatus, PluginError> {
        let name = checked(name)?;
        let host = Arc::clone(self);
        to_its_end(async move { host.record_alone(name, on).await }).await
    }

    async fn record_alone(self: Arc<Self>, name: PluginName, on: bool) -> Result<RecordingStatus, PluginError> {
        let lock = self.changing(&name);
        let _alone = lock.lock().await;
        let mut installed = self.there(&name)?;
        let shelf = Shelf {
            recording: on,
            ..installed.shelf.clone()
        };
        let what = if on { "record" } else { "end-record" };
        let writes = library::writes(&name, what, (&installed.shelf, &shelf), clock::now())?;
        self.store.write(writes).await?;
        let recording = Self::recording_of(&installed.plugin.name, installed.plugin.recording())?;
        recording.switch(on);
        tracing::info!(plugin.name = %name, on, "the recording of a plugin's calls was switched");
        installed.shelf = shelf;
        self.set(installed);
        Ok(recording.status())
    }

    /// A plugin's recording, with everything in it until now.
    ///
    /// # Errors
    /// If there is no such plugin, or the disk fails.
    pub async fn recording_text(self: &Arc<Self>, name: &str) -> Result<RecordingText, PluginError> {
        let name = checked(name)?;
        let recording = self.recording(&name)?;
        let path = self.files.recording(&name);
        let failed = move |source| PluginError::File {
            doing: "read",
            path,
            source,
        };
        let files = blocking(move || recording.files().map_err(failed)).await?;
        Ok(RecordingText::new(files))
    }

    /// Stops recording, and removes what was recorded.
    ///
    /// # Errors
    /// If there is no such plugin, or the disk fails.
    pub async fn erase_recording(self: &Arc<Self>, name: &str) -> Result<(), PluginError> {
        let name = checked(name)?;
        let recording = self.recording(&name)?;
        if recording.is_on() {
            self.record(name.as_str(), false).await?;
        }
        let path = self.files.recording(&name);
        let failed = move |source| PluginError::File {
            doing: "remove the files of",
            path,
            source,
        };
        blocking(move || recording.erase().map_err(failed)).await
    }

    /// Also of a plugin that was removed: its recording is still there.
    fn recording(&self, name: &PluginName) -> Result<Arc<Recording>, PluginError> {
        let installed = self.get(name);
        let plugin = installed.as_ref().map(|installed| installed.plugin.recording());
        Self::recording_of(name, plugin.flatten())
    }

    fn recording_of(name: &PluginName, recording: Option<&Arc<Recording>>) -> Result<Arc<Recording>, PluginError> {
        let unknown = || PluginError::Unknown { name: name.to_string() };
        recording.cloned().ok_or_else(unknown)
    }
}
