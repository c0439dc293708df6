//! Keys of the table, and ranges of them.

use std::ops::Bound;
use std::sync::Arc;

use super::super::entry::Range;

/// A key with its beginning in place: a look through the map compares a dozen keys, and each that lies elsewhere is a wait
/// for the memory. The beginning is as long as what neighbours have in common, the name of their collection, and more.
#[derive(Debug)]
pub(super) struct Key {
    /// The first 64 bytes, eight to a number, with zeros behind a shorter key: in the order of the bytes.
    head: [u64; 8],
    pub(super) whole: Arc<[u8]>,
}

/// Keys of the table that are looked at together.
pub(in super::super) struct Span {
    pub(super) from: Bound<Key>,
    pub(super) to: Bound<Key>,
}

impl Key {
    pub(super) fn new(whole: Arc<[u8]>) -> Self {
        let mut head = [0; 8];
        for (number, bytes) in head.iter_mut().zip(whole.chunks(8)) {
            let mut padded = [0; 8];
            padded.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            *number = u64::from_be_bytes(padded);
        }
        Self { head, whole }
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.head.cmp(&other.head).then_with(|| self.whole.cmp(&other.whole))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Key {}

impl Span {
    /// The keys of a range.
    pub(in super::super) fn of((from, to): &Range) -> Self {
        let bound = |bound: &Bound<Vec<u8>>| bound.as_ref().map(|key| Key::new(key.as_slice().into()));
        Self {
            from: bound(from),
            to: bound(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    proptest! {
        /// Zeros behind a shorter key are no byte of it.
        #[test]
        fn keys_are_in_the_order_of_their_bytes(
            (shared, one, other) in (vec(0..3_u8, 0..70), vec(0..3_u8, 0..20), vec(0..3_u8, 0..20)),
        ) {
            let [one, other] = [one, other].map(|end| [shared.as_slice(), &end].concat());
            let of = |bytes: &[u8]| Key::new(bytes.into());
            prop_assert_eq!(of(&one).cmp(&of(&other)), one.cmp(&other));
        }
    }
}
