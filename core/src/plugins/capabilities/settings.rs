//! The capability `settings`: always granted, the operator wrote it for this plugin.

use std::sync::Arc;

use crate::plugins::contract::settings::Host;

/// One plugin's settings.
pub struct SettingsCapability {
    /// A JSON object.
    pub text: Arc<str>,
}

impl Host for SettingsCapability {
    fn get(&mut self) -> String {
        self.text.as_ref().to_owned()
    }
}
