//! What a PUT makes of a charge point. Members that are absent keep their value.
//!
//! - `securityProfile`: 0 to 3; 1 where it was never said and there is a password. Without both it stays unsaid, and
//!   such a charge point is only let in where those that nobody registered are (`ocpp.register_unknown`), so that
//!   nobody has one without authentication by leaving something out.
//! - `password`: 16 to 64 characters without control characters; `null` removes it. 1.6 says 16 to
//!   20 bytes, sent as 32 to 40 hexadecimal digits or as text; 2.x 16 to 64 characters: one rule
//!   covers them. Characters are counted, not bytes.
//! - `rotate`: the password before stays valid until the new one was used once. If the one before
//!   was not used yet, the older one that the station still has stays valid.
//! - `strictness`: `repair` or `strict`, what becomes of its messages that are not valid; `null` is the
//!   configuration's word.
//! - `timeZone`: the zone of the times that it sends without one, such as `Europe/Berlin` or `+02:00`; `null`: what
//!   is known of its make, else UTC.
//! - `name`, `site`, `labels`, `location`, `note`: see `attributes`.
//! - `registration`: what BootNotification is answered, from the next one on; `null` is the configuration's default.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::attributes::Said;
use crate::admin::body::given;
use crate::admin::problem::{Problem, kinds};
use crate::admin::revised::{Attempt, apart, settle};
use crate::clock::{self, Time};
use crate::config::settings::{RegistrationStatus, Strictness};
use crate::config::zone::Zone;
use crate::credentials::hash;
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::attributes::{Label, Location};
use crate::state::charge_points::{ChargePoint, PasswordHash, put_charge_point};
use crate::state::credential_changes::{PasswordChange, PasswordOrigin, ProfileChange};

/// How many characters a password has.
const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 16..=64;

/// The body.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(examples(json!({"securityProfile": 1, "password": "0123456789abcdef", "name": "Gate 3", "site": "depot", "labels": ["fast"]})))]
pub struct PutChargePoint {
    /// 0 to 3.
    pub(super) security_profile: Option<u8>,
    /// 16 to 64 characters; `null` removes it.
    #[serde(deserialize_with = "given")]
    pub(super) password: Option<Option<String>>,
    /// The password before stays valid until the new one was used.
    pub(super) rotate: bool,
    /// What BootNotification is answered; `null`: the configuration's default.
    #[serde(deserialize_with = "given")]
    pub(super) registration: Option<Option<RegistrationStatus>>,
    /// What becomes of messages that are not valid; `null`: the configuration's word.
    #[serde(deserialize_with = "given")]
    pub(super) strictness: Option<Option<Strictness>>,
    /// The zone of times that name none; `null`: what is known of its make, else UTC.
    #[serde(deserialize_with = "given")]
    pub(super) time_zone: Option<Option<Zone>>,
    /// What people call it.
    #[serde(deserialize_with = "given")]
    pub(super) name: Option<Option<String>>,
    /// The place, depot or customer that it belongs to.
    #[serde(deserialize_with = "given")]
    pub(super) site: Option<Option<String>>,
    /// Words by which it is found and selected.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Vec<Label>>)]
    pub(super) labels: Option<Option<BTreeSet<Label>>>,
    /// Where it stands.
    #[serde(deserialize_with = "given")]
    pub(super) location: Option<Option<Location>>,
    /// What else people should know of it.
    #[serde(deserialize_with = "given")]
    pub(super) note: Option<Option<String>>,
}

/// What becomes of the charge point.
#[derive(Debug)]
pub struct Change {
    /// What is kept from now on.
    pub record: ChargePoint,
    /// It was not known before.
    pub created: bool,
    /// The live connection was let in by a weaker profile than is asked for now.
    pub raised: bool,
    /// The live connection must learn how its messages are read.
    pub reading: bool,
}

impl PutChargePoint {
    /// Applies the body to what is known and makes it durable; whatever others change meanwhile stays changed.
    ///
    /// # Errors
    /// A profile, password or combination that cannot be; the store's.
    pub async fn make(&self, state: &State, id: &ChargePointId) -> Result<Change, Problem> {
        settle(state, || {
            let (known, expect) = apart(state.charge_point_at(id)?);
            let change = self.apply(known, clock::now())?;
            Ok(Attempt {
                expect,
                writes: vec![put_charge_point(id, &change.record)?],
                outcome: change,
            })
        })
        .await
    }

