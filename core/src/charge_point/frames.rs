//! The bytes of a socket cut into WebSocket frames (RFC 6455 section 5.2), each held to a limit by what its header
//! announces, before the rest of it is there. What a frame means is the codec's. Pure: bytes in, frames out.

use bytes::BytesMut;

/// The first bits of a frame: it is the last of its message.
const LAST: u8 = 0x80;
/// The first bits of a frame: what an extension may give a meaning.
const RESERVED: u8 = 0x70;
/// The one of them that says that a message is compressed (RFC 7692 section 6).
pub const COMPRESSED: u8 = 0x40;
/// The first bits of a frame: its kind.
const OPCODE: u8 = 0x0F;
/// The kinds from here on are control frames, which carry no part of a message.
const CONTROL: u8 = 0x08;
/// The most that a control frame may carry (section 5.5).
const MOST_CONTROL: usize = 125;
/// The second byte: the payload is masked.
const MASKED: u8 = 0x80;
/// The bytes of a mask.
pub const MASK: usize = 4;
/// The longest header.
pub const LONGEST_HEADER: usize = 10 + MASK;

/// Why a frame is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Its message is larger than the limit, or is announced to be.
    TooLarge,
    /// Its message is not compressed as it was agreed.
    NotInflated,
    /// It is against RFC 6455 or RFC 7692, in these words.
    Protocol(&'static str),
}

/// The bytes of a socket that were not handled yet.
#[derive(Debug)]
pub struct Frames {
    limit: usize,
    /// The reserved bits that have a meaning on this connection.
    agreed: u8,
    unread: BytesMut,
    /// The size of the message whose end is still to come.
    begun: usize,
}

impl Frames {
    /// Begins with what came behind the handshake.
    #[must_use]
    pub fn new(limit: usize, unread: BytesMut) -> Self {
        Self {
            limit,
            agreed: 0,
            unread,
            begun: 0,
        }
    }

    /// Of a connection on which messages may be compressed: such a one may announce so much at most.
    #[must_use]
    pub fn compressed(self, limit: usize) -> Self {
        Self {
            limit,
            agreed: COMPRESSED,
            ..self
        }
    }

    /// Where bytes of the socket are put.
    pub fn unread(&mut self) -> &mut BytesMut {
        &mut self.unread
    }

    /// The length of the next frame, once it is there as a whole, with its header; none: more bytes are needed. It is left
    /// where it is, for whoever reads it there, and asked for once.
    ///
    /// # Errors
    /// [`Fault::TooLarge`], or a bit that was not agreed on.
    pub fn whole(&mut self) -> Result<Option<usize>, Fault> {
        let Some(header) = Header::read(&self.unread) else {
            return Ok(None);
        };
        if let reserved @ 1.. = header.first & RESERVED & !self.agreed {
            return Err(Fault::Protocol(if reserved == COMPRESSED {
                "a compressed frame (RSV1), and compression was not agreed on in the handshake"
            } else {
                "a reserved bit of a frame is set (RSV2, RSV3)"
            }));
        }
        let message = self.message_with(&header)?;
        let end = header.end();
        if self.unread.len() < end {
            self.unread.reserve(end - self.unread.len());
            return Ok(None);
        }
        if !header.is_control() {
            self.begun = if header.is_last() { 0 } else { message };
        }
        Ok(Some(end))
    }

    /// The size of a frame's message up to its end.
    fn message_with(&self, header: &Header) -> Result<usize, Fault> {
        let (before, limit) = match header.opcode() {
            CONTROL.. => (0, self.limit.max(MOST_CONTROL)),
            0 => (self.begun, self.limit),
            _ => (0, self.limit),
        };
        let size = before.saturating_add(header.payload);
        if size > limit { Err(Fault::TooLarge) } else { Ok(size) }
    }
}

/// What the first bytes of a frame say of it.
#[derive(Debug, Clone, Copy)]
pub struct Header {
    /// The bits before the size.
    pub first: u8,
    /// The payload is masked.
    pub is_masked: bool,
    /// Its own bytes, with the mask.
    pub length: usize,
    /// The bytes behind it.
    pub payload: usize,
}

impl Header {
    /// None where more bytes are needed.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (&[first, second], rest) = bytes.split_first_chunk()?;
        let (more, payload) = match second & !MASKED {
            126 => (2, u16::from_be_bytes(*rest.first_chunk()?).into()),
            127 => (8, u64::from_be_bytes(*rest.first_chunk()?)),
            short => (0, short.into()),
        };
        let is_masked = second & MASKED != 0;
        Some(Self {
            first,
            is_masked,
            length: 2 + more + if is_masked { MASK } else { 0 },
            payload: usize::try_from(payload).unwrap_or(usize::MAX),
        })
    }

    /// Where the frame ends.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.length.saturating_add(self.payload)
    }

    /// The kind of the frame.
    #[must_use]
    pub const fn opcode(&self) -> u8 {
        self.first & OPCODE
    }

    /// It carries no part of a message.
    #[must_use]
    pub const fn is_control(&self) -> bool {
        self.opcode() >= CONTROL
    }

    /// It is the last of its message.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        self.first & LAST != 0
    }

    /// It begins a message that is compressed.
    #[must_use]
    pub const fn is_compressed(&self) -> bool {
        self.first & COMPRESSED != 0
    }
}

