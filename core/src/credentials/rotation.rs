//! How a password changes by a CALL: the secrets that a station may have are accepted, whatever became of the CALL, and
//! the first success with a new one settles it. A pure machine: what happened goes in, the record comes out.
//!
//! | happened | what becomes of the record |
//! |---|---|
//! | the CALL leaves | its secret is accepted beside the one in force |
//! | it was taken | it is in force; all that were accepted stay until it is used |
//! | it was refused, or never left | it is dropped |
//! | no answer came | both are accepted |
//! | the station comes with the one in force | those before it go; one that had no answer is doubted, and goes in a week |
//! | the station comes with one that had no answer | that one is in force, and those before it go |
//!
//! A station may take a secret, fail to say so, and use it from its next start on only (`RebootRequired`): that is why one
//! without an answer is not dropped because the old one was used once more.

use chrono::TimeDelta;

use super::{Matched, hash};
use crate::clock::Time;
use crate::state::charge_points::{ChargePoint, PasswordHash};
use crate::state::credential_changes::{PasswordChange, PasswordOrigin, PasswordStage};

/// More secrets of one station are not accepted at a time: it has to come with one of them first.
pub const MOST_CHANGES: usize = 16;

/// So long one is accepted of which the station said nothing, and which it did not use when it came.
const DOUBTED_FOR: TimeDelta = TimeDelta::days(7);

/// A secret that a CALL brings.
#[derive(Debug, Clone, Copy)]
pub struct NewPassword<'a> {
    /// The CALL's id.
    pub call: &'a str,
    /// As it stands in the CALL.
    pub secret: &'a str,
    /// Of another network profile than the one that is used.
    pub other_profile: bool,
}

/// What became of a CALL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The station takes what it brings.
    Accepted,
    /// It does not.
    Refused,
    /// It never left.
    NotSent,
    /// The station may have carried it out or not.
    Unknown,
}

/// Why a CALL with a new secret does not leave.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The system has no random numbers.
    #[error("the system has no random numbers")]
    Random,
    /// See [`MOST_CHANGES`].
    #[error("too many new passwords of this charge point are unsettled; it has to connect with one of them first")]
    TooMany,
}

/// A CALL with a new secret is about to leave.
///
/// # Errors
/// What keeps it from leaving.
pub fn sent(record: &mut ChargePoint, new: NewPassword<'_>, now: Time) -> Result<(), RotationError> {
    if record.password_changes.len() >= MOST_CHANGES {
        return Err(RotationError::TooMany);
    }
    record.password_changes.push(PasswordChange {
        call: new.call.to_owned(),
        hash: hash(new.secret).map_err(|_| RotationError::Random)?,
        stage: PasswordStage::Sent,
        at: now,
    });
    Ok(())
}

/// The CALL has ended. Says whether that changes anything.
///
/// # Errors
/// The system has no random numbers.
pub fn answered(
    record: &mut ChargePoint,
    new: NewPassword<'_>,
    reply: Reply,
    now: Time,
) -> Result<bool, RotationError> {
    let changes = &mut record.password_changes;
    let place = changes.iter().position(|change| change.call == new.call);
    match (reply, place) {
        (Reply::Accepted, place) => {
            let is_in_force = record
                .password_origin
                .as_ref()
                .is_some_and(|from| from.call == new.call);
            if is_in_force {
                // The station was faster to use it than to say so.
                return Ok(false);
            }
            let hash = match place.map(|place| changes.remove(place)) {
                Some(change) => change.hash,
                None => hash(new.secret).map_err(|_| RotationError::Random)?,
            };
            taken(record, new, hash, now);
            Ok(true)
        }
        (_, None) => Ok(false),
        (Reply::Refused | Reply::NotSent, Some(place)) => {
            changes.remove(place);
            Ok(true)
        }
        (Reply::Unknown, Some(place)) => {
            let change = changes
                .get_mut(place)
                .filter(|change| change.stage == PasswordStage::Sent);
            Ok(change.map(|change| change.stage = PasswordStage::Unanswered).is_some())
        }
    }
}

/// The station took a secret: it is in force, and what it had before is accepted until it uses the new one.
fn taken(record: &mut ChargePoint, new: NewPassword<'_>, hash: PasswordHash, now: Time) {
    let change = |call: String, hash, stage| PasswordChange {
        call,
        hash,
        stage,
        at: now,
    };
    if new.other_profile {
        let stage = PasswordStage::OtherProfile;
        record.password_changes.push(change(new.call.to_owned(), hash, stage));
        return;
    }
    for change in &mut record.password_changes {
        // What was told before is older than what it says it has now, and does not take its place any more.
        if change.stage != PasswordStage::OtherProfile {
            change.stage = PasswordStage::Before;
        }
    }
    let origin = record.password_origin.take();
    if let Some(before) = record.password.replace(hash) {
        let call = origin.map(|origin| origin.call).unwrap_or_default();
        record
            .password_changes
            .push(change(call, before, PasswordStage::Before));
    }
    record.password_origin = Some(PasswordOrigin {
        call: new.call.to_owned(),
        used_at: None,
    });
}

