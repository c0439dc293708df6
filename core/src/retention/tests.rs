//! What is too old goes class by class, and what is open, younger or money stays.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::walk::step;
use super::{Class, Policy, Run, Sweeper};
use crate::clock::{self, Time, text};
use crate::config::settings::RetentionSettings;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::{
    COMMANDS, COMMANDS_BY_STATION, EVENTS, MESSAGES, OPEN_TRANSACTIONS, ORPHANS, RECORDS, REFUSED_CONNECTIONS,
    RESERVATION_NUMBERS, RESERVATIONS, TABLE, TRANSACTION_METER_VALUES, TRANSACTION_STARTS, TRANSACTION_STATUSES,
    TRANSACTIONS,
};
use crate::state::messages::{EntryKind, NewEntry, append};
use crate::state::stays::Remover;
use crate::state::tests::{block_on, in_memory};
use crate::state::transactions::{NewValues, StartKey, create_transaction, note_start, put_meter_values};
use crate::state::{State, put_encoded};
use crate::store::{Collection, Page, StoreError, Write};

const DAY: Duration = Duration::from_hours(24);

fn write(state: &State, writes: Vec<Write>) {
    block_on(state.store().write(writes)).unwrap();
}

fn ago(days: i64) -> Time {
    clock::now() - chrono::TimeDelta::days(days)
}

/// A session that began so many days ago, with meter values and what a repetition of its start would be told.
fn session(state: &State, id: &str, days: i64, is_open: bool) {
    let form = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/state/stored_forms/transactions.3.json");
    let mut record: Value = serde_json::from_str(&fs::read_to_string(form).unwrap()).unwrap();
    let at = text(ago(days));
    record["id"] = json!(id);
    record["startedAt"] = json!(at);
    record["receivedAt"] = json!(at);
    record["stoppedAt"] = if is_open { Value::Null } else { json!(at) };
    record["state"] = json!(if is_open { "open" } else { "closed" });
    let (station, id) = (ChargePointId::new("CP-1"), TransactionId::new(id));
    write(
        state,
        create_transaction(&serde_json::from_value(record).unwrap()).unwrap(),
    );
    let values = json!([{"timestamp": at, "sampledValue": [{"value": "1"}]}]);
    let new = NewValues {
        named: true,
        received_at: None,
        values: &values,
    };
    write(state, vec![put_meter_values(&station, &id, new).unwrap()]);
    let start = StartKey {
        connector: 1,
        id_tag: "TAG",
        timestamp: &at,
        meter_start: 1000,
    };
    write(state, vec![note_start(&station, start, &id).unwrap()]);
}

fn sweeper(state: &State, settings: RetentionSettings) -> Sweeper {
    Sweeper::new(state.clone(), Policy::new(settings))
}

fn run(sweeper: &Sweeper, is_dry: bool) -> Run {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    sweeper.run(is_dry, &runtime, &|_| false).unwrap().unwrap()
}

fn removed(run: &Run, class: &str) -> u64 {
    run.removed.get(class).copied().unwrap_or_default()
}

fn count(state: &State, collection: Collection) -> usize {
    state
        .store()
        .list_keys(collection, Page::all(usize::MAX))
        .unwrap()
        .len()
}

/// All keys in which a session's id stands.
fn found(state: &State, id: &str) -> Vec<String> {
    let keys = TABLE.iter().flat_map(|row| {
        let keys = state.store().list(row.collection, Page::all(usize::MAX)).unwrap();
        keys.into_iter().filter(|(key, entry)| {
            let value = String::from_utf8_lossy(&entry.value).into_owned();
            crate::state::parts(key)
                .iter()
                .any(|part| part.trim_start_matches('0') == id)
                || value == format!("\"{id}\"")
        })
    });
    keys.map(|(key, _)| key).collect()
}

