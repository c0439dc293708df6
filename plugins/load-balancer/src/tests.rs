//! The fixtures.

use ocpp_plugin_sdk::testing;

use super::PLUGIN;

#[test]
fn the_fixtures_come_out_as_they_say() {
    testing::play_all(&PLUGIN, "fixtures");
}
