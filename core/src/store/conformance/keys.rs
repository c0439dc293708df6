//! Keys: what they hold, how they are listed, which are refused.

use super::{Change, Collection, Expect, Page, Store, StoreError, THINGS, Write, apply, get, keys, put, value, write};

pub(super) fn a_key_holds_what_was_put_last(store: &dyn Store) {
    assert_eq!(get(store, "k"), None);
    let first = apply(store, vec![put("k", "one")]).unwrap();
    let entry = get(store, "k").unwrap();
    assert_eq!((entry.revision, entry.value), (first, b"one".to_vec()));
    let second = apply(store, vec![put("k", "two")]).unwrap();
    assert!(second > first);
    assert_eq!(value(store, "k").unwrap(), b"two");
    apply(store, vec![write("k", Expect::Any, Change::Delete)]).unwrap();
    assert_eq!(get(store, "k"), None);
    apply(store, vec![write("k", Expect::Any, Change::Delete)]).unwrap();
}

/// Every character of one byte, keys at the limit, keys that begin others, keys around the encodings'
/// separators.
pub(super) fn awkward_keys_keep_apart_and_in_byte_order(store: &dyn Store) {
    let mut all: Vec<String> = (1..=127u8).map(|byte| char::from(byte).to_string()).collect();
    all.extend(
        [
            "",
            "a/",
            "a/1",
            "a0",
            "aa",
            "é",
            "\u{80}",
            "\u{ffff}",
            "\u{10ffff}",
            "\u{10ffff}\u{10ffff}",
        ]
        .map(str::to_owned),
    );
    all.push("k".repeat(512));
    all.push("\u{10ffff}".repeat(128));
    let writes = all.iter().map(|key| put(key, key.as_bytes())).collect();
    apply(store, writes).unwrap();
    for key in &all {
        assert_eq!(value(store, key).as_deref(), Some(key.as_bytes()), "{key:?}");
    }
    all.sort();
    assert_eq!(keys(store, "", None, usize::MAX), all);
    for key in &all {
        let with: Vec<_> = all
            .iter()
            .filter(|other| other.starts_with(key.as_str()))
            .cloned()
            .collect();
        assert_eq!(keys(store, key, None, usize::MAX), with, "{key:?}");
    }
}

pub(super) fn pages_follow_one_another(store: &dyn Store) {
    let all: Vec<_> = (0..100).map(|number| format!("p/{number:03}")).collect();
    let mut writes: Vec<_> = all.iter().map(|key| put(key, key.as_bytes())).collect();
    writes.extend([put("o", "before"), put("p0", "after")]);
    apply(store, writes).unwrap();
    let mut paged = Vec::new();
    loop {
        let page = keys(store, "p/", paged.last().map(String::as_str), 7);
        assert!(page.len() <= 7);
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged, all);
    assert!(keys(store, "p/", None, 0).is_empty());
    assert_eq!(keys(store, "p/", Some("a"), 1), ["p/000"]);
    assert_eq!(keys(store, "p/", Some("p/0005"), 1), ["p/001"]);
    assert!(keys(store, "p/", Some("q"), 10).is_empty());
    let found = store.list(THINGS, Page::of("p/05", 1).after(Some("p/050"))).unwrap();
    assert_eq!(found[0].1, get(store, "p/051").unwrap());
}

pub(super) fn pages_go_back_from_the_end(store: &dyn Store) {
    let mut all: Vec<_> = (0..100).map(|number| format!("p/{number:03}")).collect();
    let mut writes: Vec<_> = all.iter().map(|key| put(key, "")).collect();
    writes.extend([put("o", "before"), put("p/", "first"), put("p0", "after")]);
    apply(store, writes).unwrap();
    all.insert(0, "p/".to_owned());
    all.reverse();
    let back = |prefix: &str, after: Option<&str>, limit| {
        let page = Page::of(prefix, limit).after(after).descending();
        let found = store.list(THINGS, page).unwrap();
        found.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    let mut paged: Vec<String> = Vec::new();
    loop {
        let page = back("p/", paged.last().map(String::as_str), 7);
        assert!(page.len() <= 7);
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged, all);
    assert!(back("p/", None, 0).is_empty());
    assert_eq!(back("p/", Some("p/0005"), 1), ["p/000"]);
    assert_eq!(back("p/", Some("q"), 1), ["p/099"]);
    assert!(back("p/", Some("p"), 10).is_empty());
    assert_eq!(back("", None, 2), ["p0", "p/099"]);
    assert_eq!(back("", Some("p/"), 9), ["o"]);
}

pub(super) fn keys_alone_are_those_of_the_list(store: &dyn Store) {
    let writes = (0..50).map(|number| put(&format!("k/{number:02}"), vec![7; number * 400]));
    apply(store, writes.collect()).unwrap();
    for page in [
        Page::all(1000),
        Page::of("k/1", 3),
        Page::of("k/", 7).after(Some("k/20")),
        Page::of("k/", 7).after(Some("k/20")).descending(),
    ] {
        let listed: Vec<_> = store
            .list(THINGS, page)
            .unwrap()
            .into_iter()
            .map(|(key, _)| key)
            .collect();
        assert_eq!(store.list_keys(THINGS, page).unwrap(), listed);
    }
}

pub(super) fn a_list_stays_in_its_collection(store: &dyn Store) {
    let in_collection = |name, key: &str| Write {
        collection: Collection(name),
        ..put(key, name)
    };
    apply(
        store,
        vec![
            in_collection("thing", "s"),
            in_collection("things", "a"),
            in_collection("things-too", "b"),
        ],
    )
    .unwrap();
    assert_eq!(keys(store, "", None, 10), ["a"]);
    assert_eq!(store.get(Collection("thing"), "s").unwrap().unwrap().value, b"thing");
    assert_eq!(store.get(Collection("thing"), "a").unwrap(), None);
    assert!(store.list(Collection("nothing"), Page::all(10)).unwrap().is_empty());
}

pub(super) fn unstorable_writes_change_nothing(store: &dyn Store) {
    let too_large = vec![0; super::super::MAX_VALUE_BYTES + 1];
    for bad in [put("a\0b", "x"), put(&"k".repeat(513), "x"), put("k", too_large)] {
        let outcome = apply(store, vec![put("good", "x"), bad]);
        assert!(matches!(outcome, Err(StoreError::Refused { .. })), "{outcome:?}");
        assert_eq!(get(store, "good"), None);
    }
}
