//! What sled 0.34 writes of a page of its tree. Pure.

use super::message::{number, text};

/// The name of the one tree that the store uses.
const TREE: &[u8] = b"__sled__default";

/// A page of the tree.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// The page to the right of it.
    pub(super) next: Option<u64>,
    pub(super) content: Content<'a>,
    /// What all its keys begin with.
    prefix: &'a [u8],
}

#[derive(Debug)]
pub(super) enum Content<'a> {
    /// Keys, without what all have in common, and values, in the keys' order.
    Leaf(Vec<(&'a [u8], &'a [u8])>),
    /// The first of the pages below.
    Index(u64),
}

/// A change of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Link<'a> {
    Set(&'a [u8], &'a [u8]),
    Delete(&'a [u8]),
    /// Of an index: its first page stays the first.
    Merge,
}

impl<'a> Node<'a> {
    /// Reads a page; `None` if these bytes are none.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        Self::parse(bytes).and_then(|(node, is_whole)| is_whole.then_some(node))
    }

    /// Reads what can be read of a damaged page. Keys may be wrong, or have another value than theirs.
    pub(super) fn read_harmed(bytes: &'a [u8]) -> Option<Self> {
        Self::parse(bytes).map(|(node, _)| node)
    }

    fn parse(mut bytes: &'a [u8]) -> Option<(Self, bool)> {
        let mut is_whole = true;
        let mut part = |rest: &mut &'a [u8]| {
            let part = text(rest);
            is_whole &= part.is_some();
            part
        };
        let rest = &mut bytes;
        let next = Some(number(rest)?).filter(|next| *next != 0);
        number(rest)?;
        let (flags, after) = rest.split_first_chunk::<2>()?;
        *rest = after;
        let low = text(rest)?;
        text(rest)?;
        let (is_index, after) = rest.split_first()?;
        *rest = after;
        let count = usize::try_from(number(rest)?).ok()?;
        // No more than there are bytes, whatever the number says.
        let mut keys = Vec::with_capacity(count.min(rest.len()));
        for _ in 0..count {
            let Some(key) = part(rest) else { break };
            keys.push(key);
        }
        let content = match is_index {
            0 => {
                let mut entries = Vec::with_capacity(keys.len());
                for key in keys {
                    entries.push((key, part(rest).unwrap_or_default()));
                }
                Content::Leaf(entries)
            }
            1 => Content::Index(number(rest)?),
            _ => return None,
        };
        let [_, prefix] = *flags;
        let node = Self {
            next,
            content,
            prefix: low.get(..usize::from(prefix))?,
        };
        Some((node, is_whole))
    }

    /// Carries a change out.
    pub(super) fn apply(&mut self, link: &Link<'a>) {
        let Content::Leaf(entries) = &mut self.content else {
            return;
        };
        let place = |key: &[u8]| entries.binary_search_by(|(one, _)| (*one).cmp(key));
        match *link {
            Link::Set(key, value) => match place(key) {
                Ok(place) => {
                    if let Some((_, before)) = entries.get_mut(place) {
                        *before = value;
                    }
                }
                Err(place) => entries.insert(place, (key, value)),
            },
            Link::Delete(key) => {
                if let Ok(place) = place(key) {
                    entries.remove(place);
                }
            }
            Link::Merge => {}
        }
    }

    /// A key of its, whole.
    pub(super) fn key(&self, key: &[u8]) -> Vec<u8> {
        [self.prefix, key].concat()
    }

    /// Its keys, whole, and values.
    pub(super) fn entries(&self) -> impl Iterator<Item = (Vec<u8>, &'a [u8])> + '_ {
        let entries = match &self.content {
            Content::Leaf(entries) => entries.as_slice(),
            Content::Index(_) => &[],
        };
        entries.iter().map(|(key, value)| (self.key(key), *value))
    }
}

impl<'a> Link<'a> {
    /// The key that it is about.
    pub(super) fn key(&self) -> Option<&'a [u8]> {
        match *self {
            Self::Set(key, _) | Self::Delete(key) => Some(key),
            Self::Merge => None,
        }
    }

    /// Reads a change; `None` if these bytes are none.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (kind, mut rest) = bytes.split_first()?;
        let rest = &mut rest;
        Some(match kind {
            0 => Self::Set(text(rest)?, text(rest)?),
            1 => Self::Delete(text(rest)?),
            2..=4 => Self::Merge,
            _ => return None,
        })
    }
}

/// The page where the tree begins, by the page that says where trees begin.
pub(super) fn root(mut trees: &[u8]) -> Option<u64> {
    while !trees.is_empty() {
        let name = text(&mut trees)?;
        let page = number(&mut trees)?;
        if name == TREE {
            return Some(page);
        }
    }
    None
}
