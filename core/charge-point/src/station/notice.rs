//! What a station tells whoever looks at it, and what it wants done.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::connector::Status;
use super::security::Reach;
use crate::client::BackoffOptions;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A request was sent.
    Sent {
        /// What was asked.
        action: String,
        /// With which payload.
        payload: Value,
    },
    /// A request was answered.
    Answered {
        /// What was asked.
        action: String,
        /// The answer.
        payload: Value,
    },
    /// A request came to nothing.
    Failed {
        /// What was asked.
        action: String,
        /// Why: a CALLERROR, or that there was no answer.
        why: String,
    },
    /// The server asked for something.
    Called {
        /// What.
        action: String,
        /// With which payload.
        payload: Value,
        /// The answer, or why it was refused.
        answer: Result<Value, String>,
    },
    /// A connector stands otherwise.
    Status {
        /// Which one.
        connector: u16,
        /// How.
        status: Status,
    },
    /// Whether the server lets the charge point work: the word of its answer.
    Registered(String),
    /// The connection was opened.
    Connected,
    /// It cannot be opened: why, and that it is tried again.
    NotConnected(String),
    /// The connection ended, and why.
    Disconnected(String),
    /// A session has begun or ended, somebody was refused: in words.
    Told(String),
    /// A frame came in.
    FrameIn(String),
    /// A frame went out.
    FrameOut(String),
}

/// What a station wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// A text message is to be sent.
    Send {
        /// The frame.
        text: String,
        /// The action, if it is a request.
        action: Option<String>,
    },
    /// It restarts: the connection ends, and it is told when it is up again.
    Restart,
    /// From the next connection on it connects so.
    Reach(Reach),
    /// It hangs up, and connects at once.
    Reconnect,
    /// It pings so often; 0: never.
    PingEvery(u32),
    /// It waits so long before it connects again.
    Backoff(BackoffOptions),
    /// A file is to be fetched or brought, and it is told when that is over.
    Transfer(Transfer),
    /// Somebody may want to know.
    Notice(Notice),
}

/// A file that goes over the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Of which job.
    pub job: u64,
    /// From where, or to where.
    pub url: String,
    /// What is brought; none: it is fetched.
    pub upload: Option<Upload>,
}

/// A file that is brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub content: String,
}

/// A station as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// What it calls itself.
    pub identity: String,
    /// What it speaks.
    pub version: String,
    /// Whether it is connected.
    pub connected: bool,
    /// The security profile that it connects with.
    pub security_profile: u8,
    /// What the server said to its boot.
    pub registration: &'static str,
    /// Its connectors.
    pub connectors: Vec<ConnectorView>,
    /// How many messages of transactions wait for the server.
    pub waiting: usize,
}

/// What the server has not got of the messages of sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// How many wait for the server or for its answer, by action.
    pub waiting: BTreeMap<String, usize>,
    /// How many are not tried again, by action.
    pub given_up: BTreeMap<String, usize>,
    /// How many the server has answered since the charge point was switched on.
    pub delivered: u64,
    /// Whether it is connected.
    pub connected: bool,
    /// What the server said to its boot.
    pub registration: &'static str,
}

/// A connector as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorView {
    /// From 1 on.
    pub id: u16,
    /// How it stands, in 1.6's words.
    pub status: Status,
    /// The register in Wh.
    pub register_wh: i64,
    /// What flows, in W.
    pub power_w: f64,
    /// How full the car's battery is, in percent.
    pub battery_percent: Option<f64>,
    /// The session.
    pub session: Option<SessionView>,
}

/// A session as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// The transaction; none while the server has not given a number.
    pub transaction: Option<String>,
    /// Who charges.
    pub id_tag: String,
    /// What was charged, in Wh.
    pub energy_wh: i64,
}

impl std::fmt::Display for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let link = if self.connected { "connected" } else { "not connected" };
        write!(
            f,
            "{} (OCPP {}): {link}, registration {}, security profile {}",
            self.identity, self.version, self.registration, self.security_profile
        )?;
        if self.waiting > 0 {
            write!(f, ", {} messages of sessions wait for the server", self.waiting)?;
        }
        for connector in &self.connectors {
            write!(
                f,
                "\n  {} {:?}, register {} Wh",
                connector.id, connector.status, connector.register_wh
            )?;
            if let Some(percent) = connector.battery_percent {
                write!(f, ", battery {percent:.0} %")?;
            }
            if let Some(session) = &connector.session {
                let transaction = session.transaction.as_deref().unwrap_or("(no number yet)");
                write!(
                    f,
                    ", transaction {transaction} of {}: {} Wh, {:.1} kW",
                    session.id_tag,
                    session.energy_wh,
                    connector.power_w / 1000.0
                )?;
            }
        }
        Ok(())
    }
}
