//! Growth: of what is kept only so often, the oldest is removed here.
//!
//! A thread of its own looks through the keys of messages in small steps with pauses between them, so
//! nobody waits for it. It reads no value. What it counted it remembers: after the first pass it looks at
//! new keys alone, in one list for each charge point, which begins where counting ended and shows the first
//! key of the next.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::audit::AuditKeep;
use super::audit_pruner::AuditPruner;
use super::collections::{COMMANDS_BY_STATION, EVENTS, RECORDS};
use super::events_gone::gone;
use super::stays::Remover;
use super::{State, delete, parts};
use crate::clock;
use crate::store::{Collection, Page, StoreError, Write, end_of};

/// Keys that are looked at, or removed, at a time.
const STEP: usize = 500;
/// Keys that are asked for first where a charge point was counted to its end: few have come, and one of another is among them.
const NEW: usize = 3;
/// Between two steps.
const PAUSE: Duration = Duration::from_millis(5);
/// Between two passes.
const REST: Duration = Duration::from_secs(60);

/// How many of the newest each charge point keeps, and how much of who changed what.
#[derive(Debug, Clone, Copy)]
pub struct Newest {
    pub records: u32,
    pub events: u32,
    pub commands: u32,
    pub audit: AuditKeep,
}

/// Why something stays that should have gone. What had been removed before is gone.
#[derive(Debug, thiserror::Error)]
pub enum RemovalError {
    /// The store's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was about to go could not be written down.
    #[error("what should go stays, because it cannot be written to {}: {reason}", path.display())]
    Export {
        /// The file, or the folder.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
}

/// Where records are written down before they go.
pub trait Archive: Send + Sync {
    /// Writes down what these writes delete; when this returns it is on the disk.
    ///
    /// # Errors
    /// [`RemovalError`]; then nothing of it may be deleted.
    fn keep(&self, state: &State, writes: &[Write]) -> Result<(), RemovalError>;
}

/// The thread. Dropping it ends the thread after its present step.
pub struct Retention {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Retention {
    /// Leaves each charge point its newest messages, events and commands, so many, now and every minute. What goes is
    /// written down before, where there is an archive.
    ///
    /// # Errors
    /// If there can be no further thread.
    pub fn start(state: State, keep: Newest, archive: Option<Arc<dyn Archive>>) -> io::Result<Self> {
        let removing = Removing {
            state,
            archive,
            runtime: tokio::runtime::Builder::new_current_thread().build()?,
        };
        let (stop, stopped) = channel();
        let most = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let pruners = [
            Pruner::new(RECORDS, most(keep.records)),
            Pruner::new(EVENTS, most(keep.events)),
            Pruner::new(COMMANDS_BY_STATION, most(keep.commands)),
        ];
        let thread = std::thread::Builder::new()
            .name("retention".to_owned())
            .spawn(move || run(&removing, pruners, keep.audit, &stopped))?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Retention {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that removes old messages panicked");
        }
    }
}

/// What the thread removes from, and how.
struct Removing {
    state: State,
    archive: Option<Arc<dyn Archive>>,
    runtime: tokio::runtime::Runtime,
}

impl Removing {
    /// Carries out writes that delete, once what they delete is written down.
    fn carry_out(&self, writes: Vec<Write>) -> Result<(), RemovalError> {
        if writes.is_empty() {
            return Ok(());
        }
        if let Some(archive) = &self.archive {
            archive.keep(&self.state, &writes)?;
        }
        self.runtime.block_on(self.state.store().write(writes))?;
        Ok(())
    }

