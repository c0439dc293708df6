//! Which session ran at a place at a moment: where values belong that name none.

use crate::clock::{Time, instant, is_ahead, told_instant};
use crate::ids::TransactionId;
use crate::ocpp::context::Context;
use crate::state::transactions::OpenMarker;
use crate::store::StoreError;

/// The values of a session's begin may be measured so long before the station says that it began.
const BEFORE_THE_START_SECONDS: i64 = 60;

/// Where something was measured: at an EVSE (2.x) or a connector (1.6).
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub evse: Option<i64>,
    pub connector: Option<i64>,
}

impl Place {
    /// Whether a session is there.
    pub fn is_of(self, open: &OpenMarker) -> bool {
        match self.evse {
            Some(evse) => open.evse == Some(evse),
            None => self.connector.is_some() && open.evse.is_none() && open.connector == self.connector,
        }
    }
}

/// The open session that ran at a place at a moment, which is asked for where one is there: the newest that had begun by
/// then.
///
/// # Errors
/// The store's.
pub fn running_at(
    context: Context<'_>,
    place: Place,
    at: impl FnOnce() -> Option<Time>,
) -> Result<Option<TransactionId>, StoreError> {
    let mut open = context.state.open_transactions(context.caller.charge_point)?;
    open.retain(|open| place.is_of(open));
    if open.is_empty() {
        return Ok(None);
    }
    let at = at();
    let began = |open: &OpenMarker| open.started_at.as_deref().and_then(instant);
    let had_begun = |open: &OpenMarker| {
        // A clock that was ahead says nothing of before and after.
        let began = open.started_at.as_deref().and_then(told_instant);
        let began = began.filter(|began| !is_ahead(*began, context.caller.now));
        at.zip(began)
            .is_none_or(|(at, began)| (began - at).num_seconds() <= BEFORE_THE_START_SECONDS)
    };
    let there = open.into_iter().filter(had_begun);
    Ok(there.max_by_key(began).map(|open| open.id))
}
