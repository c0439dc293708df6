//! Which open session a StopTransaction ends that names none of ours: 0, -1, or a number of somebody else's (1.6
//! errata 3.18). The signs are its connector where the station says it, its token, and that only one session fits.

use rust_decimal::Decimal;

use super::registers::ROUNDING;
use crate::clock::{Time, is_ahead, told_instant};
use crate::state::id_tags::{is_nobody, same_tag};
use crate::state::transactions::{MatchedBy, Transaction};

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

/// An open session.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its record.
    pub transaction: &'a Transaction,
    /// The group of its token.
    pub group: Option<&'a str>,
}

/// The place of the one session that fits, with the signs; none if no session fits, or several do: a wrong bill is
/// worse than a message that waits for an operator.
#[must_use]
pub fn find(open: &[Candidate<'_>], clues: Clues<'_>) -> Option<(usize, Vec<MatchedBy>)> {
    let mut fitting = open
        .iter()
        .enumerate()
        .filter_map(|(place, candidate)| Some((place, signs(*candidate, clues)?)));
    let (place, mut by) = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    if open.len() == 1 {
        by.push(MatchedBy::OnlyOpen);
    }
    Some((place, by))
}

/// What speaks for a session; none if anything speaks against it.
fn signs(candidate: Candidate<'_>, clues: Clues<'_>) -> Option<Vec<MatchedBy>> {
    let transaction = candidate.transaction;
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
    (!is_unread || !by.is_empty()).then_some(by)
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

    use super::{Candidate, Clues, find, same_group};
    use crate::ids::{ChargePointId, TransactionId};
    use crate::ledger::ocpp2;
    use crate::state::transactions::{MatchedBy, Transaction};

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
