//! The versions that the server keeps of a plugin, as its documentation has them: five, newest first; a
//! rollback goes to the one that was active before.

use super::version::Version;

/// Versions that are kept.
const KEPT: usize = 5;

/// What is kept, and which was active when.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    versions: Vec<Version>,
    /// The last one is active.
    active: Vec<Version>,
}

impl Shelf {
    /// A version is installed and active.
    pub fn install(&mut self, version: Version) {
        self.versions.retain(|other| *other != version);
        self.versions.insert(0, version.clone());
        self.versions.truncate(KEPT);
        self.active.push(version);
    }

    /// One that is kept becomes active.
    ///
    /// # Panics
    /// If it is not kept: the plan is wrong.
    pub fn activate(&mut self, version: &Version) {
        assert!(self.versions.contains(version), "{version:?} is not kept: {self:?}");
        self.active.push(version.clone());
    }

    /// The one before becomes active.
    pub fn roll_back(&mut self) {
        self.active.pop();
    }

    /// The active one.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn active(&self) -> &Version {
        self.active.last().expect("a version is active")
    }
}
