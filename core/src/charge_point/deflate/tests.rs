//! A station whose compression is zlib's own, kept for as long as its connection: what it says is understood, and it
//! understands what we say. The examples are those of RFC 7692 section 7.2.3.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use bytes::Bytes;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::agreed::{Agreed, Direction};
use super::{Deflate, announced, tools};
use crate::charge_point::frames::{Fault, Header};
use crate::counters::{Counters, Totals};

const LIMIT: usize = 1 << 20;
const COMPRESSED_TEXT: u8 = 0xC1;
const FIRST: u8 = 0x41;
const MORE: u8 = 0x00;
const LAST: u8 = 0x80;
const MASK: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];

fn direction(window_bits: u8, takes_over: bool) -> Direction {
    Direction {
        window_bits,
        takes_over,
    }
}

fn agreed(theirs: Direction, ours: Direction) -> Agreed {
    Agreed {
        ours,
        theirs,
        answer: "".into(),
    }
}

struct Ours {
    deflate: Deflate,
    counters: Counters,
}

impl Ours {
    fn new(theirs: Direction, ours: Direction) -> Self {
        let counters = Counters::default();
        let deflate = Deflate::new(&agreed(theirs, ours), LIMIT, counters.worker());
        Self { deflate, counters }
    }

    fn usual() -> Self {
        Self::new(direction(15, true), direction(15, true))
    }

    fn take(&mut self, first: u8, payload: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        let frame = self.deflate.take(masked(first, payload))?;
        Ok(frame.map(|frame| unmasked(&frame)))
    }

    fn totals(&self) -> Totals {
        self.counters.totals()
    }
}

fn masked(first: u8, payload: &[u8]) -> Bytes {
    let mut frame = vec![first];
    match payload.len() {
        short @ ..126 => frame.push(0x80 | u8::try_from(short).unwrap()),
        length => {
            frame.push(0xFF);
            frame.extend(u64::try_from(length).unwrap().to_be_bytes());
        }
    }
    frame.extend(MASK);
    frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame.into()
}

/// The payload of a frame as the codec would read it.
fn unmasked(frame: &[u8]) -> Vec<u8> {
    let header = Header::read(frame).unwrap();
    assert!(header.is_masked && header.is_last() && !header.is_compressed());
    assert_eq!(header.end(), frame.len());
    let (header, payload) = frame.split_at(header.length);
    let mask = header.last_chunk::<4>().unwrap();
    payload
        .iter()
        .zip(mask.iter().cycle())
        .map(|(byte, mask)| byte ^ mask)
        .collect()
}

/// A frame as the codec writes it.
fn said(first: u8, text: &[u8]) -> Bytes {
    let mut frame = vec![first, 127];
    frame.extend(u64::try_from(text.len()).unwrap().to_be_bytes());
    frame.extend(text);
    frame.into()
}

/// The other side.
struct Station {
    compress: Compress,
    decompress: Decompress,
    takes_over: bool,
}

impl Station {
    fn new(theirs: Direction, ours: Direction) -> Self {
        Self {
            compress: Compress::new_with_window_bits(Compression::new(6), false, theirs.window_bits.max(9)),
            decompress: Decompress::new_with_window_bits(false, ours.window_bits),
            takes_over: theirs.takes_over,
        }
    }

    fn says(&mut self, text: &[u8]) -> Vec<u8> {
        if text.is_empty() {
            // As the RFC has it in 7.2.3.6: there is nothing to flush.
            return vec![0];
        }
        if !self.takes_over {
            self.compress.reset();
        }
        let mut out = Vec::with_capacity(text.len() * 2 + 100);
        self.compress.compress_vec(text, &mut out, FlushCompress::Sync).unwrap();
        out.strip_suffix(&[0, 0, 0xFF, 0xFF]).unwrap().to_vec()
    }