    /// What it makes of what is known.
    ///
    /// # Errors
    /// A profile, password or combination that cannot be.
    pub(super) fn apply(&self, old: Option<ChargePoint>, now: Time) -> Result<Change, Problem> {
        let created = old.is_none();
        let old = old.unwrap_or_else(|| ChargePoint {
            created_at: Some(now),
            ..ChargePoint::default()
        });
        let (password, previous_password) = self.passwords(&old)?;
        // A password says that there is authentication.
        let first = old.security_profile.or(password.as_ref().map(|_| 1));
        let security_profile = self.security_profile.or(first);
        check_profile(security_profile.unwrap_or_default(), password.is_some())?;
        let registration = self.registration.unwrap_or(old.registration);
        let strictness = self.strictness.unwrap_or(old.strictness);
        let time_zone = self.time_zone.unwrap_or(old.time_zone);
        let said = Said {
            name: self.name.as_ref().map(Option::as_deref),
            site: self.site.as_ref().map(Option::as_deref),
            labels: self.labels.as_ref().map(Option::as_ref),
            location: self.location.as_ref().map(Option::as_ref),
            note: self.note.as_ref().map(Option::as_deref),
        };
        Ok(Change {
            created,
            raised: security_profile.unwrap_or_default() > old.security_profile.unwrap_or_default(),
            reading: (strictness, time_zone) != (old.strictness, old.time_zone),
            record: ChargePoint {
                security_profile,
                password_changes: self.password_changes(&old),
                password_origin: self.password_origin(&old),
                profile_changes: profile_changes(&old, security_profile),
                password,
                previous_password,
                registration,
                strictness,
                time_zone,
                attributes: said.apply(&old.attributes)?,
                ..old
            },
        })
    }

    /// The secrets that the station was told stay valid where it may have them: unless another is set without `rotate`.
    fn password_changes(&self, old: &ChargePoint) -> Vec<PasswordChange> {
        match &self.password {
            Some(_) if !self.rotate => Vec::new(),
            _ => old.password_changes.clone(),
        }
    }

    /// One that an operator sets was brought by no CALL.
    fn password_origin(&self, old: &ChargePoint) -> Option<PasswordOrigin> {
        old.password_origin.clone().filter(|_| self.password.is_none())
    }

    /// The password and the one before it.
    fn passwords(&self, old: &ChargePoint) -> Result<(Option<PasswordHash>, Option<PasswordHash>), Problem> {
        match &self.password {
            None if self.rotate => Err(invalid("`rotate` goes with a new `password`")),
            Some(None) if self.rotate => Err(invalid("`rotate` goes with a new `password`")),
            None => Ok((old.password.clone(), old.previous_password.clone())),
            Some(None) => Ok((None, None)),
            Some(Some(secret)) => {
                check_password(secret)?;
                let before = old.previous_password.as_ref().or(old.password.as_ref());
                Ok((Some(hash(secret)?), before.filter(|_| self.rotate).cloned()))
            }
        }
    }
}

/// What is not greater is nothing to come.
fn profile_changes(old: &ChargePoint, profile: Option<u8>) -> Vec<ProfileChange> {
    let mut changes = old.profile_changes.clone();
    changes.retain(|change| change.profile > profile.unwrap_or_default());
    changes
}

fn check_profile(profile: u8, has_password: bool) -> Result<(), Problem> {
    match profile {
        0 | 3 => Ok(()),
        1 | 2 if has_password => Ok(()),
        1 | 2 => Err(invalid(&format!("security profile {profile} needs a `password`"))),
        _ => Err(invalid("`securityProfile` goes from 0 to 3")),
    }
}

fn check_password(secret: &str) -> Result<(), Problem> {
    if secret.chars().any(char::is_control) {
        return Err(invalid("`password` must not have control characters"));
    }
    let chars = secret.chars().count();
    if PASSWORD_CHARS.contains(&chars) {
        return Ok(());
    }
    Err(invalid(&format!(
        "`password` has {chars} characters; it must have 16 to 64 (a key in hexadecimal: 32 to 40)"
    )))
}

