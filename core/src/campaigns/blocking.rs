//! Which charge points must hear that an id tag is blocked: those whose local list lets it charge.

use std::collections::BTreeMap;

use actix_rt::task::yield_now;
use serde_json::Value;

use crate::ids::ChargePointId;
use crate::ocpp::local_list::{Entry, shown};
use crate::state::State;
use crate::state::id_tags::same_tag;
use crate::state::local_lists::LocalList;
use crate::store::StoreError;

/// Lists that are read in one go: each may be long.
const STEP: usize = 20;

/// How a tag stands in a list, by which lists are told apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelling {
    /// As it was sent.
    pub id_tag: String,
    /// 2.x: what kind of token it is.
    pub id_tag_type: Option<String>,
}

/// The charge points whose list has, or may have, a tag that is not blocked there. Others have their turn meanwhile.
///
/// # Errors
/// The store's.
pub async fn holders(state: &State, tag: &str) -> Result<BTreeMap<Spelling, Vec<ChargePointId>>, StoreError> {
    let mut holders: BTreeMap<Spelling, Vec<ChargePointId>> = BTreeMap::new();
    let mut after: Option<ChargePointId> = None;
    loop {
        let page = state.local_lists(after.as_ref(), STEP)?;
        let Some((last, _)) = page.last() else {
            return Ok(holders);
        };
        after = Some(last.clone());
        for (station, list) in page {
            for spelling in spellings(&list, tag) {
                holders.entry(spelling).or_default().push(station.clone());
            }
        }
        yield_now().await;
    }
}

/// How a list names the tag where it lets it charge; also in updates that it may have taken, or is sent again.
fn spellings(list: &LocalList, tag: &str) -> Vec<Spelling> {
    let updates = list.unconfirmed.iter().chain(&list.missed);
    let unconfirmed = updates.flat_map(|update| &update.entries);
    let sent = list
        .entries
        .values()
        .chain(unconfirmed.filter_map(|(_, entry)| entry.as_ref()));
    let mut found: Vec<Spelling> = sent.filter_map(|entry| spelling(entry, tag)).collect();
    found.sort();
    found.dedup();
    found
}

fn spelling(entry: &Value, tag: &str) -> Option<Spelling> {
    let Entry {
        id_tag,
        id_tag_type,
        status,
        ..
    } = shown(entry);
    let is_it = same_tag(&id_tag, tag) && status.as_deref() != Some("Blocked");
    is_it.then_some(Spelling { id_tag, id_tag_type })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::{Spelling, spellings};
    use crate::state::local_lists::{LocalList, Update};

    #[test]
    fn a_tag_is_found_in_every_version_and_where_its_update_is_under_way() {
        let entries = [
            json!({"idTag": "alice", "idTagInfo": {"status": "Accepted"}}),
            json!({"idToken": {"idToken": "ALICE", "type": "ISO14443"}, "idTokenInfo": {"status": "Accepted"}}),
            json!({"idTag": "ALICE", "idTagInfo": {"status": "Blocked"}}),
            json!({"idTag": "BOB", "idTagInfo": {"status": "Accepted"}}),
        ];
        let named = entries.iter().enumerate();
        let list = LocalList {
            entries: named.map(|(name, entry)| (name.to_string(), entry.clone())).collect(),
            unconfirmed: vec![Update {
                version: 2,
                full: false,
                entries: vec![
                    (
                        "x".to_owned(),
                        Some(json!({"idTag": "Alice", "idTagInfo": {"status": "Accepted"}})),
                    ),
                    ("y".to_owned(), None),
                ],
            }],
            ..LocalList::default()
        };
        let spelled = |id_tag: &str, kind: Option<&str>| Spelling {
            id_tag: id_tag.to_owned(),
            id_tag_type: kind.map(str::to_owned),
        };
        let wanted = [
            spelled("ALICE", Some("ISO14443")),
            spelled("Alice", None),
            spelled("alice", None),
        ];
        assert_eq!(spellings(&list, "Alice"), wanted);
        assert!(spellings(&list, "carol").is_empty());
    }
}