/// What the use of a password says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Used {
    /// Nothing new.
    Nothing,
    /// The one that this CALL brought is used for the first time.
    New(String),
    /// The one in force is used, though it was told another by these CALLs.
    NotNew(Vec<String>),
}

/// The station was let in with one of its passwords.
pub fn connected(record: &mut ChargePoint, matched: Matched, now: Time) -> Used {
    match matched {
        Matched::Previous => Used::Nothing,
        Matched::Current => used_current(record, now),
        Matched::Change(place) => {
            let stage = record.password_changes.get(place).map(|change| change.stage);
            if stage.is_none_or(|stage| stage == PasswordStage::Before) {
                return Used::Nothing;
            }
            used_change(record, place, now)
        }
    }
}

fn used_current(record: &mut ChargePoint, now: Time) -> Used {
    // A rotation is over once the new secret was used.
    record.previous_password = None;
    let mut doubted = Vec::new();
    record.password_changes.retain_mut(|change| match change.stage {
        PasswordStage::Before => false,
        PasswordStage::Doubted => now - change.at < DOUBTED_FOR,
        PasswordStage::OtherProfile => true,
        // Its CALL left on a connection that is over, whether or not anybody will say so.
        PasswordStage::Sent => {
            change.stage = PasswordStage::Unanswered;
            true
        }
        PasswordStage::Unanswered => {
            change.stage = PasswordStage::Doubted;
            doubted.push(change.call.clone());
            true
        }
    });
    let unused = record
        .password_origin
        .as_mut()
        .filter(|origin| origin.used_at.is_none());
    if let Some(origin) = unused {
        origin.used_at = Some(now);
        return Used::New(origin.call.clone());
    }
    if doubted.is_empty() {
        Used::Nothing
    } else {
        Used::NotNew(doubted)
    }
}

/// It is in force, and what is older is over; of another network profile, that one may be used again.
fn used_change(record: &mut ChargePoint, place: usize, now: Time) -> Used {
    let change = record.password_changes.remove(place);
    let mut at = 0;
    record.password_changes.retain(|other| {
        let is_older = at < place && other.stage != PasswordStage::Sent;
        at += 1;
        other.stage == PasswordStage::OtherProfile || !(is_older || other.stage == PasswordStage::Before)
    });
    record.previous_password = None;
    let origin = record.password_origin.replace(PasswordOrigin {
        call: change.call.clone(),
        used_at: Some(now),
    });
    let before = record.password.replace(change.hash);
    if let (Some(hash), PasswordStage::OtherProfile) = (before, change.stage) {
        record.password_changes.push(PasswordChange {
            call: origin.map(|origin| origin.call).unwrap_or_default(),
            hash,
            stage: PasswordStage::OtherProfile,
            at: now,
        });
    }
    Used::New(change.call)
}

/// How it stands with the secret that a CALL brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The station uses it.
    InUse,
    /// It is accepted, and was not used yet.
    Waits,
    /// The station came with the one before.
    Doubted,
    /// It is over: it was refused, or another took its place.
    Over,
}

/// How it stands with the secret that a CALL brought.
#[must_use]
pub fn standing(record: &ChargePoint, call: &str) -> Standing {
    if let Some(origin) = record.password_origin.as_ref().filter(|origin| origin.call == call) {
        return if origin.used_at.is_some() {
            Standing::InUse
        } else {
            Standing::Waits
        };
    }
    let change = record.password_changes.iter().find(|change| change.call == call);
    match change.map(|change| change.stage) {
        Some(PasswordStage::Sent | PasswordStage::Unanswered | PasswordStage::OtherProfile) => Standing::Waits,
        Some(PasswordStage::Doubted) => Standing::Doubted,
        Some(PasswordStage::Before) | None => Standing::Over,
    }
}

/// The CALL that brought the password in force, if that was not used yet.
#[must_use]
pub fn unused(record: &ChargePoint) -> Option<&str> {
    let origin = record
        .password_origin
        .as_ref()
        .filter(|origin| origin.used_at.is_none());
    origin.map(|origin| origin.call.as_str())
}

/// The last CALL with a password that left since then, and that had no answer; also one that was used meanwhile.
#[must_use]
pub fn unanswered(record: &ChargePoint, since: Time) -> Option<&str> {
    let is_open = |change: &&PasswordChange| {
        let is_unanswered = !matches!(change.stage, PasswordStage::Before | PasswordStage::OtherProfile);
        is_unanswered && change.at >= since
    };
    let last = record.password_changes.iter().rfind(is_open);
    let used = || {
        let origin = record.password_origin.as_ref();
        origin.filter(|origin| origin.used_at.is_none_or(|at| at >= since))
    };
    last.map(|change| change.call.as_str())
        .or_else(|| used().map(|origin| origin.call.as_str()))
}
