//! A profile's token: where it lies, and a word of warning where others may read it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::profiles::{self, Profile};
use super::set;
use crate::cli::complain;
use crate::cli::failed::{Failed, unusable};

/// What a profile's token is.
///
/// # Errors
/// The file cannot be read, or the command prints none.
pub fn of(profile: &Profile) -> Result<String, Failed> {
    if let Some(text) = &profile.token {
        if let Some(path) = profiles::path(set) {
            warn_of_readers(&path);
        }
        return Ok(text.clone());
    }
    if let Some(file) = &profile.token_file {
        let text = fs::read_to_string(file).map_err(|error| Failed::file("read", file, &error))?;
        warn_of_readers(file);
        return Ok(text.trim().to_owned());
    }
    let command = profile.token_command.clone().unwrap_or_default();
    let printed = Command::new("sh")
        .args(["-c", &command])
        .stdin(Stdio::inherit())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| unusable(format_args!("`{command}` does not run: {error}")))?;
    let text = String::from_utf8_lossy(&printed.stdout).trim().to_owned();
    if !printed.status.success() || text.is_empty() {
        return Err(unusable(format_args!(
            "`{command}`, the profile's token_command, prints no token ({})",
            printed.status
        )));
    }
    Ok(text)
}

/// A token that others on this machine may read is none.
pub fn warn_of_readers(path: &Path) {
    let mode = fs::metadata(path).map_or(0, |found| found.permissions().mode());
    if mode & 0o077 != 0 {
        let path = path.display();
        complain(&format!(
            "warning: others on this machine may read {path}, which has a token: `chmod 600 {path}`"
        ));
    }
}
