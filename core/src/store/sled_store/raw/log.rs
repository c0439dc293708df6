//! Reads sled's log as sled itself does when it opens, and writes nothing: which message of which page counts.
//!
//! sled takes a message that is not whole for the end of its segment, or, among the last segments, for the end of the
//! log, says nothing of it, and writes over what is behind. So a file is read here before sled opens it. Below the place
//! that sled's own snapshot has, sled goes by the snapshot: there only what is damaged itself is left out here.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::message::{self, Kind, Message, SEGMENT_HEADER};
use crate::store::sled_store::entry::SEGMENT_BYTES;

const SEGMENT: u64 = SEGMENT_BYTES as u64;

/// Where a message's body is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: u64,
    pub(super) length: usize,
}

/// What the log has of a page.
#[derive(Debug, Clone, Default)]
pub(super) enum Page {
    #[default]
    Nothing,
    Free,
    Present {
        /// None: it is where nothing of the store's should be.
        whole: Option<Place>,
        links: Vec<Place>,
    },
}

/// A damaged message of a page, and nothing in the log that replaced it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Harmed {
    /// Whether it is all of the page, and not a change of it.
    pub(super) is_whole_page: bool,
    pub(super) place: Place,
    /// So many changes of the page, of those that count, came before it.
    pub(super) after: usize,
}

/// Whether messages behind a damaged one count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As sled reads.
    AsSled,
    /// All that are whole.
    All,
}

/// What the log comes to.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) pages: Vec<Page>,
    /// Where messages are damaged, in bytes of the file. Some of them may not have counted any more.
    pub(super) damaged: Vec<u64>,
    /// What could be found out of damaged messages, by their pages.
    pub(super) harmed: BTreeMap<u64, Vec<Harmed>>,
}

/// The segments of a log, by their position in it.
struct Segments {
    file: File,
    places: BTreeMap<u64, u64>,
    /// Below this sled goes by its snapshot.
    noted: u64,
    stable: u64,
}

/// What is at a place of a segment.
enum Found<'a> {
    Message(Message<'a>),
    Damage,
    End,
}

impl Pages {
    /// Reads the log of a folder.
    pub(super) fn read(folder: &Path, file: File, reading: Reading) -> io::Result<Self> {
        let segments = Segments::find(folder, file)?;
        let end = match reading {
            Reading::AsSled => segments.end()?,
            Reading::All => u64::MAX,
        };
        let mut pages = Self::default();
        let mut bytes = Vec::new();
        for (lsn, at) in &segments.places {
            if *lsn >= end {
                break;
            }
            segments.load(*at, &mut bytes)?;
            let skips = reading == Reading::All || lsn + SEGMENT <= segments.noted;
            pages.take(&bytes, (*lsn, *at), end, skips);
        }
        Ok(pages)
    }

    /// Takes the messages of a segment that lie before the end of the log.
    fn take(&mut self, bytes: &[u8], (lsn, at): (u64, u64), end: u64, skips: bool) {
        let mut offset = SEGMENT_HEADER;
        while lsn + (offset as u64) < end {
            match find(bytes, offset, lsn) {
                Found::Message(message) => {
                    let body = offset + message.length - message.body.len();
                    let place = Place {
                        at: at + body as u64,
                        length: message.body.len(),
                    };
                    offset += message.length;
                    self.apply(&message, place);
                }
                Found::End => return,
                Found::Damage => {
                    self.harm(bytes.get(offset..).unwrap_or_default(), (lsn, at + offset as u64));
                    let next = next_whole(bytes, offset, lsn);
                    if next.is_some() {
                        self.damaged.push(at + offset as u64);
                    }
                    match next.filter(|_| skips) {
                        Some(next) => offset = next,
                        None => return,
                    }
                }
            }
        }
    }

    /// Notes a damaged message, if it can be told of which page it was.
    fn harm(&mut self, bytes: &[u8], (lsn, at): (u64, u64)) {
        let Some(message) = message::read_harmed(bytes, lsn / SEGMENT) else {
            return;
        };
        let is_whole_page = match message.kind {
            Kind::Whole => true,
            Kind::Link => false,
            Kind::Passed | Kind::Cap | Kind::Free | Kind::Elsewhere => return,
        };
        let page = usize::try_from(message.page).ok().and_then(|page| self.pages.get(page));
        let after = match page {
            Some(Page::Present { links, .. }) => links.len(),
            Some(Page::Nothing | Page::Free) | None => 0,
        };
        let place = Place {
            at: at + (message.length - message.body.len()) as u64,
            length: message.body.len(),
        };
        self.harmed.entry(message.page).or_default().push(Harmed {
            is_whole_page,
            place,
            after,
        });
    }

