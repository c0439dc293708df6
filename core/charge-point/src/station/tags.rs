//! What a charge point knows of id tags by itself: the list that the server sent, and what it remembers of answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Time;

/// So many are remembered.
const MOST_REMEMBERED: usize = 1000;

/// What is known of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagInfo {
    /// The version's word, such as `Accepted`.
    pub status: String,
    /// Its group.
    pub parent: Option<String>,
    /// It counts until then.
    pub expires: Option<Time>,
}

impl TagInfo {
    /// Whether it may charge now.
    #[must_use]
    pub fn is_accepted(&self, now: Time) -> bool {
        self.status == "Accepted" && self.expires.is_none_or(|time| time > now)
    }
}

/// The list and the memory.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Tags {
    version: i64,
    list: BTreeMap<String, TagInfo>,
    remembered: BTreeMap<String, TagInfo>,
}

/// A list from the server.
#[derive(Debug)]
pub struct Update {
    /// Its version.
    pub version: i64,
    /// It replaces what was there; otherwise it changes it.
    pub full: bool,
    /// Tags, and what is known of them; none removes one.
    pub entries: Vec<(String, Option<TagInfo>)>,
}

impl Tags {
    /// The version of the list; 0: there is none.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// Takes a list: the answer's word.
    pub fn update(&mut self, update: Update, most: usize) -> &'static str {
        if !update.full && update.version <= self.version {
            return "VersionMismatch";
        }
        let mut list = if update.full {
            BTreeMap::new()
        } else {
            self.list.clone()
        };
        for (tag, info) in update.entries {
            match info {
                Some(info) => list.insert(tag.to_lowercase(), info),
                None => list.remove(&tag.to_lowercase()),
            };
        }
        if list.len() > most {
            return "Failed";
        }
        self.list = list;
        self.version = update.version;
        "Accepted"
    }

    /// Remembers what the server said of a tag.
    pub fn remember(&mut self, tag: &str, info: TagInfo) {
        if self.remembered.len() >= MOST_REMEMBERED {
            self.remembered.pop_first();
        }
        self.remembered.insert(tag.to_lowercase(), info);
    }

    /// Forgets what the server said.
    pub fn forget(&mut self) {
        self.remembered.clear();
    }

    /// What is known of a tag: the list's word, else what is remembered.
    #[must_use]
    pub fn find(&self, tag: &str, from: Sources) -> Option<&TagInfo> {
        let tag = tag.to_lowercase();
        let listed = from.list.then(|| self.list.get(&tag)).flatten();
        listed.or_else(|| from.memory.then(|| self.remembered.get(&tag)).flatten())
    }
}

/// What may be asked.
#[derive(Debug, Clone, Copy)]
pub struct Sources {
    /// The server's list.
    pub list: bool,
    /// What is remembered of its answers.
    pub memory: bool,
}

#[cfg(test)]
mod tests {
    use super::{Sources, TagInfo, Tags, Update};
    use crate::clock::Time;

    const BOTH: Sources = Sources {
        list: true,
        memory: true,
    };

    fn info(status: &str) -> TagInfo {
        TagInfo {
            status: status.to_owned(),
            parent: None,
            expires: None,
        }
    }

    fn update(version: i64, full: bool, entries: &[(&str, Option<&str>)]) -> Update {
        let entries = entries
            .iter()
            .map(|(tag, status)| ((*tag).to_owned(), status.map(info)));
        Update {
            version,
            full,
            entries: entries.collect(),
        }
    }

    #[test]
    fn a_list_is_replaced_or_changed() {
        let mut tags = Tags::default();
        let full = update(3, true, &[("A", Some("Accepted")), ("B", Some("Blocked"))]);
        assert_eq!(tags.update(full, 10), "Accepted");
        assert_eq!(tags.update(update(3, false, &[]), 10), "VersionMismatch");
        assert_eq!(
            tags.update(update(4, false, &[("a", None), ("C", Some("Accepted"))]), 10),
            "Accepted"
        );
        assert_eq!((tags.version(), tags.find("A", BOTH)), (4, None));
        assert!(
            tags.find("c", BOTH)
                .is_some_and(|info| info.is_accepted(Time::UNIX_EPOCH))
        );
        assert_eq!(
            tags.update(update(5, true, &[("A", Some("Accepted")), ("B", None)]), 0),
            "Failed"
        );
        assert_eq!(tags.version(), 4);
    }

    #[test]
    fn the_list_counts_more_than_what_is_remembered() {
        let mut tags = Tags::default();
        tags.remember("A", info("Accepted"));
        assert_eq!(tags.find("A", BOTH), Some(&info("Accepted")));
        tags.update(update(1, true, &[("A", Some("Blocked"))]), 10);
        assert_eq!(tags.find("A", BOTH), Some(&info("Blocked")));
        tags.forget();
        let memory = Sources { list: false, ..BOTH };
        assert_eq!(tags.find("A", memory), None);
    }
}
