//! A charge point whose messages are compressed (RFC 7692), frame by frame: its deflate is kept for as long as its
//! connection, with the parameters that the handshake agreed on.

use std::net::TcpStream;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Control, Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{Frame, FrameHeader, FrameSocket};

use crate::handshake::{Answer, Upgrade};
use crate::server::Server;
use crate::station::subprotocol;

/// What a compressed message ends with, and leaves out.
const TAIL: [u8; 4] = [0, 0, 0xFF, 0xFF];
const MASK: [u8; 4] = [0xA5, 0x01, 0xFF, 0x3C];

/// The header of a text that is compressed.
pub const COMPRESSED: FrameHeader = FrameHeader {
    is_final: true,
    rsv1: true,
    rsv2: false,
    rsv3: false,
    opcode: OpCode::Data(Data::Text),
    mask: Some(MASK),
};

/// A charge point, its compression, and what was agreed on.
pub struct Compressed {
    socket: FrameSocket<TcpStream>,
    compress: Compress,
    decompress: Decompress,
    /// None: a message of its own refers to none before it.
    takes_over: bool,
    /// The extension as it was answered; none: it was not.
    pub agreed: Option<String>,
    /// Bytes of texts that came, and of the frames' payloads that carried them.
    pub heard: (usize, usize),
    last_id: u32,
}

impl Compressed {
    /// Connects at `/ocpp/ID`, and offers these extensions.
    #[must_use]
    pub fn connect(server: &Server, id: &str, version: &str, offers: &[&str]) -> Self {
        let upgrade = Upgrade::to(&format!("/ocpp/{id}")).offer(subprotocol(version));
        let offer = |upgrade: Upgrade, offer: &&str| upgrade.header("Sec-WebSocket-Extensions", offer);
        Self::over(offers.iter().fold(upgrade, offer).send(server.ocpp()))
    }

    /// On an answered handshake.
    ///
    /// # Panics
    /// If it was refused.
    #[must_use]
    pub fn over(answer: Answer) -> Self {
        let agreed = answer.header("Sec-WebSocket-Extensions").map(str::to_owned);
        let said = agreed.as_deref().unwrap_or_default();
        let bits = |name: &str| {
            let value = said.split("; ").find_map(|part| part.strip_prefix(name));
            value.map_or(15, |value| value.parse().expect("a number"))
        };
        Self {
            compress: Compress::new_with_window_bits(
                Compression::default(),
                false,
                bits("client_max_window_bits=").max(9),
            ),
            decompress: Decompress::new_with_window_bits(false, bits("server_max_window_bits=")),
            takes_over: !said.contains("client_no_context_takeover"),
            agreed,
            socket: answer.into_frames(),
            heard: (0, 0),
            last_id: 0,
        }
    }

    /// The compressed form of a text, as the next message.
    ///
    /// # Panics
    /// If it has none.
    pub fn compress(&mut self, text: &[u8]) -> Vec<u8> {
        if !self.takes_over {
            self.compress.reset();
        }
        let mut payload = Vec::with_capacity(text.len() + text.len() / 8 + 64);
        let flushed = self.compress.compress_vec(text, &mut payload, FlushCompress::Sync);
        flushed.expect("deflate takes all bytes");
        payload.strip_suffix(&TAIL).expect("the end of a flush").to_vec()
    }

    /// Sends a text in frames of at most so many bytes, a ping between two of them; compressed, if that was agreed on.
    pub fn say(&mut self, text: &str, most: usize) {
        if self.agreed.is_none() {
            return self.say_plainly(text);
        }
        let payload = self.compress(text.as_bytes());
        let count = payload.len().div_ceil(most).max(1);
        for (number, part) in payload.chunks(most).enumerate() {
            let header = FrameHeader {
                is_final: number + 1 == count,
                rsv1: number == 0,
                opcode: OpCode::Data(if number == 0 { Data::Text } else { Data::Continue }),
                ..COMPRESSED
            };
            self.send(header, part);
            if number == 0 && count > 1 {
                self.send(control(Control::Ping), b"between");
            }
        }
    }

    /// Sends a text as it is, which is allowed too.
    pub fn say_plainly(&mut self, text: &str) {
        let plain = FrameHeader {
            rsv1: false,
            ..COMPRESSED
        };
        self.send(plain, text.as_bytes());
    }

    /// Sends a frame.
    pub fn send(&mut self, header: FrameHeader, payload: &[u8]) {
        let frame = Frame::from_payload(header, payload.to_vec().into());
        // A connection that the server closes meanwhile shows itself at the next read.
        self.socket.send(frame).ok();
    }

    /// The next text; pongs before it are skipped.
    ///
    /// # Panics
    /// If something else comes.
    #[track_caller]
    pub fn text(&mut self) -> String {
        loop {
            let frame = self.frame();
            match frame.header().opcode {
                OpCode::Control(Control::Pong) => assert_eq!(frame.payload(), b"between"),
                OpCode::Data(Data::Text) => return self.inflated(&frame),
                _ => panic!("not a text: {frame}"),
            }
        }
    }

    /// The next text, which is JSON.
    #[track_caller]
    pub fn json(&mut self) -> Value {
        let text = self.text();
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"))
    }

    /// A CALL, and the payload of its answer.
    #[track_caller]
    pub fn call(&mut self, action: &str, payload: &Value) -> Value {
        self.last_id += 1;
        let id = format!("8d1f6c2e-0000-4000-8000-{:012}", self.last_id);
        self.say(&json!([2, id, action, payload]).to_string(), usize::MAX);
        let mut answer = self.json();
        assert_eq!((&answer[0], &answer[1]), (&json!(3), &json!(id)), "{answer}");
        answer[2].take()
    }

    /// The close frame's code and its words.
    #[track_caller]
    pub fn expect_close(&mut self) -> (u16, String) {
        loop {
            let frame = self.frame();
            match (frame.header().opcode, frame.payload()) {
                (OpCode::Control(Control::Close), [high, low, words @ ..]) => {
                    let words = String::from_utf8(words.to_vec()).expect("a reason in UTF-8");
                    return (u16::from_be_bytes([*high, *low]), words);
                }
                (OpCode::Control(Control::Pong), _) => {}
                _ => panic!("not the end: {frame}"),
            }
        }
    }

    #[track_caller]
    fn frame(&mut self) -> Frame {
        let frame = self.socket.read(None).expect("a frame");
        frame.expect("a frame before the end of the connection")
    }

    #[track_caller]
    fn inflated(&mut self, frame: &Frame) -> String {
        let header = frame.header();
        assert!(header.is_final && !header.rsv2 && !header.rsv3, "{header:?}");
        let payload = frame.payload();
        let text = if header.rsv1 {
            assert!(self.agreed.is_some(), "compressed, though that was not agreed on");
            let mut text = Vec::with_capacity(2 << 20);
            for part in [payload, &TAIL] {
                let inflated = self.decompress.decompress_vec(part, &mut text, FlushDecompress::Sync);
                inflated.expect("deflate within the window");
            }
            text
        } else {
            payload.to_vec()
        };
        self.heard.0 += text.len();
        self.heard.1 += payload.len();
        String::from_utf8(text).expect("UTF-8")
    }
}

/// The header of a control frame.
#[must_use]
pub fn control(kind: Control) -> FrameHeader {
    FrameHeader {
        rsv1: false,
        opcode: OpCode::Control(kind),
        ..COMPRESSED
    }
}
