//! Random operations on a back end, compared with a model that is nothing but a map.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::conformance::{SledSubject, block_on};
use super::{
    Change, Collection, Entry, Expect, MemoryStore, Order, OverlayStore, Page, Revision, Store, StoreError, Write,
};

const COLLECTIONS: [Collection; 2] = [Collection("thing"), Collection("things")];

/// One step.
#[derive(Debug, Clone)]
enum Step {
    Write(Vec<Planned>),
    List {
        collection: Collection,
        prefix: String,
        after: Option<String>,
        limit: usize,
        order: Order,
    },
    CarryOver,
    Reopen,
}

/// A write whose condition is meant, not spelled out: the revisions are the store's.
#[derive(Debug, Clone)]
struct Planned {
    collection: Collection,
    key: String,
    expect: Meant,
    change: Change,
}

#[derive(Debug, Clone, Copy)]
enum Meant {
    Any,
    Absent,
    Present,
    Stale(Index),
}

/// Revisions from here on stand for those that the store has yet to tell.
const UNKNOWN: u64 = 1 << 63;

/// What the store must hold, and the revisions that it has told, in their order.
#[derive(Default)]
struct Model {
    entries: BTreeMap<(Collection, String), Entry>,
    told: Vec<Revision>,
}

/// Why a list was not carried out.
#[derive(Debug, PartialEq, Eq)]
enum Stop {
    Conflict(usize),
    Refused,
}

fn key() -> impl Strategy<Value = String> {
    let long = "k".repeat(512);
    select(
        vec![
            "",
            "a",
            "a/",
            "a/1",
            "a/2",
            "ab",
            "b",
            "\u{1}",
            "é",
            "\u{10ffff}",
            &long,
        ]
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>(),
    )
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    let sized = |size| any::<u8>().prop_map(move |byte| vec![byte; size]);
    prop_oneof![
        4 => any::<i64>().prop_map(|number| number.to_string().into_bytes()),
        4 => proptest::collection::vec(any::<u8>(), 0..40),
        1 => select(vec![8191, 8192, 8193, 40_000]).prop_flat_map(sized),
    ]
}

fn planned() -> impl Strategy<Value = Planned> {
    let expect = prop_oneof![
        4 => Just(Meant::Any),
        2 => Just(Meant::Absent),
        3 => Just(Meant::Present),
        1 => any::<Index>().prop_map(Meant::Stale),
    ];
    let change = prop_oneof![
        4 => value().prop_map(Change::Put),
        2 => Just(Change::Delete),
        1 => any::<i32>().prop_map(|much| Change::Add(i64::from(much))),
    ];
    (select(COLLECTIONS.to_vec()), key(), expect, change).prop_map(|(collection, key, expect, change)| Planned {
        collection,
        key,
        expect,
        change,
    })
}

fn step() -> impl Strategy<Value = Step> {
    let list = (
        select(COLLECTIONS.to_vec()),
        key(),
        proptest::option::of(key()),
        0..6usize,
        select(vec![Order::Ascending, Order::Descending]),
    )
        .prop_map(|(collection, prefix, after, limit, order)| Step::List {
            collection,
            prefix,
            after,
            limit,
            order,
        });
    prop_oneof![
        8 => proptest::collection::vec(planned(), 0..6).prop_map(Step::Write),
        4 => list,
        1 => Just(Step::CarryOver),
        1 => Just(Step::Reopen),
    ]
}

impl Model {
    /// The writes as they go to the store.
    fn spell_out(&self, planned: Vec<Planned>) -> Vec<Write> {
        planned
            .into_iter()
            .map(
                |Planned {
                     collection,
                     key,
                     expect,
                     change,
                 }| {
                    let present = self
                        .entries
                        .get(&(collection, key.clone()))
                        .map_or(Revision(0), |entry| entry.revision);
                    let expect = match expect {
                        Meant::Any => Expect::Any,
                        Meant::Absent => Expect::Absent,
                        Meant::Present => Expect::Revision(present),
                        Meant::Stale(_) if self.told.is_empty() => Expect::Revision(Revision(u64::MAX)),
                        Meant::Stale(index) => Expect::Revision(*index.get(&self.told)),
                    };
                    Write {
                        collection,
                        key,
                        expect,
                        change,
                    }
                },
            )
            .collect()
    }

    /// Carries the writes out with unknown revisions, all or none.
    fn apply(&mut self, writes: &[Write]) -> Result<(), Stop> {
        let before = self.entries.clone();
        let outcome = self.apply_each(writes);
        if outcome.is_err() {
            self.entries = before;
        }
        outcome
    }

    fn apply_each(&mut self, writes: &[Write]) -> Result<(), Stop> {
        for (index, write) in writes.iter().enumerate() {
            let place = (write.collection, write.key.clone());
            let before = self.entries.get(&place);
            let holds = match write.expect {
                Expect::Any => true,
                Expect::Absent => before.is_none(),
                Expect::Revision(revision) => before.is_some_and(|entry| entry.revision == revision),
            };
            if !holds {
                return Err(Stop::Conflict(index));
            }
            let number = |entry: &Entry| String::from_utf8(entry.value.clone()).ok()?.parse::<i64>().ok();
            let value = match &write.change {
                Change::Put(value) => Some(value.clone()),
                Change::Append(_) => unreachable!("its key is the store's; the conformance suite has it"),
                Change::Delete => None,
                Change::Add(much) => {
                    let sum = before.map_or(Some(0), number).and_then(|old| old.checked_add(*much));
                    Some(sum.ok_or(Stop::Refused)?.to_string().into_bytes())
                }
            };
            let revision = Revision(UNKNOWN + index as u64);
            match value {
                Some(value) => self.entries.insert(place, Entry { revision, value }),
                None => self.entries.remove(&place),
            };
        }
        Ok(())
    }

