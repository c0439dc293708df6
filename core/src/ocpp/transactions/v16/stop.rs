//! StopTransaction (1.6 section 4.10): charging has ended. Always answered, also for a transaction
//! that we do not know (-1, 0, another system's): a refusal would only be repeated for ever.

use ocpp_schemas::types::v16;
use serde_json::Value;

use crate::clock::same_moment;
use crate::events::kinds::{TRANSACTION_ENDED, TRANSACTION_LATE, TRANSACTION_ORPHAN};
use crate::ids::TransactionId;
use crate::ledger::account::settle_by;
use crate::ledger::ended::{self, Shown};
use crate::ledger::evidence::Evidence;
use crate::ledger::kept::Depth;
use crate::ledger::ocpp16;
use crate::ocpp::authorization::rules::authorize;
use crate::ocpp::authorization::v16::id_tag_info;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request, Response};
use crate::ocpp::transactions::matching::Whose;
use crate::ocpp::transactions::{kept, matching};
use crate::state::transactions::{
    self, ClosedBy, Doubt, InboxId, MatchedBy, NewValues, Standing, Transaction, TransactionChange, TransactionState,
};

const ACTION: &str = "StopTransaction";

/// The handler.
pub struct StopTransaction;

/// What a stop is about.
pub enum Plan {
    /// The session that it names.
    Named(Box<TransactionChange>),
    /// It names none of ours, or one that is over, and this is the one session that it fits.
    Matched(Box<Match>),
    /// A session that is over.
    Over(Box<Transaction>),
    /// No session; it is for the station's inbox.
    Unknown(InboxId),
    /// It came before, and is in the inbox.
    Known,
}

/// A session that ends by a stop which names none.
pub struct Match {
    change: TransactionChange,
    by: Vec<MatchedBy>,
    inbox: InboxId,
}

impl Handler for StopTransaction {
    type Type = v16::StopTransaction;
    type Plan = Plan;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let id = TransactionId::new(&request.transaction_id.to_string());
        let found = context.state.transaction_to_change(context.caller.charge_point, &id)?;
        let plan = match found {
            Some(change) => of_known(context, request, change)?,
            None => of_unknown(context, request)?,
        };
        if let Plan::Over(transaction) = &plan
            && (ended_at(transaction, &request.timestamp) || context.is_made_up("/timestamp"))
            && let Some(answer) = &transaction.stop_answer
        {
            return Ok(Proposal::Repeat(serde_json::from_value(answer.clone())?));
        }
        let tag = request.id_tag.as_deref();
        let info = tag.map(|tag| authorize(context, tag)).transpose()?.map(id_tag_info);
        let response = v16::StopTransactionResponse { id_tag_info: info };
        Ok(Proposal::New { response, plan })
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let Decided {
            request,
            response,
            plan,
        } = decided;
        let stop = Stop { request, response };
        match plan {
            Plan::Named(change) => end(context, &stop, *change),
            Plan::Matched(found) => end_matched(context, &stop, *found),
            Plan::Over(over) => Ok(kept::beside(context, ACTION, *over, &TRANSACTION_LATE)?),
            Plan::Unknown(id) => {
                let kept = kept::into_inbox(context, ACTION, &id, Standing::Waiting)?;
                Ok(kept.tell(&TRANSACTION_ORPHAN))
            }
            Plan::Known => Ok(Effects::none()),
        }
    }
}

struct Stop<'a> {
    request: &'a Request<StopTransaction>,
    response: &'a Response<StopTransaction>,
}

/// What a stop is about that names a session of ours. One that is over may have left its number to the next one, or the
/// stop came before.
fn of_known(
    context: Context<'_>,
    request: &Request<StopTransaction>,
    change: TransactionChange,
) -> Result<Plan, HandlerError> {
    let record = &change.record;
    if record.state == TransactionState::Open || is_repeated(context, request, record)? {
        return Ok(of_named(change));
    }
    let (inbox, standing) = kept::in_inbox(context, ACTION)?;
    if let Some(standing) = standing {
        return of_kept(context, inbox, standing);
    }
    Ok(match matching::whose_stop(context, request, record)? {
        Whose::Next(next, by) => Plan::Matched(Box::new(Match {
            change: *next,
            by,
            inbox,
        })),
        Whose::Nobodys if record.state == TransactionState::Closed => Plan::Unknown(inbox),
        Whose::Nobodys | Whose::Named => of_named(change),
    })
}

