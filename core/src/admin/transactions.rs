//! `/transactions/{charge point}/{id}`: a charging session with all that is known of it. Energies are exact decimals
//! in Wh, as text. A session whose end never arrived because the station began another one counts
//! as closed, with our word as its reason.

use actix_web::web;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::AppState;
use super::body::Json;
use super::import::MOST_BYTES;
use super::page::{self, LARGE_ITEMS, Weight, cursor, key};
use super::path::{self, Path};
use super::problem::{Missing, Problem, kinds};
use super::query::Query;
use super::settled::{Said, settle};
use super::{transaction_assign, transaction_curve, transaction_import, transaction_list, transaction_summary};
use crate::admin::openapi::{Routes, Tag, op};
use crate::clock::text;
use crate::ids::{ChargePointId, TransactionId};
use crate::ledger::account;
use crate::ledger::kept::Depth;
use crate::ledger::measured::{lately, measured};
use crate::ocpp::transactions::desk;
use crate::state::transactions::{LaterMessage, Message, MeterValueSet, StoredEvent, TransactionState};
use crate::state::views::meter_values::MeterValue;
use crate::state::{State, views};
use crate::store::StoreError;

/// So many messages of a session are in one answer at most; less, if they are large.
const MAX_PARTS: usize = 10_000;

/// Declares the paths.
pub fn routes(api: &mut Routes) {
    api.at("/transactions", Tag::TRANSACTIONS).get(
        op("list_transactions", "Charging sessions, by the time of their start")
            .says("In pages as JSON, or the whole list at once as CSV or JSON lines: `format`, or the header Accept."),
        transaction_list::list,
    );
    api.at("/transactions/summary", Tag::TRANSACTIONS).get(
        op("get_transaction_summary", "What sessions come to together").says(
            "With the filters of the list. At most 100,000 sessions are summed up in one answer; `next` goes on.",
        ),
        transaction_summary::read,
    );
    api.at("/transactions/import", Tag::TRANSACTIONS)
        .most_bytes(MOST_BYTES)
        .post(
            op("import_transactions", "Bring the history of another system in")
                .says(
                    "CSV with the columns of the export; sessions that are over, with their figures as they are given. Each gets \
                     an id of its own, `.SOURCE.ID`; what is here already stays as it is. Where any row cannot be used all such \
                     rows are told, and nothing is changed.",
                )
                .fails(&[kinds::IMPORT_REFUSED, kinds::CONFLICT]),
            transaction_import::post,
        );
    of_one(api);
    changes(api);
}

/// What a session says that its station may have given the empty id.
const UNNAMED: &str = "A station may number its transactions as it likes: this one's id is empty.";

/// What is shown of one.
fn of_one(api: &mut Routes) {
    api.at("/transactions/{chargePoint}/{id}", Tag::TRANSACTIONS).get(
        op("get_transaction", "One session with its messages and meter values"),
        read,
    );
    api.at("/transactions/{chargePoint}/", Tag::TRANSACTIONS).get(
        op("get_unnamed_transaction", "The session whose id is empty").says(UNNAMED),
        read,
    );
    let curve = "Of a long session so many points that a chart can be drawn of it: `points`. Where no power was measured it \
                 follows from the energy.";
    api.at("/transactions/{chargePoint}/{id}/curve", Tag::TRANSACTIONS).get(
        op(
            "get_transaction_curve",
            "How its power, energy and state of charge went",
        )
        .says(curve),
        transaction_curve::read,
    );
    api.at("/transactions/{chargePoint}//curve", Tag::TRANSACTIONS).get(
        op(
            "get_unnamed_transaction_curve",
            "How the session whose id is empty went",
        )
        .says(curve),
        transaction_curve::read,
    );
}