#[test]
fn a_session_goes_with_all_that_leads_to_it_and_one_that_runs_stays() {
    let state = in_memory();
    session(&state, "101", 40, false);
    session(&state, "102", 40, true);
    session(&state, "103", 10, false);
    let sweeper = sweeper(
        &state,
        RetentionSettings {
            sessions: Some(30 * DAY),
            ..RetentionSettings::default()
        },
    );
    let dry = run(&sweeper, true);
    assert_eq!((removed(&dry, "sessions"), count(&state, TRANSACTIONS)), (1, 3));
    assert_eq!(run(&sweeper, false).removed, dry.removed);
    assert_eq!(found(&state, "101"), Vec::<String>::new());
    assert!(found(&state, "102").len() > 5 && found(&state, "103").len() > 4);
    assert_eq!(
        (count(&state, OPEN_TRANSACTIONS), count(&state, TRANSACTION_STARTS)),
        (1, 2)
    );
    assert_eq!(removed(&sweeper.last().unwrap(), "sessions"), 1);
    assert!(run(&sweeper, false).removed.is_empty());
    assert_eq!(
        removed(&sweeper.last().unwrap(), "sessions"),
        1,
        "the last that removed something"
    );
}

#[test]
fn what_was_said_of_a_session_goes_earlier_than_its_figures() {
    let state = in_memory();
    session(&state, "101", 40, false);
    session(&state, "102", 40, true);
    session(&state, "103", 10, false);
    let settings = RetentionSettings {
        session_details: Some(30 * DAY),
        ..RetentionSettings::default()
    };
    let sweeper = sweeper(&state, settings);
    assert_eq!(removed(&run(&sweeper, false), "sessionDetails"), 1);
    assert_eq!(
        (count(&state, TRANSACTIONS), count(&state, TRANSACTION_METER_VALUES)),
        (3, 2)
    );
    // One that ran then is over now, and is looked at again.
    let (station, id) = (ChargePointId::new("CP-1"), TransactionId::new("102"));
    let mut change = state.transaction_to_change(&station, &id).unwrap().unwrap();
    change.record.state = crate::state::transactions::TransactionState::Closed;
    write(&state, crate::state::transactions::put_transaction(&change).unwrap());
    assert_eq!(removed(&run(&sweeper, false), "sessionDetails"), 1);
    assert_eq!(count(&state, TRANSACTION_METER_VALUES), 1);
}

#[test]
fn many_are_removed_in_steps_and_the_young_stay() {
    let state = in_memory();
    let mut writes = Vec::new();
    for station in 0..120 {
        for (number, days) in (0..6).map(|number| (number, 60 - 10 * number)) {
            let at = text(ago(days));
            let event = json!({"kind": "x", "chargePoint": "CP", "at": at, "payload": {}}).to_string();
            writes.push(put_encoded(
                EVENTS,
                format!("CP{station}/{number:020}"),
                event.into_bytes(),
            ));
            let record = json!({"at": at, "action": "x", "payload": {}}).to_string();
            writes.push(put_encoded(RECORDS, format!("CP{station}/{at}/m"), record.into_bytes()));
        }
    }
    for (number, days) in [(1, 60), (2, 5)] {
        let orphan = json!({"action": "StopTransaction", "payload": {}, "receivedAt": text(ago(days))}).to_string();
        writes.push(put_encoded(
            ORPHANS,
            format!("CP1/StopTransaction/{number}"),
            orphan.into_bytes(),
        ));
    }
    write(&state, writes);
    let age = Some(35 * DAY);
    let sweeper = sweeper(
        &state,
        RetentionSettings {
            events: age,
            records: age,
            inbox: age,
            ..RetentionSettings::default()
        },
    );
    let dry = run(&sweeper, true);
    let done = run(&sweeper, false);
    assert_eq!(dry.removed, done.removed);
    assert_eq!(
        (
            removed(&done, "events"),
            removed(&done, "records"),
            removed(&done, "inbox")
        ),
        (360, 360, 1)
    );
    assert_eq!(
        (count(&state, EVENTS), count(&state, RECORDS), count(&state, ORPHANS)),
        (360, 360, 1)
    );
    assert!(run(&sweeper, false).removed.is_empty());
    let kept = sweeper.kept().unwrap();
    assert_eq!(kept.iter().map(|kept| kept.count).sum::<u64>(), 721);
}

