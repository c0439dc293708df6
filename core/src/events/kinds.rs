//! The kinds of events that the server tells by itself. A plugin adds its own, named `plugin.NAME.…`.

use std::fmt;

/// A kind of event.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// As subscribers name it: `transaction.ended`.
    pub name: &'static str,
    /// Whether it is kept when nobody subscribes to it.
    pub keeping: Keeping,
}

/// Whether an event outlives its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// In the log, and so in the timeline, always.
    Durable,
    /// In the log only where a subscriber with a cursor wants it: there are too many of them, and each
    /// says little (sampled values, every single call).
    Live,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

const fn durable(name: &'static str) -> Kind {
    Kind {
        name,
        keeping: Keeping::Durable,
    }
}

const fn live(name: &'static str) -> Kind {
    Kind {
        name,
        keeping: Keeping::Live,
    }
}

/// A connection was let in.
pub const CHARGE_POINT_CONNECTED: Kind = durable("charge-point.connected");
/// A connection ended.
pub const CHARGE_POINT_DISCONNECTED: Kind = durable("charge-point.disconnected");
/// A connection was refused before the upgrade.
pub const CHARGE_POINT_REFUSED: Kind = durable("charge-point.refused");
/// A BootNotification was answered, whatever the answer.
pub const CHARGE_POINT_BOOTED: Kind = durable("charge-point.booted");
/// It came in by a certificate (security profile 3) whose common name is neither its identity nor the serial number that
/// it tells; its BootNotification was rejected.
pub const CHARGE_POINT_CERTIFICATE_OF_ANOTHER: Kind = durable("charge-point.certificate-of-another");
/// A certificate of the server's own ends within 30 days, or has ended.
pub const CERTIFICATE_EXPIRES: Kind = durable("certificate.expires");
/// A connector has another state than before.
pub const CONNECTOR_STATUS: Kind = durable("connector.status");
/// A transaction began.
pub const TRANSACTION_STARTED: Kind = durable("transaction.started");
/// A transaction goes on, and told something (2.x).
pub const TRANSACTION_UPDATED: Kind = live("transaction.updated");
/// A transaction ended.
pub const TRANSACTION_ENDED: Kind = durable("transaction.ended");
/// An operator said whose transaction it is.
pub const TRANSACTION_ASSIGNED: Kind = durable("transaction.assigned");
/// The station reported something of a transaction that is over already; it is kept and changes nothing.
pub const TRANSACTION_LATE: Kind = durable("transaction.late");
/// The station reported something of a transaction that is not known; it is in the station's inbox.
pub const TRANSACTION_ORPHAN: Kind = durable("transaction.orphan");
/// Sampled values.
pub const METER_VALUES: Kind = live("meter.values");
/// A security event of the station.
pub const SECURITY_EVENT: Kind = durable("security.event");
/// A CALL that was answered, with its answer.
pub const CALL: Kind = live("call");
/// A request of the station was answered with a CALLERROR.
pub const CALL_REFUSED: Kind = durable("call.refused");
/// A message of the station was not valid, and was repaired.
pub const MESSAGE_REPAIRED: Kind = durable("message.repaired");
/// Plugins decided otherwise than was proposed, and that was the answer.
pub const PLUGIN_DECIDED: Kind = durable("plugin.decided");
/// A message of the station is no OCPP-J frame.
pub const FRAME_FAULT: Kind = durable("frame.fault");
/// A command left for the station.
pub const COMMAND_SENT: Kind = durable("command.sent");
/// What became of a command: answered, refused, timed out, lost or never sent.
pub const COMMAND_ANSWERED: Kind = durable("command.answered");
/// A reservation has another state than before.
pub const RESERVATION_CHANGED: Kind = durable("reservation.changed");
/// The local list that a station holds is another than before, or another than was thought.
pub const LOCAL_LIST_CHANGED: Kind = durable("local-list.changed");
/// All parts of a report of what a station is set to, or of its monitors, are there (2.x).
pub const CONFIGURATION_REPORTED: Kind = durable("configuration.reported");
/// An update of firmware was answered, or the charge point said how far it is.
pub const FIRMWARE_STATUS: Kind = durable("firmware.status");
/// A request for diagnostics or a log was answered, or the charge point said how far it is.
pub const DIAGNOSTICS_STATUS: Kind = durable("diagnostics.status");
/// A charge point brought a file.
pub const FILE_RECEIVED: Kind = durable("file.received");
/// A station asked for a certificate, and was answered.
pub const CERTIFICATE_REQUESTED: Kind = durable("certificate.requested");
/// What a station made of a certificate that it was sent.
pub const CERTIFICATE_DELIVERED: Kind = durable("certificate.delivered");
/// A certificate that a station uses is over soon.
pub const CHARGE_POINT_CERTIFICATE_EXPIRING: Kind = durable("charge-point.certificate-expiring");

