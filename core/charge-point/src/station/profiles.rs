//! Charging profiles: which limit counts when (1.6 section 3.13, 2.x K01 to K10). Pure.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::clock::{Time, after};
use crate::json;

/// What an ampere is on three phases, in W.
const WATTS_PER_AMPERE: f64 = 230.0 * 3.0;

/// A profile as it was installed.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// For which connector; 0: the whole charge point.
    pub connector: u16,
    /// As the server sent it.
    pub raw: Value,
}

/// A session that profiles may be relative to.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// Its transaction, as a profile names it.
    pub transaction: &'a str,
    /// Since when.
    pub started: Time,
}

impl Profile {
    /// The server's number.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        json::integer(&self.raw, "chargingProfileId").or_else(|| json::integer(&self.raw, "id"))
    }

    /// Its level: the highest counts.
    #[must_use]
    pub fn level(&self) -> i64 {
        json::integer(&self.raw, "stackLevel").unwrap_or_default()
    }

    /// What it is for, in its version's word.
    #[must_use]
    pub fn purpose(&self) -> &str {
        json::text(&self.raw, "chargingProfilePurpose").unwrap_or_default()
    }

    /// The transaction that it is for alone.
    #[must_use]
    pub fn transaction(&self) -> Option<String> {
        let number = json::integer(&self.raw, "transactionId").map(|number| number.to_string());
        number.or_else(|| json::text(&self.raw, "transactionId").map(str::to_owned))
    }

    /// 1.6 has one schedule, 2.x a list.
    #[must_use]
    pub fn schedule(&self) -> Option<&Value> {
        let schedule = self.raw.get("chargingSchedule")?;
        schedule.as_array().map_or(Some(schedule), |list| list.first())
    }

    fn is_for_all(&self) -> bool {
        matches!(
            self.purpose(),
            "ChargePointMaxProfile" | "ChargingStationMaxProfile" | "ChargingStationExternalConstraints"
        )
    }

    /// When the schedule that counts at this moment began.
    fn anchor(&self, at: Time, running: Option<Running<'_>>) -> Option<Time> {
        let schedule = self.schedule()?;
        let start = json::time(schedule, "startSchedule");
        match json::text(&self.raw, "chargingProfileKind")? {
            "Absolute" => start.or_else(|| running.map(|running| running.started)),
            "Relative" => running.map(|running| running.started),
            "Recurring" => {
                let days = if json::text(&self.raw, "recurrencyKind") == Some("Weekly") {
                    7
                } else {
                    1
                };
                let start = start?;
                let period = TimeDelta::days(days);
                let passed = (at - start).num_seconds().checked_div_euclid(period.num_seconds())?;
                start.checked_add_signed(period * i32::try_from(passed).ok()?)
            }
            _ => None,
        }
    }

    /// What it allows at this moment, in W; none if it says nothing.
    #[must_use]
    pub fn limit(&self, at: Time, running: Option<Running<'_>>) -> Option<f64> {
        if json::time(&self.raw, "validFrom").is_some_and(|from| at < from)
            || json::time(&self.raw, "validTo").is_some_and(|to| at >= to)
        {
            return None;
        }
        let schedule = self.schedule()?;
        let passed = (at - self.anchor(at, running)?).num_seconds();
        let ended = json::integer(schedule, "duration").is_some_and(|duration| passed >= duration);
        if passed < 0 || ended {
            return None;
        }
        let periods = json::list(schedule, "chargingSchedulePeriod");
        let begun = |period: &&Value| json::integer(period, "startPeriod").unwrap_or_default() <= passed;
        let period = periods.iter().rfind(begun)?;
        let limit = json::number(period, "limit")?;
        let is_current = json::text(schedule, "chargingRateUnit") == Some("A");
        let phases = json::number(period, "numberPhases").unwrap_or(3.0);
        Some(if is_current {
            limit * WATTS_PER_AMPERE / 3.0 * phases
        } else {
            limit
        })
    }

    /// The moments at which its limit may change around this one.
    fn changes(&self, at: Time, running: Option<Running<'_>>) -> Vec<Time> {
        let (Some(anchor), Some(schedule)) = (self.anchor(at, running), self.schedule()) else {
            return Vec::new();
        };
        let seconds = |seconds: i64| after(anchor, Duration::from_secs(u64::try_from(seconds).unwrap_or_default()));
        let periods = json::list(schedule, "chargingSchedulePeriod").iter();
        let starts = periods.filter_map(|period| json::integer(period, "startPeriod"));
        let times = starts.chain(json::integer(schedule, "duration")).map(seconds);
        let valid = ["validFrom", "validTo"].into_iter();
        times
            .chain(valid.filter_map(|name| json::time(&self.raw, name)))
            .collect()
    }
}

