//! A station as it stands, for whoever looks at it.

use std::collections::BTreeMap;

use super::Station;
use super::notice::{Backlog, ConnectorView, SessionView, View};
use ocpp_schemas::Version;

impl Station {
    /// How it stands.
    #[must_use]
    pub fn view(&self) -> View {
        let is_v16 = self.options.version == Version::V16;
        let connectors = self.connectors.iter().map(|connector| ConnectorView {
            id: connector.id,
            status: self.status_of(connector),
            register_wh: connector.register(),
            power_w: connector.power_w.round(),
            battery_percent: connector.car.map(|car| (car.charge * 1000.0).round() / 10.0),
            session: connector.session.as_ref().map(|session| SessionView {
                transaction: if is_v16 {
                    session.given.map(|given| given.to_string())
                } else {
                    Some(session.id.clone())
                },
                id_tag: session.token.text.clone(),
                energy_wh: connector.register() - session.meter_start,
            }),
        });
        View {
            identity: self.options.identity.clone(),
            version: self.options.version.to_string(),
            connected: self.online,
            security_profile: self.access.profile(),
            registration: self.registration.name(),
            connectors: connectors.collect(),
            waiting: self.outbox.transactions.len(),
        }
    }

    /// What the server has not got of the messages of sessions.
    #[must_use]
    pub fn backlog(&self) -> Backlog {
        let mut waiting = BTreeMap::new();
        for message in self.outbox.transactions.messages() {
            *waiting.entry(message.action.clone()).or_default() += 1;
        }
        Backlog {
            waiting,
            given_up: self.given_up.clone(),
            delivered: self.delivered,
            connected: self.online,
            registration: self.registration.name(),
        }
    }

    /// Whether it has nothing to say just now, and waits for no answer.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        let boots = self.boot_due.is_some_and(|due| due <= self.now);
        !boots && self.outbox.is_idle()
    }
}
