//! What a charge point does to its own connection touches no other, and not its own next one.

use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::json;

/// What fails a connection, how it is closed (RFC 6455, 7.4.1), and how it is done.
type Offence = (&'static str, u16, fn(&mut Station));

const OFFENCES: [Offence; 5] = [
    ("text that is not UTF-8", 1007, |station| {
        station.send_fragment(b"[2,\"1\",\"\xFF\",{}]".to_vec(), (true, true));
    }),
    ("text that is not UTF-8, in fragments", 1007, |station| {
        station.send_fragment(b"[2,\"1\",\"\xC3".to_vec(), (true, false));
        station.send_fragment(b"\",{}]".to_vec(), (false, true));
    }),
    ("a message above the limit", 1009, |station| {
        station.send_text(&"x".repeat((1 << 20) + 1));
    }),
    ("a fragment of no message", 1002, |station| {
        station.send_fragment(b"{}]".to_vec(), (false, true));
    }),
    ("a message within a message", 1002, |station| {
        station.send_fragment(b"[2,\"1\"".to_vec(), (true, false));
        station.send_fragment(b"[2,\"2\"".to_vec(), (true, false));
    }),
];

#[test]
fn a_connection_that_fails_fails_alone() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let session = || admin.get("/api/v1/charge-points/NEIGHBOUR").expect(200)["session"]["id"].clone();
    let mut neighbour = Station::connect(&server, "NEIGHBOUR", "1.6");
    let command = admin.command_later("NEIGHBOUR", "ClearCache", json!({}));
    let (call, _) = neighbour.expect_call("ClearCache");
    let before = session();
    for (what, code, offend) in OFFENCES {
        let mut offender = Station::connect(&server, "OFFENDER", "1.6");
        offender.expect_silence();
        offend(&mut offender);
        assert_eq!(offender.expect_close(), Some(code), "{what}");
        admin.wait_connected("OFFENDER", false);
        neighbour.expect_silence();
        Station::connect(&server, "OFFENDER", "1.6").expect_silence();
    }
    // The neighbour's command has waited all the time.
    neighbour.answer(&call, &json!({"status": "Accepted"}));
    assert_eq!(command.join().unwrap().expect(200), json!({"status": "Accepted"}));
    assert_eq!(session(), before);
}