#[test]
fn commands_and_reservations_go_when_they_are_over() {
    let state = in_memory();
    let mut writes = Vec::new();
    for (id, days, over) in [("a", 50, true), ("b", 50, false), ("c", 5, true)] {
        let at = text(ago(days));
        let command = json!({"id": id, "chargePoint": "CP1", "action": "Reset", "payload": {},
            "state": if over { "answered" } else { "pending" }, "response": null, "error": null, "createdAt": at,
            "endedAt": if over { json!(at) } else { Value::Null }});
        writes.push(put_encoded(COMMANDS, id.to_owned(), command.to_string().into_bytes()));
        writes.push(put_encoded(COMMANDS_BY_STATION, format!("CP1/{id}"), b"null".to_vec()));
    }
    for (station, number, days) in [("CP1", 1, 50), ("CP1", 2, -5), ("OLD", 1, 50)] {
        let reservation = json!({"reservationId": number, "evse": null, "connector": 1, "idTag": "TAG",
            "expiry": text(ago(days)), "state": "active"});
        writes.push(put_encoded(
            RESERVATIONS,
            format!("{station}/{number:010}"),
            reservation.to_string().into_bytes(),
        ));
    }
    writes.push(put_encoded(RESERVATION_NUMBERS, "CP1".to_owned(), b"2".to_vec()));
    write(&state, writes);
    let age = Some(30 * DAY);
    let sweeper = sweeper(
        &state,
        RetentionSettings {
            commands: age,
            reservations: age,
            ..RetentionSettings::default()
        },
    );
    let done = run(&sweeper, false);
    assert_eq!((removed(&done, "commands"), removed(&done, "reservations")), (1, 1));
    assert_eq!((count(&state, COMMANDS), count(&state, COMMANDS_BY_STATION)), (2, 2));
    assert_eq!(
        count(&state, RESERVATIONS),
        2,
        "where no number is noted the greatest must not go"
    );
}

/// A record of each class whose records are written over in place.
fn written_over() -> Vec<(Class, Collection, &'static str, Vec<u8>)> {
    let at = text(ago(50));
    let command = json!({"id": "a", "chargePoint": "CP1", "action": "Reset", "payload": {}, "state": "answered",
        "response": null, "error": null, "createdAt": at, "endedAt": at});
    let reservation = json!({"reservationId": 1, "evse": null, "connector": 1, "idTag": "TAG", "expiry": at,
        "state": "active"});
    let mut frames = Vec::new();
    let frame = NewEntry {
        kind: EntryKind::Sent,
        at: ago(50),
        about: 0,
        text: "[]",
    };
    append(&mut frames, frame, 4096);
    let json = |value: Value| value.to_string().into_bytes();
    let (came, received) = (json(json!({ "at": at })), json(json!({ "receivedAt": at })));
    vec![
        (Class::Records, RECORDS, "CP1/1/m", came.clone()),
        (Class::Inbox, ORPHANS, "CP1/Stop/1", received),
        (Class::RefusedConnections, REFUSED_CONNECTIONS, "CP1", came),
        (Class::Reservations, RESERVATIONS, "CP1/0000000001", json(reservation)),
        (Class::Commands, COMMANDS, "a", json(command)),
        (Class::Frames, MESSAGES, "CP1/1/2", frames),
    ]
}

