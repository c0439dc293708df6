//! The files of `plugin-sdk/` that this binary brings along; `core/build.rs` says which.

use std::fs;
use std::path::Path;

use super::failed::Failed;

/// Paths below `plugin-sdk/`, in their order, with the files' bytes.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/plugin_sdk.rs"));

/// The files of a folder, named from there.
pub fn of(folder: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let space = format!("{folder}/");
    FILES
        .iter()
        .filter_map(move |(path, bytes)| Some((path.strip_prefix(&space)?, *bytes)))
}

/// One file.
pub fn file(path: &str) -> Option<&'static [u8]> {
    let found = FILES.iter().find(|(known, _)| *known == path);
    found.map(|(_, bytes)| *bytes)
}

/// Writes the files of a folder below another.
///
/// # Errors
/// What the disk refuses.
pub fn write_all(folder: &str, target: &Path) -> Result<(), Failed> {
    of(folder).try_for_each(|(name, bytes)| write(&target.join(name), bytes))
}

/// Writes a file, its folders before.
///
/// # Errors
/// What the disk refuses.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    let failed = |error| Failed::file("write", path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // What is there already and the same keeps its time, so that no tool builds anew.
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).map_err(failed)
}

/// Removes a folder that is written anew.
///
/// # Errors
/// What the disk refuses.
pub fn clear(folder: &Path) -> Result<(), Failed> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failed::file("remove", folder, &error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_is_there_and_what_tools_leave_is_not() {
        assert!(of("wit").any(|(name, _)| name == "handler.wit"));
        assert!(file("wit/worlds.wit").is_some_and(|bytes| bytes.starts_with(b"///")));
        assert!(
            !FILES
                .iter()
                .any(|(path, _)| path.contains("__pycache__") || path.contains("/."))
        );
    }
}
