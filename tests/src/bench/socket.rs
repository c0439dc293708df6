//! A WebSocket of the load generators: text out, text in, one buffer each.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Outcome;
use super::frame;

/// An open connection of a charge point.
#[derive(Debug)]
pub struct Socket {
    stream: TcpStream,
    /// What was received and not looked at yet.
    inbound: Vec<u8>,
    outbound: Vec<u8>,
    /// Of the next frame; any will do, as long as it changes.
    key: u32,
}

impl Socket {
    /// Opens the WebSocket (RFC 6455 4.1) of a charge point.
    ///
    /// # Errors
    /// No connection, or an answer other than 101.
    pub async fn connect(address: SocketAddr, identity: &str, subprotocol: &str) -> Outcome<Self> {
        let mut stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET /ocpp/{identity} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: b2NwcC1jZW50cmFsLWJuYw==\r\nSec-WebSocket-Protocol: {subprotocol}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let inbound = upgraded(&mut stream).await?;
        Ok(Self {
            stream,
            inbound,
            outbound: Vec::new(),
            key: 0,
        })
    }

    /// Sends a text message.
    ///
    /// # Errors
    /// The connection is lost.
    pub async fn send(&mut self, text: &[u8]) -> Outcome<()> {
        self.send_frame(frame::TEXT, text).await
    }

    /// Puts the next text message into `text`; pings are answered meanwhile.
    ///
    /// # Errors
    /// The connection is lost or closed.
    pub async fn receive(&mut self, text: &mut Vec<u8>) -> Outcome<()> {
        loop {
            while let Some((opcode, size)) = self.next_frame(text)? {
                self.inbound.drain(..size);
                match opcode {
                    frame::TEXT => return Ok(()),
                    frame::PING => self.send_frame(frame::PONG, text).await?,
                    frame::CLOSE => return Err("closed by the server".into()),
                    _ => {}
                }
            }
            if self.stream.read_buf(&mut self.inbound).await? == 0 {
                return Err("the connection is lost".into());
            }
        }
    }

    /// The opcode of the first frame received and its size; what it carries is in `payload`.
    fn next_frame(&mut self, payload: &mut Vec<u8>) -> Outcome<Option<(u8, usize)>> {
        let Some(frame) = frame::decode(&self.inbound)? else {
            return Ok(None);
        };
        payload.clear();
        payload.extend_from_slice(frame.payload);
        Ok(Some((frame.opcode, frame.size)))
    }

    async fn send_frame(&mut self, opcode: u8, payload: &[u8]) -> Outcome<()> {
        self.outbound.clear();
        self.key = self.key.wrapping_add(1);
        let [a, b, ..] = self.key.to_le_bytes();
        frame::encode(opcode, payload, [a, b, 0x5A, 0xA5], &mut self.outbound);
        self.stream.write_all(&self.outbound).await?;
        Ok(())
    }
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
