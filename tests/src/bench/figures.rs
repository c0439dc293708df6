//! What was measured, by name: kept in a file, so that what one benchmark measured stands beside what another did.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::Outcome;

/// The figures of one run of all benchmarks, or of one of them.
#[derive(Debug, Default)]
pub struct Figures {
    file: Option<PathBuf>,
    known: BTreeMap<String, f64>,
    /// Those of this program.
    noted: Vec<String>,
}

impl Figures {
    /// Those of a file, if it is there; without one they are forgotten at the end.
    ///
    /// # Errors
    /// The file holds something else.
    pub fn open(file: Option<PathBuf>) -> Outcome<Self> {
        let text = file.as_ref().filter(|file| file.exists()).map(fs::read).transpose()?;
        let known = text.map(|text| serde_json::from_slice(&text)).transpose()?;
        Ok(Self {
            file,
            known: known.unwrap_or_default(),
            noted: Vec::new(),
        })
    }

    /// Takes note of one.
    pub fn note(&mut self, name: impl Into<String>, value: f64) {
        let name = name.into();
        self.noted.push(name.clone());
        self.known.insert(name, value);
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        self.known.get(name).copied()
    }

    /// Whether this program measured it.
    #[must_use]
    pub fn is_own(&self, name: &str) -> bool {
        self.noted.iter().any(|noted| noted == name)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save(&self) -> Outcome<()> {
        if let Some(file) = &self.file {
            fs::write(file, serde_json::to_vec_pretty(&self.known)?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn figures_outlive_the_program_that_measured_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = || Some(folder.path().join("figures.json"));
        let mut first = Figures::open(file()).unwrap();
        first.note("a", 1.5);
        first.save().unwrap();
        let mut second = Figures::open(file()).unwrap();
        second.note("b", 2.5);
        second.save().unwrap();
        assert!(second.is_own("b") && !second.is_own("a"));
        let third = Figures::open(file()).unwrap();
        assert_eq!(
            (third.get("a"), third.get("b"), third.get("c")),
            (Some(1.5), Some(2.5), None)
        );
    }
}
