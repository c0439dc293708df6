//! The project's fixtures as the section of the component that a server plays before it takes it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::value::RawValue;

use crate::cli::plugin::failed::{Failed, unusable};
use crate::cli::plugin::fixtures::{self, FixtureFile};
use crate::plugins::testbench::LARGEST_FIXTURES;

/// The section of the files in `fixtures/`; none if there are none.
///
/// # Errors
/// A file that is no fixture, or more than a server takes.
pub fn section(root: &Path) -> Result<Option<Vec<u8>>, Failed> {
    let files = fixtures::listed(&root.join("fixtures")).unwrap_or_default();
    let mut texts: BTreeMap<String, Box<RawValue>> = BTreeMap::new();
    for path in &files {
        let file = FixtureFile::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = serde_json::from_str(&file.text);
        let text = text.map_err(|error| unusable(format_args!("{}: {error}", path.display())))?;
        texts.insert(name, text);
    }
    if texts.is_empty() {
        return Ok(None);
    }
    let section = serde_json::to_vec(&texts).map_err(|error| unusable(format_args!("fixtures/: {error}")))?;
    if section.len() > LARGEST_FIXTURES {
        return Err(unusable(format_args!(
            "fixtures/ has {} bytes, and a component may bring {LARGEST_FIXTURES}: \
             leave them out with --without-fixtures, or move some to another folder (`plugin test --fixtures FOLDER`)",
            section.len()
        )));
    }
    Ok(Some(section))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::fs;

    fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("fixtures")).unwrap();
        for (name, text) in files {
            fs::write(folder.path().join("fixtures").join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn files_go_in_by_their_names_as_they_are_written() {
        let tick = r#"{"steps": [{"tick": {"name": "t"}}]}"#;
        let project = project(&[("b.json", tick), ("a.json", tick), ("notes.txt", "no fixture")]);
        let section = section(project.path()).unwrap().unwrap();
        assert_eq!(
            String::from_utf8(section).unwrap(),
            format!("{{\"a.json\":{tick},\"b.json\":{tick}}}")
        );
    }

    #[test]
    fn without_files_there_is_no_section_and_a_broken_one_is_told() {
        assert_eq!(section(project(&[]).path()).unwrap(), None);
        assert_eq!(section(tempfile::tempdir().unwrap().path()).unwrap(), None);
        let broken = section(project(&[("a.json", "{}")]).path()).unwrap_err();
        assert!(matches!(broken, Failed::Unusable(text) if text.contains("a.json is no fixture")));
    }

    #[test]
    fn more_than_a_server_takes_is_refused_with_what_to_do() {
        let large = format!(
            r#"{{"steps": [{{"tick": {{"name": "{}"}}}}]}}"#,
            "t".repeat(LARGEST_FIXTURES)
        );
        let refused = section(project(&[("a.json", &large)]).path()).unwrap_err();
        assert!(matches!(refused, Failed::Unusable(text) if text.contains("--without-fixtures")));
    }
}
