//! How many events are set aside because a plugin did not take them.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ids::PluginName;
use crate::state::{State, prefix};
use crate::store::{Collection, Page, StoreError};

/// By the plugin's name and the event's number; of form 1 with the charge point between them.
pub const SET_ASIDE: Collection = Collection("plugin-events-set-aside");
/// So many are kept of a plugin.
pub const KEPT: u64 = 10_000;

/// Counted in the store when it is first asked, and kept up with from then on.
#[derive(Debug, Default)]
pub struct Untaken(OnceLock<AtomicU64>);

impl Untaken {
    /// So many are set aside.
    ///
    /// # Errors
    /// The store's.
    pub fn number(&self, state: &State, plugin: &PluginName) -> Result<u64, StoreError> {
        Ok(self.counter(state, plugin)?.load(Ordering::Relaxed))
    }

    /// One more is, and of the oldest so many were removed.
    ///
    /// # Errors
    /// The store's.
    pub fn add(&self, state: &State, plugin: &PluginName) -> Result<(), StoreError> {
        let counter = self.counter(state, plugin)?;
        let more = |number: u64| Some(number.saturating_add(1).min(KEPT));
        // It always has a next value.
        counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok();
        Ok(())
    }

    /// So many were told again, or dismissed.
    pub fn less(&self, number: u64) {
        if let Some(counter) = self.0.get() {
            let less = |counted: u64| Some(counted.saturating_sub(number));
            // It always has a next value.
            counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).ok();
        }
    }

    fn counter(&self, state: &State, plugin: &PluginName) -> Result<&AtomicU64, StoreError> {
        if let Some(counter) = self.0.get() {
            return Ok(counter);
        }
        let prefix = prefix(&[plugin.as_str()]);
        let most = usize::try_from(KEPT).unwrap_or(usize::MAX);
        let keys = state.store().list_keys(SET_ASIDE, Page::of(&prefix, most))?;
        let counted = AtomicU64::new(u64::try_from(keys.len()).unwrap_or(KEPT));
        Ok(self.0.get_or_init(|| counted))
    }
}