    /// The text of what is written, and whether it was compressed.
    fn hears(&mut self, written: &[u8]) -> (Vec<u8>, bool) {
        let header = Header::read(written).unwrap();
        assert!(!header.is_masked && header.is_last());
        assert_eq!(header.end(), written.len());
        let payload = &written[header.length..];
        if !header.is_compressed() {
            return (payload.to_vec(), false);
        }
        let mut text = Vec::with_capacity(LIMIT);
        for part in [payload, &[0, 0, 0xFF, 0xFF]] {
            let before = self.decompress.total_in();
            self.decompress
                .decompress_vec(part, &mut text, FlushDecompress::Sync)
                .unwrap();
            assert_eq!(self.decompress.total_in() - before, part.len() as u64);
        }
        (text, true)
    }
}

fn meter_values(number: usize) -> String {
    format!(
        r#"[2,"a{number:06}-7d1c","MeterValues",{{"connectorId":1,"transactionId":{number},"meterValue":[{{"timestamp":"2026-01-02T03:{:02}:00Z","sampledValue":[{{"value":"{}","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unit":"Wh"}},{{"value":"{}","measurand":"Power.Active.Import","unit":"W"}}]}}]}}]"#,
        number % 60,
        number * 137,
        7000 + number % 11
    )
}

#[test]
fn the_examples_of_the_rfc() {
    let hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
    let mut ours = Ours::usual();
    // 7.2.3.1, also in two frames with a ping between them; 7.2.3.2: the second refers to the first.
    assert_eq!(ours.take(COMPRESSED_TEXT, &hello).unwrap().unwrap(), b"Hello");
    assert_eq!(
        ours.take(COMPRESSED_TEXT, &[0xF2, 0x00, 0x11, 0x00, 0x00])
            .unwrap()
            .unwrap(),
        b"Hello"
    );
    assert_eq!(ours.take(FIRST, &hello[..3]), Ok(None));
    assert_eq!(ours.take(0x89, b"ping").unwrap().unwrap(), b"ping");
    assert_eq!(ours.take(LAST, &hello[3..]).unwrap().unwrap(), b"Hello");
    // 7.2.3.3: a block without compression; 7.2.3.4: a last block; 7.2.3.5: two blocks.
    let stored = [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00];
    assert_eq!(ours.take(COMPRESSED_TEXT, &stored).unwrap().unwrap(), b"Hello");
    let last = [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00];
    assert_eq!(ours.take(COMPRESSED_TEXT, &last).unwrap().unwrap(), b"Hello");
    assert_eq!(
        ours.take(COMPRESSED_TEXT, &[0xF2, 0x00, 0x11, 0x00, 0x00])
            .unwrap()
            .unwrap(),
        b"Hello"
    );
    let two = [
        0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00,
    ];
    assert_eq!(ours.take(COMPRESSED_TEXT, &two).unwrap().unwrap(), b"Hello");
    // 7.2.3.6: an empty last frame.
    assert_eq!(ours.take(FIRST, &hello[..6]), Ok(None));
    assert_eq!(ours.take(LAST, &hello[6..]).unwrap().unwrap(), b"Hello");
    assert_eq!(ours.take(COMPRESSED_TEXT, &[0x00]).unwrap().unwrap(), b"");
}

#[test]
fn a_station_that_does_not_take_over_cannot_refer_to_what_it_said() {
    let mut ours = Ours::new(direction(15, false), direction(15, true));
    let hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
    for _ in 0..2 {
        assert_eq!(ours.take(COMPRESSED_TEXT, &hello).unwrap().unwrap(), b"Hello");
    }
    let refers = ours.take(COMPRESSED_TEXT, &[0xF2, 0x00, 0x11, 0x00, 0x00]);
    assert_eq!(refers, Err(Fault::NotInflated));
}

