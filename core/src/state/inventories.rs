//! What is known of a station's inventory beside its variables: the reports that it was asked for, and what it does
//! not do.

use std::collections::BTreeMap;

use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};

use super::collections::INVENTORIES;
use super::seen::Seen;
use super::{State, key, put};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{StoreError, Write};

/// A station's inventory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Inventory {
    /// The OCPP version in which the station said it.
    pub version: Option<String>,
    /// About how many variables are kept.
    pub variables: u64,
    /// How many were not kept: there were too many of them, or their names were too long.
    pub left_out: u64,
    /// When the last reading of all that the station has was asked for, which came to its end.
    pub whole_since: Option<Time>,
    /// The newest reports, the oldest first.
    pub reports: Vec<Report>,
    /// What the station says that it does not do, by action, with the firmware that said it.
    pub refused: BTreeMap<String, Firmware>,
    /// The firmware for which the server asked for the inventory by itself.
    pub asked_for: Option<Firmware>,
}

/// The version of a station's firmware; none: it names none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Firmware(pub Option<String>);

/// A report in parts (NotifyReport, NotifyMonitoringReport).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The number that its parts carry.
    pub request_id: i64,
    /// Of what it is.
    pub kind: ReportKind,
    /// `FullInventory`, ...; none: what was asked for by name.
    pub base: Option<String>,
    /// When it was asked for, or its first part came.
    pub began_at: Time,
    /// What the station answered when it was asked for it.
    pub answer: Option<String>,
    /// When its last part came.
    pub heard_at: Option<Time>,
    /// The numbers of the parts that came, from and to, ascending.
    pub parts: Vec<(i64, i64)>,
    /// The number of the part after which there is no other.
    pub last: Option<i64>,
    /// How many entries the parts had.
    pub entries: u64,
    /// Some of its entries could not be read: what it does not tell may be there all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_partial: bool,
}

/// What a report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReportKind {
    /// NotifyReport.
    Variables,
    /// NotifyMonitoringReport.
    Monitors,
}

impl Inventory {
    /// The version in which the station said it.
    #[must_use]
    pub fn ocpp_version(&self) -> Option<Version> {
        let version = self.version.as_deref()?;
        Version::ALL.into_iter().find(|one| one.number() == version)
    }

    /// A number that none of its reports has: the next free one behind the newest of them.
    #[must_use]
    pub fn next_report(&self) -> i64 {
        let newest = self.reports.last().map_or(0, |report| report.request_id);
        self.free_behind(newest, &[])
    }

    /// The next number behind one that none of its reports has, and none of these is.
    #[must_use]
    pub fn free_behind(&self, number: i64, taken: &[i64]) -> i64 {
        let is_free = |next: &i64| {
            let in_use = self.reports.iter().map(|report| report.request_id);
            !in_use.chain(taken.iter().copied()).any(|used| used == *next)
        };
        let mut next = number;
        loop {
            // Far from what a schema may hold, and behind that from the start again.
            next = next
                .checked_add(1)
                .filter(|next| (1..i64::from(i32::MAX)).contains(next))
                .unwrap_or(1);
            if is_free(&next) {
                return next;
            }
        }
    }
}

impl State {
    /// What is known of a charge point's inventory.
    ///
    /// # Errors
    /// The store's.
    pub fn inventory(&self, id: &ChargePointId) -> Result<Inventory, StoreError> {
        Ok(self.inventory_seen(id)?.0)
    }

    /// The same, and what was seen of its record.
    ///
    /// # Errors
    /// The store's.
    pub fn inventory_seen(&self, id: &ChargePointId) -> Result<(Inventory, Seen), StoreError> {
        let key = key(&[id.as_str()]);
        let (inventory, revision) = self.get_at(INVENTORIES, &key)?.unzip();
        Ok((inventory.unwrap_or_default(), Seen::new(INVENTORIES, key, revision)))
    }
}

/// Keeps what is known of a charge point's inventory.
///
/// # Errors
/// A record without a JSON form.
pub fn put_inventory(id: &ChargePointId, inventory: &Inventory) -> Result<Write, StoreError> {
    put(INVENTORIES, key(&[id.as_str()]), inventory)
}

#[cfg(test)]
mod tests {
    use super::{Inventory, Report, ReportKind};
    use crate::clock::now;

    fn with(numbers: &[i64]) -> Inventory {
        let report = |&request_id: &i64| Report {
            request_id,
            kind: ReportKind::Variables,
            base: None,
            began_at: now(),
            answer: None,
            heard_at: None,
            parts: Vec::new(),
            last: None,
            entries: 0,
            is_partial: false,
        };
        Inventory {
            reports: numbers.iter().map(report).collect(),
            ..Inventory::default()
        }
    }

    #[test]
    fn the_next_report_has_a_number_that_is_free() {
        let greatest = i64::from(i32::MAX) - 1;
        for (reports, next) in [
            (vec![], 1),
            (vec![1], 2),
            (vec![3, 1, 2], 4),
            (vec![900, 7], 8),
            (vec![1, greatest], 2),
            (vec![i64::MAX], 1),
            (vec![2, 1, -5], 3),
        ] {
            assert_eq!(with(&reports).next_report(), next, "{reports:?}");
        }
        assert_eq!(with(&[5, 7]).free_behind(4, &[6]), 8);
    }
}
