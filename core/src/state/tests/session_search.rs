//! Lists of sessions, page by page, against what all of them sorted say: by time, of one charge point, of a few together.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use proptest::prelude::{Strategy, any, prop, proptest};

use super::super::transactions::{Doubt, Doubted, Transaction, TransactionState, Wanted, begins, create_transaction};
use super::transactions::open;
use super::{in_memory, now, station, write};
use crate::clock::text;
use crate::state::{State, key};
use crate::store::Order;

/// Names that stand close to each other, also beside the sign between the parts of a key.
const STATIONS: [&str; 5] = ["S", "S-1", "S/1", "S1", "S10"];

fn session((at, station, id): (u8, usize, u8), doubts: bool) -> Transaction {
    let mut session = open(STATIONS[station % STATIONS.len()], &id.to_string());
    session.received_at = now() + TimeDelta::minutes((at % 8).into());
    session.state = TransactionState::Closed;
    if doubts {
        session.doubts.insert(Doubt::EndLost);
    }
    session
}

fn place(session: &Transaction) -> String {
    key(&[
        &text(begins(session)),
        session.charge_point.as_str(),
        session.id.as_str(),
    ])
}

/// All pages, read with these limits.
fn listed(state: &State, wanted: &Wanted, limit: usize, most_read: usize) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let part = state
            .find_transactions(wanted, after.as_deref(), limit, most_read)
            .unwrap();
        assert!(part.found.len() <= limit);
        found.extend(part.found.iter().map(|(_, session)| place(session)));
        match part.rest {
            Some(rest) => after = Some(rest),
            None => return found,
        }
    }
}

fn some() -> impl Strategy<Value = Vec<((u8, usize, u8), bool)>> {
    prop::collection::vec((any::<(u8, usize, u8)>(), any::<bool>()), 0..40)
}

proptest! {
    #[test]
    fn every_session_that_is_wanted_is_listed_once_and_in_order(
        sessions in some(),
        of in prop::collection::btree_set(0..STATIONS.len(), 0..4),
        (limit, most_read) in (1..7_usize, 1..9_usize),
        (goes_up, doubtful, bounded) in any::<(bool, bool, bool)>(),
    ) {
        let state = in_memory();
        let mut known = BTreeSet::new();
        let mut expected = Vec::new();
        let stations: BTreeSet<_> = of.iter().map(|place| station(STATIONS[*place])).collect();
        let wanted = Wanted {
            stations: Some(Arc::new(stations.clone())),
            doubt: doubtful.then_some(Doubted::Any),
            from: bounded.then(|| now() + TimeDelta::minutes(2)),
            to: bounded.then(|| now() + TimeDelta::minutes(6)),
            order: if goes_up { Order::Ascending } else { Order::Descending },
            ..Wanted::default()
        };
        for (of, doubts) in sessions {
            let session = session(of, doubts);
            if !known.insert((session.charge_point.clone(), session.id.clone())) {
                continue;
            }
            write(&state, create_transaction(&session).unwrap()).unwrap();
            let is_within = wanted.from.is_none_or(|from| begins(&session) >= from)
                && wanted.to.is_none_or(|to| begins(&session) < to);
            if stations.contains(&session.charge_point) && (doubts || !doubtful) && is_within {
                expected.push(place(&session));
            }
        }
        expected.sort();
        if !goes_up {
            expected.reverse();
        }
        assert_eq!(listed(&state, &wanted, limit, most_read), expected);
        // Of all by time, where those of so many charge points are not merged.
        let of_all: Vec<String> = {
            let wanted = Wanted { stations: None, ..wanted.clone() };
            let all = listed(&state, &wanted, limit, most_read).into_iter();
            let is_theirs = |place: &String| stations.iter().any(|id| crate::state::parts(place)[1] == id.as_str());
            all.filter(is_theirs).collect()
        };
        assert_eq!(of_all, expected);
    }
}

/// A list of few among many reads what is theirs.
#[test]
fn few_charge_points_cost_no_look_at_the_others() {
    let state = in_memory();
    for id in 0..=200 {
        write(&state, create_transaction(&session((id, 3, id), false)).unwrap()).unwrap();
    }
    write(&state, create_transaction(&session((0, 0, 1), false)).unwrap()).unwrap();
    let wanted = Wanted {
        stations: Some(Arc::new(BTreeSet::from([station("S")]))),
        ..Wanted::default()
    };
    let part = state.find_transactions(&wanted, None, 10, 1000).unwrap();
    assert_eq!((part.found.len(), part.read, part.rest), (1, 1, None));
    let nobody = Wanted {
        stations: Some(Arc::default()),
        ..Wanted::default()
    };
    assert!(
        state
            .find_transactions(&nobody, None, 10, 1000)
            .unwrap()
            .found
            .is_empty()
    );
}
