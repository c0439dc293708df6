//! The token of the API in a file of its own (`admin.token_file`): what is in it is held to the same rule as a token that
//! stands in the configuration, and never repeated.

use std::fs;
use std::path::Path;

use super::contradictions::Places;
use super::problem::{Place, Problem, What};
use super::readers::{self, SHORTEST_TOKEN};
use super::settings::{AdminSettings, Secret};
use super::typed::Typed;

const KEY: &str = "admin.token_file";

/// Reads the file, where one is named and no token stands beside it; what is wrong with it.
pub fn read(admin: &mut AdminSettings, places: &Places) -> Option<Problem> {
    if admin.token.is_some() {
        return None;
    }
    match secret(admin.token_file.as_deref()?) {
        Ok(secret) => {
            admin.token = Some(secret);
            None
        }
        Err(reason) => Some(Problem {
            place: places.get(KEY).cloned().unwrap_or(Place::Nowhere),
            key: KEY.to_owned(),
            what: What::Refused(reason),
        }),
    }
}

fn secret(path: &Path) -> Result<Secret, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let text = text.trim();
    readers::token(Typed::Text(text)).map_err(|_| {
        format!(
            "{} holds {} characters, expected at least {SHORTEST_TOKEN} letters, digits or signs, without blanks",
            path.display(),
            text.chars().count()
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::config::settings::Settings;

    fn read_from(path: &Path) -> (Option<Secret>, Option<String>) {
        let mut admin = Settings::default().admin;
        admin.token_file = Some(path.to_owned());
        let problem = read(&mut admin, &Places::new());
        (admin.token, problem.map(|problem| problem.what.to_string()))
    }

    #[test]
    fn a_token_is_what_the_file_holds_without_the_end_of_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        fs::write(&path, "0123456789abcdef\n").unwrap();
        assert_eq!(read_from(&path), (Some(Secret("0123456789abcdef".to_owned())), None));
    }

    #[test]
    fn a_file_that_is_not_there_or_too_short_is_a_problem_that_tells_no_secret() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let (token, problem) = read_from(&path);
        assert_eq!(token, None);
        assert!(problem.unwrap().contains("cannot be read"));
        for bad in ["", "none", "sesame!", "sixteen and blanks"] {
            fs::write(&path, bad).unwrap();
            let (token, problem) = read_from(&path);
            let problem = problem.unwrap();
            assert_eq!(token, None);
            assert!(
                problem.contains(&format!("holds {} characters", bad.len())),
                "{problem}"
            );
        }
    }

    #[test]
    fn a_token_of_the_environment_wins() {
        let mut admin = Settings::default().admin;
        admin.token_file = Some("/nowhere".into());
        admin.token = Some(Secret("0123456789abcdef".to_owned()));
        assert_eq!(read(&mut admin, &Places::new()), None);
    }
}
