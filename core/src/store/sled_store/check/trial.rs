//! Whether sled opens and reads what a folder has, tried on a copy: sled stumbles over places of its files that no entry needs any
//! more, and that reading alone does not look at. The folder itself is not touched.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::super::super::StoreError;
use super::super::files::{self, NotOpened};
use super::{Report, Trial};

/// A folder that goes when this is dropped. Nobody else may look into it.
struct Passing(PathBuf);

impl Passing {
    fn make() -> io::Result<Self> {
        let number = getrandom::u64().map_err(io::Error::other)?;
        let path = std::env::temp_dir().join(format!("ocpp-central-check-{number:016x}"));
        DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "the copy that was tried could not be removed");
        }
    }
}

/// Opens a copy of sled's files, if there are any, and says what came of it.
///
/// # Errors
/// [`StoreError::Failed`] if there can be no copy.
pub(super) fn open_copy(folder: &Path, report: &mut Report) -> Result<(), StoreError> {
    let failed = |error: io::Error| {
        let cause = format!(
            "whether the database opens is tried on a copy in {} (TMPDIR), and there can be none: {error}. \
             `--quick` does without",
            std::env::temp_dir().display()
        );
        files::failed(folder, &cause)
    };
    let own = files::of_sled(folder).map_err(|error| files::failed(folder, &error))?;
    if own.is_empty() {
        return Ok(());
    }
    let passing = Passing::make().map_err(failed)?;
    let mut bytes = 0;
    for file in own {
        let name = file.file_name().unwrap_or_default();
        let mut from = File::open(&file).map_err(|error| files::failed(&file, &error))?;
        bytes += copy(&mut from, &passing.0.join(name)).map_err(failed)?;
    }
    report.trial = Some(Trial { bytes });
    match files::read_through(&passing.0) {
        Ok(()) => Ok(()),
        Err(NotOpened::Refused { cause, .. }) => {
            let cause = cause.replace(&*passing.0.to_string_lossy(), &folder.to_string_lossy());
            report.fault("db", files::not_opened(&cause));
            Ok(())
        }
        Err(NotOpened::Failed(error)) => Err(failed(io::Error::other(error))),
    }
}

/// Copies without the mode: sled writes to what it opens, also where the files are to be read alone.
fn copy(from: &mut File, to: &Path) -> io::Result<u64> {
    let mut to = File::options().write(true).create_new(true).mode(0o600).open(to)?;
    io::copy(from, &mut to)
}