#[test]
fn a_session_in_every_window_with_takeover_and_without() {
    for bits in 9..=15 {
        for (theirs, ours) in [(true, true), (false, true), (true, false), (false, false)] {
            let (theirs, ours) = (direction(bits, theirs), direction(bits, ours));
            let (mut station, mut server) = (Station::new(theirs, ours), Ours::new(theirs, ours));
            // Its own compression reads what begins anew as what goes on: there is nothing to tell it.
            for number in 0..200 {
                let text = meter_values(number);
                let payload = station.says(text.as_bytes());
                let read = server.take(COMPRESSED_TEXT, &payload).unwrap().unwrap();
                assert_eq!(String::from_utf8(read).unwrap(), text);
                let written = server.deflate.say(said(0x81, text.as_bytes()));
                assert_eq!(station.hears(&written), (text.clone().into_bytes(), true));
                assert!(written.len() < text.len());
                let remembered = server.deflate.theirs.bytes().len() + server.deflate.ours.bytes().len();
                assert!(remembered <= theirs.remembered() + ours.remembered());
            }
        }
    }
}

#[test]
fn takeover_is_worth_its_memory() {
    let wire = |takes_over| {
        let (theirs, ours) = (direction(12, takes_over), direction(12, takes_over));
        let (mut station, mut server) = (Station::new(theirs, ours), Ours::new(theirs, ours));
        for number in 0..100 {
            let text = meter_values(number);
            let payload = station.says(text.as_bytes());
            server.take(COMPRESSED_TEXT, &payload).unwrap();
            drop(server.deflate.say(said(0x81, text.as_bytes())));
        }
        let totals = server.totals().compression;
        assert_eq!(totals.came.text, totals.went.text);
        (
            totals.came.wire * 100 / totals.came.text,
            totals.went.wire * 100 / totals.went.text,
        )
    };
    let (alone, together) = (wire(false), wire(true));
    assert!(alone.0 > 40 && alone.1 > 40, "{alone:?} %");
    assert!(together.0 < 25 && together.1 < 25, "{together:?} %");
}

#[test]
fn what_cannot_be_made_smaller_is_left_as_it_is() {
    let (theirs, ours) = (direction(15, false), direction(15, false));
    let (mut station, mut server) = (Station::new(theirs, ours), Ours::new(theirs, ours));
    let small = br#"[3,"1234",{}]"#;
    let noise: Vec<u8> = (0..5000_u32).flat_map(|n| Sha256::digest(n.to_be_bytes())).collect();
    for text in [&small[..], &noise] {
        let written = server.deflate.say(said(0x81, text));
        assert!(written == said(0x81, text));
        assert!(station.hears(&written) == (text.to_vec(), false));
    }
    // Control frames and several frames at once.
    let text = meter_values(1);
    let all = [said(0x89, b"ping"), said(0x81, text.as_bytes()), said(0x88, b"")].concat();
    let mut written = server.deflate.say(all.into());
    let ping = Header::read(&written).unwrap();
    assert_eq!(written.split_to(ping.end()), said(0x89, b"ping"));
    let header = Header::read(&written).unwrap();
    assert_eq!(
        station.hears(&written.split_to(header.end())),
        (text.into_bytes(), true)
    );
    assert_eq!(written, said(0x88, b""));
    assert_eq!(server.totals().compression.now(), 1);
}

#[test]
fn a_bomb_is_not_inflated() {
    let mut station = Station::new(direction(15, false), direction(15, false));
    let bomb = station.says(&vec![b' '; 64 << 20]);
    let mut ours = Ours::usual();
    assert!(bomb.len() < announced(LIMIT));
    assert_eq!(ours.take(COMPRESSED_TEXT, &bomb), Err(Fault::TooLarge));
    let mut ours = Ours::usual();
    let mut text = Vec::new();
    let stopped = tools::inflate(&bomb, &[], LIMIT, &mut text);
    assert_eq!(stopped, Err(tools::NotInflated::TooLarge));
    assert!(text.capacity() <= LIMIT * 2, "{}", text.capacity());
    for (size, fits) in [(LIMIT, true), (LIMIT + 1, false)] {
        let payload = station.says(&vec![b' '; size]);
        assert_eq!(ours.take(COMPRESSED_TEXT, &payload).is_ok(), fits, "{size}");
    }
}

