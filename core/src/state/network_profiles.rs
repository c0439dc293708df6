//! What is known of a station's network profiles (2.x B09): by slot, as they were set last.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::collections::NETWORK_PROFILES;
use super::seen::Seen;
use super::{State, key, put};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{StoreError, Write};

/// The network profiles of a station.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NetworkProfiles {
    /// By slot.
    #[schema(value_type = BTreeMap<String, NetworkProfile>)]
    pub slots: BTreeMap<i64, NetworkProfile>,
    /// The slots that it was told to use, the first of them first; empty: it was told none.
    pub priority: Vec<i64>,
}

/// How a station connects, without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NetworkProfile {
    /// `ocppCsmsUrl`.
    pub url: String,
    /// `securityProfile`.
    pub security_profile: i64,
    /// `ocppInterface`.
    pub interface: String,
    /// `ocppTransport`.
    pub transport: String,
    /// `ocppVersion`.
    pub version: Option<String>,
    /// `messageTimeout`, in seconds.
    pub message_timeout: i64,
    /// When the station took it.
    #[schema(value_type = String, format = DateTime)]
    pub at: Time,
}

impl State {
    /// What is known of a station's network profiles.
    ///
    /// # Errors
    /// The store's.
    pub fn network_profiles(&self, id: &ChargePointId) -> Result<NetworkProfiles, StoreError> {
        Ok(self.get(NETWORK_PROFILES, &key(&[id.as_str()]))?.unwrap_or_default())
    }

    /// The same, and what was seen of the record.
    ///
    /// # Errors
    /// The store's.
    pub fn network_profiles_seen(&self, id: &ChargePointId) -> Result<(NetworkProfiles, Seen), StoreError> {
        let key = key(&[id.as_str()]);
        let (found, revision) = self.get_at(NETWORK_PROFILES, &key)?.unzip();
        Ok((found.unwrap_or_default(), Seen::new(NETWORK_PROFILES, key, revision)))
    }
}

/// Keeps what is known of them.
///
/// # Errors
/// A record without a JSON form.
pub fn put_network_profiles(id: &ChargePointId, known: &NetworkProfiles) -> Result<Write, StoreError> {
    put(NETWORK_PROFILES, key(&[id.as_str()]), known)
}
