//! permessage-deflate (RFC 7692) over the wire: the parameters and sizes of Autobahn's cases 12 and 13, whole sessions of
//! PyPI `websockets`, Debian's and npm `ws`, what is not by the rules, a bomb, and what a connection takes of the memory.

use std::time::{Duration, Instant};

use flate2::{Compress, Compression, FlushCompress};
use ocpp_central_tests::bench::usage::Process;
use ocpp_central_tests::compressed::{COMPRESSED, Compressed, control};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::external::Tool;
use ocpp_central_tests::metrics::Scrape;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Control, Data, OpCode};

const USUAL: &str = "permessage-deflate; client_max_window_bits";

/// The windows as large as they can be.
fn large() -> Config {
    Config::new().set("connection.compression.window_bits", 15)
}

fn session(server: &Server) -> Value {
    server.admin().wait_connected("CP1", true)["session"].clone()
}

/// Autobahn's 13.1 to 13.7: what is offered, and what is answered of it with windows of any size.
const OFFERS: [(&str, &str); 9] = [
    ("permessage-deflate", "permessage-deflate"),
    (
        "permessage-deflate; client_no_context_takeover; client_max_window_bits",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits=15",
    ),
    (
        "permessage-deflate; client_max_window_bits=9; server_max_window_bits=9",
        "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9",
    ),
    (
        "permessage-deflate; client_max_window_bits=15; server_max_window_bits=15",
        "permessage-deflate; server_max_window_bits=15; client_max_window_bits=15",
    ),
    (
        "permessage-deflate; server_no_context_takeover; client_max_window_bits=9; server_max_window_bits=9",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits=9",
    ),
    (
        "permessage-deflate; server_no_context_takeover; client_max_window_bits; server_max_window_bits=15",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=15; client_max_window_bits=15",
    ),
    (
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    ),
    (
        "permessage-deflate; server_no_context_takeover; client_max_window_bits; server_max_window_bits=8, \
         permessage-deflate; server_no_context_takeover; client_max_window_bits, permessage-deflate",
        "permessage-deflate; server_no_context_takeover; client_max_window_bits=15",
    ),
    (
        "x-webkit-deflate-frame, permessage-deflate; turbo=1, permessage-deflate; client_max_window_bits=\"11\"",
        "permessage-deflate; client_max_window_bits=11",
    ),
];

/// Autobahn's sizes, each in whole frames and in parts; a text goes to the station and comes back.
#[test]
fn texts_of_every_size_under_all_parameters() {
    let server = Server::start(&large());
    let admin = server.admin();
    for (number, (offer, answer)) in OFFERS.into_iter().enumerate() {
        let id = format!("CP{number}");
        let mut station = Compressed::connect(&server, &id, "1.6", &[offer]);
        assert_eq!(station.agreed.as_deref(), Some(answer), "{offer}");
        admin.wait_connected(&id, true);
        for (size, most) in [
            (16, usize::MAX),
            (64, 8),
            (256, usize::MAX),
            (1024, 256),
            (4096, 1024),
            (8192, usize::MAX),
            (16384, 4096),
            (32768, 32768),
            (65536, usize::MAX),
            (131_072, 1000),
        ] {
            let data = words(size);
            let payload = json!({"vendorId": "echo", "data": data});
            let reply = admin.command_later(&id, "DataTransfer", payload);
            let call = station.json();
            assert_eq!(
                (&call[2], &call[3]["data"]),
                (&json!("DataTransfer"), &json!(data)),
                "{offer}"
            );
            let back = json!([3, call[1], {"status": "Accepted", "data": call[3]["data"]}]);
            station.say(&back.to_string(), most);
            let reply = reply.join().expect("a reply").expect(200);
            assert_eq!(reply["data"], data, "{offer}: {size} bytes in frames of {most}");
        }
        let (text, wire) = station.heard;
        assert!(wire * 2 < text, "{offer}: {text} bytes on {wire}");
    }
}

/// A text of so many bytes that repeats itself as people do.
fn words(size: usize) -> String {
    let mut state = 1_u32;
    let mut text = String::new();
    while text.len() < size {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let words = [
            "meter",
            "value",
            "connector ",
            "Wh ",
            "begin, ",
            "end; ",
            "tariff",
            "é",
            "14.2 ",
            "kW ",
        ];
        text.push_str(words[(state >> 16) as usize % words.len()]);
    }
    while text.len() > size {
        text.pop();
    }
    text
}

