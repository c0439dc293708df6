//! Which modules of `core/src` a source file names, for the suite that holds their order.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::artifacts;

/// One file without its comments and tests.
pub struct Source {
    /// From `core/src` on.
    pub path: String,
    /// The path of its module from the crate's root; a `mod.rs` is its folder.
    pub modules: Vec<String>,
    /// The first of them.
    pub module: String,
    /// What is left of it.
    pub code: String,
}

/// All files of `core/src` that are no tests.
pub fn sources() -> Vec<Source> {
    let root = artifacts::suite_dir().join("../core/src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    assert!(paths.len() > 20, "the sources of core were not found");
    paths.iter().map(|path| read(&root, path)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let of_tests = name == "tests" || name.ends_with("_tests") || name == "testing";
        if path.is_dir() && !of_tests {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !of_tests {
            paths.push(path);
        }
    }
}

fn read(root: &Path, path: &Path) -> Source {
    let inside = path.strip_prefix(root).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    let text = fs::read_to_string(path).unwrap();
    // By the project's habit the tests are the end of a file.
    let (code, _tests) = text.split_once("#[cfg(test)]\nmod tests {").unwrap_or((&text, ""));
    let code = code
        .lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _comment)| code));
    let mut modules: Vec<_> = inside
        .with_extension("")
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    modules.pop_if(|last| last == "mod");
    Source {
        path: inside.display().to_string(),
        modules,
        module: first.trim_end_matches(".rs").to_owned(),
        code: code.collect::<Vec<_>>().join("\n"),
    }
}

/// The top-level modules that a file names by a path from the crate's root. Re-exports count.
pub fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, matched) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + matched.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(heads(group)),
            None => found.extend(identifier(rest)),
        }
    }
    found
}

/// What a file names of what is directly in a folder that it is in, by a path from the crate's root or from its
/// own place. A type that the folder exports counts under its own name.
pub fn inside(source: &Source, folder: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let root = format!("crate::{folder}::");
    for (at, matched) in source.code.match_indices(&root) {
        found.extend(names(&source.code[at + matched.len()..]));
    }
    for (at, _) in source.code.match_indices("super::") {
        if source.code[..at].ends_with("super::") {
            continue;
        }
        let rest = source.code[at..].trim_start_matches("super::");
        let up = (source.code.len() - at - rest.len()) / "super::".len();
        let base = &source.modules[..source.modules.len().saturating_sub(up)];
        match base {
            [only] if only == folder => found.extend(names(rest)),
            [first, floor, ..] if first == folder => found.extend([floor.clone()]),
            _ => {}
        }
    }
    found
}

/// The first name of a path, or of each path of a group, in whichever case.
fn names(rest: &str) -> Vec<String> {
    let first = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let names = match rest.strip_prefix('{') {
        Some(group) => tops(group).into_iter().map(first).collect(),
        None => vec![first(rest)],
    };
    names
        .into_iter()
        .filter(|name| !name.is_empty() && name != "self")
        .collect()
}

/// The first names of the paths in `a::b, c::{d, e}}`, up to the brace that closes the group.
fn heads(group: &str) -> Vec<String> {
    tops(group).into_iter().filter_map(identifier).collect()
}

/// Where the paths of a group begin.
fn tops(group: &str) -> Vec<&str> {
    let (mut depth, mut fresh, mut found) = (0, true, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                found.push(&group[at..]);
                fresh = false;
            }
            _ => {}
        }
    }
    found
}

/// A module's name begins in lower case; a macro or a type at the root is no layer.
fn identifier(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let is_module = name.chars().next().is_some_and(char::is_lowercase) && !text[name.len()..].starts_with('!');
    is_module.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_in_every_spelling() {
        let code = "use crate::store;\nuse crate::{ids::A, state::{B, ledger::C}};\nlet x = crate::clock::now();\n\
                    pub(crate) fn f() {}\nuse crate::frame::{parse, encode};";
        let found: Vec<_> = imports(code).into_iter().collect();
        assert_eq!(found, ["clock", "frame", "ids", "state", "store"]);
    }

    #[test]
    fn imports_inside_a_folder_are_found_in_every_spelling() {
        let source = Source {
            path: String::new(),
            modules: ["plugins", "decide", "chain"].map(str::to_owned).into(),
            module: "plugins".to_owned(),
            code: "use super::routing::A;\nuse super::super::host::B;\nuse crate::plugins::{sandbox::C, versions};\n\
                   use crate::store::{error::D};\nuse crate::plugins::{self, Question};"
                .to_owned(),
        };
        let found: Vec<_> = inside(&source, "plugins").into_iter().collect();
        assert_eq!(found, ["Question", "decide", "host", "sandbox", "versions"]);
    }
}
