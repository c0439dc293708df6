//! The rows of all blocks, by version and name.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use ocpp_schemas::{Action, Catalogue, Kind, Version};

use super::rows::Row;
use super::{
    authorization, availability, battery_swap, certificates, data_transfer, der_control, diagnostics, display,
    firmware, local_list, metering, provisioning, remote_control, reservation, smart_charging, tariff, transactions,
    v2x,
};
use crate::counters::Place;

/// The rows of all blocks.
pub(super) static ROWS: [&[Row]; 18] = [
    authorization::ROWS,
    availability::ROWS,
    battery_swap::ROWS,
    certificates::ROWS,
    data_transfer::ROWS,
    der_control::ROWS,
    diagnostics::ROWS,
    display::ROWS,
    firmware::ROWS,
    local_list::ROWS,
    metering::ROWS,
    provisioning::ROWS,
    remote_control::ROWS,
    reservation::ROWS,
    smart_charging::ROWS,
    tariff::ROWS,
    transactions::ROWS,
    v2x::ROWS,
];

/// An action of one version with its row.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Its schema and sender.
    pub action: &'static Action,
    /// What depends on it.
    pub row: &'static Row,
    /// Where it is counted.
    pub place: Place,
}

impl Entry {
    /// The length of the valid request that a text begins with.
    #[must_use]
    pub fn valid_length(self, text: &str) -> Option<usize> {
        self.action.valid_length(Kind::Request, text)
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.action.name())
    }
}

/// The actions of one version by their name.
pub struct Table(HashMap<&'static str, Entry>);

impl Table {
    /// The table of a version. One that lacks a row for an action is excluded by a test.
    #[must_use]
    pub fn of(version: Version) -> &'static Self {
        static TABLES: LazyLock<[Table; 3]> = LazyLock::new(|| Version::ALL.map(Table::new));
        let [v16, v201, v21] = &*TABLES;
        match version {
            Version::V16 => v16,
            Version::V201 => v201,
            Version::V21 => v21,
        }
    }

    fn new(version: Version) -> Self {
        let rows = ROWS.iter().flat_map(|block| block.iter());
        let in_version = rows.filter(|row| row.versions.iter().any(|one| one == version));
        let entry = |row: &'static Row| {
            let action = Catalogue::of(version).action(row.action)?;
            let place = Place::of(version, action.name());
            Some((action.name(), Entry { action, row, place }))
        };
        Self(in_version.filter_map(entry).collect())
    }

    /// An action with its row.
    #[must_use]
    pub fn get(&self, action: &str) -> Option<Entry> {
        self.0.get(action).copied()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use ocpp_schemas::{Catalogue, Version};

    use super::{ROWS, Table};
    use crate::config::settings::OnFailure;

    #[test]
    fn every_action_of_every_version_has_exactly_one_row() {
        for version in Version::ALL {
            for action in Catalogue::of(version).actions() {
                let rows = ROWS.iter().flat_map(|block| block.iter());
                let about = rows.filter(|row| row.action == action.name() && row.versions.iter().any(|v| v == version));
                assert_eq!(about.count(), 1, "{version} {}", action.name());
            }
        }
    }

    #[test]
    fn a_row_says_what_its_actions_direction_allows() {
        for version in Version::ALL {
            for action in Catalogue::of(version).actions() {
                let row = Table::of(version).get(action.name()).unwrap().row;
                assert_eq!(row.inbound.is_some(), action.sent_by_charge_point(), "{}", row.action);
                assert!(
                    row.operation.is_none() || action.sent_by_central_system(),
                    "{}",
                    row.action
                );
            }
        }
    }

    /// The example in the configuration says of `on_failure` what holds without it.
    #[test]
    fn the_shipped_example_names_the_actions_that_authorize_somebody() {
        let plugins = crate::config::settings::PluginSettings::default().chain;
        let shipped = &plugins.first().unwrap().on_failure;
        let rows = ROWS.iter().flat_map(|block| block.iter());
        let mut authorizing: Vec<_> = rows
            .filter(|row| row.on_failure == OnFailure::Refuse)
            .map(|row| row.action)
            .collect();
        authorizing.sort_unstable();
        authorizing.dedup();
        let refused = shipped.iter().filter(|(_, rule)| **rule == OnFailure::Refuse);
        let refused: Vec<_> = refused.map(|(action, _)| action.as_str()).collect();
        assert_eq!(refused, authorizing);
        assert_eq!(shipped.get("*"), Some(&OnFailure::Keep));
    }

    #[test]
    fn no_row_is_about_what_a_version_does_not_have() {
        for row in ROWS.iter().flat_map(|block| block.iter()) {
            for version in row.versions.iter() {
                assert!(
                    Catalogue::of(version).action(row.action).is_some(),
                    "{version} has no {}",
                    row.action
                );
            }
        }
    }
}
