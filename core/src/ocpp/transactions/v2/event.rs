//! TransactionEvent (2.x E01-E15): always answered (J02.FR.19). A repetition gets its first answer
//! and changes nothing.

use std::borrow::Cow;

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;

use super::session::{self, Found, Session, Told};
use super::status;
use crate::clock::told_instant;
use crate::events::Kind;
use crate::events::kinds::{TRANSACTION_ENDED, TRANSACTION_LATE, TRANSACTION_STARTED, TRANSACTION_UPDATED};
use crate::ids::TransactionId;
use crate::ledger::account::{advance, settle_by};
use crate::ledger::ended::{self, Shown};
use crate::ledger::evidence::Evidence;
use crate::ledger::kept::Depth;
use crate::ledger::ocpp2;
use crate::ocpp::authorization::concurrent::Purpose;
use crate::ocpp::authorization::v2::{id_token_info, unless_busy};
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{self, Decided, Handler, Proposal, Request, Response};
use crate::ocpp::reservation::{self, Began};
use crate::ocpp::transactions::giving_up::{self, Newcomer};
use crate::ocpp::transactions::running::Place;
use crate::ocpp::transactions::{kept, matching};
use crate::state::payload::Payload;
use crate::state::transactions::{self, Doubt, EventKey, StoredEvent, Transaction, TransactionState};
use crate::store::StoreError;

const TIMESTAMP: &str = "/timestamp";

/// The handler.
pub struct TransactionEvent;

/// What an event is about.
pub enum Plan {
    /// A session that it is a part of, or begins.
    Session(Box<Session>),
    /// A session that is over.
    Over(Box<Transaction>),
}

impl Handler for TransactionEvent {
    type Type = v21::TransactionEvent;
    type Plan = Plan;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let place = place_in_time(context, request)?;
        let told = Told {
            request,
            id: &id(request),
            key: event_key(request, &place),
        };
        let plan = match session::find(context, told)? {
            Found::Repeated(before) => return Ok(Proposal::Repeat(serde_json::from_value(before.answer)?)),
            Found::Session(session) => Plan::Session(session),
            Found::Over(over) => Plan::Over(Box::new(over.record)),
        };
        // idTokenInfo is there if and only if a token was sent (E01.FR.11, E01.FR.12).
        let token = request.id_token.as_ref();
        let info = token.map(|token| info(context, request, token)).transpose()?;
        let response = v21::TransactionEventResponse {
            id_token_info: info,
            ..Response::<Self>::default()
        };
        Ok(Proposal::New { response, plan })
    }

    fn shows<'a>(request: &'a Request<Self>, response: &Response<Self>) -> Option<handler::Shown<'a>> {
        let (token, info) = request.id_token.as_ref().zip(response.id_token_info.as_ref())?;
        Some(handler::Shown {
            id_tag: &token.id_token,
            status: info.status.as_str(),
        })
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let Decided {
            request,
            response,
            plan,
        } = decided;
        match plan {
            Plan::Session(session) => change(context, Event { request, response }, *session),
            Plan::Over(over) => Ok(kept::beside(context, "TransactionEvent", *over, &TRANSACTION_LATE)?),
        }
    }
}

/// Who shows a token to end a session may have another one.
fn info(
    context: Context<'_>,
    request: &Request<TransactionEvent>,
    token: &v21::IdToken,
) -> Result<v21::IdTokenInfo, HandlerError> {
    let info = id_token_info(context, token)?;
    if ends(request) {
        return Ok(info);
    }
    let purpose = Purpose::Of {
        session: &id(request),
        evse: request.evse.as_ref().map(|evse| evse.id),
    };
    Ok(unless_busy(context, info, (token, purpose))?)
}

/// The token of it is shown to end the session.
fn ends(request: &Request<TransactionEvent>) -> bool {
    request.event_type == v21::TransactionEventEnum::Ended
        || request.trigger_reason == v21::TriggerReasonEnum::StopAuthorized
}

#[derive(Clone, Copy)]
struct Event<'a> {
    request: &'a Request<TransactionEvent>,
    response: &'a Response<TransactionEvent>,
}

