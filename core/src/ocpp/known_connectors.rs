//! What a connection reported of its connectors, and which of their changes are told. A connector that
//! flaps is told so often in a while and then only how it stands in the end: nobody reads a hundred
//! changes of one second, and each would lie on the disk. Pure.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use super::when::When;
use crate::clock::Time;
use crate::events::EventBudget;
use crate::state::connectors::{Connector, Whole};

/// More connectors than that are not remembered: each of their reports counts as a new one, and they
/// share one budget.
const MOST_CONNECTORS: usize = 256;

/// So many changes of one connector in ten seconds are told, more than any cable makes.
const CHANGES: EventBudget = EventBudget::of(30);

/// A connector's state as the connection last reported it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorReport {
    /// None in 1.6.
    pub evse: Option<i64>,
    /// Its number at the EVSE, or at the charge point in 1.6.
    pub connector: i64,
    /// The version's own word.
    pub status: Cow<'static, str>,
    /// 1.6: the error code.
    pub error_code: Option<Cow<'static, str>>,
    /// The station's free text.
    pub info: Option<String>,
    /// 1.6: whose code `vendor_error_code` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_id: Option<String>,
    /// The vendor's own code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_error_code: Option<String>,
    /// 2.x: it was told of more than this connector.
    #[serde(skip)]
    pub whole: Option<Whole>,
}

impl ConnectorReport {
    /// What was reported, without when.
    #[must_use]
    pub fn of(connector: &Connector) -> Self {
        Self {
            evse: connector.evse,
            connector: connector.connector,
            status: connector.status.clone(),
            error_code: connector.error_code.clone(),
            info: connector.info.clone(),
            vendor_id: connector.vendor_id.clone(),
            vendor_error_code: connector.vendor_error_code.clone(),
            whole: connector.whole,
        }
    }
}

/// A report that was late, and seemed to be history.
#[derive(Debug, Clone)]
pub struct Late {
    /// What it said.
    pub connector: Arc<Connector>,
    /// Of when.
    pub when: When,
    /// It was found to be no history: the station's clock is late.
    pub counts: bool,
}

impl Late {
    /// Of a report.
    #[must_use]
    pub fn new(connector: Arc<Connector>, counts: bool) -> Self {
        Self {
            when: When::of(&connector),
            connector,
            counts,
        }
    }
}

/// The connectors of one connection. Their states may still wait to be written, so what is in the store
/// cannot tell whether a report says anything new.
#[derive(Debug, Clone)]
pub struct KnownConnectors {
    known: Vec<Known>,
    others: EventBudget,
    late: Option<Late>,
}

#[derive(Debug, Clone)]
struct Known {
    report: ConnectorReport,
    when: When,
    budget: EventBudget,
    is_held: bool,
}

/// None was reported.
pub static NONE: KnownConnectors = KnownConnectors {
    known: Vec::new(),
    others: CHANGES,
    late: None,
};

/// What a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// The same as before.
    None,
    /// An event, before which this many were not told.
    Told {
        /// How many.
        untold_before: u64,
    },
    /// A change too many: told later, if none comes after it.
    Held,
}

/// A change that was held and is told now.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// How the connector stands.
    pub connector: ConnectorReport,
    /// How many changes before it were not told.
    pub untold_before: u64,
}

impl Default for KnownConnectors {
    fn default() -> Self {
        NONE.clone()
    }
}

impl KnownConnectors {
    /// The last report of each.
    pub fn reports(&self) -> impl Iterator<Item = &ConnectorReport> {
        self.known.iter().map(|known| &known.report)
    }

    /// When a connector, by EVSE and number, was as it was last reported.
    #[must_use]
    pub fn when(&self, (evse, connector): (Option<i64>, i64)) -> Option<When> {
        let is_it = |known: &&Known| known.report.evse == evse && known.report.connector == connector;
        self.known.iter().find(is_it).map(|known| known.when)
    }

    /// The last report that seemed to be history.
    #[must_use]
    pub fn late(&self) -> Option<&Late> {
        self.late.as_ref()
    }

    /// Remembers a report that seemed to be history.
    pub fn learn_late(&mut self, late: Late) {
        self.late = Some(late);
    }

