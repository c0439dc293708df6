//! The writer with an engine that fails, panics or waits when told to; what a real disk cannot be
//! asked for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};

use super::super::conformance::{block_on, is_pending, put};
use super::super::health::Gauges;
use super::super::queue::PLACES;
use super::super::watch::{Applied, Telling, WatchEnd, Watched, Watchers};
use super::super::{Acknowledged, Revision, StoreError, Write};
use super::{Engine, Writer};

/// What goes wrong, once `at` writes are carried out.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    Stage,
    PanicInStage,
    Commit,
    PanicInCommit,
    /// The disk has no room for one group, and then again.
    FullOnce,
}

struct Scripted {
    fault: Fault,
    at: u64,
    done: Arc<AtomicU64>,
    /// Writes that are committed.
    kept: u64,
    /// A commit waits for one message, or for the sender's end.
    gate: mpsc::Receiver<()>,
    /// How often it was tried whether there is room again.
    tries: Arc<AtomicU64>,
}

impl Scripted {
    fn fail(&self, fault: Fault, panic: Fault) -> Result<(), StoreError> {
        let due = self.done.load(Ordering::SeqCst) >= self.at;
        assert!(!(due && self.fault == panic), "told to panic");
        if due && self.fault == fault {
            return Err(StoreError::Failed {
                reason: "told to fail".to_owned(),
            });
        }
        Ok(())
    }
}

impl Engine for Scripted {
    fn stage(&mut self, list: Vec<Write>, telling: &mut Telling) -> Result<Revision, StoreError> {
        for write in list {
            self.fail(Fault::Stage, Fault::PanicInStage)?;
            telling.add(Applied {
                revision: Revision(self.done.fetch_add(1, Ordering::SeqCst) + 1),
                collection: write.collection,
                key: write.key,
                value: None,
            });
        }
        Ok(self.last())
    }

    fn is_full(&self) -> bool {
        self.done.load(Ordering::SeqCst) - self.kept >= MOST
    }

    fn last(&self) -> Revision {
        Revision(self.done.load(Ordering::SeqCst))
    }

    fn try_again(&mut self) -> Result<(), StoreError> {
        if self.tries.fetch_add(1, Ordering::SeqCst) == 0 {
            return Err(StoreError::Unable {
                reason: "told to try again".to_owned(),
            });
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.gate.recv().unwrap_or_default();
        self.fail(Fault::Commit, Fault::PanicInCommit)?;
        if self.fault == Fault::FullOnce && self.done.load(Ordering::SeqCst) >= self.at {
            self.fault = Fault::None;
            self.done.store(self.kept, Ordering::SeqCst);
            return Err(StoreError::Full {
                reason: "told to be full".to_owned(),
            });
        }
        self.kept = self.done.load(Ordering::SeqCst);
        Ok(())
    }
}

/// So many writes are committed together at most.
const MOST: u64 = 1000;

struct Subject {
    writer: Writer,
    gauges: Arc<Gauges>,
    watchers: Arc<Watchers>,
    done: Arc<AtomicU64>,
    tries: Arc<AtomicU64>,
    gate: mpsc::Sender<()>,
}

impl Subject {
    fn new(fault: Fault, at: u64) -> Self {
        let (gate, waiting) = mpsc::channel();
        let (done, gauges) = (Arc::new(AtomicU64::new(0)), Arc::new(Gauges::default()));
        let tries = Arc::new(AtomicU64::new(0));
        let engine = Scripted {
            fault,
            at,
            done: Arc::clone(&done),
            kept: 0,
            gate: waiting,
            tries: Arc::clone(&tries),
        };
        let watchers = Arc::new(Watchers::default());
        let writer = Writer::start(engine, Arc::clone(&gauges), Arc::clone(&watchers)).unwrap();
        Self {
            writer,
            gauges,
            watchers,
            done,
            tries,
            gate,
        }
    }

    fn submit(&self, writes: Vec<Write>) -> Acknowledged {
        self.writer.queue().submit(writes).into()
    }

    /// A write that is handed over.
    fn hand_over(&self) -> Acknowledged {
        let mut future = self.submit(vec![put("k", "x")]);
        assert!(is_pending(&mut future));
        future
    }

