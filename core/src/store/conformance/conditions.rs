//! Conditions, sums, revisions, and the order within a list.

use super::{Change, Expect, Revision, Store, StoreError, apply, get, put, value, write};

fn put_if(key: &str, expect: Expect, text: &str) -> super::Write {
    write(key, expect, Change::Put(text.into()))
}

fn conflicts_at(outcome: Result<Revision, StoreError>, key: &str, at: usize) -> bool {
    matches!(outcome, Err(StoreError::Conflict { collection: "things", key: found, index }) if found == key && index == at)
}

pub(super) fn a_condition_decides(store: &dyn Store) {
    let first = apply(store, vec![put_if("k", Expect::Absent, "1")]).unwrap();
    assert!(conflicts_at(
        apply(store, vec![put_if("k", Expect::Absent, "2")]),
        "k",
        0
    ));
    let second = apply(store, vec![put_if("k", Expect::Revision(first), "2")]).unwrap();
    assert!(conflicts_at(
        apply(store, vec![put_if("k", Expect::Revision(first), "3")]),
        "k",
        0
    ));
    assert!(conflicts_at(
        apply(store, vec![write("k", Expect::Revision(first), Change::Delete)]),
        "k",
        0
    ));
    assert_eq!(value(store, "k").unwrap(), b"2");
    apply(store, vec![write("k", Expect::Revision(second), Change::Delete)]).unwrap();
    assert!(conflicts_at(
        apply(store, vec![put_if("k", Expect::Revision(second), "3")]),
        "k",
        0
    ));
    apply(store, vec![write("k", Expect::Absent, Change::Delete)]).unwrap();
    assert_eq!(get(store, "k"), None);
    // A condition on a large value, and a sum that is the first write.
    let large = apply(store, vec![put("k", vec![7; 50_000])]).unwrap();
    assert!(conflicts_at(
        apply(store, vec![write("k", Expect::Absent, Change::Add(1))]),
        "k",
        0
    ));
    apply(store, vec![put_if("k", Expect::Revision(large), "4")]).unwrap();
}

pub(super) fn a_list_stops_at_its_first_conflict(store: &dyn Store) {
    let list = vec![
        put("a", "1"),
        put("b", "1"),
        put_if("a", Expect::Absent, "2"),
        put("c", "1"),
    ];
    assert!(conflicts_at(apply(store, list), "a", 2));
    assert_eq!(value(store, "a").unwrap(), b"1");
    assert_eq!(value(store, "b").unwrap(), b"1");
    assert_eq!(get(store, "c"), None);
}

pub(super) fn later_writes_see_earlier_ones(store: &dyn Store) {
    let list = vec![
        put_if("k", Expect::Absent, "1"),
        write("k", Expect::Any, Change::Add(5)),
        put("other", "x"),
        write("k", Expect::Any, Change::Delete),
        put_if("k", Expect::Absent, "2"),
        put("k", "3"),
    ];
    let last = apply(store, list).unwrap();
    let entry = get(store, "k").unwrap();
    assert_eq!((entry.revision, entry.value), (last, b"3".to_vec()));
    assert!(get(store, "other").unwrap().revision < last);
}

pub(super) fn sums_add_up(store: &dyn Store) {
    for (much, text) in [(5, "5"), (-7, "-2"), (i64::MAX, "9223372036854775805")] {
        apply(store, vec![write("n", Expect::Any, Change::Add(much))]).unwrap();
        assert_eq!(value(store, "n").unwrap(), text.as_bytes());
    }
    let before = get(store, "n");
    let outcome = apply(store, vec![put("beside", "x"), write("n", Expect::Any, Change::Add(3))]);
    assert!(matches!(outcome, Err(StoreError::Refused { .. })), "{outcome:?}");
    assert_eq!(get(store, "n"), before);
    assert_eq!(value(store, "beside").unwrap(), b"x");
    for bad in [b"x".to_vec(), vec![b'1'; 50_000]] {
        let outcome = apply(
            store,
            vec![put("text", bad), write("text", Expect::Any, Change::Add(1))],
        );
        assert!(matches!(outcome, Err(StoreError::Refused { .. })), "{outcome:?}");
    }
}

pub(super) fn revisions_never_repeat(store: &dyn Store) {
    let mut last = Revision(0);
    for round in 0..20 {
        let list = vec![
            put("k", "1"),
            write("k", Expect::Any, Change::Delete),
            put("k", format!("{round}")),
        ];
        let revision = apply(store, list).unwrap();
        assert!(revision.0 >= last.0 + 3);
        assert_eq!(get(store, "k").unwrap().revision, revision);
        let gone = apply(store, vec![write("k", Expect::Revision(revision), Change::Delete)]).unwrap();
        assert!(gone > revision);
        last = gone;
    }
}
