//! Settings from outside the file: environment variables and flags.

use std::ffi::OsString;

use super::keys::KEYS;
use super::nearest;
use super::problem::{Place, Problem, What};

/// What every variable of ours begins with.
const PREFIX: &str = "OCPP_CENTRAL_";

/// The command line's own variables, which set no key: a shell that has them for the commands starts servers, too.
pub const OF_COMMANDS: [&str; 3] = [SERVER, PROFILE, CA];

/// The server's address.
pub const SERVER: &str = "OCPP_CENTRAL_SERVER";

/// The profile's name.
pub const PROFILE: &str = "OCPP_CENTRAL_PROFILE";

/// The file of authorities.
pub const CA: &str = "OCPP_CENTRAL_CA";

/// A key's value from a variable or a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The key's path.
    pub path: &'static str,
    /// The variable or the flag.
    pub place: Place,
    /// The text.
    pub text: String,
}

/// The variable that sets a key: `admin.token` is `OCPP_CENTRAL_ADMIN_TOKEN`.
#[must_use]
pub fn variable(path: &str) -> String {
    format!("{PREFIX}{}", path.replace('.', "_").to_ascii_uppercase())
}

/// The overrides among the environment's variables, and the variables of ours that set nothing.
#[must_use]
pub fn read(variables: impl Iterator<Item = (OsString, OsString)>) -> (Vec<Override>, Vec<Problem>) {
    let (mut overrides, mut problems) = (Vec::new(), Vec::new());
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|name| ours(name)) else {
            continue;
        };
        let place = Place::Variable(name.to_owned());
        match KEYS.iter().find(|key| variable(key.path) == name) {
            Some(key) => overrides.push(Override {
                path: key.path,
                place,
                text: value.to_string_lossy().into_owned(),
            }),
            None => {
                let known = KEYS.iter().map(|key| variable(key.path));
                let what = What::Unknown {
                    nearest: nearest::of(name, known),
                };
                problems.push(Problem {
                    place,
                    key: String::new(),
                    what,
                });
            }
        }
    }
    (overrides, problems)
}

/// Whether a variable is meant to set a key. Those of the command line are not. Kubernetes describes a service called `ocpp-central` to every pod
/// by variables with the same prefix: those are not.
fn ours(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(PREFIX).filter(|_| !OF_COMMANDS.contains(&name)) else {
        return false;
    };
    !(rest == "PORT" || rest.starts_with("PORT_") || rest.starts_with("SERVICE_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(name: &str) -> (Vec<Override>, Vec<Problem>) {
        read([(OsString::from(name), OsString::from("x"))].into_iter())
    }

    #[test]
    fn a_variable_is_named_after_its_key() {
        let (overrides, problems) = read_one("OCPP_CENTRAL_PLUGINS_LIMITS_LOG_LINES_PER_SECOND");
        assert_eq!(
            overrides.first().map(|one| one.path),
            Some("plugins.limits.log_lines_per_second")
        );
        assert_eq!(problems, []);
    }

    #[test]
    fn no_two_keys_share_a_variable() {
        let mut names: Vec<_> = KEYS.iter().map(|key| variable(key.path)).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), KEYS.len());
    }

    #[test]
    fn a_mistyped_variable_is_reported() {
        let (overrides, problems) = read_one("OCPP_CENTRAL_ADMN_TOKEN");
        assert_eq!(overrides, []);
        let nearest = Some("OCPP_CENTRAL_ADMIN_TOKEN".to_owned());
        assert_eq!(
            problems.first().map(|one| one.what.clone()),
            Some(What::Unknown { nearest })
        );
    }

    #[test]
    fn the_variables_of_others_are_left_alone() {
        for name in OF_COMMANDS {
            assert_eq!(read_one(name), (Vec::new(), Vec::new()), "{name}");
        }
        for name in [
            "PATH",
            "OCPP_CENTRAL_SERVICE_HOST",
            "OCPP_CENTRAL_PORT",
            "OCPP_CENTRAL_PORT_9000_TCP_ADDR",
        ] {
            assert_eq!(read_one(name), (Vec::new(), Vec::new()), "{name}");
        }
    }
}
