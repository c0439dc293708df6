//! The contract of plugins (`plugin-sdk/wit`) held against the versions that were released
//! (`plugin-sdk/released`): a plugin that was built against one of them must still load.
//!
//! A released interface never changes, not even by a new function or an optional field: components carry
//! the whole type of what they use, and a host with another type refuses them. What is new is a new
//! interface, which no old plugin imports. `shape` writes an interface's types down, `second_opinion` asks
//! the validator of components.

mod second_opinion;
mod shape;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use wit_parser::{PackageId, PackageName, Resolve};

use shape::Items;

/// A folder with the text of a contract, read.
pub struct Contract {
    resolve: Resolve,
    package: PackageId,
    folder: PathBuf,
}

/// What holds for the whole of [`breaches`], for people.
const WHAT_TO_DO: &str = "\
A released interface never changes: put what is new into a new interface, or into `context.attributes`.
If it has to break: give the package the next version of another series in plugin-sdk/wit/package.wit (after
0.1.x comes 0.2.0), let the server link both, and release it: copy plugin-sdk/wit to plugin-sdk/released/VERSION.
CONTRIBUTING.md has the recipe (The contract of plugins).";

impl Contract {
    /// Reads a folder of WIT files.
    ///
    /// # Errors
    /// Where it is no WIT.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut resolve = Resolve::default();
        let (package, _) = resolve
            .push_dir(folder)
            .map_err(|error| format!("{} is no contract: {error:#}", folder.display()))?;
        Ok(Self {
            resolve,
            package,
            folder: folder.to_owned(),
        })
    }

    /// Such as `ocpp:plugin@0.1.0`.
    #[must_use]
    pub fn name(&self) -> &PackageName {
        &self.resolve.packages[self.package].name
    }

    /// Versions of one series can be exchanged: 0.1.0 and 0.1.7, 1.2.0 and 1.5.0.
    fn series(&self) -> Option<String> {
        self.name()
            .version
            .as_ref()
            .map(PackageName::version_compat_track_string)
    }
}

/// The released contracts, each in a folder that is named after its version.
///
/// # Errors
/// A folder that is no contract, or holds another version than it says; no folder at all.
pub fn released(folder: &Path) -> Result<Vec<Contract>, String> {
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let mut contracts = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if !path.is_dir() {
            continue;
        }
        let contract = Contract::read(&path)?;
        let version = contract.name().version.as_ref().map(ToString::to_string);
        if path.file_name().and_then(|name| name.to_str()) != version.as_deref() {
            return Err(format!("{} holds {}", path.display(), contract.name()));
        }
        contracts.push(contract);
    }
    if contracts.is_empty() {
        return Err(format!("{} has no released contract", folder.display()));
    }
    Ok(contracts)
}

/// Holds a contract against the released ones of its series.
///
/// # Errors
/// What a plugin in the field would not load with, and what to do about it.
pub fn hold(current: &Contract, released: &[Contract]) -> Result<(), String> {
    let series = |contract: &&Contract| contract.series() == current.series();
    let mut texts = Vec::new();
    for old in released.iter().filter(series) {
        let found = breaches(old, current)?;
        if !found.is_empty() {
            let (folder, name) = (current.folder.display(), old.name());
            texts.push(format!(
                "{folder} breaks {name}, which plugins were built against:\n  {}",
                found.join("\n  ")
            ));
        }
    }
    if texts.is_empty() {
        return Ok(());
    }
    Err(format!("{}\n{WHAT_TO_DO}", texts.join("\n")))
}

/// What is gone, changed, or new where nothing may be new.
fn breaches(old: &Contract, new: &Contract) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    compare(&shape::interfaces(old), &shape::interfaces(new), &mut found);
    compare(&shape::worlds(old), &shape::worlds(new), &mut found);
    if found.is_empty() {
        found.extend(second_opinion::breaches(&old.folder, &new.folder)?);
    }
    Ok(found)
}

/// Interfaces and worlds by name; new ones are nobody's loss.
fn compare(old: &BTreeMap<String, Items>, new: &BTreeMap<String, Items>, found: &mut Vec<String>) {
    for (name, before) in old {
        match new.get(name) {
            None => found.push(format!("{name} is gone")),
            Some(after) => compare_items(name, before, after, found),
        }
    }
}

fn compare_items(place: &str, old: &Items, new: &Items, found: &mut Vec<String>) {
    for (name, before) in old {
        match new.get(name) {
            None => found.push(format!("{place}: {name} is gone")),
            Some(after) if before == after => {}
            Some(after) => found.push(format!("{place}: {name} {}", change(before, after))),
        }
    }
    let added = new.keys().filter(|name| !old.contains_key(*name));
    // What a world imports more, the server offers more.
    let added = added.filter(|name| !name.starts_with(shape::IMPORT));
    found.extend(added.map(|name| format!("{place}: {name} is new")));
}

/// In which parts a type or a function is another.
fn change(old: &[String], new: &[String]) -> String {
    let quoted = |parts: &[String], others: &[String]| {
        let missing = parts.iter().filter(|part| !others.contains(part));
        missing.map(|part| format!("`{part}`")).collect::<Vec<_>>().join(", ")
    };
    match (quoted(old, new), quoted(new, old)) {
        (gone, added) if gone.is_empty() && added.is_empty() => "has its parts in another order".to_owned(),
        (gone, added) if gone.is_empty() => format!("has {added} more"),
        (gone, added) if added.is_empty() => format!("has lost {gone}"),
        (gone, added) => format!("has {added} instead of {gone}"),
    }
}
