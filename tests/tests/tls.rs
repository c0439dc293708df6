//! TLS on the listeners of charge points and operators: versions, suites, names, what is said where none comes about, and
//! certificates that are read again while connections last.

use std::fs;
use std::io::{Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::live::Feed;
use ocpp_central_tests::pki::{Authority, Kind, Subject};
use ocpp_central_tests::process::take_all_descriptors;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::tls::{Client, Connection, ask, frame, upgrade};
use ocpp_central_tests::wait;
use openssl::ssl::SslVersion;
use serde_json::{Value, json};
use tempfile::TempDir;

/// An authority, and the files of a server that it has issued certificates of both kinds.
struct Pki {
    authority: Authority,
    folder: TempDir,
    certificates: Vec<PathBuf>,
    keys: Vec<PathBuf>,
}

impl Pki {
    fn new() -> Self {
        let mut made = Self {
            authority: Authority::new("Test authority"),
            folder: tempfile::tempdir().unwrap(),
            certificates: Vec::new(),
            keys: Vec::new(),
        };
        for (name, kind) in [("ecdsa", Kind::Ec), ("rsa", Kind::Rsa)] {
            let hosts = &["central.example"];
            made.add(
                name,
                &Subject {
                    hosts,
                    kind,
                    ..Subject::default()
                },
            );
        }
        made
    }

    fn add(&mut self, name: &str, subject: &Subject<'_>) {
        let written = self.authority.issue(subject).write(self.folder.path(), name);
        if !self.certificates.contains(&written.certificate) {
            self.certificates.push(written.certificate);
            self.keys.push(written.key);
        }
    }

    fn config(&self) -> Config {
        Config::new()
            .set("ocpp.tls.listen", "127.0.0.1:0")
            .set("ocpp.tls.certificates", json!(self.certificates))
            .set("ocpp.tls.keys", json!(self.keys))
    }

    fn client(&self) -> Client<'_> {
        Client {
            trusts: Some(&self.authority),
            ..Client::default()
        }
    }
}

/// What was refused before anybody knew whose it was.
fn refused(server: &Server) -> Vec<String> {
    let known = server.admin().get("/api/v1/refused-connections").expect(200);
    let reasons = known["items"].as_array().unwrap().iter();
    reasons
        .map(|one| one["reason"].as_str().unwrap_or_default().to_owned())
        .collect()
}

fn wait_refused(server: &Server, words: &str) {
    wait::until(words, || {
        refused(server)
            .iter()
            .any(|reason| reason.contains(words))
            .then_some(())
    });
}

fn serial_number(connection: &Connection) -> String {
    let certificate = connection.ssl().peer_certificate().unwrap();
    certificate
        .serial_number()
        .to_bn()
        .unwrap()
        .to_hex_str()
        .unwrap()
        .to_string()
}

#[test]
fn who_speaks_tls_to_the_plain_listener_is_told_what_to_do() {
    let pki = Pki::new();
    let server = Server::start(&pki.config());
    assert!(pki.client().connect(server.ocpp()).is_err());
    wait_refused(
        &server,
        "it speaks TLS to a listener without it: its URL has to begin with ws://",
    );
    assert!(!server.log().contains("stream error"), "{}", server.log());
    let _others = Station::connect(&server, "CP1", "1.6");
}

#[test]
fn the_suites_that_the_specification_requires_are_there_and_old_versions_are_not() {
    let pki = Pki::new();
    let server = Server::start(&pki.config().set("ocpp.tls.legacy_listen", "127.0.0.1:0"));
    for suite in [
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "AES128-GCM-SHA256",
        "AES256-GCM-SHA384",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-CHACHA20-POLY1305",
    ] {
        let client = Client {
            suites: Some(suite),
            version: Some(SslVersion::TLS1_2),
            ..pki.client()
        };
        let connection = client.connect(server.ocpp_tls()).unwrap();
        assert_eq!(connection.ssl().current_cipher().unwrap().name(), suite);
    }
    let newest = Client {
        version: Some(SslVersion::TLS1_3),
        ..pki.client()
    };
    assert_eq!(
        newest.connect(server.ocpp_tls()).unwrap().ssl().version_str(),
        "TLSv1.3"
    );
    for version in [SslVersion::TLS1, SslVersion::TLS1_1] {
        let old = Client {
            version: Some(version),
            suites: Some("ALL:@SECLEVEL=0"),
            ..pki.client()
        };
        old.connect(server.ocpp_tls()).unwrap_err();
        let connection = old.connect(server.ocpp_legacy_tls()).unwrap();
        assert_eq!(connection.ssl().version2(), Some(version));
    }
    wait_refused(&server, "it offers no version of TLS that this listener takes");
    let weak = Client {
        suites: Some("AES128-SHA"),
        version: Some(SslVersion::TLS1_2),
        ..pki.client()
    };
    weak.connect(server.ocpp_tls()).unwrap_err();
    wait_refused(&server, "TLS_RSA_WITH_AES_128_CBC_SHA");
}

