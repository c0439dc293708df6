//! What a server gave after its backup is given by none that is laid out of it.

use super::*;

/// What a restore carries over is noted as what a server carries over: a loss afterwards is to know it.
#[test]
fn the_greatest_numbers_of_what_is_laid_out_are_noted() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let run = runtime();
    // More than the store's journal takes, in a collection that comes later.
    let place = |collection| TABLE.iter().position(|row| row.collection == collection);
    assert!(place(RESERVATION_NUMBERS) < place(COUNTERS));
    let bytes = vec![b'x'; 256 << 10];
    for number in 0..200 {
        let much = put(COUNTERS, &format!("much-{number:03}"), &bytes);
        run.block_on(store.write(vec![much])).unwrap();
    }
    let number = vec![put(RESERVATION_NUMBERS, "CP1", b"7")];
    run.block_on(store.write(number)).unwrap();
    let target = target(&folder);
    restore(taken(&store, &folder), &target, &run).unwrap();
    let noted = fs::read_to_string(target.folder.join("state.checkpoint")).unwrap();
    assert!(noted.contains("\"stations\":"), "{noted}");
}

#[test]
fn revisions_go_on_above_those_of_the_backup() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let append = |value: &[u8]| Write {
        change: Change::Append(value.to_vec()),
        ..put(EVENTS, "CP/", b"")
    };
    let run = runtime();
    for _ in 0..500 {
        run.block_on(store.write(vec![append(b"before")])).unwrap();
    }
    restore(taken(&store, &folder), &target(&folder), &run).unwrap();
    let restored = SledStore::open(&folder.path().join("data/state"), 1 << 20).unwrap();
    run.block_on(restored.write(vec![append(b"after")])).unwrap();
    let events = restored.list(EVENTS, Page::all(usize::MAX)).unwrap();
    assert_eq!(events.len(), 501);
    assert_eq!(events.last().unwrap().1.value, b"after");
}

/// The server that the backup is of went on: what it gave since is known to nobody here.
#[test]
fn numbers_that_were_given_since_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let run = runtime();
    let list =
        br#"{"version": 40, "acceptedAt": null, "entries": {}, "reported": null, "unconfirmed": [], "inDoubt": false}"#;
    let records = vec![
        put(RESERVATION_NUMBERS, "CP1", b"7"),
        put(LOCAL_LISTS, "CP2", list),
        put(AUDIT, "00000000000000000003", b"{}"),
        put(COUNTERS, "transaction-ids", b"20000"),
    ];
    run.block_on(store.write(records)).unwrap();
    let last = run.block_on(store.write(vec![put(ID_TAGS, "anna", b"1")])).unwrap();
    let mut store = store;
    let mut before = (7, 40, 3, 20_000, last.0);
    for name in ["once", "twice"] {
        let target = Target {
            folder: folder.path().join(name),
            ..target(&folder)
        };
        restore(taken(&store, &folder), &target, &run).unwrap();
        store = Arc::new(SledStore::open(&target.folder.join("state"), 1 << 20).unwrap());
        let state = State::new(Arc::clone(&store));
        let reservation = |id| state.last_reservation_number_seen(&ChargePointId::new(id)).unwrap().0;
        let sessions: i64 = state.get(COUNTERS, "transaction-ids").unwrap().unwrap();
        let revision = run.block_on(store.write(vec![put(ID_TAGS, "bert", b"1")])).unwrap();
        let (list, audit) = (state.numbers_from().unwrap(), state.next_audit_number().unwrap());
        assert!(list >= before.1 + 1_000, "{list}");
        assert!(reservation("CP1") >= before.0 + 1_000 && reservation("CP-NEW") >= list);
        assert!(
            audit > before.2 + 1_000 && sessions >= before.3 + 1_000_000,
            "{audit}, {sessions}"
        );
        assert!(revision.0 > before.4 + (1 << 20), "{revision:?}");
        before = (reservation("CP1"), list, audit - 1, sessions, revision.0);
    }
}

/// A backup of before, of a store that has given these numbers.
fn taken_at(as_of: &str, folder: &TempDir) -> File {
    let header = Header {
        collections: [COUNTERS, AUDIT, RESERVATION_NUMBERS]
            .map(|each| (each.0.to_owned(), 1))
            .into(),
        ..header()
    };
    let path = folder.path().join("backup");
    let mut writer = Writer::begin(File::create(&path).unwrap(), &header).unwrap();
    writer.entry(COUNTERS.0, "transaction-ids", b"20000").unwrap();
    writer.entry(RESERVATION_NUMBERS.0, "CP1", b"7").unwrap();
    let as_of = as_of.to_owned();
    writer.finish(End { as_of, ..end() }).unwrap();
    File::open(path).unwrap()
}

/// The number of the last 1.6 transaction that may have been given, of the last reservation, record of the audit log and
/// write of a restored store; with one more session's worth of each.
fn given_in(folder: &std::path::Path) -> [u64; 4] {
    let store: Arc<dyn Store> = Arc::new(
        SledStore::open_with_reserve(&Home::below(folder).noting(crate::state::given::number_in), 1 << 20, 0).unwrap(),
    );
    let run = runtime();
    let state = State::new(Arc::clone(&store));
    let more = Write {
        change: Change::Add(30_000),
        ..put(COUNTERS, "transaction-ids", b"")
    };
    let last = run.block_on(store.write(vec![more])).unwrap();
    let sessions: u64 = state.get(COUNTERS, "transaction-ids").unwrap().unwrap();
    let reservation = state
        .last_reservation_number_seen(&ChargePointId::new("CP1"))
        .unwrap()
        .0;
    [
        sessions,
        reservation.try_into().unwrap(),
        state.next_audit_number().unwrap(),
        last.0,
    ]
}

/// Two servers that go on from one backup never give the same number: the later one begins above what the other has given.
#[test]
fn a_backup_that_is_restored_again_gives_no_number_twice() {
    let folder = tempfile::tempdir().unwrap();
    let run = runtime();
    let before = crate::clock::now() - chrono::TimeDelta::minutes(10);
    let mut last = [0; 4];
    for name in ["once", "again"] {
        // As if the first one had been restored ten minutes ago.
        let as_of = if name == "once" { crate::clock::now() } else { before };
        let target = Target {
            folder: folder.path().join(name),
            ..target(&folder)
        };
        restore(taken_at(&crate::clock::text(as_of), &folder), &target, &run).unwrap();
        let now = given_in(&target.folder);
        // Its own 30,000 sessions are above all of the other's.
        assert!(now[0] - 30_000 >= last[0], "{now:?} after {last:?}");
        assert!(
            now[1..].iter().zip(&last[1..]).all(|(now, last)| now > last),
            "{now:?} after {last:?}"
        );
        last = now;
    }
}

/// What is replaced tells what it gave, however short a time ago the backup was restored before.
#[test]
fn a_store_that_is_replaced_tells_what_it_gave() {
    let folder = tempfile::tempdir().unwrap();
    let as_of = crate::clock::text(crate::clock::now());
    let mut target = target(&folder);
    let mut last = [0; 4];
    for force in [false, true, true] {
        target.force = force;
        restore(taken_at(&as_of, &folder), &target, &runtime()).unwrap();
        let now = given_in(&target.folder);
        assert!(now[0] - 30_000 >= last[0], "{now:?} after {last:?}");
        assert!(
            now[1..].iter().zip(&last[1..]).all(|(now, last)| now > last),
            "{now:?} after {last:?}"
        );
        last = now;
    }
}