/// A whole message as one frame.
#[derive(Debug, Clone, Copy)]
pub struct Whole {
    /// Its kind, and the reserved bits.
    pub first: u8,
    /// Whether it is to be masked: with zeros, which change nothing.
    pub is_masked: bool,
    /// The size of its payload.
    pub payload: usize,
}

impl Whole {
    /// Its header.
    #[must_use]
    pub fn header(self) -> Vec<u8> {
        let first = self.first | LAST;
        let mask = if self.is_masked { MASKED } else { 0 };
        let mut header = Vec::with_capacity(LONGEST_HEADER);
        match (u8::try_from(self.payload), u16::try_from(self.payload)) {
            (Ok(short @ ..126), _) => header.extend_from_slice(&[first, mask | short]),
            (_, Ok(middle)) => {
                header.extend_from_slice(&[first, mask | 126]);
                header.extend_from_slice(&middle.to_be_bytes());
            }
            _ => {
                header.extend_from_slice(&[first, mask | 127]);
                header.extend_from_slice(&(self.payload as u64).to_be_bytes());
            }
        }
        header.extend_from_slice(if self.is_masked { &[0; MASK] } else { &[] });
        header
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const FIRST: u8 = 0x01;
    const MORE: u8 = 0x00;
    const END: u8 = 0x80;
    const TEXT: u8 = 0x81;
    const PING: u8 = 0x89;

    fn frame(first: u8, payload: &str) -> Vec<u8> {
        let length = u8::try_from(payload.len()).unwrap();
        let mut bytes = vec![first, MASKED | length, 0, 0, 0, 0];
        bytes.extend_from_slice(payload.as_bytes());
        bytes
    }

    fn frames(limit: usize, bytes: &[u8]) -> Frames {
        Frames::new(limit, BytesMut::from(bytes))
    }

    fn take(frames: &mut Frames) -> Result<Option<BytesMut>, Fault> {
        let length = frames.whole()?;
        Ok(length.map(|length| frames.unread().split_to(length)))
    }

    #[test]
    fn a_frame_is_there_when_its_last_byte_is() {
        let wanted = [frame(TEXT, "[2]"), frame(PING, ""), frame(TEXT, "[3]")];
        let mut frames = frames(99, &[]);
        let mut found = Vec::new();
        for byte in wanted.concat() {
            assert_eq!(take(&mut frames), Ok(None));
            frames.unread().extend_from_slice(&[byte]);
            found.extend(take(&mut frames).unwrap());
        }
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_header_that_announces_too_much_is_enough() {
        let announced = |length: u64| {
            let mut bytes = vec![TEXT, 0xFF];
            bytes.extend_from_slice(&length.to_be_bytes());
            take(&mut frames(200, &bytes))
        };
        assert_eq!(announced(200), Ok(None), "it may still come");
        for length in [201, 1 << 40, u64::MAX] {
            assert_eq!(announced(length), Err(Fault::TooLarge), "{length}");
        }
        assert_eq!(take(&mut frames(200, &[TEXT, 0xFE, 0, 201])), Err(Fault::TooLarge));
        assert_eq!(
            take(&mut frames(50, &frame(PING, &"x".repeat(125))))
                .unwrap()
                .unwrap()
                .len(),
            131
        );
        assert_eq!(take(&mut frames(50, &[TEXT, 0x80 | 51])), Err(Fault::TooLarge));
    }

    #[test]
    fn many_small_parts_do_not_get_past_the_limit() {
        let ten = "0123456789";
        let parts = [frame(FIRST, ten), frame(PING, ten), frame(MORE, ten)];
        let mut frames = frames(25, &parts.concat());
        for part in parts {
            assert_eq!(take(&mut frames).unwrap().unwrap(), part);
        }
        frames.unread().extend_from_slice(&[MORE, MASKED | 6]);
        assert_eq!(take(&mut frames), Err(Fault::TooLarge), "by its header alone");
        let mut frames = super::tests::frames(25, &[frame(FIRST, ten), frame(END, ten), frame(TEXT, ten)].concat());
        for _ in 0..3 {
            assert!(take(&mut frames).unwrap().is_some(), "each message counts anew");
        }
    }
}