/// The new record is in no export, and is younger.
#[test]
fn what_is_written_over_meanwhile_stays() {
    let state = in_memory();
    let written_over = written_over();
    let put = |(_, collection, key, value): &(Class, Collection, &str, Vec<u8>)| {
        put_encoded(*collection, (*key).to_owned(), value.clone())
    };
    write(&state, written_over.iter().map(put).collect());
    session(&state, "101", 50, false);
    let told = json!({ "messagesInQueue": true, "at": text(ago(50)) }).to_string();
    let told = put_encoded(TRANSACTION_STATUSES, "CP-1/101".to_owned(), told.into_bytes());
    let beside = vec![
        put_encoded(RESERVATION_NUMBERS, "CP1".to_owned(), b"2".to_vec()),
        put_encoded(COMMANDS_BY_STATION, "CP1/a".to_owned(), b"null".to_vec()),
    ];
    write(&state, beside);
    let stale = |class: Class, again: Write| {
        let gone = step(&state, class, ago(30), None).unwrap().gone;
        assert_eq!(gone.len(), 1, "{class:?}");
        write(&state, vec![again]);
        let refused = block_on(state.store().write(gone.concat()));
        assert!(
            matches!(refused, Err(StoreError::Conflict { .. })),
            "{class:?}: {refused:?}"
        );
        let gone = step(&state, class, ago(30), None).unwrap().gone;
        block_on(state.store().write(gone.concat())).unwrap();
    };
    for one in &written_over {
        stale(one.0, put(one));
    }
    stale(Class::Sessions, told);
    assert_eq!(count(&state, TRANSACTIONS), 0);
}

/// The lines of the files of a folder.
fn lines(folder: &Path) -> Vec<Value> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let texts = files.map(|path| fs::read_to_string(path).unwrap());
    let lines = texts.collect::<String>();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_goes_is_written_down_before() {
    let state = in_memory();
    session(&state, "101", 40, false);
    session(&state, "102", 40, true);
    let stored = |key: &str| state.store().get(TRANSACTIONS, key).unwrap().unwrap().value;
    let before: Value = serde_json::from_slice(&stored("CP-1/0000000101")).unwrap();
    let frame = NewEntry {
        kind: EntryKind::Sent,
        at: ago(40),
        about: 0,
        text: r#"[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"736563726574"}]"#,
    };
    let mut piece = Vec::new();
    append(&mut piece, frame, 4096);
    write(&state, vec![put_encoded(MESSAGES, "CP-1/1".to_owned(), piece)]);
    let folder = tempfile::tempdir().unwrap();
    let age = Some(30 * DAY);
    let settings = RetentionSettings {
        sessions: age,
        frames: age,
        export: Some(folder.path().join("gone")),
        ..RetentionSettings::default()
    };
    let sweeper = sweeper(&state, settings);
    assert!(run(&sweeper, true).exported.is_none(), "a dry run writes nothing");
    let done = run(&sweeper, false);
    assert_eq!((removed(&done, "sessions"), removed(&done, "frames")), (1, 1));
    let file = done.exported.unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let told = lines(file.parent().unwrap());
    let of = |collection: &str| {
        told.iter()
            .filter(|line| line["collection"] == collection)
            .collect::<Vec<_>>()
    };
    let sessions = of("transactions");
    assert_eq!(sessions.len(), 1, "{told:?}");
    assert_eq!(
        (&sessions[0]["class"], &sessions[0]["key"], &sessions[0]["record"]),
        (&json!("sessions"), &json!(["CP-1", "0000000101"]), &before)
    );
    assert_eq!(
        of("transaction-meter-values")[0]["record"]["values"][0]["sampledValue"][0]["value"],
        "1"
    );
    let said = of("messages")[0]["record"][0].clone();
    assert_eq!(said["kind"], "sent");
    assert!(!said["text"].as_str().unwrap().contains("736563726574"), "{said}");
    assert!(
        run(&sweeper, false).exported.is_none(),
        "nothing goes, so there is no file"
    );
}

#[test]
fn what_cannot_be_written_down_stays() {
    let state = in_memory();
    session(&state, "101", 40, false);
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("gone");
    fs::write(&in_the_way, "a file").unwrap();
    let settings = RetentionSettings {
        sessions: Some(30 * DAY),
        export: Some(in_the_way.clone()),
        ..RetentionSettings::default()
    };
    let sweeper = sweeper(&state, settings);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let error = sweeper.run(false, &runtime, &|_| false).unwrap_err().to_string();
    assert!(error.contains("stays") && error.contains("gone"), "{error}");
    assert_eq!(count(&state, TRANSACTIONS), 1);
    fs::remove_file(in_the_way).unwrap();
    assert_eq!(removed(&run(&sweeper, false), "sessions"), 1);
}

