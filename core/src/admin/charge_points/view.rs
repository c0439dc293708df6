//! A charge point as operators see it: what was registered, what it told, whether it is there.

use ocpp_schemas::Version;
use serde::Serialize;

use crate::clock::text;
use crate::ids::{ChargePointId, SessionId};
use crate::registry::messages::SessionInfo;
use crate::state::charge_points::ChargePoint;
use crate::state::{State, shown};
use crate::store::StoreError;

/// A registered charge point with its session.
#[derive(Debug, Serialize)]
pub struct View {
    connected: bool,
    session: Option<SessionView>,
    #[serde(flatten)]
    known: shown::ChargePoint,
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
        let since = session.as_ref().map(|info| info.since);
        Ok(Self {
            connected: session.is_some(),
            session: session.map(SessionView::from),
            known: shown::ChargePoint::read(state, id, record, since)?,
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
