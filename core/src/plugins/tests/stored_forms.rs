//! What is kept of plugins, in its stored forms (`core/src/state/stored_forms`).

use crate::events::Event;
use crate::plugins::HistoryEntry;
use crate::plugins::background::set_aside::SetAside;
use crate::plugins::sandbox::capabilities::{decode, encode};
use crate::plugins::versions::record::PluginVersions;
use crate::state::tests::stored_forms::{check, check_with};

#[test]
fn what_is_kept_of_plugins_has_its_stored_form() {
    check::<PluginVersions>("plugins");
    check::<HistoryEntry>("plugin-history");
    check_with("plugin-state", decode, encode);
    check::<Event>("plugin-events");
    check::<SetAside>("plugin-events-set-aside");
}
