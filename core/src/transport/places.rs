//! How many stations are connected at most: one more is told so, and takes nothing from those that are there.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The places of all workers.
#[derive(Debug, Clone)]
pub(super) struct Places {
    taken: Arc<AtomicUsize>,
    most: usize,
}

/// One of them. It is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place(Arc<AtomicUsize>);

impl Places {
    pub(super) fn of(most: usize) -> Self {
        Self {
            taken: Arc::default(),
            most,
        }
    }

    /// A place; none: all are taken.
    pub(super) fn take(&self) -> Option<Place> {
        let taken = self.taken.fetch_add(1, Ordering::Relaxed);
        // Given back at once where there was none.
        let place = Place(Arc::clone(&self.taken));
        (taken < self.most).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn a_place_is_free_again() {
        let places = Places::of(2);
        let first = places.take();
        let second = places.take();
        assert!(first.is_some() && second.is_some() && places.take().is_none());
        drop(first);
        assert!(places.take().is_some());
    }
}