fn invalid(detail: &str) -> Problem {
    Problem::new(kinds::INVALID_REQUEST, detail)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::{Change, PutChargePoint};
    use crate::admin::problem::Problem;
    use crate::clock::Time;
    use crate::config::settings::RegistrationStatus;
    use crate::credentials::{Matched, verify};
    use crate::state::charge_points::ChargePoint;

    const FIRST: &str = "the-first-secret-1";
    const SECOND: &str = "the-second-secret-2";
    const THIRD: &str = "the-third-secret-3";

    fn put(old: Option<ChargePoint>, body: Value) -> Result<Change, Problem> {
        let now: Time = "2026-01-01T00:00:00Z".parse().unwrap();
        serde_json::from_value::<PutChargePoint>(body).unwrap().apply(old, now)
    }

    fn registered(body: Value) -> ChargePoint {
        put(None, body).unwrap().record
    }

    #[test]
    fn a_password_makes_a_new_charge_point_one_of_profile_1() {
        let change = put(None, json!({ "password": FIRST })).unwrap();
        assert!(change.created);
        assert_eq!(change.record.security_profile, Some(1));
        assert_eq!(registered(json!({ "securityProfile": 0 })).security_profile, Some(0));
        assert_eq!(registered(json!({})).security_profile, None);
        let later = put(Some(registered(json!({}))), json!({ "password": FIRST })).unwrap();
        assert_eq!((later.record.security_profile, later.raised), (Some(1), true));
    }

    #[test]
    fn absent_members_keep_their_value() {
        let old = registered(json!({ "password": FIRST, "registration": "Pending" }));
        let kept = put(Some(old.clone()), json!({})).unwrap();
        assert_eq!(kept.record, old);
        assert!(!kept.created && !kept.raised);
        let cleared = put(Some(old), json!({ "registration": null })).unwrap();
        assert_eq!(cleared.record.registration, None);
    }

    #[test]
    fn names_and_places_are_kept_changed_and_removed() {
        let old = registered(
            json!({"name": " Gate ", "site": "Berlin", "labels": ["Fast", "depot-2", "fast"],
            "location": {"latitude": 52.5, "longitude": 13.4, "address": "Street 1"}, "note": "two\r\nlines"}),
        );
        let shown = |record: &ChargePoint| serde_json::to_value(&record.attributes).unwrap();
        assert_eq!(
            shown(&old),
            json!({"name": "Gate", "site": "Berlin", "labels": ["depot-2", "fast"], "note": "two\nlines",
                "location": {"latitude": 52.5, "longitude": 13.4, "address": "Street 1"}})
        );
        let change = put(
            Some(old.clone()),
            json!({"site": "Bonn", "labels": ["slow"], "note": null}),
        )
        .unwrap();
        assert_eq!(
            shown(&change.record),
            json!({"name": "Gate", "site": "Bonn", "labels": ["slow"], "note": null,
                "location": {"latitude": 52.5, "longitude": 13.4, "address": "Street 1"}})
        );
        let bare = json!({"name": null, "site": null, "labels": null, "location": null, "note": null});
        assert!(put(Some(old), bare).unwrap().record.attributes.is_empty());
        for unfit in [
            json!({"name": " "}),
            json!({"name": "x".repeat(101)}),
            json!({"site": "a\nb"}),
            json!({"location": {"latitude": 90.5, "longitude": 0}}),
            json!({"location": {"latitude": 0, "longitude": -181}}),
            json!({"labels": (0..51).map(|n| n.to_string()).collect::<Vec<_>>()}),
        ] {
            assert!(put(None, unfit.clone()).is_err(), "{unfit}");
        }
    }

    #[test]
    fn profiles_with_a_password_need_one() {
        for profile in [1, 2] {
            assert!(put(None, json!({ "securityProfile": profile })).is_err());
            let old = registered(json!({ "securityProfile": profile, "password": FIRST }));
            assert!(put(Some(old.clone()), json!({ "password": null })).is_err());
            let open = put(Some(old), json!({ "securityProfile": 0, "password": null })).unwrap();
            assert_eq!(open.record.password, None);
        }
        assert!(put(None, json!({ "securityProfile": 3 })).is_ok());
        assert!(put(None, json!({ "securityProfile": 4 })).is_err());
    }

    #[test]
    fn a_raised_profile_is_told() {
        let old = registered(json!({ "securityProfile": 0, "registration": "Accepted" }));
        assert_eq!(old.registration, Some(RegistrationStatus::Accepted));
        let change = put(Some(old), json!({ "securityProfile": 1, "password": FIRST })).unwrap();
        assert!(change.raised);
    }

    #[test]
    fn passwords_have_a_length() {
        for (length, good) in [(15, false), (16, true), (40, true), (64, true), (65, false)] {
            assert_eq!(
                put(None, json!({ "password": "x".repeat(length) })).is_ok(),
                good,
                "{length}"
            );
        }
        assert!(put(None, json!({ "password": "ö".repeat(64) })).is_ok());
        assert!(put(None, json!({ "password": "a\nb-a-long-enough-one" })).is_err());
    }

    #[test]
    fn a_rotation_keeps_the_secret_that_the_station_has() {
        let old = registered(json!({ "password": FIRST }));
        let once = put(Some(old), json!({ "password": SECOND, "rotate": true }))
            .unwrap()
            .record;
        assert_eq!(verify(&once, SECOND.as_bytes()), Some(Matched::Current));
        assert_eq!(verify(&once, FIRST.as_bytes()), Some(Matched::Previous));
        let twice = put(Some(once.clone()), json!({ "password": THIRD, "rotate": true }))
            .unwrap()
            .record;
        assert_eq!(verify(&twice, FIRST.as_bytes()), Some(Matched::Previous));
        assert_eq!(verify(&twice, SECOND.as_bytes()), None);
        let replaced = put(Some(once), json!({ "password": THIRD })).unwrap().record;
        assert_eq!(verify(&replaced, FIRST.as_bytes()), None);
        assert!(put(None, json!({ "rotate": true })).is_err());
    }
}
