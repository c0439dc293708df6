//! One charge point of the load generator: a socket, and one CALL at a time.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Outcome;
use super::frame;
use super::scenario::Version;
use super::template::{Fill, Template, message_id};

/// What counts as an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// A CALLRESULT with the CALL's id; a CALLERROR ends the run.
    Matching,
    /// Any text: the floor does not know the id.
    Any,
}

/// A connected charge point.
#[derive(Debug)]
pub struct Station {
    stream: TcpStream,
    answers: Answers,
    fill: Fill,
    /// What was received and not looked at yet.
    inbound: Vec<u8>,
    text: Vec<u8>,
    outbound: Vec<u8>,
    /// How the answer to the CALL in flight begins.
    expected: Vec<u8>,
}

/// The id tag of station `number`.
#[must_use]
pub fn tag(number: u32) -> String {
    format!("BENCH{number:05}")
}

impl Station {
    /// Opens the WebSocket (RFC 6455 4.1) as `BENCHnnnnn`.
    ///
    /// # Errors
    /// No connection, or an answer other than 101.
    pub async fn connect(address: SocketAddr, number: u32, version: Version, answers: Answers) -> Outcome<Self> {
        let identity = format!("BENCH{number:05}");
        let mut stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET /ocpp/{identity} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: b2NwcC1jZW50cmFsLWJuYw==\r\nSec-WebSocket-Protocol: {}\r\n\r\n",
            version.subprotocol()
        );
        stream.write_all(request.as_bytes()).await?;
        let inbound = upgraded(&mut stream).await?;
        let fill = Fill {
            station: number,
            identity,
            tag: tag(number),
            session: 1,
            ..Fill::default()
        };
        let (text, outbound, expected) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self {
            stream,
            answers,
            fill,
            inbound,
            text,
            outbound,
            expected,
        })
    }

    /// Sends one CALL and waits for its answer; the time between the two.
    ///
    /// # Errors
    /// The connection is lost, or the answer is not a result.
    pub async fn exchange(&mut self, template: &Template) -> Outcome<Duration> {
        self.fill.message += 1;
        self.text.clear();
        template.render(&self.fill, &mut self.text);
        self.expected.clear();
        self.expected.extend_from_slice(b"[3,\"");
        message_id(&self.fill, &mut self.expected);
        let sent = Instant::now();
        self.send(frame::TEXT).await?;
        let transaction = self.answer().await?;
        if template.starts {
            self.fill.transaction = transaction;
        }
        self.fill.session += u64::from(template.ends);
        Ok(sent.elapsed())
    }

    /// Sends `self.text`.
    async fn send(&mut self, opcode: u8) -> Outcome<()> {
        self.outbound.clear();
        let [a, b, ..] = self.fill.message.to_le_bytes();
        frame::encode(opcode, &self.text, [a, b, 0x5A, 0xA5], &mut self.outbound);
        self.stream.write_all(&self.outbound).await?;
        Ok(())
    }

    /// Reads frames until the answer is there; the transaction id in it.
    async fn answer(&mut self) -> Outcome<u64> {
        loop {
            while let Some((heard, size)) = self.next_frame()? {
                self.inbound.drain(..size);
                match heard {
                    Heard::Answer(transaction) => return Ok(transaction),
                    Heard::Ping => self.send(frame::PONG).await?,
                    Heard::Other => {}
                }
            }
            if self.stream.read_buf(&mut self.inbound).await? == 0 {
                return Err("the connection is lost".into());
            }
        }
    }

    /// The first frame received, and its size; a ping's payload goes to `self.text`.
    fn next_frame(&mut self) -> Outcome<Option<(Heard, usize)>> {
        let Some(frame) = frame::decode(&self.inbound)? else {
            return Ok(None);
        };
        let heard = match frame.opcode {
            frame::TEXT => judge(frame.payload, self.answers, &self.expected)?,
            frame::PING => {
                self.text.clear();
                self.text.extend_from_slice(frame.payload);
                Heard::Ping
            }
            frame::CLOSE => return Err("closed by the server".into()),
            _ => Heard::Other,
        };
        Ok(Some((heard, frame.size)))
    }
}

/// What a frame from the server means.
enum Heard {
    /// The answer, and the transaction id in it (1 without any).
    Answer(u64),
    Ping,
    Other,
}

fn judge(text: &[u8], answers: Answers, expected: &[u8]) -> Outcome<Heard> {
    if answers == Answers::Any || text.starts_with(expected) {
        return Ok(Heard::Answer(transaction_id(text).unwrap_or(1)));
    }
    if text.starts_with(b"[4") {
        return Err(String::from_utf8_lossy(text).into());
    }
    Ok(Heard::Other)
}

/// The number behind `"transactionId":`.
fn transaction_id(text: &[u8]) -> Option<u64> {
    const KEY: &[u8] = b"\"transactionId\":";
    let at = text.windows(KEY.len()).position(|window| window == KEY)?;
    let digits = text
        .get(at + KEY.len()..)?
        .iter()
        .take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

/// Reads the answer to the upgrade; what came after it.
async fn upgraded(stream: &mut TcpStream) -> Outcome<Vec<u8>> {
    let mut received = Vec::with_capacity(1024);
    loop {
        if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            let rest = received.split_off(end + 4);
            if received.starts_with(b"HTTP/1.1 101 ") {
                return Ok(rest);
            }
            return Err(format!("not upgraded: {}", String::from_utf8_lossy(&received)).into());
        }
        if stream.read_buf(&mut received).await? == 0 {
            return Err("lost during the upgrade".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_transaction_id_is_found() {
        let answer = br#"[3,"x",{"idTagInfo":{"status":"Accepted"},"transactionId":4711}]"#;
        assert_eq!(transaction_id(answer), Some(4711));
        assert_eq!(transaction_id(b"[3,\"x\",{}]"), None);
    }

    #[test]
    fn only_the_matching_result_is_an_answer() {
        let matching = |text: &[u8]| judge(text, Answers::Matching, b"[3,\"7\"");
        assert!(matches!(matching(b"[3,\"7\",{}]"), Ok(Heard::Answer(1))));
        assert!(matches!(matching(b"[3,\"8\",{}]"), Ok(Heard::Other)));
        assert!(matching(b"[4,\"7\",\"InternalError\",\"\",{}]").is_err());
    }
}
