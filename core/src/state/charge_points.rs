//! What is known of a charge point: credentials, registration, the last BootNotification.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::attributes::Attributes;
use super::collections::{BOOTS, CHARGE_POINTS, LAST_SEEN};
use super::credential_changes::{PasswordChange, PasswordOrigin, ProfileChange};
use super::key::unescape;
use super::versioned::put_back;
use super::{State, Versioned, key, latest_record, put};
use crate::clock::{Time, text};
use crate::config::settings::{RegistrationStatus, Strictness};
use crate::config::zone::Zone;
use crate::ids::ChargePointId;
use crate::store::latest::Latest;
use crate::store::{Page, Revision, StoreError, Write};

/// A registered charge point: what the operator says of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargePoint {
    /// 0: none, 1: Basic, 2: TLS with Basic, 3: TLS with a client certificate. None: nobody has said.
    pub security_profile: Option<u8>,
    /// The secret of profiles 1 and 2.
    pub password: Option<PasswordHash>,
    /// The secret before it, accepted until the new one was used once.
    pub previous_password: Option<PasswordHash>,
    /// What BootNotification is answered; none: the configuration's default.
    pub registration: Option<RegistrationStatus>,
    /// First contact or registration.
    pub created_at: Option<Time>,
    /// What becomes of its messages that are not valid; none: the configuration's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strictness: Option<Strictness>,
    /// The zone of the times that it sends without one; none: what is known of its make, else UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Zone>,
    /// What people call it, and where it stands.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
    /// Which CALL brought the password, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_origin: Option<PasswordOrigin>,
    /// The secrets that it may have beside those, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub password_changes: Vec<PasswordChange>,
    /// The greater profiles that it was told to come with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profile_changes: Vec<ProfileChange>,
}

/// A salted HMAC-SHA-256 of a device key. Device keys are random, and a whole fleet
/// authenticates at once after a restart: a slow hash would be that storm's bottleneck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordHash {
    /// 16 random bytes, base64.
    pub salt: String,
    /// The HMAC of the secret's bytes under the salt, base64.
    pub mac: String,
}

/// The last BootNotification and what it was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Boot {
    /// The connection's OCPP version; none in records of old.
    #[serde(default)]
    pub version: Option<String>,
    /// `chargePointVendor` or `chargingStation.vendorName`.
    pub vendor: String,
    /// `chargePointModel` or `chargingStation.model`.
    pub model: String,
    /// `chargePointSerialNumber` or `chargingStation.serialNumber`.
    pub serial_number: Option<String>,
    /// `firmwareVersion`.
    pub firmware_version: Option<String>,
    pub at: Time,
    pub status: RegistrationStatus,
    /// What else it said; nothing in records of old.
    #[serde(default)]
    pub details: BootDetails,
}

/// What lists ask of the last boot. A [`Boot`] has the whole request with it, which is not read where all charge points are
/// looked through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BootWords {
    /// The connection's OCPP version.
    pub version: Option<String>,
    pub vendor: String,
    pub model: String,
    pub serial_number: Option<String>,
    pub firmware_version: Option<String>,
    pub status: Option<RegistrationStatus>,
    pub details: BootNumbers,
}

/// The other numbers of a charge point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BootNumbers {
    pub charge_box_serial_number: Option<String>,
}

/// What a BootNotification says beside what every version has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct BootDetails {
    /// 2.x: `PowerUp`, `RemoteReset`, ...
    pub reason: Option<String>,
    /// 1.6.
    pub charge_box_serial_number: Option<String>,
    /// 1.6; 2.x: of the modem.
    pub iccid: Option<String>,
    /// 1.6; 2.x: of the modem.
    pub imsi: Option<String>,
    /// 1.6.
    pub meter_type: Option<String>,
    /// 1.6.
    pub meter_serial_number: Option<String>,
    /// All of it, as it came.
    pub request: Value,
}

impl Boot {
    /// Whether a name is that of the charge point: its identity, or a serial number that it told.
    #[must_use]
    pub fn is_called(&self, charge_point: &ChargePointId, name: &str) -> bool {
        let told = [&self.serial_number, &self.details.charge_box_serial_number];
        charge_point.as_str() == name || told.into_iter().flatten().any(|serial| serial == name)
    }
}

impl State {
    /// A registered charge point.
    pub fn charge_point(&self, id: &ChargePointId) -> Result<Option<ChargePoint>, StoreError> {
        self.get(CHARGE_POINTS, &key(&[id.as_str()]))
    }

    /// A registered charge point with the revision of its record.
    pub fn charge_point_at(&self, id: &ChargePointId) -> Result<Option<(ChargePoint, Revision)>, StoreError> {
        self.get_at(CHARGE_POINTS, &key(&[id.as_str()]))
    }

    /// The charge points after one id, in the ids' order.
    pub fn charge_points(
        &self,
        after: Option<&ChargePointId>,
        limit: usize,
    ) -> Result<Vec<(ChargePointId, ChargePoint)>, StoreError> {
        let after = after.map(|id| key(&[id.as_str()]));
        let page = Page::all(limit).after(after.as_deref());
        let found = self.list(CHARGE_POINTS, page)?;
        Ok(found
            .into_iter()
            .map(|(key, record)| (ChargePointId::new(&unescape(&key)), record))
            .collect())
    }

    /// The last BootNotification.
    pub fn boot(&self, id: &ChargePointId) -> Result<Option<Boot>, StoreError> {
        self.get(BOOTS, &key(&[id.as_str()]))
    }

    /// The same without what it said beside: where all charge points are looked through.
    pub fn boot_words(&self, id: &ChargePointId) -> Result<Option<BootWords>, StoreError> {
        self.get(BOOTS, &key(&[id.as_str()]))
    }

    /// When the charge point's last heartbeat arrived.
    pub fn last_seen(&self, id: &ChargePointId) -> Result<Option<Time>, StoreError> {
        self.get(LAST_SEEN, &key(&[id.as_str()]))
    }
}

/// Registers or changes a charge point.
pub fn put_charge_point(id: &ChargePointId, record: &ChargePoint) -> Result<Write, StoreError> {
    put(CHARGE_POINTS, key(&[id.as_str()]), record)
}

/// Registers a charge point, or changes it if nobody has since it was read.
pub fn put_back_charge_point(id: &ChargePointId, record: &Versioned<ChargePoint>) -> Result<Write, StoreError> {
    put_back(CHARGE_POINTS, key(&[id.as_str()]), record)
}

/// Keeps a BootNotification with its answer.
pub fn put_boot(id: &ChargePointId, boot: &Boot) -> Result<Write, StoreError> {
    put(BOOTS, key(&[id.as_str()]), boot)
}

/// Notes that the charge point was heard.
#[must_use]
pub fn seen(id: &ChargePointId, at: Time) -> Latest {
    latest_record(LAST_SEEN, key(&[id.as_str()]), Arc::new(Seen(at)))
}

/// A time in the form of our messages.
struct Seen(Time);

impl Serialize for Seen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text(self.0))
    }
}
