//! sled's file as it lies there, read without sled: to see what it has before sled opens it, which writes over what it
//! does not understand, and to get out of a damaged one what is still whole.
//!
//! The form is that of sled 0.34, which does not change any more. `message` is the log's form, `node` that of a page,
//! `log` tells which messages count. None of them knows what the store puts into the tree.

mod log;
mod message;
mod node;

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::files::of;
use log::{Harmed, Page, Pages, Place, Reading};
use node::{Content, Link, Node};

/// The page that says where trees begin.
const TREES: u64 = 0;

/// The page that counts what nobody here asks for.
const COUNTER: u64 = 1;

/// A file of sled's, as it was read.
pub(super) struct Raw {
    file: File,
    log: Pages,
}

/// Something is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

/// What is done with an entry, its key and its value; whether to go on.
pub(super) type Each<'a> = dyn FnMut(Vec<u8>, &[u8]) -> bool + 'a;

impl Raw {
    /// The file of a folder as sled would read it; `None` if there is none.
    ///
    /// # Errors
    /// What reading failed with.
    pub(super) fn open(folder: &Path) -> io::Result<Option<Self>> {
        Self::read(folder, Reading::AsSled)
    }

    /// The same with all that is whole, also where sled would not look any more.
    ///
    /// # Errors
    /// What reading failed with.
    pub(super) fn open_damaged(folder: &Path) -> io::Result<Option<Self>> {
        Self::read(folder, Reading::All)
    }