#[test]
fn it_is_answered_to_who_asks_and_shown_to_operators() {
    let server = Server::start(&Config::new());
    let plain = Station::connect(&server, "CP1", "2.0.1");
    assert_eq!(session(&server).get("compression"), None);
    plain.close();
    server.admin().wait_connected("CP1", false);
    let mut station = Compressed::connect(&server, "CP1", "2.0.1", &["permessage-bzip2", USUAL]);
    let answer = "permessage-deflate; client_max_window_bits=12";
    assert_eq!(station.agreed.as_deref(), Some(answer));
    assert_eq!(session(&server)["compression"], answer);
    wait::until("the event of the connection", || {
        let page = server.admin().get("/api/v1/charge-points/CP1/timeline").expect(200);
        let mut events = page["items"].as_array().expect("items").iter();
        let is_it =
            |event: &&Value| event["kind"] == "charge-point.connected" && event["payload"]["compression"] == answer;
        events.find(is_it).map(drop)
    });
    let boot = json!({"reason": "PowerUp", "chargingStation": {"vendorName": "V", "model": "M"}});
    assert_eq!(station.call("BootNotification", &boot)["status"], "Accepted");
    station.say_plainly(r#"[2,"plain","Heartbeat",{}]"#);
    assert_eq!(station.json()[1], "plain");
}

#[test]
fn it_can_be_switched_off_or_made_to_remember_nothing() {
    let off = Server::start(&Config::new().set("connection.compression.enabled", false));
    let station = Compressed::connect(&off, "CP1", "2.1", &[USUAL]);
    assert_eq!(station.agreed, None);
    let forgetful = Server::start(&Config::new().set("connection.compression.context_takeover", false));
    let mut station = Compressed::connect(&forgetful, "CP1", "2.1", &[USUAL]);
    let answer = "permessage-deflate; client_no_context_takeover; client_max_window_bits=12";
    assert_eq!(station.agreed.as_deref(), Some(answer));
    for _ in 0..3 {
        assert!(station.call("Heartbeat", &json!({}))["currentTime"].is_string());
    }
}

#[test]
fn its_bytes_are_counted() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut station = Compressed::connect(&server, "CP1", "1.6", &[USUAL]);
    for _ in 0..50 {
        station.call("Heartbeat", &json!({}));
    }
    let scrape = Scrape::of(&admin);
    let figure = |name: &str, direction| scrape.sum(name, &[("direction", direction)]).expect("a figure");
    let heard = (
        figure("ocpp_compression_text_bytes_total", "out"),
        figure("ocpp_compression_wire_bytes_total", "out"),
    );
    assert_eq!(heard, (station.heard.0 as f64, station.heard.1 as f64));
    assert!(heard.1 < heard.0 * 0.7, "{heard:?}");
    let said = (
        figure("ocpp_compression_text_bytes_total", "in"),
        figure("ocpp_compression_wire_bytes_total", "in"),
    );
    assert!(said.1 < said.0 * 0.7, "{said:?}");
    assert_eq!(scrape.sum("ocpp_connections_compressed", &[]), Some(1.0));
    drop(station);
    wait::until("the connection's end", || {
        (Scrape::of(&admin).sum("ocpp_connections_compressed", &[]) == Some(0.0)).then_some(())
    });
}