    /// What a pass came to, where all look; in the log once for a reason.
    fn tell(&self, remover: Remover, stays: Option<String>) {
        let Some(reason) = stays else {
            return self.state.stays().went(remover);
        };
        if self.state.stays().stays(remover, reason.clone()) {
            tracing::error!(
                remover = remover.name(),
                reason,
                "what is too much could not be removed"
            );
        }
    }
}

fn run(removing: &Removing, mut pruners: [Pruner; 3], audit: AuditKeep, stopped: &Receiver<()>) {
    let mut audit = AuditPruner::new(audit);
    loop {
        let mut stays = None;
        for pruner in &mut pruners {
            match pass(removing, pruner, stopped) {
                Ok(reason) => stays = stays.or(reason),
                Err(Stopped) => return,
            }
        }
        removing.tell(Remover::Count, stays);
        keep_refusals(&removing.state, &removing.runtime);
        match prune_audit(removing, &mut audit, stopped) {
            Ok(stays) => removing.tell(Remover::Audit, stays),
            Err(Stopped) => return,
        }
        if stopped.recv_timeout(REST) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// Not more often than here, whoever is refused how often.
fn keep_refusals(state: &State, runtime: &tokio::runtime::Runtime) {
    let of_tags = state.keep_tag_refusals();
    let kept = state.keep_refusals().and_then(|of_connections| {
        let kept: Vec<Write> = of_connections.into_iter().chain(of_tags?).collect();
        match kept.is_empty() {
            true => Ok(()),
            false => runtime.block_on(state.store().write(kept)).map(drop),
        }
    });
    if let Err(error) = kept {
        tracing::error!(%error, "what was refused could not be stored");
    }
}

/// Removes what is too much or too old of the audit log, in steps; why something stays that should have gone.
fn prune_audit(
    removing: &Removing,
    pruner: &mut AuditPruner,
    stopped: &Receiver<()>,
) -> Result<Option<String>, Stopped> {
    let step = |pruner: &mut AuditPruner| {
        let step = pruner.step(&removing.state, removing.state.believed_time(clock::now())?)?;
        removing.carry_out(step.writes)?;
        Ok::<_, RemovalError>(step.finished)
    };
    loop {
        match step(pruner) {
            Ok(false) => {}
            Ok(true) => return Ok(None),
            Err(error) => {
                pruner.begin_again();
                return Ok(lasting(&error));
            }
        }
        if stopped.recv_timeout(PAUSE) != Err(RecvTimeoutError::Timeout) {
            return Err(Stopped);
        }
    }
}

/// The thread is to end.
struct Stopped;

/// What is told of an error; none where somebody changed a record meanwhile: another pass comes.
fn lasting(error: &RemovalError) -> Option<String> {
    let changed_meanwhile = matches!(error, RemovalError::Store(StoreError::Conflict { .. }));
    (!changed_meanwhile).then(|| error.to_string())
}

/// One pass in its steps; why something stays that should have gone.
fn pass(removing: &Removing, pruner: &mut Pruner, stopped: &Receiver<()>) -> Result<Option<String>, Stopped> {
    let step = |pruner: &mut Pruner| {
        let step = pruner.step(&removing.state)?;
        removing.carry_out(step.writes)?;
        Ok::<_, RemovalError>(step.finished)
    };
    loop {
        match step(pruner) {
            Ok(false) => {}
            Ok(true) => return Ok(None),
            Err(error) => {
                *pruner = Pruner::new(pruner.collection, pruner.keep);
                return Ok(lasting(&error));
            }
        }
        if stopped.recv_timeout(PAUSE) != Err(RecvTimeoutError::Timeout) {
            return Err(Stopped);
        }
    }
}

/// What one step came to.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) writes: Vec<Write>,
    /// The pass is over.
    pub(super) finished: bool,
}

/// The place of a pass, and what is known from those before. Has no thread, no clock, and writes nothing.
#[derive(Debug)]
pub(super) struct Pruner {
    collection: Collection,
    keep: usize,
    /// By what the keys of a charge point begin with.
    counted: HashMap<String, Counted>,
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    /// Before the charge point that comes after this one; none: before the first.
    After(Option<String>),
    /// At one of which the first key is known.
    At(String),
}

/// The keys of one charge point as far as they were counted.
#[derive(Debug, Default)]
struct Counted {
    /// As long as it is still the first, nobody else has removed any.
    first: String,
    last: String,
    keys: usize,
    /// They were counted to their end once: few have come since.
    to_their_end: bool,
}

/// What a look at the keys of a charge point came to.
enum Seen {
    /// There may be more of them.
    More,
    /// So many are too many.
    All { excess: usize, next: Next },
}

/// What follows the keys of a charge point.
enum Next {
    /// The first key of another.
    First(String),
    Nothing,
    NotLookedFor,
}

impl Pruner {
    pub(super) fn new(collection: Collection, keep: usize) -> Self {
        Self {
            collection,
            keep,
            counted: HashMap::new(),
            place: Place::After(None),
        }
    }

    /// Looks at about [`STEP`] keys, and gives the writes that remove what is too much, those of several
    /// charge points in one list. They must be carried out before the next step.
    pub(super) fn step(&mut self, state: &State) -> Result<Step, StoreError> {
        let mut left = STEP;
        let mut writes = Vec::new();
        while left > 0 && writes.len() < STEP {
            let next = match self.place.clone() {
                Place::After(previous) => {
                    left -= 1;
                    first_after(state, self.collection, previous.as_deref())?
                }
                Place::At(prefix) => {
                    let Seen::All { excess, next } = self.count(state, &prefix, &mut left)? else {
                        continue;
                    };
                    let much = excess.min(STEP - writes.len());
                    let removal = self.removal(state, &prefix, much)?;
                    if removal.len() >= much && much < excess {
                        writes.extend(removal);
                        continue;
                    }
                    writes.extend(removal);
                    self.place = Place::After(Some(prefix));
                    next
                }
            };
            match next {
                Next::First(key) => self.place = self.at_first(key),
                Next::NotLookedFor => {}
                Next::Nothing => {
                    self.place = Place::After(None);
                    return Ok(Step { writes, finished: true });
                }
            }
        }
        Ok(Step {
            writes,
            finished: false,
        })
    }

    /// At the charge point whose first key this is. What was counted holds as long as it was the first then, too.
    fn at_first(&mut self, first: String) -> Place {
        let prefix = prefix(&first);
        let counted = self.counted.entry(prefix.clone()).or_default();
        if counted.first != first {
            *counted = Counted {
                last: first.clone(),
                first,
                keys: 1,
                to_their_end: false,
            };
        }
        Place::At(prefix)
    }

    /// Counts what has come since. Where nearly all is counted, the same look finds the next charge point.
    fn count(&mut self, state: &State, prefix: &str, left: &mut usize) -> Result<Seen, StoreError> {
        let counted = self.counted.entry(prefix.to_owned()).or_default();
        let (page, most) = match counted.to_their_end {
            true => (Page::all(NEW), NEW),
            false => (Page::of(prefix, *left), *left),
        };
        let mut keys = state
            .store()
            .list_keys(self.collection, page.after(Some(&counted.last)))?;
        *left = left.saturating_sub(keys.len().max(1));
        let is_end = keys.len() < most;
        let own = keys.iter().take_while(|key| key.starts_with(prefix)).count();
        let next = match keys.drain(own..).next() {
            Some(key) => Next::First(key),
            None if counted.to_their_end && is_end => Next::Nothing,
            None => Next::NotLookedFor,
        };
        counted.to_their_end = is_end || matches!(next, Next::First(_));
        counted.keys += own;
        if let Some(last) = keys.pop() {
            counted.last = last;
        }
        Ok(match counted.to_their_end {
            true => Seen::All {
                excess: counted.keys.saturating_sub(self.keep),
                next,
            },
            false => Seen::More,
        })
    }

    /// What goes with a key. Commands are found by their station, and lie under their id; one that is not over stays.
    fn removed(&mut self, state: &State, key_of_it: String) -> Result<Vec<Write>, StoreError> {
        let of_it = delete(self.collection, key_of_it.clone());
        let id = parts(&key_of_it).into_iter().nth(1);
        let Some(id) = id.filter(|_| self.collection == COMMANDS_BY_STATION) else {
            return Ok(vec![of_it]);
        };
        let found = state.command_to_remove(&id)?;
        match found.record {
            Some(command) if !command.state.is_over() => Ok(Vec::new()),
            _ => Ok(vec![found.removal, of_it]),
        }
    }

    fn removal(&mut self, state: &State, prefix: &str, much: usize) -> Result<Vec<Write>, StoreError> {
        if much == 0 {
            return Ok(Vec::new());
        }
        let mut keys = state.store().list_keys(self.collection, Page::of(prefix, much + 1))?;
        let mut first_left = if keys.len() > much { keys.pop() } else { None };
        let mut writes = Vec::new();
        if self.collection == EVENTS {
            let released = state.release_events(prefix, &keys)?;
            if let Some(held) = keys.get(released.keys) {
                first_left = Some(held.clone());
            }
            keys.truncate(released.keys);
            writes = released.writes;
        }
        let counted = self.counted.entry(prefix.to_owned()).or_default();
        counted.keys = counted.keys.saturating_sub(keys.len());
        counted.first = first_left.unwrap_or_default();
        if let Some(last) = keys.last().filter(|_| self.collection == EVENTS) {
            writes.extend(gone(last)?);
        }
        for key in keys {
            writes.extend(self.removed(state, key)?);
        }
        Ok(writes)
    }
}

/// The first key of the next charge point that has any.
fn first_after(state: &State, collection: Collection, previous: Option<&str>) -> Result<Next, StoreError> {
    let after = previous.and_then(end_of);
    let keys = state
        .store()
        .list_keys(collection, Page::all(1).after(after.as_deref()))?;
    Ok(keys.into_iter().next().map_or(Next::Nothing, Next::First))
}

/// What all keys of a charge point begin with. A key of a message has several parts, so none is the end of a prefix itself.
fn prefix(key: &str) -> String {
    match key.split_once('/') {
        Some((station, _)) => format!("{station}/"),
        None => key.to_owned(),
    }
}
