//! Many writers at once, and futures that nobody awaits.

use std::task::Poll;

use super::{Change, Expect, Store, StoreError, apply, block_on, is_pending, put, value, write};

pub(super) fn an_empty_list_is_a_barrier(store: &dyn Store) {
    let before = apply(store, vec![put("k", "1")]).unwrap();
    let syncs = store.health().syncs;
    assert_eq!(apply(store, Vec::new()).unwrap(), before);
    assert_eq!(store.health().syncs, syncs);
}

pub(super) fn a_dropped_future_still_writes(store: &dyn Store) {
    let mut polled = store.write(vec![put("polled", "1")]);
    is_pending(&mut polled);
    drop(polled);
    drop(store.write(vec![put("unpolled", "1")]));
    apply(store, Vec::new()).unwrap();
    assert_eq!(value(store, "polled").unwrap(), b"1");
    assert_eq!(value(store, "unpolled"), None);
}

pub(super) fn what_is_written_at_once_is_there_before_anything_later(store: &dyn Store) {
    let mut early = store.write_at_once(vec![put("k", "early")]);
    apply(store, vec![put("k", "late")]).unwrap();
    assert_eq!(value(store, "k").unwrap(), b"late");
    block_on(&mut early).unwrap();
    drop(store.write_at_once(vec![put("dropped", "1")]));
    apply(store, Vec::new()).unwrap();
    assert_eq!(value(store, "dropped").unwrap(), b"1");
}

pub(super) fn one_of_many_wins(store: &dyn Store) {
    let mut attempts: Vec<_> = (0..64)
        .map(|number| {
            store.write(vec![write(
                "k",
                Expect::Absent,
                Change::Put(format!("{number}").into_bytes()),
            )])
        })
        .collect();
    let outcomes = block_on(all(&mut attempts));
    let won: Vec<_> = outcomes
        .iter()
        .enumerate()
        .filter(|(_, outcome)| outcome.is_ok())
        .collect();
    assert_eq!(won.len(), 1);
    assert_eq!(value(store, "k").unwrap(), format!("{}", won[0].0).into_bytes());
    let conflict = |outcome: &Result<_, _>| matches!(outcome, Err(StoreError::Conflict { .. }));
    assert_eq!(outcomes.iter().filter(|outcome| conflict(outcome)).count(), 63);
}

pub(super) fn nothing_is_lost_among_many(store: &dyn Store) {
    const THREADS: usize = 8;
    const LISTS: usize = 50;
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || {
                for list in 0..LISTS {
                    let own = put(&format!("{thread}/{list}"), "x");
                    apply(store, vec![own, write("count", Expect::Any, Change::Add(1))]).unwrap();
                }
            });
        }
    });
    assert_eq!(
        value(store, "count").unwrap(),
        (THREADS * LISTS).to_string().into_bytes()
    );
    for thread in 0..THREADS {
        assert_eq!(super::keys(store, &format!("{thread}/"), None, 1000).len(), LISTS);
    }
}

async fn all<F: Future + Unpin>(futures: &mut [F]) -> Vec<F::Output> {
    let mut outcomes: Vec<_> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, outcome) in futures.iter_mut().zip(&mut outcomes) {
            if outcome.is_none()
                && let Poll::Ready(ready) = std::pin::Pin::new(future).poll(context)
            {
                *outcome = Some(ready);
            }
        }
        if outcomes.iter().all(Option::is_some) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    outcomes.into_iter().flatten().collect()
}

pub(super) fn appends_are_listed_as_they_were_applied(store: &dyn Store) {
    const THREADS: usize = 4;
    const LISTS: usize = 25;
    let append = |value: String| write("log/", Expect::Any, Change::Append(value.into_bytes()));
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || {
                for list in 0..LISTS {
                    let count = write("count", Expect::Any, Change::Add(1));
                    apply(store, vec![append(format!("{thread} {list}")), count]).unwrap();
                }
            });
        }
    });
    let listed = store.list(super::THINGS, super::Page::of("log/", 1000)).unwrap();
    assert_eq!(listed.len(), THREADS * LISTS);
    let mut last = None;
    for (key, entry) in &listed {
        assert_eq!(*key, crate::store::appended_key("log/", entry.revision));
        assert!(last < Some(entry.revision));
        last = Some(entry.revision);
    }
    // Those of one thread are in its order.
    for thread in 0..THREADS {
        let own = listed
            .iter()
            .map(|(_, entry)| String::from_utf8(entry.value.clone()).unwrap());
        let own: Vec<_> = own.filter(|value| value.starts_with(&format!("{thread} "))).collect();
        assert_eq!(
            own,
            (0..LISTS).map(|list| format!("{thread} {list}")).collect::<Vec<_>>()
        );
    }
}
