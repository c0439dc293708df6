//! The capability `settings`: always granted, the operator wrote it for this plugin.

use std::sync::Arc;

use crate::plugins::sandbox::capabilities::Access;
use crate::plugins::contract::settings::Host;

/// One plugin's settings.
pub struct SettingsCapability {
    /// Whose.
    pub access: Arc<Access>,
}

impl Host for SettingsCapability {
    fn get(&mut self) -> String {
        self.access.settings.clone()
    }
}
