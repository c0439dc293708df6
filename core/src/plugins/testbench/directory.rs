//! What the server knows, as a fixture writes it: the members of the operators' API, all but the ids
//! optional. It becomes records in the store, so that the capability reads them as it always does.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use crate::clock::{self, Time};
use crate::config::settings::RegistrationStatus;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::charge_points::{self, Boot, BootDetails, put_boot, put_charge_point, seen};
use crate::state::connectors::{self, put_connector};
use crate::state::id_tags::{self, IdTagStatus, put_id_tag};
use crate::state::sessions::{SessionView, Sessions};
use crate::state::transactions::{self, Doubts, Ending, EventCount, SameId, TransactionState, create_transaction};
use crate::store::{StoreError, Write};

/// Charge points, connectors, transactions, id tags.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Directory {
    charge_points: Vec<ChargePoint>,
    connectors: BTreeMap<String, Vec<Connector>>,
    transactions: Vec<Transaction>,
    id_tags: BTreeMap<String, IdTag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChargePoint {
    id: String,
    #[serde(default)]
    connected: bool,
    session: Option<Value>,
    #[serde(default)]
    security_profile: u8,
    registration: Option<RegistrationStatus>,
    boot: Option<WrittenBoot>,
    last_seen: Option<Time>,
    #[serde(default)]
    connectors: Vec<Connector>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenBoot {
    version: Option<String>,
    #[serde(default)]
    vendor: String,
    #[serde(default)]
    model: String,
    serial_number: Option<String>,
    firmware_version: Option<String>,
    at: Option<Time>,
    status: Option<RegistrationStatus>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connector {
    evse: Option<i64>,
    connector: i64,
    #[serde(default = "available")]
    status: String,
    error_code: Option<String>,
    at: Option<String>,
}

fn available() -> String {
    "Available".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    charge_point: String,
    id: String,
    version: Option<String>,
    evse: Option<i64>,
    connector: Option<i64>,
    id_tag: Option<String>,
    state: Option<String>,
    started_at: Option<String>,
    #[serde(default, with = "rust_decimal::serde::str_option")]
    meter_start_wh: Option<Decimal>,
    stopped_at: Option<String>,
    #[serde(default, with = "rust_decimal::serde::str_option")]
    meter_stop_wh: Option<Decimal>,
    stop_reason: Option<String>,
    complete: Option<bool>,
    #[serde(default)]
    doubts: Doubts,
    authorization: Option<String>,
    reservation_id: Option<i64>,
    remote_start_id: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct IdTag {
    #[serde(rename = "type")]
    kind: Option<String>,
    status: Option<IdTagStatus>,
    parent: Option<String>,
    expiry: Option<Time>,
}

impl Directory {
    /// Shows the charge points that are connected.
    pub fn connect(&self, sessions: &Sessions) {
        for station in self.charge_points.iter().filter(|station| station.connected) {
            let present = SessionView {
                since: None,
                reached_at: None,
                shown: station.session.clone().unwrap_or_default(),
            };
            sessions.set(&ChargePointId::new(&station.id), present);
        }
    }

    /// The writes that make the store hold it. Charge points that the steps name (`also`) are registered
    /// too: on a server, nobody calls who is not.
    ///
    /// # Errors
    /// A record without a JSON form.
    pub fn writes<'a>(&self, also: impl Iterator<Item = &'a str>) -> Result<Vec<Write>, StoreError> {
        let now = clock::now();
        let mut writes = Vec::new();
        for id in also.filter(|id| !id.is_empty()) {
            writes.push(put_charge_point(&ChargePointId::new(id), &registered(0, None))?);
        }
        for station in &self.charge_points {
            writes.extend(station.writes(now)?);
        }
        for (id, connectors) in &self.connectors {
            for connector in connectors {
                writes.push(put_connector(&ChargePointId::new(id), connector.record(now)).into_write());
            }
        }
        for transaction in &self.transactions {
            writes.extend(create_transaction(&transaction.record(now))?);
        }
        for (tag, written) in &self.id_tags {
            writes.push(put_id_tag(&id_tags::IdTag {
                tag: tag.clone(),
                kind: written.kind.clone(),
                status: written.status.unwrap_or(IdTagStatus::Accepted),
                parent: written.parent.clone(),
                expiry: written.expiry,
            })?);
        }
        Ok(writes)
    }
}

fn registered(security_profile: u8, registration: Option<RegistrationStatus>) -> charge_points::ChargePoint {
    charge_points::ChargePoint {
        security_profile: Some(security_profile),
        registration,
        ..charge_points::ChargePoint::default()
    }
}

impl ChargePoint {
    fn writes(&self, now: Time) -> Result<Vec<Write>, StoreError> {
        let id = ChargePointId::new(&self.id);
        let mut writes = vec![put_charge_point(
            &id,
            &registered(self.security_profile, self.registration),
        )?];
        if let Some(boot) = &self.boot {
            writes.push(put_boot(&id, &boot.record(now))?);
        }
        if let Some(at) = self.last_seen {
            writes.push(seen(&id, at).into_write());
        }
        for connector in &self.connectors {
            writes.push(put_connector(&id, connector.record(now)).into_write());
        }
        Ok(writes)
    }
}

impl WrittenBoot {
    fn record(&self, now: Time) -> Boot {
        Boot {
            version: self.version.clone(),
            vendor: self.vendor.clone(),
            model: self.model.clone(),
            serial_number: self.serial_number.clone(),
            firmware_version: self.firmware_version.clone(),
            at: self.at.unwrap_or(now),
            status: self.status.unwrap_or(RegistrationStatus::Accepted),
            details: BootDetails::default(),
        }
    }
}

impl Connector {
    fn record(&self, now: Time) -> connectors::Connector {
        connectors::Connector {
            evse: self.evse,
            connector: self.connector,
            status: self.status.clone().into(),
            error_code: self.error_code.clone().map(Into::into),
            info: None,
            vendor_id: None,
            vendor_error_code: None,
            at: self.at.clone().unwrap_or_else(|| clock::text(now)),
            received_at: now,
            whole: None,
        }
    }
}

impl Transaction {
    fn record(&self, now: Time) -> transactions::Transaction {
        transactions::Transaction {
            charge_point: ChargePointId::new(&self.charge_point),
            id: TransactionId::new(&self.id),
            version: self.version.clone().unwrap_or_else(|| "1.6".to_owned()),
            evse: self.evse,
            connector: self.connector,
            id_tag: self.id_tag.clone(),
            state: match self.state.as_deref() {
                Some("closed") => TransactionState::Closed,
                _ => TransactionState::Open,
            },
            complete: self.complete.unwrap_or(true),
            doubts: self.doubts.clone(),
            energy: None,
            next_start: None,
            charging: None,
            started_at: self.started_at.clone(),
            meter_start_wh: self.meter_start_wh,
            stopped_at: self.stopped_at.clone(),
            meter_stop_wh: self.meter_stop_wh,
            stop_reason: self.stop_reason.clone(),
            reservation_id: self.reservation_id,
            remote_start_id: self.remote_start_id,
            authorization: self.authorization.clone(),
            start_answer: None,
            stop_answer: None,
            events: EventCount::default(),
            same_id: SameId::default(),
            ending: Ending::default(),
            imported: None,
            assigned: None,
            received_at: now,
        }
    }
}
