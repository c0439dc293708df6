//! What the journal asks of the system: one folder of files, and when it is that they are safe. A seam, so that tests
//! can have a disk that fails, or that loses what was not synced.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate};
use rustix::io::Errno;

/// Written at once where room cannot be set aside.
static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];

/// A folder of files.
pub(in crate::store) trait Disk: Send + Sync + 'static {
    /// Where it is, for messages.
    fn path(&self) -> &Path;

    /// The names of the files that are there.
    fn names(&self) -> io::Result<Vec<String>>;

    /// What a file holds.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;

    /// What a file begins with: so many bytes, or all that it holds.
    fn beginning(&self, name: &str, bytes: usize) -> io::Result<Vec<u8>>;

    /// A file, made if it is not there, for which so many bytes are set aside at least, so that writing there does not
    /// run out of room. Those that are new are zeros.
    fn file(&self, name: &str, size: u64) -> io::Result<Box<dyn DiskFile>>;

    /// Gives a file another name, which no other has.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Returns when the names are durable.
    fn sync_names(&self) -> io::Result<()>;
}

/// A file that is open for writing.
pub(in crate::store) trait DiskFile: Send + Sync {
    /// Its size.
    fn size(&self) -> io::Result<u64>;

    /// Writes all the bytes at a place.
    fn write(&self, bytes: &[u8], at: u64) -> io::Result<()>;

    /// Takes away what is from a place on, so that zeros are there.
    fn clear(&self, from: u64) -> io::Result<()>;

    /// Returns when what was written is durable.
    fn sync(&self) -> io::Result<()>;
}

/// A folder of this machine.
pub(in crate::store) struct LocalDisk {
    path: PathBuf,
    /// Held open, so that syncing its names needs no further descriptor; none where nothing is written.
    folder: Option<File>,
}

impl LocalDisk {
    /// The folder, made if it is not there.
    ///
    /// # Errors
    /// It can neither be made nor be used.
    pub(in crate::store) fn open(path: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&path)?;
        if let Some(parent) = path.parent() {
            File::open(parent)?.sync_all()?;
        }
        let folder = Some(File::open(&path)?);
        Ok(Self { path, folder })
    }

    /// The folder as it is, to be read alone.
    pub(super) const fn there(path: PathBuf) -> Self {
        Self { path, folder: None }
    }
}

impl Disk for LocalDisk {
    fn path(&self) -> &Path {
        &self.path
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let entries = match fs::read_dir(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(names),
            entries => entries?,
        };
        for entry in entries {
            names.extend(entry?.file_name().into_string());
        }
        Ok(names)
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path.join(name))
    }

    fn beginning(&self, name: &str, bytes: usize) -> io::Result<Vec<u8>> {
        let mut beginning = Vec::with_capacity(bytes);
        File::open(self.path.join(name))?
            .take(bytes as u64)
            .read_to_end(&mut beginning)?;
        Ok(beginning)
    }

    fn file(&self, name: &str, size: u64) -> io::Result<Box<dyn DiskFile>> {
        let path = self.path.join(name);
        let file = File::options().write(true).create(true).truncate(false).open(path);
        let file = file.and_then(|file| set_aside(&file, size).map(|()| file));
        Ok(Box::new(file.map_err(|error| of(name, &error))?))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.path.join(from), self.path.join(to)).map_err(|error| of(from, &error))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name)).map_err(|error| of(name, &error))
    }

    fn sync_names(&self) -> io::Result<()> {
        match &self.folder {
            Some(folder) => folder.sync_all(),
            None => File::open(&self.path)?.sync_all(),
        }
    }
}

impl DiskFile for File {
    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn write(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.write_all_at(bytes, at)
    }

    fn clear(&self, from: u64) -> io::Result<()> {
        // Not cut and set aside anew: a crash in between would leave a file that looks as if it had lost its end.
        write_zeros(self, from, self.metadata()?.len())
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }
}

/// The system's word about a file, of the same kind.
fn of(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{name}: {error}"))
}

fn set_aside(file: &File, size: u64) -> io::Result<()> {
    if size == 0 {
        return Ok(());
    }
    match fallocate(file, FallocateFlags::empty(), 0, size) {
        // Where a file system cannot do it, it is asked by writing.
        Err(Errno::OPNOTSUPP | Errno::NOSYS) => write_zeros(file, file.metadata()?.len(), size),
        other => Ok(other?),
    }
}

fn write_zeros(file: &File, mut at: u64, end: u64) -> io::Result<()> {
    while at < end {
        let bytes = usize::try_from(end - at).unwrap_or(ZEROS.len()).min(ZEROS.len());
        file.write_all_at(ZEROS.get(..bytes).unwrap_or_default(), at)?;
        at += bytes as u64;
    }
    Ok(())
}
