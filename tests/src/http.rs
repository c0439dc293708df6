//! HTTP by hand, as stations speak it: a request whose every byte a test chooses, and the answer as it came.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use crate::wait::PATIENCE;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The lines behind the first one.
    pub headers: Vec<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A request whose connection is closed behind it.
#[derive(Debug, Clone)]
pub struct Request {
    head: String,
    body: Vec<u8>,
}

impl Request {
    /// To a URL such as `http://127.0.0.1:9000/files/TOKEN/`, or to its path.
    #[must_use]
    pub fn new(method: &str, url: &str) -> Self {
        let path = url
            .split_once("://")
            .map_or(url, |(_, rest)| rest.find('/').map_or("/", |begin| &rest[begin..]));
        Self {
            head: format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"),
            body: Vec::new(),
        }
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// With a body of a known length.
    #[must_use]
    pub fn body(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self.header("Content-Length", &body.len().to_string())
    }

    /// Sends it, and reads the answer to the connection's end.
    ///
    /// # Panics
    /// If no answer comes.
    #[must_use]
    #[track_caller]
    pub fn send(&self, address: SocketAddr) -> Answer {
        let mut stream = self.begin(address, self.body.len());
        let mut bytes = Vec::new();
        // A server that has answered may close before all was sent.
        stream.read_to_end(&mut bytes).ok();
        parsed(&bytes)
    }

    /// Sends the head and so much of the body; the connection is the caller's.
    ///
    /// # Panics
    /// If there is no connection.
    #[must_use]
    #[track_caller]
    pub fn begin(&self, address: SocketAddr, bytes: usize) -> TcpStream {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        write!(stream, "{}\r\n", self.head).expect("the head is sent");
        stream.write_all(&self.body[..bytes]).ok();
        stream
    }
}

#[track_caller]
fn parsed(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let answer = Answer {
        status: status.expect("a status"),
        headers: lines.map(str::to_owned).collect(),
        body: bytes[end + 4..].to_vec(),
    };
    match answer.header("transfer-encoding") {
        Some(_) => panic!("a body in chunks: {head}"),
        None => answer,
    }
}