/// A new password, security profile or network profile of a station is on its way, was taken or refused, or is used.
pub const CREDENTIALS_CHANGED: Kind = durable("credentials.changed");

/// A webhook takes nothing, or is stopped; about nobody.
pub const WEBHOOK_FAILING: Kind = durable("webhook.failing");
/// A webhook that failed takes events again; about nobody.
pub const WEBHOOK_RECOVERED: Kind = durable("webhook.recovered");

/// The store was damaged, and the server was told to go on with what could be read; about nobody.
pub const SERVER_DATA_LOST: Kind = durable("server.data-lost");

/// All of them, in the order in which a day of a station has them.
pub static ALL: [&Kind; 35] = [
    &CHARGE_POINT_CONNECTED,
    &CHARGE_POINT_DISCONNECTED,
    &CHARGE_POINT_REFUSED,
    &CHARGE_POINT_BOOTED,
    &CHARGE_POINT_CERTIFICATE_OF_ANOTHER,
    &CERTIFICATE_EXPIRES,
    &CONNECTOR_STATUS,
    &TRANSACTION_STARTED,
    &TRANSACTION_UPDATED,
    &TRANSACTION_ENDED,
    &TRANSACTION_ASSIGNED,
    &TRANSACTION_LATE,
    &TRANSACTION_ORPHAN,
    &METER_VALUES,
    &SECURITY_EVENT,
    &CALL,
    &CALL_REFUSED,
    &MESSAGE_REPAIRED,
    &PLUGIN_DECIDED,
    &FRAME_FAULT,
    &COMMAND_SENT,
    &COMMAND_ANSWERED,
    &RESERVATION_CHANGED,
    &LOCAL_LIST_CHANGED,
    &CONFIGURATION_REPORTED,
    &FIRMWARE_STATUS,
    &DIAGNOSTICS_STATUS,
    &FILE_RECEIVED,
    &CERTIFICATE_REQUESTED,
    &CERTIFICATE_DELIVERED,
    &CHARGE_POINT_CERTIFICATE_EXPIRING,
    &CREDENTIALS_CHANGED,
    &WEBHOOK_FAILING,
    &WEBHOOK_RECOVERED,
    &SERVER_DATA_LOST,
];

/// Whether events of a kind are kept when nobody subscribes. Kinds that the server does not know are a
/// plugin's own, which tells them on purpose: they are.
#[must_use]
pub fn is_durable(name: &str) -> bool {
    ALL.iter()
        .find(|kind| kind.name == name)
        .is_none_or(|kind| kind.keeping == Keeping::Durable)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use std::path::Path;

    use serde_json::Value;

    use super::{ALL, is_durable};

    #[test]
    fn names_are_unique_and_of_one_form() {
        for (place, kind) in ALL.iter().enumerate() {
            assert!(
                !ALL.iter().skip(place + 1).any(|other| other.name == kind.name),
                "{kind} stands twice"
            );
            let letter = |c: char| c.is_ascii_lowercase() || c == '-' || c == '.';
            assert!(kind.name.chars().all(letter), "{kind}");
        }
    }

    /// The suite `every_event` has the plugins take them.
    #[test]
    fn each_kind_has_examples_for_the_plugins() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/events"));
        for kind in ALL {
            let path = folder.join(format!("{kind}.json"));
            let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let examples: Vec<Value> = serde_json::from_str(&text).unwrap();
            assert!(!examples.is_empty(), "{kind} has no examples");
        }
    }

    #[test]
    fn a_plugins_own_kind_is_kept() {
        assert!(is_durable("transaction.ended"));
        assert!(!is_durable("meter.values"));
        assert!(is_durable("plugin.tariff.billed"));
    }
}
