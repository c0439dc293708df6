//! What a connection is, fixed in the handshake, and what it learns while it lasts.

use std::sync::Arc;

use tracing::Span;
use tracing::span::EnteredSpan;

use crate::clock::Time;
use crate::config::quirks::{Make, Manners, Quirks};
use crate::config::settings::RegistrationStatus;
use crate::config::zone::Zone;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::known_connectors::KnownConnectors;
use crate::ocpp::{Caller, Learned, Profile, Reads};
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
    /// How its messages are read.
    pub reads: Reads,
    /// The operator's word on the zone of its times.
    pub zone: Option<Zone>,
    /// The common name of the certificate by which it came in; none: it came in without one.
    pub certificate_name: Option<Arc<str>>,
    /// What is known of chargers of its make.
    pub manners: Arc<Manners>,
    /// What is logged of the session stands in it.
    pub span: Span,
    /// What this connection reported of its connectors.
    pub connectors: KnownConnectors,
}

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
            reads: self.reads,
            tags: &self.manners.tag,
            certificate_name: self.certificate_name.as_deref(),
            now,
        }
    }

    /// Takes over what a message said. Whether a change of a connector is held back.
    pub fn learn(&mut self, learned: Learned, quirks: &Quirks) -> bool {
        match learned {
            Learned::Boot(boot) => {
                self.booted(&boot, quirks);
                false
            }
            Learned::Connector(report, when) => self.connectors.learn(report, when),
            Learned::Late(late) => {
                self.connectors.learn_late(late);
                false
            }
        }
    }

    /// The operator's word on the zone of its times; none: as its make has it.
    pub fn set_zone(&mut self, own: Option<Zone>) {
        self.zone = own;
        self.reads.zone = own.unwrap_or(self.manners.zone);
    }

    /// Takes over what is known of its make: what it said of it, and the version that it speaks.
    pub fn behaves(&mut self, boot: Option<&Boot>, quirks: &Quirks) {
        self.manners = Arc::new(
            quirks.of(Make {
                vendor: boot.map_or("", |boot| &boot.vendor),
                model: boot.map_or("", |boot| &boot.model),
                firmware: boot
                    .and_then(|boot| boot.firmware_version.as_deref())
                    .unwrap_or_default(),
                version: Some(self.profile.version),
            }),
        );
        self.set_zone(self.zone);
    }

    /// Takes over what the last BootNotification said.
    pub fn booted(&mut self, boot: &Boot, quirks: &Quirks) {
        self.behaves(Some(boot), quirks);
        self.registration = Some(boot.status);
        self.vendor = Arc::from(boot.vendor.as_str());
        self.model = Arc::from(boot.model.as_str());
    }
}
