//! Walks what was typed along a table of keys, and notes every problem with its place.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::contradictions::Places;
use super::environment::Override;
use super::keys::{KEYS, Key};
use super::nearest;
use super::problem::{Place, Problem, What};
use super::settings::Settings;
use super::typed::{Reading, Typed};

/// The list of tables that holds the plugins in their order; it has a table of keys of its own.
pub const PLUGIN: &str = "plugin";

/// Where in the tree of tables the reader stands.
#[derive(Default)]
pub struct Scope {
    /// What precedes a path in the report: empty, or a plugin such as `plugin[0].`.
    shown: String,
    /// What precedes a name in the table of keys: empty, or a section such as `plugins.limits.`.
    path: String,
}

impl Scope {
    /// The top of one plugin's section.
    #[must_use]
    pub fn of(plugin: &str) -> Self {
        Self {
            shown: format!("{plugin}."),
            path: String::new(),
        }
    }

    fn below(&self, name: &str) -> Self {
        Self {
            shown: self.shown.clone(),
            path: format!("{}{name}.", self.path),
        }
    }
}

/// What was noted so far.
pub struct Reader<'a> {
    text: &'a str,
    /// Where each key was typed last.
    pub places: Places,
    /// In the order in which they were found.
    pub problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// A reader of a file's text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            places: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    /// Reads a table's keys, and those of the tables in it, into `target`.
    pub fn section<T>(&mut self, keys: &[Key<T>], target: &mut T, scope: &Scope, table: &DeTable<'_>) {
        for (name, value) in table {
            let path = format!("{}{}", scope.path, name.get_ref());
            let shown = format!("{}{path}", scope.shown);
            let (typed, place) = (Typed::Toml(value), self.place(name.span().start));
            if let Some(key) = keys.iter().find(|key| key.path == path) {
                self.places.insert(shown.clone(), place.clone());
                self.take(&shown, &place, (key.set)(target, typed));
            } else if !is_section(keys, &path) {
                self.unknown(keys, scope, &path, place);
            } else if let Some(inner) = typed.table() {
                self.section(keys, target, &scope.below(name.get_ref()), inner);
            } else {
                self.take(&shown, &place, typed.wrong("a table of keys"));
            }
        }
    }

    /// Reads a variable or a flag.
    pub fn set_text(&mut self, settings: &mut Settings, one: &Override) {
        if let Some(key) = KEYS.iter().find(|key| key.path == one.path) {
            self.places.insert(one.path.to_owned(), one.place.clone());
            self.take(one.path, &one.place, (key.set)(settings, Typed::Text(&one.text)));
        }
    }

    /// Notes what is wrong with a key's value, if anything is.
    pub fn take(&mut self, key: &str, place: &Place, reading: Reading<()>) {
        for mistake in reading.err().into_iter().flatten() {
            let place = mistake
                .span
                .map_or_else(|| place.clone(), |span| self.place(span.start));
            self.problems.push(Problem {
                place,
                key: format!("{key}{}", mistake.below),
                what: mistake.what,
            });
        }
    }

    /// The line of a byte of the file.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        Place::Line(1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count())
    }

    /// Notes where the file is no TOML. What else was found on such a line is an echo of it.
    #[must_use]
    pub fn with_faults(mut self, faults: &[toml::de::Error]) -> Self {
        for fault in faults {
            let place = fault.span().map_or(Place::Nowhere, |span| self.place(span.start));
            self.problems.retain(|problem| problem.place != place);
            let what = What::Refused(format!("not TOML: {}", fault.message()));
            self.problems.push(Problem {
                place,
                key: String::new(),
                what,
            });
        }
        self
    }

    fn unknown<T>(&mut self, keys: &[Key<T>], scope: &Scope, path: &str, place: Place) {
        let top = scope.shown.is_empty();
        if top && path == PLUGIN {
            return;
        }
        let sections = keys
            .iter()
            .filter_map(|key| key.path.rsplit_once('.'))
            .map(|(section, _)| section);
        let known = keys
            .iter()
            .map(|key| key.path)
            .chain(sections)
            .chain(top.then_some(PLUGIN));
        let nearest = nearest::of(path, known.map(str::to_owned));
        let key = format!("{}{path}", scope.shown);
        self.problems.push(Problem {
            place,
            key,
            what: What::Unknown { nearest },
        });
    }
}

/// Whether keys lie below a path.
fn is_section<T>(keys: &[Key<T>], path: &str) -> bool {
    keys.iter()
        .any(|key| key.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
}
