//! Carries out what the classes say, one run at a time, in steps with pauses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use tokio::runtime::Runtime;

use super::class::{Class, Policy};
use super::export::Export;
use super::walk::{session, step};
use crate::clock::{self, Time};
use crate::state::State;
use crate::state::audit::{AuditRecord, put_audit};
use crate::state::collections::{
    COMMANDS, EVENTS, MESSAGES, ORPHANS, RECORDS, REFUSED_CONNECTIONS, RESERVATIONS, TRANSACTION_EVENTS,
    TRANSACTION_LATER, TRANSACTION_METER_VALUES, TRANSACTIONS_BY_TIME,
};
use crate::state::parts;
use crate::state::retention::RemovalError;
use crate::state::stays::Remover;
use crate::store::{Collection, Page, StoreError, Write};

/// Between two steps.
const PAUSE: Duration = Duration::from_millis(5);
/// Writes that are made durable together.
const AT_ONCE: usize = 500;
/// Keys that are counted at a time.
const COUNTED: usize = 10_000;

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// When it began.
    pub at: Time,
    /// When it was over.
    pub ended_at: Time,
    /// How many of each class went, or would.
    pub removed: BTreeMap<&'static str, u64>,
    /// Where what went was written down, if it was.
    pub exported: Option<PathBuf>,
}

/// What is kept of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub class: Class,
    /// How old its records become; none: whatever their age.
    pub age: Option<Duration>,
    /// How many there are.
    pub count: u64,
    /// Of those whose keys say it.
    pub oldest: Option<String>,
}

/// Another run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

/// The policy, and what was done by it.
pub struct Sweeper {
    state: State,
    policy: Policy,
    turn: Mutex<Known>,
    last: Mutex<Option<Run>>,
}

/// What is known from runs before: sessions whose details went are not looked at again.
#[derive(Default)]
struct Known {
    /// All before it were looked at.
    details: Option<String>,
    /// But for these.
    later: BTreeSet<String>,
}

impl Sweeper {
    /// One that has not run yet.
    #[must_use]
    pub fn new(state: State, policy: Policy) -> Self {
        Self {
            state,
            policy,
            turn: Mutex::default(),
            last: Mutex::default(),
        }
    }

    /// How old what becomes.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The last run that removed something.
    #[must_use]
    pub fn last(&self) -> Option<Run> {
        lock(&self.last).clone()
    }

    /// Removes what is too old, unless the clock is doubted that says what is; none: it is.
    ///
    /// # Errors
    /// As [`Sweeper::run`].
    pub fn run_by_itself(
        &self,
        runtime: &Runtime,
        stops: &dyn Fn(Duration) -> bool,
    ) -> Result<Option<Result<Run, Busy>>, RemovalError> {
        let between = TimeDelta::from_std(self.policy.every()).unwrap_or(TimeDelta::MAX);
        let (watched, noted) = self.state.look_at_clock(clock::now(), between)?;
        runtime.block_on(self.state.store().write(noted))?;
        if let Some(reason) = watched.doubt() {
            if self.state.stays().stays(Remover::Age, reason.clone()) {
                tracing::error!(reason, "what is too old stays");
            }
            return Ok(None);
        }
        self.run(false, runtime, stops).map(Some)
    }

    /// Removes what is too old because somebody asks for it, who takes the clock as right.
    ///
    /// # Errors
    /// As [`Sweeper::run`].
    pub fn run_as_asked(
        &self,
        runtime: &Runtime,
        stops: &dyn Fn(Duration) -> bool,
    ) -> Result<Result<Run, Busy>, RemovalError> {
        let believed = self.state.believe_clock(clock::now())?;
        runtime.block_on(self.state.store().write(believed))?;
        self.run(false, runtime, stops)
    }

    /// Removes what is too old, or says what would go; blocks until that is done, or until it is told to stop.
    ///
    /// # Errors
    /// The store's, or that what is to go cannot be written down; then some of it is done.
    pub fn run(
        &self,
        is_dry: bool,
        runtime: &Runtime,
        stops: &dyn Fn(Duration) -> bool,
    ) -> Result<Result<Run, Busy>, RemovalError> {
        let ran = self.remove(is_dry, runtime, stops);
        match &ran {
            Ok(Ok(_)) if !is_dry => self.state.stays().went(Remover::Age),
            Err(error) if !is_dry => {
                self.state.stays().stays(Remover::Age, error.to_string());
            }
            _ => {}
        }
        ran
    }

