//! Runs a language's tool: where it is found, what its failure says, and how it is installed.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::complain;
use crate::cli::plugin::failed::{Failed, unusable};

/// A program that is not ours.
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// What the author types to have it.
    pub install: &'static str,
    /// Words of its complaints that mean that a part of it is missing.
    pub missing: &'static [&'static str],
}

impl Tool {
    /// Runs it to its end and gives what it wrote to standard output. What it says beside that is shown
    /// as it is.
    ///
    /// # Errors
    /// It is not there, or it failed.
    pub fn run(&self, command: &mut Command) -> Result<String, Failed> {
        let output = command.output().map_err(|error| match error.kind() {
            ErrorKind::NotFound => unusable(format_args!(
                "{} is not installed: {}",
                command.get_program().to_string_lossy(),
                self.install
            )),
            _ => unusable(format_args!("{} does not start: {error}", self.name)),
        })?;
        let said = String::from_utf8_lossy(&output.stderr);
        let wrote = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            if !said.trim().is_empty() {
                complain(said.trim_end());
            }
            return Ok(wrote);
        }
        let words = format!("{}{}", self.shown(&wrote), said);
        let hint = if self.missing.iter().any(|missing| words.contains(missing)) {
            format!("\nA part of it is not installed: {}", self.install)
        } else {
            String::new()
        };
        Err(Failed::Refused(format!(
            "error: the step {} failed ({})\n{}{hint}",
            self.name,
            output.status,
            words.trim_end()
        )))
    }

    /// What it wrote to standard output, where that is for people.
    fn shown(&self, wrote: &str) -> String {
        let lines = wrote.lines().filter(|line| !line.starts_with('{'));
        lines.map(|line| format!("{line}\n")).collect()
    }
}

/// A program: in one of these folders of the project or of those above it, else on the path.
#[must_use]
pub fn find(root: &Path, folders: &[&str], name: &str) -> PathBuf {
    let root = env::current_dir().unwrap_or_default().join(root);
    let places = root
        .ancestors()
        .flat_map(|above| folders.iter().map(move |folder| above.join(folder).join(name)));
    let mut places = places;
    places.find(|place| place.is_file()).unwrap_or_else(|| name.into())
}

/// The file of a program that [`find`] gave, without links; none if it is not there.
#[must_use]
pub fn located(tool: &Path) -> Option<PathBuf> {
    if tool.is_absolute() {
        return fs::canonicalize(tool).ok();
    }
    let path = env::var_os("PATH")?;
    let mut places = env::split_paths(&path).map(|folder| folder.join(tool));
    places
        .find(|place| place.is_file())
        .and_then(|place| fs::canonicalize(place).ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const SHELL: Tool = Tool {
        name: "sh",
        install: "apt-get install sh-parts",
        missing: &["no such part"],
    };

    fn said(script: &str) -> String {
        match SHELL.run(Command::new("sh").args(["-c", script])) {
            Ok(wrote) => wrote,
            Err(failed) => failed.text().unwrap_or_else(|error| error.to_string()),
        }
    }

    #[test]
    fn a_failure_is_shown_as_the_tool_said_it_and_a_missing_part_with_its_package() {
        assert_eq!(said("echo done"), "done\n");
        let failed = said("echo line 3: typo >&2; exit 4");
        assert_eq!(failed, "error: the step sh failed (exit status: 4)\nline 3: typo");
        assert!(said("echo no such part; exit 1").ends_with("not installed: apt-get install sh-parts"));
        let absent = SHELL.run(&mut Command::new("/nowhere/sh"));
        assert!(matches!(absent, Err(Failed::Unusable(text)) if text.contains("/nowhere/sh is not installed")));
    }

    #[test]
    fn a_tool_of_the_project_or_above_it_wins() {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("node_modules/.bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::write(bin.join("tool"), "").unwrap();
        let project = folder.path().join("plugins/mine");
        assert_eq!(find(&project, &["node_modules/.bin"], "tool"), bin.join("tool"));
        assert_eq!(find(&project, &["node_modules/.bin"], "other"), PathBuf::from("other"));
    }
}
