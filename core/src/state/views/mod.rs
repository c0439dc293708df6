//! How records are shown to operators and plugins: JSON members in camelCase, times as RFC 3339 in
//! UTC, energies as exact decimals in Wh and as text. What is secret or internal never shows.

pub mod meter_values;
mod pending;
mod transaction;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub use pending::PendingCredential;
pub use transaction::{Measured, Transaction, energy_of};

use super::attributes::Attributes;
use super::charge_points::{self, Boot, BootDetails};
use super::connections::{Connection, EndCause, EndedBy, RefusedConnection};
use super::id_tags::IdTagStatus;
use super::sessions::{SessionView, ShownSession};
use super::{State, connectors, id_tags};

use crate::clock::{Time, text};
use crate::config::settings::{RegistrationStatus, Strictness};
use crate::config::zone::Zone;
use crate::ids::ChargePointId;
use crate::store::StoreError;

/// What was registered, and what it told.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RegisteredChargePoint)]
struct ChargePoint {
    /// The identity.
    id: ChargePointId,
    #[serde(flatten)]
    attributes: Attributes,
    /// None: nobody has said.
    security_profile: Option<u8>,
    /// Whether there is one.
    has_password: bool,
    /// What it was told of its credentials, and did not use yet.
    pending_credentials: Vec<PendingCredential>,
    /// What its boots are answered; none: the configuration's word.
    registration: Option<RegistrationStatus>,
    /// What becomes of messages that are not valid; none: the configuration's word.
    strictness: Option<Strictness>,
    /// The zone of its times that name none.
    time_zone: Option<Zone>,
    /// How often its messages were repaired, by the name of the repair.
    repairs: BTreeMap<String, u64>,
    /// The last one; none: it never booted here.
    boot: Option<ShownBoot>,
    /// When a message of it came last.
    #[schema(format = DateTime)]
    last_seen: Option<String>,
    /// Since when it has no connection; none: it has one, or never had.
    #[schema(format = DateTime)]
    offline_since: Option<String>,
    /// How often it came back after its first connection.
    reconnects: Option<u64>,
    /// The last, or the one that is there.
    last_connection: Option<ShownConnection>,
    /// The last that was refused.
    last_refused: Option<ShownRefusal>,
    /// As they were last reported.
    connectors: Vec<Connector>,
}

/// A registered charge point, and whether it is there.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ChargePointInList)]
pub struct ChargePointView {
    /// Whether it is there.
    connected: bool,
    /// Its connection: `id`, `since`, `version`, `subprotocol`, `remoteAddress`.
    #[schema(value_type = Option<ShownSession>)]
    session: Option<Value>,
    #[serde(flatten)]
    known: ChargePoint,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Boot)]
struct ShownBoot {
    /// The OCPP version of its connection.
    version: Option<String>,
    /// As it says.
    vendor: String,
    /// As it says.
    model: String,
    /// As it says.
    serial_number: Option<String>,
    /// As it says.
    firmware_version: Option<String>,
    /// When it booted.
    #[schema(format = DateTime)]
    at: String,
    /// What it was answered.
    status: RegistrationStatus,
    /// What else it said, and all of it as it came.
    #[serde(flatten)]
    details: BootDetails,
}

/// The last connection.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LastConnection)]
struct ShownConnection {
    /// Its number, which only grows.
    session: u64,
    /// When it began.
    #[schema(format = DateTime)]
    since: String,
    /// The OCPP version.
    version: String,
    /// As it was agreed.
    subprotocol: String,
    /// The other end.
    remote_address: Option<String>,
    /// None: it is there.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// `by` (`station`, `server`, `network`), `code` of the close frame, `reason`.
    end: Option<EndCause>,
}

/// A connection that was refused before it began.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RefusedConnectionAttempt)]
pub struct ShownRefusal {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// The status that it was answered.
    status: u16,
    /// Why, in words.
    reason: String,
    /// The other end.
    remote_address: Option<String>,
    /// What it asked for.
    path: String,
    /// What it offered.
    subprotocols: Option<String>,
    /// What it says that it is.
    user_agent: Option<String>,
}

