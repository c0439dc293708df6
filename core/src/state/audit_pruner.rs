//! What goes of the audit log: all but the newest, so many, and what is too old.
//!
//! Numbers alone do not tell how many records there are: a restore leaves some out, and so does a loss that is accepted.
//! So the newest are counted, by their keys, in small steps. What was counted is remembered: after the first pass new keys
//! alone are looked at. As long as there cannot be too many, by the numbers, nothing is counted.

use chrono::TimeDelta;

use super::State;
use super::audit::{AuditKeep, AuditRecord, key_of, number_of};
use super::collections::AUDIT;
use super::retention::Step;
use crate::clock::Time;
use crate::store::{Page, StoreError};

/// So many keys are looked at, or removed, at a time.
const STEP: usize = 500;

/// What is known from the steps before. Has no thread, no clock, and writes nothing.
#[derive(Debug)]
pub(super) struct AuditPruner {
    keep: AuditKeep,
    counted: Option<Counted>,
}

/// The newest records as far as they were counted.
#[derive(Debug)]
struct Counted {
    /// None that has a lower number is among them.
    oldest: u64,
    newest: u64,
    records: u64,
}

impl AuditPruner {
    pub(super) const fn new(keep: AuditKeep) -> Self {
        Self { keep, counted: None }
    }

    /// What a step gave was not carried out.
    pub(super) fn begin_again(&mut self) {
        self.counted = None;
    }

    /// Gives the writes that remove some of what does not stay. They must be carried out before the next step. The newest
    /// leaves its number behind: the next one is greater.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn step(&mut self, state: &State, now: Time) -> Result<Step, StoreError> {
        let over = |finished| Step {
            writes: Vec::new(),
            finished,
        };
        let Some(last) = state.last_audit_number()? else {
            return Ok(over(true));
        };
        let Some(oldest_that_stays) = self.oldest_that_stays(state, last)? else {
            return Ok(over(false));
        };
        let age = self.keep.age.and_then(|age| TimeDelta::from_std(age).ok());
        let since = age.and_then(|age| now.checked_sub_signed(age));
        let mut writes = Vec::new();
        let keys = state.store().list_keys(AUDIT, Page::all(STEP))?;
        for key in keys {
            let number = number_of(&key);
            let too_many = number.is_none_or(|number| number < oldest_that_stays);
            let found = state.removable::<AuditRecord>(AUDIT, key)?;
            let is_old = |since| found.record.as_ref().is_none_or(|record| record.at < since);
            if !too_many && !since.is_some_and(is_old) {
                break;
            }
            writes.push(found.removal);
            self.goes(number);
        }
        let newest = key_of(last);
        let finished = writes.is_empty();
        if writes.iter().any(|removal| removal.key == newest) {
            writes.push(state.note_audited(last)?);
        }
        Ok(Step { writes, finished })
    }

    /// The number of the oldest of those that are not too many; none if they were not counted to their end.
    fn oldest_that_stays(&mut self, state: &State, last: u64) -> Result<Option<u64>, StoreError> {
        let keep = self.keep.records;
        let first = state.store().list_keys(AUDIT, Page::all(1))?;
        let first = first.first().and_then(|key| number_of(key)).unwrap_or_default();
        if last.saturating_sub(first) < keep {
            return Ok(Some(first));
        }
        let counted = self.counted.get_or_insert(Counted {
            oldest: last + 1,
            newest: last,
            records: 0,
        });
        let is_all = counted.add_newer(state)? && counted.add_older(state, keep)? && counted.leave_out(state, keep)?;
        let oldest = if counted.records < keep { first } else { counted.oldest };
        Ok(is_all.then_some(oldest))
    }

    /// One that was counted may be too old.
    fn goes(&mut self, number: Option<u64>) {
        if let (Some(counted), Some(number)) = (&mut self.counted, number)
            && number >= counted.oldest
        {
            counted.oldest = number + 1;
            counted.records = counted.records.saturating_sub(1);
        }
    }
}

/// Each says whether there are no more such keys.
impl Counted {
    /// Counts those that came since.
    fn add_newer(&mut self, state: &State) -> Result<bool, StoreError> {
        let newest = key_of(self.newest);
        let newer = state
            .store()
            .list_keys(AUDIT, Page::all(STEP).after(Some(newest.as_str())))?;
        self.newest = newer.last().and_then(|key| number_of(key)).unwrap_or(self.newest);
        self.records += newer.len() as u64;
        Ok(newer.len() < STEP)
    }

