//! The transaction ids that the server gave in 1.6: one id, one transaction, over all stations and
//! all restarts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// What an id stands for: the station and the start's `meterStart`, which no station repeats.
type Start = (String, i64);

/// Shared by all stations.
#[derive(Debug, Clone, Default)]
pub struct GivenIds(Arc<Mutex<HashMap<i64, Start>>>);

impl GivenIds {
    /// Takes note of an answer.
    ///
    /// # Panics
    /// If the id was given to another transaction.
    pub fn note(&self, id: i64, station: &str, meter_start: i64) {
        let start = (station.to_owned(), meter_start);
        let mut given = self.0.lock().expect("no party panicked");
        let first = given.entry(id).or_insert_with(|| start.clone());
        assert_eq!(*first, start, "the transaction id {id} was given twice");
    }
}
