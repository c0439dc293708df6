//! A charge point that sends more than it should, or reads nothing: it costs itself, and nobody else.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::json;

/// How long a flood lasts.
const FLOOD: Duration = Duration::from_secs(2);

/// A flood that holds a neighbour up does so each time; what else the machine has to do holds it up now and then.
const TRIES: usize = 4;

/// Most that a neighbour waits on an idle machine is a twentieth of a second; this one may be busy with other suites.
const NEIGHBOUR: Duration = Duration::from_millis(500);

/// Long before it is told that nothing can be written.
const AT_ONCE: Duration = Duration::from_secs(30);

/// More than the buffers of the kernel and of the server, less than a second of a flood that is all taken in.
const MOST_MEMORY_KIB: u64 = 150 << 10;

fn one_worker() -> Config {
    Config::new().set("ocpp.workers", 1).set("log.filter", "info")
}

/// An open connection on which bytes are sent as they are.
fn bare(server: &Server, id: &str) -> TcpStream {
    let upgrade = Upgrade::to(&format!("/ocpp/{id}")).offer("ocpp1.6");
    let socket = upgrade.send(server.ocpp()).into_socket();
    let stream = socket.get_ref().try_clone().unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(100))).unwrap();
    stream
}

/// A frame with the mask 0.
fn frame(first: u8, payload: &str) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    assert!(length < 126);
    let mut bytes = vec![first, 0x80 | length, 0, 0, 0, 0];
    bytes.extend_from_slice(payload.as_bytes());
    bytes
}

/// The resident memory in KiB.
fn memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.process())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// The sockets that the server has open.
fn sockets(server: &Server) -> usize {
    let entries = fs::read_dir(format!("/proc/{}/fd", server.process())).unwrap();
    let targets = entries.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
    targets
        .filter(|target| target.to_string_lossy().starts_with("socket:"))
        .count()
}

/// Sends the bytes again and again until it is told to stop, whether or not they are taken.
fn flood(mut stream: &TcpStream, unit: &[u8], stop: &AtomicBool) {
    let many = unit.repeat((256 << 10) / unit.len());
    let mut rest = &many[..];
    while !stop.load(Ordering::Relaxed) {
        match stream.write(rest) {
            Ok(written) => rest = &rest[written..],
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock) => {}
            Err(_) => return,
        }
        if rest.is_empty() {
            rest = &many;
        }
    }
}

/// Reads whatever is answered.
fn drain(mut stream: &TcpStream, stop: &AtomicBool) {
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let mut scratch = vec![0; 64 << 10];
    while !stop.load(Ordering::Relaxed) {
        match stream.read(&mut scratch) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock) => {}
            Err(_) => return,
        }
    }
}

/// How long a neighbour's Heartbeat waits at most during a flood.
fn held_up(neighbour: &mut Station, server: &Server, [first, unit]: [&[u8]; 2]) -> Duration {
    let mut stream = bare(server, "FLOOD");
    stream.write_all(first).unwrap();
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| flood(&stream, unit, &stop));
        scope.spawn(|| drain(&stream, &stop));
        let start = Instant::now();
        let mut longest = Duration::ZERO;
        while start.elapsed() < FLOOD {
            let asked = Instant::now();
            neighbour.call("Heartbeat", &json!({}));
            longest = longest.max(asked.elapsed());
        }
        stop.store(true, Ordering::Relaxed);
        longest
    })
}

