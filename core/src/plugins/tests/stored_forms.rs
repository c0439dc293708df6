//! What is kept of plugins, in its stored forms (`core/src/state/stored_forms`).

use crate::plugins::capabilities::{decode, encode};
use crate::events::Event;
use crate::plugins::history::HistoryEntry;
use crate::plugins::library::Shelf;
use crate::state::tests::stored_forms::{check, check_with};

#[test]
fn what_is_kept_of_plugins_has_its_stored_form() {
    check::<Shelf>("plugins");
    check::<HistoryEntry>("plugin-history");
    check_with("plugin-state", decode, encode);
    check::<Event>("plugin-events");
    check::<Event>("plugin-events-set-aside");
}
