//! Messages that change no session: of none that is known, which an operator finds in the station's inbox, and of
//! one that is over, beside which they are kept.

use crate::events::Kind;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::state::transactions::{self, InboxEntry, InboxId, LaterMessage, Standing, Transaction};
use crate::store::{StoreError, Write};

/// The place of a message in its station's inbox, and what became of it if it is there.
///
/// # Errors
/// The store's.
pub fn in_inbox(context: Context<'_>, action: &str) -> Result<(InboxId, Option<Standing>), StoreError> {
    let id = InboxId::of(action, context.original)?;
    let (found, _) = context.state.inbox_entry(context.caller.charge_point, &id)?;
    Ok((id, found.map(|entry| entry.standing)))
}

/// Puts a message into its station's inbox.
///
/// # Errors
/// A record without a JSON form.
pub fn into_inbox(context: Context<'_>, action: &str, id: &InboxId, standing: Standing) -> Result<Write, StoreError> {
    tracing::warn!(
        ocpp.action = action,
        inbox.id = %id,
        "a message names no transaction that is known; it is in the charge point's inbox"
    );
    let entry = InboxEntry {
        action: action.to_owned(),
        payload: context.original.clone(),
        received_at: context.caller.now,
        standing,
    };
    transactions::put_inbox_entry(context.caller.charge_point, id, &entry)
}

/// Keeps a message beside a session that is over. A repetition of it changes nothing, and is not told.
///
/// # Errors
/// The store's.
pub fn beside(
    context: Context<'_>,
    action: &str,
    session: Transaction,
    kind: &'static Kind,
) -> Result<Effects, StoreError> {
    let message = LaterMessage {
        action: action.to_owned(),
        payload: context.original.clone(),
        received_at: context.caller.now,
    };
    let charge_point = context.caller.charge_point;
    if context.state.is_kept_later(charge_point, &session.id, &message)? {
        return Ok(Effects::now(Vec::new()));
    }
    tracing::warn!(
        ocpp.action = action,
        transaction.id = %session.id,
        "a message about a transaction that is over was kept beside it"
    );
    let kept = transactions::put_later(charge_point, &session.id, &message)?;
    Ok(Effects::now(vec![kept]).tell_of(kind, session))
}
