//! What a connection is, fixed in the handshake, and what it learns while it lasts.

use std::sync::Arc;

use crate::clock::Time;
use crate::config::settings::RegistrationStatus;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::{Profile, Situation};
use crate::state::charge_points::Boot;

/// One connection's identity and knowledge.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its number.
    pub id: SessionId,
    /// Whose it is.
    pub charge_point: ChargePointId,
    /// The version that the handshake agreed on, with all that depends on it.
    pub profile: &'static Profile,
    /// How the station is registered; none: it never booted here.
    pub registration: Option<RegistrationStatus>,
    /// From the last BootNotification.
    pub vendor: Arc<str>,
    /// From the last BootNotification.
    pub model: Arc<str>,
}

impl Session {
    /// What `ocpp/` needs to know of the session to settle a message.
    #[must_use]
    pub fn situation(&self, now: Time) -> Situation<'_> {
        Situation {
            charge_point: &self.charge_point,
            profile: self.profile,
            registration: self.registration,
            vendor: &self.vendor,
            model: &self.model,
            now,
        }
    }

    /// Takes over what a BootNotification said.
    pub fn booted(&mut self, boot: &Boot) {
        self.registration = Some(boot.status);
        self.vendor = Arc::from(boot.vendor.as_str());
        self.model = Arc::from(boot.model.as_str());
    }
}