#[test]
fn whoever_speaks_no_tls_is_told_of_and_nobody_else_waits() {
    let pki = Pki::new();
    let server = Server::start(&pki.config().set("ocpp.tls.handshake_timeout", "3s"));
    let mut plain = TcpStream::connect(server.ocpp_tls()).unwrap();
    plain.write_all(upgrade("CP1", "").as_bytes()).unwrap();
    wait_refused(&server, "its URL has to begin with wss://");
    // Half a message, and then nothing: it does not keep its place.
    let mut half = TcpStream::connect(server.ocpp_tls()).unwrap();
    half.write_all(&[0x16, 0x03, 0x01, 0x02, 0x00, 0x01]).unwrap();
    let begin = Instant::now();
    half.set_read_timeout(Some(wait::PATIENCE)).unwrap();
    assert_eq!(half.read(&mut [0; 8]).unwrap_or(0), 0, "it is ended");
    assert!(begin.elapsed() < wait::PATIENCE);
    wait_refused(&server, "it did not finish the handshake");
    // One that says nothing is a probe, and no news.
    let before = refused(&server).len();
    drop(TcpStream::connect(server.ocpp_tls()).unwrap());
    let foreign = Authority::new("Foreign authority");
    let stranger = Client {
        trusts: Some(&foreign),
        ..Client::default()
    };
    stranger.connect(server.ocpp_tls()).unwrap_err();
    wait_refused(&server, "it does not know the authority");
    assert_eq!(refused(&server).len(), before, "nobody has one entry");
    let metrics = server.admin().send("GET", "/metrics", Vec::new());
    assert!(metrics.status == 200, "{metrics:?}");
}

