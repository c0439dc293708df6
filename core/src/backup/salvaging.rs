//! Goes on with what is left of a damaged store: it is laid out anew beside, and only when that is whole the two change
//! places. Nothing of the damaged one is removed. The new one has from its beginning what is told of the loss, so it is told
//! once, whenever the server is killed.
//!
//! Steps, each durable before the next, and what a kill after them leaves:
//! - The new store is laid out as `state.salvaging`. Whatever is there under this name is never taken for a store.
//! - It is whole, and is `state.salvaged` from now on. The damaged one still counts: the next start removes the new one, and
//!   the next `--accept-loss` begins again.
//! - The damaged one is moved aside. The next start gives the new one its name.
//! - The new one is `state`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use tokio::runtime::Runtime;

use super::laying_out::{STATE, synced};
use super::restoring::{RestoreError, Waiting, raise};
use crate::clock;
use crate::events::{Event, kinds, log};
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::audit::{AuditRecord, put_audit};
use crate::state::collections::TABLE;
use crate::state::given::number_in;
use crate::state::lost::NAMING;
use crate::state::restored::Unknown;
use crate::state::transactions::index_is_built;
use crate::store::{Home, Limits, Report, Salvage, SledStore, Store as _, StoreError, Write};

/// Where the new store is made, below `store.path`.
const UNFINISHED: &str = "state.salvaging";

/// Where it is when it is whole.
const ANEW: &str = "state.salvaged";

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// What was damaged or missing.
    pub report: Report,
    /// So many entries are left.
    pub kept: u64,
    /// The damaged store is here now.
    pub aside: PathBuf,
}

/// What was just done, at the end of which the server may be killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Some of what is left is in the new store.
    Filled,
    /// All of it is, and what is told of the loss.
    LaidOut,
    /// The new store has the name of one that is whole.
    Named,
    /// The damaged one is out of the way.
    MovedAside,
}

/// Brings to its end what [`salvage`] may not have come to: the new store is whole and the damaged one out of the way, and it
/// has not its name yet. Where the store is still there, what a killed run has left beside it is removed: it must not become
/// the store at some later time, when somebody moves that away.
///
/// # Errors
/// What renaming or removing failed with.
pub fn finish_salvage(folder: &Path) -> io::Result<()> {
    let (state, anew) = (folder.join(STATE), folder.join(ANEW));
    if state.exists() {
        let is_in_use = [&state, &folder.join(UNFINISHED)]
            .into_iter()
            .any(|path| SledStore::is_in_use(path));
        return if is_in_use { Ok(()) } else { remove_leftovers(folder) };
    }
    if anew.exists() {
        fs::rename(anew, state)?;
        synced(folder)?;
    }
    Ok(())
}

/// Removes what a run has left that was killed before the damaged store was out of the way. Of what is whole the name goes
/// first, so that no part of it ever has that.
fn remove_leftovers(folder: &Path) -> io::Result<()> {
    let (unfinished, anew) = (folder.join(UNFINISHED), folder.join(ANEW));
    remove(&unfinished)?;
    if anew.exists() {
        fs::rename(&anew, &unfinished)?;
        synced(folder)?;
        remove(&unfinished)?;
    }
    Ok(())
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Lays out anew what is left of the store below `store.path`, if it is damaged.
///
/// # Errors
/// Why not; the damaged store is as it was then.
pub fn salvage(folder: &Path, limits: Limits, runtime: &Runtime) -> Result<Option<Salvaged>, RestoreError> {
    let work = Work {
        folder,
        limits,
        runtime,
        step: &|_| {},
    };
    work.salvage()
}

/// What it takes to lay a store out anew.
struct Work<'a> {
    /// `store.path`
    folder: &'a Path,
    limits: Limits,
    runtime: &'a Runtime,
    /// Tests look on.
    step: &'a dyn Fn(Step),
}

