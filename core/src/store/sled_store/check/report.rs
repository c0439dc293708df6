//! What a look at a store's folder has found, in words.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::super::files::Named;
use super::super::note::Note;
use super::super::raw::Raw;
use super::Touched;
use super::walk::Walk;

/// So many damaged places are named.
const NAMED: usize = 20;

/// What a store's folder has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Where it is.
    pub folder: PathBuf,
    /// Whether nothing is damaged or missing.
    pub whole: bool,
    /// What the database has, by collection. What the journal alone has is not in it yet.
    pub collections: BTreeMap<String, Counts>,
    /// What the database has in all.
    pub entries: u64,
    /// What it must have; none in a store of an earlier version, which does not say.
    pub expected: Option<u64>,
    /// So many entries are missing or cannot be read, if that is known.
    pub lost: Option<u64>,
    /// Where something is damaged, or the database is not opened: so many entries can be read, in the database and in the
    /// journal together. All of them are kept when a loss is accepted.
    pub readable: Option<u64>,
    /// What has not reached the database yet.
    pub journal: JournalSeen,
    /// Whether it was tried on a copy that the database opens; none: it was not, as nothing else was whole or it was not
    /// asked for.
    pub trial: Option<Trial>,
    /// What is damaged or missing.
    pub faults: Vec<Fault>,
    /// Which records are, as far as what is left tells.
    pub named: Named,
}

/// What there is of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Entries that are whole.
    pub entries: u64,
    /// Entries that are there, and not whole.
    pub damaged: u64,
}

/// What there is of the journal, from the place on that the database notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JournalSeen {
    /// Its files; 0 where it is damaged.
    pub files: usize,
    /// What stands in them; 0 where it is damaged.
    pub bytes: u64,
    /// Groups of writes that are not in the database yet, up to the first that cannot be read.
    pub records: u64,
}

/// A copy that was tried, and is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trial {
    /// Its size.
    pub bytes: u64,
}

/// Something that is damaged or missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// The file, or what it belongs to, in the folder.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

impl Report {
    pub(super) fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            whole: true,
            collections: BTreeMap::new(),
            entries: 0,
            expected: None,
            lost: None,
            readable: None,
            journal: JournalSeen::default(),
            trial: None,
            faults: Vec::new(),
            named: Named::default(),
        }
    }

    pub(in super::super) fn fault(&mut self, file: &str, what: impl Into<String>) {
        self.whole = false;
        self.faults.push(Fault {
            file: file.to_owned(),
            what: what.into(),
        });
    }

    pub(super) fn count(&mut self, walk: &Walk<'_>) {
        self.collections.clone_from(&walk.collections);
        self.entries = walk.collections.values().map(|counts| counts.entries).sum();
    }

    /// The entries do not come to what they must: says where, and how much there is.
    pub(super) fn compare(&mut self, folder: &Path, note: &Note, touched: &Touched) -> io::Result<()> {
        let expected = note.digest.entries;
        let mut all = Walk::new(touched);
        let raw = Raw::open_damaged(folder)?;
        match &raw {
            Some(raw) => all.take_all(raw)?,
            None => self.fault("db", "it is missing"),
        }
        self.count(&all);
        let damaged = raw.as_ref().map(Raw::damaged).unwrap_or_default();
        let places = damaged
            .iter()
            .map(|place| format!("what begins at byte {place} is damaged"));
        for what in places.take(NAMED) {
            self.fault("db", what);
        }
        if damaged.len() > NAMED {
            self.fault("db", format!("{} more places are damaged", damaged.len() - NAMED));
        }
        if !all.damaged.is_empty() {
            self.fault("db", format!("entries that are not whole: {}", all.damaged.len()));
        }
        let kept = all.digest.entries + touched.values().flatten().count() as u64;
        let lost = expected.saturating_sub(kept);
        let what = match lost {
            0 => format!("its {expected} entries are not those that were written last"),
            lost => format!("{lost} of {expected} entries at least are missing or cannot be read"),
        };
        self.fault("db", what);
        (self.expected, self.lost) = (Some(expected), Some(lost));
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, fault) in self.faults.iter().enumerate() {
            let comma = if number == 0 { "" } else { "; " };
            write!(f, "{comma}{}: {}", fault.file, fault.what)?;
        }
        if self.named.first.is_empty() {
            return Ok(());
        }
        write!(f, "; damaged or missing, as far as can be told: {}", self.named)
    }
}