/// Details are looked at once: those that a run could not remove are to be removed by the next.
#[test]
fn what_a_run_could_not_do_the_next_one_does() {
    let state = in_memory();
    session(&state, "1", 60, true);
    // More than one step looks at.
    for id in 2..=250 {
        session(&state, &id.to_string(), 50, false);
    }
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("gone");
    let settings = RetentionSettings {
        session_details: Some(30 * DAY),
        export: Some(in_the_way.clone()),
        ..RetentionSettings::default()
    };
    let sweeper = sweeper(&state, settings);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let fails = || {
        fs::write(&in_the_way, "a file").unwrap();
        sweeper.run(false, &runtime, &|_| false).unwrap_err();
        fs::remove_file(&in_the_way).unwrap();
    };
    fails();
    assert_eq!(removed(&run(&sweeper, false), "sessionDetails"), 249);
    let (station, id) = (ChargePointId::new("CP-1"), TransactionId::new("1"));
    let mut change = state.transaction_to_change(&station, &id).unwrap().unwrap();
    change.record.state = crate::state::transactions::TransactionState::Closed;
    write(&state, crate::state::transactions::put_transaction(&change).unwrap());
    fs::remove_dir_all(&in_the_way).unwrap();
    fails();
    assert_eq!(removed(&run(&sweeper, false), "sessionDetails"), 1);
    assert_eq!(count(&state, TRANSACTION_METER_VALUES), 0);
}

#[test]
fn nothing_goes_without_an_age_and_one_run_goes_on_at_a_time() {
    let state = in_memory();
    session(&state, "101", 4000, false);
    let sweeper = sweeper(&state, RetentionSettings::default());
    assert!(run(&sweeper, false).removed.is_empty());
    assert_eq!(count(&state, TRANSACTIONS), 1);
    let settings = RetentionSettings {
        events: Some(DAY),
        ..RetentionSettings::default()
    };
    // More charge points than one step looks at.
    let events = (0..120).map(|number| put_encoded(EVENTS, format!("CP{number}/1"), b"{}".to_vec()));
    write(&state, events.collect());
    let other = Sweeper::new(state, Policy::new(settings));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let inner = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let busy = std::cell::Cell::new(false);
    let stops = |_| {
        let second = other.run(true, &inner, &|_| false).unwrap();
        busy.set(second.is_err());
        true
    };
    other.run(false, &runtime, &stops).unwrap().unwrap();
    assert!(busy.get());
}

#[test]
fn nothing_goes_by_a_clock_that_jumped_until_somebody_asks() {
    let state = in_memory();
    session(&state, "101", 40, false);
    let sweeper = sweeper(
        &state,
        RetentionSettings {
            sessions: Some(30 * DAY),
            ..RetentionSettings::default()
        },
    );
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let by_itself = || sweeper.run_by_itself(&runtime, &|_| false).unwrap();
    // So it was when the server was stopped, or before the clock was set.
    write(&state, state.believe_clock(ago(50)).unwrap());
    assert_eq!(by_itself(), None);
    assert_eq!(count(&state, TRANSACTIONS), 1);
    let stays = state.stays().all();
    let reason = &stays.get(&Remover::Age).unwrap().reason;
    assert!(reason.contains("the server's clock went from"), "{reason}");
    let run = sweeper.run_as_asked(&runtime, &|_| false).unwrap().unwrap();
    assert_eq!((removed(&run, "sessions"), count(&state, TRANSACTIONS)), (1, 0));
    assert_eq!(state.stays().all(), [].into());
    assert!(by_itself().is_some(), "it is right from then on");
}
