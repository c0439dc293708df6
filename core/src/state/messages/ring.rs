//! The newest messages of one charge point, as bytes in one buffer: each with a head of fixed size before its
//! text, so that a message costs one copy and no allocation. The oldest make room. Pure: no clock, no lock.

use std::collections::VecDeque;

use crate::clock::Time;

/// What stands before each text: its length, the length of the whole message, kind, moment, what it is about.
const HEAD: usize = 4 + 4 + 1 + 8 + 8;
/// The first piece of memory.
const LEAST: usize = 512;
/// A message takes at most this part of a ring; what is longer is cut.
const LARGEST_PART: usize = 4;

/// Which way a message went, or that this is said about one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// From the station.
    Received,
    /// To the station.
    Sent,
    /// What became of a message: a [`Note`](super::Note) as JSON.
    Note,
}

impl EntryKind {
    const fn code(self) -> u8 {
        match self {
            Self::Received => 0,
            Self::Sent => 1,
            Self::Note => 2,
        }
    }

    const fn of(code: u8) -> Self {
        match code {
            0 => Self::Received,
            1 => Self::Sent,
            _ => Self::Note,
        }
    }
}

/// What is put into a ring.
#[derive(Debug, Clone, Copy)]
pub struct NewEntry<'a> {
    pub kind: EntryKind,
    pub at: Time,
    /// The number of the entry that it answers, or is about; 0: none.
    pub about: u64,
    pub text: &'a str,
}

/// One entry, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Grows with each entry of the charge point.
    pub number: u64,
    pub kind: EntryKind,
    pub at: Time,
    /// The number of the entry that it answers, or is about; 0: none.
    pub about: u64,
    /// Its beginning, if the whole is longer.
    pub text: &'a str,
    /// The length of the whole message in bytes.
    pub whole: usize,
}

/// The buffer.
#[derive(Debug)]
pub struct Ring {
    bytes: VecDeque<u8>,
    /// The number of the oldest entry.
    first: u64,
    /// How many there are.
    count: u64,
}

impl Ring {
    /// An empty one whose first entry has this number.
    #[must_use]
    pub const fn beginning_at(first: u64) -> Self {
        Self {
            bytes: VecDeque::new(),
            first,
            count: 0,
        }
    }

    /// Adds an entry; the ring takes no more memory than `limit`. Gives its number.
    pub fn push(&mut self, entry: NewEntry<'_>, limit: usize) -> u64 {
        let number = self.first + self.count;
        self.shrink(limit);
        let text = cut(entry.text, limit / LARGEST_PART);
        let needed = HEAD + text.len();
        if needed > limit {
            self.first = number + 1;
            return number;
        }
        while self.bytes.len() + needed > limit {
            self.forget_oldest();
        }
        self.grow(needed, limit);
        self.bytes.extend(&head(&entry, text, entry.text.len() - text.len()));
        self.bytes.extend(text.as_bytes());
        self.count += 1;
        number
    }

    /// Gives back memory above the limit, with the oldest entries in it.
    pub fn shrink(&mut self, limit: usize) {
        if self.bytes.capacity() <= limit {
            return;
        }
        while self.bytes.len() > limit {
            self.forget_oldest();
        }
        self.bytes.shrink_to(limit);
    }

    fn grow(&mut self, needed: usize, limit: usize) {
        let full = self.bytes.len() + needed;
        if full > self.bytes.capacity() {
            let wanted = (self.bytes.capacity() * 2).max(full).max(LEAST).min(limit);
            self.bytes.reserve_exact(wanted - self.bytes.len());
        }
    }

    fn forget_oldest(&mut self) {
        let mut length = [0; 4];
        for (place, byte) in length.iter_mut().zip(&self.bytes) {
            *place = *byte;
        }
        let whole = HEAD + usize::try_from(u32::from_le_bytes(length)).unwrap_or_default();
        self.bytes.drain(..whole.min(self.bytes.len()));
        self.first += 1;
        self.count = self.count.saturating_sub(1);
    }

