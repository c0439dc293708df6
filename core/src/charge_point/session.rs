//! What a connection is, fixed in the handshake, and what it learns while it lasts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::config::settings::RegistrationStatus;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::Profile;
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
    /// Takes over what a BootNotification said.
    pub fn booted(&mut self, boot: &Boot) {
        self.registration = Some(boot.status);
        self.vendor = Arc::from(boot.vendor.as_str());
        self.model = Arc::from(boot.model.as_str());
    }
}

/// Whether a session is still its charge point's newest. The registry lowers it before the
/// successor may handle its first message, so that nothing of the old one can come after.
#[derive(Debug, Clone)]
pub struct Fence(Arc<AtomicBool>);

impl Fence {
    /// A raised fence: the session is the newest.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    /// The session is the newest.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// The session was replaced.
    pub fn lower(&self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Default for Fence {
    fn default() -> Self {
        Self::new()
    }
}
