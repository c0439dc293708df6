//! Growth: what is kept only so often is removed here, oldest first.

use super::State;
use super::records::{self, Record};
use crate::ids::ChargePointId;
use crate::store::StoreError;

/// How many keys are read or removed at a time.
const STEP: usize = 500;

/// Leaves each charge point its newest records.
///
/// # Errors
/// The store's.
pub async fn prune_records(state: &State, keep: u32) -> Result<(), StoreError> {
    let keep = usize::try_from(keep).unwrap_or(usize::MAX);
    let mut after = None;
    loop {
        let page = state.charge_points(after.as_ref(), STEP)?;
        for (id, _) in &page {
            prune(state, id, keep).await?;
        }
        match page.into_iter().next_back() {
            Some((last, _)) => after = Some(last),
            None => return Ok(()),
        }
    }
}

async fn prune(state: &State, id: &ChargePointId, keep: usize) -> Result<(), StoreError> {
    let mut excess = count(state, id)?.saturating_sub(keep);
    while excess > 0 {
        let oldest = state.records(id, None, excess.min(STEP))?;
        if oldest.is_empty() {
            break;
        }
        excess -= oldest.len();
        let writes = oldest.iter().map(|(key, _)| records::delete_record(id, key)).collect();
        state.store().write(writes).await?;
    }
    Ok(())
}

fn count(state: &State, id: &ChargePointId) -> Result<usize, StoreError> {
    let (mut total, mut after): (usize, Option<String>) = (0, None);
    loop {
        let page: Vec<(String, Record)> = state.records(id, after.as_deref(), STEP)?;
        total += page.len();
        match page.into_iter().next_back() {
            Some((last, _)) => after = Some(last),
            None => return Ok(total),
        }
    }
}
