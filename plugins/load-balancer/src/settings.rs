//! The settings, and what would make them dangerous.

use std::collections::BTreeSet;

use ocpp_plugin_sdk::settings;
use serde::Deserialize;

use crate::amount::Amount;
use crate::plan::Priority;

/// The plugin's settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Settings {
    /// What is kept under its limit.
    pub sites: Vec<Site>,
    /// How often the clock makes a new plan, in seconds.
    pub interval: i64,
    /// A limit that changes by less is not sent.
    pub margin: Amount,
    /// For how long a vehicle draws less than its share before others get the rest, in seconds.
    pub unused_after: i64,
    /// How what is left above the floors is divided.
    pub priority: Priority,
    /// Of the charging profiles.
    pub stack_level: i64,
    /// The first id of the charging profiles; each connector has two.
    pub profile_id: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sites: Vec::new(),
            interval: 30,
            margin: Amount::tenths(10),
            unused_after: 300,
            priority: Priority::Fair,
            stack_level: 0,
            profile_id: 7000,
        }
    }
}

/// What shares one limit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Site {
    /// For people, and the key of its state.
    pub name: String,
    /// Of all its connectors together: per phase if it is a current.
    pub limit: Amount,
    /// Of the limit, and of everything else here.
    #[serde(default)]
    pub unit: Unit,
    /// 1 or 3.
    #[serde(default = "three")]
    pub phases: i64,
    /// Between a phase and neutral.
    #[serde(default = "volts")]
    pub voltage: i64,
    /// What each connector may draw when nobody says otherwise.
    pub fail_safe: Amount,
    /// Its charge points.
    pub charge_points: Vec<Station>,
}

/// A charge point of a site.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Station {
    /// Its identity.
    pub id: String,
    /// What its charging profiles are written in; none: the site's unit.
    pub rate_unit: Option<Unit>,
    /// Connectors in 1.6, EVSEs in 2.x.
    #[serde(alias = "evses")]
    pub connectors: Vec<Connector>,
}

/// A connector or EVSE.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connector {
    /// Its number.
    pub id: i64,
    /// What it can give.
    pub max: Amount,
    /// A vehicle there charges with at least that, or waits.
    pub floor: Amount,
}

/// Ampere per phase, or watt.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Unit {
    #[default]
    A,
    W,
}

fn three() -> i64 {
    3
}

fn volts() -> i64 {
    230
}

impl Settings {
    /// Reads and checks them.
    ///
    /// # Errors
    /// What is wrong, with the site's name.
    pub fn read() -> Result<Self, String> {
        let settings: Self = settings::read().map_err(|error| error.to_string())?;
        let wrong = settings.problem();
        wrong.map_or(Ok(settings), |problem| {
            Err(format!("the plugin's settings cannot be used: {problem}"))
        })
    }

    /// The site that a charge point belongs to.
    pub fn site_of(&self, charge_point: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.station(charge_point).is_some())
    }

    fn problem(&self) -> Option<String> {
        let (mut names, mut ids) = (BTreeSet::new(), BTreeSet::new());
        let twice = self.sites.iter().find(|site| !names.insert(&site.name));
        if let Some(site) = twice {
            return Some(format!("the site {:?} is there twice", site.name));
        }
        let mut stations = self.sites.iter().flat_map(|site| &site.charge_points);
        if let Some(station) = stations.find(|station| !ids.insert(&station.id)) {
            return Some(format!("the charge point {:?} is there twice", station.id));
        }
        if self.interval < 1 || self.unused_after < 1 {
            return Some("interval and unusedAfter are at least a second".to_owned());
        }
        self.sites.iter().find_map(Site::problem)
    }
}

impl Site {
    /// A charge point by its identity.
    pub fn station(&self, id: &str) -> Option<&Station> {
        self.charge_points.iter().find(|station| station.id == id)
    }