    /// Returns once so many writes are carried out, which is before they are durable.
    fn wait_for(&self, writes: u64) {
        while self.done.load(Ordering::SeqCst) < writes {
            std::thread::yield_now();
        }
    }
}

fn reason(outcome: Result<Revision, StoreError>) -> String {
    match outcome {
        Err(StoreError::Failed { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_fault_fails_the_group_and_all_that_follow() {
    for (fault, text) in [
        (Fault::Stage, "told to fail"),
        (Fault::Commit, "told to fail"),
        (Fault::PanicInStage, "panic in the back end: told to panic"),
        (Fault::PanicInCommit, "panic in the back end: told to panic"),
    ] {
        let subject = Subject::new(fault, 2);
        let good = subject.hand_over();
        subject.wait_for(1);
        // The first group waits for the disk; these are the second one.
        let bad: Vec<_> = (0..5).map(|_| subject.hand_over()).collect();
        subject.gate.send(()).unwrap();
        block_on(good).unwrap();
        // An engine that failed before its commit is gone already.
        subject.gate.send(()).unwrap_or_default();
        for future in bad {
            assert_eq!(reason(block_on(future)), text);
        }
        let late = subject.submit(vec![put("late", "x")]);
        assert_eq!(reason(block_on(late)), text);
        assert_eq!(subject.gauges.health().failure.as_deref(), Some(text));
        subject.writer.close();
        let closed = subject.submit(Vec::new());
        assert_eq!(reason(block_on(closed)), text);
    }
}

#[test]
fn a_full_queue_makes_callers_wait() {
    let subject = Subject::new(Fault::None, 0);
    let handed_over: Vec<_> = (0..PLACES).map(|_| subject.hand_over()).collect();
    let dropped = subject.hand_over();
    let mut waiting = subject.hand_over();
    subject.wait_for(1);
    assert!(is_pending(&mut waiting));
    drop(dropped);
    drop(subject.gate);
    for future in handed_over {
        block_on(future).unwrap();
    }
    block_on(waiting).unwrap();
    assert_eq!(subject.done.load(Ordering::SeqCst), PLACES as u64 + 1);
}

#[test]
fn closing_frees_those_who_wait_for_a_place() {
    let subject = Subject::new(Fault::None, 0);
    let handed_over: Vec<_> = (0..PLACES).map(|_| subject.hand_over()).collect();
    let waiting = subject.hand_over();
    drop(subject.gate);
    drop(subject.writer);
    for future in handed_over {
        block_on(future).unwrap();
    }
    // It may have got a place in time, but it is answered in any case.
    assert!(matches!(block_on(waiting), Ok(_) | Err(StoreError::Closed)));
}

#[test]
fn a_failure_frees_those_who_wait_for_a_place() {
    let subject = Subject::new(Fault::Commit, 0);
    let handed_over: Vec<_> = (0..PLACES).map(|_| subject.hand_over()).collect();
    let waiting = subject.hand_over();
    drop(subject.gate);
    for future in handed_over.into_iter().chain([waiting]) {
        assert_eq!(reason(block_on(future)), "told to fail");
    }
}

#[test]
fn what_waits_together_is_synced_together() {
    let subject = Subject::new(Fault::None, 0);
    let first = subject.hand_over();
    subject.wait_for(1);
    let others: Vec<_> = (0..100).map(|_| subject.hand_over()).collect();
    subject.gate.send(()).unwrap();
    block_on(first).unwrap();
    subject.gate.send(()).unwrap();
    for future in others {
        block_on(future).unwrap();
    }
    assert_eq!(subject.gauges.health().groups, 2);
}

#[test]
fn what_did_not_reach_the_disk_is_not_told() {
    let subject = Subject::new(Fault::Commit, 2);
    let mut watch = subject.watchers.add(Watched::All, usize::MAX);
    let good = subject.hand_over();
    subject.wait_for(1);
    let bad = subject.hand_over();
    assert!(watch.try_next().unwrap().is_none(), "told before it is durable");
    subject.gate.send(()).unwrap();
    block_on(good).unwrap();
    // Whoever was answered finds it told.
    let told = watch.try_next().unwrap().unwrap();
    assert_eq!(told.writes().count(), 1);
    subject.gate.send(()).unwrap();
    assert_eq!(reason(block_on(bad)), "told to fail");
    assert_eq!(block_on(watch.next()).unwrap_err(), WatchEnd::Closed);
}

#[test]
fn a_group_without_room_is_refused_and_the_next_is_carried_out() {
    let subject = Subject::new(Fault::FullOnce, 2);
    let mut watch = subject.watchers.add(Watched::All, usize::MAX);
    let good = subject.hand_over();
    subject.wait_for(1);
    let refused: Vec<_> = (0..3).map(|_| subject.hand_over()).collect();
    let mut barrier = subject.submit(Vec::new());
    assert!(is_pending(&mut barrier));
    drop(subject.gate);
    let first = block_on(good).unwrap();
    for future in refused {
        let answer = block_on(future);
        assert!(matches!(answer, Err(StoreError::Full { .. })), "{answer:?}");
    }
    // Whoever only waited for what came before has nothing to wait for.
    assert_eq!(block_on(barrier).unwrap(), first);
    assert_eq!(subject.gauges.health().failure, None);
    let next = block_on(subject.writer.queue().submit(vec![put("k", "x")])).unwrap();
    assert_eq!(next, Revision(first.0 + 1));
    assert_eq!(subject.gauges.health().writes, 2);
    let mut told = 0;
    while let Some(batch) = watch.try_next().unwrap() {
        told += batch.writes().count();
    }
    assert_eq!(told, 2);
}

#[test]
fn without_a_group_it_is_tried_whether_there_is_room_again() {
    let subject = Subject::new(Fault::FullOnce, 1);
    let refused = subject.hand_over();
    drop(subject.gate);
    assert!(matches!(block_on(refused), Err(StoreError::Full { .. })));
    assert!(subject.gauges.refuses_writes());
    let mut was_unable = false;
    while subject.gauges.is_refusing() {
        was_unable |= subject.gauges.health().unable.is_some();
        std::thread::yield_now();
    }
    assert!(was_unable, "the last reason is told");
    assert_eq!(subject.tries.load(Ordering::SeqCst), 2);
    assert_eq!(
        (subject.gauges.health().full, subject.gauges.health().unable),
        (None, None)
    );
}

#[test]
fn what_is_too_much_for_one_commit_is_parted() {
    let subject = Subject::new(Fault::None, 0);
    let first = subject.hand_over();
    subject.wait_for(1);
    let lists = (0..3).map(|_| subject.submit((0..MOST).map(|_| put("k", "x")).collect()));
    let mut lists: Vec<_> = lists.collect();
    assert!(lists.iter_mut().all(is_pending));
    drop(subject.gate);
    block_on(first).unwrap();
    for (number, list) in (1..).zip(lists) {
        assert_eq!(block_on(list).unwrap(), Revision(1 + number * MOST));
    }
    assert_eq!(subject.gauges.health().groups, 4);
}
