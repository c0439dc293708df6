//! How often something was how large: a few buckets with fixed bounds, each a number that only grows. Counting is two
//! additions and a look for the bucket.

use std::array;
use std::time::Duration;

use super::counter::Counter;

/// The bounds of the longest scale.
const MOST: usize = 17;

/// Where the buckets of a histogram end.
#[derive(Debug, PartialEq, Eq)]
pub struct Scale {
    /// Ascending, at most [`MOST`]; what is larger than the last is in a bucket of its own.
    bounds: &'static [u64],
    /// So many of what is counted are one of what is shown.
    per_unit: u64,
}

/// Times, counted in nanoseconds, shown in seconds: from 50 µs to 30 s.
pub static SECONDS: Scale = Scale {
    bounds: &[
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        25_000_000,
        50_000_000,
        100_000_000,
        250_000_000,
        500_000_000,
        1_000_000_000,
        2_500_000_000,
        10_000_000_000,
        30_000_000_000,
    ],
    per_unit: 1_000_000_000,
};

/// How many of something are done together.
pub static SIZES: Scale = Scale {
    bounds: &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
    per_unit: 1,
};

/// A histogram.
#[derive(Debug)]
pub struct Histogram {
    scale: &'static Scale,
    buckets: [Counter; MOST + 1],
    sum: Counter,
}

/// One at a moment, or several together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distribution {
    scale: &'static Scale,
    buckets: [u64; MOST + 1],
    sum: u64,
}

impl Histogram {
    /// An empty one.
    #[must_use]
    pub fn new(scale: &'static Scale) -> Self {
        Self {
            scale,
            buckets: array::from_fn(|_| Counter::default()),
            sum: Counter::default(),
        }
    }

    /// One more, of a histogram of times.
    pub fn took(&self, time: Duration) {
        self.add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    /// One more that is so large.
    pub fn add(&self, value: u64) {
        let at = self.scale.bounds.partition_point(|bound| *bound < value);
        if let Some(bucket) = self.buckets.get(at) {
            bucket.add();
        }
        self.sum.add_large(value);
    }

    /// As it is now.
    #[must_use]
    pub fn now(&self) -> Distribution {
        Distribution {
            scale: self.scale,
            buckets: array::from_fn(|at| self.buckets.get(at).map_or(0, Counter::now)),
            sum: self.sum.now(),
        }
    }
}

impl Distribution {
    /// Nothing yet.
    #[must_use]
    pub const fn empty(scale: &'static Scale) -> Self {
        Self {
            scale,
            buckets: [0; MOST + 1],
            sum: 0,
        }
    }

    /// With those of another one of the same scale.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for (own, more) in self.buckets.iter_mut().zip(other.buckets) {
            *own += more;
        }
        self.sum = self.sum.saturating_add(other.sum);
        self
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }

    /// All together, in what is shown.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.scale.shown(self.sum)
    }

    /// The mean, in what is shown; 0 of none.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a figure for people, exact up to 2^53")]
    pub fn mean(&self) -> f64 {
        self.sum() / self.count().max(1) as f64
    }

    /// Each bucket's bound, in what is shown, with how many are in it and in no one before; the last has no bound.
    #[must_use]
    pub fn buckets(&self) -> Vec<(f64, u64)> {
        let bounds = self.scale.bounds.iter().map(|bound| self.scale.shown(*bound));
        bounds.chain([f64::INFINITY]).zip(self.buckets).collect()
    }
}

impl Scale {
    #[expect(clippy::cast_precision_loss, reason = "a figure for people, exact up to 2^53")]
    fn shown(&self, value: u64) -> f64 {
        value as f64 / self.per_unit as f64
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "exact on purpose")]
    use super::*;

    #[test]
    fn a_bucket_has_what_is_not_larger_than_its_bound() {
        let sizes = Histogram::new(&SIZES);
        for size in [0, 1, 2, 3, 1024, 1025] {
            sizes.add(size);
        }
        let now = sizes.now();
        let filled: Vec<_> = now.buckets().into_iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(filled, [(1.0, 2), (2.0, 1), (4.0, 1), (1024.0, 1), (f64::INFINITY, 1)]);
        assert_eq!((now.count(), now.sum()), (6, 2055.0));
    }

    #[test]
    fn several_are_one() {
        let (one, other) = (Histogram::new(&SECONDS), Histogram::new(&SECONDS));
        one.took(Duration::from_micros(100));
        other.took(Duration::from_secs(60));
        let both = one.now().and(&other.now());
        assert_eq!((both.count(), both.sum()), (2, 60.0001));
        let buckets = both.buckets();
        assert_eq!(buckets.get(1), Some(&(0.0001, 1)));
        assert_eq!(buckets.last(), Some(&(f64::INFINITY, 1)));
    }

    #[test]
    fn a_scale_ascends_and_fits() {
        for scale in [&SECONDS, &SIZES] {
            assert!(scale.bounds.is_sorted() && scale.bounds.len() <= MOST);
        }
    }
}
