//! What a component was made of. The engines of JavaScript and Python are snapshots of a running interpreter, with seeds
//! of the moment in them: made again from the same, they would have other bytes, and another digest. So what was made
//! stays as long as nothing that goes into it is another.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::cli::plugin::embedded;
use crate::cli::plugin::failed::Failed;

/// Everything that goes into a component, as one digest.
pub struct Inputs(Sha256);

impl Inputs {
    /// With what every component has: this program's version, and what the project describes.
    pub fn of(world: &Path, manifest: &str) -> Self {
        let mut inputs = Self(Sha256::new());
        inputs.add("program", env!("CARGO_PKG_VERSION").as_bytes());
        inputs.add("manifest", manifest.as_bytes());
        inputs.folder(world, "wit");
        inputs
    }

    /// A part, by its name.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        for part in [name.as_bytes(), bytes] {
            self.0
                .update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            self.0.update(part);
        }
    }

    /// All files of a folder and those below it whose names end so, in the order of their names.
    pub fn folder(&mut self, folder: &Path, ending: &str) {
        for file in files(folder, ending) {
            let name = file
                .strip_prefix(folder)
                .unwrap_or(&file)
                .to_string_lossy()
                .into_owned();
            self.add(&name, &fs::read(&file).unwrap_or_default());
        }
    }

    /// What was made of the same, else what `make` makes now.
    ///
    /// # Errors
    /// Those of making it.
    pub fn made(self, component: &Path, make: impl FnOnce() -> Result<(), Failed>) -> Result<Vec<u8>, Failed> {
        let digest: String = self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let note = component.with_extension("inputs");
        let read = |path: &Path| fs::read(path).map_err(|error| Failed::file("read", path, &error));
        if fs::read_to_string(&note).is_ok_and(|known| known == digest)
            && let Ok(bytes) = fs::read(component)
        {
            return Ok(bytes);
        }
        // Not to be believed if this is ended in the middle.
        fs::remove_file(&note).ok();
        make()?;
        let bytes = read(component)?;
        embedded::write(&note, digest.as_bytes())?;
        Ok(bytes)
    }
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn what_was_made_of_the_same_stays_and_of_anything_else_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let component = folder.path().join("plugin.component.wasm");
        let mut count = 0_u8;
        let mut made = |text: &str| {
            let mut inputs = Inputs::of(folder.path(), "{}");
            inputs.add("bundle", text.as_bytes());
            inputs.made(&component, || {
                count += 1;
                embedded::write(&component, &[count])
            })
        };
        assert_eq!(made("one").unwrap(), [1]);
        assert_eq!(made("one").unwrap(), [1]);
        assert_eq!(made("two").unwrap(), [2]);
        assert_eq!(made("one").unwrap(), [3]);
        fs::remove_file(&component).unwrap();
        assert_eq!(made("one").unwrap(), [4]);
    }
}
