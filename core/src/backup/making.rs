//! Takes a backup of a store that works: pages of all collections, then what was written meanwhile.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::runtime::Runtime;

use super::format::{FORMAT, Header};
use super::laying_out::{COMPONENTS, FILES};
use super::reader::Item;
use super::tail::Tail;
use super::writer::{End, Writer};
use crate::clock;
use crate::state::collections::TABLE;
use crate::store::{Collection, Page, Revision, Store, StoreError, WatchEnd, Watched};

/// Keys that are read at a time; values are read one by one, because some are large.
const STEP: usize = 500;

/// What may lie of the writes before the thread that takes them down is told that it lost, in bytes.
const MOST_WAITING: usize = 64 << 20;

/// So often files are looked for after the pages. Where each time others are found, those that go meanwhile with their
/// records may be missing beside them.
const PASSES: usize = 20;

/// Why a backup was not made to its end.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Whoever takes the backup takes no more.
    #[error("the backup could not be handed on: {0}")]
    Output(#[source] io::Error),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There can be no further thread.
    #[error("there is no thread for it: {0}")]
    Thread(#[source] io::Error),
    /// What is written meanwhile could not be taken down.
    #[error("what is written meanwhile could not be taken down: {0}")]
    Watch(WatchEnd),
    /// It takes so long that too much was written meanwhile.
    #[error("the backup is taken too slowly: too much was written meanwhile")]
    TooSlow,
}

/// What a backup is taken of.
#[derive(Clone)]
pub struct Source {
    /// The state.
    pub store: Arc<dyn Store>,
    /// The folder that has the components of plugins and the files (`store.path`).
    pub folder: PathBuf,
    /// Where the files of charge points are; none: they stay out.
    pub files: Option<PathBuf>,
}

/// Writes a backup; blocks until it is written. What was acknowledged before the last page was read is in it, and every
/// file that its records name.
///
/// # Errors
/// Why it is not whole; then it has no trailer.
pub fn make<W: Write>(source: &Source, out: W, runtime: &Runtime) -> Result<W, MakeError> {
    let watch = runtime.block_on(source.store.watch(Watched::All, MOST_WAITING))?;
    let tail = Tail::begin(watch, &source.folder)?;
    let header = Header {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        begun_at: clock::text(clock::now()),
        collections: TABLE
            .iter()
            .map(|row| (row.collection.0.to_owned(), row.form))
            .collect(),
        files: source.files.is_some(),
    };
    let mut making = Making {
        source,
        writer: Writer::begin(out, &header).map_err(MakeError::Output)?,
        copied: HashSet::new(),
        unreadable: 0,
    };
    making.files()?;
    for row in TABLE {
        making.pages(row.collection)?;
    }
    let (as_of, last) = making.moment(runtime)?;
    let changes = tail.end()?;
    changes.up_to(last, |item| making.change(item))?;
    let end = End {
        revision: last,
        as_of,
        unreadable: making.unreadable,
    };
    making.writer.finish(end).map_err(MakeError::Output)
}

struct Making<'a, W> {
    source: &'a Source,
    writer: Writer<W>,
    /// Files that are in it.
    copied: HashSet<String>,
    unreadable: u64,
}

impl<W: Write> Making<'_, W> {
    /// The moment whose state the backup is. Bytes are on the disk before the record that names them, so those of all
    /// records of a moment are there after it. To copy them takes its time, and who removes a record meanwhile removes a
    /// file that is still to be copied: a moment after which there was nothing to copy has all of its own.
    fn moment(&mut self, runtime: &Runtime) -> Result<(String, Revision), MakeError> {
        let mut passes = 0;
        loop {
            let as_of = clock::text(clock::now());
            let last = runtime.block_on(self.source.store.write(Vec::new()))?;
            let before = self.copied.len();
            self.files()?;
            passes += 1;
            if self.copied.len() == before || passes == PASSES {
                return Ok((as_of, last));
            }
        }
    }

    fn pages(&mut self, collection: Collection) -> Result<(), MakeError> {
        let store = &self.source.store;
        let mut after = None;
        loop {
            let keys = store.list_keys(collection, Page::all(STEP).after(after.as_deref()))?;
            for key in &keys {
                match store.get(collection, key) {
                    Ok(Some(entry)) => {
                        let written = self.writer.entry(collection.0, key, &entry.value);
                        written.map_err(MakeError::Output)?;
                    }
                    // It was removed meanwhile.
                    Ok(None) => {}
                    Err(error @ StoreError::Corrupt { .. }) => {
                        tracing::error!(%error, "a record is not in the backup");
                        self.unreadable += 1;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            if keys.len() < STEP {
                return Ok(());
            }
            after = keys.into_iter().next_back();
        }
    }

    fn change(&mut self, item: &Item) -> Result<(), MakeError> {
        let Item::Change {
            revision,
            collection,
            key,
            value,
        } = item
        else {
            return Ok(());
        };
        let written = self.writer.change(*revision, collection, key, value.as_deref());
        written.map_err(MakeError::Output)
    }

    /// The components of plugins, and the files of charge points if they are wanted: those that are not in it yet.
    fn files(&mut self) -> Result<(), MakeError> {
        let source = self.source;
        for plugin in entries(&source.folder.join(COMPONENTS))? {
            let Some(name) = plugin.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            for file in entries(&plugin)?.iter().filter(|file| is_called(file, "wasm")) {
                self.file(&format!("{COMPONENTS}/{name}"), file)?;
            }
        }
        if let Some(folder) = &source.files {
            for file in entries(folder)? {
                if !is_called(&file, "partial") {
                    self.file(FILES, &file)?;
                }
            }
        }
        Ok(())
    }

    fn file(&mut self, folder: &str, path: &Path) -> Result<(), MakeError> {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Ok(());
        };
        let told = format!("{folder}/{name}");
        if self.copied.contains(&told) || !path.is_file() {
            return Ok(());
        }
        let failed = |source| MakeError::Disk {
            path: path.to_owned(),
            source,
        };
        let file = match File::open(path) {
            // It was removed meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(failed)?,
        };
        self.writer.file(&told, file).map_err(failed)?;
        self.copied.insert(told);
        Ok(())
    }
}

fn is_called(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own == extension)
}

/// What is in a folder, in the order of its names; nothing if there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, MakeError> {
    let failed = |source| MakeError::Disk {
        path: folder.to_owned(),
        source,
    };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let listed = fs::read_dir(folder).map_err(failed)?;
    let mut paths = listed
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()
        .map_err(failed)?;
    paths.sort();
    Ok(paths)
}
