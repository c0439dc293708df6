//! The PROXY protocol on the listener of charge points: who somebody is says the proxy that is named, and nobody else.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::tls::{ask, upgrade};
use ocpp_central_tests::wait;
use serde_json::json;

/// What stands before a header of version 2.
const MARK: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";

fn server(proxies: &[&str]) -> Server {
    Server::start(&Config::new().set("ocpp.proxy_protocol", json!(proxies)))
}

/// By IPv4 from 203.0.113.7:50123, with what else a proxy says.
fn version_2(more: &[u8]) -> Vec<u8> {
    let mut bytes = MARK.to_vec();
    bytes.extend([0x21, 0x11]);
    bytes.extend(u16::try_from(12 + more.len()).unwrap().to_be_bytes());
    bytes.extend([203, 0, 113, 7, 127, 0, 0, 1]);
    bytes.extend(50123_u16.to_be_bytes());
    bytes.extend(9000_u16.to_be_bytes());
    bytes.extend(more);
    bytes
}

fn connect(server: &Server, header: &[u8], id: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(server.ocpp()).unwrap();
    stream.set_read_timeout(Some(wait::PATIENCE)).unwrap();
    stream.write_all(header).unwrap();
    let head = ask(&mut stream, &upgrade(id, ""));
    (stream, head)
}

fn address(server: &Server, id: &str) -> String {
    let known = server.admin().wait_connected(id, true);
    known["session"]["remoteAddress"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_charge_point_is_where_its_proxy_says() {
    let server = server(&["127.0.0.1"]);
    let lines: [(&[u8], &str); 2] = [
        (b"PROXY TCP4 203.0.113.7 127.0.0.1 50123 9000\r\n", "203.0.113.7:50123"),
        (
            b"PROXY TCP6 2001:db8::7 2001:db8::1 50123 9000\r\n",
            "[2001:db8::7]:50123",
        ),
    ];
    for (place, (header, wanted)) in lines.into_iter().enumerate() {
        let id = format!("LINE{place}");
        let (_open, head) = connect(&server, header, &id);
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        assert_eq!(address(&server, &id), wanted);
    }
    let (_open, head) = connect(&server, &version_2(&[]), "BINARY");
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    assert_eq!(address(&server, "BINARY"), "203.0.113.7:50123");
}

#[test]
fn what_it_says_of_tls_and_of_the_certificate_counts() {
    let server = server(&["127.0.0.1"]);
    server.admin().register("CP3", &json!({"securityProfile": 3}));
    let tls = |bits: u8, verified: u8, name: &str| {
        let mut value = vec![bits, 0, 0, 0, verified, 0x22, 0, u8::try_from(name.len()).unwrap()];
        value.extend(name.as_bytes());
        let mut part = vec![0x20, 0, u8::try_from(value.len()).unwrap()];
        part.extend(value);
        version_2(&part)
    };
    let (_open, head) = connect(&server, &tls(0x07, 0, "CP3"), "CP3");
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    for (header, reason) in [
        (version_2(&[]), "connect with wss"),
        (tls(0x01, 0, ""), "showed no certificate"),
        (tls(0x07, 1, "CP3"), "showed no certificate"),
    ] {
        let (_open, head) = connect(&server, &header, "CP3");
        assert!(head.starts_with("HTTP/1.1 401") && head.contains(reason), "{head}");
    }
}

#[test]
fn a_proxy_that_says_nothing_is_ended_and_others_are_as_ever() {
    let named = server(&["127.0.0.1"]);
    let mut silent = TcpStream::connect(named.ocpp()).unwrap();
    silent.set_read_timeout(Some(wait::PATIENCE)).unwrap();
    silent.write_all(upgrade("CP1", "").as_bytes()).unwrap();
    let mut answer = Vec::new();
    silent.read_to_end(&mut answer).ok();
    assert_eq!(answer, b"", "nothing is answered to what may be anything");
    wait::until("the reason in the log", || {
        named
            .log()
            .contains("ocpp.proxy_protocol names this peer")
            .then_some(())
    });
    // Of one that is not named the header is no request.
    let other = server(&["192.0.2.1"]);
    let mut stream = TcpStream::connect(other.ocpp()).unwrap();
    stream.set_read_timeout(Some(wait::PATIENCE)).unwrap();
    stream
        .write_all(b"PROXY TCP4 203.0.113.7 127.0.0.1 50123 9000\r\n")
        .unwrap();
    let head = ask(&mut stream, &upgrade("CP1", ""));
    assert!(!head.starts_with("HTTP/1.1 101"), "{head}");
    let (_open, head) = connect(&other, b"", "CP2");
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    assert!(address(&other, "CP2").starts_with("127.0.0.1:"));
}
