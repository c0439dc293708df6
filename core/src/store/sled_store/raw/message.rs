//! How sled 0.34 keeps its log in `db`, as far as reading it needs. Pure.
//!
//! The file is segments of one size. Each begins with 20 bytes: CRC-32 (inverted) of the rest, the log position (LSN) of
//! the segment, the highest LSN that was stable then; both exclusive-or the largest. Messages follow one another:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | CRC-32 (inverted) of the body and of the header without this |
//! | 1 | the kind |
//! | 1 to 9 each | the body's length, the number of the segment in the log, the page |
//! | | the body |

/// What stands before the first message of a segment.
pub(super) const SEGMENT_HEADER: usize = 20;

/// No message begins so near to the end of a segment.
const LEAST_REST: usize = 32;

const INVERTED: u32 = u32::MAX;
const LARGEST: i64 = i64::MAX;

/// What a segment says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SegmentHeader {
    pub(super) lsn: u64,
    pub(super) stable: u64,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing is in it.
    Passed,
    /// Nothing follows in this segment.
    Cap,
    /// The page is free.
    Free,
    /// The page's whole content: a node, the counter, or where trees begin.
    Whole,
    /// A change of the page.
    Link,
    /// What it says is in a file of its own, which the store never makes.
    Elsewhere,
}

/// A message as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message<'a> {
    pub(super) kind: Kind,
    pub(super) page: u64,
    pub(super) body: &'a [u8],
    /// With its header.
    pub(super) length: usize,
}

/// What the first bytes of a segment say; `None` if they are none.
pub(super) fn segment_header(bytes: &[u8]) -> Option<SegmentHeader> {
    let (sum, rest) = bytes.split_first_chunk()?;
    let (numbers, _) = rest.split_first_chunk::<16>()?;
    if crc32fast::hash(numbers) != u32::from_le_bytes(*sum) ^ INVERTED {
        return None;
    }
    let (lsn, stable) = numbers.split_first_chunk()?;
    let stable: &[u8; 8] = stable.first_chunk()?;
    Some(SegmentHeader {
        lsn: u64::try_from(i64::from_le_bytes(*lsn) ^ LARGEST).ok()?,
        // None was, in the first segment.
        stable: u64::try_from(i64::from_le_bytes(*stable) ^ LARGEST).unwrap_or_default(),
    })
}

/// Whether a message may begin at a place of a segment of this size.
pub(super) const fn may_begin(at: usize, segment: usize) -> bool {
    at >= SEGMENT_HEADER && at + LEAST_REST <= segment
}

/// The message with which these bytes of the segment of this number begin; `None` if it is not whole.
pub(super) fn read(bytes: &[u8], segment: u64) -> Option<Message<'_>> {
    parse(bytes, segment).and_then(|(message, is_whole)| is_whole.then_some(message))
}

/// The same of one that is damaged, as far as its beginning can be read: nothing in it can be relied on.
pub(super) fn read_harmed(bytes: &[u8], segment: u64) -> Option<Message<'_>> {
    parse(bytes, segment).map(|(message, _)| message)
}

fn parse(bytes: &[u8], segment: u64) -> Option<(Message<'_>, bool)> {
    let (sum, rest) = bytes.split_first_chunk()?;
    let (kind, mut rest) = rest.split_first()?;
    let kind = match kind {
        1 | 3 => Kind::Passed,
        2 => Kind::Cap,
        4 => Kind::Free,
        5 | 6 | 8 => Kind::Whole,
        10 => Kind::Link,
        7 | 9 | 11 => Kind::Elsewhere,
        _ => return None,
    };
    let length = number(&mut rest)?;
    if number(&mut rest)? != segment {
        return None;
    }
    let page = number(&mut rest)?;
    let header = bytes.len() - rest.len();
    let body = rest.get(..usize::try_from(length).ok()?)?;
    let mut found = crc32fast::Hasher::new();
    found.update(body);
    found.update(bytes.get(4..header)?);
    let message = Message {
        kind,
        page,
        body,
        length: header + body.len(),
    };
    Some((message, found.finalize() == u32::from_le_bytes(*sum) ^ INVERTED))
}

/// Takes a number off the beginning of the bytes: small ones are short.
pub(super) fn number(bytes: &mut &[u8]) -> Option<u64> {
    let (first, rest) = bytes.split_first()?;
    let first = *first;
    let (number, taken) = match first {
        0..=240 => (u64::from(first), 0),
        241..=248 => (240 + 256 * (u64::from(first) - 241) + u64::from(*rest.first()?), 1),
        249 => (2288 + 256 * u64::from(*rest.first()?) + u64::from(*rest.get(1)?), 2),
        _ => {
            let size = usize::from(first - 247);
            let mut whole = [0; 8];
            whole.get_mut(..size)?.copy_from_slice(rest.get(..size)?);
            (u64::from_le_bytes(whole), size)
        }
    };
    *bytes = rest.get(taken..)?;
    Some(number)
}

/// Takes bytes that have their length before them off the beginning of the bytes.
pub(super) fn text<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(number(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(text)
}
