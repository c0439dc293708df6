//! WebSocket frames as a load generator needs them: whole, small, and cheap to make and to read.
//!
//! RFC 6455 section 5.2, and the bit of RFC 7692 that says that a message is compressed. No fragments and no other
//! extensions: a server that sends those to a client that offered nothing is broken, and the run ends.

use super::Outcome;

/// A text frame.
pub const TEXT: u8 = 0x1;
/// The peer ends the connection.
pub const CLOSE: u8 = 0x8;
/// The peer asks for a pong.
pub const PING: u8 = 0x9;
/// The answer to a ping.
pub const PONG: u8 = 0xA;

/// Beside an opcode: what the frame carries is compressed (RSV1).
pub const COMPRESSED: u8 = 0x40;

const FINAL: u8 = 0x80;
const MASKED: u8 = 0x80;

/// A frame at the start of a buffer.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// [`TEXT`], [`PING`], ...
    pub opcode: u8,
    /// Whether what it carries is compressed.
    pub is_compressed: bool,
    /// What it carries.
    pub payload: &'a [u8],
    /// Its length in the buffer, header and all, in bytes.
    pub size: usize,
}

/// Appends one final frame from a client, masked with `key`; [`COMPRESSED`] may stand beside the opcode.
pub fn encode(opcode: u8, payload: &[u8], key: [u8; 4], out: &mut Vec<u8>) {
    out.push(FINAL | opcode);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(short @ 0..=125), _) => out.push(MASKED | short),
        (_, Ok(medium)) => {
            out.push(MASKED | 126);
            out.extend_from_slice(&medium.to_be_bytes());
        }
        _ => {
            out.push(MASKED | 127);
            out.extend_from_slice(&(payload.len() as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&key);
    out.extend(payload.iter().zip(key.iter().cycle()).map(|(byte, mask)| byte ^ mask));
}

/// The frame that `buffer` begins with, or none while it is not complete.
///
/// # Errors
/// A fragment, a reserved bit, or a masked frame: nothing that our servers send.
pub fn decode(buffer: &[u8]) -> Outcome<Option<Frame<'_>>> {
    let [first, second, rest @ ..] = buffer else {
        return Ok(None);
    };
    if first & 0xF0 & !COMPRESSED != FINAL || second & MASKED != 0 {
        return Err(format!("a frame that begins with {first:#04x} {second:#04x}").into());
    }
    let Some((length, header)) = payload_length(*second, rest) else {
        return Ok(None);
    };
    let Some(payload) = buffer.get(header..header + length) else {
        return Ok(None);
    };
    Ok(Some(Frame {
        opcode: first & 0x0F,
        is_compressed: first & COMPRESSED != 0,
        payload,
        size: header + length,
    }))
}

/// The payload's length and the header's, in bytes.
fn payload_length(short: u8, rest: &[u8]) -> Option<(usize, usize)> {
    match short {
        126 => rest
            .first_chunk()
            .map(|bytes| (usize::from(u16::from_be_bytes(*bytes)), 4)),
        127 => {
            let length = u64::from_be_bytes(*rest.first_chunk()?);
            usize::try_from(length).ok().map(|length| (length, 10))
        }
        length => Some((usize::from(length), 2)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    /// What a server makes of the client's frame: the mask taken off, as a server would send it.
    fn unmasked(frame: &[u8]) -> Vec<u8> {
        let header = match frame[1] & 0x7F {
            126 => 4,
            127 => 10,
            _ => 2,
        };
        let mut out = frame[..header].to_vec();
        out[1] &= 0x7F;
        let key = &frame[header..header + 4];
        out.extend(frame[header + 4..].iter().zip(key.iter().cycle()).map(|(b, k)| b ^ k));
        out
    }

    #[test]
    fn every_length_class_comes_back() {
        for length in [0, 1, 125, 126, 65_535, 65_536] {
            let payload = vec![b'x'; length];
            let mut out = Vec::new();
            encode(TEXT, &payload, [1, 2, 3, 4], &mut out);
            let plain = unmasked(&out);
            let frame = decode(&plain).unwrap().unwrap();
            assert_eq!(
                (frame.opcode, frame.payload, frame.size),
                (TEXT, &payload[..], plain.len())
            );
            assert_eq!(
                decode(&plain[..plain.len() - 1]).unwrap(),
                None,
                "{length}: one byte short"
            );
        }
    }

    #[test]
    fn fragments_and_reserved_bits_are_errors() {
        for first in [0x01, 0x41, 0xA1, 0x91] {
            assert!(decode(&[first, 0]).is_err(), "{first:#x}");
        }
        let compressed = decode(&[0xC1, 0]).unwrap().unwrap();
        assert!(compressed.is_compressed && compressed.opcode == TEXT);
    }
}
