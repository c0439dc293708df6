//! The actions of all versions in one row: whoever counts by action uses an action's place in it, so nothing is hashed
//! and no peer can add a name.

use std::sync::LazyLock;

use ocpp_schemas::{Catalogue, Version};

/// What stands for all actions that a version does not have, and for messages that name none.
pub const OTHER: &str = "other";

/// The place of an action of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u16);

/// An action by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Of which version.
    pub version: Version,
    /// Its name, or [`OTHER`].
    pub name: &'static str,
}

/// Version by version, [`OTHER`] first in each.
static ALL: LazyLock<Vec<Listed>> = LazyLock::new(|| {
    let of_version = |version| {
        let names = Catalogue::of(version).actions().map(|action| action.name());
        std::iter::once(OTHER)
            .chain(names)
            .map(move |name| Listed { version, name })
    };
    Version::ALL.into_iter().flat_map(of_version).collect()
});

impl Place {
    /// An action's; that of [`OTHER`] where the version does not have it. Looks through all: whoever counts often asks
    /// once.
    #[must_use]
    pub fn of(version: Version, action: &str) -> Self {
        Self::find(version, action).unwrap_or_else(|| Self::other(version))
    }

    /// Where a version's [`OTHER`] stands.
    #[must_use]
    pub fn other(version: Version) -> Self {
        Self::find(version, OTHER).unwrap_or(Self(0))
    }

    fn find(version: Version, name: &str) -> Option<Self> {
        let at = ALL.iter().position(|one| one.version == version && one.name == name)?;
        u16::try_from(at).ok().map(Self)
    }

    /// The number of it.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// All, in the order of their places.
#[must_use]
pub fn all() -> &'static [Listed] {
    &ALL
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn each_action_has_its_own_place() {
        for (at, listed) in all().iter().enumerate() {
            assert_eq!(Place::of(listed.version, listed.name).index(), at);
        }
        for version in Version::ALL {
            let unknown = Place::of(version, "MakeCoffee");
            assert_eq!(unknown, Place::other(version));
            assert_eq!(all()[unknown.index()], Listed { version, name: OTHER });
        }
    }
}