/// What an operator says of one.
fn changes(api: &mut Routes) {
    let settled = [kinds::SETTLED_ALREADY, kinds::CONFLICT];
    api.at("/transactions/{chargePoint}/{id}/close", Tag::TRANSACTIONS)
        .post(
            op("close_transaction", "Close one that its station does not end").fails(&settled),
            close,
        );
    api.at("/transactions/{chargePoint}//close", Tag::TRANSACTIONS).post(
        op("close_unnamed_transaction", "Close the session whose id is empty")
            .says(UNNAMED)
            .fails(&settled),
        close,
    );
    let assign = "What the station said of that stays beside it, in `assigned`; lists, exports and events have the tag that is \
                  given here. No figure moves. It may be said again, also of a session that runs.";
    api.at("/transactions/{chargePoint}/{id}/assign", Tag::TRANSACTIONS)
        .post(
            op("assign_transaction", "Say whose session it is")
                .says(assign)
                .fails(&[kinds::CONFLICT]),
            transaction_assign::assign,
        );
    api.at("/transactions/{chargePoint}//assign", Tag::TRANSACTIONS).post(
        op(
            "assign_unnamed_transaction",
            "Say whose the session with the empty id is",
        )
        .says(assign)
        .fails(&[kinds::CONFLICT]),
        transaction_assign::assign,
    );
}

/// `/transactions/{charge_point}/{id}`.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct TransactionPath {
    /// The charge point's identity.
    #[serde(rename = "chargePoint", deserialize_with = "path::charge_point")]
    #[param(value_type = String, min_length = 1, max_length = 128, pattern = r"^[^\x00-\x1f\x7f-\x9f:]+$")]
    charge_point: ChargePointId,
    /// The number that 1.6 was given, or the station's own text.
    #[serde(default = "unnamed", deserialize_with = "transaction_id")]
    id: TransactionId,
}

impl TransactionPath {
    /// Whose, and which.
    pub fn named(self) -> (ChargePointId, TransactionId) {
        (self.charge_point, self.id)
    }
}

fn unnamed() -> TransactionId {
    TransactionId::new("")
}

fn transaction_id<'de, D: Deserializer<'de>>(from: D) -> Result<TransactionId, D::Error> {
    Ok(TransactionId::new(&path::text(from)?))
}

/// The query of one session.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
struct Messages {
    /// The `next` of an answer before.
    after: Option<String>,
}

/// A charging session with all that is known of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TransactionWithMessages)]
struct TransactionDetail {
    #[serde(flatten)]
    transaction: views::Transaction,
    /// 2.x: by seqNo.
    events: Vec<EventView>,
    /// What was measured of it, by time, in one form for all versions; also what its events brought.
    meter_values: Vec<MeterValue>,
    /// What the station said when the session was over, and what changes nothing of it.
    later_messages: Vec<LaterView>,
    /// Where its messages go on, for `?after=`; none: these are all, or the last of them.
    next: Option<String>,
    /// 2.x: whether messages about it still come, as the station said when it was asked last; none: it was not.
    messages_in_queue: Option<bool>,
    /// When it said so: RFC 3339.
    #[schema(format = DateTime)]
    messages_in_queue_told_at: Option<String>,
}

/// A message about a session that was over.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LaterMessage)]
struct LaterView {
    /// When it arrived: RFC 3339.
    #[schema(format = DateTime)]
    received_at: String,
    /// `StopTransaction`, `MeterValues` or `TransactionEvent`.
    action: String,
    /// As the station sent it.
    payload: Value,
}

/// The body of a closing.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CloseTransaction, examples(json!({"reason": "cable was cut", "meterStopWh": "12345.6"})))]
struct Closing {
    /// The operator's word for it; absent: `Operator`.
    reason: Option<String>,
    /// The register at the end in Wh, as a number or as text; absent: the last one that was heard.
    meter_stop_wh: Option<Decimal>,
}

/// A TransactionEvent.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TransactionEvent)]
struct EventView {
    /// When it arrived: RFC 3339.
    #[schema(format = DateTime)]
    received_at: String,
    /// As the station sent it.
    request: Value,
    /// As it was answered.
    answer: Value,
}

impl From<StoredEvent> for EventView {
    fn from(event: StoredEvent) -> Self {
        Self {
            received_at: text(event.received_at),
            request: event.request.value(),
            answer: event.answer,
        }
    }
}

