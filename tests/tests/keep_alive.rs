//! Pings and the idle limit: whoever is heard stays, whoever is not heard at all goes.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use ocpp_central_tests::config::Config;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::{Arrival, Station};
use ocpp_central_tests::wait;
use serde_json::json;
use tokio_tungstenite::tungstenite::protocol::frame::FrameSocket;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Control, OpCode};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket};

/// How long a connection may be silent here. Longer than the shortest heartbeat interval, as a server that
/// does not ping demands, and long enough for a machine with much else to do.
const IDLE: Duration = Duration::from_millis(2400);

fn limits(ping: &str, idle: &str) -> Config {
    Config::new()
        .set("registration.heartbeat_interval", "1s")
        .set("connection.ping_interval", ping)
        .set("connection.idle_timeout", idle)
}

/// With the limit [`IDLE`].
fn limited(ping: &str) -> Config {
    limits(ping, &format!("{}ms", IDLE.as_millis()))
}

/// Lets a station send something.
type Say = fn(&mut Station);

/// A charge point that reads and never sends a byte, not even the answer to a ping.
struct Silent(FrameSocket<TcpStream>);

impl Silent {
    fn connect(server: &Server, id: &str) -> Self {
        let answer = Upgrade::to(&format!("/ocpp/{id}")).offer("ocpp1.6").send(server.ocpp());
        Self(answer.into_frames())
    }

    /// The next frame's kind and its bytes.
    fn frame(&mut self) -> (Control, Vec<u8>) {
        let frame = self.0.read(None).expect("a frame").expect("not the end");
        match frame.header().opcode {
            OpCode::Control(kind) => (kind, frame.into_payload().to_vec()),
            OpCode::Data(_) => panic!("a message: {frame}"),
        }
    }

    /// Waits for the close frame; gives its code, and the number of pings before.
    fn expect_close(&mut self) -> (u16, usize) {
        let mut pings = 0;
        loop {
            match self.frame() {
                (Control::Ping, _) => pings += 1,
                (Control::Close, bytes) => return (u16::from_be_bytes([bytes[0], bytes[1]]), pings),
                other => panic!("neither a ping nor the end: {other:?}"),
            }
        }
    }

    /// The same connection as one that speaks.
    fn speaks(self) -> Station {
        let (stream, rest) = self.0.into_inner();
        Station::over(WebSocket::from_partially_read(
            stream,
            rest.to_vec(),
            Role::Client,
            None,
        ))
    }
}

#[test]
fn who_answers_pings_stays() {
    // The longest interval that goes with the limit, so that one missed ping would be the end.
    let interval = IDLE / 2;
    let server = Server::start(&limited(&format!("{}ms", interval.as_millis())));
    let start = Instant::now();
    let mut station = Station::connect(&server, "CP1", "1.6");
    let (mut last, mut pauses) = (start, Vec::new());
    for _ in 0..6 {
        station.expect_ping();
        pauses.push(last.elapsed());
        last = Instant::now();
    }
    let took = start.elapsed();
    assert!(took >= interval * 6, "six pings within {took:?}");
    // Those that a busy machine did not hold up.
    let shortest = pauses.iter().min().unwrap();
    assert!(*shortest < interval * 5 / 4, "a ping after {pauses:?}");
    station.expect_silence();
    server.admin().wait_connected("CP1", true);
}

#[test]
fn who_says_nothing_is_pinged_and_then_closed() {
    let server = Server::start(&limited("100ms"));
    let admin = server.admin();
    let start = Instant::now();
    let mut silent = Silent::connect(&server, "CP1");
    admin.wait_connected("CP1", true);
    let (code, pings) = silent.expect_close();
    assert_eq!(code, 1001, "going away (RFC 6455, 7.4.1)");
    assert!(start.elapsed() >= IDLE, "closed after {:?}", start.elapsed());
    assert!(pings > 0, "closed without having been asked for a sign of life");
    admin.wait_connected("CP1", false);
    let mut back = Station::connect(&server, "CP1", "1.6");
    back.expect_silence();
    admin.wait_connected("CP1", true);
}

#[test]
fn any_traffic_counts_as_alive() {
    let traffic: [(&str, Say); 4] = [
        ("CALLS", |station| {
            station.call("Heartbeat", &json!({}));
        }),
        ("NONSENSE", |station| {
            station.send_text("nonsense");
            station.frame();
        }),
        ("PINGS", |station| {
            station.send_ping(Vec::new());
            assert_eq!(station.arrival(), Arrival::Pong(Vec::new()));
        }),
        ("PONGS", Station::send_pong),
    ];
    let server = Server::start(&limited("none"));
    let admin = server.admin();
    let mut silent = Silent::connect(&server, "SILENT");
    let mut stations = traffic.map(|(id, say)| (id, Station::connect(&server, id, "1.6"), say));
    let start = Instant::now();
    wait::until("three idle limits", || {
        for (_, station, say) in &mut stations {
            say(station);
        }
        (start.elapsed() >= IDLE * 3).then_some(())
    });
    // The limit holds: the one that said nothing is gone, and nobody pinged it.
    assert_eq!(silent.expect_close(), (1001, 0));
    admin.wait_connected("SILENT", false);
    for (id, station, _) in &mut stations {
        station.expect_silence();
        let shown = admin.get(&format!("/api/v1/charge-points/{id}")).expect(200);
        assert_eq!(shown["connected"], true, "{id}");
    }
}

#[test]
fn unanswered_pings_alone_end_nothing() {
    let server = Server::start(&limits("50ms", "none"));
    let mut silent = Silent::connect(&server, "CP1");
    for _ in 0..20 {
        assert_eq!(silent.frame(), (Control::Ping, Vec::new()));
    }
    let mut station = silent.speaks();
    assert!(station.call("Heartbeat", &json!({}))["currentTime"].is_string());
    server.admin().wait_connected("CP1", true);
}
