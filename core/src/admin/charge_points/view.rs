//! A charge point as operators see it: what was registered, what it told, whether it is there.

use ocpp_schemas::Version;
use serde::Serialize;

use crate::clock::text;
use crate::config::settings::RegistrationStatus;
use crate::ids::{ChargePointId, SessionId};
use crate::registry::messages::SessionInfo;
use crate::state::State;
use crate::state::charge_points::{Boot, ChargePoint};
use crate::state::connectors::Connector;
use crate::store::StoreError;

/// A registered charge point. Times are RFC 3339 in UTC; the password never shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    id: ChargePointId,
    connected: bool,
    session: Option<SessionView>,
    security_profile: u8,
    has_password: bool,
    registration: Option<RegistrationStatus>,
    boot: Option<BootView>,
    last_seen: Option<String>,
    connectors: Vec<ConnectorView>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionView {
    id: SessionId,
    since: String,
    version: Version,
    subprotocol: String,
    remote_address: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct BootView {
    vendor: String,
    model: String,
    serial_number: Option<String>,
    firmware_version: Option<String>,
    at: String,
    status: RegistrationStatus,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ConnectorView {
    evse: Option<i64>,
    connector: i64,
    status: String,
    error_code: Option<String>,
    at: String,
}

impl View {
    /// Puts together what is known.
    ///
    /// # Errors
    /// The store's.
    pub fn read(
        state: &State,
        id: ChargePointId,
        record: &ChargePoint,
        session: Option<SessionInfo>,
    ) -> Result<Self, StoreError> {
        let boot = state.boot(&id)?;
        // A session was heard when it began, whatever of it was recorded since.
        let heard = [
            state.last_seen(&id)?,
            boot.as_ref().map(|boot| boot.at),
            session.as_ref().map(|info| info.since),
        ];
        let connectors = state.connectors(&id)?;
        Ok(Self {
            connected: session.is_some(),
            session: session.map(SessionView::from),
            security_profile: record.security_profile,
            has_password: record.password.is_some(),
            registration: record.registration,
            boot: boot.map(BootView::from),
            last_seen: heard.into_iter().flatten().max().map(text),
            connectors: connectors.into_iter().map(ConnectorView::from).collect(),
            id,
        })
    }
}

impl From<SessionInfo> for SessionView {
    fn from(info: SessionInfo) -> Self {
        Self {
            id: info.id,
            since: text(info.since),
            version: info.profile.version,
            subprotocol: info.subprotocol,
            remote_address: info.remote_address.map(|address| address.to_string()),
        }
    }
}

impl From<Boot> for BootView {
    fn from(boot: Boot) -> Self {
        let Boot {
            vendor,
            model,
            serial_number,
            firmware_version,
            at,
            status,
        } = boot;
        Self {
            vendor,
            model,
            serial_number,
            firmware_version,
            at: text(at),
            status,
        }
    }
}

impl From<Connector> for ConnectorView {
    fn from(connector: Connector) -> Self {
        let Connector {
            evse,
            connector,
            status,
            error_code,
            at,
            ..
        } = connector;
        Self {
            evse,
            connector,
            status,
            error_code,
            at,
        }
    }
}
