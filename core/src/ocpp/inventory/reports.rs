//! A report from its parts (2.x B07, B08, N02): parts come in any order, some twice, some never. Pure.

use serde::Serialize;

use crate::clock::Time;
use crate::state::inventories::{Inventory, Report, ReportKind};

/// So many reports of a station are remembered.
const MOST_REPORTS: usize = 16;
/// The base of a report that has all that the station has.
pub const WHOLE: &str = "FullInventory";
/// Parts that come in more pieces than this are no report that anybody could put together.
const MOST_PIECES: usize = 512;
/// So many missing parts are named.
const MOST_NAMED: usize = 100;

/// How far a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReportState {
    /// It was asked for, and the station has not answered.
    Asked,
    /// Its last part has not come.
    Running,
    /// All parts are there.
    Complete,
    /// The last part is there, and some before it are not.
    Incomplete,
    /// There is nothing to report.
    Empty,
    /// The station refused it.
    Refused,
}

/// One part as it comes.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Of what the report is.
    pub kind: ReportKind,
    /// Which report.
    pub request_id: i64,
    /// Its place, from 0 on.
    pub number: i64,
    /// Nothing comes after it.
    pub is_last: bool,
    /// How many entries it has.
    pub entries: usize,
    /// When it came.
    pub at: Time,
}

/// The parts that should be there and are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// How many.
    pub count: i64,
    /// The first of them.
    pub numbers: Vec<i64>,
}

/// A report is asked for: what came under its number before was another one.
pub fn ask(inventory: &mut Inventory, asked: Report) {
    let same = |report: &Report| report.kind == asked.kind && report.request_id == asked.request_id;
    inventory.reports.retain(|report| !same(report));
    let spare = (inventory.reports.len() + 1).saturating_sub(MOST_REPORTS);
    inventory.reports.drain(..spare);
    inventory.reports.push(asked);
}

/// A report of which nothing has come.
#[must_use]
pub fn asked(kind: ReportKind, request_id: i64, base: Option<&str>, at: Time) -> Report {
    Report {
        request_id,
        kind,
        base: base.map(str::to_owned),
        is_partial: false,
        began_at: at,
        answer: None,
        heard_at: None,
        parts: Vec::new(),
        last: None,
        entries: 0,
    }
}

/// What the station answered when it was asked for a report.
pub fn answered(inventory: &mut Inventory, kind: ReportKind, request_id: i64, status: &str) {
    let of = |report: &&mut Report| report.kind == kind && report.request_id == request_id;
    if let Some(report) = inventory.reports.iter_mut().rev().find(of) {
        report.answer = Some(status.to_owned());
    }
}

/// A part has entries that cannot be read: its report has not all that the station has, whatever it was asked for.
pub fn is_partial(inventory: &mut Inventory, part: Part) {
    let of = |report: &&mut Report| report.kind == part.kind && report.request_id == part.request_id;
    if let Some(report) = inventory.reports.iter_mut().rev().find(of) {
        report.is_partial = true;
    }
}

/// A part came. Whether it says anything new: one that was there before does not.
pub fn take(inventory: &mut Inventory, part: Part) -> bool {
    let of = |report: &Report| report.kind == part.kind && report.request_id == part.request_id;
    if !inventory.reports.iter().any(of) {
        ask(inventory, asked(part.kind, part.request_id, None, part.at));
    }
    let Some(report) = inventory.reports.iter_mut().rev().find(|report| of(report)) else {
        return true;
    };
    report.heard_at = Some(part.at);
    if !put(&mut report.parts, part.number) {
        return false;
    }
    report.entries += u64::try_from(part.entries).unwrap_or_default();
    if part.is_last {
        report.last = Some(part.number);
    }
    let is_all = report.base.as_deref() == Some(WHOLE) && !report.is_partial;
    let is_whole = is_all && state(report) == ReportState::Complete;
    let began_at = report.began_at;
    if is_whole {
        inventory.whole_since = inventory.whole_since.max(Some(began_at));
    }
    true
}

/// Notes a number; whether it is a new one.
fn put(parts: &mut Vec<(i64, i64)>, number: i64) -> bool {
    if parts.iter().any(|(from, to)| (*from..=*to).contains(&number)) {
        return false;
    }
    if parts.len() >= MOST_PIECES {
        return true;
    }
    parts.push((number, number));
    parts.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::with_capacity(parts.len());
    for &(from, to) in parts.iter() {
        match joined.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(from) => *end = to,
            _ => joined.push((from, to)),
        }
    }
    *parts = joined;
    true
}

