//! `ocpp_tag`: who may charge.

use std::collections::HashSet;

use super::database::Database;
use super::taken::Taken;
use crate::clock::{instant, text};

const COLUMNS: &[&str] = &["tag", "status", "parent", "expiry"];

/// The longest tag here.
const LONGEST: usize = 255;

/// The tags.
pub fn taken(database: &Database) -> Taken {
    let mut taken = Taken::new(COLUMNS);
    let of_users: HashSet<&str> = ["user", "user_ocpp_tag"]
        .iter()
        .flat_map(|table| database.rows(table).filter_map(|row| row.get("ocpp_tag_pk")))
        .collect();
    let mut seen = HashSet::new();
    for row in database.rows("ocpp_tag") {
        taken.found += 1;
        let tag = row.get("id_tag").unwrap_or_default();
        if !is_fit(tag) {
            taken.leave_out(
                "the tag is empty, longer than 255 characters, or has control characters",
                tag,
            );
            continue;
        }
        if !seen.insert(tag.trim().to_lowercase()) {
            taken.leave_out(
                "another tag differs from it in case alone, and tags compare without case here",
                tag,
            );
            continue;
        }
        // No transaction at all is how SteVe blocks; versions of old had a column for it.
        let most = row.get("max_active_transaction_count");
        let is_blocked = most == Some("0") || matches!(row.get("blocked"), Some("1" | "true"));
        match most {
            None | Some("0" | "1") => {}
            Some("-1") => taken.leave_out(
                "the tag may charge at any number of places at a time; here `transactions.concurrent` says it for all",
                tag,
            ),
            Some(_) => taken.leave_out(
                "the tag may charge at several places at a time; here `transactions.concurrent` says it for all",
                tag,
            ),
        }
        if row.get("note").is_some() {
            taken.leave_out("the note of the tag: tags have none here", tag);
        }
        if row.get("ocpp_tag_pk").is_some_and(|key| of_users.contains(key)) {
            taken.leave_out("whose tag it is: persons are not kept here", tag);
        }
        let expiry = row.get("expiry_date").map(|told| (told, instant(told)));
        if let Some((told, None)) = expiry {
            taken.leave_out("the expiry of the tag cannot be read", &format!("{tag}: {told}"));
        }
        let parent = row.get("parent_id_tag").filter(|parent| is_fit(parent));
        taken.rows.push(vec![
            tag.to_owned(),
            if is_blocked { "Blocked" } else { "Accepted" }.to_owned(),
            parent.unwrap_or_default().to_owned(),
            expiry.and_then(|(_, at)| at).map(text).unwrap_or_default(),
        ]);
    }
    taken
}

fn is_fit(tag: &str) -> bool {
    !tag.is_empty() && tag.chars().nth(LONGEST).is_none() && !tag.chars().any(char::is_control)
}
