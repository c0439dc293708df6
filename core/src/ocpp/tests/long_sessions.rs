//! Sessions of more messages than are read at once, and what is told of them in the end.

use chrono::{DateTime, SecondsFormat, TimeDelta};
use ocpp_schemas::Version;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::TestStation;
use crate::ids::TransactionId;
use crate::ledger::ocpp2;
use crate::ocpp::Expects;
use crate::state::collections::TRANSACTION_EVENTS;
use crate::state::transactions::{ClosedBy, Doubt, Transaction, TransactionState, create_transaction, put_transaction};
use crate::state::{delete, prefix};
use crate::store::Page;

/// More than all that is read at once.
const LONG: i64 = 12_000;
const SECONDS_BETWEEN: i64 = 10;
const WH_BETWEEN: i64 = 20;

fn moment(index: i64) -> String {
    let first = DateTime::parse_from_rfc3339("2026-11-10T00:00:00Z").unwrap();
    (first + TimeDelta::seconds(index * SECONDS_BETWEEN)).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What was measured at a moment: a register that only grows.
fn measured(index: i64) -> Value {
    let register = (1_000 + index * WH_BETWEEN).to_string();
    json!([{ "timestamp": moment(index), "sampledValue": [{ "value": register }] }])
}

/// An event of a session at an EVSE; its number stands for its time, too.
fn event(kind: &str, (id, evse): (&str, i64), seq_no: i64) -> Value {
    let mut values = measured(seq_no);
    let register: f64 = values[0]["sampledValue"][0]["value"].as_str().unwrap().parse().unwrap();
    values[0]["sampledValue"][0]["value"] = json!(register);
    json!({
        "eventType": kind,
        "timestamp": moment(seq_no),
        "triggerReason": "Trigger",
        "seqNo": seq_no,
        "transactionInfo": { "transactionId": id },
        "evse": { "id": evse, "connectorId": 1 },
        "meterValue": values,
    })
}

async fn tell(station: &TestStation, kind: &str, of: (&str, i64), seq_no: i64) {
    station.call("TransactionEvent", event(kind, of, seq_no)).await;
}

fn session(station: &TestStation, id: &str) -> Transaction {
    let state = &station.pipeline.state;
    let found = state.transaction(&station.charge_point, &TransactionId::new(id));
    found.unwrap().unwrap()
}

fn has_gap(session: &Transaction) -> bool {
    session.doubts.contains(&Doubt::MissingSequenceNumbers)
}

/// How many runs the record has; none: it does not say what arrived.
fn runs(session: &Transaction) -> Option<usize> {
    session.events.arrived.as_ref().map(|runs| runs.count())
}

/// The record as a version before wrote it.
async fn forget_runs(station: &TestStation, id: &str) {
    let state = &station.pipeline.state;
    let found = state.transaction_to_change(&station.charge_point, &TransactionId::new(id));
    let mut change = found.unwrap().unwrap();
    change.record.events.arrived = None;
    state.store().write(put_transaction(&change).unwrap()).await.unwrap();
}

/// The event of a number is lost.
async fn lose(station: &TestStation, id: &str, seq_no: i64) {
    let store = station.pipeline.state.store();
    let of_it = prefix(&[station.charge_point.as_str(), id, &format!("{seq_no:010}")]);
    let keys = store.list_keys(TRANSACTION_EVENTS, Page::of(&of_it, 9)).unwrap();
    assert_eq!(keys.len(), 1, "{of_it}");
    let gone = keys.into_iter().map(|key| delete(TRANSACTION_EVENTS, key));
    store.write(gone.collect()).await.unwrap();
}

#[actix_web::test]
async fn a_session_of_many_events_is_complete_once_all_have_arrived() {
    let station = TestStation::new(Version::V201).await;
    let (of, missing) = (("T1", 1), 7_000);
    tell(&station, "Started", of, 0).await;
    for seq_no in (1..LONG).filter(|seq_no| *seq_no != missing) {
        tell(&station, "Updated", of, seq_no).await;
    }
    tell(&station, "Ended", of, LONG).await;
    let over = session(&station, "T1");
    assert_eq!((over.state, over.complete), (TransactionState::Closed, false));
    assert!(has_gap(&over), "{:?}", over.doubts);
    assert_eq!(runs(&over), Some(2));
    let energy = over.energy.unwrap();
    assert_eq!(energy.wh, Some(Decimal::from(LONG * WH_BETWEEN)));
    assert_eq!(energy.end.unwrap().wh, Decimal::from(1_000 + LONG * WH_BETWEEN));

    tell(&station, "Updated", of, missing).await;
    let whole = session(&station, "T1");
    assert!(whole.complete, "{:?}", whole.doubts);
    assert_eq!(runs(&whole), Some(1));

    // A record of before says nothing of it: the events do, beyond the first ten thousand, too.
    forget_runs(&station, "T1").await;
    lose(&station, "T1", 11_000).await;
    let mut late = event("Updated", of, 11_500);
    late["timestamp"] = json!(moment(11_501));
    station.call("TransactionEvent", late).await;
    let less = session(&station, "T1");
    assert!(has_gap(&less) && !less.complete);
    tell(&station, "Updated", of, 11_000).await;
    let whole = session(&station, "T1");
    assert!(whole.complete, "{:?}", whole.doubts);
    assert_eq!(runs(&whole), None, "what is not known is not begun in the middle");
}

/// Two sessions of which each event has the station's next number, the second one begun a number later; after each
/// number in turn the other one goes on.
async fn interleave(station: &TestStation, numbers: std::ops::RangeInclusive<i64>, lost: &[i64]) {
    let (first, last) = (*numbers.start(), *numbers.end());
    for seq_no in numbers.filter(|seq_no| !lost.contains(seq_no)) {
        let of = if (seq_no - first) % 2 == 0 { ("A", 1) } else { ("B", 2) };
        let kind = match seq_no {
            _ if seq_no < first + 2 => "Started",
            _ if seq_no > last - 2 => "Ended",
            _ => "Updated",
        };
        tell(station, kind, of, seq_no).await;
    }
}

#[actix_web::test]
async fn a_number_of_the_station_is_looked_for_in_what_ran_beside() {
    // Few gaps stand in the records, many do not.
    for (last, known) in [(159, true), (699, false)] {
        for lost in [&[][..], &[121]] {
            let station = TestStation::new(Version::V21).await;
            // Sessions of before, more than are looked at, with ids that come after those of the two.
            for index in 0..70 {
                let (charge_point, id) = (&station.charge_point, TransactionId::new(&format!("Z{index}")));
                let mut before = ocpp2::new(charge_point, &id, "2.1", station.now);
                before.state = TransactionState::Closed;
                before.started_at = Some(format!("2026-11-01T00:{:02}:00Z", index % 60));
                before.stopped_at.clone_from(&before.started_at);
                let writes = create_transaction(&before).unwrap();
                station.pipeline.state.store().write(writes).await.unwrap();
            }
            interleave(&station, 100..=last, lost).await;
            let (a, b) = (session(&station, "A"), session(&station, "B"));
            assert_eq!(runs(&a).is_some(), known, "{last}");
            assert_eq!(a.state, TransactionState::Closed);
            assert_eq!(b.state, TransactionState::Closed);
            assert_eq!(
                (has_gap(&a), has_gap(&b)),
                (!lost.is_empty(), !lost.is_empty()),
                "{last} {lost:?}"
            );
        }
    }
}

#[actix_web::test]
async fn sessions_that_are_counted_each_for_itself_lend_each_other_no_number() {
    let station = TestStation::new(Version::V201).await;
    let (one, other) = (("A", 1), ("B", 2));
    for of in [one, other] {
        tell(&station, "Started", of, 0).await;
    }
    tell(&station, "Updated", other, 1).await;
    for of in [one, other] {
        tell(&station, "Ended", of, 2).await;
    }
    assert!(has_gap(&session(&station, "A")));
    assert!(!has_gap(&session(&station, "B")));
}

#[actix_web::test]
async fn a_station_without_a_clock_shares_its_numbers_as_well() {
    let station = TestStation::new(Version::V201).await;
    for (kind, id, evse, seq_no) in [
        ("Started", "A", 1, 7),
        ("Started", "B", 2, 8),
        ("Ended", "B", 2, 9),
        ("Ended", "A", 1, 10),
    ] {
        let mut event = event(kind, (id, evse), seq_no);
        event["timestamp"] = json!(format!("1970-01-01T00:00:{seq_no:02}Z"));
        station.call("TransactionEvent", event).await;
    }
    assert!(!has_gap(&session(&station, "A")));
    assert!(!has_gap(&session(&station, "B")));
}

#[actix_web::test]
async fn a_long_session_whose_end_was_lost_ends_at_its_last_sign_of_life() {
    let station = TestStation::new(Version::V16).await;
    let start = |index: i64, register: i64| json!({ "connectorId": 1, "idTag": "TAG", "meterStart": register, "timestamp": moment(index) });
    let id = station.call("StartTransaction", start(0, 1_000)).await["transactionId"].clone();
    for index in 1..=LONG {
        let values = json!({ "connectorId": 1, "transactionId": id, "meterValue": measured(index) });
        station.send(Expects::Answer, "MeterValues", values).await.unwrap();
    }
    let heard = 1_000 + LONG * WH_BETWEEN;
    station.call("StartTransaction", start(LONG + 60, heard + 5)).await;
    let lost = session(&station, &id.to_string());
    assert_eq!(lost.state, TransactionState::Superseded);
    assert_eq!(lost.ending.closed_by, Some(ClosedBy::Server));
    assert_eq!(lost.stopped_at, Some(moment(LONG)));
    let energy = lost.energy.unwrap();
    assert_eq!(energy.wh, Some(Decimal::from(LONG * WH_BETWEEN)));
    assert_eq!(energy.end.unwrap().wh, Decimal::from(heard));
    assert!(!lost.doubts.contains(&Doubt::ReadingJump), "{:?}", lost.doubts);

    // What was kept while the station was off line is of it, and goes on.
    let values = json!({ "connectorId": 1, "transactionId": id, "meterValue": measured(LONG + 1) });
    station.call("MeterValues", values).await;
    let later = session(&station, &id.to_string());
    assert_eq!(later.stopped_at, Some(moment(LONG + 1)));
    assert_eq!(later.energy.unwrap().wh, Some(Decimal::from((LONG + 1) * WH_BETWEEN)));
    // Its own end after all.
    let stop = json!({ "transactionId": id, "meterStop": heard + 25, "timestamp": moment(LONG + 2) });
    station.call("StopTransaction", stop).await;
    let over = session(&station, &id.to_string());
    assert_eq!(
        (over.state, over.complete),
        (TransactionState::Closed, true),
        "{:?}",
        over.doubts
    );
    assert_eq!(over.energy.unwrap().wh, Some(Decimal::from(LONG * WH_BETWEEN + 25)));
}

#[actix_web::test]
async fn an_event_of_long_ago_is_kept_beside_the_newest_session_of_its_id() {
    for (sessions, is_far) in [(65, false), (66, true)] {
        let station = TestStation::new(Version::V201).await;
        for session in 0..sessions {
            for (kind, seq_no) in [("Started", 0), ("Ended", 1)] {
                let mut event = event(kind, ("1", 1), seq_no);
                event["timestamp"] = json!(moment(10 + 2 * session + seq_no));
                station.call("TransactionEvent", event).await;
            }
        }
        let newest = TransactionId::new(&format!("1~{sessions}"));
        assert_eq!(session(&station, newest.as_str()).state, TransactionState::Closed);
        let first = session(&station, "1");
        tell(&station, "Updated", ("1", 1), 5).await;
        let state = &station.pipeline.state;
        let later = |id: &TransactionId| state.later_messages(&station.charge_point, id, 9).unwrap().len();
        let events = state
            .transaction_events(&station.charge_point, &first.id, 9)
            .unwrap()
            .len();
        assert_eq!((later(&newest), events), if is_far { (1, 2) } else { (0, 3) });
    }
}
