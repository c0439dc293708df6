//! Which records are damaged or missing, as far as what is left tells: those whose damaged bytes can still be read, and
//! those that others lead to. Only where something is damaged.

use std::collections::BTreeSet;
use std::io;

use super::super::super::journal::{self, Position};
use super::super::JOURNAL;
use super::super::files::{Home, Named};
use super::super::raw::Raw;
use super::Touched;
use super::walk::Walk;

/// Looks for them in all that can be read of the database, and in the journal from the place on that it notes.
pub(super) fn lost(home: &Home, noted: Position, touched: &Touched) -> io::Result<Named> {
    let words = home.words();
    let mut all = Walk::new(touched);
    let raw = Raw::open_damaged(home.folder())?;
    if let Some(raw) = &raw {
        all.take_all(raw)?;
    }
    let mut lost = BTreeSet::new();
    let mut follow = |key: &[u8]| {
        let leads_to = (words.leads_to)(key);
        lost.extend(leads_to.filter(|other| !all.has(other) && !touched.contains_key(other.as_slice())));
    };
    if let Some(raw) = &raw {
        raw.all_entries(&mut |key, _| follow(&key))?;
    }
    let written = touched.iter().filter(|(_, share)| share.is_some());
    written.for_each(|(key, _)| follow(key));
    lost.extend(all.damaged);
    if home.folder().is_dir() {
        journal::harmed(&home.folder().join(JOURNAL), noted, &mut |rest| {
            lost.extend(
                journal::decode_harmed(rest)
                    .into_iter()
                    .map(|change| change.key.to_vec()),
            );
        })?;
    }
    Ok((words.in_words)(&lost))
}
