//! Messages that change no session: of none that is known, which an operator finds in the station's inbox, and of
//! one that is over, beside which they are kept.

use crate::events::Kind;
use crate::ocpp::context::Context;
use crate::ocpp::effects::{Effects, Forgotten};
use crate::state::transactions::{self, InboxEntry, InboxId, LaterMessage, Standing, Transaction};
use crate::store::StoreError;

/// The place of a message in its station's inbox, and what became of it if it is there.
///
/// # Errors
/// The store's.
pub fn in_inbox(context: Context<'_>, action: &str) -> Result<(InboxId, Option<Standing>), StoreError> {
    let id = InboxId::of(action, context.original.value())?;
    let (found, _) = context.state.inbox_entry(context.caller.charge_point, &id)?;
    Ok((id, found.map(|entry| entry.standing)))
}

/// Puts a message into its station's inbox. Where that is full, the oldest go.
///
/// # Errors
/// The store's.
pub fn into_inbox(context: Context<'_>, action: &str, id: &InboxId, standing: Standing) -> Result<Effects, StoreError> {
    let charge_point = context.caller.charge_point;
    // What was matched to a session waits for nobody.
    if standing == Standing::Waiting {
        tracing::warn!(
            ocpp.action = action,
            inbox.id = %id,
            "a message names no transaction that is known; it is in the charge point's inbox"
        );
    }
    let most = context.settings.transactions.inbox_per_charge_point;
    let mut writes = context.state.oldest_of_inbox(charge_point, most)?;
    let inbox = writes.len();
    if inbox > 0 {
        tracing::warn!(
            messages = inbox,
            "the inbox is full; its oldest messages were forgotten"
        );
    }
    let entry = InboxEntry {
        action: action.to_owned(),
        payload: context.original.value().clone(),
        received_at: context.caller.now,
        standing,
    };
    writes.push(transactions::put_inbox_entry(charge_point, id, &entry)?);
    let forgotten = Forgotten {
        inbox,
        ..Forgotten::default()
    };
    Ok(Effects {
        forgotten,
        ..Effects::now(writes)
    })
}

/// Whether a message is kept beside a session that is over.
///
/// # Errors
/// The store's.
pub fn is_beside(context: Context<'_>, action: &str, session: &Transaction) -> Result<bool, StoreError> {
    let message = later(context, action);
    context
        .state
        .is_kept_later(context.caller.charge_point, &session.id, &message)
}

fn later(context: Context<'_>, action: &str) -> LaterMessage {
    LaterMessage {
        action: action.to_owned(),
        payload: context.original.value().clone(),
        received_at: context.caller.now,
    }
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
    let message = later(context, action);
    let charge_point = context.caller.charge_point;
    if context.state.is_kept_later(charge_point, &session.id, &message)? {
        return Ok(Effects::none());
    }
    tracing::warn!(
        ocpp.action = action,
        transaction.id = %session.id,
        "a message about a transaction that is over was kept beside it"
    );
    let most = context.settings.transactions.later_messages_per_transaction;
    let mut writes = context.state.oldest_of_later(charge_point, &session.id, most)?;
    let later_messages = writes.len();
    if later_messages > 0 {
        tracing::warn!(
            transaction.id = %session.id,
            messages = later_messages,
            "the oldest messages that came after a transaction was over were forgotten"
        );
    }
    writes.push(transactions::put_later(charge_point, &session.id, &message)?);
    let forgotten = Forgotten {
        later_messages,
        ..Forgotten::default()
    };
    let effects = Effects {
        forgotten,
        ..Effects::now(writes)
    };
    Ok(effects.tell_of(kind, session))
}