/// A connector as it was last reported.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Connector {
    /// 2.x.
    evse: Option<i64>,
    /// Its number.
    connector: i64,
    /// The station's word.
    status: String,
    /// 1.6: its word for what is wrong.
    error_code: Option<String>,
    /// 1.6: more in words.
    info: Option<String>,
    /// 1.6.
    vendor_id: Option<String>,
    /// 1.6: the vendor's own.
    vendor_error_code: Option<String>,
    /// By the station's clock, where it said so.
    #[schema(format = DateTime)]
    at: String,
    /// When it was received.
    #[schema(format = DateTime)]
    received_at: String,
}

/// An id tag; one whose expiry has passed shows as Expired.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct IdTag {
    /// As it was put last.
    tag: String,
    /// Absent: any.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// Whether it may charge.
    status: IdTagStatus,
    /// The group that it belongs to.
    parent: Option<String>,
    /// From then on it is Expired.
    #[schema(format = DateTime)]
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
        let connection = state.last_connection(&id)?;
        let heard = [
            state.last_seen(&id)?,
            boot.as_ref().map(|boot| boot.at),
            session_since,
            connection.as_ref().map(|last| last.last_heard.unwrap_or(last.since)),
            state.messages().get(&id).and_then(|log| log.last_heard()),
        ];
        let last_seen = heard.into_iter().flatten().max();
        let is_gone = session_since.is_none();
        // The server may have ended without seeing the connection's end, or have kept none in earlier versions.
        let ended = connection.as_ref().and_then(|last| last.ended_at).or(last_seen);
        let lately = state.refusals().of(id.as_str()).map(|refusal| refusal.last);
        let refused = lately.map_or_else(|| state.refused_connection(&id), |refused| Ok(Some(refused)))?;
        let connectors = state.connectors(&id)?;
        Ok(Self {
            security_profile: record.security_profile,
            has_password: record.password.is_some(),
            pending_credentials: PendingCredential::of(record),
            registration: record.registration,
            strictness: record.strictness,
            time_zone: record.time_zone,
            repairs: state.repairs(&id)?.counts,
            boot: boot.map(ShownBoot::from),
            last_seen: last_seen.map(text),
            offline_since: ended.filter(|_| is_gone).map(text),
            reconnects: connection.as_ref().map(|last| last.number.saturating_sub(1)),
            last_connection: connection.map(|last| ShownConnection::of(last, is_gone)),
            last_refused: refused.map(ShownRefusal::from),
            connectors: connectors.into_iter().map(Connector::from).collect(),
            attributes: record.attributes.clone(),
            id,
        })
    }
}

impl ShownConnection {
    fn of(connection: Connection, is_gone: bool) -> Self {
        let unseen = || EndCause {
            by: EndedBy::Server,
            code: None,
            reason: "the server ended before the connection did".to_owned(),
        };
        Self {
            session: connection.session,
            since: text(connection.since),
            version: connection.version,
            subprotocol: connection.subprotocol,
            remote_address: connection.remote_address,
            ended_at: connection.ended_at.map(text),
            end: connection.end.or_else(|| is_gone.then(unseen)),
        }
    }
}

impl ShownRefusal {
    /// Of a connection that was refused.
    #[must_use]
    pub fn of(refused: RefusedConnection) -> Self {
        refused.into()
    }
}

impl From<RefusedConnection> for ShownRefusal {
    fn from(refused: RefusedConnection) -> Self {
        Self {
            at: text(refused.at),
            status: refused.status,
            reason: refused.reason,
            remote_address: refused.remote_address,
            path: refused.path,
            subprotocols: refused.subprotocols,
            user_agent: refused.user_agent,
        }
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
            details: boot.details,
        }
    }
}

impl From<connectors::Connector> for Connector {
    fn from(connector: connectors::Connector) -> Self {
        Self {
            evse: connector.evse,
            connector: connector.connector,
            status: connector.status.into_owned(),
            error_code: connector.error_code.map(Cow::into_owned),
            info: connector.info,
            vendor_id: connector.vendor_id,
            vendor_error_code: connector.vendor_error_code,
            at: connector.at,
            received_at: text(connector.received_at),
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
