//! A WebSocket of the load generators: text out, text in, one buffer each.

use std::net::SocketAddr;

use super::Outcome;
use super::deflate::{Deflate, OFFER};
use super::door::{Door, Stream, Way};
use super::frame;

/// What a connection has carried since its upgrade: whole frames of the WebSocket, without what TLS and TCP add, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// To the server.
    pub sent: u64,
    /// From it.
    pub received: u64,
}

/// An open connection of a charge point.
#[derive(Debug)]
pub struct Socket {
    stream: Stream,
    /// None: it was not offered.
    deflate: Option<Box<Deflate>>,
    /// What was received and not looked at yet.
    inbound: Vec<u8>,
    outbound: Vec<u8>,
    /// The compressed form of the message on its way.
    packed: Vec<u8>,
    /// Of the next frame; any will do, as long as it changes.
    key: u32,
    carried: Carried,
}

impl Socket {
    /// Opens the WebSocket (RFC 6455 4.1) of a charge point, plainly.
    ///
    /// # Errors
    /// No connection, or an answer other than 101.
    pub async fn connect(address: SocketAddr, identity: &str, subprotocol: &str) -> Outcome<Self> {
        Self::enter(&Door::new(address, Way::default())?, identity, subprotocol).await
    }

    /// The same by any way.
    ///
    /// # Errors
    /// No connection, an answer other than 101, or no compression where it was offered.
    pub async fn enter(door: &Door, identity: &str, subprotocol: &str) -> Outcome<Self> {
        let mut stream = door.open().await?;
        let offer = if door.is_compressed {
            format!("Sec-WebSocket-Extensions: {OFFER}\r\n")
        } else {
            String::new()
        };
        let request = format!(
            "GET /ocpp/{identity} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: b2NwcC1jZW50cmFsLWJuYw==\r\nSec-WebSocket-Protocol: {subprotocol}\r\n{offer}\r\n",
            door.address(),
        );
        stream.write(request.as_bytes()).await?;
        let Upgraded { head, rest } = upgraded(&mut stream).await?;
        let deflate = if door.is_compressed {
            Some(Box::new(Deflate::agreed(&head)?))
        } else {
            None
        };
        Ok(Self {
            stream,
            deflate,
            inbound: rest,
            outbound: Vec::new(),
            packed: Vec::new(),
            key: 0,
            carried: Carried::default(),
        })
    }

    /// What it has carried so far.
    #[must_use]
    pub const fn carried(&self) -> Carried {
        self.carried
    }

    /// Sends a text message.
    ///
    /// # Errors
    /// The connection is lost.
    pub async fn send(&mut self, text: &[u8]) -> Outcome<()> {
        let Some(deflate) = &mut self.deflate else {
            return self.send_frame(frame::TEXT, text).await;
        };
        let mut packed = std::mem::take(&mut self.packed);
        deflate.compress(text, &mut packed)?;
        self.send_frame(frame::TEXT | frame::COMPRESSED, &packed).await?;
        self.packed = packed;
        Ok(())
    }

    /// Puts the next text message into `text`; pings are answered meanwhile.
    ///
    /// # Errors
    /// The connection is lost or closed.
    pub async fn receive(&mut self, text: &mut Vec<u8>) -> Outcome<()> {
        loop {
            while let Some((opcode, size)) = self.next_frame(text)? {
                self.inbound.drain(..size);
                self.carried.received += size as u64;
                match opcode {
                    frame::TEXT => return Ok(()),
                    frame::PING => self.send_frame(frame::PONG, text).await?,
                    frame::CLOSE => return Err("closed by the server".into()),
                    _ => {}
                }
            }
            if self.stream.read(&mut self.inbound).await? == 0 {
                return Err("the connection is lost".into());
            }
        }
    }

    /// The opcode of the first frame received and its size; what it carries is in `payload`.
    fn next_frame(&mut self, payload: &mut Vec<u8>) -> Outcome<Option<(u8, usize)>> {
        let Some(frame) = frame::decode(&self.inbound)? else {
            return Ok(None);
        };
        if frame.is_compressed {
            let deflate = self.deflate.as_mut().ok_or("compressed, though nothing was offered")?;
            deflate.inflate(frame.payload, payload)?;
        } else {
            payload.clear();
            payload.extend_from_slice(frame.payload);
        }
        Ok(Some((frame.opcode, frame.size)))
    }

    async fn send_frame(&mut self, opcode: u8, payload: &[u8]) -> Outcome<()> {
        self.outbound.clear();
        self.key = self.key.wrapping_add(1);
        let [a, b, ..] = self.key.to_le_bytes();
        frame::encode(opcode, payload, [a, b, 0x5A, 0xA5], &mut self.outbound);
        self.carried.sent += self.outbound.len() as u64;
        self.stream.write(&self.outbound).await?;
        Ok(())
    }
}

/// The answer to an upgrade.
struct Upgraded {
    head: String,
    /// What came after it.
    rest: Vec<u8>,
}

async fn upgraded(stream: &mut Stream) -> Outcome<Upgraded> {
    let mut received = Vec::with_capacity(1024);
    loop {
        if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            let rest = received.split_off(end + 4);
            let head = String::from_utf8_lossy(&received).into_owned();
            if head.starts_with("HTTP/1.1 101 ") {
                return Ok(Upgraded { head, rest });
            }
            return Err(format!("not upgraded: {head}").into());
        }
        if stream.read(&mut received).await? == 0 {
            return Err("lost during the upgrade".into());
        }
    }
}
