//! Charge points on clients that others wrote, in every version: `python/scenarios.py` on PyPI `ocpp`, and
//! `node/scenarios.cjs` on npm `ocpp-rpc`. Both play the same scenarios, which stand here once.

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::external::Tool;
use ocpp_central_tests::server::Server;

const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

/// Makes each scenario below a test of each language: `python::a_car_charges` and so on.
macro_rules! in_each_language {
    ($($scenario:ident)*) => {
        mod python {
            $(#[test] fn $scenario() { super::$scenario(super::Tool::Python); })*
        }
        mod node {
            $(#[test] fn $scenario() { super::$scenario(super::Tool::Node); })*
        }
    };
}

in_each_language! {
    a_car_charges
    a_tag_is_refused
    an_operator_starts_and_stops_from_afar
    a_connector_is_reserved
    a_wrong_password_is_refused
    an_unknown_station_is_refused
    the_second_connection_of_an_identity_wins
    a_plugin_is_swapped_while_a_car_charges
    ten_cars_charge_at_once
}

/// Plays a scenario in each version, each on a server of its own.
fn play(tool: Tool, scenario: &str, config: &Config, arguments: &[&str]) {
    for version in VERSIONS {
        let server = Server::start(config);
        if !tool.run(&server, &[&[scenario, version], arguments].concat()) {
            return;
        }
    }
}

/// Only registered id tags may charge.
fn known_tags() -> Config {
    Config::new().set("authorization.accept_unknown", false)
}

/// Only registered charge points may connect.
fn known_stations() -> Config {
    Config::new().set("ocpp.register_unknown", false)
}

fn a_car_charges(tool: Tool) {
    play(tool, "charge", &known_tags(), &[]);
}

fn a_tag_is_refused(tool: Tool) {
    play(tool, "refused_tag", &known_tags(), &[]);
}

fn an_operator_starts_and_stops_from_afar(tool: Tool) {
    play(tool, "remote", &Config::new(), &[]);
}

fn a_connector_is_reserved(tool: Tool) {
    play(tool, "reservation", &Config::new(), &[]);
}

fn a_wrong_password_is_refused(tool: Tool) {
    play(tool, "wrong_password", &known_stations(), &[]);
}

fn an_unknown_station_is_refused(tool: Tool) {
    play(tool, "unknown_station", &known_stations(), &[]);
}

fn the_second_connection_of_an_identity_wins(tool: Tool) {
    play(tool, "two_connections", &Config::new(), &[]);
}

fn a_plugin_is_swapped_while_a_car_charges(tool: Tool) {
    let (strict, lenient) = (artifacts::guest("decider-strict"), artifacts::guest("decider-lenient"));
    let config = Config::new().plugin("name = \"decider\"");
    let arguments = [strict.to_str().unwrap(), lenient.to_str().unwrap()];
    play(tool, "swap", &config, &arguments);
}

fn ten_cars_charge_at_once(tool: Tool) {
    play(tool, "ten_at_once", &Config::new(), &[]);
}