/// The station's next connection ends so.
fn closed(server: &Server, offers: &[&str], break_it: impl FnOnce(&mut Compressed), code: u16, words: &str) {
    let mut station = Compressed::connect(server, "CP1", "1.6", offers);
    station.say_plainly(r#"[2,"before","Heartbeat",{}]"#);
    assert_eq!(station.json()[1], "before");
    break_it(&mut station);
    let (told, why) = station.expect_close();
    assert_eq!(told, code, "{why}");
    assert!(why.contains(words), "{why}");
    let end = wait::until("the connection's end", || {
        let reply = server.admin().get("/api/v1/charge-points/CP1").expect(200);
        (reply["connected"] == false).then(|| reply["lastConnection"]["end"].clone())
    });
    assert_eq!(end, json!({"by": "server", "code": code, "reason": why}));
}

#[test]
fn what_is_not_by_the_rules_ends_the_connection_with_its_reason() {
    let server = Server::start(&Config::new());
    let hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
    closed(
        &server,
        &[],
        |station| station.send(COMPRESSED, &hello),
        1002,
        "not agreed on",
    );
    for rsv in [2, 3] {
        let reserved = FrameHeader {
            rsv1: false,
            rsv2: rsv == 2,
            rsv3: rsv == 3,
            ..COMPRESSED
        };
        for offers in [&[][..], &[USUAL]] {
            closed(
                &server,
                offers,
                |station| station.send(reserved.clone(), b"[2]"),
                1002,
                "reserved",
            );
        }
    }
    for opcode in [OpCode::Control(Control::Ping), OpCode::Data(Data::Continue)] {
        let header = FrameHeader { opcode, ..COMPRESSED };
        closed(&server, &[USUAL], |station| station.send(header, &hello), 1002, "RSV1");
    }
    let inside = |station: &mut Compressed| {
        let first = FrameHeader {
            is_final: false,
            ..COMPRESSED
        };
        station.send(first, &hello[..3]);
        station.send(control(Control::Ping), b"between");
        station.send(COMPRESSED, &hello);
    };
    closed(&server, &[USUAL], inside, 1002, "before the one before it has ended");
    closed(
        &server,
        &[USUAL],
        |station| station.send(COMPRESSED, b"not deflate"),
        1007,
        "not compressed",
    );
    let refers = |station: &mut Compressed| station.send(COMPRESSED, &[0xF2, 0x00, 0x11, 0x00, 0x00]);
    closed(&server, &[USUAL], refers, 1007, "not compressed");
    let latin = |station: &mut Compressed| {
        let payload = station.compress(b"[2,\"\xE9\"]");
        station.send(COMPRESSED, &payload);
    };
    closed(&server, &[USUAL], latin, 1007, "UTF-8");
}

/// A mebibyte of blanks, so often, as one stream.
fn bomb(mebibytes: usize) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut one = Vec::with_capacity(16 << 10);
    let flushed = compress.compress_vec(&vec![b' '; 1 << 20], &mut one, FlushCompress::Full);
    flushed.expect("a mebibyte");
    one.repeat(mebibytes)
}

#[test]
fn a_bomb_is_stopped_at_the_largest_message() {
    let server = Server::start(&Config::new());
    let mut neighbour = Station::connect(&server, "CP2", "1.6");
    neighbour.expect_silence();
    let process = Process(server.process());
    let bomb = bomb(1024);
    assert!(
        bomb.len() < 1100 << 10,
        "a message that its header does not betray: {}",
        bomb.len()
    );
    let (mut spending, before) = (process.spending().unwrap(), process.resident_bytes().unwrap());
    let start = Instant::now();
    for parts in [1, 3] {
        let throw = |station: &mut Compressed| {
            for (number, part) in bomb.chunks(bomb.len().div_ceil(parts)).enumerate() {
                let header = FrameHeader {
                    is_final: number + 1 == parts,
                    rsv1: number == 0,
                    opcode: OpCode::Data(if number == 0 { Data::Text } else { Data::Continue }),
                    ..COMPRESSED
                };
                station.send(header, part);
            }
        };
        closed(&server, &[USUAL], throw, 1009, "1048576 bytes");
    }
    neighbour.expect_silence();
    let cpu = spending.so_far().unwrap();
    let grown = process.resident_bytes().unwrap().saturating_sub(before);
    println!(
        "two bombs of 1 GiB: {cpu:.2} s of a processor, {} KiB, {:?}",
        grown >> 10,
        start.elapsed()
    );
    assert!(cpu < 2.0, "{cpu} s of a processor");
    assert!(grown < 32 << 20, "{grown} bytes");
}

/// The memory, once the allocator has given back what it will.
fn settled(process: Process) -> u64 {
    let (mut last, mut since) = (u64::MAX, Instant::now());
    wait::until("the memory to settle", || {
        let now = process.resident_bytes().unwrap();
        if now.abs_diff(last) > 64 << 10 {
            (last, since) = (now, Instant::now());
        }
        (since.elapsed() > Duration::from_secs(1)).then_some(now)
    })
}