impl Work<'_> {
    fn salvage(&self) -> Result<Option<Salvaged>, RestoreError> {
        let folder = self.folder;
        let failed = |source| RestoreError::Disk {
            path: folder.to_owned(),
            source,
        };
        let (state, anew, unfinished) = (folder.join(STATE), folder.join(ANEW), folder.join(UNFINISHED));
        // Nobody else works on the damaged store until this returns.
        let Some(mut found) = Salvage::of(&Home::below(folder).naming(NAMING))? else {
            return Ok(None);
        };
        remove_leftovers(folder).map_err(failed)?;
        let digits: String = clock::text(clock::now())
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let aside = folder.join(format!("{STATE}.damaged-{digits}"));
        let salvaged = self.lay_out(&mut found, (&unfinished, aside))?;
        synced(&unfinished).map_err(failed)?;
        (self.step)(Step::LaidOut);
        fs::rename(&unfinished, &anew).map_err(failed)?;
        synced(folder).map_err(failed)?;
        (self.step)(Step::Named);
        fs::rename(&state, &salvaged.aside).map_err(failed)?;
        synced(folder).map_err(failed)?;
        (self.step)(Step::MovedAside);
        finish_salvage(folder).map_err(failed)?;
        Ok(Some(salvaged))
    }

    fn lay_out(&self, found: &mut Salvage, (anew, aside): (&Path, PathBuf)) -> Result<Salvaged, RestoreError> {
        let (mut numbers, report) = (found.numbers().clone(), found.report().clone());
        let home = Home::of(anew).noting(number_in);
        let unknown = Unknown(found.unknown_for());
        let store = SledStore::begin(&home, self.limits, unknown.revisions_above(found.above()))?;
        let mut waiting = Waiting::default();
        let mut kept = 0;
        found.entries(&mut |collection, key, value| {
            // What nobody knows here nobody would read.
            let Some(row) = TABLE.iter().find(|row| row.collection.0 == collection) else {
                return Ok(());
            };
            // Entries of it may be lost: it is made anew below.
            if index_is_built(row.collection, key) {
                return Ok(());
            }
            kept += 1;
            waiting.add(row.collection, key.to_owned(), Some(value));
            if waiting.is_full() {
                self.runtime.block_on(store.write(waiting.take()))?;
                (self.step)(Step::Filled);
            }
            Ok(())
        })?;
        self.runtime.block_on(store.write(waiting.take()))?;
        // By value, so that the store is closed when this returns.
        let state = State::new(Arc::new(store));
        // The note may be lost, and what is kept may have greater ones.
        raise(&mut numbers, waiting.numbers());
        self.runtime.block_on(state.leave_out_given(&numbers, unknown))?;
        self.runtime.block_on(state.build_transaction_index())?;
        let salvaged = Salvaged { report, kept, aside };
        self.runtime.block_on(state.store().write(told(&state, &salvaged)?))?;
        Ok(salvaged)
    }
}

