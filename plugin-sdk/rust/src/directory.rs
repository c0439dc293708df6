//! The capability `directory`: what the server knows, read only.
//!
//! The types have what a plugin may count on; members that a newer server tells beside them are
//! ignored, and those that an older one does not tell are none.
//!
//! ```
//! use ocpp_plugin_sdk::{directory, testing};
//!
//! testing::set_directory(&serde_json::json!({
//!     "chargePoints": [{"id": "CP-1", "connected": true, "session": {"version": "1.6"}}]
//! }));
//! let station = directory::charge_point("CP-1")?.unwrap();
//! assert_eq!(station.version(), Some("1.6"));
//! # Ok::<(), directory::DirectoryError>(())
//! ```

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::host::directory as host;
use crate::refused::refused;

refused! {
    /// Why a read was refused.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::directory::DirectoryError;
    /// let error = DirectoryError { code: "denied".into(), message: "not granted".into() };
    /// assert_eq!(error.to_string(), "directory: not granted (denied)");
    /// ```
    DirectoryError,
    "directory",
    "`denied`, `budget` or `store`: see `directory.wit`; `form` if the answer is not of the type here."
}

/// A registered charge point.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChargePoint {
    /// Its identity.
    pub id: String,
    /// Whether it is connected now.
    #[serde(default)]
    pub connected: bool,
    /// The connection, while there is one.
    pub session: Option<Session>,
    /// What its last BootNotification said.
    pub boot: Option<Boot>,
    /// When it was last heard, RFC 3339.
    pub last_seen: Option<String>,
}

impl ChargePoint {
    /// The OCPP version of its connection: `1.6`, `2.0.1` or `2.1`.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.session.as_ref().and_then(|session| session.version.as_deref())
    }
}

/// A charge point's connection.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Session {
    /// Its number, as in the events `charge-point.connected` and `charge-point.disconnected`.
    pub id: Option<u64>,
    /// `1.6`, `2.0.1` or `2.1`.
    pub version: Option<String>,
    /// When it began, RFC 3339.
    pub since: Option<String>,
}

/// What a BootNotification said.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Boot {
    /// `chargePointVendor` or `vendorName`.
    #[serde(default)]
    pub vendor: String,
    /// `chargePointModel` or `model`.
    #[serde(default)]
    pub model: String,
    /// If it told one.
    pub serial_number: Option<String>,
    /// If it told one.
    pub firmware_version: Option<String>,
}

/// A connector that reported a status.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connector {
    /// 2.x.
    pub evse: Option<i64>,
    /// 1.6: 0 is the charge point itself.
    pub connector: i64,
    /// As the version spells it: `Charging` in 1.6 is `Occupied` in 2.x.
    pub status: String,
    /// 1.6.
    pub error_code: Option<String>,
    /// When it was told, RFC 3339.
    pub at: Option<String>,
}

/// A charging session. Energies are exact, in Wh.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    /// Whose it is.
    pub charge_point: String,
    /// In 1.6 the number, as text.
    pub id: String,
    /// `1.6`, `2.0.1` or `2.1`.
    pub version: Option<String>,
    /// 2.x.
    pub evse: Option<i64>,
    /// Where it is; in 2.x none while the station did not tell.
    pub connector: Option<i64>,
    /// The tag or token.
    pub id_tag: Option<String>,
    /// `open` or `closed`.
    pub state: Option<String>,
    /// RFC 3339.
    pub started_at: Option<String>,
    /// At the start.
    #[serde(default, with = "rust_decimal::serde::str_option")]
    pub meter_start_wh: Option<Decimal>,
    /// RFC 3339.
    pub stopped_at: Option<String>,
    /// At the end.
    #[serde(default, with = "rust_decimal::serde::str_option")]
    pub meter_stop_wh: Option<Decimal>,
    /// What was charged so far, never below 0; none: it cannot be known.
    #[serde(default, with = "rust_decimal::serde::str_option")]
    pub energy_wh: Option<Decimal>,
    /// What that rests on: `station`, `readings`, `intervals`, `next-start` or `operator`.
    pub energy_source: Option<String>,
    /// None while it is open, and where its times contradict each other.
    pub duration_seconds: Option<i64>,
    /// As the version spells it.
    pub stop_reason: Option<String>,
    /// What became of the tag at the start, as the version spells it.
    pub authorization: Option<String>,
    /// 2.x: the station's last word.
    pub charging_state: Option<String>,
    /// It has ended, every message of it has arrived, and nothing is in doubt.
    #[serde(default)]
    pub complete: bool,
    /// What is in doubt, in words that stay the same; more may come.
    #[serde(default)]
    pub doubts: Vec<String>,
}