/// What a connection takes that has said and heard more than its windows hold, in bytes.
fn memory(offers: &[&str]) -> u64 {
    // What the first ones bring along is not a connection's.
    const FIRST: u64 = 100;
    const STATIONS: u64 = 200;
    let config = Config::new()
        .set("store.backend", "memory")
        .set("messages.memory", "none")
        .set("log.filter", "warn");
    let server = Server::start(&config);
    let process = Process(server.process());
    let talk = |number| {
        let mut station = Compressed::connect(&server, &format!("CP{number}"), "1.6", offers);
        for _ in 0..75 {
            station.call("Heartbeat", &json!({}));
        }
        station
    };
    let first: Vec<_> = (0..FIRST).map(talk).collect();
    let before = settled(process);
    let stations: Vec<_> = (FIRST..FIRST + STATIONS).map(talk).collect();
    let after = settled(process);
    drop((first, stations));
    after.saturating_sub(before) / STATIONS
}

#[test]
fn a_connection_takes_its_windows_and_little_else() {
    let plain = memory(&[]);
    let forgetful = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    let (forgetful, usual) = (memory(&[forgetful]), memory(&[USUAL]));
    println!(
        "bytes of a connection: {plain} plain, {forgetful} without context takeover, {usual} with windows of 4 KiB"
    );
    assert!(forgetful < plain + 2048, "{forgetful} against {plain}");
    assert!(usual < plain + 8192 + 3072, "{usual} against {plain}");
}

/// What clients of others offer by these words, and what they are answered.
const CLIENTS: [(&str, &str); 5] = [
    (
        "client_max_window_bits",
        "permessage-deflate; client_max_window_bits=12",
    ),
    ("", "permessage-deflate"),
    (
        "server_no_context_takeover client_no_context_takeover client_max_window_bits",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits=12",
    ),
    (
        "server_max_window_bits=9 client_max_window_bits=10",
        "permessage-deflate; server_max_window_bits=9; client_max_window_bits=10",
    ),
    (
        "server_no_context_takeover server_max_window_bits=15",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=12",
    ),
];

fn whole_sessions(tool: Tool) {
    let first = usize::from(tool == Tool::Node);
    for (number, (offer, answer)) in CLIENTS.into_iter().enumerate() {
        let version = ["1.6", "2.0.1"][(first + number) % 2];
        let server = Server::start(&Config::new());
        if !tool.run(&server, &["compressed", version, offer, answer]) {
            return;
        }
        expect_smaller(&server, answer, &format!("{tool:?} {offer}"));
    }
}

/// What was said is carried in fewer bytes than it has, both ways.
fn expect_smaller(server: &Server, answer: &str, who: &str) {
    let scrape = Scrape::of(&server.admin());
    for direction in ["in", "out"] {
        let bytes = |name: &str| scrape.sum(name, &[("direction", direction)]).expect("a figure");
        let (text, wire) = (
            bytes("ocpp_compression_text_bytes_total"),
            bytes("ocpp_compression_wire_bytes_total"),
        );
        // Most answers of a session are too short to be compressed each for itself.
        let is_alone = direction == "out" && answer.contains("server_no_context_takeover");
        let is_smaller = if is_alone { wire <= text } else { wire < text };
        assert!(wire > 0.0 && is_smaller, "{who} {direction}: {text} bytes on {wire}");
    }
}

#[test]
fn python_charges_compressed() {
    whole_sessions(Tool::Python);
}

#[test]
fn node_charges_compressed() {
    whole_sessions(Tool::Node);
}

/// The library of Debian 12 by itself, with its older interface.
#[test]
fn debians_python_charges_compressed() {
    for version in ["1.6", "2.0.1"] {
        let server = Server::start(&Config::new());
        if !Tool::Debian.run(&server, &["compressed", version]) {
            return;
        }
        let admin = server.admin();
        let timeline = admin
            .get("/api/v1/charge-points/CP1/timeline?kind=charge-point.connected")
            .expect(200);
        let [connected] = &timeline["items"].as_array().expect("items")[..] else {
            panic!("not one connection: {timeline}");
        };
        let answer = "permessage-deflate; client_max_window_bits=12";
        assert_eq!(connected["payload"]["compression"], answer, "{version}: {connected}");
        let sessions = admin.get("/api/v1/transactions?charge_point=CP1").expect(200);
        let [session] = &sessions["items"].as_array().expect("items")[..] else {
            panic!("not one session: {sessions}");
        };
        let ended = [
            &session["state"],
            &session["energyWh"],
            &session["idTag"],
            &session["version"],
        ];
        assert_eq!(ended, ["closed", "1500", "DRIVER", version], "{session}");
        assert_eq!(session["complete"], true, "{session}");
        expect_smaller(&server, answer, &format!("Debian's, {version}"));
    }
}
