//! The order of the modules in `core/src`: imports go one way, and some crates have one home.
//!
//! What a module may import is the table [`LAYERS`]. Test code (`#[cfg(test)]` and files of tests)
//! may import anything.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ocpp_central_tests::artifacts;

/// Each top-level module of `core/src` with those that it may import, lowest first: a module only
/// ever names modules that stand above it in this table, so there is no cycle.
const LAYERS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("ids", &[]),
    ("counters", &[]),
    ("frame", &["ids"]),
    ("config", &[]),
    ("telemetry", &["clock", "config"]),
    ("store", &[]),
    ("state", &["clock", "ids", "frame", "config", "store"]),
    ("events", &["clock", "ids", "state", "store"]),
    ("plugins", &["clock", "ids", "config", "store", "state", "events"]),
    ("ledger", &["clock", "ids", "state"]),
    (
        "ocpp",
        &[
            "clock", "ids", "frame", "config", "store", "state", "events", "plugins", "ledger",
        ],
    ),
    ("registry", &["clock", "ids", "frame", "config", "state", "ocpp"]),
    (
        "commands",
        &[
            "clock", "ids", "frame", "store", "state", "events", "plugins", "ocpp", "registry",
        ],
    ),
    (
        "charge_point",
        &[
            "clock", "ids", "counters", "frame", "config", "store", "state", "events", "plugins", "ocpp", "registry",
            "commands",
        ],
    ),
    (
        "transport",
        &[
            "clock",
            "ids",
            "config",
            "store",
            "state",
            "ocpp",
            "registry",
            "charge_point",
        ],
    ),
    (
        "admin",
        &[
            "clock",
            "ids",
            "counters",
            "frame",
            "config",
            "store",
            "state",
            "plugins",
            "ocpp",
            "registry",
            "commands",
            "transport",
        ],
    ),
    ("cli", &["ids", "frame", "config", "telemetry", "plugins"]),
    (
        "app",
        &[
            "counters",
            "config",
            "store",
            "state",
            "plugins",
            "ocpp",
            "registry",
            "commands",
            "charge_point",
            "transport",
            "admin",
        ],
    ),
    ("lib", &[]),
    ("main", &[]),
];

/// Names that only these modules may use: what is deprecated, replaceable or dangerous has one home.
const HOMES: &[(&str, &[&str])] = &[
    ("actix_web_actors", &["transport", "charge_point"]),
    ("sled::", &["store"]),
    ("SledStore", &["store", "app"]),
    ("MemoryStore", &["store", "plugins", "app"]),
    ("wasmtime", &["plugins"]),
    ("wasmparser", &["plugins"]),
    ("jsonschema", &[]),
];

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = LAYERS.iter().find(|(module, _)| *module == source.module) else {
            wrong.push(format!(
                "{}: the module {} is not in the table",
                source.path, source.module
            ));
            continue;
        };
        for import in imports(&source.code) {
            if import != source.module && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{}: {} must not import {import}", source.path, source.module));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_table_has_no_cycle() {
    for (place, (module, allowed)) in LAYERS.iter().enumerate() {
        for import in *allowed {
            let above = LAYERS[..place].iter().any(|(known, _)| known == import);
            assert!(above, "{module} may import {import}, which does not stand above it");
        }
    }
}

#[test]
fn what_has_a_home_stays_there() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (name, homes) in HOMES {
            if source.code.contains(name) && !homes.contains(&source.module.as_str()) {
                wrong.push(format!("{}: {name} belongs to {homes:?}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn imports_are_found_in_every_spelling() {
    let code = "use crate::store;\nuse crate::{ids::A, state::{B, ledger::C}};\nlet x = crate::clock::now();\n\
                pub(crate) fn f() {}\nuse crate::frame::{parse, encode};";
    let found: Vec<_> = imports(code).into_iter().collect();
    assert_eq!(found, ["clock", "frame", "ids", "state", "store"]);
}

/// One file without its comments and tests.
struct Source {
    path: String,
    module: String,
    code: String,
}

fn sources() -> Vec<Source> {
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
    Source {
        path: inside.display().to_string(),
        module: first.trim_end_matches(".rs").to_owned(),
        code: code.collect::<Vec<_>>().join("\n"),
    }
}

/// The top-level modules that a file names by a path from the crate's root. Re-exports count.
fn imports(code: &str) -> BTreeSet<String> {
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

/// The first names of the paths in `a::b, c::{d, e}}`, up to the brace that closes the group.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut fresh, mut names) = (0, true, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                names.extend(identifier(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

/// A module's name begins in lower case; a macro or a type at the root is no layer.
fn identifier(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let is_module = name.chars().next().is_some_and(char::is_lowercase) && !text[name.len()..].starts_with('!');
    is_module.then_some(name)
}
