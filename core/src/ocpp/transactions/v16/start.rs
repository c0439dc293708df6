//! StartTransaction (1.6 section 4.8): charging has begun, whatever we say. The station always
//! gets a transaction id, the same one for a retry, and learns what became of the id tag.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;

use crate::clock::{same_moment, told_instant};
use crate::events::kinds::TRANSACTION_STARTED;
use crate::ids::TransactionId;
use crate::ledger::ocpp16;
use crate::ocpp::authorization::concurrent::Purpose;
use crate::ocpp::authorization::rules::authorize;
use crate::ocpp::authorization::v16::{id_tag_info, unless_busy};
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request, Response, Shown};
use crate::ocpp::reservation::{self, Began};
use crate::ocpp::transactions::giving_up::{self, Newcomer};
use crate::ocpp::transactions::running::Place;
use crate::state::seen::Seen;
use crate::state::transactions::{self, ClosedBy, Doubt, Register, StartKey, Transaction, TransactionChange};
use crate::store::StoreError;

/// The handler.
pub struct StartTransaction;

/// What was read of the start before.
pub struct Plan {
    /// Its id was noted before a crash, and nobody has seen it.
    is_noted: bool,
    /// What was seen of the note.
    seen: Seen,
}

impl Handler for StartTransaction {
    type Type = v16::StartTransaction;
    type Plan = Plan;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let state = context.state;
        let charge_point = context.caller.charge_point;
        let (mut before, seen) = state.started_as(charge_point, start_key(context, request))?;
        if let Some(id) = &before
            && let Some(transaction) = state.transaction(charge_point, id)?
        {
            match transaction.start_answer {
                _ if begins_another(context, request, &transaction)? => before = None,
                Some(answer) => return Ok(Proposal::Repeat(serde_json::from_value(answer)?)),
                None => {}
            }
        }
        let plan = Plan {
            is_noted: before.is_some(),
            seen,
        };
        let none_left = HandlerError::Busy("no transaction id is free");
        let id = before.or_else(|| context.transaction_ids.next()).ok_or(none_left)?;
        let info = id_tag_info(authorize(context, &request.id_tag)?);
        let connector = request.connector_id;
        let info = unless_busy(context, info, (&request.id_tag, Purpose::Begins { connector }))?;
        let response = v16::StartTransactionResponse::new(info, number(&id));
        Ok(Proposal::New { response, plan })
    }

    fn shows<'a>(request: &'a Request<Self>, response: &Response<Self>) -> Option<Shown<'a>> {
        Some(Shown {
            id_tag: &request.id_tag,
            status: response.id_tag_info.status.as_str(),
        })
    }

    fn guard(proposed: &Response<Self>, changed: &Response<Self>) -> Result<(), String> {
        if proposed.transaction_id == changed.transaction_id {
            return Ok(());
        }
        Err(format!(
            "transactionId is {} and belongs to the central system; the plugin made it {}",
            proposed.transaction_id, changed.transaction_id
        ))
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let Decided {
            request,
            response,
            plan,
        } = decided;
        let charge_point = context.caller.charge_point;
        let mut transaction = ocpp16::start(charge_point, request, response, context.caller.now);
        // The text has the register's decimals.
        transaction.meter_start_wh = context.told_register("meterStart");
        if context.is_made_up("/timestamp") {
            transaction.doubts.insert(Doubt::StartTimeNotTold);
        }
        transaction.start_answer = Some(serde_json::to_value(response)?);
        let id = transaction.id.clone();
        let mut writes = Vec::new();
        let change = if plan.is_noted {
            // A crash came between the index and the record, or before what the start does to others.
            context.state.transaction_to_change(charge_point, &id)?
        } else {
            let note = transactions::note_start(charge_point, start_key(context, request), &id)?;
            writes.push(plan.seen.guarded(note));
            None
        };
        let mut change = match change {
            Some(change) => change.with(transaction),
            None => TransactionChange::absent(transaction),
        };
        // The record last: from then on a repetition gets its answer and changes nothing, so what the start
        // does to others must be done. A conflict before it is handled anew, under the id that was noted.
        let given_up = giving_up::make_room(context, &newcomer(context, request, &id))?;
        writes.extend(given_up.writes);
        let began = Began {
            transaction: &id,
            named: request.reservation_id,
            evse: None,
            connector: Some(request.connector_id),
            id_tag: &request.id_tag,
            id_tag_type: None,
            group: response.id_tag_info.parent_id_tag.as_deref(),
            at: told_instant(&request.timestamp),
        };
        let (number, used) = reservation::used(context, &began)?;
        // A number below 1 says that there is none.
        change.record.reservation_id = number.or(request.reservation_id.filter(|named| *named > 0));
        writes.extend(used.writes.unwrap_or_default());
        writes.extend(transactions::put_transaction(&change)?);
        let effects = giving_up::tell(Effects::now(writes), given_up.ended);
        let mut effects = effects.tell_of(&TRANSACTION_STARTED, change.record);
        effects.happened.extend(used.happened);
        Ok(effects)
    }
}

/// The session as one for which others make room.
fn newcomer<'a>(
    context: Context<'_>,
    request: &'a v16::StartTransactionRequest,
    id: &'a TransactionId,
) -> Newcomer<'a> {
    Newcomer {
        id,
        place: Place {
            evse: None,
            connector: Some(request.connector_id),
        },
        started_at: &request.timestamp,
        register: Some(Register {
            wh: context
                .told_register("meterStart")
                .unwrap_or_else(|| request.meter_start.into()),
            at: told_instant(&request.timestamp),
        }),
        settled: &[],
    }
}

/// Whether a start that came before begins another session now. Messages of transactions come in their order, so no
/// retry comes after what the station says of the session's end: stations whose clock and meter stand still say nothing else.
///
/// A station that has named a session has had its number, and asks for it no more. The same start without a time that can
/// be true is then that of another session, and the end of the first was lost.
fn begins_another(
    context: Context<'_>,
    request: &v16::StartTransactionRequest,
    known: &Transaction,
) -> Result<bool, StoreError> {
    if known.ending.closed_by == Some(ClosedBy::Station) {
        return Ok(true);
    }
    let is_told = !context.is_made_up("/timestamp");
    let begin = known.started_at.as_deref();
    if is_told && begin.is_some_and(|begin| !same_moment(begin, &request.timestamp)) {
        // Another moment of the same second.
        return Ok(true);
    }
    let has_clock = is_told && told_instant(&request.timestamp).is_some();
    Ok(!has_clock && is_named(context, known)?)
}

/// Whether the last meter values of a session name it.
fn is_named(context: Context<'_>, known: &Transaction) -> Result<bool, StoreError> {
    let last = context.state.last_meter_values(&known.charge_point, &known.id, 1)?;
    Ok(last.iter().any(|set| set.named))
}

fn start_key<'a>(context: Context<'_>, request: &'a v16::StartTransactionRequest) -> StartKey<'a> {
    // A retry of a start without its time comes at another one.
    let is_told = !context.is_made_up("/timestamp");
    StartKey {
        connector: request.connector_id,
        id_tag: &request.id_tag,
        timestamp: if is_told { &request.timestamp } else { "" },
        meter_start: request.meter_start,
    }
}

/// Our own ids are numbers.
fn number(id: &TransactionId) -> i64 {
    id.as_str().parse().unwrap_or_default()
}