#[test]
fn a_flood_of_small_frames_costs_no_memory_and_holds_up_no_neighbour() {
    let heartbeat = frame(0x81, r#"[2,"1","Heartbeat",{}]"#);
    let floods: [(&str, Vec<u8>, Vec<u8>); 6] = [
        ("pongs", Vec::new(), frame(0x8A, "")),
        ("pings", Vec::new(), frame(0x89, "")),
        ("empty continuations", frame(0x01, ""), frame(0x00, "")),
        (
            "answers that nobody asked for",
            Vec::new(),
            frame(0x81, r#"[3,"a",{}]"#),
        ),
        ("texts of one byte", Vec::new(), frame(0x81, "x")),
        ("CALLs", Vec::new(), heartbeat),
    ];
    for (what, first, unit) in floods {
        let server = Server::start(&one_worker());
        let mut neighbour = Station::connect(&server, "NEIGHBOUR", "1.6");
        neighbour.call("Heartbeat", &json!({}));
        drop(bare(&server, "FLOOD"));
        let before = memory(&server);
        let mut waits = (0..TRIES).map(|_| held_up(&mut neighbour, &server, [&first, &unit]));
        let longest = waits.find(|longest| *longest < NEIGHBOUR);
        let grown = memory(&server).saturating_sub(before);
        eprintln!("{what}: the neighbour waited {longest:?} at most, {grown} KiB");
        assert!(
            longest.is_some(),
            "{what}: the neighbour waited {NEIGHBOUR:?} each time"
        );
        assert!(grown < MOST_MEMORY_KIB, "{what}: {grown} KiB");
        let log = server.log().len();
        assert!(log < 64 << 10, "{what}: {log} bytes of log");
    }
}

#[test]
fn a_header_that_announces_too_much_is_answered_at_once() {
    let server = Server::start(&Config::new());
    for header in [
        &[0x81, 0xFF, 0, 0, 1, 0, 0, 0, 0, 0][..],
        &[0x82, 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 1],
        &[0x01, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0],
    ] {
        let mut stream = bare(&server, "CP1");
        stream.write_all(header).unwrap();
        let mut answer = [0; 4];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(answer[0], 0x88, "a close frame");
        assert_eq!(u16::from_be_bytes([answer[2], answer[3]]), 1009);
    }
    // A part is held against what came before.
    let mut stream = bare(&server, "CP1");
    stream.write_all(&frame(0x01, "[2,")).unwrap();
    stream.write_all(&[0x80, 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 0]).unwrap();
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(u16::from_be_bytes([answer[2], answer[3]]), 1009);
}

/// A connection that has asked for more than it reads, until the server takes no more.
fn deaf(server: &Server, id: &str) -> TcpStream {
    let mut stream = bare(server, id);
    let many = frame(0x81, r#"[2,"1","Heartbeat",{}]"#).repeat(4096);
    let refused = |error: &std::io::Error| matches!(error.kind(), std::io::ErrorKind::WouldBlock);
    let mut full = 0;
    while full < 5 {
        match stream.write(&many) {
            Ok(_) => full = 0,
            Err(error) if refused(&error) => full += 1,
            Err(error) => panic!("{error}"),
        }
    }
    stream
}

fn connected(server: &Server, id: &str) -> bool {
    let view = server.admin().get(&format!("/api/v1/charge-points/{id}")).expect(200);
    view["connected"].as_bool().unwrap()
}

#[test]
fn a_connection_that_reads_nothing_is_dropped() {
    let server = Server::start(&one_worker().set("connection.write_timeout", "2s"));
    let before = sockets(&server);
    let _stream = deaf(&server, "DEAF");
    wait::until("the end of the connection", || {
        (!connected(&server, "DEAF") && sockets(&server) <= before + 1).then_some(())
    });
    let log = server.log();
    assert!(log.contains("nothing could be written for too long"), "{log}");
}

#[test]
fn a_connection_that_reads_nothing_is_dropped_at_once_by_an_operator_and_by_a_newer_one() {
    let server = Server::start(&one_worker().set("connection.write_timeout", "60s"));
    // The admin API's connection is open before.
    assert_eq!(server.admin().get("/api/v1/charge-points").status, 200);
    let before = sockets(&server);
    let streams: Vec<_> = (0..4).map(|_| deaf(&server, "DEAF")).collect();
    let taken_over = Instant::now();
    wait::until("the sockets of those that were replaced", || {
        (sockets(&server) <= before + 2).then_some(())
    });
    assert!(taken_over.elapsed() < AT_ONCE, "{:?}", taken_over.elapsed());
    let deleted = Instant::now();
    assert_eq!(server.admin().delete("/api/v1/charge-points/DEAF").status, 204);
    wait::until("the socket of the deleted one", || {
        (sockets(&server) <= before + 1).then_some(())
    });
    assert!(deleted.elapsed() < AT_ONCE, "{:?}", deleted.elapsed());
    drop(streams);
}

#[test]
fn a_stop_has_one_deadline() {
    let mut server = Server::start(&one_worker().set("connection.shutdown_timeout", "6s"));
    let mut mute = Station::connect(&server, "MUTE", "1.6");
    let command = server.admin().command_later("MUTE", "ClearCache", json!({}));
    mute.expect_call("ClearCache");
    let _deaf = deaf(&server, "DEAF");
    let asked = Instant::now();
    assert!(server.stop().success());
    // One after the other they would have taken twice as long.
    assert!(asked.elapsed() < Duration::from_secs(11), "{:?}", asked.elapsed());
    assert_eq!(mute.expect_close(), Some(1001));
    assert_eq!(command.join().unwrap().status, 503);
}

/// More connections than there are file descriptors: those that are there are served, one more is told why not, and
/// operators are answered.
#[test]
fn the_admin_api_answers_while_file_descriptors_run_out() {
    let server = Server::start(&one_worker().descriptors(120));
    let mut first = Station::connect(&server, "FIRST", "1.6");
    first.expect_silence();
    let mut streams = Vec::new();
    let mut refused = None;
    for number in 0..300 {
        let stream = TcpStream::connect(server.ocpp()).unwrap();
        stream.set_read_timeout(Some(wait::PATIENCE)).unwrap();
        let request = format!(
            "GET /ocpp/CP{number} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
             Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n"
        );
        (&stream).write_all(request.as_bytes()).unwrap();
        let mut head = [0; 512];
        let Ok(count) = (&stream).read(&mut head) else { break };
        let head = String::from_utf8_lossy(&head[..count]).into_owned();
        if head.starts_with("HTTP/1.1 503") {
            refused = Some(head);
            break;
        }
        streams.push(stream);
    }
    let refused = refused.expect("a refusal before the descriptors run out");
    assert!(refused.contains("file descriptors"), "{refused}");
    assert!(streams.len() > 20, "{} stations came in", streams.len());
    // Whoever says nothing takes a descriptor, too.
    streams.extend((0..200).map(|_| TcpStream::connect(server.ocpp()).unwrap()));
    for _ in 0..5 {
        assert_eq!(server.admin().get("/api/v1/charge-points").status, 200);
        assert_eq!(server.admin().get("/readyz").status, 200);
        first.expect_silence();
    }
}

/// A body that never ends does not stay open for ever, and uploads wait for their turn.
#[test]
fn a_body_that_does_not_come_is_answered() {
    let server = Server::start(&one_worker());
    let mut stream = TcpStream::connect(server.admin_address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let request = format!(
        "PUT /api/v1/charge-points/CP1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {ADMIN_TOKEN}\r\n\
         Content-Length: 100\r\n\r\n{{"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("body-too-slow"), "{answer}");
}

/// One station's large messages are answered as ever, and fill neither the disk nor the API's answers.
#[test]
fn large_messages_are_kept_up_to_a_limit() {
    const MIB: usize = 1 << 20;
    let server = Server::start(&one_worker().set("store.hourly_bytes_per_charge_point", "2MiB"));
    let mut station = Station::connect(&server, "LARGE", "2.0.1");
    let custom = json!({"vendorId": "x", "text": "y".repeat(MIB / 2)});
    for number in 0..12 {
        let status = json!({"status": "Uploading", "requestId": number, "customData": custom});
        station.call("LogStatusNotification", &status);
    }
    let short = || {
        let page = server.admin().get("/api/v1/charge-points/LARGE/records").expect(200);
        let items = page["items"].as_array().unwrap().clone();
        let short = items.iter().filter(|item| item["payload"].get("leftOut").is_some());
        (items.len() == 12).then(|| short.count())
    };
    let short = wait::until("all records", short);
    assert!((8..12).contains(&short), "{short} of 12 without their payload");
}
