//! Changes of a charge point's credentials that are under way: what it may have beside what is in force.

use serde::{Deserialize, Serialize};

use super::charge_points::PasswordHash;
use crate::clock::Time;

/// A secret that a charge point may have beside the one in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordChange {
    /// The id of the CALL that brought it; empty: it was there before the first that did.
    pub call: String,
    /// The secret.
    pub hash: PasswordHash,
    /// How it stands with it.
    pub stage: PasswordStage,
    /// When the CALL left; of one that was in force, when another took its place.
    pub at: Time,
}

/// How it stands with a secret beside the one in force. Each is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordStage {
    /// Its CALL leaves or has left, and has no end yet.
    Sent,
    /// Its CALL ended without an answer: the station may have taken it.
    Unanswered,
    /// The same, and the station came back with the one in force since.
    Doubted,
    /// It was in force before, and the one that took its place was not used yet.
    Before,
    /// The station took it for another of its network profiles, where it is used from then on.
    OtherProfile,
}

/// Where the password in force comes from, if a CALL of ours brought it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordOrigin {
    /// The id of the CALL.
    pub call: String,
    /// When the station was let in with it first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Time>,
}

/// A security profile that a charge point was told to come with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileChange {
    /// 1 to 3; greater than the one in force.
    pub profile: u8,
    /// The id of the CALL that said so.
    pub call: String,
    /// 2.x: the slot of the network profile that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<i64>,
    /// How it stands with it.
    pub stage: ProfileStage,
    /// When the CALL left.
    pub at: Time,
}

/// How it stands with a profile that a charge point was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileStage {
    /// The CALL leaves or has left, and has no end yet.
    Sent,
    /// The CALL ended without an answer.
    Unanswered,
    /// The station took it, and did not come with it yet.
    Accepted,
}