    fn remove(
        &self,
        is_dry: bool,
        runtime: &Runtime,
        stops: &dyn Fn(Duration) -> bool,
    ) -> Result<Result<Run, Busy>, RemovalError> {
        let mut known = match self.turn.try_lock() {
            Ok(known) => known,
            Err(TryLockError::Poisoned(known)) => known.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(Err(Busy)),
        };
        let mut run = Run {
            at: clock::now(),
            ended_at: clock::now(),
            removed: BTreeMap::new(),
            exported: None,
        };
        let mut export = self.policy.export().map(|folder| Export::new(folder, run.at));
        for class in Class::ALL {
            let age = self.policy.age(class).and_then(|age| TimeDelta::from_std(age).ok());
            let Some(before) = age.and_then(|age| run.at.checked_sub_signed(age)) else {
                continue;
            };
            let mut classes = Of {
                sweeper: self,
                class,
                before,
                is_dry,
                runtime,
                stops,
                export: export.as_mut(),
                removed: 0,
            };
            let outcome = classes.all(&mut known);
            let removed = classes.removed;
            if removed > 0 {
                run.removed.insert(class.name(), removed);
                if class == Class::Frames && !is_dry {
                    self.state.messages().recount();
                }
            }
            if outcome? == Stopped::Yes {
                break;
            }
        }
        run.ended_at = clock::now();
        run.exported = export.as_ref().and_then(Export::path).map(Path::to_owned);
        if !is_dry && !run.removed.is_empty() {
            tracing::info!(removed = ?run.removed, "what was too old was removed");
            *lock(&self.last) = Some(run.clone());
        }
        Ok(Ok(run))
    }

    /// Writes a run that nobody asked for into the audit log.
    ///
    /// # Errors
    /// The store's.
    pub fn write_down(&self, run: &Run, runtime: &Runtime) -> Result<(), StoreError> {
        let number = self.state.next_audit_number()?;
        let record = AuditRecord {
            ended_at: Some(run.ended_at),
            result: Some(json!({ "removed": run.removed, "exported": run.exported })),
            ..AuditRecord::done(number, "retention", "retention", run.at)
        };
        runtime
            .block_on(self.state.store().write(vec![put_audit(&record)?]))
            .map(drop)
    }

    /// How much is kept. Looks at all keys, so it is nothing for a thread that serves others.
    ///
    /// # Errors
    /// The store's.
    pub fn kept(&self) -> Result<Vec<Kept>, StoreError> {
        let kept = |class: Class| -> Result<Kept, StoreError> {
            let mut count = 0;
            for collection in collections(class) {
                count += self.count(*collection)?;
            }
            let oldest = match class {
                Class::Sessions => self.state.store().list_keys(TRANSACTIONS_BY_TIME, Page::all(1))?,
                _ => Vec::new(),
            };
            Ok(Kept {
                class,
                age: self.policy.age(class),
                count,
                oldest: oldest.first().and_then(|key| parts(key).into_iter().next()),
            })
        };
        Class::ALL.into_iter().map(kept).collect()
    }

    /// How many records a collection has, by its keys.
    ///
    /// # Errors
    /// The store's.
    pub fn count(&self, collection: Collection) -> Result<u64, StoreError> {
        let mut count = 0;
        let mut after: Option<String> = None;
        loop {
            let page = Page::all(COUNTED).after(after.as_deref());
            let keys = self.state.store().list_keys(collection, page)?;
            count += u64::try_from(keys.len()).unwrap_or_default();
            match keys.into_iter().next_back() {
                Some(last) => after = Some(last),
                None => return Ok(count),
            }
        }
    }
}

