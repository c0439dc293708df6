//! The capability `settings`: always granted, the operator wrote it for this plugin.

use std::sync::Arc;

use wasmtime::component::{HasSelf, Linker};

use super::{Access, CallScope, Capability};
use crate::plugins::contract::interfaces::settings::{self, Host};
use crate::plugins::sandbox::call_host::CallHost;

/// One plugin's settings as they were when the call began.
pub struct SettingsCapability {
    /// A JSON object.
    pub text: Arc<String>,
}

impl Capability for SettingsCapability {
    fn begin(access: &Arc<Access>, _: &CallScope) -> Self {
        Self {
            text: access.settings.load_full(),
        }
    }

    fn link(linker: &mut Linker<CallHost>) -> wasmtime::Result<()> {
        settings::add_to_linker::<_, HasSelf<_>>(linker, |host: &mut CallHost| &mut host.can.settings)
    }
}

impl Host for SettingsCapability {
    fn get(&mut self) -> String {
        self.text.as_ref().clone()
    }
}
