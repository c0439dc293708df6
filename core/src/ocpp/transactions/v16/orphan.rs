//! Messages about transactions that are not known (-1, 0, another system's): kept for an operator.

use crate::ocpp::context::Context;
use crate::state::transactions::{self, Orphan};
use crate::store::{StoreError, Write};

/// Keeps what cannot be placed, for an operator to look at.
///
/// # Errors
/// A record without a JSON form.
pub fn orphan(context: Context<'_>, action: &str) -> Result<Write, StoreError> {
    tracing::warn!(
        ocpp.action = action,
        "a message about a transaction that is not known was kept"
    );
    transactions::put_orphan(
        context.caller.charge_point,
        &Orphan {
            action: action.to_owned(),
            payload: context.payload.clone(),
            received_at: context.caller.now,
        },
    )
}