    /// Counts on towards the oldest, as long as it takes.
    fn add_older(&mut self, state: &State, keep: u64) -> Result<bool, StoreError> {
        let much = step(keep.saturating_sub(self.records));
        if much == 0 {
            return Ok(true);
        }
        let oldest = key_of(self.oldest);
        let page = Page::all(much).descending().after(Some(oldest.as_str()));
        let older = state.store().list_keys(AUDIT, page)?;
        self.oldest = older.last().and_then(|key| number_of(key)).unwrap_or(self.oldest);
        self.records += older.len() as u64;
        Ok(older.len() < much || self.records >= keep)
    }

    /// Counts the oldest of them no more, as many as are too many.
    fn leave_out(&mut self, state: &State, keep: u64) -> Result<bool, StoreError> {
        let much = step(self.records.saturating_sub(keep));
        if much == 0 {
            return Ok(true);
        }
        let before = self.oldest.checked_sub(1).map(key_of);
        let page = Page::all(much + 1).after(before.as_deref());
        let keys = state.store().list_keys(AUDIT, page)?;
        self.oldest = keys.get(much).and_then(|key| number_of(key)).unwrap_or(self.newest + 1);
        self.records = self.records.saturating_sub(much as u64);
        Ok(self.records <= keep)
    }
}

fn step(number: u64) -> usize {
    usize::try_from(number).unwrap_or(STEP).min(STEP)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeMap;
    use std::sync::Arc;
    use std::time::Duration;

    use super::super::audit::put_audit;
    use super::*;
    use crate::clock;
    use crate::state::restored::Unknown;
    use crate::store::MemoryStore;

    const fn keep(records: u64) -> AuditKeep {
        AuditKeep { records, age: None }
    }

    async fn write_down(state: &State, records: usize) {
        let mut writes = Vec::new();
        for _ in 0..records {
            let number = state.next_audit_number().unwrap();
            let record = AuditRecord::done(number, "config", "PUT /id-tags/{tag}", clock::now());
            writes.push(put_audit(&record).unwrap());
        }
        state.store().write(writes).await.unwrap();
    }

    fn numbers(state: &State) -> Vec<u64> {
        let keys = state.store().list_keys(AUDIT, Page::all(usize::MAX)).unwrap();
        keys.iter().filter_map(|key| number_of(key)).collect()
    }

    /// Steps until nothing is left to do.
    async fn prune(pruner: &mut AuditPruner, state: &State, now: Time) {
        loop {
            let step = pruner.step(state, now).unwrap();
            if step.finished {
                return;
            }
            state.store().write(step.writes).await.unwrap();
        }
    }

    /// As after a restore.
    async fn with_a_gap(before: usize, after: usize) -> State {
        let state = State::new(Arc::new(MemoryStore::default()));
        write_down(&state, before).await;
        state
            .leave_out_given(&BTreeMap::new(), Unknown::default())
            .await
            .unwrap();
        let restored = State::new(Arc::clone(state.store()));
        write_down(&restored, after).await;
        restored
    }

    #[actix_web::test]
    async fn numbers_that_a_restore_left_out_are_no_records() {
        for (records, left) in [(100, 11), (11, 11), (10, 10), (5, 5), (1, 1), (0, 0)] {
            let state = with_a_gap(10, 1).await;
            let before = numbers(&state);
            assert!(before.last() > Some(&1000), "{before:?}");
            prune(&mut AuditPruner::new(keep(records)), &state, clock::now()).await;
            assert_eq!(Some(numbers(&state).as_slice()), before.get(11 - left..), "{records}");
        }
    }

    #[actix_web::test]
    async fn what_came_since_counts_too_and_so_does_what_age_has_removed() {
        let state = with_a_gap(1300, 700).await;
        let mut pruner = AuditPruner::new(keep(1200));
        prune(&mut pruner, &state, clock::now()).await;
        let all = numbers(&state);
        assert_eq!((all.len(), all.first()), (1200, Some(&801)));
        for came in [1, 40, 1100] {
            write_down(&state, came).await;
            let before = numbers(&state);
            prune(&mut pruner, &state, clock::now()).await;
            assert_eq!(Some(numbers(&state).as_slice()), before.get(came..), "{came}");
        }
        pruner.keep.age = Some(Duration::from_secs(60));
        prune(&mut pruner, &state, clock::now() + TimeDelta::hours(1)).await;
        assert!(numbers(&state).is_empty());
        pruner.keep.age = None;
        write_down(&state, 1201).await;
        let before = numbers(&state);
        prune(&mut pruner, &state, clock::now()).await;
        assert_eq!(Some(numbers(&state).as_slice()), before.get(1..));
    }
}
