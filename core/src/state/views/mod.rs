//! How records are shown to operators and plugins: JSON members in camelCase, times as RFC 3339 in
//! UTC, energies as exact decimals in Wh and as text. What is secret or internal never shows.

pub mod meter_values;
mod transaction;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub use transaction::Transaction;

use super::charge_points::{self, Boot};
use super::id_tags::IdTagStatus;
use super::sessions::SessionView;
use super::{State, connectors, id_tags};

use crate::clock::{Time, text};
use crate::config::settings::{RegistrationStatus, Strictness};
use crate::ids::ChargePointId;
use crate::store::StoreError;

/// What was registered, and what it told.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ChargePoint {
    id: ChargePointId,
    security_profile: u8,
    has_password: bool,
    registration: Option<RegistrationStatus>,
    strictness: Option<Strictness>,
    repairs: BTreeMap<String, u64>,
    boot: Option<ShownBoot>,
    last_seen: Option<String>,
    connectors: Vec<Connector>,
}

/// A registered charge point, and whether it is there.
#[derive(Debug, Serialize)]
pub struct ChargePointView {
    connected: bool,
    session: Option<Value>,
    #[serde(flatten)]
    known: ChargePoint,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownBoot {
    version: Option<String>,
    vendor: String,
    model: String,
    serial_number: Option<String>,
    firmware_version: Option<String>,
    at: String,
    status: RegistrationStatus,
}

/// A connector as it was last reported.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Connector {
    evse: Option<i64>,
    connector: i64,
    status: String,
    error_code: Option<String>,
    at: String,
}

/// An id tag; one whose expiry has passed shows as Expired.
#[derive(Debug, Serialize)]
pub struct IdTag {
    tag: String,
    /// Absent: any.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    status: IdTagStatus,
    parent: Option<String>,
    expiry: Option<String>,
}

impl ChargePointView {
    /// Whether it has a session.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.connected
    }

    /// Puts together what is known.
    pub fn read(
        state: &State,
        id: ChargePointId,
        record: &charge_points::ChargePoint,
        present: Option<&SessionView>,
    ) -> Result<Self, StoreError> {
        let since = present.and_then(|present| present.since);
        Ok(Self {
            connected: present.is_some(),
            session: present.map(|present| present.shown.clone()),
            known: ChargePoint::read(state, id, record, since)?,
        })
    }
}

impl ChargePoint {
    fn read(
        state: &State,
        id: ChargePointId,
        record: &charge_points::ChargePoint,
        session_since: Option<Time>,
    ) -> Result<Self, StoreError> {
        let boot = state.boot(&id)?;
        // A session was heard when it began, whatever of it was recorded since.
        let heard = [state.last_seen(&id)?, boot.as_ref().map(|boot| boot.at), session_since];
        let connectors = state.connectors(&id)?;
        Ok(Self {
            security_profile: record.security_profile,
            has_password: record.password.is_some(),
            registration: record.registration,
            strictness: record.strictness,
            repairs: state.repairs(&id)?.counts,
            boot: boot.map(ShownBoot::from),
            last_seen: heard.into_iter().flatten().max().map(text),
            connectors: connectors.into_iter().map(Connector::from).collect(),
            id,
        })
    }
}

impl From<Boot> for ShownBoot {
    fn from(boot: Boot) -> Self {
        Self {
            version: boot.version,
            vendor: boot.vendor,
            model: boot.model,
            serial_number: boot.serial_number,
            firmware_version: boot.firmware_version,
            at: text(boot.at),
            status: boot.status,
        }
    }
}

impl From<connectors::Connector> for Connector {
    fn from(connector: connectors::Connector) -> Self {
        Self {
            evse: connector.evse,
            connector: connector.connector,
            status: connector.status,
            error_code: connector.error_code,
            at: connector.at,
        }
    }
}

impl IdTag {
    /// As it is at a moment.
    #[must_use]
    pub fn at(tag: id_tags::IdTag, now: Time) -> Self {
        Self {
            status: tag.status_at(now),
            tag: tag.tag,
            kind: tag.kind,
            parent: tag.parent,
            expiry: tag.expiry.map(text),
        }
    }
}
