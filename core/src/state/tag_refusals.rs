//! Authorizations that were refused lately, by tag, at all charge points: also of tags that nobody has registered. They are
//! in memory, in parts each behind a lock that is taken where a tag is refused and where an operator looks; what has
//! changed is written once a minute and at the end, one record for each tag.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::collections::TAG_REFUSALS;
use super::id_tags::bare;
use super::transactions::digest;
use super::{State, delete, key, put};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{Page, StoreError, Write};

/// In so many parts they lie.
const PARTS: usize = 8;
/// So many tags are remembered in each; of more, the one that was refused longest ago goes.
const MOST_TAGS: usize = 125;
/// So many refusals of one tag; of more, the oldest goes.
const MOST: usize = 20;

/// What was refused.
#[derive(Debug, Default)]
pub struct TagRefusals([Mutex<Part>; PARTS]);

#[derive(Debug, Default)]
struct Part {
    /// By the tag in lower case.
    by_tag: HashMap<String, Refused>,
    /// The tags of which something has changed since they were written last, also those that are gone.
    changed: HashSet<String>,
}

/// The refusals of one tag, the newest last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// As it was shown last.
    id_tag: String,
    refusals: VecDeque<TagRefusal>,
}

/// A tag was not accepted; several times in a row, if nothing else became of it there meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TagRefusal {
    /// The last time.
    pub at: Time,
    /// The first time.
    pub first_at: Time,
    /// How often.
    pub times: u64,
    pub charge_point: ChargePointId,
    /// The message with which it was shown.
    pub action: String,
    /// The status that it was answered, or the code of the CALLERROR.
    pub status: String,
    /// The plugin that refused it; none: the server, by what is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// It refused because it failed, as it is set to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
}

impl TagRefusal {
    /// The same thing again.
    fn is_like(&self, other: &Self) -> bool {
        self.charge_point == other.charge_point
            && self.action == other.action
            && self.status == other.status
            && self.by == other.by
            && self.failed == other.failed
    }
}

fn folded(tag: &str) -> String {
    bare(tag).to_lowercase()
}

/// Whatever its length, and without saying it.
fn record_key(folded: &str) -> String {
    key(&[&digest(folded.as_bytes())])
}

impl Part {
    fn add(&mut self, folded: String, id_tag: &str, refusal: TagRefusal) {
        self.changed.insert(folded.clone());
        if !self.by_tag.contains_key(&folded) && self.by_tag.len() >= MOST_TAGS {
            let last = |refused: &Refused| refused.refusals.back().map(|refusal| refusal.at);
            let oldest = self.by_tag.iter().min_by_key(|(_, refused)| last(refused));
            if let Some(oldest) = oldest.map(|(tag, _)| tag.clone()) {
                self.by_tag.remove(&oldest);
                self.changed.insert(oldest);
            }
        }
        let of_it = self.by_tag.entry(folded).or_insert_with(|| Refused {
            id_tag: String::new(),
            refusals: VecDeque::new(),
        });
        id_tag.clone_into(&mut of_it.id_tag);
        match of_it.refusals.back_mut().filter(|last| last.is_like(&refusal)) {
            Some(last) => {
                last.at = refusal.at;
                last.times = last.times.saturating_add(refusal.times);
            }
            None => of_it.refusals.push_back(refusal),
        }
        if of_it.refusals.len() > MOST {
            of_it.refusals.pop_front();
        }
    }
}

impl TagRefusals {
    fn part(&self, folded: &str) -> MutexGuard<'_, Part> {
        let mut hasher = DefaultHasher::new();
        folded.hash(&mut hasher);
        let [first, ..] = &self.0;
        let parts = u64::try_from(PARTS).unwrap_or(1);
        let at = usize::try_from(hasher.finish() % parts).unwrap_or_default();
        lock(self.0.get(at).unwrap_or(first))
    }

    /// One more was refused.
    pub fn add(&self, id_tag: &str, refusal: TagRefusal) {
        let folded = folded(id_tag);
        self.part(&folded).add(folded.clone(), id_tag, refusal);
    }

    /// Those of one tag, whatever its case, the newest first.
    #[must_use]
    pub fn of(&self, id_tag: &str) -> Vec<TagRefusal> {
        let folded = folded(id_tag);
        let part = self.part(&folded);
        let of_it = part.by_tag.get(&folded);
        of_it.map_or_else(Vec::new, |refused| refused.refusals.iter().rev().cloned().collect())
    }

    /// Nothing of a tag is known any more; how many there were.
    pub fn forget(&self, id_tag: &str) -> usize {
        let folded = folded(id_tag);
        let mut part = self.part(&folded);
        let gone = part.by_tag.remove(&folded);
        part.changed.insert(folded);
        gone.map_or(0, |gone| gone.refusals.len())
    }

    /// Nothing of a charge point is known any more.
    pub fn forget_station(&self, station: &ChargePointId) {
        for part in &self.0 {
            let Part { by_tag, changed } = &mut *lock(part);
            by_tag.retain(|tag, refused| {
                let before = refused.refusals.len();
                refused.refusals.retain(|refusal| refusal.charge_point != *station);
                if refused.refusals.len() != before {
                    changed.insert(tag.clone());
                }
                !refused.refusals.is_empty()
            });
        }
    }

    /// What has changed since this was asked last: of each such tag what is known, or nothing.
    fn changed(&self) -> Vec<(String, Option<Refused>)> {
        let of_part = |part: &Mutex<Part>| {
            let mut part = lock(part);
            let changed = std::mem::take(&mut part.changed);
            let now = |tag: String| {
                let known = part.by_tag.get(&tag).cloned();
                (tag, known)
            };
            changed.into_iter().map(now).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(of_part).collect()
    }

    fn recall(&self, before: Refused) {
        let folded = folded(&before.id_tag);
        let mut part = self.part(&folded);
        // What was refused meanwhile goes first.
        if part.by_tag.len() < MOST_TAGS {
            part.by_tag.entry(folded).or_insert(before);
        }
    }
}

