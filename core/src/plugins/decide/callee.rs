//! Who is asked: a version of a plugin, on the state that is its. Every call of a guest on a server goes
//! through here, and is recorded where somebody wants that.

use std::sync::Arc;

use super::plugin::Plugin;
use crate::clock::{self, Time};
use crate::plugins::component::guest_call::{About, GuestCall, GuestFailure, GuestResult};
use crate::plugins::component::load::Version;
use crate::plugins::recording::{RecordedCall, Recording, outcome_json};
use crate::plugins::sandbox::capabilities::{Allowance, CallScope, Capabilities, Seen, StateNamespace};
use crate::plugins::sandbox::trace::HostTrace;

/// A version of a plugin with its state.
#[derive(Clone, Copy)]
pub struct Callee<'a> {
    /// Its configuration and figures.
    pub plugin: &'a Plugin,
    /// Which version.
    pub version: &'a Version,
    /// Where its state lies.
    pub namespace: &'a Arc<StateNamespace>,
}

impl Callee<'_> {
    /// Asks it.
    ///
    /// # Errors
    /// A trap, the deadline or a limit.
    pub fn ask(&self, about: About, allowance: Allowance, call: GuestCall<'_>) -> Result<GuestResult, GuestFailure> {
        if let Some(recording) = self.plugin.recording().filter(|recording| recording.is_on()) {
            return self.ask_recorded(recording, about, allowance, call);
        }
        let can = self.capabilities(about, clock::now(), HostTrace::Live);
        self.version.prepared.call(can, allowance, call)
    }

    /// Asks it on a state as another call saw it, and nobody records that.
    ///
    /// # Errors
    /// A trap, the deadline or a limit.
    pub fn ask_again(
        &self,
        allowance: Allowance,
        call: GuestCall<'_>,
        seen: Seen,
    ) -> Result<GuestResult, GuestFailure> {
        let mut can = self.capabilities(call.about(), clock::now(), HostTrace::Live);
        can.state.see(seen);
        self.version.prepared.call(can, allowance, call)
    }

    fn ask_recorded(
        &self,
        recording: &Arc<Recording>,
        about: About,
        allowance: Allowance,
        call: GuestCall<'_>,
    ) -> Result<GuestResult, GuestFailure> {
        let (at, trace) = (clock::now(), HostTrace::recording());
        let can = self.capabilities(about, at, trace.clone());
        let result = self.version.prepared.call(can, allowance, call);
        recording.submit(RecordedCall {
            at,
            version: self.version.manifest.version.clone(),
            digest: self.version.digest.clone(),
            asked: call.owned(),
            answers: trace.answers(),
            outcome: outcome_json(&result),
        });
        result
    }

    fn capabilities(&self, about: About, now: Time, trace: HostTrace) -> Capabilities {
        let scope = CallScope {
            charge_point: about.charge_point,
            message_id: about.message_id,
            now,
            namespace: Arc::clone(self.namespace),
            trace,
        };
        Capabilities::new(&self.plugin.access, scope)
    }
}
