//! Which open session a StopTransaction ends that names none of ours: 0, -1, or a number of somebody else's (1.6
//! errata 3.18). The signs are its connector where the station says it, its token, and that only one session fits.
//! A station may also keep the number of the session before: such a stop names one that is over, and is that of the one
//! that runs in its place if its token or its register says so.

use rust_decimal::Decimal;

use super::registers::ROUNDING;
use crate::clock::{Time, is_ahead, told_instant};
use crate::state::id_tags::{is_nobody, same_tag};
use crate::state::transactions::{ClosedBy, MatchedBy, Transaction, TransactionState};

/// In Wh: the same register may be told differently by so much.
pub const ROUNDING_WH: i64 = ROUNDING;
/// A station's clock may be set between the start and the stop, so a stop may seem to be before its start.
const CLOCK_IS_SET_BY_MINUTES: i64 = 15;

/// What a stop says of the session that it ends.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clues<'a> {
    /// No member of 1.6; some stations say it. Below 1 it names none.
    pub connector: Option<i64>,
    /// The token that was shown.
    pub id_tag: Option<&'a str>,
    /// The token's group.
    pub group: Option<&'a str>,
    /// When the session ended.
    pub at: Option<Time>,
    /// The register at the end, in Wh.
    pub register: Option<Decimal>,
}

/// A session that a stop may be of.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its record.
    pub transaction: &'a Transaction,
    /// The group of its token.
    pub group: Option<&'a str>,
}

/// The place of the one session that fits, with the signs; none if no session fits, or several do: a wrong bill is
/// worse than a message that waits for an operator. One that was given up for the next one fits, too, where the stop is of
/// before that, and its token or connector speaks for it.
#[must_use]
pub fn find(open: &[Candidate<'_>], clues: Clues<'_>) -> Option<(usize, Vec<MatchedBy>)> {
    only(open, |candidate| signs(candidate, clues))
}

/// The place of the one session that a stop ends which names another one that is over, with the signs. None: what it says
/// is no more that of a running one.
#[must_use]
pub fn find_next(named: Candidate<'_>, open: &[Candidate<'_>], clues: Clues<'_>) -> Option<(usize, Vec<MatchedBy>)> {
    only(open, |next| {
        let there = Clues {
            connector: place(named, clues),
            ..clues
        };
        signs(next, there).filter(|_| cannot_be(named, next, clues))
    })
}

/// Whether a stop cannot be that of the session which it names, which is over, because another one has begun in its
/// place: it says a register that only that one can have reached, or shows another token. Its time alone says nothing:
/// a station may send the end of a session again with the time at which it sends it.
#[must_use]
pub fn cannot_be(named: Candidate<'_>, next: Candidate<'_>, clues: Clues<'_>) -> bool {
    let is_there = place(named, clues).is_some_and(|place| next.transaction.connector == Some(place));
    let began = |of: Candidate<'_>| of.transaction.started_at.as_deref().and_then(told_instant);
    let is_next = began(named).zip(began(next)).is_none_or(|(named, next)| named <= next);
    let is_before = clues.at.zip(began(next)).is_some_and(|(at, began)| at < began);
    is_there && is_next && !is_before && (is_beyond(named, next, clues) || is_anothers_token(named, clues))
}

/// Where a stop happened that names a session.
fn place(named: Candidate<'_>, clues: Clues<'_>) -> Option<i64> {
    let told = clues.connector.filter(|connector| *connector > 0);
    told.or(named.transaction.connector)
}

/// Whether its register is above the one with which the next session began, by a meter that went on from one to the
/// other. One that counts each session from 0 says nothing.
fn is_beyond(named: Candidate<'_>, next: Candidate<'_>, clues: Clues<'_>) -> bool {
    let rounding = Decimal::from(ROUNDING);
    let of = named.transaction;
    let is_told = of.ending.closed_by == Some(ClosedBy::Station);
    let last = of.meter_stop_wh.filter(|_| is_told).max(of.meter_start_wh);
    let begins = next.transaction.meter_start_wh.filter(|begins| *begins > Decimal::ZERO);
    let (Some(told), Some(begins), Some(last)) = (clues.register, begins, last) else {
        return false;
    };
    begins + rounding >= last && told > begins + rounding
}

