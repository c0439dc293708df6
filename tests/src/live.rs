//! Listeners to live events: server-sent events read byte by byte, and the WebSocket of rooms.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::{Value, json};

use crate::config::ADMIN_TOKEN;
use crate::handshake::Upgrade;
use crate::server::Server;
use crate::station::Station;
use crate::wait::{Deadline, PATIENCE};

/// Where events are told.
pub const EVENTS: &str = "/api/v1/events";

/// One listener to server-sent events.
pub struct Feed {
    status: u16,
    reader: BufReader<TcpStream>,
    /// Of the body, not yet looked at.
    text: String,
}

/// One block of the stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// `id`, if it has one.
    pub id: Option<u64>,
    /// `event`; empty: a comment.
    pub event: String,
    /// `data`.
    pub data: Value,
}

impl Feed {
    /// Listens with a query such as `?kind=transaction.*`.
    #[must_use]
    pub fn listen(server: &Server, query: &str) -> Self {
        Self::ask(server.admin_address(), query, &[])
    }

    /// Listens on from the last event that was heard.
    #[must_use]
    pub fn resume(server: &Server, query: &str, last: u64) -> Self {
        Self::ask(server.admin_address(), query, &[("Last-Event-ID", &last.to_string())])
    }

    /// Asks with further headers.
    ///
    /// # Panics
    /// If nothing is answered.
    #[must_use]
    pub fn ask(address: SocketAddr, query: &str, headers: &[(&str, &str)]) -> Self {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut head = format!(
            "GET {EVENTS}{query} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\
             Authorization: Bearer {ADMIN_TOKEN}\r\n"
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        stream
            .write_all(format!("{head}\r\n").as_bytes())
            .expect("the head is sent");
        let mut reader = BufReader::with_capacity(64 * 1024, stream);
        let mut line = String::new();
        reader.read_line(&mut line).expect("a status");
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok())
            .expect("a status");
        while line.trim() != "" {
            line.clear();
            reader.read_line(&mut line).expect("a header");
        }
        Self {
            status,
            reader,
            text: String::new(),
        }
    }

    /// The status that was answered.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The next block; none: the answer has ended.
    ///
    /// # Panics
    /// If nothing comes in time.
    #[track_caller]
    pub fn block(&mut self) -> Option<Block> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                return Some(parsed(&block));
            }
            let chunk = self.chunk()?;
            self.text.push_str(&chunk);
        }
    }

    /// The next block that is no comment.
    #[track_caller]
    pub fn event(&mut self) -> Option<Block> {
        let end = Deadline::start();
        loop {
            end.check("an event");
            let block = self.block()?;
            if !block.event.is_empty() {
                return Some(block);
            }
        }
    }

    /// Waits until it is told that it listens: what happens from now on is heard.
    #[must_use]
    #[track_caller]
    pub fn listening(mut self) -> Self {
        assert_eq!(self.status, 200);
        while !self.block().expect("the stream goes on").event.is_empty() {}
        self
    }

    /// The next events, up to the first of this kind.
    #[track_caller]
    pub fn until(&mut self, kind: &str) -> Vec<Block> {
        let (mut heard, end) = (Vec::new(), Deadline::start());
        loop {
            end.check(kind);
            let next = self
                .event()
                .unwrap_or_else(|| panic!("{kind} before the end, after {heard:?}"));
            heard.push(next);
            if heard.last().is_some_and(|last| last.event == kind) {
                return heard;
            }
        }
    }

    /// A chunk of the body; none: the last.
    fn chunk(&mut self) -> Option<String> {
        let mut size = String::new();
        self.reader.read_line(&mut size).expect("a chunk");
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        let mut bytes = vec![0; size + 2];
        self.reader.read_exact(&mut bytes).ok()?;
        bytes.truncate(size);
        (size > 0).then(|| String::from_utf8(bytes).expect("UTF-8"))
    }
}

fn parsed(block: &str) -> Block {
    let (mut id, mut event, mut data) = (None, String::new(), String::new());
    for line in block.lines() {
        match line.split_once(": ") {
            Some(("id", value)) => id = value.parse().ok(),
            Some(("event", value)) => event = value.to_owned(),
            Some(("data", value)) => data.push_str(value),
            Some(("", _)) | None => {}
            Some(_) => panic!("{line}"),
        }
    }
    let data = serde_json::from_str(&data).unwrap_or(Value::Null);
    Block { id, event, data }
}

/// A controller on `/api/v1/live`.
pub struct Controller(Station);

impl Controller {
    /// One with the token of the suites.
    #[must_use]
    pub fn connect(server: &Server) -> Self {
        Self::with(server, |upgrade| {
            upgrade.header("Authorization", &format!("Bearer {ADMIN_TOKEN}"))
        })
    }

    /// One that says otherwise who it is.
    #[must_use]
    pub fn with(server: &Server, say: impl FnOnce(Upgrade) -> Upgrade) -> Self {
        let upgrade = say(Upgrade::to("/api/v1/live"));
        Self(Station::over(upgrade.send(server.admin_address()).into_socket()))
    }

    /// Says something.
    pub fn say(&mut self, message: &Value) {
        self.0.send_text(&message.to_string());
    }

    /// What comes next.
    #[track_caller]
    pub fn message(&mut self) -> Value {
        self.0.frame()
    }

    /// Joins a room from now on.
    #[track_caller]
    pub fn join(&mut self, room: &str) -> u64 {
        self.say(&json!({ "join": room }));
        let joined = self.message();
        assert_eq!(joined["joined"], room, "{joined}");
        joined["number"].as_u64().expect("a number")
    }

    /// What comes next that has this member; what comes before is given, too.
    #[track_caller]
    pub fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> (Vec<Value>, Value) {
        let (mut before, end) = (Vec::new(), Deadline::start());
        loop {
            end.check("a message");
            let next = self.message();
            if is_it(&next) {
                return (before, next);
            }
            before.push(next);
        }
    }

    /// The code with which the server closes, after whatever comes before.
    #[track_caller]
    pub fn closed(mut self) -> (Vec<Value>, Option<u16>) {
        let (mut before, end) = (Vec::new(), Deadline::start());
        loop {
            end.check("the close frame");
            match self.0.arrival() {
                crate::station::Arrival::Frame(frame) => before.push(frame),
                crate::station::Arrival::Closed(code) => return (before, code),
                crate::station::Arrival::Pong(_) => {}
            }
        }
    }
}
