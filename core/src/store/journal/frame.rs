//! How a record looks in a file. Pure.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | the position at which the frame begins |
//! | 8 | the length of the body |
//! | 4 | CRC-32 of the salt of the file, the position, the length, the kind and the body |
//! | 4 | the kind |
//! | | the body, then zeros up to a multiple of 8 |
//!
//! Numbers are little-endian. A file may be used again without being cleared: what is left in it from before has
//! another position and another salt. The salt is random, so no value that somebody stores can look like a frame.

/// What stands before a body.
pub(super) const HEADER: usize = 24;

/// Frames begin at multiples of this.
pub(super) const ALIGNMENT: usize = 8;

/// What a frame is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It holds a record.
    Record,
    /// Nothing follows in this file; the next one goes on.
    End,
}

/// A frame as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    pub(super) kind: Kind,
    pub(super) body: &'a [u8],
    /// How many bytes it takes with all that belongs to it.
    pub(super) length: usize,
}

/// Where a frame is: what it is checked with, beside its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) salt: u64,
    pub(super) position: u64,
}

/// How many bytes the frame of a body takes.
pub(super) const fn length(body: usize) -> usize {
    HEADER + body.next_multiple_of(ALIGNMENT)
}

/// Adds a frame to the bytes.
pub(super) fn write(bytes: &mut Vec<u8>, place: Place, kind: Kind, body: &[u8]) {
    let code = code(kind);
    bytes.extend_from_slice(&place.position.to_le_bytes());
    bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&checksum(place, code, body).to_le_bytes());
    bytes.extend_from_slice(&code.to_le_bytes());
    bytes.extend_from_slice(body);
    let padding = body.len().next_multiple_of(ALIGNMENT) - body.len();
    bytes.resize(bytes.len() + padding, 0);
}

/// The frame with which these bytes begin; `None` if it is not whole.
pub(super) fn read(bytes: &[u8], place: Place) -> Option<Frame<'_>> {
    let (position, rest) = bytes.split_first_chunk()?;
    if u64::from_le_bytes(*position) != place.position {
        return None;
    }
    let (body, rest) = rest.split_first_chunk()?;
    let (sum, rest) = rest.split_first_chunk()?;
    let (code, rest) = rest.split_first_chunk()?;
    let code = u32::from_le_bytes(*code);
    let kind = match code {
        1 => Kind::Record,
        2 => Kind::End,
        _ => return None,
    };
    let body = rest.get(..usize::try_from(u64::from_le_bytes(*body)).ok()?)?;
    let whole = checksum(place, code, body) == u32::from_le_bytes(*sum) && rest.len() >= length(body.len()) - HEADER;
    whole.then_some(Frame {
        kind,
        body,
        length: length(body.len()),
    })
}

const fn code(kind: Kind) -> u32 {
    match kind {
        Kind::Record => 1,
        Kind::End => 2,
    }
}

fn checksum(place: Place, code: u32, body: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&place.salt.to_le_bytes());
    sum.update(&place.position.to_le_bytes());
    sum.update(&(body.len() as u64).to_le_bytes());
    sum.update(&code.to_le_bytes());
    sum.update(body);
    sum.finalize()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    const PLACE: Place = Place {
        salt: 0x1234_5678_9ABC_DEF0,
        position: 4096,
    };

    #[test]
    fn a_frame_reads_as_it_was_written_and_only_where_it_was_written() {
        for body in [&b""[..], b"1", b"12345678", &[7; 1000]] {
            let mut bytes = b"before".to_vec();
            write(&mut bytes, PLACE, Kind::Record, body);
            assert_eq!(bytes.len(), 6 + length(body.len()));
            bytes.extend_from_slice(b"after");
            let frame = read(&bytes[6..], PLACE).unwrap();
            assert_eq!(
                (frame.kind, frame.body, frame.length),
                (Kind::Record, body, length(body.len()))
            );
            let elsewhere = Place { position: 8, ..PLACE };
            assert_eq!(read(&bytes[6..], elsewhere), None);
            let in_another_file = Place { salt: 1, ..PLACE };
            assert_eq!(read(&bytes[6..], in_another_file), None);
        }
    }

    #[test]
    fn a_frame_with_a_flipped_bit_or_a_missing_byte_is_none() {
        let mut whole = Vec::new();
        write(&mut whole, PLACE, Kind::Record, b"the body");
        for at in 0..whole.len() {
            assert_eq!(read(&whole[..at], PLACE), None, "cut at {at}");
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                assert_eq!(read(&flipped, PLACE), None, "bit {bit} of byte {at}");
            }
        }
    }
}
