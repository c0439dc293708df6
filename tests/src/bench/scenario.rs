//! What the stations of the load generator say, per version: the messages of each scenario.

use clap::ValueEnum;

use super::Outcome;
use super::template::Template;

mod v16;
mod v201;

/// One kind of load. Every station boots first; that is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scenario {
    /// Heartbeat alone.
    Heartbeat,
    /// StatusNotification alone, the status changing each time.
    Status,
    /// MeterValues with 8 sampled values, outside a transaction.
    Meter,
    /// The same within a transaction: must be durable before the answer.
    TransactionMeter,
    /// Authorize with a known id tag.
    Authorize,
    /// A whole charging session of 8 messages.
    Session,
    /// A session of 3 messages: its start, 8 sampled values, its end.
    ShortSession,
    /// DataTransfer for the reference plugin, which answers with its greeting.
    Greeting,
}

/// Those of the first table.
pub const WITHOUT_PLUGIN: [Scenario; 6] = [
    Scenario::Heartbeat,
    Scenario::Status,
    Scenario::Meter,
    Scenario::TransactionMeter,
    Scenario::Authorize,
    Scenario::Session,
];

/// The protocol version that the stations speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Version {
    /// OCPP 1.6
    #[value(name = "1.6")]
    V16,
    /// OCPP 2.0.1
    #[value(name = "2.0.1")]
    V201,
}

impl Version {
    /// The name of the WebSocket subprotocol.
    #[must_use]
    pub fn subprotocol(self) -> &'static str {
        match self {
            Self::V16 => "ocpp1.6",
            Self::V201 => "ocpp2.0.1",
        }
    }

    /// The BootNotification.
    ///
    /// # Errors
    /// The text has an unknown hole.
    pub fn boot(self) -> Outcome<Template> {
        Template::parse(match self {
            Self::V16 => v16::BOOT,
            Self::V201 => v201::BOOT,
        })
    }

    /// The long message after which a connection's memory is read again.
    ///
    /// # Errors
    /// The text has an unknown hole.
    pub fn traffic(self) -> Outcome<Template> {
        Template::parse(match self {
            Self::V16 => v16::TRAFFIC,
            Self::V201 => v201::TRAFFIC,
        })
    }
}

impl Scenario {
    /// The name in the table.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Heartbeat => "Heartbeat",
            Self::Status => "StatusNotification",
            Self::Meter => "MeterValues, no transaction",
            Self::TransactionMeter => "MeterValues, in a transaction",
            Self::Authorize => "Authorize",
            Self::Session => "charging session",
            Self::ShortSession => "session of 3 messages",
            Self::Greeting => "DataTransfer",
        }
    }

    /// The name on the command line.
    #[must_use]
    pub fn argument(self) -> String {
        self.to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// What a station says once, after its boot and before anything is counted.
    ///
    /// # Errors
    /// A text has an unknown hole.
    pub fn prologue(self, version: Version) -> Outcome<Vec<Template>> {
        let texts: &[&'static str] = match (self, version) {
            (Self::TransactionMeter, Version::V16) => &[v16::START],
            (Self::TransactionMeter, Version::V201) => &[v201::STARTED],
            _ => &[],
        };
        texts.iter().map(|text| Template::parse(text)).collect()
    }

    /// What a station says again and again.
    ///
    /// # Errors
    /// A text has an unknown hole.
    pub fn steps(self, version: Version) -> Outcome<Vec<Template>> {
        let texts = match version {
            Version::V16 => v16::steps(self),
            Version::V201 => v201::steps(self),
        };
        texts.iter().map(|text| Template::parse(text)).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::template::Fill;
    use super::*;

    #[test]
    fn every_message_is_a_call() {
        for version in [Version::V16, Version::V201] {
            let mut all = vec![version.boot().unwrap(), version.traffic().unwrap()];
            for scenario in Scenario::value_variants() {
                all.extend(scenario.prologue(version).unwrap());
                all.extend(scenario.steps(version).unwrap());
            }
            for template in all {
                let mut out = Vec::new();
                template.render(
                    &Fill {
                        session: 1,
                        ..Fill::default()
                    },
                    &mut out,
                );
                let frame: serde_json::Value = serde_json::from_slice(&out).unwrap();
                assert_eq!(frame.get(0), Some(&2.into()), "{frame}");
                assert!(frame.get(3).unwrap().is_object(), "{frame}");
            }
        }
    }

    #[test]
    fn a_session_has_eight_messages_in_1_6() {
        assert_eq!(Scenario::Session.steps(Version::V16).unwrap().len(), 8);
    }
}