// A panic cannot leave a part half changed, so a poisoned lock is as good as another.
fn lock(part: &Mutex<Part>) -> MutexGuard<'_, Part> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// What keeps the tags that were refused; nothing, if it is kept as it is.
    pub fn keep_tag_refusals(&self) -> Result<Vec<Write>, StoreError> {
        let write = |(tag, known): (String, Option<Refused>)| match known {
            Some(known) => put(TAG_REFUSALS, record_key(&tag), &known),
            None => Ok(delete(TAG_REFUSALS, record_key(&tag))),
        };
        self.tag_refusals().changed().into_iter().map(write).collect()
    }

    /// Reads what the server before knew of tags that were refused.
    pub fn recall_tag_refusals(&self) -> Result<(), StoreError> {
        let before: Vec<(String, Refused)> = self.list(TAG_REFUSALS, Page::all(PARTS * MOST_TAGS))?;
        before
            .into_iter()
            .for_each(|(_, refused)| self.tag_refusals().recall(refused));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use std::sync::Arc;

    use super::*;
    use crate::clock;
    use crate::store::{MemoryStore, Store};

    fn refusal(second: i64, station: &str) -> TagRefusal {
        let at = Time::from_timestamp(second, 0).unwrap_or_else(clock::now);
        TagRefusal {
            at,
            first_at: at,
            times: 1,
            charge_point: ChargePointId::new(station),
            action: "Authorize".to_owned(),
            status: "Invalid".to_owned(),
            by: None,
            failed: false,
        }
    }

    #[test]
    fn the_same_again_is_counted_and_the_newest_come_first() {
        let refusals = TagRefusals::default();
        for (second, station) in [(1, "A"), (2, "A"), (3, "B"), (4, "A")] {
            refusals.add(if second == 2 { " anna" } else { "ANNA" }, refusal(second, station));
        }
        let found = refusals.of("Anna");
        let told: Vec<_> = found.iter().map(|one| (one.charge_point.as_str(), one.times)).collect();
        assert_eq!(told, [("A", 1), ("B", 1), ("A", 2)]);
        assert_eq!((found[2].first_at.timestamp(), found[2].at.timestamp()), (1, 2));
        assert!(refusals.of("BERT").is_empty());
    }

    #[test]
    fn a_flood_of_tags_and_of_refusals_is_bounded() {
        let refusals = TagRefusals::default();
        for second in 0..5000 {
            refusals.add(&format!("T{second}"), refusal(second, "A"));
            refusals.add("FLOOD", refusal(second, if second % 2 == 0 { "A" } else { "B" }));
        }
        let known: usize = refusals.0.iter().map(|part| lock(part).by_tag.len()).sum();
        assert_eq!(known, PARTS * MOST_TAGS);
        assert_eq!(refusals.of("FLOOD").len(), MOST);
        assert_eq!(refusals.of("T4999").len(), 1);
        assert!(refusals.of("T1").is_empty(), "the oldest goes");
    }

    #[actix_web::test]
    async fn they_are_known_to_the_next_server_until_they_are_forgotten() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let state = State::new(Arc::clone(&store));
        for (tag, station) in [("ANNA", "A"), ("ANNA", "B"), ("BERT", "A")] {
            state.tag_refusals().add(tag, refusal(1, station));
        }
        store.write(state.keep_tag_refusals().unwrap()).await.unwrap();
        assert!(state.keep_tag_refusals().unwrap().is_empty(), "nothing has changed");
        let next = State::new(Arc::clone(&store));
        next.recall_tag_refusals().unwrap();
        assert_eq!(next.tag_refusals().of("anna"), state.tag_refusals().of("anna"));
        next.tag_refusals().forget_station(&ChargePointId::new("A"));
        assert_eq!(
            (
                next.tag_refusals().of("ANNA").len(),
                next.tag_refusals().of("BERT").len()
            ),
            (1, 0)
        );
        assert_eq!(next.tag_refusals().forget("ANNA"), 1);
        store.write(next.keep_tag_refusals().unwrap()).await.unwrap();
        assert!(store.list_keys(TAG_REFUSALS, Page::all(9)).unwrap().is_empty());
    }
}