impl Transaction {
    /// Whether it goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.as_deref() == Some("open")
    }
}

/// A registered id tag.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct IdTag {
    /// As it was registered.
    pub tag: Option<String>,
    /// What kind of token it is (2.x IdTokenEnumType); none: it counts for every kind.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `Accepted`, or why it may not charge: a word of 2.x AuthorizationStatusEnumType.
    pub status: String,
    /// Its group.
    pub parent: Option<String>,
    /// RFC 3339.
    pub expiry: Option<String>,
}

/// A charge point; none if it is not registered.
///
/// # Errors
/// As [`DirectoryError`] says.
///
/// ```
/// assert_eq!(ocpp_plugin_sdk::directory::charge_point("CP-9").unwrap(), None);
/// ```
pub fn charge_point(id: &str) -> Result<Option<ChargePoint>, DirectoryError> {
    host::charge_point(id)?.map(form).transpose()
}

/// At most `limit` charge points (the server gives at most 100) in the order of their ids, after
/// `after`.
///
/// # Errors
/// As [`DirectoryError`] says.
///
/// ```
/// assert!(ocpp_plugin_sdk::directory::charge_points(None, 100).unwrap().is_empty());
/// ```
pub fn charge_points(after: Option<&str>, limit: u32) -> Result<Vec<ChargePoint>, DirectoryError> {
    forms(host::charge_points(after, limit)?)
}

/// The connectors of a charge point that ever reported a status.
///
/// # Errors
/// As [`DirectoryError`] says.
///
/// ```
/// use ocpp_plugin_sdk::{directory, testing};
///
/// let connector = serde_json::json!({"connector": 1, "status": "Charging"});
/// testing::set_directory(&serde_json::json!({"connectors": {"CP-1": [connector]}}));
/// assert_eq!(directory::connectors("CP-1").unwrap()[0].status, "Charging");
/// ```
pub fn connectors(charge_point: &str) -> Result<Vec<Connector>, DirectoryError> {
    forms(host::connectors(charge_point)?)
}

/// A transaction; none if there is no such.
///
/// # Errors
/// As [`DirectoryError`] says.
///
/// ```
/// assert_eq!(ocpp_plugin_sdk::directory::transaction("CP-1", "7").unwrap(), None);
/// ```
pub fn transaction(charge_point: &str, id: &str) -> Result<Option<Transaction>, DirectoryError> {
    host::transaction(charge_point, id)?.map(form).transpose()
}

/// The open transactions of a charge point.
///
/// # Errors
/// As [`DirectoryError`] says.
///
/// ```
/// use ocpp_plugin_sdk::{directory, testing};
///
/// let transaction = serde_json::json!({"chargePoint": "CP-1", "id": "7", "state": "open"});
/// testing::set_directory(&serde_json::json!({"transactions": [transaction]}));
/// assert_eq!(directory::open_transactions("CP-1").unwrap()[0].id, "7");
/// ```
pub fn open_transactions(charge_point: &str) -> Result<Vec<Transaction>, DirectoryError> {
    forms(host::open_transactions(charge_point)?)
}

/// An id tag; none if it is not registered.
///
/// # Errors
/// As [`DirectoryError`] says.
///
/// ```
/// assert_eq!(ocpp_plugin_sdk::directory::id_tag("A").unwrap(), None);
/// ```
pub fn id_tag(tag: &str) -> Result<Option<IdTag>, DirectoryError> {
    host::id_tag(tag)?.map(form).transpose()
}

fn forms<T: DeserializeOwned>(texts: Vec<String>) -> Result<Vec<T>, DirectoryError> {
    texts.into_iter().map(form).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "for use in map")]
fn form<T: DeserializeOwned>(text: String) -> Result<T, DirectoryError> {
    serde_json::from_str(&text).map_err(|error| DirectoryError {
        code: "form".to_owned(),
        message: error.to_string(),
    })
}
