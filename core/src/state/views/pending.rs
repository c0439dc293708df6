//! What a charge point was told of its credentials and did not use yet.

use serde::Serialize;

use crate::clock::text;
use crate::state::charge_points::ChargePoint;
use crate::state::credential_changes::{PasswordStage, ProfileStage};

/// A change of credentials that is under way.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PendingCredential {
    /// What changes.
    credential: Credential,
    /// How far it is.
    state: PendingState,
    /// Of a security profile: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    security_profile: Option<u8>,
    /// The id of the CALL that told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    /// Since when.
    #[schema(format = DateTime)]
    since: Option<String>,
}

/// Something by which a charge point is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
enum Credential {
    Password,
    SecurityProfile,
}

/// How far a change of credentials is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PendingState {
    /// It is on its way.
    Pending,
    /// The charge point took it, and did not connect with it yet.
    Accepted,
    /// The charge point did not answer: it may have it.
    Unanswered,
    /// The same, and it connected with the one before since.
    NotUsed,
}

impl PendingCredential {
    /// Those of a charge point, passwords first.
    #[must_use]
    pub fn of(record: &ChargePoint) -> Vec<Self> {
        let unused = record
            .password_origin
            .as_ref()
            .filter(|origin| origin.used_at.is_none());
        let accepted = unused.map(|origin| Self {
            credential: Credential::Password,
            state: PendingState::Accepted,
            security_profile: None,
            command: Some(origin.call.clone()),
            since: None,
        });
        let changes = record.password_changes.iter().filter_map(|change| {
            Some(Self {
                credential: Credential::Password,
                state: match change.stage {
                    PasswordStage::Sent => PendingState::Pending,
                    PasswordStage::Unanswered => PendingState::Unanswered,
                    PasswordStage::Doubted => PendingState::NotUsed,
                    PasswordStage::OtherProfile => PendingState::Accepted,
                    PasswordStage::Before => return None,
                },
                security_profile: None,
                command: Some(change.call.clone()),
                since: Some(text(change.at)),
            })
        });
        let profiles = record.profile_changes.iter().map(|change| Self {
            credential: Credential::SecurityProfile,
            state: match change.stage {
                ProfileStage::Sent => PendingState::Pending,
                ProfileStage::Unanswered => PendingState::Unanswered,
                ProfileStage::Accepted => PendingState::Accepted,
            },
            security_profile: Some(change.profile),
            command: Some(change.call.clone()),
            since: Some(text(change.at)),
        });
        accepted.into_iter().chain(changes).chain(profiles).collect()
    }
}