#[test]
fn last_blocks_without_end_are_not_followed() {
    let mut ours = Ours::usual();
    assert_eq!(
        ours.take(COMPRESSED_TEXT, &[0x03, 0x00].repeat(8)).unwrap().unwrap(),
        b""
    );
    let many = [0x03, 0x00].repeat(100_000);
    assert_eq!(ours.take(COMPRESSED_TEXT, &many), Err(Fault::NotInflated));
}

#[test]
fn what_is_not_by_the_rules_is_a_fault() {
    let hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
    let protocol = |fault| matches!(fault, Err(Fault::Protocol(_)));
    assert_eq!(
        Ours::usual().take(COMPRESSED_TEXT, b"not deflate"),
        Err(Fault::NotInflated)
    );
    assert_eq!(Ours::usual().take(COMPRESSED_TEXT, &[0x07]), Err(Fault::NotInflated));
    // RSV1 on a ping, on a close frame, on a continuation.
    for first in [0xC9, 0xC8, 0xC0] {
        assert!(protocol(Ours::usual().take(first, &hello)), "{first:x}");
    }
    for first in [0xC1, 0x81, 0xC2, 0xC0] {
        let mut ours = Ours::usual();
        assert_eq!(ours.take(FIRST, &hello[..3]), Ok(None));
        assert!(protocol(ours.take(first, &hello)), "{first:x} inside a message");
    }
    let bare = [&[COMPRESSED_TEXT, 7][..], &hello].concat();
    assert!(matches!(
        Ours::usual().deflate.take(bare.into()),
        Err(Fault::Protocol(_))
    ));
    // What is not compressed goes by as it came.
    let plain = masked(0x81, b"[2]");
    assert_eq!(Ours::usual().deflate.take(plain.clone()), Ok(Some(plain)));
    let part = masked(MORE, b"[2]");
    assert_eq!(Ours::usual().deflate.take(part.clone()), Ok(Some(part)));
}

#[test]
fn it_is_counted_while_it_lasts() {
    let counters = Counters::default();
    let of_worker = counters.worker();
    let usual = agreed(direction(12, true), direction(12, true));
    let deflate = Deflate::new(&usual, LIMIT, Arc::clone(&of_worker));
    assert_eq!(counters.totals().compression.now(), 1);
    drop(deflate);
    assert_eq!(counters.totals().compression.now(), 0);
}

proptest! {
    #[test]
    fn any_messages_in_any_parts(
        texts in proptest::collection::vec("[ -~]{0,40}|\\PC{0,300}|[ab]{0,3000}", 1..12),
        cuts in proptest::collection::vec(0_usize..400, 0..6),
        bits in 9_u8..=15,
        takes_over: (bool, bool),
    ) {
        let (theirs, ours) = (direction(bits, takes_over.0), direction(bits, takes_over.1));
        let (mut station, mut server) = (Station::new(theirs, ours), Ours::new(theirs, ours));
        for text in &texts {
            let payload = station.says(text.as_bytes());
            let mut rest = payload.as_slice();
            let mut first = FIRST;
            for cut in &cuts {
                let (part, after) = rest.split_at((*cut).min(rest.len()));
                prop_assert_eq!(server.take(first, part).unwrap(), None);
                (rest, first) = (after, MORE);
            }
            let read = server.take(first | LAST, rest).unwrap().unwrap();
            prop_assert_eq!(&String::from_utf8(read).unwrap(), text);
            let written = server.deflate.say(said(0x81, text.as_bytes()));
            prop_assert_eq!(&String::from_utf8(station.hears(&written).0).unwrap(), text);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(payload in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut ours = Ours::usual();
        for _ in 0..2 {
            drop(ours.take(COMPRESSED_TEXT, &payload));
        }
    }
}
