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

pub(super) fn a_list_is_applied_whole_or_not_at_all(store: &dyn Store) {
    let before = apply(store, vec![put("a", "0"), put("gone", "0"), put("n", "1")]).unwrap();
    let list = || {
        vec![
            put("a", "1"),
            put("b", "1"),
            write("gone", Expect::Any, Change::Delete),
            put("gone", "1"),
            write("n", Expect::Any, Change::Add(1)),
            write("log/", Expect::Any, Change::Append(b"x".to_vec())),
        ]
    };
    let mut conflicting = list();
    conflicting.extend([put_if("a", Expect::Absent, "2"), put("c", "1")]);
    assert!(conflicts_at(apply(store, conflicting), "a", 6));
    let mut refused = list();
    refused.push(write("b", Expect::Any, Change::Add(i64::MAX)));
    assert!(matches!(apply(store, refused), Err(StoreError::Refused { .. })));
    let held = |key: &str| value(store, key).map(|value| String::from_utf8(value).unwrap());
    for (key, kept) in [("a", "0"), ("gone", "0"), ("n", "1")] {
        assert_eq!(held(key).as_deref(), Some(kept), "{key}");
        assert!(get(store, key).unwrap().revision <= before);
    }
    assert_eq!((held("b"), held("c")), (None, None));
    assert!(super::keys(store, "log/", None, 9).is_empty());
    // Nothing of it shows to what comes after it either, and whole it is applied.
    apply(store, vec![put_if("b", Expect::Absent, "first")]).unwrap();
    apply(store, list()).unwrap();
    assert_eq!((held("gone").as_deref(), held("n").as_deref()), (Some("1"), Some("2")));
}

pub(super) fn lists_of_one_group_see_what_is_applied_alone(store: &dyn Store) {
    let mut answers: Vec<_> = [
        vec![put("k", "1"), put_if("k", Expect::Absent, "2")],
        vec![put_if("k", Expect::Absent, "3")],
        vec![put("other", "4"), put_if("k", Expect::Absent, "5")],
        vec![put_if("other", Expect::Absent, "6")],
    ]
    .into_iter()
    .map(|list| store.write_at_once(list))
    .collect();
    let answers: Vec<_> = answers
        .iter_mut()
        .map(|answer| super::block_on(answer).is_ok())
        .collect();
    assert_eq!(answers, [false, true, false, true]);
    assert_eq!(value(store, "k").unwrap(), b"3");
    assert_eq!(value(store, "other").unwrap(), b"6");
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
    assert_eq!(value(store, "beside"), None);
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
