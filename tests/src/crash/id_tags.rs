//! An operator that gives id tags a status and takes them away again.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::chance::Chance;
use super::{Party, Since, Until};
use crate::admin::Admin;

const STATUSES: [&str; 4] = ["Accepted", "Blocked", "Expired", "Invalid"];
const TAGS: u64 = 20;

/// What an id tag is: registered with this status, or not at all.
type Tag = Option<&'static str>;

/// The operator with its memory.
pub struct IdTags {
    chance: Chance,
    known: BTreeMap<String, Tag>,
    /// The change that was asked for and not confirmed.
    asked: Option<(String, Tag)>,
    acknowledged: u64,
}

impl IdTags {
    /// An operator that did nothing yet.
    #[must_use]
    pub fn new(chance: Chance) -> Self {
        Self {
            chance,
            known: BTreeMap::new(),
            asked: None,
            acknowledged: 0,
        }
    }

    /// One change; none when the connection is lost.
    fn step(&mut self, admin: &Admin) -> Option<()> {
        let name = format!("TAG{}", self.chance.below(TAGS));
        let path = format!("/api/v1/id-tags/{name}");
        let there = self.known.get(&name).copied().flatten();
        let (next, reply) = if there.is_some() && self.chance.once_in(5) {
            self.asked = Some((name, None));
            (None, admin.try_send("DELETE", &path, Vec::new()).ok()?)
        } else {
            let status = STATUSES[self.chance.below(4) as usize];
            self.asked = Some((name, Some(status)));
            let body = json!({"status": status, "parent": "GROUP"}).to_string();
            (Some(status), admin.try_send("PUT", &path, body.into_bytes()).ok()?)
        };
        assert!(matches!(reply.status, 200 | 201 | 204), "{path}: {reply:?}");
        let (name, _) = self.asked.take().expect("it was asked for");
        self.known.insert(name, next);
        self.acknowledged += 1;
        Some(())
    }
}

impl Party for IdTags {
    fn act(&mut self, admin: &Admin, until: Until) {
        while until == Until::Lost && self.step(admin).is_some() {}
    }

    fn compare(&mut self, admin: &Admin, _since: Since) {
        if let Some((name, wanted)) = self.asked.take() {
            let found = look_up(admin, &name);
            let before = self.known.get(&name).copied().flatten();
            assert!(
                matches(&found, wanted) || matches(&found, before),
                "{name} was {before:?} or {wanted:?}, but is {found:?}"
            );
            let now = if matches(&found, wanted) { wanted } else { before };
            self.known.insert(name, now);
        }
        for (name, known) in &self.known {
            let found = look_up(admin, name);
            assert!(matches(&found, *known), "{name} was {known:?}, but is {found:?}");
        }
    }

    fn acknowledged(&self) -> u64 {
        self.acknowledged
    }
}

fn look_up(admin: &Admin, name: &str) -> Option<Value> {
    let reply = admin.get(&format!("/api/v1/id-tags/{name}"));
    assert!(matches!(reply.status, 200 | 404), "{reply:?}");
    (reply.status == 200).then_some(reply.body)
}

fn matches(found: &Option<Value>, known: Tag) -> bool {
    match (found, known) {
        (Some(found), Some(status)) => found["status"] == status && found["parent"] == "GROUP",
        (found, known) => found.is_none() && known.is_none(),
    }
}