/// The same stop of a session came before, or was kept beside it.
fn is_repeated(
    context: Context<'_>,
    request: &Request<StopTransaction>,
    record: &Transaction,
) -> Result<bool, HandlerError> {
    if record.state != TransactionState::Closed {
        return Ok(false);
    }
    let register = context.told_register("meterStop");
    let is_same = if context.is_made_up("/timestamp") {
        register.is_none() || register == record.meter_stop_wh
    } else {
        ended_at(record, &request.timestamp)
    };
    Ok((is_same && record.stop_answer.is_some()) || kept::is_beside(context, ACTION, record)?)
}

/// Whether a session ended at a moment, in whatever way a station that says so once more writes it.
fn ended_at(record: &Transaction, told: &str) -> bool {
    record.stopped_at.as_deref().is_some_and(|end| same_moment(end, told))
}

fn of_named(change: TransactionChange) -> Plan {
    match change.record.state {
        TransactionState::Open | TransactionState::Superseded => Plan::Named(Box::new(change)),
        TransactionState::Closed => Plan::Over(Box::new(change.record)),
    }
}

fn of_unknown(context: Context<'_>, request: &Request<StopTransaction>) -> Result<Plan, HandlerError> {
    let (inbox, standing) = kept::in_inbox(context, ACTION)?;
    if let Some(standing) = standing {
        return of_kept(context, inbox, standing);
    }
    Ok(match matching::session_of_stop(context, request)? {
        Some((change, by)) => Plan::Matched(Box::new(Match { change, by, inbox })),
        None => Plan::Unknown(inbox),
    })
}

/// A stop that is in the inbox.
fn of_kept(context: Context<'_>, inbox: InboxId, standing: Standing) -> Result<Plan, HandlerError> {
    let Standing::Matched { transaction, by } = standing else {
        return Ok(Plan::Known);
    };
    let found = context
        .state
        .transaction_to_change(context.caller.charge_point, &transaction)?;
    Ok(match found.map(of_named) {
        // A crash or a conflict came between the entry and the session's record.
        Some(Plan::Named(change)) => Plan::Matched(Box::new(Match {
            change: *change,
            by,
            inbox,
        })),
        Some(over) => over,
        None => Plan::Known,
    })
}

fn end_matched(context: Context<'_>, stop: &Stop<'_>, found: Match) -> Result<Effects, HandlerError> {
    let Match { mut change, by, inbox } = found;
    tracing::info!(transaction.id = %change.record.id, ?by, "a stop without the session's number was matched");
    let standing = Standing::Matched {
        transaction: change.record.id.clone(),
        by: by.clone(),
    };
    change.record.ending.matched_by = by;
    // First: a retry finds there which session it ended.
    let kept = kept::into_inbox(context, ACTION, &inbox, standing)?;
    Ok(kept.then(end(context, stop, change)?))
}

fn end(context: Context<'_>, stop: &Stop<'_>, mut change: TransactionChange) -> Result<Effects, HandlerError> {
    let Stop { request, response } = stop;
    let mut writes = Vec::new();
    let values = context.payload.member("transactionData").filter(has_any);
    let new = values.as_ref().map(|values| NewValues {
        named: true,
        received_at: Some(context.caller.now),
        values,
    });
    // Before the record, whose repetition changes nothing; written twice they are the same key.
    if let Some(new) = new {
        writes.push(transactions::put_meter_values(
            context.caller.charge_point,
            &change.record.id,
            new,
        )?);
    }
    let record = &mut change.record;
    ocpp16::stop(record, request, Some(serde_json::to_value(response)?));
    record.meter_stop_wh = context.told_register("meterStop");
    if context.is_made_up("/timestamp") {
        record.doubts.insert(Doubt::EndTimeNotTold);
    }
    record.ending.closed_by = Some(ClosedBy::Station);
    record.ending.received_at = Some(context.caller.now);
    if let Some(tag) = &request.id_tag {
        let group = response
            .id_tag_info
            .as_ref()
            .and_then(|info| info.parent_id_tag.as_deref());
        let group_of_start = matching::group_of_start(context, record.told_id_tag(), tag)?;
        let shown = Shown {
            id_tag: tag,
            group,
            group_of_start: group_of_start.as_deref(),
        };
        ended::stopped_by(record, shown);
    }
    let mut evidence = Evidence::read(context.state, record, Depth::All)?;
    if let Some(new) = new {
        evidence.add_new(new);
    }
    settle_by(context.state, record, evidence)?;
    writes.extend(transactions::put_transaction(&change)?);
    Ok(Effects::now(writes).tell_of(&TRANSACTION_ENDED, change.record))
}

fn has_any(values: &Value) -> bool {
    values.as_array().is_some_and(|values| !values.is_empty())
}
