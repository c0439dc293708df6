//! What all entries of a store come to: so many, and a sum that is the same in whatever order they are added. Pure.

use serde::{Deserialize, Serialize};

use super::super::Revision;

/// The count and the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Digest {
    pub(super) entries: u64,
    sum: u64,
}

/// What one entry adds: no two entries of a store have the same revision, and each has a checksum of what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share(u64);

impl Share {
    /// That of an entry. One of a version before has no checksum.
    pub(super) fn of(revision: Revision, sum: Option<u32>) -> Self {
        // Revisions grow by one, so the digits are mixed: sums of neighbours must not be alike.
        let sum = u64::from(sum.unwrap_or_default());
        Self(mixed(mixed(revision.0).wrapping_add(sum)))
    }
}

impl Digest {
    pub(super) fn add(&mut self, share: Share) {
        self.entries = self.entries.wrapping_add(1);
        self.sum = self.sum.wrapping_add(share.0);
    }

    pub(super) fn remove(&mut self, share: Share) {
        self.entries = self.entries.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(share.0);
    }
}

/// Each bit of the number has a say in each bit of what comes out, and no two numbers give the same.
const fn mixed(number: u64) -> u64 {
    let mut number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_does_not_count_and_what_is_removed_leaves_nothing() {
        let shares = [(1, Some(5)), (2, Some(5)), (3, None)].map(|(revision, sum)| Share::of(Revision(revision), sum));
        let (mut one, mut other) = (Digest::default(), Digest::default());
        for (share, last) in shares.iter().zip(shares.iter().rev()) {
            one.add(*share);
            other.add(*last);
        }
        assert_eq!(one, other);
        for share in shares {
            one.remove(share);
        }
        assert_eq!(one, Digest::default());
    }

    #[test]
    fn one_that_is_missing_older_or_changed_shows() {
        let mut whole = Digest::default();
        for revision in 1..1000 {
            whole.add(Share::of(Revision(revision), Some(7)));
        }
        for (revision, other) in (1..1000).zip((1..1000).rev()) {
            let mut changed = whole;
            changed.remove(Share::of(Revision(revision), Some(7)));
            for again in [(other, Some(8)), (1000 + other, Some(7)), (revision, None)] {
                let mut changed = changed;
                changed.add(Share::of(Revision(again.0), again.1));
                assert_ne!(changed, whole, "{revision} {again:?}");
            }
        }
    }
}
