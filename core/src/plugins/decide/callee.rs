//! Who is asked: a version of a plugin, on the state that is its. Every call of a guest on a server goes
//! through here, and is recorded where somebody wants that.

use std::sync::Arc;

use crate::plugins::sandbox::capabilities::{Capabilities, Occasion, Seen, Space};
use crate::plugins::component::load::Version;
use crate::plugins::component::instance::{Allowance, Answer, Ask, Broken};
use super::plugin::Plugin;
use crate::plugins::recording::{RecordedCall, Recording, told};
use crate::plugins::sandbox::trace::Tape;
use crate::clock;
use crate::ids::{ChargePointId, MessageId};

/// Whose call it is, and the id of the CALL.
pub type About<'a> = (&'a ChargePointId, &'a MessageId);

/// A version of a plugin with its state.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// Its configuration and record.
    pub plugin: &'a Plugin,
    /// Which version.
    pub version: &'a Version,
    /// Where its state lies.
    pub space: &'a Arc<Space>,
}

impl Target<'_> {
    /// Asks it.
    ///
    /// # Errors
    /// A trap, the deadline or a limit.
    pub fn ask(&self, about: About<'_>, allowance: Allowance, ask: Ask<'_>) -> Result<Answer, Broken> {
        if let Some(recording) = self.plugin.recording().filter(|recording| recording.is_on()) {
            return self.ask_recorded(recording, about, allowance, ask);
        }
        let can = self.capabilities(about, (clock::now(), Tape::Off));
        self.version.prepared.call(can, allowance, ask)
    }

    /// Asks it on a state as another call saw it, and nobody records that.
    ///
    /// # Errors
    /// A trap, the deadline or a limit.
    pub fn ask_again(&self, allowance: Allowance, ask: Ask<'_>, seen: Seen) -> Result<Answer, Broken> {
        let (charge_point, message_id) = ask.about();
        let mut can = self.capabilities((&charge_point, &message_id), (clock::now(), Tape::Off));
        can.state.see(seen);
        self.version.prepared.call(can, allowance, ask)
    }

    fn ask_recorded(
        &self,
        recording: &Arc<Recording>,
        about: About<'_>,
        allowance: Allowance,
        ask: Ask<'_>,
    ) -> Result<Answer, Broken> {
        let (at, tape) = (clock::now(), Tape::recording());
        let can = self.capabilities(about, (at, tape.clone()));
        let result = self.version.prepared.call(can, allowance, ask);
        recording.tell(RecordedCall {
            at,
            version: self.version.manifest.version.clone(),
            digest: self.version.digest.clone(),
            asked: ask.owned(),
            answers: tape.answers(),
            outcome: told(&result),
        });
        result
    }

    fn capabilities(&self, about: About<'_>, (now, tape): (clock::Time, Tape)) -> Capabilities {
        let (charge_point, message_id) = about;
        let occasion = Occasion {
            charge_point: charge_point.clone(),
            message_id: message_id.clone(),
            now,
            space: Arc::clone(self.space),
            tape,
        };
        Capabilities::new(&self.plugin.access, occasion)
    }
}