/// Where the records of a class are counted.
const fn collections(class: Class) -> &'static [Collection] {
    match class {
        Class::SessionDetails => &[TRANSACTION_EVENTS, TRANSACTION_METER_VALUES, TRANSACTION_LATER],
        Class::Sessions => &[TRANSACTIONS_BY_TIME],
        Class::Events => &[EVENTS],
        Class::Records => &[RECORDS],
        Class::Commands => &[COMMANDS],
        Class::Frames => &[MESSAGES],
        Class::Inbox => &[ORPHANS],
        Class::Reservations => &[RESERVATIONS],
        Class::RefusedConnections => &[REFUSED_CONNECTIONS],
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stopped {
    Yes,
    No,
}

/// Whether all went that was to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Whole,
    /// Something was changed meanwhile, and stays.
    InPart,
}

impl Outcome {
    const fn and(self, other: Self) -> Self {
        match self {
            Self::Whole => other,
            Self::InPart => self,
        }
    }
}

/// A run through one class.
struct Of<'a> {
    sweeper: &'a Sweeper,
    class: Class,
    before: Time,
    is_dry: bool,
    runtime: &'a Runtime,
    stops: &'a dyn Fn(Duration) -> bool,
    export: Option<&'a mut Export>,
    removed: u64,
}

impl Of<'_> {
    fn all(&mut self, known: &mut Known) -> Result<Stopped, RemovalError> {
        let state = &self.sweeper.state;
        // A dry run looks at all, and leaves what is known.
        let mut remembers = self.class == Class::SessionDetails && !self.is_dry;
        let mut after = None;
        if remembers {
            after.clone_from(&known.details);
            for place in known.later.clone() {
                let step = session(state, self.class, self.before, &place)?;
                let waits = !step.later.is_empty();
                if self.carry_out(step.gone)? == Outcome::Whole && !waits {
                    known.later.remove(&place);
                }
            }
        }
        loop {
            let step = step(state, self.class, self.before, after.as_deref())?;
            let next = step.after;
            // Known is what was done: whatever fails before it is done is looked at again by the next run.
            remembers = self.carry_out(step.gone)? == Outcome::Whole && remembers;
            if remembers {
                known.later.extend(step.later);
                known.details = next.clone().or(known.details.take());
            }
            let Some(next) = next else { return Ok(Stopped::No) };
            after = Some(next);
            if (self.stops)(PAUSE) {
                return Ok(Stopped::Yes);
            }
        }
    }

    /// Each record's writes in their order, in lists that are not too long; one that was changed meanwhile stays.
    fn carry_out(&mut self, gone: Vec<Vec<Write>>) -> Result<Outcome, RemovalError> {
        if self.is_dry {
            self.removed += u64::try_from(gone.len()).unwrap_or_default();
            return Ok(Outcome::Whole);
        }
        let mut waiting: Vec<Vec<Write>> = Vec::new();
        let mut count = 0;
        let mut outcome = Outcome::Whole;
        for writes in gone {
            if count + writes.len() > AT_ONCE {
                outcome = outcome.and(self.write(std::mem::take(&mut waiting))?);
                count = 0;
            }
            count += writes.len();
            waiting.push(writes);
        }
        Ok(outcome.and(self.write(waiting)?))
    }

    /// Together; if one of them was changed meanwhile, each record alone.
    fn write(&mut self, records: Vec<Vec<Write>>) -> Result<Outcome, RemovalError> {
        if let Some(export) = &mut self.export {
            export.keep(&self.sweeper.state, self.class, records.iter().flatten())?;
        }
        let count = u64::try_from(records.len()).unwrap_or_default();
        if self.apply(records.concat())? {
            self.removed += count;
            return Ok(Outcome::Whole);
        }
        let mut removed = 0;
        if records.len() > 1 {
            for record in records {
                removed += u64::from(self.apply(record)?);
            }
        }
        self.removed += removed;
        Ok(if removed == count {
            Outcome::Whole
        } else {
            Outcome::InPart
        })
    }

    /// Whether nothing of it was changed meanwhile.
    fn apply(&mut self, mut writes: Vec<Write>) -> Result<bool, StoreError> {
        while !writes.is_empty() {
            let rest = writes.split_off(writes.len().min(AT_ONCE));
            match self.runtime.block_on(self.sweeper.state.store().write(writes)) {
                Err(StoreError::Conflict { .. }) => return Ok(false),
                written => written.map(drop)?,
            }
            writes = rest;
        }
        Ok(true)
    }
}

// A panic cannot leave what is known half changed, so a poisoned lock is as good as another.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
