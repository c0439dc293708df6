//! Takes recorded calls off the message's path: a bounded queue, and one thread that writes. Recording
//! never holds a call up; what there is no room for is counted.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use arc_swap::ArcSwap;
use serde::Serialize;

use super::call::{Line, RecordedCall, Setup};
use super::ring::{self, Ring};

/// Calls that may wait to be written.
const WAITING: usize = 1_000;
/// Their texts together, in bytes: one may have whole responses of other servers in it.
const WAITING_BYTES: u64 = 32 * 1024 * 1024;

/// The way to the thread that writes.
pub struct Recorder {
    jobs: SyncSender<Job>,
    /// Of the texts that wait.
    bytes: Arc<AtomicU64>,
}

enum Job {
    /// A line's text, which is a call's or not.
    Write(Arc<Recording>, Vec<u8>, Counts),
    /// Answered when everything before it is written.
    Flush(SyncSender<()>),
    /// Answered when the files are gone.
    Erase(Arc<Recording>, SyncSender<io::Result<()>>),
}

/// Whether a line counts as a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Call,
    Nothing,
}

/// Where a recording lies.
#[derive(Debug, Clone)]
pub struct RecordingPlace {
    /// Of this plugin alone.
    pub folder: PathBuf,
    /// What its files may take, about.
    pub bytes: u64,
}

/// The recording of one plugin.
pub struct Recording {
    place: RecordingPlace,
    setup: ArcSwap<Setup>,
    recorder: Arc<Recorder>,
    on: AtomicBool,
    calls: AtomicU64,
    missed: AtomicU64,
}

/// A recording as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordingStatus {
    /// Whether calls are recorded.
    pub on: bool,
    /// Calls that were written since the process started.
    pub calls: u64,
    /// Calls since then that there was no room for, or that the disk did not take.
    pub missed: u64,
    /// What lies on the disk, in bytes.
    pub bytes: u64,
}

impl Recorder {
    /// Starts the thread, which ends when this is dropped.
    ///
    /// # Errors
    /// If there are no threads left.
    pub fn start() -> io::Result<Self> {
        let (recorder, receiver) = Self::waiting();
        let bytes = Arc::clone(&recorder.bytes);
        let thread = std::thread::Builder::new().name("plugin-recorder".to_owned());
        thread.spawn(move || follow(&receiver, &bytes))?;
        Ok(recorder)
    }

    fn waiting() -> (Self, Receiver<Job>) {
        let (jobs, receiver) = sync_channel(WAITING);
        let bytes = Arc::default();
        (Self { jobs, bytes }, receiver)
    }

    /// Gives a line to the thread; false if there is no room for it.
    fn takes(&self, recording: &Arc<Recording>, text: Vec<u8>, counts: Counts) -> bool {
        let length = ring::length(&text);
        if self.bytes.fetch_add(length, Ordering::Relaxed) + length <= WAITING_BYTES
            && self
                .jobs
                .try_send(Job::Write(Arc::clone(recording), text, counts))
                .is_ok()
        {
            return true;
        }
        self.bytes.fetch_sub(length, Ordering::Relaxed);
        false
    }
}

impl Recording {
    /// The recording of a plugin; not on.
    #[must_use]
    pub fn new(recorder: Arc<Recorder>, place: RecordingPlace, setup: Setup) -> Self {
        Self {
            place,
            setup: ArcSwap::from_pointee(setup),
            recorder,
            on: AtomicBool::new(false),
            calls: AtomicU64::new(0),
            missed: AtomicU64::new(0),
        }
    }

    /// Whether calls are recorded.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// The plugin is set up otherwise from now on.
    pub fn configure(self: &Arc<Self>, setup: Setup) {
        if self.is_on() {
            let text = Line::Setup(setup.clone()).text();
            if !text.is_ok_and(|text| self.recorder.takes(self, text, Counts::Nothing)) {
                self.miss();
            }
        }
        self.setup.store(Arc::new(setup));
    }

    /// From now on calls are recorded, or are not.
    pub fn switch(&self, on: bool) {
        self.on.store(on, Ordering::Relaxed);
    }

    /// Gives a call to the recorder; never waits.
    pub fn submit(self: &Arc<Self>, call: RecordedCall) {
        let text = Line::Call(Box::new(call)).text();
        if !text.is_ok_and(|text| self.recorder.takes(self, text, Counts::Call)) {
            self.miss();
        }
    }

