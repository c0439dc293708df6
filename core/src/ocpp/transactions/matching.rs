//! What a message is about that names no transaction of ours, or one that is over, as far as its station's open sessions
//! tell.

use ocpp_schemas::types::{integer, v16};

use crate::clock::{Time, text, told_instant};
use crate::ledger::matching::{Candidate, Clues, cannot_be, find, find_next};
use crate::ocpp::context::Context;
use crate::state::id_tags::same_tag;
use crate::state::transactions::{MatchedBy, Transaction, TransactionChange, TransactionState};
use crate::store::StoreError;

/// The session that a StopTransaction ends which names none of ours, with what told it: an open one, or one that was given
/// up because the start of the next one came before its end.
///
/// # Errors
/// The store's.
pub fn session_of_stop(
    context: Context<'_>,
    request: &v16::StopTransactionRequest,
) -> Result<Option<(TransactionChange, Vec<MatchedBy>)>, StoreError> {
    let mut open = Open::read(context)?;
    open.add_given_up(context, told_instant(&request.timestamp))?;
    let group = group_of(context, request.id_tag.as_deref())?;
    let found = find(&open.candidates(), clues(context, request, group.as_deref()));
    Ok(found.map(|(place, by)| (open.take(place), by)))
}

/// So many of a station's sessions are looked at for one that was given up.
const MOST_BACK: usize = 16;

/// Whose a stop is that names a session which is over.
pub enum Whose {
    /// That of the session, as far as it tells.
    Named,
    /// That of the one which runs in its place, with what told it.
    Next(Box<TransactionChange>, Vec<MatchedBy>),
    /// Another one runs in its place, and what the stop says can be of neither.
    Nobodys,
}

/// Whose it is, by what it says beside the number: a station may keep the number of the session before.
///
/// # Errors
/// The store's.
pub fn whose_stop(
    context: Context<'_>,
    request: &v16::StopTransactionRequest,
    named: &Transaction,
) -> Result<Whose, StoreError> {
    let mut open = Open::read(context)?;
    if open.0.is_empty() {
        return Ok(Whose::Named);
    }
    let group_of_named = group_of(context, named.told_id_tag())?;
    let named = Candidate {
        transaction: named,
        group: group_of_named.as_deref(),
    };
    let group = group_of(context, request.id_tag.as_deref())?;
    let clues = clues(context, request, group.as_deref());
    let candidates = open.candidates();
    if let Some((place, by)) = find_next(named, &candidates, clues) {
        return Ok(Whose::Next(Box::new(open.take(place)), by));
    }
    let is_nobodys = candidates.iter().any(|next| cannot_be(named, *next, clues));
    Ok(if is_nobodys { Whose::Nobodys } else { Whose::Named })
}

/// The open sessions of a station, and those that a stop may be of beside them, each with the group of its token.
struct Open(Vec<(TransactionChange, Option<String>)>);

impl Open {
    fn read(context: Context<'_>) -> Result<Self, StoreError> {
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
        Ok(Self(open))
    }

    /// Adds those that were given up for the next one, and had begun by a moment.
    fn add_given_up(&mut self, context: Context<'_>, at: Option<Time>) -> Result<(), StoreError> {
        let Some(at) = at else { return Ok(()) };
        let (state, charge_point) = (context.state, context.caller.charge_point);
        let back = state.sessions_back(charge_point, Some(&text(at)), MOST_BACK)?;
        for record in back.into_iter().filter_map(|(_, record)| record) {
            let is_given_up = record.state == TransactionState::Superseded && record.version == "1.6";
            if !is_given_up || record.next_start.is_none() {
                continue;
            }
            if let Some(change) = state.transaction_to_change(charge_point, &record.id)? {
                let group = group_of(context, change.record.told_id_tag())?;
                self.0.push((change, group));
            }
        }
        Ok(())
    }

    fn candidates(&self) -> Vec<Candidate<'_>> {
        let of = self.0.iter();
        of.map(|(change, group)| Candidate {
            transaction: &change.record,
            group: group.as_deref(),
        })
        .collect()
    }

    fn take(&mut self, place: usize) -> TransactionChange {
        self.0.swap_remove(place).0
    }
}

/// What a stop says of the session that it ends, with the group of its token.
fn clues<'a>(context: Context<'_>, request: &'a v16::StopTransactionRequest, group: Option<&'a str>) -> Clues<'a> {
    Clues {
        // No member of the request in 1.6; some stations say it all the same.
        connector: context.original.get("connectorId").and_then(integer::of),
        id_tag: request.id_tag.as_deref(),
        group,
        at: told_instant(&request.timestamp),
        register: context.told_register("meterStop"),
    }
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