/// Whether its token is neither that of the session nor one of its group. One without a time may be that of somebody who
/// ended the session, and began the next one.
fn is_anothers_token(named: Candidate<'_>, clues: Clues<'_>) -> bool {
    if clues.at.is_none() {
        return false;
    }
    let shown = clues.id_tag.filter(|shown| !is_nobody(shown));
    let both = shown.zip(named.transaction.told_id_tag());
    both.is_some_and(|(shown, began)| !same_tag(shown, began)) && !same_group(clues.group, named.group)
}

fn only(
    open: &[Candidate<'_>],
    signs: impl Fn(Candidate<'_>) -> Option<Vec<MatchedBy>>,
) -> Option<(usize, Vec<MatchedBy>)> {
    let mut fitting = open
        .iter()
        .enumerate()
        .filter_map(|(place, candidate)| Some((place, signs(*candidate)?)));
    let (place, mut by) = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    let is_open = |candidate: &Candidate<'_>| candidate.transaction.state == TransactionState::Open;
    if open.get(place).is_some_and(is_open) && open.iter().copied().filter(|one| is_open(one)).count() == 1 {
        by.push(MatchedBy::OnlyOpen);
    }
    Some((place, by))
}

/// What speaks for a session; none if anything speaks against it.
fn signs(candidate: Candidate<'_>, clues: Clues<'_>) -> Option<Vec<MatchedBy>> {
    let transaction = candidate.transaction;
    let is_open = transaction.state == TransactionState::Open;
    if !is_open && !was_before_next(transaction, clues) {
        return None;
    }
    let below = clues
        .register
        .zip(transaction.meter_start_wh)
        .filter(|(end, start)| start - end > Decimal::from(ROUNDING));
    let backwards = below.is_some_and(|(end, _)| end > Decimal::ZERO);
    let began = transaction.started_at.as_deref().and_then(told_instant);
    let began = began.filter(|began| !is_ahead(*began, transaction.received_at));
    let earlier = clues
        .at
        .zip(began)
        .is_some_and(|(end, start)| (start - end).num_minutes() > CLOCK_IS_SET_BY_MINUTES);
    if backwards || earlier {
        return None;
    }
    let mut by = Vec::new();
    if let Some(connector) = clues.connector.filter(|connector| *connector > 0) {
        if transaction.connector != Some(connector) {
            return None;
        }
        by.push(MatchedBy::Connector);
    }
    let shown = clues.id_tag.filter(|shown| !is_nobody(shown));
    if let Some((shown, began)) = shown.zip(transaction.told_id_tag()) {
        if !same_tag(shown, began) && !same_group(clues.group, candidate.group) {
            return None;
        }
        by.push(MatchedBy::IdTag);
    }
    // A meter that was not read says 0: no register, which speaks neither for the session nor against it.
    let is_unread = below.is_some();
    ((is_open && !is_unread) || !by.is_empty()).then_some(by)
}

/// Whether a stop is of before the next session in the place of one that was given up for it, by its time and by its
/// register: it waited longer than the start of that one.
fn was_before_next(transaction: &Transaction, clues: Clues<'_>) -> bool {
    let Some(next) = &transaction.next_start else {
        return false;
    };
    let is_in_time = clues.at.zip(next.at).is_some_and(|(at, next)| at <= next);
    let most = next.wh + Decimal::from(ROUNDING);
    is_in_time && clues.register.is_some_and(|end| next.wh.is_zero() || end <= most)
}

/// Whether two tokens are of one group.
#[must_use]
pub fn same_group(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other)
        .is_some_and(|(one, other)| !is_nobody(one) && same_tag(one, other))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use rust_decimal::Decimal;

    use super::{Candidate, Clues, find, find_next, same_group};
    use crate::ids::{ChargePointId, TransactionId};
    use crate::ledger::ocpp2;
    use crate::state::transactions::{ClosedBy, MatchedBy, Transaction};

    fn session(connector: i64, tag: &str, start: i64) -> Transaction {
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        Transaction {
            connector: Some(connector),
            id_tag: Some(tag.to_owned()),
            meter_start_wh: Some(Decimal::from(start)),
            started_at: Some("2026-11-20T10:00:00Z".to_owned()),
            ..ocpp2::new(&ChargePointId::new("CP"), &TransactionId::new("1"), "1.6", now)
        }
    }

    fn stop<'a>(tag: &'a str, register: i64, at: &str) -> Clues<'a> {
        Clues {
            id_tag: Some(tag),
            register: Some(Decimal::from(register)),
            at: Some(at.parse().unwrap()),
            ..Clues::default()
        }
    }

    fn found(open: &[Transaction], clues: Clues<'_>) -> Option<(usize, Vec<MatchedBy>)> {
        let with_group = |transaction| Candidate {
            transaction,
            group: Some("FLEET"),
        };
        let open: Vec<Candidate<'_>> = open.iter().map(with_group).collect();
        find(&open, clues)
    }

    const LATER: &str = "2026-11-20T11:00:00Z";

    #[test]
    fn the_only_open_session_of_the_token_is_the_one() {
        let only = [session(1, "TAG", 1000)];
        let by = vec![MatchedBy::IdTag, MatchedBy::OnlyOpen];
        assert_eq!(found(&only, stop("tag ", 14_200, LATER)), Some((0, by)));
        let two = [session(1, "TAG", 1000), session(2, "OTHER", 0)];
        assert_eq!(found(&two, stop("OTHER", 5, LATER)), Some((1, vec![MatchedBy::IdTag])));
        let nobody = Clues {
            id_tag: None,
            ..stop("", 14_200, LATER)
        };
        assert_eq!(found(&only, nobody), Some((0, vec![MatchedBy::OnlyOpen])));
        assert_eq!(found(&two, nobody), None);
        // A blank token is nobody's, too, at the end as at the start.
        let by = vec![MatchedBy::OnlyOpen];
        assert_eq!(found(&only, stop("", 14_200, LATER)), Some((0, by.clone())));
        let blank = [session(1, " ", 1000)];
        assert_eq!(found(&blank, stop("TAG", 14_200, LATER)), Some((0, by)));
    }

    #[test]
    fn one_of_the_group_may_stop() {
        let of_the_group = Clues {
            group: Some("fleet"),
            ..stop("COLLEAGUE", 2000, LATER)
        };
        assert!(found(&[session(1, "TAG", 1000)], of_the_group).is_some());
        assert!(!same_group(Some(""), Some(" ")), "a blank group is none");
    }

    #[test]
    fn what_speaks_against_a_session_counts() {
        let only = [session(1, "TAG", 1000)];
        assert_eq!(found(&only, stop("STRANGER", 2000, LATER)), None);
        assert_eq!(found(&only, stop("TAG", 899, LATER)), None);
        assert_eq!(found(&only, stop("TAG", 2000, "2026-11-20T09:00:00Z")), None);
        let elsewhere = Clues {
            connector: Some(2),
            ..stop("TAG", 2000, LATER)
        };
        assert_eq!(found(&only, elsewhere), None);
    }

    #[test]
    fn a_register_that_was_rounded_or_not_read_is_nothing_against_a_session() {
        let only = [session(1, "TAG", 300_456)];
        let by = vec![MatchedBy::IdTag, MatchedBy::OnlyOpen];
        for register in [300_455, 300_356, 0, -1] {
            assert_eq!(
                found(&only, stop("TAG", register, LATER)),
                Some((0, by.clone())),
                "{register}"
            );
        }
        let nobody = |register, connector| Clues {
            id_tag: None,
            connector,
            ..stop("", register, LATER)
        };
        assert!(found(&only, nobody(300_455, None)).is_some());
        assert_eq!(found(&only, nobody(0, None)), None, "nothing speaks for it");
        assert!(found(&only, nobody(0, Some(1))).is_some());
        let two = [session(1, "TAG", 300_456), session(2, "TAG", 300_500)];
        assert_eq!(found(&two, stop("TAG", 300_455, LATER)), None);
        assert_eq!(found(&two, stop("TAG", 0, LATER)), None);
    }

    fn next(named: &Transaction, open: &[Transaction], clues: Clues<'_>) -> Option<Vec<MatchedBy>> {
        let of = |transaction| Candidate {
            transaction,
            group: None,
        };
        let open: Vec<Candidate<'_>> = open.iter().map(of).collect();
        find_next(of(named), &open, clues).map(|(_, by)| by)
    }

    /// A session that is over, with the register that the station told for its end.
    fn over(tag: &str, end: Option<i64>) -> Transaction {
        let mut over = session(1, tag, 1000);
        over.started_at = Some("2026-11-20T08:00:00Z".to_owned());
        over.meter_stop_wh = end.map(Decimal::from);
        over.ending.closed_by = Some(end.map_or(ClosedBy::Server, |_| ClosedBy::Station));
        over
    }

    #[test]
    fn a_stop_with_the_number_of_the_session_before_is_that_of_the_next_one() {
        let nobody = |register| Clues {
            id_tag: None,
            ..stop("", register, LATER)
        };
        for named in [over("A", None), over("A", Some(4000))] {
            let by_tag = vec![MatchedBy::Connector, MatchedBy::IdTag, MatchedBy::OnlyOpen];
            let open = [session(1, "B", 4000)];
            for register in [6000, 4000] {
                assert_eq!(next(&named, &open, stop("B", register, LATER)), Some(by_tag.clone()));
            }
            let by_register = vec![MatchedBy::Connector, MatchedBy::OnlyOpen];
            assert_eq!(next(&named, &open, nobody(6000)), Some(by_register));
            let same_driver = [session(1, "A", 4000)];
            assert_eq!(next(&named, &same_driver, stop("A", 6000, LATER)), Some(by_tag));
        }
    }

    #[test]
    fn a_stop_that_can_be_of_the_session_which_it_names_is_its_own() {
        let same_driver = [session(1, "A", 4000)];
        for named in [over("A", None), over("A", Some(4000))] {
            // Sent again with another time, rounded, or of before the next one began.
            assert_eq!(next(&named, &same_driver, stop("A", 4000, LATER)), None);
            assert_eq!(next(&named, &same_driver, stop("A", 4100, LATER)), None);
            assert_eq!(
                next(&named, &same_driver, stop("A", 6000, "2026-11-20T09:59:00Z")),
                None
            );
            let from_zero = [session(1, "A", 0)];
            assert_eq!(next(&named, &from_zero, stop("A", 3000, LATER)), None);
            let elsewhere = [session(2, "B", 4000)];
            assert_eq!(next(&named, &elsewhere, stop("B", 6000, LATER)), None);
            // Its own driver, whoever is next.
            let other = [session(1, "B", 4000)];
            assert_eq!(next(&named, &other, stop("A", 6000, LATER)), None);
        }
    }

    #[test]
    fn a_start_by_a_clock_that_was_ahead_is_nothing_against_a_session() {
        let ahead = Transaction {
            started_at: Some("2099-01-01T00:00:00Z".to_owned()),
            ..session(1, "TAG", 1000)
        };
        assert!(found(&[ahead], stop("TAG", 2000, LATER)).is_some());
    }

    #[test]
    fn a_connector_below_1_names_none() {
        let only = [session(1, "TAG", 1000)];
        for connector in [0, -1] {
            let there = Clues {
                connector: Some(connector),
                ..stop("TAG", 2000, LATER)
            };
            let by = vec![MatchedBy::IdTag, MatchedBy::OnlyOpen];
            assert_eq!(found(&only, there), Some((0, by)), "{connector}");
        }
    }

    #[test]
    fn two_sessions_of_a_token_are_told_apart_by_the_connector() {
        let two = [session(1, "TAG", 0), session(2, "TAG", 0)];
        assert_eq!(found(&two, stop("TAG", 5, LATER)), None);
        let there = Clues {
            connector: Some(2),
            ..stop("TAG", 5, LATER)
        };
        assert_eq!(
            found(&two, there),
            Some((1, vec![MatchedBy::Connector, MatchedBy::IdTag]))
        );
    }
}