    /// The files, when everything is written that was told until now. Waits for the disk.
    ///
    /// # Errors
    /// What the disk says.
    pub fn files(&self) -> io::Result<Vec<PathBuf>> {
        let (sender, written) = sync_channel(1);
        // A thread that has ended has written everything.
        if self.recorder.jobs.send(Job::Flush(sender)).is_ok() {
            written.recv().ok();
        }
        Ok(ring::files(&self.place.folder)?
            .into_iter()
            .map(|(_, path)| path)
            .collect())
    }

    /// Removes everything that was recorded. Waits for the disk.
    ///
    /// # Errors
    /// What the disk says.
    pub fn erase(self: &Arc<Self>) -> io::Result<()> {
        let (sender, erased) = sync_channel(1);
        if self.recorder.jobs.send(Job::Erase(Arc::clone(self), sender)).is_err() {
            return remove(&self.place.folder);
        }
        erased.recv().unwrap_or(Ok(()))
    }

    /// As it is now.
    #[must_use]
    pub fn status(&self) -> RecordingStatus {
        let files = ring::files(&self.place.folder).unwrap_or_default();
        let sizes = files.iter().filter_map(|(_, path)| path.metadata().ok());
        RecordingStatus {
            on: self.is_on(),
            calls: self.calls.load(Ordering::Relaxed),
            missed: self.missed.load(Ordering::Relaxed),
            bytes: sizes.map(|metadata| metadata.len()).sum(),
        }
    }

    fn miss(&self) {
        if self.missed.fetch_add(1, Ordering::Relaxed) == 0 {
            tracing::warn!(
                plugin.name = self.setup.load().plugin,
                "calls of a plugin come faster than they can be recorded"
            );
        }
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    ring::files(folder)?
        .into_iter()
        .try_for_each(|(_, path)| std::fs::remove_file(path))
}

/// The thread: writes what comes, each plugin's into its own ring.
fn follow(receiver: &Receiver<Job>, bytes: &AtomicU64) {
    let mut rings: HashMap<PathBuf, Ring> = HashMap::new();
    while let Ok(job) = receiver.recv() {
        match job {
            Job::Write(recording, text, counts) => {
                bytes.fetch_sub(ring::length(&text), Ordering::Relaxed);
                let make = || Ring::new(&recording.place.folder, recording.place.bytes);
                let ring = rings.entry(recording.place.folder.clone()).or_insert_with(make);
                match ring.add(&recording.setup.load(), &text) {
                    Ok(()) if counts == Counts::Nothing => {}
                    Ok(()) => {
                        recording.calls.fetch_add(1, Ordering::Relaxed);
                    }
                    Err(error) => complain(&recording, &error),
                }
            }
            // Whoever asked may have gone.
            Job::Flush(done) => drop(done.send(())),
            Job::Erase(recording, done) => {
                rings.remove(&recording.place.folder);
                drop(done.send(remove(&recording.place.folder)));
            }
        }
    }
}

/// Once for each time that recording is switched on: a full disk would be told with every call.
fn complain(recording: &Recording, error: &io::Error) {
    recording.missed.fetch_add(1, Ordering::Relaxed);
    if recording.on.swap(false, Ordering::Relaxed) {
        tracing::error!(
            plugin.name = recording.setup.load().plugin,
            folder = %recording.place.folder.display(),
            %error,
            "a plugin's calls cannot be recorded: recording is switched off until it is switched on again"
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::settings::Grants;

    #[test]
    fn what_waits_is_bounded_in_bytes_and_the_rest_is_counted() {
        let (recorder, receiver) = Recorder::waiting();
        let setup = Setup {
            plugin: "p".to_owned(),
            settings: json!({}),
            grants: Grants::default(),
            state_bytes: 0,
        };
        let recorder = Arc::new(recorder);
        let place = RecordingPlace {
            folder: PathBuf::new(),
            bytes: 0,
        };
        let recording = Arc::new(Recording::new(Arc::clone(&recorder), place, setup));
        let taken = (0..20)
            .filter(|_| recorder.takes(&recording, vec![0; 4 * 1024 * 1024], Counts::Call))
            .count();
        assert_eq!(taken, 8, "4 MiB each, 32 MiB together");
        assert!(
            recorder.takes(&recording, Vec::new(), Counts::Call),
            "a small one still has room"
        );
        assert_eq!(receiver.try_iter().count(), 9);
        assert_eq!(recorder.bytes.load(Ordering::Relaxed), WAITING_BYTES);
    }
}
