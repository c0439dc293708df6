//! Transactions: what is written when, and over what.

use rust_decimal::Decimal;

use super::super::transactions::{
    Doubts, Ending, EventCount, SameId, Transaction, TransactionChange, TransactionState, create_transaction,
    put_transaction, written,
};
use super::{in_memory, now, station, write};
use crate::ids::TransactionId;
use crate::state::collections::OPEN_TRANSACTIONS;
use crate::state::{State, put};
use crate::store::{StoreError, Write};

pub(super) fn open(id: &str, number: &str) -> Transaction {
    Transaction {
        charge_point: station(id),
        id: TransactionId::new(number),
        version: "2.0.1".to_owned(),
        evse: Some(1),
        connector: None,
        id_tag: None,
        state: TransactionState::Open,
        complete: false,
        doubts: Doubts::new(),
        energy: None,
        next_start: None,
        charging: None,
        started_at: None,
        meter_start_wh: Some(Decimal::ZERO),
        stopped_at: None,
        meter_stop_wh: None,
        stop_reason: None,
        reservation_id: None,
        remote_start_id: None,
        authorization: None,
        start_answer: None,
        stop_answer: None,
        events: EventCount::default(),
        same_id: SameId::default(),
        ending: Ending::default(),
        imported: None,
        assigned: None,
        received_at: now(),
    }
}

fn collections(writes: &[Write]) -> Vec<&'static str> {
    let all = writes.iter().map(|write| write.collection.0);
    all.filter(|name| !name.starts_with("transactions-by-")).collect()
}

#[test]
fn what_arrived_is_kept_as_long_as_its_gaps_are_few() {
    let mut events = EventCount::none_yet();
    for number in (0..128).rev() {
        events.arrive(number * 2);
        assert_eq!(events.arrived.is_some(), number >= 64, "{number}");
    }
    for number in 0..128 {
        events.arrive(number);
    }
    assert_eq!(events.arrived, None, "what was not counted does not come back");
    let mut old = EventCount::default();
    old.arrive(5);
    assert_eq!(old, EventCount::default());
}

#[test]
fn the_marker_is_written_only_when_it_changes() {
    let state = in_memory();
    let (cp, id) = (station("CP"), TransactionId::new("T"));
    let first = create_transaction(&open("CP", "T")).unwrap();
    assert_eq!(collections(&first), ["transactions-open", "transactions"]);
    write(&state, first).unwrap();

    let connectors = |state: &State| -> Vec<Option<i64>> {
        let open = state.open_transactions(&cp).unwrap();
        open.into_iter().map(|marker| marker.connector).collect()
    };
    let again = || state.transaction_to_change(&cp, &id).unwrap().unwrap();
    let mut change = again();
    change.record.meter_stop_wh = Some(Decimal::ONE);
    let updated = put_transaction(&change).unwrap();
    assert_eq!(collections(&updated), ["transactions"]);
    write(&state, updated).unwrap();
    assert_eq!(connectors(&state), [None]);

    change = again();
    change.record.connector = Some(2);
    let moved = put_transaction(&change).unwrap();
    assert_eq!(collections(&moved), ["transactions-open", "transactions"]);
    write(&state, moved).unwrap();
    assert_eq!(connectors(&state), [Some(2)]);

    change = again();
    change.record.state = TransactionState::Closed;
    let closed = put_transaction(&change).unwrap();
    assert_eq!(collections(&closed), ["transactions", "transactions-open"]);
    assert_eq!(written(&closed).unwrap().unwrap(), change.record);
    write(&state, closed).unwrap();
    assert!(state.open_transactions(&cp).unwrap().is_empty());

    // Some stations go on with a transaction that they had ended.
    change = again();
    change.record.state = TransactionState::Open;
    assert_eq!(
        collections(&put_transaction(&change).unwrap()),
        ["transactions-open", "transactions"]
    );
}

/// The new session of a charge point reads before what the old one said is applied.
#[test]
fn nothing_of_another_session_is_written_over() {
    let state = in_memory();
    let (cp, id) = (station("CP"), TransactionId::new("T"));
    write(&state, create_transaction(&open("CP", "T")).unwrap()).unwrap();
    let (mut old, mut new) = (
        state.transaction_to_change(&cp, &id).unwrap().unwrap(),
        state.transaction_to_change(&cp, &id).unwrap().unwrap(),
    );
    old.record.meter_stop_wh = Some(Decimal::TEN);
    new.record.stop_reason = Some("Local".to_owned());
    write(&state, put_transaction(&old).unwrap()).unwrap();
    let refused = write(&state, put_transaction(&new).unwrap());
    assert!(
        matches!(refused, Err(StoreError::Conflict { index: 0, .. })),
        "{refused:?}"
    );
    assert_eq!(state.transaction(&cp, &id).unwrap().unwrap(), old.record);
    // Neither does a start write over a transaction that is there.
    let absent = put_transaction(&TransactionChange::absent(open("CP", "T"))).unwrap();
    assert!(matches!(write(&state, absent), Err(StoreError::Conflict { .. })));
}

#[test]
fn a_marker_of_the_first_form_is_read_with_its_record() {
    let state = in_memory();
    write(&state, create_transaction(&open("CP", "T")).unwrap()).unwrap();
    let of_old = put(OPEN_TRANSACTIONS, "CP/T".to_owned(), &("T", None::<i64>)).unwrap();
    write(&state, vec![of_old]).unwrap();
    let markers = state.open_transactions(&station("CP")).unwrap();
    assert_eq!(markers.iter().map(|marker| marker.evse).collect::<Vec<_>>(), [Some(1)]);
}

#[test]
fn the_open_sessions_of_a_token_are_found_at_any_charge_point() {
    let state = in_memory();
    let of_token = |cp: &str, number: &str, token: &str| Transaction {
        id_tag: Some(token.to_owned()),
        ..open(cp, number)
    };
    for one in [
        of_token("A", "1", "Tag"),
        of_token("B", "1", "TAG\0 "),
        of_token("C", "1", "Tag2"),
    ] {
        write(&state, create_transaction(&one).unwrap()).unwrap();
    }
    let closed = Transaction {
        state: TransactionState::Closed,
        ..of_token("D", "1", "tag")
    };
    write(&state, create_transaction(&closed).unwrap()).unwrap();
    let found = |token: &str| -> Vec<String> {
        let open = state.open_of_token(token).unwrap();
        let mut owners: Vec<_> = open.iter().map(|(owner, _)| owner.to_string()).collect();
        owners.sort();
        owners
    };
    assert_eq!(found(" tAG"), ["A", "B"]);
    assert_eq!(found("other"), [""; 0]);
    let mut ended = state
        .transaction_to_change(&station("A"), &TransactionId::new("1"))
        .unwrap()
        .unwrap();
    ended.record.state = TransactionState::Closed;
    write(&state, put_transaction(&ended).unwrap()).unwrap();
    assert_eq!(found("Tag"), ["B"]);
}
