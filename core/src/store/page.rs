//! Which keys a listing gives, in which order, and the range of keys that this is. Pure.

use std::ops::Bound;

/// Which keys to list, in the keys' byte order or against it.
///
/// ```
/// use ocpp_central::store::Page;
/// let newest = Page::of("CP-1/", 20).descending();
/// let next = newest.after(Some("CP-1/0042"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'a> {
    /// Only keys that begin with this text.
    pub prefix: &'a str,
    /// Only keys that come after this one in the page's order (the last of the page before).
    pub after: Option<&'a str>,
    /// At most so many.
    pub limit: usize,
    /// From the first key on, or from the last one back.
    pub order: Order,
}

/// The order of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// In the keys' byte order.
    #[default]
    Ascending,
    /// Against it: where keys hold times or numbers, the newest first.
    Descending,
}

impl<'a> Page<'a> {
    /// The first `limit` keys that begin with `prefix`.
    #[must_use]
    pub const fn of(prefix: &'a str, limit: usize) -> Self {
        Self {
            prefix,
            after: None,
            limit,
            order: Order::Ascending,
        }
    }

    /// The first `limit` keys of the collection.
    #[must_use]
    pub const fn all(limit: usize) -> Self {
        Self::of("", limit)
    }

    /// The page that follows the one that ended with this key.
    #[must_use]
    pub const fn after(self, after: Option<&'a str>) -> Self {
        Self { after, ..self }
    }

    /// In this order.
    #[must_use]
    pub const fn order(self, order: Order) -> Self {
        Self { order, ..self }
    }

    /// From the last key back.
    #[must_use]
    pub const fn descending(self) -> Self {
        self.order(Order::Descending)
    }

    /// The range in which all its keys lie, and no others; `None` if there can be none.
    pub(super) fn span(&self) -> Option<Span> {
        let end = end_of(self.prefix);
        let mut span = Span {
            from: Bound::Included(self.prefix.to_owned()),
            to: end.clone().map_or(Bound::Unbounded, Bound::Excluded),
        };
        let Some(after) = self.after else { return Some(span) };
        // Every key that begins with the prefix comes before `end`.
        let past_the_end = end.is_some_and(|end| *after >= *end);
        match self.order {
            Order::Ascending if past_the_end => return None,
            Order::Ascending if after >= self.prefix => span.from = Bound::Excluded(after.to_owned()),
            Order::Descending if after <= self.prefix => return None,
            Order::Descending if !past_the_end => span.to = Bound::Excluded(after.to_owned()),
            Order::Ascending | Order::Descending => {}
        }
        Some(span)
    }
}

/// A range of keys that is never upside down.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Bound<String>,
    pub(super) to: Bound<String>,
}

impl Span {
    pub(super) fn bounds(&self) -> (Bound<&String>, Bound<&String>) {
        (self.from.as_ref(), self.to.as_ref())
    }
}

impl Order {
    /// Whether a key is listed before another.
    pub(super) fn comes_before<K: Ord>(self, key: K, other: K) -> bool {
        match self {
            Self::Ascending => key < other,
            Self::Descending => key > other,
        }
    }
}

/// The first text that comes after all that begin with `prefix`, in byte order; `None` if there is
/// none. Listing after it skips them all.
#[must_use]
pub fn end_of(prefix: &str) -> Option<String> {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        if let Some(next) = next_char(last) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

/// The byte order of UTF-8 is the order of the characters' numbers.
fn next_char(c: char) -> Option<char> {
    match c {
        '\u{d7ff}' => Some('\u{e000}'),
        _ => char::from_u32(u32::from(c) + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_comes_right_after_all_that_begin_with_it() {
        for (prefix, end) in [
            ("a", Some("b")),
            ("CP/", Some("CP0")),
            ("a\u{10ffff}", Some("b")),
            ("\u{7f}", Some("\u{80}")),
            ("\u{d7ff}", Some("\u{e000}")),
            ("\u{10ffff}\u{10ffff}", None),
            ("", None),
        ] {
            assert_eq!(end_of(prefix).as_deref(), end, "{prefix:?}");
            if let Some(end) = end {
                assert!(format!("{prefix}\u{10ffff}\u{10ffff}").as_str() < end);
            }
        }
    }

    #[test]
    fn a_span_holds_what_comes_after_the_last_page() {
        let page = Page::of("p/", 1);
        let excluded = |text: &str| Bound::Excluded(text.to_owned());
        let span = |from, to| Some(Span { from, to });
        let first = Bound::Included("p/".to_owned());
        assert_eq!(page.span(), span(first.clone(), excluded("p0")));
        assert_eq!(page.after(Some("p/5")).span(), span(excluded("p/5"), excluded("p0")));
        assert_eq!(page.after(Some("a")).span(), span(first.clone(), excluded("p0")));
        assert_eq!(page.after(Some("p0")).span(), None);
        let down = page.descending();
        assert_eq!(down.after(Some("p/5")).span(), span(first.clone(), excluded("p/5")));
        assert_eq!(down.after(Some("z")).span(), span(first, excluded("p0")));
        assert_eq!(down.after(Some("p/")).span(), None);
        assert_eq!(down.after(Some("a")).span(), None);
    }
}
