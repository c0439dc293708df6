//! A charge point on a socket: frames as text, CALLs and their answers, and whatever a real one
//! would not send.

use std::collections::VecDeque;
use std::net::TcpStream;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocket};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::handshake::Upgrade;
use crate::server::Server;
use crate::wait::Deadline;

/// The subprotocols of the versions that the server speaks.
pub const SUBPROTOCOLS: [(&str, &str); 3] = [("1.6", "ocpp1.6"), ("2.0.1", "ocpp2.0.1"), ("2.1", "ocpp2.1")];

/// One connection of one charge point.
pub struct Station {
    socket: WebSocket<TcpStream>,
    /// CALLs of the server that came while an answer was waited for.
    calls: VecDeque<(String, String, Value)>,
    last_id: u32,
    /// It waits as long as it takes.
    is_patient: bool,
}

/// What arrived.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    /// A text message, parsed.
    Frame(Value),
    /// A pong with its bytes.
    Pong(Vec<u8>),
    /// A close frame with its code, or the end of the connection without one.
    Closed(Option<u16>),
}

impl Station {
    /// Connects at `/ocpp/ID` with the version's subprotocol and no credentials.
    #[must_use]
    pub fn connect(server: &Server, id: &str, version: &str) -> Self {
        Self::upgrade(server, &Upgrade::to(&format!("/ocpp/{id}")).offer(subprotocol(version)))
    }

    /// Connects with a handshake of one's own.
    ///
    /// # Panics
    /// If the server does not upgrade.
    #[must_use]
    #[track_caller]
    pub fn upgrade(server: &Server, upgrade: &Upgrade) -> Self {
        Self::over(upgrade.send(server.ocpp()).into_socket())
    }

    /// Speaks over an open socket.
    #[must_use]
    pub fn over(socket: WebSocket<TcpStream>) -> Self {
        Self {
            socket,
            calls: VecDeque::new(),
            last_id: 0,
            is_patient: false,
        }
    }