    /// Asks the store for the unknown revisions; they must follow all others in the writes' order.
    fn learn(&mut self, store: &dyn Store) {
        let mut unknown: Vec<_> = self
            .entries
            .iter_mut()
            .filter(|(_, entry)| entry.revision.0 >= UNKNOWN)
            .collect();
        unknown.sort_by_key(|(_, entry)| entry.revision);
        for ((collection, key), entry) in unknown {
            let revision = store.get(*collection, key).unwrap().unwrap().revision;
            assert!(self.told.last().is_none_or(|last| revision > *last));
            entry.revision = revision;
            self.told.push(revision);
        }
    }

    fn list(&self, collection: Collection, page: Page<'_>) -> Vec<(String, Entry)> {
        let mut all: Vec<_> = self
            .entries
            .iter()
            .filter(|((of, key), _)| *of == collection && key.starts_with(page.prefix))
            .map(|((_, key), entry)| (key.clone(), entry.clone()))
            .collect();
        if page.order == Order::Descending {
            all.reverse();
        }
        let follows = |key: &str, after: &str| match page.order {
            Order::Ascending => key > after,
            Order::Descending => key < after,
        };
        all.into_iter()
            .filter(|(key, _)| page.after.is_none_or(|after| follows(key, after)))
            .take(page.limit)
            .collect()
    }
}

fn submit(store: &dyn Store, model: &mut Model, planned: Vec<Planned>) {
    let writes = model.spell_out(planned);
    let wanted = model.apply(&writes);
    let outcome = block_on(store.write(writes));
    model.learn(store);
    match outcome {
        Ok(last) => {
            assert_eq!(wanted, Ok(()));
            assert!(model.told.last().is_none_or(|told| last >= *told));
            model.told.push(last);
        }
        Err(StoreError::Conflict { index, .. }) => assert_eq!(wanted, Err(Stop::Conflict(index))),
        Err(StoreError::Refused { .. }) => assert_eq!(wanted, Err(Stop::Refused)),
        Err(other) => unreachable!("{other}"),
    }
}

fn everything(store: &dyn Store, collection: Collection) -> Vec<(String, Entry)> {
    store.list(collection, Page::all(usize::MAX)).unwrap()
}

fn check(store: &dyn Store, model: &Model) {
    for collection in COLLECTIONS {
        let all = Page::all(usize::MAX);
        assert_eq!(everything(store, collection), model.list(collection, all));
    }
    for ((collection, key), entry) in &model.entries {
        assert_eq!(store.get(*collection, key).unwrap().as_ref(), Some(entry));
    }
}

fn take(store: &dyn Store, model: &mut Model, step: Step) {
    match step {
        Step::Write(planned) => submit(store, model, planned),
        Step::List {
            collection,
            prefix,
            after,
            limit,
            order,
        } => {
            let page = Page::of(&prefix, limit).after(after.as_deref()).order(order);
            let wanted = model.list(collection, page);
            assert_eq!(store.list(collection, page).unwrap(), wanted);
            let keys: Vec<_> = wanted.into_iter().map(|(key, _)| key).collect();
            assert_eq!(store.list_keys(collection, page).unwrap(), keys);
        }
        Step::CarryOver | Step::Reopen => {}
    }
    check(store, model);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn memory_is_like_the_model(steps in proptest::collection::vec(step(), 1..60)) {
        let store = MemoryStore::new();
        let mut model = Model::default();
        steps.into_iter().for_each(|step| take(&store, &mut model, step));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// What was written before `over` lies in the base, what is written after it on top.
    #[test]
    fn an_overlay_is_like_the_model(
        before in proptest::collection::vec(step(), 0..20),
        after in proptest::collection::vec(step(), 1..40),
    ) {
        let base = MemoryStore::new();
        let mut model = Model::default();
        before.into_iter().for_each(|step| take(&base, &mut model, step));
        let over = OverlayStore::over(Arc::new(base));
        after.into_iter().for_each(|step| take(&over, &mut model, step));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sled_is_like_the_model(steps in proptest::collection::vec(step(), 1..80)) {
        like_the_model(SledSubject::new(), steps);
    }

    /// While what is written goes into sled beside the steps.
    #[test]
    fn a_hasty_sled_is_like_the_model(steps in proptest::collection::vec(step(), 1..80)) {
        like_the_model(SledSubject::hasty(), steps);
    }
}

fn like_the_model(mut subject: SledSubject, steps: Vec<Step>) {
    let mut model = Model::default();
    for step in steps {
        match step {
            Step::CarryOver => subject.carry_over(),
            Step::Reopen => subject.reopen(),
            _ => {}
        }
        take(subject.store(), &mut model, step);
    }
}
