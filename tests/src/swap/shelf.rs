//! The versions that the server keeps of a plugin, as its documentation has them: five, newest first; a
//! rollback goes to the one that was installed before the active one.

use super::version::Version;

/// Versions that are kept.
const KEPT: usize = 5;

/// What is kept, and which of them is active.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    versions: Vec<Version>,
    active: usize,
}

impl Shelf {
    /// A version is installed and active.
    pub fn install(&mut self, version: Version) {
        self.versions.retain(|other| *other != version);
        self.versions.insert(0, version);
        self.versions.truncate(KEPT);
        self.active = 0;
    }

    /// One that is kept becomes active.
    ///
    /// # Panics
    /// If it is not kept: the plan is wrong.
    pub fn activate(&mut self, version: &Version) {
        let place = self.versions.iter().position(|other| other == version);
        self.active = place.unwrap_or_else(|| panic!("{version:?} is not kept: {self:?}"));
    }

    /// The one before becomes active.
    pub fn roll_back(&mut self) {
        self.active += 1;
    }

    /// The active one.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn active(&self) -> &Version {
        &self.versions[self.active]
    }
}
