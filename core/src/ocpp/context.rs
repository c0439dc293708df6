//! What a handler and an operation may look at: who speaks, what is known, what is configured. Neither
//! the pipeline nor the plugins can be reached from here.

use ocpp_schemas::Version;
use serde::Serialize;
use serde_json::Value;

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
    pub connectors: &'a [ConnectorReport],
    /// When the message arrived.
    pub now: Time,
}

/// A connector's state as the connection last reported it. The state may still wait to be written, so
/// what is in the store cannot tell whether a report says anything new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorReport {
    /// None in 1.6.
    pub evse: Option<i64>,
    /// Its number at the EVSE, or at the charge point in 1.6.
    pub connector: i64,
    /// The version's own word.
    pub status: String,
    /// 1.6: the error code.
    pub error_code: Option<String>,
    /// The station's free text.
    pub info: Option<String>,
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