/// What is told of a loss that was accepted: in the audit log and, to whoever listens, as an event.
fn told(state: &State, salvaged: &Salvaged) -> Result<Vec<Write>, StoreError> {
    let Salvaged { report, kept, aside } = salvaged;
    let Report { lost, expected, .. } = report;
    let number = state.next_audit_number()?;
    let record = AuditRecord {
        result: Some(json!({
            "kept": kept,
            "lost": lost,
            "expected": expected,
            "faults": report.faults,
            "named": report.named,
            "aside": aside,
        })),
        ..AuditRecord::done(number, "command-line", "accept-loss", clock::now())
    };
    let payload = json!({"kept": kept, "lost": lost, "expected": expected, "named": report.named});
    let event = Event::new(kinds::SERVER_DATA_LOST.name, &ChargePointId::new(""), payload);
    Ok(vec![put_audit(&record)?, log::append(&event)?])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::cell::RefCell;

    use tempfile::TempDir;

    use super::*;
    use crate::state::collections::{AUDIT, EVENTS, ID_TAGS};
    use crate::store::{Change, Collection, Expect, Page};

    const CACHE: u64 = 1 << 20;
    const LIMITS: Limits = Limits {
        cache_bytes: CACHE,
        reserve_bytes: 0,
    };
    /// More than are made durable together.
    const TAGS: usize = 3000;

    fn runtime() -> Runtime {
        tokio::runtime::Builder::new_current_thread().build().unwrap()
    }

    fn open(folder: &Path) -> Result<SledStore, StoreError> {
        SledStore::open_with_reserve(&Home::below(folder).noting(number_in), CACHE, 0)
    }

    fn count(store: &SledStore, collection: Collection) -> usize {
        store.list_keys(collection, Page::all(usize::MAX)).unwrap().len()
    }

    /// A store of which something is damaged, and nothing is lost by it.
    fn damaged() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).unwrap();
        let one = |number| Write {
            collection: ID_TAGS,
            key: format!("{number:05}"),
            expect: Expect::Any,
            change: Change::Put(b"1".to_vec()),
        };
        runtime()
            .block_on(store.write((0..TAGS).map(one).collect::<Vec<_>>()))
            .unwrap();
        drop(store);
        let conf = folder.path().join(STATE).join("conf");
        let mut bytes = fs::read(&conf).unwrap();
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 1;
        }
        fs::write(conf, bytes).unwrap();
        assert!(open(folder.path()).is_err(), "it is damaged");
        folder
    }

    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    /// What a kill after each step would leave.
    fn kills() -> Vec<(Step, TempDir)> {
        let folder = damaged();
        let left = RefCell::new(Vec::new());
        let run = runtime();
        let work = Work {
            folder: folder.path(),
            limits: LIMITS,
            runtime: &run,
            step: &|step| {
                let image = tempfile::tempdir().unwrap();
                copy(folder.path(), image.path());
                left.borrow_mut().push((step, image));
            },
        };
        let salvaged = work.salvage().unwrap().unwrap();
        assert_eq!(salvaged.kept, TAGS as u64);
        assert_all_there(folder.path());
        left.into_inner()
    }

    /// All is there, and the loss is told once; nothing is left of the work.
    fn assert_all_there(folder: &Path) {
        let store = open(folder).unwrap();
        let counts = [ID_TAGS, AUDIT, EVENTS].map(|collection| count(&store, collection));
        assert_eq!(counts, [TAGS, 1, 1]);
        assert!(!folder.join(ANEW).exists() && !folder.join(UNFINISHED).exists());
    }

    #[test]
    fn a_kill_at_any_step_loses_nothing() {
        let kills = kills();
        let steps: Vec<_> = kills.iter().map(|(step, _)| *step).collect();
        assert_eq!(steps, [Step::Filled, Step::LaidOut, Step::Named, Step::MovedAside]);
        for (step, left) in &kills {
            let folder = left.path();
            finish_salvage(folder).unwrap();
            if *step != Step::MovedAside {
                let error = open(folder).err().map(|error| error.to_string());
                assert!(error.is_some_and(|error| error.contains("conf")), "{step:?}");
                let leftovers = [ANEW, UNFINISHED].map(|name| folder.join(name).exists());
                assert_eq!(leftovers, [false, false], "{step:?}");
                let salvaged = salvage(folder, LIMITS, &runtime()).unwrap().unwrap();
                assert_eq!(salvaged.kept, TAGS as u64, "{step:?}");
            }
            assert_all_there(folder);
        }
    }

    #[test]
    fn what_a_kill_left_unfinished_never_becomes_the_store() {
        for (step, left) in kills() {
            for is_started_before in [false, true] {
                let image = tempfile::tempdir().unwrap();
                let folder = image.path();
                copy(left.path(), folder);
                if is_started_before {
                    finish_salvage(folder).unwrap();
                }
                if step != Step::MovedAside {
                    fs::rename(folder.join(STATE), folder.join("elsewhere")).unwrap();
                }
                finish_salvage(folder).unwrap();
                match open(folder) {
                    Ok(store) => assert_eq!(count(&store, ID_TAGS), TAGS, "{step:?}"),
                    Err(error) => assert!(error.to_string().contains("is damaged"), "{step:?}: {error}"),
                }
            }
        }
    }

    #[test]
    fn what_another_process_works_on_is_left_alone() {
        let folder = damaged();
        let anew = folder.path().join(UNFINISHED);
        let store = SledStore::begin(&Home::of(&anew), LIMITS, crate::store::Revision(1)).unwrap();
        finish_salvage(folder.path()).unwrap();
        assert!(anew.exists());
        drop(store);
        finish_salvage(folder.path()).unwrap();
        assert!(!anew.exists());
    }
}