    /// What a report is that comes now.
    #[must_use]
    pub fn news(&self, report: &ConnectorReport, now: Time) -> News {
        let known = self.known.iter().find(|known| known.is_of(report));
        let budget = match known {
            Some(known) if known.report == *report => return News::None,
            Some(known) => &known.budget,
            None if self.known.len() < MOST_CONNECTORS => return News::Told { untold_before: 0 },
            None => &self.others,
        };
        match budget.admits(now) {
            Some(untold_before) => News::Told { untold_before },
            None => News::Held,
        }
    }

    /// Remembers a report with its times. Whether it is held.
    pub fn learn(&mut self, report: ConnectorReport, when: When) -> bool {
        let now = when.received;
        if let Some(known) = self.known.iter_mut().find(|known| known.is_of(&report)) {
            known.when = when;
            if known.report == report {
                return false;
            }
            known.is_held = known.budget.admit(now).is_none();
            known.report = report;
            known.is_held
        } else if self.known.len() < MOST_CONNECTORS {
            let mut budget = CHANGES;
            budget.admit(now);
            self.known.push(Known {
                report,
                when,
                budget,
                is_held: false,
            });
            false
        } else {
            self.others.admit(now);
            false
        }
    }

    /// The changes that were held, which are told now.
    pub fn take_held(&mut self) -> Vec<Held> {
        let held = self.known.iter_mut().filter(|known| known.is_held).map(|known| {
            known.is_held = false;
            Held {
                connector: known.report.clone(),
                untold_before: known.budget.take_untold().saturating_sub(1),
            }
        });
        held.collect()
    }
}

impl Known {
    fn is_of(&self, report: &ConnectorReport) -> bool {
        self.report.evse == report.evse && self.report.connector == report.connector
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;
    use crate::events::BUDGET_WINDOW;

    fn report(connector: i64, status: &str) -> ConnectorReport {
        ConnectorReport {
            vendor_id: None,
            vendor_error_code: None,
            evse: None,
            connector,
            status: status.to_owned().into(),
            error_code: None,
            info: None,
            whole: None,
        }
    }

    fn hear(known: &mut KnownConnectors, report: ConnectorReport, now: Time) -> News {
        let news = known.news(&report, now);
        if news != News::None {
            // Of those beyond the number that is remembered none is held to be told later.
            let when = When {
                told: None,
                received: now,
            };
            assert!(!known.learn(report, when) || news == News::Held);
        }
        news
    }

    #[test]
    fn what_says_the_same_is_no_news() {
        let (mut known, now) = (KnownConnectors::default(), clock::now());
        let told = News::Told { untold_before: 0 };
        assert_eq!(hear(&mut known, report(1, "Available"), now), told);
        assert_eq!(hear(&mut known, report(1, "Available"), now), News::None);
        assert_eq!(hear(&mut known, report(2, "Available"), now), told);
        assert_eq!(hear(&mut known, report(1, "Charging"), now), told);
    }

    #[test]
    fn a_connector_that_flaps_is_told_thirty_times_and_then_how_it_stands() {
        let (mut known, now) = (KnownConnectors::default(), clock::now());
        let words = ["Preparing", "Available"];
        let flap = |known: &mut KnownConnectors, times: usize| {
            let word = words.iter().cycle().take(times);
            word.filter(|word| hear(known, report(1, word), now) != News::Held)
                .count()
        };
        assert_eq!(flap(&mut known, 100), 30);
        // Another one has its own budget.
        assert_ne!(hear(&mut known, report(2, "Faulted"), now), News::Held);
        let held = known.take_held();
        let stands = Held {
            connector: report(1, "Available"),
            untold_before: 69,
        };
        assert_eq!(held, [stands]);
        assert_eq!(known.take_held(), []);
        // What is told in time says how many were not, and nothing is held.
        assert_eq!(flap(&mut known, 3), 0);
        let later = now + BUDGET_WINDOW;
        let news = hear(&mut known, report(1, "Charging"), later);
        assert_eq!(news, News::Told { untold_before: 3 });
        assert_eq!(known.take_held(), []);
    }

    #[test]
    fn connectors_without_end_share_one_budget() {
        let (mut known, now) = (KnownConnectors::default(), clock::now());
        let told = |connector| hear(&mut known, report(connector, "Available"), now) != News::Held;
        assert_eq!((0..10_000).map(told).filter(|told| *told).count(), MOST_CONNECTORS + 30);
    }
}
