//! What a message about no transaction of ours is about, as far as its station's open sessions tell.

use ocpp_schemas::types::{integer, v16};

use crate::clock::told_instant;
use crate::ledger::matching::{Candidate, Clues, find};
use crate::ocpp::context::Context;
use crate::state::id_tags::same_tag;
use crate::state::transactions::{MatchedBy, TransactionChange, TransactionState};
use crate::store::StoreError;

/// The open session that a StopTransaction ends which names none of ours, with what told it.
///
/// # Errors
/// The store's.
pub fn session_of_stop(
    context: Context<'_>,
    request: &v16::StopTransactionRequest,
) -> Result<Option<(TransactionChange, Vec<MatchedBy>)>, StoreError> {
    let (state, charge_point) = (context.state, context.caller.charge_point);
    let mut open = Vec::new();
    for marker in state.open_transactions(charge_point)? {
        let change = state.transaction_to_change(charge_point, &marker.id)?;
        let Some(change) = change.filter(|change| change.record.state == TransactionState::Open) else {
            continue;
        };
        let group = group_of(context, change.record.told_id_tag())?;
        open.push((change, group));
    }
    let group = group_of(context, request.id_tag.as_deref())?;
    let clues = Clues {
        // No member of the request in 1.6; some stations say it all the same.
        connector: context.original.get("connectorId").and_then(integer::of),
        id_tag: request.id_tag.as_deref(),
        group: group.as_deref(),
        at: told_instant(&request.timestamp),
        register: context.told_register("meterStop"),
    };
    let candidates: Vec<Candidate<'_>> = open
        .iter()
        .map(|(change, group)| Candidate {
            transaction: &change.record,
            group: group.as_deref(),
        })
        .collect();
    let Some((place, by)) = find(&candidates, clues) else {
        return Ok(None);
    };
    Ok(Some((open.swap_remove(place).0, by)))
}

/// The group of the token that began a session, as far as it matters to who ended it.
///
/// # Errors
/// The store's.
pub fn group_of_start(
    context: Context<'_>,
    began: Option<&str>,
    shown_at_end: &str,
) -> Result<Option<String>, StoreError> {
    // Whoever ends what it began is no stranger, whatever its group.
    group_of(context, began.filter(|began| !same_tag(began, shown_at_end)))
}

/// The group of a token, as operators registered it.
///
/// # Errors
/// The store's.
pub fn group_of(context: Context<'_>, tag: Option<&str>) -> Result<Option<String>, StoreError> {
    let Some(tag) = tag else { return Ok(None) };
    Ok(context.state.id_tag(&context.tag(tag))?.and_then(|known| known.parent))
}
