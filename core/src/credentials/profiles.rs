//! How a security profile is raised by CALLs: a station may come with the one in force or with a greater one that it was
//! told, and the first success with a greater one is the record's from then on. Pure, as `rotation` is.
//!
//! A profile is never lowered here: that is an operator's word on the record alone.

use crate::clock::Time;
use crate::state::charge_points::ChargePoint;
use crate::state::credential_changes::{ProfileChange, ProfileStage};

use super::rotation::Reply;

/// The greatest there is.
pub const GREATEST: u8 = 3;

/// A profile that a CALL tells a station to come with.
#[derive(Debug, Clone, Copy)]
pub struct NewProfile<'a> {
    /// The CALL's id.
    pub call: &'a str,
    /// Which.
    pub profile: u8,
    /// 2.x: the slot of the network profile that has it.
    pub slot: Option<i64>,
}

/// The profile in force.
#[must_use]
pub fn in_force(record: &ChargePoint) -> u8 {
    record.security_profile.unwrap_or_default()
}

/// A CALL that names a profile is about to leave. Says whether the station may come with it from now on: one that is not
/// greater changes nothing.
pub fn sent(record: &mut ChargePoint, new: NewProfile<'_>, now: Time) -> bool {
    if new.profile <= in_force(record) || new.profile > GREATEST {
        return false;
    }
    record.profile_changes.retain(|change| change.profile != new.profile);
    record.profile_changes.push(ProfileChange {
        profile: new.profile,
        call: new.call.to_owned(),
        slot: new.slot,
        stage: ProfileStage::Sent,
        at: now,
    });
    true
}

/// The CALL has ended. Says whether that changes anything.
pub fn answered(record: &mut ChargePoint, call: &str, reply: Reply) -> bool {
    let place = record.profile_changes.iter().position(|change| change.call == call);
    let Some(place) = place else { return false };
    let stage = match reply {
        Reply::Refused | Reply::NotSent => {
            record.profile_changes.remove(place);
            return true;
        }
        Reply::Accepted => ProfileStage::Accepted,
        Reply::Unknown => ProfileStage::Unanswered,
    };
    let change = record.profile_changes.get_mut(place);
    change.map(|change| change.stage = stage).is_some()
}

/// The station does not take the network profiles of these slots into use. Says whether that changes anything.
pub fn slots_refused(record: &mut ChargePoint, slots: &[i64]) -> bool {
    let before = record.profile_changes.len();
    record
        .profile_changes
        .retain(|change| change.slot.is_none_or(|slot| !slots.contains(&slot)));
    record.profile_changes.len() != before
}

/// The greater profiles with which the station may come, the greatest first.
#[must_use]
pub fn told(record: &ChargePoint) -> Vec<u8> {
    let mut told: Vec<u8> = record.profile_changes.iter().map(|change| change.profile).collect();
    told.sort_unstable_by(|one, other| other.cmp(one));
    told
}

/// The station was let in with a profile. Gives the change that this ends: it is in force from now on.
pub fn connected(record: &mut ChargePoint, profile: u8) -> Option<ProfileChange> {
    let place = record
        .profile_changes
        .iter()
        .position(|change| change.profile == profile)?;
    let change = record.profile_changes.remove(place);
    record.security_profile = Some(profile);
    record.profile_changes.retain(|other| other.profile > profile);
    Some(change)
}

#[cfg(test)]
mod tests {
    use super::{NewProfile, Reply, answered, connected, sent, slots_refused, told};
    use crate::clock::Time;
    use crate::state::charge_points::ChargePoint;

    fn of_profile(profile: u8) -> ChargePoint {
        ChargePoint {
            security_profile: Some(profile),
            ..ChargePoint::default()
        }
    }

    fn tell(record: &mut ChargePoint, profile: u8) -> bool {
        let new = NewProfile {
            call: "a",
            profile,
            slot: Some(2),
        };
        sent(record, new, Time::MIN_UTC)
    }

    #[test]
    fn both_are_admitted_until_the_greater_one_is_used() {
        for reply in [None, Some(Reply::Accepted), Some(Reply::Unknown)] {
            let mut record = of_profile(1);
            assert!(tell(&mut record, 2));
            if let Some(reply) = reply {
                assert!(answered(&mut record, "a", reply));
            }
            assert_eq!(told(&record), [2]);
            assert_eq!(connected(&mut record, 1), None, "the old one changes nothing");
            assert_eq!(told(&record), [2]);
            assert_eq!(
                connected(&mut record, 2).map(|change| change.call).as_deref(),
                Some("a")
            );
            assert_eq!(record, of_profile(2));
        }
    }

    #[test]
    fn a_refused_one_is_dropped() {
        for reply in [Reply::Refused, Reply::NotSent] {
            let mut record = of_profile(1);
            tell(&mut record, 2);
            assert!(answered(&mut record, "a", reply));
            assert_eq!(record, of_profile(1));
            assert!(!answered(&mut record, "a", reply));
        }
        let mut record = of_profile(1);
        tell(&mut record, 2);
        assert!(!slots_refused(&mut record, &[1]) && slots_refused(&mut record, &[1, 2]));
        assert_eq!(record, of_profile(1));
    }

    #[test]
    fn none_is_lowered_by_a_call() {
        for profile in [0, 1, 2, 4, 200] {
            let mut record = of_profile(2);
            assert!(!tell(&mut record, profile));
            assert_eq!(record, of_profile(2));
            assert_eq!(connected(&mut record, profile), None);
        }
    }

    #[test]
    fn the_greatest_that_was_used_is_in_force() {
        let mut record = of_profile(0);
        tell(&mut record, 1);
        tell(&mut record, 3);
        tell(&mut record, 2);
        assert_eq!(told(&record), [3, 2, 1]);
        assert!(connected(&mut record, 2).is_some());
        assert_eq!((told(&record), record.security_profile), (vec![3], Some(2)));
    }
}
