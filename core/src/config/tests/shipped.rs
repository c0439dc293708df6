//! The files in `config/`.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "tests")]

use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::super::check::check;
use super::super::keys::KEYS;
use super::super::plugin_keys::PLUGIN_KEYS;
use super::super::settings::{Quirks, Settings};
use super::{from_variable, report};

/// The folder of the shipped files.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")
}

fn central() -> String {
    std::fs::read_to_string(shipped().join("central.toml")).unwrap()
}

#[test]
fn the_shipped_default_says_what_the_program_does_without_it() {
    let checked = check(&central(), &[]);
    assert_eq!(checked.problems, []);
    assert_eq!(checked.settings, Settings::default());
}

#[test]
fn every_shipped_file_is_good() {
    let token = from_variable("admin.token", "a-token-from-the-environment");
    let mut seen = 0;
    for entry in std::fs::read_dir(shipped()).unwrap() {
        let path = entry.unwrap().path();
        // What is for other programs: a proxy's configuration.
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        // The profiles of chargers have a form of their own.
        if path.ends_with("quirks.toml") {
            assert_eq!(Quirks::parse(&text).map(|_| ()), Ok(()));
            continue;
        }
        assert_eq!(report(&text, std::slice::from_ref(&token)), "", "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 2);
}

#[test]
fn production_does_not_start_without_a_token() {
    let text = std::fs::read_to_string(shipped().join("production.toml")).unwrap();
    assert_eq!(
        report(&text, &[]),
        "c.toml:16: admin.token: a token is needed where admin.listen is not loopback (it is 0.0.0.0:9001); \
         set it here, in OCPP_CENTRAL_ADMIN_TOKEN, or in a file that admin.token_file names"
    );
}

#[test]
fn every_key_is_explained_in_the_shipped_default() {
    let text = central();
    let (document, _) = DeTable::parse_recoverable(&text);
    for key in KEYS {
        assert_eq!(unexplained(&text, document.get_ref(), key.path), None);
    }
    let plugins = document.get_ref().get("plugin").unwrap().get_ref().as_array().unwrap();
    let first = plugins.iter().next().unwrap().get_ref().as_table().unwrap();
    for key in PLUGIN_KEYS {
        assert_eq!(unexplained(&text, first, key.path), None);
    }
}

/// The path if it is not in the table, or has no comment on the line above.
fn unexplained<'p>(text: &str, table: &DeTable<'_>, path: &'p str) -> Option<&'p str> {
    let mut table = table;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let Some((key, value)) = table.get_key_value(name) else {
            return Some(path);
        };
        if names.peek().is_none() {
            let above = text[..key.span().start].matches('\n').count() - 1;
            let comment = text.lines().nth(above).unwrap_or_default();
            return (!comment.starts_with('#')).then_some(path);
        }
        table = value.get_ref().as_table()?;
    }
    None
}
