//! What watchers are told.

use super::{Change, Collection, Expect, Page, Revision, Store, StoreError, THINGS, apply, block_on, get, put, write};
use crate::store::{Applied, Watch, WatchEnd, Watched};

const OTHERS: Collection = Collection("others");
const PLENTY: usize = 1 << 24;

fn watch(store: &dyn Store, watched: Watched) -> Watch {
    block_on(store.watch(watched, PLENTY)).unwrap()
}

/// All that is there to be told.
fn told(watch: &mut Watch) -> Vec<Applied> {
    let mut all = Vec::new();
    while let Some(batch) = watch.try_next().unwrap() {
        all.extend(batch.writes().cloned());
    }
    all
}

fn shown(told: &[Applied]) -> Vec<(&str, Option<&[u8]>)> {
    let shown = told.iter().map(|one| (one.key.as_str(), one.value.as_deref()));
    shown.collect()
}

pub(super) fn what_is_told_is_what_was_applied(store: &dyn Store) {
    let (mut all, mut some) = (watch(store, Watched::All), watch(store, Watched::Of(&[OTHERS])));
    let elsewhere = |key: &str| super::Write {
        collection: OTHERS,
        ..put(key, "x")
    };
    let large = vec![7; 300_000];
    apply(store, vec![put("a", "1"), write("n", Expect::Any, Change::Add(40))]).unwrap();
    let list = vec![
        write("n", Expect::Any, Change::Add(2)),
        elsewhere("b"),
        write("a", Expect::Any, Change::Delete),
        write("log/", Expect::Any, Change::Append(b"e".to_vec())),
        put("large", large.clone()),
    ];
    let mut refused = list.clone();
    refused.push(write("a", Expect::Revision(Revision(0)), Change::Delete));
    // What is not applied is not told.
    assert!(matches!(apply(store, refused), Err(StoreError::Conflict { .. })));
    apply(store, list).unwrap();
    let told_all = told(&mut all);
    let log = store.list_keys(THINGS, Page::of("log/", 1)).unwrap();
    assert_eq!(
        shown(&told_all),
        [
            ("a", Some(&b"1"[..])),
            ("n", Some(b"40")),
            ("n", Some(b"42")),
            ("b", Some(b"x")),
            ("a", None),
            (log[0].as_str(), Some(b"e")),
            ("large", Some(large.as_slice())),
        ]
    );
    assert_eq!(shown(&told(&mut some)), [("b", Some(&b"x"[..]))]);
    // What was appended is told as such, and what is put again under its key is not.
    let appended = |told: &[Applied]| told.iter().filter(|one| one.is_appended()).count();
    assert_eq!(appended(&told_all), 1);
    apply(store, vec![put(&log[0], "other")]).unwrap();
    assert_eq!(appended(&told(&mut all)), 0);
    for one in told_all.iter().filter(|one| one.key == "large") {
        assert_eq!(get(store, "large").unwrap().revision, one.revision);
    }
}

pub(super) fn a_watch_begins_with_what_comes_next(store: &dyn Store) {
    apply(store, vec![put("before", "1")]).unwrap();
    let mut watch = watch(store, Watched::All);
    assert_eq!(watch.after(), get(store, "before").unwrap().revision);
    assert!(told(&mut watch).is_empty());
    apply(store, Vec::new()).unwrap();
    apply(store, vec![put("after", "1")]).unwrap();
    let batch = block_on(watch.next()).unwrap();
    let first = batch.writes().next().unwrap();
    assert_eq!((first.key.as_str(), first.collection), ("after", THINGS));
    assert!(first.revision > watch.after());
}

pub(super) fn many_writers_are_told_in_the_order_of_the_store(store: &dyn Store) {
    const THREADS: usize = 8;
    const LISTS: usize = 50;
    let mut early = watch(store, Watched::All);
    let mut late = None;
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || {
                for list in 0..LISTS {
                    let count = write("count", Expect::Any, Change::Add(1));
                    apply(store, vec![put(&format!("{thread}"), format!("{list}")), count]).unwrap();
                }
            });
        }
        late = Some(watch(store, Watched::All));
    });
    let all = told(&mut early);
    assert_eq!(all.len(), THREADS * LISTS * 2);
    assert!(all.is_sorted_by(|one, next| one.revision < next.revision));
    // The sums say in which order the store took them.
    let sums = all.iter().filter(|one| one.key == "count");
    let sums: Vec<usize> = sums
        .map(|one| {
            std::str::from_utf8(one.value.as_deref().unwrap())
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect();
    assert_eq!(sums, (1..=THREADS * LISTS).collect::<Vec<_>>());
    // One who came meanwhile is told all from there on, nothing twice and nothing of before.
    let mut late = late.unwrap();
    let began = late.after();
    let rest: Vec<_> = all.into_iter().filter(|one| one.revision > began).collect();
    assert_eq!(told(&mut late), rest);
}

pub(super) fn a_watcher_that_takes_nothing_loses_and_holds_up_nobody(store: &dyn Store) {
    let mut slow = block_on(store.watch(Watched::All, 2000)).unwrap();
    let mut other = watch(store, Watched::All);
    for number in 0..100 {
        apply(store, vec![put(&format!("k{number}"), vec![b'x'; 100])]).unwrap();
    }
    assert_eq!(told(&mut other).len(), 100);
    let mut before = Vec::new();
    let end = loop {
        match slow.try_next() {
            Ok(Some(batch)) => before.extend(batch.writes().map(|one| one.key.clone())),
            Ok(None) => panic!("it was not told that it lost"),
            Err(end) => break end,
        }
    };
    assert_eq!(end, WatchEnd::Lost);
    assert!((1..20).contains(&before.len()), "{before:?}");
    assert_eq!(
        before,
        (0..before.len()).map(|number| format!("k{number}")).collect::<Vec<_>>()
    );
}

pub(super) fn nobody_watches_any_more(store: &dyn Store) {
    let (one, other) = (watch(store, Watched::All), watch(store, Watched::Of(&[OTHERS])));
    assert_eq!(store.watchers().count(), 2);
    drop(one);
    assert_eq!(store.watchers().count(), 1);
    drop(other);
    assert_eq!(store.watchers().count(), 0);
    apply(store, vec![put("k", "1")]).unwrap();
}
