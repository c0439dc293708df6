//! One charge point of the load generator: a socket, and one CALL at a time.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::Outcome;
use super::door::{Door, Way};
use super::scenario::Version;
use super::socket::{Carried, Socket};
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
    socket: Socket,
    answers: Answers,
    fill: Fill,
    /// The message that is sent, then those that are received.
    text: Vec<u8>,
    /// How the answer to the CALL in flight begins.
    expected: Vec<u8>,
}

/// The id tag of station `number`.
#[must_use]
pub fn tag(number: u32) -> String {
    format!("BENCH{number:05}")
}

/// Who connects.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// The number in its identity.
    pub number: u32,
    /// What it speaks.
    pub version: Version,
    /// What counts as an answer.
    pub answers: Answers,
    /// The number of its first session; what a server heard in an earlier run must not come again.
    pub first_session: u64,
}

impl Station {
    /// Connects as `BENCHnnnnn`, plainly.
    ///
    /// # Errors
    /// No connection, or no upgrade.
    pub async fn connect(address: SocketAddr, number: u32, version: Version, answers: Answers) -> Outcome<Self> {
        let caller = Caller {
            number,
            version,
            answers,
            first_session: 1,
        };
        Self::enter(&Door::new(address, Way::default())?, caller).await
    }

    /// The same by any way.
    ///
    /// # Errors
    /// No connection, or no upgrade.
    pub async fn enter(door: &Door, caller: Caller) -> Outcome<Self> {
        let Caller {
            number,
            version,
            answers,
            first_session,
        } = caller;
        let identity = format!("BENCH{number:05}");
        let socket = Socket::enter(door, &identity, version.subprotocol()).await?;
        let fill = Fill {
            station: number,
            identity,
            tag: tag(number),
            session: first_session,
            ..Fill::default()
        };
        Ok(Self {
            socket,
            answers,
            fill,
            text: Vec::new(),
            expected: Vec::new(),
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
        self.socket.send(&self.text).await?;
        let transaction = self.answer().await?;
        if template.starts {
            self.fill.transaction = transaction;
        }
        self.fill.session += u64::from(template.ends);
        Ok(sent.elapsed())
    }

    /// What its connection has carried so far.
    #[must_use]
    pub const fn carried(&self) -> Carried {
        self.socket.carried()
    }

    /// Reads what comes, pings above all, and refuses what it is asked; ends with an error alone.
    ///
    /// # Errors
    /// The connection is lost.
    pub async fn listen(&mut self) -> Outcome<()> {
        loop {
            self.hear().await?;
        }
    }

    /// Reads one message; a CALL is answered at once, as one that this station does not know: a server that gets no answer
    /// keeps the command for half a minute, and then has 10,000 to end in one moment.
    async fn hear(&mut self) -> Outcome<()> {
        self.socket.receive(&mut self.text).await?;
        if let Some(refusal) = refusal(&self.text) {
            self.socket.send(&refusal).await?;
        }
        Ok(())
    }

    /// Reads messages until the answer is there; the transaction id in it.
    async fn answer(&mut self) -> Outcome<u64> {
        loop {
            self.hear().await?;
            if let Heard::Answer(transaction) = judge(&self.text, self.answers, &self.expected)? {
                return Ok(transaction);
            }
        }
    }
}

/// What a message from the server means.
enum Heard {
    /// The answer, and the transaction id in it (1 without any).
    Answer(u64),
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

/// The answer to a CALL, if it is one.
fn refusal(text: &[u8]) -> Option<Vec<u8>> {
    let id = text.strip_prefix(b"[2,\"")?.split(|byte| *byte == b'"').next()?;
    Some([b"[4,\"", id, b"\",\"NotImplemented\",\"\",{}]"].concat())
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
    fn a_call_is_refused_and_nothing_else() {
        let refused = refusal(b"[2,\"a-1\",\"GetConfiguration\",{\"key\":[]}]");
        assert_eq!(
            refused.as_deref(),
            Some(b"[4,\"a-1\",\"NotImplemented\",\"\",{}]".as_slice())
        );
        assert_eq!(refusal(b"[3,\"a-1\",{}]"), None);
    }

    #[test]
    fn only_the_matching_result_is_an_answer() {
        let matching = |text: &[u8]| judge(text, Answers::Matching, b"[3,\"7\"");
        assert!(matches!(matching(b"[3,\"7\",{}]"), Ok(Heard::Answer(1))));
        assert!(matches!(matching(b"[3,\"8\",{}]"), Ok(Heard::Other)));
        assert!(matching(b"[4,\"7\",\"InternalError\",\"\",{}]").is_err());
    }
}