/// How far a report is.
#[must_use]
pub fn state(report: &Report) -> ReportState {
    let has_parts = !report.parts.is_empty();
    match report.answer.as_deref() {
        Some("EmptyResultSet") if !has_parts => ReportState::Empty,
        Some(word) if word != "Accepted" && !has_parts => ReportState::Refused,
        None if !has_parts => ReportState::Asked,
        _ if report.last.is_none() => ReportState::Running,
        _ if missing(report).count > 0 => ReportState::Incomplete,
        _ => ReportState::Complete,
    }
}

/// The parts before the last one, or before the latest that came, which are not there.
#[must_use]
pub fn missing(report: &Report) -> Missing {
    let end = report.last.or(report.parts.last().map(|(_, to)| *to));
    let mut gaps = Missing {
        count: 0,
        numbers: Vec::new(),
    };
    let Some(end) = end else { return gaps };
    let mut next = 0;
    let upto = (end.saturating_add(1), end);
    for &(from, to) in report.parts.iter().chain([&upto]) {
        let from = from.min(end.saturating_add(1));
        if from > next {
            gaps.count = gaps.count.saturating_add(from - next);
            let room = MOST_NAMED.saturating_sub(gaps.numbers.len());
            gaps.numbers.extend((next..from).take(room));
        }
        next = next.max(to.saturating_add(1));
    }
    gaps
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use proptest::prelude::*;

    use super::*;
    use crate::clock::now;

    fn part(number: i64, is_last: bool) -> Part {
        Part {
            kind: ReportKind::Variables,
            request_id: 7,
            number,
            is_last,
            entries: 3,
            at: now(),
        }
    }

    fn begun() -> Inventory {
        let mut inventory = Inventory::default();
        ask(&mut inventory, asked(ReportKind::Variables, 7, Some(WHOLE), now()));
        answered(&mut inventory, ReportKind::Variables, 7, "Accepted");
        inventory
    }

    proptest! {
        #[test]
        fn parts_in_any_order_are_a_report(order in Just((0..40).collect::<Vec<i64>>()).prop_shuffle(), lost in 0..39_i64) {
            let mut inventory = begun();
            for &number in order.iter().filter(|number| **number != lost) {
                prop_assert!(take(&mut inventory, part(number, number == 39)));
                prop_assert!(!take(&mut inventory, part(number, number == 39)), "it was there");
            }
            let report = &inventory.reports[0];
            prop_assert_eq!(state(report), ReportState::Incomplete);
            prop_assert_eq!(missing(report), Missing { count: 1, numbers: vec![lost] });
            prop_assert_eq!((report.entries, inventory.whole_since), (39 * 3, None));
            take(&mut inventory, part(lost, false));
            let report = &inventory.reports[0];
            prop_assert_eq!(state(report), ReportState::Complete);
            prop_assert_eq!(&report.parts, &vec![(0, 39)]);
            prop_assert_eq!(inventory.whole_since, Some(report.began_at));
        }
    }

    #[test]
    fn a_report_says_how_far_it_is() {
        let mut inventory = Inventory::default();
        ask(&mut inventory, asked(ReportKind::Variables, 7, None, now()));
        assert_eq!(state(&inventory.reports[0]), ReportState::Asked);
        for (answer, is) in [
            ("Accepted", ReportState::Running),
            ("EmptyResultSet", ReportState::Empty),
            ("Rejected", ReportState::Refused),
        ] {
            answered(&mut inventory, ReportKind::Variables, 7, answer);
            assert_eq!(state(&inventory.reports[0]), is);
        }
        take(&mut inventory, part(2, false));
        assert_eq!(state(&inventory.reports[0]), ReportState::Running);
        assert_eq!(missing(&inventory.reports[0]).numbers, [0, 1], "what is missing so far");
        // The same number again is a new report.
        ask(&mut inventory, asked(ReportKind::Variables, 7, None, now()));
        assert_eq!(
            (inventory.reports.len(), state(&inventory.reports[0])),
            (1, ReportState::Asked)
        );
    }

    #[test]
    fn only_so_much_is_remembered() {
        let mut inventory = Inventory::default();
        for number in 0..1000 {
            take(&mut inventory, part(number * 2, false));
            ask(&mut inventory, asked(ReportKind::Monitors, number, None, now()));
        }
        assert_eq!(inventory.reports.len(), MOST_REPORTS);
        let mut inventory = begun();
        for number in 0..10_000 {
            take(&mut inventory, part(number * 2, false));
        }
        assert_eq!(inventory.reports[0].parts.len(), MOST_PIECES);
        take(&mut inventory, part(i64::MAX, true));
        assert!(missing(&inventory.reports[0]).numbers.len() <= MOST_NAMED);
        take(&mut begun(), part(-5, true));
    }
}
