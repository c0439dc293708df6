//! What is read of a session, however long it is.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::minute;
use crate::clock::text;
use crate::ids::{ChargePointId, TransactionId};
use crate::ledger::account::{settle_by, shown};
use crate::ledger::evidence::{Evidence, last_kept_register};
use crate::ledger::kept::Depth;
use crate::ledger::ocpp2;
use crate::state::State;
use crate::state::tests::{block_on, in_memory};
use crate::state::transactions::{Doubt, EnergySource, NewValues, Transaction, TransactionState, put_meter_values};

const INTERVAL: &str = "Energy.Active.Import.Interval";
const REGISTER: &str = "Energy.Active.Import.Register";
const POWER: &str = "Power.Active.Import";

/// A session of 1.6 that is over, with one set of values a minute.
fn kept(state: &State, sets: impl Iterator<Item = (i64, Value)>) -> Transaction {
    let (charge_point, id) = (ChargePointId::new("CP"), TransactionId::new("7"));
    let mut last = 0;
    let mut writes = Vec::new();
    for (at, samples) in sets {
        let values = json!([{ "timestamp": text(minute(at)), "sampledValue": samples }]);
        let new = NewValues {
            named: true,
            received_at: Some(minute(at)),
            values: &values,
        };
        writes.push(put_meter_values(&charge_point, &id, new).unwrap());
        last = last.max(at);
    }
    block_on(state.store().write(writes)).unwrap();
    let mut record = ocpp2::new(&charge_point, &id, "1.6", minute(0));
    record.started_at = Some(text(minute(0)));
    record.stopped_at = Some(text(minute(last)));
    record.state = TransactionState::Closed;
    record
}

fn sample(measurand: &str, value: i64) -> Value {
    json!([{ "value": value.to_string(), "measurand": measurand }])
}

#[test]
fn intervals_of_the_middle_are_added_up_as_well() {
    for count in [10, 10_000, 10_001, 12_500] {
        let state = in_memory();
        let mut of = kept(&state, (1..=count).map(|at| (at, sample(INTERVAL, 3))));
        let evidence = Evidence::read(&state, &of, Depth::All).unwrap();
        assert_eq!(i64::try_from(evidence.readings.len()).unwrap(), count, "each once");
        settle_by(&state, &mut of, evidence).unwrap();
        let energy = of.energy.unwrap();
        assert_eq!(energy.source, Some(EnergySource::Intervals));
        assert_eq!(energy.wh, Some(Decimal::from(count * 3)), "{count}");
        assert!(
            !of.doubts.contains(&Doubt::IntervalsMissing),
            "{count}: {:?}",
            of.doubts
        );
    }
}

#[test]
fn a_sum_without_the_middle_is_in_doubt() {
    let state = in_memory();
    let mut of = kept(&state, (1..=100).map(|at| (at, sample(INTERVAL, 3))));
    of.state = TransactionState::Open;
    let doubts = |depth| shown(&state, of.clone(), depth).unwrap().doubts;
    assert!(doubts(Depth::Ends).contains(&Doubt::IntervalsMissing));
    assert!(!doubts(Depth::All).contains(&Doubt::IntervalsMissing));
}

#[test]
fn of_registers_the_two_ends_say_it_all() {
    let state = in_memory();
    let mut of = kept(&state, (1..=12_500).map(|at| (at, sample(REGISTER, at * 5))));
    let evidence = Evidence::read(&state, &of, Depth::All).unwrap();
    assert_eq!(evidence.readings.len(), 10_000);
    settle_by(&state, &mut of, evidence).unwrap();
    assert_eq!(of.energy.unwrap().wh, Some(Decimal::from(12_499 * 5)));
}

#[test]
fn the_last_register_is_found_behind_what_is_none() {
    for others in [0, 15, 16, 17, 700] {
        let state = in_memory();
        let registers = (1..=20).map(|at| (at, sample(REGISTER, at * 5)));
        let powers = (21..21 + others).map(|at| (at, sample(POWER, 7_000)));
        let of = kept(&state, registers.chain(powers));
        let found = last_kept_register(&state, &of).unwrap();
        assert_eq!(found, Some((minute(20), Decimal::from(100))), "{others}");
    }
    let state = in_memory();
    let of = kept(&state, (1..=40).map(|at| (at, sample(POWER, 7_000))));
    assert_eq!(last_kept_register(&state, &of).unwrap(), None);
}

#[test]
fn the_number_of_an_event_counts_however_it_is_written() {
    let mut evidence = Evidence::default();
    for written in ["1", "2.0", "2.5", "null"] {
        evidence.add_event(&format!(r#"{{"seqNo":{written}}}"#), minute(0));
    }
    assert_eq!(evidence.seq_nos, [1, 2]);
}