    /// A connector by its charge point and number.
    pub fn connector(&self, charge_point: &str, number: i64) -> Option<&Connector> {
        let mut connectors = self.station(charge_point)?.connectors.iter();
        connectors.find(|connector| connector.id == number)
    }

    fn problem(&self) -> Option<String> {
        let name = &self.name;
        let connectors = || self.charge_points.iter().flat_map(|station| &station.connectors);
        if name.is_empty() || name.len() > 64 {
            return Some("a site's name has 1 to 64 bytes".to_owned());
        }
        if !matches!(self.phases, 1 | 3) || self.voltage < 1 {
            return Some(format!("site {name}: 1 or 3 phases, and a voltage"));
        }
        if let Some(wrong) = connectors().find(|c| c.id < 1 || c.floor > c.max || self.fail_safe > c.max) {
            let Connector { id, max, floor } = wrong;
            let fail_safe = self.fail_safe;
            return Some(format!(
                "site {name}, connector {id}: its number is at least 1, and its floor {floor} and the failSafe \
                 {fail_safe} are at most its max {max}"
            ));
        }
        for station in &self.charge_points {
            let mut numbers = BTreeSet::new();
            if !station.connectors.iter().all(|connector| numbers.insert(connector.id)) {
                return Some(format!("site {name}: {:?} has a connector twice", station.id));
            }
        }
        let idle: Amount = connectors().map(|_| self.fail_safe).sum();
        if idle > self.limit {
            return Some(format!(
                "site {name}: all connectors at their failSafe draw {idle}, and the limit is {}",
                self.limit
            ));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use ocpp_plugin_sdk::testing;
    use serde_json::{Value, json};

    use super::*;

    fn site() -> Value {
        json!({"name": "north", "limit": 32, "failSafe": 6, "chargePoints": [
            {"id": "CP-1", "connectors": [{"id": 1, "max": 32, "floor": 6}, {"id": 2, "max": 32, "floor": 6}]}
        ]})
    }

    fn problem(change: impl Fn(&mut Value)) -> String {
        let mut settings = json!({"sites": [site()]});
        change(&mut settings);
        testing::set_settings(&settings);
        Settings::read().map(|_| ()).unwrap_err()
    }

    #[test]
    fn what_is_not_said_has_a_default() {
        testing::set_settings(&json!({"sites": [site()]}));
        let settings = Settings::read().unwrap();
        let site = settings.site_of("CP-1").unwrap();
        assert_eq!((site.unit, site.phases, site.voltage), (Unit::A, 3, 230));
        assert_eq!(site.connector("CP-1", 2).unwrap().max, Amount::tenths(320));
        assert!(settings.site_of("CP-2").is_none());
        assert_eq!((settings.interval, settings.margin), (30, Amount::tenths(10)));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        type Case = (fn(&mut Value), &'static str);
        let cases: [Case; 9] = [
            (
                |s| s["sites"][0]["failSafe"] = json!(17),
                "all connectors at their failSafe draw 34",
            ),
            (|s| s["sites"][0]["failSafe"] = json!(33), "at most its max"),
            (|s| s["sites"][0]["phases"] = json!(2), "1 or 3 phases"),
            (|s| s["sites"][0]["limits"] = json!(2), "unknown field"),
            (|s| s["sites"][0]["limit"] = json!(-2), "no amount"),
            (
                |s| s["sites"][0]["chargePoints"][0]["connectors"][1]["id"] = json!(1),
                "a connector twice",
            ),
            (
                |s| s["sites"][0]["chargePoints"][0]["connectors"][1]["floor"] = json!(40),
                "its floor 40",
            ),
            (|s| s["sites"] = json!([site(), site()]), "\"north\" is there twice"),
            (|s| s["interval"] = json!(0), "at least a second"),
        ];
        for (change, expected) in cases {
            let text = problem(change);
            assert!(text.contains("settings") && text.contains(expected), "{text}");
        }
    }
}
