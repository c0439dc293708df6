//! The validator of components on two contracts: would a component of the old one be taken where one of
//! the new one is wanted? It knows nothing of our rules, and its words are hard to read, so it is asked
//! last; but it checks the types themselves and not what we write down of them.

use std::fmt::Display;
use std::path::Path;

use wit_component::semver_check;
use wit_parser::{Resolve, UnresolvedPackageGroup};

/// The worlds whose components would not be taken.
///
/// # Errors
/// A folder that cannot be read.
pub fn breaches(old: &Path, new: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let failed = |error: &dyn Display| format!("{} and {}: {error:#}", old.display(), new.display());
    let mut resolve = Resolve::default();
    let mut group = UnresolvedPackageGroup::parse_dir(old).map_err(|error| failed(&error))?;
    // Two packages of one name and version cannot stand beside each other.
    group.main.name.version = None;
    let old_package = resolve.push_group(group).map_err(|error| failed(&error))?;
    let (new_package, _) = resolve.push_dir(new).map_err(|error| failed(&error))?;
    for (name, old_world) in &resolve.packages[old_package].worlds {
        if let Some(new_world) = resolve.packages[new_package].worlds.get(name)
            && let Err(error) = semver_check(resolve.clone(), *old_world, *new_world)
        {
            found.push(format!("world {name}: {error:#}"));
        }
    }
    Ok(found)
}