/// A session changes by an event.
fn change(context: Context<'_>, event: Event<'_>, session: Session) -> Result<Effects, HandlerError> {
    let Event { request, response } = event;
    let charge_point = context.caller.charge_point;
    let Session {
        mut change,
        replaced,
        given_up: mut ended,
        content,
    } = session;
    let before = Before {
        evse: change.record.evse,
        token: change.record.told_id_tag().map(str::to_owned),
        reservation: change.record.reservation_id.filter(|number| *number > 0),
    };
    ocpp2::apply(&mut change.record, request, response);
    note_times(context, request, &mut change.record);
    stopped_by(context, event, (&mut change.record, &before))?;
    let transaction = &mut change.record;
    let id = transaction.id.clone();
    account(context, transaction)?;
    let stored = StoredEvent {
        request: Payload::from(context.payload),
        answer: serde_json::to_value(response)?,
        received_at: context.caller.now,
    };
    let mut writes = session::writes_of(&replaced)?;
    if transaction.state == TransactionState::Open && transaction.evse != before.evse {
        let settled: Vec<TransactionId> = replaced.iter().map(|change| change.record.id.clone()).collect();
        let newcomer = Newcomer {
            id: &id,
            place: Place {
                evse: transaction.evse,
                connector: None,
            },
            started_at: transaction.started_at.as_deref().unwrap_or(&request.timestamp),
            register: None,
            settled: &settled,
        };
        let given_up = giving_up::make_room(context, &newcomer)?;
        writes.extend(given_up.writes);
        ended.extend(given_up.ended);
    }
    let used = uses(context, event, (&mut change.record, &before))?;
    writes.extend(used.writes.unwrap_or_default());
    writes.extend(transactions::put_transaction(&change)?);
    // Last: a retry after a crash or a conflict in between applies the event again, which changes nothing.
    let place = place_in_time(context, request)?;
    let key = EventKey {
        content: content.as_deref(),
        ..event_key(request, &place)
    };
    writes.push(transactions::put_event(charge_point, &id, key, &stored)?);
    let effects = giving_up::tell(Effects::now(writes), ended);
    let effects = status::ask_for_rest(context, effects, request, &change.record)?;
    let mut effects = effects.tell_of(kind(request.event_type), change.record);
    effects.happened.extend(used.happened);
    Ok(effects)
}

/// The account of a session goes on with what an event brings; of one that is over it is made anew.
fn account(context: Context<'_>, transaction: &mut Transaction) -> Result<(), StoreError> {
    let (told, now) = (context.payload.text(), context.caller.now);
    if transaction.state == TransactionState::Open {
        let mut message = Evidence::default();
        message.add_event(&told, now);
        advance(transaction, message, context.state.max_power());
        return Ok(());
    }
    let mut evidence = Evidence::read(context.state, transaction, Depth::All)?;
    evidence.add_event(&told, now);
    settle_by(context.state, transaction, evidence)
}

/// What was known of a session before an event.
struct Before {
    evse: Option<i64>,
    token: Option<String>,
    reservation: Option<i64>,
}

impl Before {
    /// Whether the token that begins the session is another one now.
    fn is_of_another(&self, transaction: &Transaction) -> bool {
        self.token.as_deref() != transaction.told_id_tag()
    }
}

