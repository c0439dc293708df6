//! The charging profiles of a station: those that it was set and accepted, and those that it reported last (2.x). One
//! record for each profile, since they may be long.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::collections::{CHARGING_PROFILE_REPORTS, CHARGING_PROFILES, REPORTED_PROFILES};
use super::{State, delete, key, prefix, put, records_of};
use crate::clock::Time;
use crate::ids::{ChargePointId, MessageId};
use crate::store::{Page, StoreError, Write};

/// So many that were set are known of a station; of more, the one that was set longest ago goes.
pub const MOST_SET: usize = 200;
/// So many that were reported are kept of a station.
pub const MOST_REPORTED: usize = 500;

/// A profile that the station accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetProfile {
    /// When it said so.
    pub at: Time,
    /// The EVSE, in 1.6 the connector; 0: the station as a whole.
    pub place: i64,
    /// The command that set it.
    pub command: MessageId,
    /// As it was sent.
    pub profile: Value,
}

/// A profile that the station reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportedProfile {
    /// The report that it was in.
    pub request_id: i64,
    /// The EVSE; 0: the station as a whole.
    pub evse: i64,
    /// Who limits, in the station's word: `CSO`, `EMS`.
    pub source: String,
    /// As the station told it.
    pub profile: Value,
}

/// The report that came last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileReport {
    /// The number by which it was asked for.
    pub request_id: i64,
    /// When its last part came.
    pub at: Time,
    /// All parts of it are there.
    pub complete: bool,
    /// So many were in it.
    pub profiles: usize,
}

impl State {
    /// The profiles that a station was set, by their numbers.
    pub fn set_profiles(&self, id: &ChargePointId) -> Result<Vec<SetProfile>, StoreError> {
        Ok(records_of(self.of_station(
            CHARGING_PROFILES,
            id,
            Page::all(MOST_SET + 1),
        )?))
    }

    /// The report that came last; none: there was none.
    pub fn profile_report(&self, id: &ChargePointId) -> Result<Option<ProfileReport>, StoreError> {
        self.get(CHARGING_PROFILE_REPORTS, &key(&[id.as_str()]))
    }

    /// The profiles of the report that came last, in the order in which it told them.
    pub fn reported_profiles(&self, id: &ChargePointId) -> Result<Vec<ReportedProfile>, StoreError> {
        Ok(records_of(self.of_station(
            REPORTED_PROFILES,
            id,
            Page::all(MOST_REPORTED),
        )?))
    }

    /// The writes that take the profiles of an earlier report away.
    pub fn forget_reported_profiles(&self, id: &ChargePointId) -> Result<Vec<Write>, StoreError> {
        let of_it = prefix(&[id.as_str()]);
        let keys = self
            .store()
            .list_keys(REPORTED_PROFILES, Page::of(&of_it, MOST_REPORTED))?;
        Ok(keys.into_iter().map(|key| delete(REPORTED_PROFILES, key)).collect())
    }
}

fn numbered(id: &ChargePointId, number: i64) -> String {
    key(&[id.as_str(), &format!("{number:010}")])
}

/// The station accepted a profile.
pub fn put_set_profile(id: &ChargePointId, number: i64, set: &SetProfile) -> Result<Write, StoreError> {
    put(CHARGING_PROFILES, numbered(id, number), set)
}

/// The station has a profile no more.
pub fn delete_set_profile(id: &ChargePointId, number: i64) -> Write {
    delete(CHARGING_PROFILES, numbered(id, number))
}

/// One of a report, by its place in it.
pub fn put_reported_profile(id: &ChargePointId, place: usize, reported: &ReportedProfile) -> Result<Write, StoreError> {
    put(REPORTED_PROFILES, key(&[id.as_str(), &format!("{place:06}")]), reported)
}

/// How far a report is.
pub fn put_profile_report(id: &ChargePointId, report: &ProfileReport) -> Result<Write, StoreError> {
    put(CHARGING_PROFILE_REPORTS, key(&[id.as_str()]), report)
}
