//! What an answer says of the profiles that a station was set, the same for all versions: one takes the place of its number,
//! and of what it would be beside (1.6 section 5.16.4, 2.x K01.FR.05); those go that a clearing fits.

use serde_json::Value;

use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::state::charging_profiles::{MOST_SET, SetProfile, delete_set_profile, put_set_profile};
use crate::state::profile_words::Words;

/// Which profiles are cleared; what is absent fits all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cleared<'a> {
    /// Its number; then nothing else counts.
    pub id: Option<i64>,
    /// The EVSE, in 1.6 the connector; 0: the station as a whole.
    pub place: Option<i64>,
    pub purpose: Option<&'a str>,
    pub stack_level: Option<i64>,
}

impl Cleared<'_> {
    fn fits(&self, set: &SetProfile) -> bool {
        let words = Words::of(&set.profile);
        if self.id.is_some() {
            return words.id == self.id;
        }
        self.place.is_none_or(|place| set.place == place)
            && self.purpose.is_none_or(|purpose| words.purpose == Some(purpose))
            && self.stack_level.is_none_or(|level| words.stack_level == Some(level))
    }
}

/// The station takes a profile.
///
/// # Errors
/// The store's.
pub fn set(context: Context<'_>, place: i64, profile: &Value) -> Result<Effects, HandlerError> {
    let station = context.caller.charge_point;
    let new = SetProfile {
        at: context.caller.now,
        place,
        command: context.message.clone(),
        profile: profile.clone(),
    };
    let words = Words::of(profile);
    let Some(id) = words.id else { return Ok(Effects::none()) };
    let known = context.state.set_profiles(station)?;
    // A session's own profile is beside that of another session.
    let is_replaced = |old: &SetProfile| {
        let before = Words::of(&old.profile);
        old.place == place
            && before.purpose == words.purpose
            && before.stack_level == words.stack_level
            && before.transaction == words.transaction
    };
    let others = known.iter().filter(|old| Words::of(&old.profile).id != Some(id));
    let (replaced, mut rest): (Vec<_>, Vec<_>) = others.partition(|old| is_replaced(old));
    rest.sort_by_key(|old| old.at);
    let spare = (rest.len() + 1).saturating_sub(MOST_SET);
    let gone = replaced.into_iter().chain(rest.into_iter().take(spare));
    let mut writes: Vec<_> = gone
        .filter_map(|old| Some(delete_set_profile(station, Words::of(&old.profile).id?)))
        .collect();
    writes.push(put_set_profile(station, id, &new)?);
    Ok(Effects::now(writes))
}

/// The station has no such profiles any more.
///
/// # Errors
/// The store's.
pub fn cleared(context: Context<'_>, cleared: Cleared<'_>) -> Result<Effects, HandlerError> {
    let station = context.caller.charge_point;
    let known = context.state.set_profiles(station)?;
    let gone = known.iter().filter(|set| cleared.fits(set));
    let writes: Vec<_> = gone
        .filter_map(|set| Some(delete_set_profile(station, Words::of(&set.profile).id?)))
        .collect();
    if writes.is_empty() {
        return Ok(Effects::none());
    }
    Ok(Effects::now(writes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::Cleared;
    use crate::ids::MessageId;
    use crate::state::charging_profiles::SetProfile;

    #[test]
    fn a_clearing_fits_by_all_that_it_says() {
        let profile = json!({"id": 7, "stackLevel": 1, "chargingProfilePurpose": "TxDefaultProfile"});
        let set = SetProfile {
            at: "2026-01-01T00:00:00Z".parse().unwrap(),
            place: 2,
            command: MessageId::new("c"),
            profile,
        };
        let all = Cleared::default();
        for (cleared, fits) in [
            (all, true),
            (
                Cleared {
                    id: Some(7),
                    place: Some(9),
                    ..all
                },
                true,
            ),
            (Cleared { id: Some(8), ..all }, false),
            (
                Cleared {
                    place: Some(2),
                    purpose: Some("TxDefaultProfile"),
                    ..all
                },
                true,
            ),
            (Cleared { place: Some(0), ..all }, false),
            (
                Cleared {
                    purpose: Some("TxProfile"),
                    ..all
                },
                false,
            ),
            (
                Cleared {
                    stack_level: Some(1),
                    ..all
                },
                true,
            ),
            (
                Cleared {
                    stack_level: Some(0),
                    ..all
                },
                false,
            ),
        ] {
            assert_eq!(cleared.fits(&set), fits, "{cleared:?}");
        }
    }
}