    fn read(folder: &Path, reading: Reading) -> io::Result<Option<Self>> {
        let path = folder.join("db");
        let file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(of(&path))?,
        };
        let log = Pages::read(folder, file.try_clone()?, reading).map_err(of(&path))?;
        Ok(Some(Self { file, log }))
    }

    /// Where the file has damaged messages with whole ones behind them, in bytes.
    pub(super) fn damaged(&self) -> &[u64] {
        &self.log.damaged
    }

    /// Where the page lies in the file that no entry needs, and without which sled does not open.
    #[cfg(test)]
    pub(super) fn counter(&self) -> Option<u64> {
        match self.page(COUNTER) {
            Some(Page::Present { whole: Some(place), .. }) => Some(place.at),
            _ => None,
        }
    }

    /// The entries of the tree, in their keys' order.
    ///
    /// # Errors
    /// A page is not as it was written; there may be more behind it.
    pub(super) fn entries(&self, each: &mut Each<'_>) -> io::Result<Result<(), Broken>> {
        if self.log.pages.is_empty() {
            return Ok(Ok(()));
        }
        let mut bytes = Bytes::default();
        let Some(mut page) = self.first_leaf(&mut bytes)? else {
            return Ok(Err(Broken));
        };
        let mut seen = vec![false; self.log.pages.len()];
        loop {
            let place = usize::try_from(page).ok().and_then(|page| seen.get_mut(page));
            // A damaged file may lead in a circle.
            let Some(false) = place.map(|seen| std::mem::replace(seen, true)) else {
                return Ok(Err(Broken));
            };
            let Some(node) = self.node(page, &mut bytes)? else {
                return Ok(Err(Broken));
            };
            if !node.entries().all(|(key, value)| each(key, value)) {
                return Ok(Ok(()));
            }
            match node.next {
                Some(next) => page = next,
                None => return self.others(&seen, &mut bytes),
            }
        }
    }

    /// Whether all pages that were not seen are whole: sled opens no file in which one is missing.
    fn others(&self, seen: &[bool], bytes: &mut Bytes) -> io::Result<Result<(), Broken>> {
        for ((number, page), seen) in (0..).zip(&self.log.pages).zip(seen) {
            let is_whole = match page {
                _ if *seen || number <= COUNTER => true,
                Page::Free => true,
                Page::Nothing => false,
                Page::Present { .. } => self.node(number, bytes)?.is_some(),
            };
            if !is_whole {
                return Ok(Err(Broken));
            }
        }
        Ok(Ok(()))
    }

    /// The entries of all pages that can be read, whether the tree leads there or not: some come twice.
    ///
    /// # Errors
    /// What reading failed with.
    pub(super) fn all_entries(&self, each: &mut dyn FnMut(Vec<u8>, &[u8])) -> io::Result<()> {
        let mut bytes = Bytes::default();
        for page in (COUNTER + 1..).take(self.log.pages.len().saturating_sub(2)) {
            if let Some(node) = self.node(page, &mut bytes)? {
                for (key, value) in node.entries() {
                    each(key, value);
                }
            }
        }
        Ok(())
    }

    /// The entries of damaged messages that nothing has replaced, as far as they can be read. Nothing says that a key or a
    /// value is as it was written.
    ///
    /// # Errors
    /// What reading failed with.
    pub(super) fn harmed_entries(&self, each: &mut dyn FnMut(Vec<u8>, &[u8])) -> io::Result<()> {
        let (mut bytes, mut later) = (Bytes::default(), Bytes::default());
        for (page, harmed) in self.log.harmed.range(COUNTER + 1..) {
            for one in harmed {
                bytes.read(&self.file, &[one.place])?;
                let links = self.links_after(*page, one.after);
                later.read(&self.file, &links)?;
                let later: Vec<Link<'_>> = (0..links.len())
                    .filter_map(|number| Link::read(later.part(number)))
                    .collect();
                self.harmed_of(*page, one, (bytes.part(0), &later), each)?;
            }
        }
        Ok(())
    }

    fn harmed_of(
        &self,
        page: u64,
        harmed: &Harmed,
        (body, later): (&[u8], &[Link<'_>]),
        each: &mut dyn FnMut(Vec<u8>, &[u8]),
    ) -> io::Result<()> {
        let is_replaced = |key: &[u8]| later.iter().any(|link| link.key() == Some(key));
        if harmed.is_whole_page {
            let node = Node::read_harmed(body);
            let replaced: Vec<_> = node
                .iter()
                .flat_map(|node| later.iter().filter_map(|link| Some(node.key(link.key()?))))
                .collect();
            for (key, value) in node.iter().flat_map(Node::entries) {
                if !replaced.contains(&key) {
                    each(key, value);
                }
            }
            return Ok(());
        }
        let mut of_page = Bytes::default();
        let node = self.node(page, &mut of_page)?;
        if let (Some(node), Some(Link::Set(key, value))) = (node, Link::read(body))
            && !is_replaced(key)
        {
            each(node.key(key), value);
        }
        Ok(())
    }

    /// The changes of a page that count, but for the first so many.
    fn links_after(&self, page: u64, after: usize) -> Vec<Place> {
        match self.page(page) {
            Some(Page::Present { links, .. }) => links.get(after..).unwrap_or_default().to_vec(),
            Some(Page::Nothing | Page::Free) | None => Vec::new(),
        }
    }

    fn first_leaf(&self, bytes: &mut Bytes) -> io::Result<Option<u64>> {
        let Some(Page::Present { whole: Some(trees), .. }) = self.page(TREES) else {
            return Ok(None);
        };
        bytes.read(&self.file, &[*trees])?;
        let Some(mut page) = node::root(bytes.part(0)) else {
            return Ok(None);
        };
        for _ in 0..=self.log.pages.len() {
            match self.node(page, bytes)?.map(|node| node.content) {
                Some(Content::Index(below)) => page = below,
                Some(Content::Leaf(_)) => return Ok(Some(page)),
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    fn page(&self, number: u64) -> Option<&Page> {
        self.log.pages.get(usize::try_from(number).ok()?)
    }

    /// A page with all its changes; `None` if it is not whole.
    fn node<'a>(&self, number: u64, bytes: &'a mut Bytes) -> io::Result<Option<Node<'a>>> {
        let Some(Page::Present {
            whole: Some(whole),
            links,
        }) = self.page(number)
        else {
            return Ok(None);
        };
        let places: Vec<_> = std::iter::once(whole).chain(links).copied().collect();
        bytes.read(&self.file, &places)?;
        let Some(mut node) = Node::read(bytes.part(0)) else {
            return Ok(None);
        };
        for number in 1..places.len() {
            match Link::read(bytes.part(number)) {
                Some(link) => node.apply(&link),
                None => return Ok(None),
            }
        }
        Ok(Some(node))
    }
}

/// Bodies of messages, one behind the other.
#[derive(Default)]
struct Bytes {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Bytes {
    fn read(&mut self, file: &File, places: &[Place]) -> io::Result<()> {
        self.ends.clear();
        let mut end = 0;
        for place in places {
            let begin = end;
            end += place.length;
            if self.bytes.len() < end {
                self.bytes.resize(end, 0);
            }
            if let Some(part) = self.bytes.get_mut(begin..end) {
                file.read_exact_at(part, place.at)?;
            }
            self.ends.push(end);
        }
        Ok(())
    }

    fn part(&self, number: usize) -> &[u8] {
        let begin = match number {
            0 => 0,
            _ => self.ends.get(number - 1).copied().unwrap_or_default(),
        };
        let end = self.ends.get(number).copied().unwrap_or_default();
        self.bytes.get(begin..end).unwrap_or_default()
    }
}
