//! The fence between a session and its successor.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a session is still its charge point's newest. The registry lowers it before the
/// successor may handle its first message, so that nothing of the old one can come after.
#[derive(Debug, Clone)]
pub struct Fence(Arc<AtomicBool>);

impl Fence {
    /// A raised fence: the session is the newest.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    /// The session is the newest.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// The session was replaced.
    pub fn lower(&self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Default for Fence {
    fn default() -> Self {
        Self::new()
    }
}