/// All profiles of a charge point.
#[derive(Debug, Clone, Default)]
pub struct Profiles(Vec<Profile>);

impl Profiles {
    /// Installs one. One of the same number, or of the same purpose, level and connector, goes.
    pub fn put(&mut self, profile: Profile) {
        self.0.retain(|kept| {
            let same_place = (kept.connector, kept.level(), kept.purpose(), kept.transaction())
                == (
                    profile.connector,
                    profile.level(),
                    profile.purpose(),
                    profile.transaction(),
                );
            kept.id() != profile.id() && !same_place
        });
        self.0.push(profile);
    }

    /// Removes those that fit; how many these were.
    pub fn remove(&mut self, fits: impl Fn(&Profile) -> bool) -> usize {
        let before = self.0.len();
        self.0.retain(|profile| !fits(profile));
        before - self.0.len()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// What they allow a connector at this moment, in W; none if they say nothing.
    #[must_use]
    pub fn limit(&self, connector: u16, at: Time, running: Option<Running<'_>>) -> Option<f64> {
        let of_all = self.highest(|profile| profile.is_for_all(), at, running);
        let here = |profile: &Profile| profile.connector == connector || profile.connector == 0;
        let of_transaction = self.highest(
            |profile| {
                let its = profile.transaction();
                let fits = its.is_none() || its.as_deref() == running.map(|running| running.transaction);
                profile.purpose() == "TxProfile" && here(profile) && fits && running.is_some()
            },
            at,
            running,
        );
        let default = |profile: &Profile| profile.purpose() == "TxDefaultProfile" && here(profile);
        let of_session = of_transaction.or_else(|| self.highest(default, at, running));
        match (of_all, of_session) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    fn highest(&self, fits: impl Fn(&Profile) -> bool, at: Time, running: Option<Running<'_>>) -> Option<f64> {
        let fitting = self.0.iter().filter(|profile| fits(profile));
        let saying =
            fitting.filter_map(|profile| Some(((profile.level(), profile.connector), profile.limit(at, running)?)));
        saying.max_by_key(|(rank, _)| *rank).map(|(_, limit)| limit)
    }

    /// The limits from a moment on as periods of a schedule, in W or A.
    #[must_use]
    pub fn composite(&self, asked: &Composite<'_>) -> Value {
        let end = after(asked.from, asked.duration);
        let profiles = self.0.iter();
        let mut times: Vec<Time> = profiles
            .flat_map(|profile| [asked.from, end].map(|at| profile.changes(at, asked.running)))
            .flatten()
            .filter(|time| *time > asked.from && *time < end)
            .chain([asked.from])
            .collect();
        times.sort_unstable();
        times.dedup();
        let mut periods: Vec<(i64, f64)> = Vec::new();
        for time in times {
            let limit = self
                .limit(asked.connector, time, asked.running)
                .unwrap_or(asked.most_w)
                .min(asked.most_w);
            let limit = if asked.unit == "A" {
                limit / WATTS_PER_AMPERE
            } else {
                limit
            };
            // OCPP has one decimal place.
            let limit = (limit * 10.0).round() / 10.0;
            if periods
                .last()
                .is_none_or(|(_, last)| (last - limit).abs() > f64::EPSILON)
            {
                periods.push(((time - asked.from).num_seconds(), limit));
            }
        }
        let periods = periods
            .iter()
            .map(|(start, limit)| json!({"startPeriod": start, "limit": limit}));
        json!(periods.collect::<Vec<_>>())
    }
}

/// Which limits are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Composite<'a> {
    /// Of which connector; 0: of the whole charge point.
    pub connector: u16,
    /// From when on.
    pub from: Time,
    /// For how long.
    pub duration: Duration,
    /// `W` or `A`
    pub unit: &'a str,
    /// What is there without any profile, in W.
    pub most_w: f64,
    /// The session there.
    pub running: Option<Running<'a>>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use std::time::Duration;

    use serde_json::{Value, json};

    use super::{Composite, Profile, Profiles, Running};
    use crate::clock::{Time, after};

    fn now() -> Time {
        "2026-01-01T12:00:00Z".parse().unwrap()
    }

    fn profile(id: i64, connector: u16, raw: Value) -> Profile {
        let mut whole = json!({"chargingProfileId": id, "stackLevel": id, "chargingProfileKind": "Absolute"});
        for (name, value) in raw.as_object().unwrap() {
            whole[name] = value.clone();
        }
        Profile { connector, raw: whole }
    }

    fn schedule(limits: &[(i64, f64)]) -> Value {
        let periods: Vec<_> = limits
            .iter()
            .map(|(start, limit)| json!({"startPeriod": start, "limit": limit}))
            .collect();
        json!({"chargingRateUnit": "W", "startSchedule": "2026-01-01T12:00:00Z", "duration": 3600,
            "chargingSchedulePeriod": periods})
    }

    fn limit(profiles: &[Profile], seconds: u64) -> Option<f64> {
        let mut all = Profiles::default();
        profiles.iter().for_each(|profile| all.put(profile.clone()));
        let running = Running {
            transaction: "7",
            started: now(),
        };
        all.limit(1, after(now(), Duration::from_secs(seconds)), Some(running))
    }

    #[test]
    fn periods_follow_each_other_until_the_duration_is_over() {
        let default = profile(
            1,
            1,
            json!({"chargingProfilePurpose": "TxDefaultProfile", "chargingSchedule": schedule(&[(0, 9000.0), (60, 5000.0)])}),
        );
        let at = |seconds| limit(std::slice::from_ref(&default), seconds);
        assert_eq!(
            (at(0), at(59), at(60), at(3600)),
            (Some(9000.0), Some(9000.0), Some(5000.0), None)
        );
    }

    #[test]
    fn the_highest_level_counts_the_transactions_before_the_default_and_the_least_of_all() {
        let of = |id, purpose: &str, watts| {
            profile(
                id,
                1,
                json!({"chargingProfilePurpose": purpose, "chargingSchedule": schedule(&[(0, watts)])}),
            )
        };
        let (low, high) = (of(1, "TxDefaultProfile", 9000.0), of(2, "TxDefaultProfile", 8000.0));
        assert_eq!(limit(&[low.clone(), high.clone()], 0), Some(8000.0));
        let own = of(3, "TxProfile", 8500.0);
        assert_eq!(limit(&[low.clone(), high, own.clone()], 0), Some(8500.0));
        let all = of(4, "ChargePointMaxProfile", 4000.0);
        assert_eq!(limit(&[low, own, all], 0), Some(4000.0));
    }

    #[test]
    fn kinds_begin_when_they_should() {
        let relative = profile(
            1,
            1,
            json!({"chargingProfilePurpose": "TxProfile", "chargingProfileKind": "Relative", "transactionId": 7,
                "chargingSchedule": {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 10}]}}),
        );
        assert_eq!(limit(&[relative], 5), Some(6900.0));
        let daily = profile(
            1,
            1,
            json!({"chargingProfilePurpose": "TxDefaultProfile", "chargingProfileKind": "Recurring",
                "recurrencyKind": "Daily", "chargingSchedule": schedule(&[(0, 3000.0)])}),
        );
        let at = |seconds| limit(std::slice::from_ref(&daily), seconds);
        assert_eq!(
            (at(86_400), at(86_400 + 3600), at(2 * 86_400 + 3599)),
            (Some(3000.0), None, Some(3000.0))
        );
    }

    #[test]
    fn a_composite_schedule_names_each_change_once() {
        let mut all = Profiles::default();
        all.put(profile(
            1,
            0,
            json!({"chargingProfilePurpose": "TxDefaultProfile",
                "chargingSchedule": schedule(&[(0, 9000.0), (60, 9000.0), (120, 5000.0)])}),
        ));
        let composite = all.composite(&Composite {
            connector: 1,
            from: now(),
            duration: Duration::from_secs(7200),
            unit: "W",
            most_w: 22_000.0,
            running: None,
        });
        let expected = json!([{"startPeriod": 0, "limit": 9000.0}, {"startPeriod": 120, "limit": 5000.0},
            {"startPeriod": 3600, "limit": 22_000.0}]);
        assert_eq!(composite, expected);
    }
}
