//! What a connection is, fixed in the handshake, and what it learns while it lasts.

use std::sync::Arc;

use tracing::Span;
use tracing::span::EnteredSpan;

use crate::clock::Time;
use crate::config::settings::RegistrationStatus;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::{Caller, ConnectorReport, Learned, Profile};
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
    /// What is logged of the session stands in it.
    pub span: Span,
    /// What this connection reported of its connectors.
    pub connectors: Vec<ConnectorReport>,
}

/// More connectors than that are not remembered: each of their reports counts as a new one.
const MOST_CONNECTORS: usize = 256;

impl Session {
    /// Whatever is logged until this is dropped says whose session it is about.
    pub fn entered(&self) -> EnteredSpan {
        self.span.clone().entered()
    }

    /// What `ocpp/` needs to know of the session to handle a message.
    #[must_use]
    pub fn caller(&self, now: Time) -> Caller<'_> {
        Caller {
            charge_point: &self.charge_point,
            version: self.profile.version,
            registration: self.registration,
            vendor: &self.vendor,
            model: &self.model,
            connectors: &self.connectors,
            now,
        }
    }

    /// Takes over what a message said.
    pub fn learn(&mut self, learned: Learned) {
        match learned {
            Learned::Boot(boot) => self.booted(&boot),
            Learned::Connector(report) => self.connector(report),
        }
    }

    /// Takes over what the last BootNotification said.
    pub fn booted(&mut self, boot: &Boot) {
        self.registration = Some(boot.status);
        self.vendor = Arc::from(boot.vendor.as_str());
        self.model = Arc::from(boot.model.as_str());
    }

    fn connector(&mut self, report: ConnectorReport) {
        let same = |known: &&mut ConnectorReport| known.evse == report.evse && known.connector == report.connector;
        if let Some(known) = self.connectors.iter_mut().find(same) {
            *known = report;
        } else if self.connectors.len() < MOST_CONNECTORS {
            self.connectors.push(report);
        }
    }
}