    /// Tells entries otherwise; whether any is.
    pub fn retell(&mut self, told: impl FnMut(&str) -> Option<String>) -> bool {
        let (front, back) = self.bytes.as_slices();
        let Some(bytes) = retold(&[front, back].concat(), told) else {
            return false;
        };
        self.bytes = bytes.into();
        true
    }

    /// A copy to read from.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let (front, back) = self.bytes.as_slices();
        Snapshot {
            bytes: [front, back].concat(),
            first: self.first,
        }
    }

    /// How much memory it takes.
    #[cfg(test)]
    pub fn capacity(&self) -> usize {
        self.bytes.capacity()
    }
}

/// Adds an entry behind others, outside of a ring.
pub fn append(bytes: &mut Vec<u8>, entry: NewEntry<'_>, longest: usize) {
    let text = cut(entry.text, longest);
    bytes.extend(&head(&entry, text, entry.text.len() - text.len()));
    bytes.extend(text.as_bytes());
}

/// The beginning of a text, cut between two characters.
fn cut(text: &str, longest: usize) -> &str {
    if text.len() <= longest {
        return text;
    }
    let end = (0..=longest).rev().find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// The head of a text of which so many bytes are left out.
fn head(entry: &NewEntry<'_>, text: &str, left_out: usize) -> [u8; HEAD] {
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
    let [l0, l1, l2, l3] = number(text.len());
    let [w0, w1, w2, w3] = number(text.len() + left_out);
    let [t0, t1, t2, t3, t4, t5, t6, t7] = entry.at.timestamp_micros().to_le_bytes();
    let [a0, a1, a2, a3, a4, a5, a6, a7] = entry.about.to_le_bytes();
    let kind = entry.kind.code();
    [
        l0, l1, l2, l3, w0, w1, w2, w3, kind, t0, t1, t2, t3, t4, t5, t6, t7, a0, a1, a2, a3, a4, a5, a6, a7,
    ]
}

/// The content of a ring at a moment.
#[derive(Debug, Default)]
pub struct Snapshot {
    bytes: Vec<u8>,
    first: u64,
}

impl Snapshot {
    /// Entries in a row, of which the first has this number.
    #[must_use]
    pub const fn of(bytes: Vec<u8>, first: u64) -> Self {
        Self { bytes, first }
    }

    /// The number of the first entry.
    #[must_use]
    pub const fn first(&self) -> u64 {
        self.first
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut rest = self.bytes.as_slice();
        let mut number = self.first;
        std::iter::from_fn(move || {
            let (entry, behind) = read(rest, number)?;
            rest = behind;
            number += 1;
            Some(entry)
        })
    }
}

/// The same entries with other texts where `told` gives one; none: nowhere.
#[must_use]
pub fn retold(bytes: &[u8], mut told: impl FnMut(&str) -> Option<String>) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    let mut is_other = false;
    while let Some((entry, behind)) = read(rest, 0) {
        let whole = rest.get(..rest.len() - behind.len()).unwrap_or_default();
        match told(entry.text) {
            Some(text) => {
                is_other = true;
                let left_out = entry.whole.saturating_sub(entry.text.len());
                let new = NewEntry {
                    kind: entry.kind,
                    at: entry.at,
                    about: entry.about,
                    text: &text,
                };
                out.extend(&head(&new, &text, left_out));
                out.extend(text.as_bytes());
            }
            None => out.extend(whole),
        }
        rest = behind;
    }
    out.extend(rest);
    is_other.then_some(out)
}

