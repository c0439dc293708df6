//! What a handler and an operation may look at: who speaks, what is known, what is configured. Neither
//! the pipeline nor the plugins can be reached from here.

use ocpp_schemas::Version;
use serde_json::Value;

use super::known_connectors::KnownConnectors;
use crate::clock::Time;
use crate::config::settings::{RegistrationStatus, Settings};
use crate::ids::{ChargePointId, MessageId};
use crate::state::State;
use crate::state::transaction_ids::TransactionIds;

/// Who sends or is sent a message, when, and how it stands with us.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// The station.
    pub charge_point: &'a ChargePointId,
    /// The version that its connection speaks.
    pub version: Version,
    /// None: it never booted here.
    pub registration: Option<RegistrationStatus>,
    /// From the last BootNotification, or empty.
    pub vendor: &'a str,
    /// From the last BootNotification, or empty.
    pub model: &'a str,
    /// What its connection has reported of its connectors.
    pub connectors: &'a KnownConnectors,
    /// When the message arrived.
    pub now: Time,
}

/// What a handler may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Who asks or is asked.
    pub caller: &'a Caller<'a>,
    /// What is known.
    pub state: &'a State,
    /// What is configured.
    pub settings: &'a Settings,
    /// The numbers of 1.6 transactions.
    pub transaction_ids: &'a TransactionIds,
    /// The message's id; of an operation, the command's.
    pub message: &'a MessageId,
    /// The request's payload as it came, or as it was sent.
    pub payload: &'a Value,
}