/// What becomes of the reservation that a session uses. Which one it is shows when its token, its place or the number
/// is told, in whichever event that is; that of a token which was refused is not that of the one in its place.
fn uses(
    context: Context<'_>,
    event: Event<'_>,
    (transaction, before): (&mut Transaction, &Before),
) -> Result<Effects, HandlerError> {
    let Event { request, response } = event;
    let is_of_another = before.is_of_another(transaction);
    let is_new = is_of_another || transaction.evse != before.evse || request.reservation_id.is_some();
    let is_free = is_of_another || before.reservation.is_none();
    let told = transaction.told_id_tag();
    let Some(id_tag) = told.filter(|_| is_new && is_free) else {
        return Ok(Effects::none());
    };
    let told = response
        .id_token_info
        .as_ref()
        .and_then(|info| info.group_id_token.as_ref());
    let group = match told {
        Some(group) => Some(group.id_token.clone()),
        None => matching::group_of(context, Some(id_tag))?,
    };
    let began = Began {
        transaction: &transaction.id,
        named: request.reservation_id,
        evse: transaction.evse,
        connector: transaction.connector,
        id_tag,
        id_tag_type: request.id_token.as_ref().map(|token| token.r#type.as_str()),
        group: group.as_deref(),
        at: transaction.started_at.as_deref().and_then(told_instant),
    };
    let (number, used) = reservation::used(context, &began)?;
    transaction.reservation_id = number.or(transaction.reservation_id.filter(|named| *named > 0));
    Ok(used)
}

/// The token of the end: that of Ended, or the one that was shown to stop. Whether it is a stranger's shows anew when
/// whose the session is was told after it.
fn stopped_by(
    context: Context<'_>,
    event: Event<'_>,
    (transaction, before): (&mut Transaction, &Before),
) -> Result<(), HandlerError> {
    let Event { request, response } = event;
    let (id_tag, group) = if let Some(token) = request.id_token.as_ref().filter(|_| ends(request)) {
        let info = response.id_token_info.as_ref();
        let group = info.and_then(|info| info.group_id_token.as_ref());
        (token.id_token.clone(), group.map(|group| group.id_token.clone()))
    } else if let Some(shown) = transaction.ending.stopped_by.clone()
        && before.is_of_another(transaction)
    {
        let group = matching::group_of(context, Some(&shown))?;
        (shown, group)
    } else {
        return Ok(());
    };
    let began = transaction.told_id_tag();
    let group_of_start = matching::group_of_start(context, began, &id_tag)?;
    let shown = Shown {
        id_tag: &id_tag,
        group: group.as_deref(),
        group_of_start: group_of_start.as_deref(),
    };
    ended::stopped_by(transaction, shown);
    Ok(())
}

fn kind(event: v21::TransactionEventEnum) -> &'static Kind {
    match event {
        v21::TransactionEventEnum::Started => &TRANSACTION_STARTED,
        v21::TransactionEventEnum::Updated => &TRANSACTION_UPDATED,
        v21::TransactionEventEnum::Ended => &TRANSACTION_ENDED,
    }
}

fn id(request: &v21::TransactionEventRequest) -> TransactionId {
    transactions::id_of_session(&request.transaction_info.transaction_id)
}

/// A time of begin or end that the station did not tell is in doubt; one that it tells later no more. When the end was heard
/// is kept beside it.
fn note_times(context: Context<'_>, request: &Request<TransactionEvent>, transaction: &mut Transaction) {
    let told = Some(&request.timestamp);
    if request.event_type == v21::TransactionEventEnum::Ended {
        transaction.ending.received_at = Some(context.caller.now);
    }
    let (doubt, counts) = match request.event_type {
        v21::TransactionEventEnum::Started => (Doubt::StartTimeNotTold, transaction.started_at.as_ref() == told),
        v21::TransactionEventEnum::Ended => (Doubt::EndTimeNotTold, transaction.stopped_at.as_ref() == told),
        v21::TransactionEventEnum::Updated => return,
    };
    if !counts {
        return;
    }
    if context.is_made_up(TIMESTAMP) {
        transaction.doubts.insert(doubt);
    } else {
        transaction.doubts.remove(&doubt);
    }
}

/// What tells an event from others with its number: its time, or its content where it has none, since a retry of it
/// comes at another one.
fn place_in_time<'a>(
    context: Context<'_>,
    request: &'a Request<TransactionEvent>,
) -> Result<Cow<'a, str>, HandlerError> {
    if !context.is_made_up(TIMESTAMP) {
        return Ok(Cow::Borrowed(&request.timestamp));
    }
    Ok(Cow::Owned(transactions::content_of_event(context.original.value())?))
}

fn event_key<'a>(request: &v21::TransactionEventRequest, place: &'a str) -> EventKey<'a> {
    EventKey {
        seq_no: request.seq_no,
        event_type: request.event_type.as_str(),
        timestamp: place,
        content: None,
    }
}