#[test]
fn a_charge_point_with_profile_2_comes_in_by_tls_and_its_password_alone() {
    let pki = Pki::new();
    let server = Server::start(&pki.config());
    server
        .admin()
        .register("CP1", &json!({"securityProfile": 2, "password": "the-secret-of-cp-1"}));
    let basic = "Authorization: Basic Q1AxOnRoZS1zZWNyZXQtb2YtY3AtMQ==\r\n";
    let mut plain = TcpStream::connect(server.ocpp()).unwrap();
    let head = ask(&mut plain, &upgrade("CP1", basic));
    assert!(
        head.starts_with("HTTP/1.1 401") && head.contains("connect with wss"),
        "{head}"
    );
    let mut connection = pki.client().connect(server.ocpp_tls()).unwrap();
    let head = ask(&mut connection, &upgrade("CP1", ""));
    assert!(head.starts_with("HTTP/1.1 401"), "{head}");
    let mut connection = pki.client().connect(server.ocpp_tls()).unwrap();
    let head = ask(&mut connection, &upgrade("CP1", basic));
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    let boot = json!([2, "1", "BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}]);
    let answer = exchange(&mut connection, &boot);
    assert_eq!(answer[2]["status"], "Accepted");
}

/// A CALL and its answer, of less than 126 or 65,536 bytes.
fn exchange(connection: &mut Connection, call: &Value) -> Value {
    connection.write_all(&frame(&call.to_string())).unwrap();
    let mut head = [0; 2];
    connection.read_exact(&mut head).unwrap();
    while head == [0x89, 0] {
        // It asks whether we are there.
        connection.read_exact(&mut head).unwrap();
    }
    assert_eq!(head[0], 0x81, "a text");
    let length = match head[1] {
        126 => {
            let mut length = [0; 2];
            connection.read_exact(&mut length).unwrap();
            usize::from(u16::from_be_bytes(length))
        }
        length => usize::from(length),
    };
    let mut text = vec![0; length];
    connection.read_exact(&mut text).unwrap();
    serde_json::from_slice(&text).unwrap()
}

#[test]
fn the_certificate_is_the_one_for_the_name_that_was_asked_for() {
    let mut pki = Pki::new();
    let other = Subject {
        name: "other.example",
        hosts: &["other.example", "*.sites.example"],
        ..Subject::default()
    };
    pki.add("other", &other);
    let server = Server::start(&pki.config());
    let shown = |name| {
        let client = Client {
            name: Some(name),
            ..Client::default()
        };
        let connection = client.connect(server.ocpp_tls()).unwrap();
        let certificate = connection.ssl().peer_certificate().unwrap();
        certificate
            .subject_name()
            .entries()
            .last()
            .unwrap()
            .data()
            .to_string()
            .unwrap()
    };
    assert_eq!(shown("central.example"), "central.example");
    assert_eq!(shown("other.example"), "other.example");
    assert_eq!(shown("a.sites.example"), "other.example");
    assert_eq!(
        shown("nobody.example"),
        "central.example",
        "the first, for those that check nothing"
    );
}

#[test]
fn certificates_are_read_again_under_a_thousand_connections_and_none_is_lost() {
    take_all_descriptors();
    let mut pki = Pki::new();
    let server = Server::start(&pki.config());
    let admin = server.admin();
    let mut connections = thousand(&pki, &server);
    let before = serial_number(&connections[0]);
    let hosts = &["central.example"];
    pki.add(
        "ecdsa",
        &Subject {
            hosts,
            days: 5,
            ..Subject::default()
        },
    );
    let read = admin.post("/api/v1/tls/reload", &json!({})).expect(200);
    assert_eq!(read["certificates"][0]["state"], "urgent", "{read}");
    let fresh = pki.client().connect(server.ocpp_tls()).unwrap();
    assert_ne!(serial_number(&fresh), before);
    fs::write(&pki.keys[0], "nothing").unwrap();
    let problem = admin.post("/api/v1/tls/reload", &json!({})).expect(409);
    assert!(problem["detail"].as_str().unwrap().contains("ecdsa.key"), "{problem}");
    let again = pki.client().connect(server.ocpp_tls()).unwrap();
    assert_eq!(serial_number(&again), serial_number(&fresh), "those of before stay");
    pki.add(
        "ecdsa",
        &Subject {
            hosts,
            ..Subject::default()
        },
    );
    server.hang_up();
    wait::until("the files are read at SIGHUP", || {
        let connection = pki.client().connect(server.ocpp_tls()).unwrap();
        (serial_number(&connection) != serial_number(&fresh)).then_some(())
    });
    for connection in &mut connections {
        assert_eq!(exchange(connection, &status())[0], 3, "it is as it was");
    }
    let shown = admin.get("/api/v1/tls").expect(200);
    assert_eq!(shown["certificates"].as_array().unwrap().len(), 2);
    let metrics = admin.send("GET", "/metrics", Vec::new());
    let text = format!("{metrics:?}");
    assert!(text.contains("ocpp_certificate_end_time_seconds"), "{text}");
}

/// So many that are connected, some at a time: each is written down when it comes for the first time.
fn thousand(pki: &Pki, server: &Server) -> Vec<Connection> {
    let some = |first: usize| {
        (first..first + 50)
            .map(|number| station(pki, server, number))
            .collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let begun: Vec<_> = (0..20).map(|part| scope.spawn(move || some(part * 50))).collect();
        begun.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

/// A charge point that is connected.
fn station(pki: &Pki, server: &Server, number: usize) -> Connection {
    let mut connection = pki.client().connect(server.ocpp_tls()).unwrap();
    let head = ask(&mut connection, &upgrade(&format!("CP{number}"), ""));
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    connection
}

fn status() -> Value {
    json!([2, "1", "StatusNotification", {"connectorId": 0, "errorCode": "NoError", "status": "Available"}])
}

/// Reads what a program prints until these words are there.
fn until_words(from: &mut impl Read, words: &str) -> String {
    let (mut read, mut piece) = (String::new(), [0; 4096]);
    while !read.contains(words) {
        let length = from.read(&mut piece).unwrap();
        assert_ne!(length, 0, "{words:?} did not come: {read}");
        read.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
    read
}

#[test]
fn nobody_negotiates_anew_on_a_connection() {
    let pki = Pki::new();
    let server = Server::start(&pki.config());
    let mut other = station(&pki, &server, 1);
    let to = server.ocpp_tls().to_string();
    let mut client = Command::new("openssl")
        .args(["s_client", "-tls1_2", "-crlf", "-connect", &to])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("openssl");
    let (mut input, mut output) = (client.stdin.take().unwrap(), client.stdout.take().unwrap());
    until_words(&mut output, "Verify return code");
    input
        .write_all(upgrade("CP2", "").replace('\r', "").as_bytes())
        .unwrap();
    until_words(&mut output, "101 Switching Protocols");
    let connected = || {
        let shown = server.admin().get("/api/v1/charge-points/CP2").expect(200);
        shown["connected"].as_bool().unwrap()
    };
    assert!(connected());
    // The letter that has it negotiate anew, where nothing else stands in the line.
    input.write_all(b"R\n").unwrap();
    let mut said = String::new();
    client.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(
        said.contains("RENEGOTIATING") && said.contains("no renegotiation"),
        "{said}"
    );
    assert!(!client.wait().unwrap().success(), "it gives up");
    wait::until("its end is noticed", || (!connected()).then_some(()));
    assert_eq!(exchange(&mut other, &status())[0], 3, "nobody else is touched");
    assert!(!server.log().contains("panic"), "{}", server.log());
}

/// What a client says first.
fn hello(pki: &Pki) -> Vec<u8> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let to = listener.local_addr().unwrap();
    thread::scope(|scope| {
        let client = scope.spawn(move || pki.client().connect(to).map(drop).unwrap_err());
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = [0; 5];
        stream.read_exact(&mut head).unwrap();
        let mut rest = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
        stream.read_exact(&mut rest).unwrap();
        drop(stream);
        client.join().unwrap();
        [head.to_vec(), rest].concat()
    })
}

#[test]
fn a_handshake_that_breaks_off_leaves_nothing_behind() {
    let pki = Pki::new();
    let server = Server::start(&pki.config().set("ocpp.tls.handshake_timeout", "60s"));
    let descriptors = || fs::read_dir(format!("/proc/{}/fd", server.process())).unwrap().count();
    // What the first connection begins once and for all is there.
    drop(station(&pki, &server, 1));
    let connected = || server.admin().get("/api/v1/charge-points/CP1").expect(200)["connected"] == true;
    wait::until("its end", || (!connected()).then_some(()));
    let (before, hello) = (descriptors(), hello(&pki));
    let mut half = Vec::new();
    for length in (0..=hello.len()).step_by(7).chain([hello.len()]) {
        let mut stream = TcpStream::connect(server.ocpp_tls()).unwrap();
        stream.write_all(&hello[..length]).unwrap();
        if length == hello.len() {
            // The server's turn came, and its answer is on the way.
            stream.set_read_timeout(Some(wait::PATIENCE)).unwrap();
            stream.read_exact(&mut [0; 64]).unwrap();
        }
        half.push(stream);
    }
    wait::until("all are there", || (descriptors() >= before + half.len()).then_some(()));
    drop(half);
    wait::until("all are gone", || (descriptors() <= before + 1).then_some(()));
    wait_refused(&server, "in the middle of the handshake");
    assert!(
        refused(&server).len() < 4,
        "one entry for what is the same: {:?}",
        refused(&server)
    );
    let mut after = station(&pki, &server, 1);
    assert_eq!(exchange(&mut after, &status())[0], 3);
}

#[test]
fn a_certificate_that_ends_soon_is_an_event_and_stands_in_the_log() {
    let mut pki = Pki::new();
    pki.add(
        "ecdsa",
        &Subject {
            hosts: &["central.example"],
            days: 20,
            ..Subject::default()
        },
    );
    let server = Server::start(&pki.config());
    let events = Feed::listen(&server, "?kind=certificate.*&after=0").until("certificate.expires");
    assert!(!events.is_empty());
    assert!(server.log().contains("a certificate ends soon"), "{}", server.log());
}

#[test]
fn operators_come_by_tls_alone_where_certificates_are_named() {
    let pki = Pki::new();
    let config = Config::new()
        .set("admin.tls.certificates", json!(pki.certificates))
        .set("admin.tls.keys", json!(pki.keys));
    let server = Server::start_at_once(&config, |_| {});
    let request = format!(
        "GET /api/v1/charge-points HTTP/1.1\r\nHost: central.example\r\nAuthorization: Bearer {ADMIN_TOKEN}\r\n\r\n"
    );
    let mut secure = pki.client().connect(server.admin_address()).unwrap();
    assert!(ask(&mut secure, &request).starts_with("HTTP/1.1 200"));
    let body = json!({ "token": ADMIN_TOKEN }).to_string();
    let login = format!(
        "POST /login HTTP/1.1\r\nHost: central.example\r\nOrigin: https://central.example\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut browser = pki.client().connect(server.admin_address()).unwrap();
    let head = ask(&mut browser, &login);
    assert!(head.contains("; Secure"), "the cookie is for https alone: {head}");
    let mut plain = TcpStream::connect(server.admin_address()).unwrap();
    plain.set_read_timeout(Some(wait::PATIENCE)).unwrap();
    plain.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    plain.read_to_end(&mut answer).ok();
    assert!(!String::from_utf8_lossy(&answer).contains("HTTP/1.1 200"));
}
