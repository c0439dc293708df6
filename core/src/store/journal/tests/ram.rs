//! A disk in memory that knows what is durable. A power cut leaves of the rest whatever a disk may have got to.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use super::super::disk::{Disk, DiskFile};

/// What a disk writes at once.
const SECTOR: usize = 64;

#[derive(Clone, Default)]
pub(super) struct Ram(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    names: Names,
    durable_names: Names,
    /// What was done to names since they were durable.
    renamed: Vec<Names>,
    contents: Vec<Content>,
    steps: usize,
    fault: Option<Fault>,
}

/// The file that each name is of.
type Names = BTreeMap<String, usize>;

#[derive(Default, Clone)]
struct Content {
    now: Vec<u8>,
    durable: Vec<u8>,
}

/// The step with this number fails; all that come after it succeed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) step: usize,
    pub(super) kind: io::ErrorKind,
    /// Of a write so many bytes are done.
    pub(super) short: usize,
}

impl Ram {
    /// From now on a step fails, counted from here.
    pub(super) fn fail(&self, fault: Fault) {
        let mut state = self.state();
        state.steps = 0;
        state.fault = Some(fault);
    }

    /// From now on nothing fails; whether the fault has come.
    pub(super) fn heal(&self) -> bool {
        self.state().fault.take().is_none()
    }

    /// What another disk would hold after a power cut; `chance` says of what was not synced what is there.
    pub(super) fn cut(&self, mut chance: impl FnMut() -> bool) -> Self {
        let state = self.state();
        let mut names = state.durable_names.clone();
        for later in &state.renamed {
            if !chance() {
                break;
            }
            names.clone_from(later);
        }
        let contents = state.contents.iter();
        let contents = contents.map(|content| content.cut(&mut chance)).collect();
        Self(Arc::new(Mutex::new(State {
            names: names.clone(),
            durable_names: names,
            contents,
            ..State::default()
        })))
    }

    pub(super) fn names_now(&self) -> Vec<String> {
        self.state().names.keys().cloned().collect()
    }

    /// A copy with one file's bytes changed.
    pub(super) fn with(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> Self {
        let copy = self.cut(|| true);
        let mut state = copy.state();
        let file = state.names[name];
        change(&mut state.contents[file].now);
        drop(state);
        copy
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }
}

impl Content {
    fn cut(&self, chance: &mut impl FnMut() -> bool) -> Self {
        if self.now == self.durable {
            return self.clone();
        }
        let mut left = self.durable.clone();
        if chance() {
            left.resize(self.now.len(), 0);
        }
        let sectors = left.chunks_mut(SECTOR).zip(self.now.chunks(SECTOR));
        for (old, new) in sectors.filter(|(old, new)| old != new && chance()) {
            let length = old.len().min(new.len());
            old[..length].copy_from_slice(&new[..length]);
        }
        Self {
            durable: left.clone(),
            now: left,
        }
    }
}

impl State {
    /// The fault, if it is due now.
    fn step(&mut self) -> Option<Fault> {
        self.steps += 1;
        let number = self.steps;
        self.fault.take_if(|fault| fault.step + 1 == number)
    }

    fn checked_step(&mut self) -> io::Result<()> {
        self.step().map_or(Ok(()), |fault| Err(fault.kind.into()))
    }

    fn change_names(&mut self, change: impl FnOnce(&mut Names)) {
        change(&mut self.names);
        self.renamed.push(self.names.clone());
    }
}

impl Disk for Ram {
    fn path(&self) -> &Path {
        Path::new("/ram")
    }

    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.names_now())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let state = self.state();
        Ok(state.contents[state.names[name]].now.clone())
    }

    fn beginning(&self, name: &str, bytes: usize) -> io::Result<Vec<u8>> {
        let mut beginning = self.read(name)?;
        beginning.truncate(bytes);
        Ok(beginning)
    }

    fn file(&self, name: &str, size: u64) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.state();
        state.checked_step()?;
        let file = match state.names.get(name) {
            Some(file) => *file,
            None => {
                state.contents.push(Content::default());
                let file = state.contents.len() - 1;
                state.change_names(|names| {
                    names.insert(name.to_owned(), file);
                });
                file
            }
        };
        let content = &mut state.contents[file].now;
        content.resize(content.len().max(size as usize), 0);
        Ok(Box::new(RamFile {
            disk: self.clone(),
            file,
        }))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.state();
        state.checked_step()?;
        assert!(!state.names.contains_key(to), "{to} would be overwritten");
        state.change_names(|names| {
            let file = names.remove(from).unwrap();
            names.insert(to.to_owned(), file);
        });
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.state();
        state.checked_step()?;
        state.change_names(|names| {
            names.remove(name);
        });
        Ok(())
    }

    fn sync_names(&self) -> io::Result<()> {
        let mut state = self.state();
        state.checked_step()?;
        state.durable_names = state.names.clone();
        state.renamed.clear();
        Ok(())
    }
}

struct RamFile {
    disk: Ram,
    file: usize,
}

impl DiskFile for RamFile {
    fn size(&self) -> io::Result<u64> {
        Ok(self.disk.state().contents[self.file].now.len() as u64)
    }

    fn write(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        let fault = state.step();
        let done = fault.map_or(bytes.len(), |fault| fault.short.min(bytes.len() - 1));
        let (content, at) = (&mut state.contents[self.file].now, at as usize);
        assert!(content.len() >= at + bytes.len(), "nothing is set aside for it");
        content[at..at + done].copy_from_slice(&bytes[..done]);
        fault.map_or(Ok(()), |fault| Err(fault.kind.into()))
    }

    fn clear(&self, from: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        state.checked_step()?;
        state.contents[self.file].now[from as usize..].fill(0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.disk.state();
        state.checked_step()?;
        let content = &mut state.contents[self.file];
        content.durable.clone_from(&content.now);
        Ok(())
    }
}
