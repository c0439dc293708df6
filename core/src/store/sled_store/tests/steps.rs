//! A crash at each step of carrying over, as a kill and as a power cut, and another one in the start after it: all that
//! was acknowledged is there, and comes to what was noted.
//!
//! Looks on while a store works, and takes at each step what a crash would leave: of the database and of the note what is
//! in their files, or what they had when they were synced last. All that was acknowledged is synced in the journal.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::super::super::room::Room;
use super::super::files::{Home, Step, settle};
use super::super::table::{BOUNDS, Bounds};
use super::super::{Look, check};
use super::damage::{All, all};
use super::{CACHE, Change, Expect, SledStore, apply, put, write};

/// What is in a file, without the zeros at its end, and its length.
type Content = (Arc<Vec<u8>>, u64);

/// The files of a folder, by their names in it.
type Image = BTreeMap<PathBuf, Content>;

const DATABASE: &str = "db";
const NOTES: [&str; 2] = ["checkpoint", "checkpoint.copy"];

/// Who looks on.
#[derive(Clone)]
pub(in crate::store::sled_store) struct Watched(Arc<Mutex<Seen>>);

struct Seen {
    folder: PathBuf,
    /// So that each change is in the file at once: sled may write its log whenever it likes.
    tree: Option<sled::Tree>,
    /// What is durable.
    synced: Image,
    images: Vec<(String, Image)>,
    known: HashSet<Image>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watched")
    }
}

impl Watched {
    fn on(folder: &Path) -> Self {
        Self(Arc::new(Mutex::new(Seen {
            folder: folder.to_owned(),
            tree: None,
            synced: Image::new(),
            images: Vec::new(),
            known: HashSet::new(),
        })))
    }

    pub(in crate::store::sled_store) fn see(&self, step: Step) {
        self.0.lock().unwrap().see(step);
    }

    fn flush(&self, tree: Option<sled::Tree>) {
        self.0.lock().unwrap().tree = tree;
    }

    /// What was seen so far does not count.
    fn forget(&self) {
        let mut seen = self.0.lock().unwrap();
        seen.images.clear();
        seen.known.clear();
    }

    /// What crashes would leave, each once, with the steps after which they came.
    fn images(&self) -> Vec<(String, Image)> {
        std::mem::take(&mut self.0.lock().unwrap().images)
    }
}

impl Seen {
    fn see(&mut self, step: Step) {
        if let (Step::Changed, Some(tree)) = (step, &self.tree) {
            tree.flush().unwrap();
        }
        let now = image(&self.folder);
        if self.synced.is_empty() {
            // Opening has synced everything.
            self.synced = now.clone();
        }
        let durable: &[&str] = match step {
            Step::Synced => &[DATABASE],
            Step::NoteKept => &NOTES,
            _ => &[],
        };
        for name in durable {
            let content = now.get(Path::new(name)).cloned();
            self.synced
                .extend(content.map(|content| (PathBuf::from(name), content)));
        }
        for (which, lost) in [
            ("a kill", &[][..]),
            ("the database", &[DATABASE]),
            ("the note", &NOTES),
            ("both", &[DATABASE, NOTES[0], NOTES[1]]),
        ] {
            let mut left = now.clone();
            for name in lost {
                left.remove(Path::new(name));
                let content = self.synced.get(Path::new(name)).cloned();
                left.extend(content.map(|content| (PathBuf::from(name), content)));
            }
            if self.known.insert(left.clone()) {
                let number = self.images.len();
                self.images.push((format!("{number}: {step:?}, {which}"), left));
            }
        }
    }
}

fn image(folder: &Path) -> Image {
    let mut image = Image::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(one).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let mut bytes = match fs::read(&path) {
                // sled has just removed one that another replaced.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                read => read.unwrap(),
            };
            let length = bytes.len() as u64;
            bytes.truncate(without_zeros(&bytes));
            let name = path.strip_prefix(folder).unwrap().to_owned();
            image.insert(name, (Arc::new(bytes), length));
        }
    }
    image
}

/// How many bytes there are without the zeros at the end: megabytes of them, so they are compared a block at a time.
fn without_zeros(bytes: &[u8]) -> usize {
    const ZEROS: [u8; 4096] = [0; 4096];
    let mut rest = bytes;
    while let Some((before, _)) = rest.split_last_chunk().filter(|(_, block)| **block == ZEROS) {
        rest = before;
    }
    rest.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)
}

fn lay_out(image: &Image, folder: &Path) {
    for (name, (bytes, length)) in image {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes.as_slice()).unwrap();
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(*length)
            .unwrap();
    }
}

/// Opened, with somebody who looks on; nothing is carried over until it is asked for.
fn open_watched(folder: &Path) -> (SledStore, Watched) {
    let bounds = Bounds {
        age: Duration::from_secs(3600),
        ..BOUNDS
    };
    let watched = Watched::on(folder);
    let home = Home::of(folder).watched(watched.clone());
    let store = SledStore::open_with(&home, CACHE, bounds, Room::of(folder, 0));
    (store.unwrap(), watched)
}

/// Carries over, stops, and says what crashes at each step until then would leave.
fn carried_over(store: SledStore, watched: &Watched) -> Vec<(String, Image)> {
    watched.flush(Some(store.reader().unwrap().tree()));
    store.carry_over().unwrap();
    watched.flush(None);
    drop(store);
    watched.images()
}

/// What was acknowledged is there, also when all of it is in sled, and nobody calls it damaged; what crashes would leave
/// meanwhile.
#[track_caller]
fn assert_whole(left: &Image, wanted: &All, what: &str) -> Vec<(String, Image)> {
    let folder = tempfile::tempdir().unwrap();
    lay_out(left, folder.path());
    let (store, watched) = open_watched(folder.path());
    assert!(all(&store) == *wanted, "{what}: something is lost");
    let images = carried_over(store, &watched);
    settle(folder.path()).unwrap();
    let report = check(&Home::of(folder.path()), Look::Quick).unwrap();
    assert!(report.whole, "{what}: {report}");
    assert_eq!(report.entries, wanted.len() as u64, "{what}");
    images
}

#[test]
fn a_crash_at_any_step_of_carrying_over_takes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let value = |number: u8, round: u8| vec![round; if number % 5 == 4 { 20_000 } else { 300 }];
    let key = |number: u8| format!("{number:02}");
    let store = super::open(folder.path());
    apply(
        &store,
        (0..10).map(|number| put(&key(number), value(number, 1))).collect(),
    );
    store.carry_over().unwrap();
    drop(store);
    let (store, watched) = open_watched(folder.path());
    apply(
        &store,
        (3..6).map(|number| put(&key(number), value(number, 2))).collect(),
    );
    apply(
        &store,
        (8..10)
            .map(|number| write(&key(number), Expect::Any, Change::Delete))
            .collect(),
    );
    apply(
        &store,
        (13..16).map(|number| put(&key(number), value(number, 2))).collect(),
    );
    let wanted = all(&store);
    watched.forget();
    assert_eq!(wanted.len(), 11);
    let images = carried_over(store, &watched);
    assert!(images.len() > 20, "{}", images.len());
    for (number, (what, left)) in images.iter().enumerate() {
        let later = assert_whole(left, &wanted, what);
        // Another one, at another step each time.
        let again = later.get(number * 7 % later.len().max(1));
        if let Some((step, left)) = again {
            assert_whole(left, &wanted, &format!("{what}, then {step}"));
        }
    }
}