    fn apply(&mut self, message: &Message<'_>, place: Place) {
        if matches!(message.kind, Kind::Whole | Kind::Elsewhere | Kind::Free) {
            self.harmed.remove(&message.page);
        }
        let Ok(number) = usize::try_from(message.page) else {
            return;
        };
        if matches!(message.kind, Kind::Passed | Kind::Cap) {
            return;
        }
        // A change of a page that is not there belongs to one that lies further on, or that is gone.
        if self.pages.len() <= number && message.kind == Kind::Link {
            return;
        }
        if self.pages.len() <= number {
            self.pages.resize_with(number + 1, Page::default);
        }
        let Some(page) = self.pages.get_mut(number) else { return };
        let present = |whole| Page::Present {
            whole,
            links: Vec::new(),
        };
        match (message.kind, page) {
            (Kind::Whole, page) => *page = present(Some(place)),
            (Kind::Elsewhere, page) => *page = present(None),
            (Kind::Free, page) => *page = Page::Free,
            (_, Page::Present { links, .. }) => links.push(place),
            (_, Page::Nothing | Page::Free) => {}
        }
    }
}

impl Segments {
    fn find(folder: &Path, file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let mut found = Self {
            file,
            places: BTreeMap::new(),
            noted: noted(folder)?,
            stable: 0,
        };
        let mut header = [0; SEGMENT_HEADER];
        let mut at = 0;
        while at + header.len() as u64 <= length {
            found.file.read_exact_at(&mut header, at)?;
            if let Some(header) = message::segment_header(&header).filter(|header| header.lsn % SEGMENT == 0) {
                found.stable = found.stable.max(header.stable);
                found.places.insert(header.lsn, at);
            }
            at += SEGMENT;
        }
        Ok(found)
    }

    /// Where the log ends for sled: the last segments must follow one another, and nothing in them be damaged.
    fn end(&self) -> io::Result<u64> {
        let from = self.stable.max(self.noted / SEGMENT * SEGMENT) / SEGMENT * SEGMENT;
        let (mut bytes, mut end) = (Vec::new(), 0);
        for (expected, (lsn, at)) in (0..).zip(self.places.range(from..)) {
            if *lsn != from + expected * SEGMENT {
                return Ok(end);
            }
            self.load(*at, &mut bytes)?;
            let mut offset = SEGMENT_HEADER;
            loop {
                match find(&bytes, offset, *lsn) {
                    Found::Message(message) => offset += message.length,
                    Found::Damage => return Ok(lsn + offset as u64),
                    Found::End => break,
                }
            }
            end = lsn + offset as u64;
        }
        Ok(end)
    }

    fn load(&self, at: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        bytes.resize(usize::try_from((length - at).min(SEGMENT)).unwrap_or_default(), 0);
        self.file.read_exact_at(bytes, at)
    }
}

/// Up to where sled's snapshot goes; it is in its name.
fn noted(folder: &Path) -> io::Result<u64> {
    let mut last = 0;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("snap."));
        last = last.max(
            number
                .and_then(|number| u64::from_str_radix(number, 16).ok())
                .unwrap_or(0),
        );
    }
    Ok(last)
}

fn find(bytes: &[u8], offset: usize, lsn: u64) -> Found<'_> {
    if !message::may_begin(offset, SEGMENT_BYTES) {
        return Found::End;
    }
    match bytes
        .get(offset..)
        .and_then(|bytes| message::read(bytes, lsn / SEGMENT))
    {
        None => Found::Damage,
        Some(Message { kind: Kind::Cap, .. }) => Found::End,
        Some(message) => Found::Message(message),
    }
}

/// The next place of a whole message behind a damaged one.
fn next_whole(bytes: &[u8], offset: usize, lsn: u64) -> Option<usize> {
    (offset + 1..bytes.len()).find(|offset| matches!(find(bytes, *offset, lsn), Found::Message(_)))
}
