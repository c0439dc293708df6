//! permessage-deflate (RFC 7692) of one connection, between its frames and the codec, which knows no extensions: what
//! comes is inflated and handed on as plain frames, what goes is compressed where that pays. Pure but for what is
//! counted. What compresses is the worker's (`tools`); a connection has the two windows, and what has come of a message
//! in several frames.

mod agreed;
mod tools;
mod window;

#[cfg(test)]
mod tests;

pub use agreed::{Agreed, Direction, FEWEST_BITS, MOST_BITS};

use std::sync::Arc;

use bytes::{Buf, Bytes};

use self::tools::NotInflated;
use self::window::Window;
use super::frames::{COMPRESSED, Fault, Header, LONGEST_HEADER, MASK, Whole};
use crate::counters::{Carried, WorkerCounters};

/// The kinds of frames: the next part of a message, a text, and the last of those that carry messages.
const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;

/// A text that is smaller is sent as it is: with what goes around each frame there is nothing to be gained.
const SMALLEST: usize = 64;
/// The same where no message may refer to those before it, and so each has only itself.
const SMALLEST_ALONE: usize = 128;
/// A text may grow by so much, where the ones after it may refer to it.
const WORTH_REMEMBERING: usize = 8;

/// The compression of one connection.
#[derive(Debug)]
pub struct Deflate {
    limit: usize,
    theirs: Window,
    ours: Window,
    our_bits: u8,
    /// A compressed message whose end is still to come.
    begun: Option<Begun>,
    counters: Arc<WorkerCounters>,
}

/// What has come of a message, still compressed.
#[derive(Debug)]
struct Begun {
    opcode: u8,
    bytes: Vec<u8>,
}

/// So much a compressed message of a connection may announce whose texts may have `limit` bytes: what cannot be made
/// smaller becomes a little larger.
#[must_use]
pub const fn announced(limit: usize) -> usize {
    limit.saturating_add(limit / 16).saturating_add(64)
}

impl Deflate {
    /// As it was agreed; no text may have more bytes than `limit`.
    #[must_use]
    pub fn new(agreed: &Agreed, limit: usize, counters: Arc<WorkerCounters>) -> Self {
        counters.compression_began();
        Self {
            limit,
            theirs: Window::new(agreed.theirs.remembered()),
            ours: Window::new(agreed.ours.remembered()),
            our_bits: agreed.ours.window_bits,
            begun: None,
            counters,
        }
    }

    /// What the codec is given for a whole frame of the station's: none where more is to come of its message.
    ///
    /// # Errors
    /// [`Fault`]
    pub fn take(&mut self, frame: Bytes) -> Result<Option<Bytes>, Fault> {
        let Some(header) = Header::read(&frame) else {
            return Ok(Some(frame));
        };
        let is_compressed = header.is_compressed();
        match header.opcode() {
            TEXT | BINARY if self.begun.is_some() => {
                return Err(Fault::Protocol("a message begins before the one before it has ended"));
            }
            TEXT | BINARY if is_compressed => {
                self.begun = Some(Begun {
                    opcode: header.opcode(),
                    bytes: Vec::new(),
                });
            }
            _ if is_compressed => {
                let reason = "RSV1 is set on a frame that does not begin a message";
                return Err(Fault::Protocol(reason));
            }
            CONTINUATION if self.begun.is_some() => {}
            TEXT | BINARY | CONTINUATION => {
                self.counters.came(Carried::plain(header.payload));
                return Ok(Some(frame));
            }
            _ => return Ok(Some(frame)),
        }
        self.gather(&header, &frame)
    }

    /// Takes one more part of a compressed message.
    fn gather(&mut self, header: &Header, frame: &[u8]) -> Result<Option<Bytes>, Fault> {
        let parts = frame
            .split_at_checked(header.length)
            .filter(|_| header.is_masked)
            .and_then(|(header, payload)| Some((*header.last_chunk::<MASK>()?, payload)));
        let Some((mask, payload)) = parts else {
            return Err(Fault::Protocol("a frame is not masked"));
        };
        let Some(begun) = &mut self.begun else {
            return Ok(None);
        };
        let from = begun.bytes.len();
        begun.bytes.extend_from_slice(payload);
        unmask(begun.bytes.get_mut(from..).unwrap_or_default(), mask);
        if !header.is_last() {
            return Ok(None);
        }
        self.begun.take().map(|begun| self.inflate(&begun)).transpose()
    }

    /// A whole message as a plain frame.
    fn inflate(&mut self, begun: &Begun) -> Result<Bytes, Fault> {
        // The header's size is known when the text is there: it stands right before it.
        let mut frame = vec![0; LONGEST_HEADER];
        tools::inflate(&begun.bytes, self.theirs.bytes(), self.limit, &mut frame).map_err(|error| match error {
            NotInflated::TooLarge => Fault::TooLarge,
            NotInflated::Broken => Fault::NotInflated,
        })?;
        let text = frame.get(LONGEST_HEADER..).unwrap_or_default();
        self.theirs.slide(text);
        self.counters.came(Carried {
            text: text.len(),
            wire: begun.bytes.len(),
        });
        let header = Whole {
            first: begun.opcode,
            is_masked: true,
            payload: text.len(),
        };
        let header = header.header();
        let from = LONGEST_HEADER - header.len();
        if let Some(room) = frame.get_mut(from..LONGEST_HEADER) {
            room.copy_from_slice(&header);
        }
        Ok(Bytes::from(frame).slice(from..))
    }

    /// What is written of whole frames of the codec's: texts are compressed where it pays.
    #[must_use]
    pub fn say(&mut self, mut said: Bytes) -> Bytes {
        let mut written = Vec::with_capacity(said.len());
        while let Some(header) = Header::read(&said).filter(|header| header.end() <= said.len()) {
            let frame = said.split_to(header.end());
            let text = frame.get(header.length..).unwrap_or_default();
            if !self.compress(&header, text, &mut written) {
                written.extend_from_slice(&frame);
                if !header.is_control() {
                    self.counters.went(Carried::plain(header.payload));
                }
            }
        }
        written.extend_from_slice(said.chunk());
        written.into()
    }

    /// Writes a text compressed, if it is one for which that pays.
    fn compress(&mut self, header: &Header, text: &[u8], written: &mut Vec<u8>) -> bool {
        let (smallest, growth) = if self.ours.takes_over() {
            (SMALLEST, WORTH_REMEMBERING)
        } else {
            (SMALLEST_ALONE, 0)
        };
        let is_text = header.opcode() == TEXT && header.is_last() && !header.is_masked;
        if !is_text || text.len() < smallest {
            return false;
        }
        let wire = tools::deflate(text, self.ours.bytes(), self.our_bits, |compressed| {
            let compressed = compressed.filter(|bytes| bytes.len() < text.len() + growth)?;
            let header = Whole {
                first: TEXT | COMPRESSED,
                is_masked: false,
                payload: compressed.len(),
            };
            written.extend(header.header());
            written.extend_from_slice(compressed);
            Some(compressed.len())
        });
        let Some(wire) = wire else {
            return false;
        };
        self.ours.slide(text);
        self.counters.went(Carried { text: text.len(), wire });
        true
    }
}

impl Drop for Deflate {
    fn drop(&mut self) {
        self.counters.compression_ended();
    }
}

/// Takes a mask away (RFC 6455 section 5.3).
fn unmask(bytes: &mut [u8], mask: [u8; MASK]) {
    for chunk in bytes.chunks_mut(MASK) {
        for (byte, mask) in chunk.iter_mut().zip(mask) {
            *byte ^= mask;
        }
    }
}
