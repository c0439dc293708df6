//! The suite that every language's port is held against.

use ocpp_plugin_sdk::testing;

use super::PLUGIN;

const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/doorman");

#[test]
fn the_fixtures_come_out_as_they_say() {
    testing::play_all(&PLUGIN, SUITE);
}