fn read(bytes: &[u8], number: u64) -> Option<(Entry<'_>, &[u8])> {
    let (length, bytes) = bytes.split_first_chunk::<4>()?;
    let (whole, bytes) = bytes.split_first_chunk::<4>()?;
    let (&kind, bytes) = bytes.split_first()?;
    let (at, bytes) = bytes.split_first_chunk::<8>()?;
    let (about, bytes) = bytes.split_first_chunk::<8>()?;
    let size = |bytes: &[u8; 4]| usize::try_from(u32::from_le_bytes(*bytes)).ok();
    let (text, rest) = bytes.split_at_checked(size(length)?)?;
    let entry = Entry {
        number,
        kind: EntryKind::of(kind),
        at: Time::from_timestamp_micros(i64::from_le_bytes(*at))?,
        about: u64::from_le_bytes(*about),
        text: std::str::from_utf8(text).ok()?,
        whole: size(whole)?,
    };
    Some((entry, rest))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn received(text: &str) -> NewEntry<'_> {
        NewEntry {
            kind: EntryKind::Received,
            at: "2026-01-02T03:04:05.678901Z".parse().unwrap(),
            about: 0,
            text,
        }
    }

    fn texts(ring: &Ring) -> Vec<(u64, String)> {
        let snapshot = ring.snapshot();
        snapshot
            .entries()
            .map(|entry| (entry.number, entry.text.to_owned()))
            .collect()
    }

    #[test]
    fn entries_come_out_as_they_went_in() {
        let mut ring = Ring::beginning_at(7);
        let first = ring.push(received("ä"), 4096);
        let answer = NewEntry {
            kind: EntryKind::Sent,
            about: first,
            ..received("[3]")
        };
        assert_eq!((first, ring.push(answer, 4096)), (7, 8));
        let snapshot = ring.snapshot();
        let read: Vec<_> = snapshot.entries().collect();
        assert_eq!(read.len(), 2);
        assert_eq!(
            (read[0].kind, read[0].text, read[0].about),
            (EntryKind::Received, "ä", 0)
        );
        assert_eq!((read[1].kind, read[1].text, read[1].about), (EntryKind::Sent, "[3]", 7));
        assert_eq!(read[1].at, answer.at);
    }

    #[test]
    fn the_oldest_make_room_and_the_memory_stays_below_the_limit() {
        let mut ring = Ring::beginning_at(1);
        for number in 0..1000 {
            ring.push(received(&format!("message {number}")), 2048);
            assert!(ring.capacity() <= 2048, "{}", ring.capacity());
        }
        let kept = texts(&ring);
        assert!(kept.len() > 40, "{}", kept.len());
        assert_eq!(kept.last().unwrap(), &(1000, "message 999".to_owned()));
        for pair in kept.windows(2) {
            assert_eq!(pair[0].0 + 1, pair[1].0);
        }
    }

    #[test]
    fn a_share_that_becomes_smaller_gives_memory_back() {
        let mut ring = Ring::beginning_at(1);
        for _ in 0..200 {
            ring.push(received("0123456789"), 8192);
        }
        ring.shrink(1024);
        assert!(ring.capacity() <= 1024);
        assert_eq!(texts(&ring).last().unwrap().0, 200);
        ring.shrink(0);
        assert!(texts(&ring).is_empty());
        assert_eq!(ring.push(received("x"), 0), 201);
        assert!(texts(&ring).is_empty() && ring.capacity() == 0);
        assert_eq!(ring.push(received("y"), 1024), 202);
        assert_eq!(texts(&ring), [(202, "y".to_owned())]);
    }

    #[test]
    fn entries_are_told_otherwise_and_keep_all_else() {
        let mut ring = Ring::beginning_at(1);
        for text in ["a", "long ago", "c"] {
            ring.push(received(text), 4096);
        }
        assert!(!ring.retell(|_| None));
        assert!(ring.retell(|text| (text == "long ago").then(|| "x".to_owned())));
        let kept = texts(&ring);
        assert_eq!(kept, [(1, "a".to_owned()), (2, "x".to_owned()), (3, "c".to_owned())]);
        let mut bytes = Vec::new();
        append(&mut bytes, received("0123456789"), 4);
        let bytes = retold(&bytes, |_| Some("x".to_owned())).unwrap();
        let snapshot = Snapshot::of(bytes, 1);
        let entry = snapshot.entries().next().unwrap();
        assert_eq!((entry.text, entry.whole), ("x", 7), "six bytes are left out as before");
    }

    #[test]
    fn a_message_that_is_too_long_is_cut_between_characters() {
        let mut ring = Ring::beginning_at(1);
        let text = "ö".repeat(1000);
        ring.push(received(&text), 1022);
        let snapshot = ring.snapshot();
        let entry = snapshot.entries().next().unwrap();
        assert_eq!(entry.whole, 2000);
        assert_eq!(entry.text, "ö".repeat(127));
    }
}
