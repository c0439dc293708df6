//! Up to which number the events of a charge point went because they were too many or too old, so that whoever asks for
//! what happened after an earlier one is told that some of it is not kept any more.

use super::collections::EVENTS_GONE;
use super::{State, key, parts, put};
use crate::ids::ChargePointId;
use crate::store::{StoreError, Write};

/// Notes that the event of this key goes, and with it all before it.
///
/// # Errors
/// A record without a JSON form.
pub fn gone(key_of_event: &str) -> Result<Option<Write>, StoreError> {
    let own = parts(key_of_event);
    let (Some(station), Some(number)) = (own.first(), own.get(1).and_then(|number| number.parse::<u64>().ok())) else {
        return Ok(None);
    };
    put(EVENTS_GONE, key(&[station]), &number).map(Some)
}

impl State {
    /// The number of the last event of a charge point that went; 0 if none did.
    ///
    /// # Errors
    /// The store's.
    pub fn events_gone(&self, id: &ChargePointId) -> Result<u64, StoreError> {
        Ok(self.get(EVENTS_GONE, &key(&[id.as_str()]))?.unwrap_or(0))
    }
}
