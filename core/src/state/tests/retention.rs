//! The oldest messages go, the newest stay, in steps that hold nobody up.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::audit::AuditKeep;
use super::super::collections::{EVENTS, RECORDS};
use super::super::records::{StoredMessage, put_record};
use super::super::retention::{Newest, Pruner, Retention};
use super::super::{State, key};
use super::{in_memory, now, station, write};
use crate::ids::MessageId;
use crate::store::{Change, Expect, MemoryStore, Page, SledStore, Store, Write};

fn keep_messages(state: &State, id: &str, numbers: std::ops::Range<u32>) {
    let writes = numbers.map(|number| {
        let stored = StoredMessage {
            at: now() + Duration::from_secs(number.into()),
            action: "NotifyReport".to_owned(),
            payload: serde_json::Value::Null.into(),
        };
        put_record(&station(id), &MessageId::new("m"), &stored)
            .unwrap()
            .into_write()
    });
    write(state, writes.collect()).unwrap();
}

/// One pass; how many steps it took, and the longest of them without its writes.
fn pass(pruner: &mut Pruner, state: &State) -> (usize, Duration) {
    let (mut steps, mut longest) = (0, Duration::ZERO);
    loop {
        let began = Instant::now();
        let step = pruner.step(state).unwrap();
        longest = longest.max(began.elapsed());
        steps += 1;
        assert!(step.writes.len() <= 500);
        if !step.writes.is_empty() {
            write(state, step.writes).unwrap();
        }
        if step.finished {
            return (steps, longest);
        }
    }
}

fn left(state: &State, id: &str) -> Vec<u32> {
    let found = state.records(&station(id), None, 10_000).unwrap();
    let number = |at: crate::clock::Time| u32::try_from((at - now()).num_seconds()).unwrap();
    found.into_iter().map(|(_, message)| number(message.at)).collect()
}

#[test]
fn each_charge_point_keeps_its_newest() {
    let state = in_memory();
    for (id, count) in [("A", 0..3), ("A/B", 0..1700), ("A0", 0..10), ("Z", 0..11)] {
        keep_messages(&state, id, count);
    }
    let mut pruner = Pruner::new(RECORDS, 10);
    pass(&mut pruner, &state);
    assert_eq!(left(&state, "A"), (0..3).collect::<Vec<_>>());
    assert_eq!(left(&state, "A/B"), (1690..1700).collect::<Vec<_>>());
    assert_eq!(left(&state, "A0").len(), 10);
    assert_eq!(left(&state, "Z"), (1..11).collect::<Vec<_>>());
    // Later passes go on from there.
    keep_messages(&state, "A", 3..12);
    keep_messages(&state, "Z", 11..14);
    pass(&mut pruner, &state);
    assert_eq!(left(&state, "A"), (2..12).collect::<Vec<_>>());
    assert_eq!(left(&state, "Z"), (4..14).collect::<Vec<_>>());
    pass(&mut pruner, &state);
    assert_eq!(left(&state, "A").len(), 10);
}

/// What is new is found wherever it is, and however much: of one that was counted, of one that nobody had seen, before, between
/// and behind others.
#[test]
fn what_came_since_the_last_pass_is_counted() {
    let state = in_memory();
    for id in ["B", "D", "F"] {
        keep_messages(&state, id, 0..10);
    }
    let mut pruner = Pruner::new(RECORDS, 10);
    pass(&mut pruner, &state);
    let came = [
        ("A", 0..12),
        ("B", 10..11),
        ("C", 0..3),
        ("D", 10..700),
        ("E", 0..11),
        ("F", 10..13),
        ("G", 0..30),
    ];
    for (id, numbers) in came.clone() {
        keep_messages(&state, id, numbers);
    }
    for _ in 0..2 {
        pass(&mut pruner, &state);
        for (id, numbers) in came.clone() {
            let newest = numbers.end.saturating_sub(10)..numbers.end;
            assert_eq!(left(&state, id), newest.collect::<Vec<_>>(), "{id}");
        }
    }
}

#[test]
fn it_is_known_up_to_which_number_events_went() {
    let state = in_memory();
    let append = |count: u32| {
        let writes = (0..count).map(|_| Write {
            collection: EVENTS,
            key: "A/".to_owned(),
            expect: Expect::Any,
            change: Change::Append(b"{}".to_vec()),
        });
        write(&state, writes.collect()).unwrap();
    };
    let numbers = || state.store().list_keys(EVENTS, Page::all(100)).unwrap();
    append(30);
    let twentieth: u64 = numbers()[19].trim_start_matches("A/").parse().unwrap();
    assert_eq!(state.events_gone(&station("A")).unwrap(), 0);
    let mut pruner = Pruner::new(EVENTS, 10);
    pass(&mut pruner, &state);
    assert_eq!(
        (numbers().len(), state.events_gone(&station("A")).unwrap()),
        (10, twentieth)
    );
    append(1);
    pass(&mut pruner, &state);
    assert_eq!(
        (numbers().len(), state.events_gone(&station("A")).unwrap()),
        (10, twentieth + 1)
    );
}