    /// From now on it waits as long as its connection lasts: for one that lives beside a test, which may take its time.
    ///
    /// # Panics
    /// If its socket is gone.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.socket.get_ref().set_read_timeout(None).expect("no timeout");
        self.is_patient = true;
        self
    }

    /// Sends a text message as it is.
    pub fn send_text(&mut self, text: &str) {
        self.send(Message::text(text));
    }

    /// Sends a binary message.
    pub fn send_binary(&mut self, bytes: Vec<u8>) {
        self.send(Message::binary(bytes));
    }

    /// Sends a ping.
    pub fn send_ping(&mut self, bytes: Vec<u8>) {
        self.send(Message::Ping(bytes.into()));
    }

    /// Sends a pong that nobody asked for.
    pub fn send_pong(&mut self) {
        self.send(Message::Pong(Vec::new().into()));
    }

    /// Sends one frame of a text message: the first has `first`, the last has `last`.
    pub fn send_fragment(&mut self, bytes: Vec<u8>, (first, last): (bool, bool)) {
        let code = if first { Data::Text } else { Data::Continue };
        self.send(Message::Frame(Frame::message(bytes, OpCode::Data(code), last)));
    }

    /// Closes by the rules, with code 1000.
    pub fn close(mut self) {
        self.socket.close(None).ok();
        while !matches!(self.arrival(), Arrival::Closed(_)) {}
    }

    /// Ends the connection as a lost link does: no close frame.
    pub fn cut(self) {
        self.socket.get_ref().shutdown(std::net::Shutdown::Both).ok();
    }

    /// The next thing that arrives. Pings of the server are answered and skipped.
    ///
    /// # Panics
    /// If nothing arrives in time.
    #[track_caller]
    pub fn arrival(&mut self) -> Arrival {
        let end = Deadline::start();
        loop {
            if !self.is_patient {
                end.check("anything but pings");
            }
            match self.socket.read() {
                Ok(Message::Text(text)) => {
                    let frame = serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"));
                    return Arrival::Frame(frame);
                }
                Ok(Message::Pong(bytes)) => return Arrival::Pong(bytes.to_vec()),
                Ok(Message::Ping(_)) => self.socket.flush().unwrap_or_default(),
                Ok(Message::Close(frame)) => return Arrival::Closed(frame.map(code_of)),
                Ok(other) => panic!("unexpected message: {other:?}"),
                Err(Error::Io(error)) if is_timeout(&error) => panic!("nothing arrives: {error}"),
                Err(_) => return Arrival::Closed(None),
            }
        }
    }

    /// Waits for a ping of the server and answers it.
    ///
    /// # Panics
    /// If something else arrives.
    #[track_caller]
    pub fn expect_ping(&mut self) {
        match self.socket.read() {
            Ok(Message::Ping(_)) => self.socket.flush().unwrap_or_default(),
            other => panic!("expected a ping, not {other:?}"),
        }
    }

    /// The next text message as it came.
    ///
    /// # Panics
    /// If something else arrives.
    #[track_caller]
    pub fn text(&mut self) -> String {
        match self.socket.read() {
            Ok(Message::Text(text)) => text.to_string(),
            other => panic!("expected a text message, not {other:?}"),
        }
    }

    /// The next text message.
    ///
    /// # Panics
    /// If something else arrives.
    #[track_caller]
    pub fn frame(&mut self) -> Value {
        match self.arrival() {
            Arrival::Frame(frame) => frame,
            other => panic!("expected a text message, not {other:?}"),
        }
    }

    /// Sends a CALL and gives the whole answer frame; CALLs of the server that come first are kept
    /// for [`Station::expect_call`].
    #[track_caller]
    pub fn exchange(&mut self, action: &str, payload: &Value) -> Value {
        self.last_id += 1;
        let id = format!("s{}", self.last_id);
        self.send_text(&json!([2, id, action, payload]).to_string());
        self.answer_to(&id)
    }

    /// The answer to a CALL that was sent with this id.
    #[track_caller]
    pub fn answer_to(&mut self, id: &str) -> Value {
        loop {
            let frame = self.frame();
            match frame[0].as_u64() {
                Some(2) => self.calls.push_back(as_call(&frame)),
                _ if frame[1] == id => return frame,
                _ => panic!("expected the answer to {id}, not {frame}"),
            }
        }
    }

    /// Sends a CALL and gives the payload of the CALLRESULT.
    ///
    /// # Panics
    /// If the answer is a CALLERROR.
    #[track_caller]
    pub fn call(&mut self, action: &str, payload: &Value) -> Value {
        let mut answer = self.exchange(action, payload);
        assert_eq!(answer[0], 3, "{action} {payload} was refused: {answer}");
        answer[2].take()
    }

    /// Waits for the server's next CALL, which must be of this action; gives its id and payload.
    #[track_caller]
    pub fn expect_call(&mut self, action: &str) -> (String, Value) {
        let (id, name, payload) = match self.calls.pop_front() {
            Some(call) => call,
            None => as_call(&self.frame()),
        };
        assert_eq!(name, action, "the server's CALL: {payload}");
        (id, payload)
    }

    /// The server's next CALL, whatever it is: its id, action and payload. None: the connection ended.
    ///
    /// # Panics
    /// If something else arrives.
    #[track_caller]
    pub fn next_call(&mut self) -> Option<(String, String, Value)> {
        if let Some(call) = self.calls.pop_front() {
            return Some(call);
        }
        match self.arrival() {
            Arrival::Frame(frame) => Some(as_call(&frame)),
            Arrival::Closed(_) => None,
            other => panic!("expected a CALL, not {other:?}"),
        }
    }

    /// Answers a CALL of the server.
    pub fn answer(&mut self, id: &str, payload: &Value) {
        self.send_text(&json!([3, id, payload]).to_string());
    }

    /// Proves that nothing is on its way: the answer to a Heartbeat is the next thing that arrives.
    #[track_caller]
    pub fn expect_silence(&mut self) {
        assert!(self.calls.is_empty(), "the server's CALLs wait: {:?}", self.calls);
        self.last_id += 1;
        let id = format!("s{}", self.last_id);
        self.send_text(&json!([2, id, "Heartbeat", {}]).to_string());
        let frame = self.frame();
        assert_eq!(
            frame[1], id,
            "expected nothing but the answer to a Heartbeat, not {frame}"
        );
    }

    /// Waits for the end of the connection; gives the code of the close frame if there is one.
    ///
    /// # Panics
    /// If anything else arrives.
    #[track_caller]
    pub fn expect_close(&mut self) -> Option<u16> {
        match self.arrival() {
            Arrival::Closed(code) => code,
            other => panic!("expected the connection to be closed, not {other:?}"),
        }
    }

    fn send(&mut self, message: Message) {
        // A connection that the server closes meanwhile shows itself at the next read.
        match self.socket.send(message) {
            Ok(()) | Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Io(_) | Error::Protocol(_)) => {}
            Err(error) => panic!("sending: {error}"),
        }
    }
}

/// The subprotocol's name of a version such as `2.0.1`.
///
/// # Panics
/// If there is no such version.
#[must_use]
pub fn subprotocol(version: &str) -> &'static str {
    let found = SUBPROTOCOLS.iter().find(|(known, _)| *known == version);
    found.unwrap_or_else(|| panic!("no such version: {version}")).1
}

#[track_caller]
fn as_call(frame: &Value) -> (String, String, Value) {
    assert_eq!(frame[0], 2, "expected a CALL of the server, not {frame}");
    let text = |index: usize| frame[index].as_str().expect("a string").to_owned();
    (text(1), text(2), frame[3].clone())
}

fn code_of(frame: CloseFrame) -> u16 {
    frame.code.into()
}

fn is_timeout(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
    )
}
