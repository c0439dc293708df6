//! What a store has given that is to be replaced: none in its place may give it again.

use std::collections::BTreeMap;
use std::io;

use super::super::Revision;
use super::super::journal::{self, Change};
use super::JOURNAL;
use super::files::Home;
use super::note::{self, Noted};

/// What a store has given, by its note and what its journal has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// No revision above this, as far as is known.
    pub revision: Revision,
    /// The highest numbers, by what they are for.
    pub numbers: BTreeMap<String, u64>,
}

impl Given {
    /// By the store that lies there, whatever of it is damaged; nothing where none is.
    #[must_use]
    pub fn by(home: &Home) -> Self {
        let mut given = Self::default();
        if let Err(error) = given.read(home) {
            tracing::warn!(folder = %home.folder().display(), %error, "not all that the store has given can be read");
        }
        given
    }

    fn read(&mut self, home: &Home) -> io::Result<()> {
        if let Noted::Note(note) = note::read(home)? {
            (self.revision, self.numbers) = (note.revision, note.numbers);
        }
        journal::salvage(&home.folder().join(JOURNAL), &mut |record| {
            for Change { key, revision, value } in journal::decode(record).into_iter().flatten() {
                self.revision = self.revision.max(revision);
                if let Some((name, number)) = value.and_then(|value| home.number_in(&key, &value)) {
                    let greatest = self.numbers.entry(name.to_owned()).or_default();
                    *greatest = number.max(*greatest);
                }
            }
        })
    }
}
