//! The opening handshake by hand (RFC 6455 section 4.1), so that a test can send a wrong one and see
//! the HTTP answer as it is.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio_tungstenite::tungstenite::handshake::{client::generate_key, derive_accept_key};
use tokio_tungstenite::tungstenite::protocol::frame::FrameSocket;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket};

use crate::wait::PATIENCE;

/// The largest head that is read.
const MAX_HEAD: usize = 64 * 1024;

/// A request to upgrade.
#[derive(Debug, Clone)]
pub struct Upgrade {
    path: String,
    headers: Vec<(String, String)>,
    /// What every client sends: its name, and its value or none where it is left out.
    usual: Vec<(&'static str, Option<String>)>,
}

/// The server's answer, with the connection.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    headers: Vec<(String, String)>,
    stream: TcpStream,
    /// What came behind the head already.
    rest: Vec<u8>,
    accept: String,
}

impl Upgrade {
    /// To this path, as it stands in the request line; offers nothing.
    #[must_use]
    pub fn to(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            headers: Vec::new(),
            usual: [
                ("Connection", "Upgrade"),
                ("Upgrade", "websocket"),
                ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", &generate_key()),
            ]
            .map(|(name, value)| (name, Some(value.to_owned())))
            .into(),
        }
    }

    /// Leaves a header out that every client sends.
    #[must_use]
    pub fn without(self, name: &str) -> Self {
        self.usually(name, None)
    }

    /// Sends another value of a header that every client sends.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        self.usually(name, Some(value.to_owned()))
    }

    fn usually(mut self, name: &str, value: Option<String>) -> Self {
        let header = self.usual.iter_mut().find(|(known, _)| *known == name);
        header.expect("a header that every client sends").1 = value;
        self
    }

    /// Offers subprotocols: one header with this value.
    #[must_use]
    pub fn offer(self, protocols: &str) -> Self {
        self.header("Sec-WebSocket-Protocol", protocols)
    }

    /// Adds Basic credentials (RFC 7617); passwords may be any bytes.
    #[must_use]
    pub fn basic(self, user: &str, password: &[u8]) -> Self {
        let credentials = [user.as_bytes(), b":", password].concat();
        self.header("Authorization", &format!("Basic {}", STANDARD.encode(credentials)))
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends it on a new connection and reads the answer's head.
    ///
    /// # Panics
    /// If the connection fails or the answer is no HTTP.
    #[must_use]
    pub fn send(&self, server: SocketAddr) -> Answer {
        let mut stream = TcpStream::connect(server).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        stream.set_read_timeout(Some(PATIENCE)).expect("a read timeout");
        let mut request = format!("GET {} HTTP/1.1\r\nHost: {server}\r\n", self.path);
        let mut key = "";
        for (name, value) in &self.usual {
            if let Some(value) = value {
                request.push_str(&format!("{name}: {value}\r\n"));
                if *name == "Sec-WebSocket-Key" {
                    key = value;
                }
            }
        }
        for (name, value) in &self.headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).expect("the request is sent");
        Answer::read(stream, derive_accept_key(key.as_bytes()))
    }
}

impl Answer {
    fn read(mut stream: TcpStream, accept: String) -> Self {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            assert!(bytes.len() < MAX_HEAD, "the answer's head does not end");
            let mut chunk = [0; 4096];
            let count = stream.read(&mut chunk).expect("an answer");
            assert!(
                count > 0,
                "closed without an answer: {}",
                String::from_utf8_lossy(&bytes)
            );
            bytes.extend_from_slice(&chunk[..count]);
        };
        let rest = bytes.split_off(end + 4);
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .and_then(|code| code.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        Self {
            status: status.expect("a status line"),
            headers,
            stream,
            rest,
            accept,
        }
    }

    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The whole body of a refusal, which ends with the connection.
    ///
    /// # Panics
    /// If it does not end.
    #[must_use]
    pub fn body(mut self) -> String {
        self.stream.read_to_end(&mut self.rest).expect("the end of the body");
        String::from_utf8(self.rest).expect("text")
    }

    /// The open socket.
    ///
    /// # Panics
    /// If the answer is not a complete 101.
    #[must_use]
    #[track_caller]
    pub fn into_socket(self) -> WebSocket<TcpStream> {
        self.check();
        WebSocket::from_partially_read(self.stream, self.rest, Role::Client, None)
    }

    /// The open connection as bare frames: nothing is answered by itself, not even a ping.
    ///
    /// # Panics
    /// If the answer is not a complete 101.
    #[must_use]
    #[track_caller]
    pub fn into_frames(self) -> FrameSocket<TcpStream> {
        self.check();
        FrameSocket::from_partially_read(self.stream, self.rest)
    }

    #[track_caller]
    fn check(&self) {
        assert_eq!(self.status, 101, "not upgraded: {:?}", self.headers);
        assert_eq!(self.header("Sec-WebSocket-Accept"), Some(self.accept.as_str()));
    }
}
