//! A bell that says of whom there is news: a station's queue, a campaign, a station at which something happened.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

/// Says of whom there is news, once however often it was rung. Nothing is lost while nobody listens.
#[derive(Debug)]
pub struct Bell<T> {
    rung_for: Mutex<BTreeSet<T>>,
    rung: Notify,
}

impl<T> Default for Bell<T> {
    fn default() -> Self {
        Self {
            rung_for: Mutex::default(),
            rung: Notify::new(),
        }
    }
}

impl<T: Ord + Clone> Bell<T> {
    /// There is news.
    pub fn ring(&self, whom: &T) {
        let mut rung_for = self.rung_for.lock().unwrap_or_else(PoisonError::into_inner);
        rung_for.insert(whom.clone());
        drop(rung_for);
        self.rung.notify_one();
    }

    /// Waits until somebody rings.
    pub async fn rung(&self) {
        self.rung.notified().await;
    }

    /// For whom it was rung since the last time.
    #[must_use]
    pub fn take(&self) -> BTreeSet<T> {
        std::mem::take(&mut *self.rung_for.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::Bell;

    #[actix_web::test]
    async fn a_bell_is_heard_by_who_comes_later() {
        let bell = Bell::default();
        for id in ["CP2", "CP1", "CP2"] {
            bell.ring(&id);
        }
        bell.rung().await;
        assert_eq!(bell.take().into_iter().collect::<Vec<_>>(), ["CP1", "CP2"]);
        assert!(bell.take().is_empty());
    }
}
