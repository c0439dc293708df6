//! The configuration: what was typed ([`typed`]) and what was checked ([`settings`]).
//!
//! A value's way: file, environment or flag -> [`typed`] -> the tables of keys -> [`settings`] ->
//! contradictions -> paths. All problems are found in one go.

pub mod capabilities;
pub mod certificates;
mod check;
mod contradictions;
pub mod defaults;
pub mod environment;
pub mod glob;
pub mod hexadecimal;
mod keys;
mod log_filter;
pub mod nearest;
pub mod networks;
mod paths;
mod plugin_keys;
mod plugin_settings;
pub mod problem;
pub mod quirks;
pub mod quirks_told;
mod reader;
mod readers;
pub mod reload;
mod secret;
pub mod settings;
mod tls_settings;
mod token_file;
mod trusted_keys;
pub mod typed;
pub mod units;
pub mod zone;

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::path::Path;

use environment::Override;
use problem::{Place, Problem, Problems, What};
use settings::Settings;

pub use log_filter::parse as log_filter;

/// Reads a configuration file and what overrides it: the environment's variables, then the flags.
///
/// # Errors
/// Everything that is wrong with any of them, and with the paths that they name.
pub fn load(
    file: &Path,
    environment: impl Iterator<Item = (OsString, OsString)>,
    flags: Vec<Override>,
) -> Result<Settings, Problems> {
    load_and_try(file, environment, (flags, |_| Vec::new()))
}

/// What else is tried of settings: the keys that name something which cannot be used, and why.
pub type Trial = fn(&Settings) -> Vec<(String, String)>;

/// The same, and tries more than reading takes.
///
/// # Errors
/// Also what the trial finds.
pub fn load_and_try(
    file: &Path,
    environment: impl Iterator<Item = (OsString, OsString)>,
    (flags, trial): (Vec<Override>, Trial),
) -> Result<Settings, Problems> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| {
        let what = What::Refused(format!("cannot be read: {error}"));
        Problems::new(
            &name,
            vec![Problem {
                place: Place::Nowhere,
                key: String::new(),
                what,
            }],
        )
    })?;
    let (mut overrides, mut problems) = environment::read(environment);
    overrides.extend(flags);
    let mut checked = check::check(&text, &overrides);
    problems.append(&mut checked.problems);
    problems.extend(token_file::read(&mut checked.settings.admin, &checked.places));
    problems.extend(paths::find(&checked.settings, &checked.places, &problems));
    let tried = trial(&checked.settings).into_iter();
    let tried = tried.map(|(key, reason)| (key, Some(Err(reason))));
    problems.extend(paths::problems(tried, &checked.places, &problems));
    if problems.is_empty() {
        Ok(checked.settings)
    } else {
        Err(Problems::new(&name, problems))
    }
}
