//! Charge points on npm `ocpp-rpc`, in every version: `node/scenarios.cjs`.

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::external::Tool;
use ocpp_central_tests::server::Server;

const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

/// Plays a scenario in each version, each on a server of its own.
fn play(scenario: &str, config: &Config, arguments: &[&str]) {
    for version in VERSIONS {
        let server = Server::start(config);
        if !Tool::Node.run(&server, &[&[scenario, version], arguments].concat()) {
            return;
        }
    }
}

#[test]
fn a_car_charges() {
    play("charge", &Config::new().set("authorization.accept_unknown", false), &[]);
}

#[test]
fn a_tag_is_refused() {
    play(
        "refused_tag",
        &Config::new().set("authorization.accept_unknown", false),
        &[],
    );
}

#[test]
fn an_operator_starts_and_stops_from_afar() {
    play("remote", &Config::new(), &[]);
}

#[test]
fn a_connector_is_reserved() {
    play("reservation", &Config::new(), &[]);
}

#[test]
fn a_wrong_password_is_refused() {
    play(
        "wrong_password",
        &Config::new().set("ocpp.register_unknown", false),
        &[],
    );
}

#[test]
fn an_unknown_station_is_refused() {
    play(
        "unknown_station",
        &Config::new().set("ocpp.register_unknown", false),
        &[],
    );
}

#[test]
fn the_second_connection_of_an_identity_wins() {
    play("two_connections", &Config::new(), &[]);
}

#[test]
fn a_plugin_is_swapped_while_a_car_charges() {
    let (strict, lenient) = (artifacts::guest("decider-strict"), artifacts::guest("decider-lenient"));
    let config = Config::new().plugin("name = \"decider\"");
    play("swap", &config, &[strict.to_str().unwrap(), lenient.to_str().unwrap()]);
}

#[test]
fn ten_cars_charge_at_once() {
    play("ten_at_once", &Config::new(), &[]);
}