async fn read(
    app: web::Data<AppState>,
    wanted: Query<Messages>,
    Path(path): Path<TransactionPath>,
) -> Result<Json<TransactionDetail>, Problem> {
    let TransactionPath { charge_point, id } = path;
    let state = app.state();
    let found = state.transaction(&charge_point, &id)?;
    let transaction = found.ok_or_else(|| app.missing_of(&charge_point, Missing::TRANSACTION, &id))?;
    let after = key(wanted.after.as_deref())?;
    let parts = Parts::read(state, (&charge_point, &id), after)?;
    let lately = match transaction.state {
        TransactionState::Open => lately(state, &transaction)?,
        _ => None,
    };
    let mut transaction: views::Transaction = account::shown(state, transaction, Depth::All)?.into();
    transaction.measured = lately;
    let told = state.told_status(&charge_point, &transaction.station_transaction_id)?;
    Ok(Json(TransactionDetail {
        transaction,
        messages_in_queue: told.as_ref().map(|told| told.messages_in_queue),
        messages_in_queue_told_at: told.map(|told| text(told.at)),
        meter_values: measured(&parts.sets, &parts.events),
        events: parts.events.into_iter().map(EventView::from).collect(),
        later_messages: parts.later.into_iter().map(LaterView::from).collect(),
        next: parts.next.as_deref().map(cursor),
    }))
}

/// The session without its messages.
pub async fn shown(
    app: web::Data<AppState>,
    Path(path): Path<TransactionPath>,
) -> Result<Json<views::Transaction>, Problem> {
    let found = app.state().transaction(&path.charge_point, &path.id)?;
    let transaction = found.ok_or_else(|| app.missing_of(&path.charge_point, Missing::TRANSACTION, &path.id))?;
    Ok(Json(account::shown(app.state(), transaction, Depth::All)?.into()))
}

/// The messages of a session that one answer holds.
#[derive(Debug, Default)]
struct Parts {
    events: Vec<StoredEvent>,
    sets: Vec<MeterValueSet>,
    later: Vec<LaterMessage>,
    /// The place of the last one, if more come after it.
    next: Option<String>,
}

impl Parts {
    /// From a place on, until the answer is full.
    fn read(
        state: &State,
        of: (&ChargePointId, &TransactionId),
        mut after: Option<String>,
    ) -> Result<Self, StoreError> {
        let (mut parts, mut weight, mut count) = (Self::default(), Weight::default(), 0);
        loop {
            let step = state.messages_of(of, after.as_deref(), LARGE_ITEMS)?;
            if step.is_empty() {
                return Ok(parts);
            }
            for (place, message) in step {
                after = Some(place);
                count += 1;
                if weight.is_full_with(parts.take(message)) || count >= MAX_PARTS {
                    let goes_on = !state.messages_of(of, after.as_deref(), 1)?.is_empty();
                    parts.next = after.filter(|_| goes_on);
                    return Ok(parts);
                }
            }
        }
    }

    /// One more; about how many bytes it has. The values of an event are shown twice.
    fn take(&mut self, message: Message) -> usize {
        match message {
            Message::Event(event) => {
                let bytes = 2 * page::weight(&event.request.value()) + page::weight(&event.answer);
                self.events.push(event);
                bytes
            }
            Message::Values(set) => {
                let bytes = set.values.text().len();
                self.sets.push(set);
                bytes
            }
            Message::Later(message) => {
                let bytes = page::weight(&message.payload);
                self.later.push(message);
                bytes
            }
        }
    }
}

async fn close(
    app: web::Data<AppState>,
    Path(path): Path<TransactionPath>,
    Json(wanted): Json<Closing>,
) -> Result<Json<views::Transaction>, Problem> {
    let closing = desk::Closing {
        reason: wanted.reason.unwrap_or_else(|| "Operator".to_owned()),
        meter_stop_wh: wanted.meter_stop_wh,
    };
    if closing
        .meter_stop_wh
        .is_some_and(|register| register.is_sign_negative())
    {
        return Err(Problem::new(kinds::INVALID_REQUEST, "`meterStopWh` is not below 0"));
    }
    let said = Said {
        action: "close",
        request: json!({ "reason": closing.reason, "meterStopWh": closing.meter_stop_wh }),
    };
    let closed = settle(&app, &path.charge_point, said, |desk| desk.close(&path.id, &closing)).await?;
    Ok(Json(closed.into()))
}

impl From<LaterMessage> for LaterView {
    fn from(message: LaterMessage) -> Self {
        Self {
            received_at: text(message.received_at),
            action: message.action,
            payload: message.payload,
        }
    }
}