#[test]
fn messages_that_somebody_else_removed_do_not_count() {
    let state = in_memory();
    keep_messages(&state, "A", 0..10);
    let mut pruner = Pruner::new(RECORDS, 10);
    pass(&mut pruner, &state);
    super::block_on(state.forget(&station("A"))).unwrap();
    keep_messages(&state, "A", 20..28);
    pass(&mut pruner, &state);
    assert_eq!(left(&state, "A"), (20..28).collect::<Vec<_>>());
}

#[test]
fn nothing_is_kept_of_what_may_not_be_kept() {
    let state = in_memory();
    keep_messages(&state, "A", 0..600);
    let mut pruner = Pruner::new(RECORDS, 0);
    pass(&mut pruner, &state);
    assert!(left(&state, "A").is_empty());
    pass(&mut pruner, &state);
}

#[test]
fn the_thread_prunes_and_ends_when_it_is_dropped() {
    let state = in_memory();
    keep_messages(&state, "A", 0..30);
    let retention = Retention::start(
        state.clone(),
        Newest {
            records: 10,
            events: 10,
            commands: 1_000,
            audit: AuditKeep {
                records: 1_000,
                age: None,
            },
        },
        None,
    )
    .unwrap();
    let began = Instant::now();
    while left(&state, "A").len() > 10 {
        assert!(began.elapsed() < Duration::from_secs(60));
        std::thread::yield_now();
    }
    drop(retention);
    assert_eq!(Arc::strong_count(state.store()), 1);
}

/// A fleet whose messages are one over the limit: a first pass that counts all, and one that finds nothing
/// new. The figures are printed; what fails is a step that looks at more than it may.
fn fleet(store: Arc<dyn Store>, stations: u32, each: u32) {
    let state = State::new(store);
    for number in 0..stations {
        keep_messages(&state, &format!("CP-{number:05}"), 0..each);
    }
    let mut pruner = Pruner::new(RECORDS, usize::try_from(each).unwrap() - 1);
    let began = Instant::now();
    let (steps, longest) = pass(&mut pruner, &state);
    println!(
        "{stations} stations, {each} messages each: first pass {:?}, {steps} steps, longest {longest:?}",
        began.elapsed()
    );
    // One that counts what it left is behind it; from then on there is one look at each charge point.
    let lists = || state.store().health().lists;
    pass(&mut pruner, &state);
    let (before, began) = (lists(), Instant::now());
    let (again, longest) = pass(&mut pruner, &state);
    println!("  next pass {:?}, {again} steps, longest {longest:?}", began.elapsed());
    assert!(lists() - before <= u64::from(stations) + 1, "{}", lists() - before);
    assert!(again <= usize::try_from(stations * 3 / 500 + 2).unwrap(), "{again}");
    let keys = state.store().list_keys(RECORDS, Page::all(usize::MAX)).unwrap();
    assert_eq!(keys.len(), usize::try_from(stations * (each - 1)).unwrap());
    let of = |key: &String| key.split('/').next().map(str::to_owned);
    assert_eq!(
        keys.iter().filter_map(of).collect::<BTreeSet<_>>().len(),
        usize::try_from(stations).unwrap()
    );
    assert!(keys.contains(&key(&[
        "CP-00000",
        &crate::clock::text(now() + Duration::from_secs(1)),
        "m"
    ])));
}

#[test]
fn a_large_fleet_in_memory() {
    fleet(Arc::new(MemoryStore::new()), 10_000, 20);
}

#[test]
fn a_fleet_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    fleet(
        Arc::new(SledStore::open(folder.path(), 64 * 1024 * 1024).unwrap()),
        1000,
        30,
    );
}

#[test]
#[ignore = "for its figures: a million messages take a minute"]
fn the_whole_fleet() {
    fleet(Arc::new(MemoryStore::new()), 10_000, 100);
    let folder = tempfile::tempdir().unwrap();
    fleet(
        Arc::new(SledStore::open(folder.path(), 64 * 1024 * 1024).unwrap()),
        10_000,
        100,
    );
}
