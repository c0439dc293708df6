//! What is written while a backup is taken: a thread takes it from the store as it comes and lays it into a file, so
//! that however slowly the backup is fetched, nothing of it waits in memory.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::format::{Content, Records};
use super::making::MakeError;
use super::reader::{Item, change};
use super::writer::put_change;
use crate::store::{Applied, Batch, Revision, Watch, WatchEnd};

/// The file grows to so many bytes at most; whoever fetches a backup so slowly does without.
const MOST_BYTES: u64 = 8 << 30;

/// The thread, and how it is ended.
pub(super) struct Tail {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<Result<File, MakeError>>,
}

impl Tail {
    /// Takes down what is told from now on, in a file of the folder that has no name any more.
    pub(super) fn begin(watch: Watch, folder: &Path) -> Result<Self, MakeError> {
        let path = folder.join("backup.partial");
        let file = unnamed(&path).map_err(|source| MakeError::Disk { path, source })?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .map_err(MakeError::Thread)?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("backup-tail".to_owned())
            .spawn(move || runtime.block_on(take_down(watch, file, stopped)))
            .map_err(MakeError::Thread)?;
        Ok(Self { stop, thread })
    }

    /// Takes down what was told so far, and no more.
    pub(super) fn end(self) -> Result<Changes, MakeError> {
        drop(self.stop);
        let ended = self.thread.join();
        let mut file = ended.map_err(|_| MakeError::Thread(io::Error::other("it panicked")))??;
        file.seek(SeekFrom::Start(0)).map_err(spilled)?;
        Ok(Changes(BufReader::new(file)))
    }
}

/// A file that is gone when it is closed, however the process ends.
fn unnamed(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    fs::remove_file(path)?;
    Ok(file)
}

async fn take_down(mut watch: Watch, file: File, mut stopped: oneshot::Receiver<()>) -> Result<File, MakeError> {
    let mut spill = Spill {
        out: BufWriter::new(file),
        record: Content::default(),
        bytes: 0,
    };
    loop {
        tokio::select! {
            batch = watch.next() => spill.put(&batch?)?,
            _ = &mut stopped => break,
        }
    }
    while let Some(batch) = watch.try_next()? {
        spill.put(&batch)?;
    }
    spill.out.into_inner().map_err(|error| spilled(error.into_error()))
}

struct Spill {
    out: BufWriter<File>,
    record: Content,
    bytes: u64,
}

impl Spill {
    fn put(&mut self, batch: &Batch) -> Result<(), MakeError> {
        for applied in batch.writes() {
            self.record.0.clear();
            let Applied {
                revision,
                collection,
                key,
                value,
            } = applied;
            put_change(&mut self.record, *revision, collection.0, key, value.as_deref());
            let length = u32::try_from(self.record.0.len()).unwrap_or(u32::MAX);
            self.bytes += u64::from(length);
            if self.bytes > MOST_BYTES {
                return Err(MakeError::TooSlow);
            }
            let written = self.out.write_all(&length.to_be_bytes());
            written
                .and_then(|()| self.out.write_all(&self.record.0))
                .map_err(spilled)?;
        }
        Ok(())
    }
}

/// What was taken down, from its begin on.
pub(super) struct Changes(BufReader<File>);

impl Changes {
    /// Each write up to a revision, in its order.
    pub(super) fn up_to(
        mut self,
        last: Revision,
        mut taken: impl FnMut(&Item) -> Result<(), MakeError>,
    ) -> Result<(), MakeError> {
        let mut record = Vec::new();
        loop {
            let mut length = [0; 4];
            match self.0.read_exact(&mut length) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                read => read.map_err(spilled)?,
            }
            record.resize(usize::try_from(u32::from_be_bytes(length)).unwrap_or_default(), 0);
            self.0.read_exact(&mut record).map_err(spilled)?;
            let item = change(&mut Records(&record));
            let item = item.ok_or_else(|| spilled(io::Error::other("a record of it is damaged")))?;
            if matches!(&item, Item::Change { revision, .. } if *revision > last) {
                return Ok(());
            }
            taken(&item)?;
        }
    }
}

fn spilled(source: io::Error) -> MakeError {
    MakeError::Disk {
        path: PathBuf::from("what is written meanwhile"),
        source,
    }
}

impl From<WatchEnd> for MakeError {
    fn from(end: WatchEnd) -> Self {
        Self::Watch(end)
    }
}
