//! How much is free on the disk of a store, and how much of it the store leaves free: sled does not come back from a
//! disk that is full, so neither it nor the journal may get there.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::StoreError;

/// What is free, as far as it can be known.
type Free = dyn Fn() -> Option<u64> + Send + Sync;

/// The room that a store has.
pub(super) struct Room {
    free: Box<Free>,
    /// So many bytes stay free.
    reserve: u64,
    place: String,
    is_low: AtomicBool,
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "room in {}", self.place)
    }
}

impl Room {
    /// That of a folder's disk.
    pub(super) fn of(folder: &Path, reserve: u64) -> Self {
        let path = folder.to_owned();
        let free = move || {
            let disk = rustix::fs::statvfs(&path).ok()?;
            Some(disk.f_bavail.saturating_mul(disk.f_frsize))
        };
        Self::with(free, reserve, folder.display().to_string())
    }

    pub(super) fn with(free: impl Fn() -> Option<u64> + Send + Sync + 'static, reserve: u64, place: String) -> Self {
        Self {
            free: Box::new(free),
            reserve,
            place,
            is_low: AtomicBool::new(false),
        }
    }

    /// Whether so many bytes can be taken and the reserve stays. A disk that does not say what it has is asked by
    /// writing.
    ///
    /// # Errors
    /// [`StoreError::Full`] that says what is missing.
    pub(super) fn check(&self, bytes: u64) -> Result<(), StoreError> {
        let Some(free) = (self.free)() else { return Ok(()) };
        if self.reserve == 0 || free >= self.reserve.saturating_add(bytes) {
            return Ok(());
        }
        Err(StoreError::Full {
            reason: format!(
                "{}: {free} bytes are free on the disk, of which {} stay free (`store.reserve`); {bytes} more are needed \
                 to go on",
                self.place, self.reserve
            ),
        })
    }

    /// Warns once when less than twice the reserve is free, and again when it was more meanwhile.
    pub(super) fn warn_if_low(&self) {
        let Some(free) = (self.free)() else { return };
        let is_low = free < self.reserve.saturating_mul(2);
        if is_low != self.is_low.swap(is_low, Ordering::Relaxed) && is_low {
            tracing::warn!(
                folder = self.place,
                free,
                reserve = self.reserve,
                "the disk runs full: below the reserve the store takes no writes"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reserve_stays_free() {
        let room = |free| Room::with(move || free, 100, "here".to_owned());
        assert!(room(Some(150)).check(50).is_ok());
        assert!(room(None).check(u64::MAX).is_ok());
        let full = room(Some(149)).check(50);
        assert!(
            matches!(&full, Err(StoreError::Full { reason }) if reason.contains("149") && reason.contains("50 more")),
            "{full:?}"
        );
        assert!(Room::with(|| Some(0), 0, String::new()).check(1).is_ok());
    }

    #[test]
    fn a_folder_says_what_is_free() {
        assert!(Room::of(Path::new("/"), u64::MAX).check(0).is_err());
        assert!(Room::of(Path::new("/"), 1).check(0).is_ok());
    }
}
