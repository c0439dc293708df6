//! What operators say of sessions: which one a message of the inbox is about, that it is about none, and that a
//! session is over. Each is one list of writes, which a conflict decides anew.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{from_inbox, giving_up};
use crate::clock::Time;
use crate::events::kinds::{TRANSACTION_ASSIGNED, TRANSACTION_ENDED};
use crate::events::{Event, Kind};
use crate::ids::{ChargePointId, TransactionId};
use crate::ledger::account::{note_start, settle_by};
use crate::ledger::evidence::Evidence;
use crate::ledger::kept::Depth;
use crate::ocpp::error::HandlerError;
use crate::state::transactions::{
    self, ClosedBy, Doubt, InboxEntry, InboxId, LaterMessage, NewValues, Owner, Standing, Transaction,
    TransactionChange, TransactionState,
};
use crate::state::{State, views};
use crate::store::{StoreError, Write};

/// An operator at a charge point's sessions.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// What is known.
    pub state: &'a State,
    /// Whose sessions.
    pub charge_point: &'a ChargePointId,
    /// When.
    pub now: Time,
}

/// What an operator's word changes.
pub struct Settled {
    /// In their order, conditions included.
    pub writes: Vec<Write>,
    /// The session as it is then.
    pub transaction: Transaction,
    /// What is told of it; none: nothing happened to the session.
    pub tells: Option<&'static Kind>,
}

/// Why an operator's word changes nothing.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The inbox has no such entry.
    #[error("the inbox has no message {0}")]
    NoEntry(String),
    /// The charge point had no such session.
    #[error("the charge point has no transaction {0}")]
    NoTransaction(TransactionId),
    /// The message is settled, or the session over.
    #[error("{0}")]
    Over(String),
    /// The register cannot be the one at the end of the session.
    #[error("{0}")]
    NoRegister(String),
    /// Only of an end is a session made.
    #[error("only of a {ACTION} is a session made; this message is {0}", ACTION = from_inbox::ACTION)]
    NoEnd(String),
    /// What keeps the server from it.
    #[error(transparent)]
    Failed(#[from] HandlerError),
}

impl Settled {
    /// The event that tells of it, with whose word it was in the place of a station's CALL; none: nothing happened to
    /// the session.
    #[must_use]
    pub fn event(&self, action: &str, request: &Value) -> Option<Event> {
        let transaction = &self.transaction;
        let payload = json!({
            "action": action,
            "request": request,
            "response": {},
            "transaction": views::Transaction::from(transaction.clone()),
        });
        self.tells.map(|kind| Event {
            version: transaction.version.clone(),
            ..Event::new(kind.name, &transaction.charge_point, payload)
        })
    }
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// How an operator ends a session.
#[derive(Debug, Clone, Default)]
pub struct Closing {
    /// The operator's word for it.
    pub reason: String,
    /// The register at the end in Wh; absent: the last one that was heard.
    pub meter_stop_wh: Option<Decimal>,
}

impl Desk<'_> {
    /// Says which session a message of the inbox is about. A StopTransaction ends it; what comes to a session that
    /// is over is kept beside it.
    ///
    /// # Errors
    /// Why nothing changes.
    pub fn assign(self, id: &InboxId, session: &TransactionId) -> Result<Settled, DeskError> {
        let (entry, settled) = self.settle(
            id,
            Standing::Assigned {
                transaction: session.clone(),
                at: self.now,
            },
        )?;
        let mut change = self.transaction(session)?;
        let is_over = change.record.state == TransactionState::Closed;
        let mut writes = Vec::new();
        let mut has_ended = false;
        if is_over {
            let message = LaterMessage {
                action: entry.action,
                payload: entry.payload,
                received_at: entry.received_at,
            };
            writes.push(transactions::put_later(self.charge_point, session, &message)?);
        } else {
            let member = match entry.action.as_str() {
                "StopTransaction" => "transactionData",
                _ => "meterValue",
            };
            let new = values(&entry, member);
            if let Some(new) = new {
                writes.push(transactions::put_meter_values(self.charge_point, session, new)?);
            }
            has_ended = entry.action == "StopTransaction";
            if has_ended {
                from_inbox::end(&mut change.record, &entry);
            }
            if change.record.state != TransactionState::Open {
                let mut evidence = Evidence::read(self.state, &change.record, Depth::All)?;
                if let Some(new) = new {
                    evidence.add_new(new);
                }
                settle_by(self.state, &mut change.record, evidence)?;
                writes.extend(transactions::put_transaction(&change)?);
            }
        }
        // Last: until it is settled, it can be assigned again, which changes nothing more.
        writes.push(settled);
        Ok(Settled {
            writes,
            transaction: change.record,
            tells: has_ended.then_some(&TRANSACTION_ENDED),
        })
    }

    /// Makes a session of a message of the inbox that ended one whose start never came.
    ///
    /// # Errors
    /// Why nothing changes.
    pub fn make(self, id: &InboxId, start: &from_inbox::Start) -> Result<Settled, DeskError> {
        let session = from_inbox::id_of(id);
        let standing = Standing::Assigned {
            transaction: session.clone(),
            at: self.now,
        };
        let (entry, settled) = self.settle(id, standing)?;
        if entry.action != from_inbox::ACTION {
            return Err(DeskError::NoEnd(entry.action));
        }
        let mut writes = Vec::new();
        let known = self.state.transaction(self.charge_point, &session)?;
        let transaction = match known {
            // A crash came before the message was settled, or it came again.
            Some(known) => known,
            None => {
                let mut record = from_inbox::session((self.charge_point, &session), &entry, (start, self.now));
                let new = values(&entry, "transactionData");
                let mut evidence = Evidence::read(self.state, &record, Depth::All)?;
                if let Some(new) = new {
                    writes.push(transactions::put_meter_values(self.charge_point, &session, new)?);
                    evidence.add_new(new);
                }
                settle_by(self.state, &mut record, evidence)?;
                writes.extend(transactions::create_transaction(&record)?);
                record
            }
        };
        // Last, as it is with an assignment.
        writes.push(settled);
        Ok(Settled {
            writes,
            transaction,
            tells: Some(&TRANSACTION_ENDED),
        })
    }

    /// Says that a message of the inbox is about no session.
    ///
    /// # Errors
    /// Why nothing changes.
    pub fn dismiss(self, id: &InboxId) -> Result<Write, DeskError> {
        self.settle(id, Standing::Dismissed { at: self.now })
            .map(|(_, write)| write)
    }

    /// Ends a session that the station does not end, at its last sign of life.
    ///
    /// # Errors
    /// Why nothing changes.
    pub fn close(self, session: &TransactionId, closing: &Closing) -> Result<Settled, DeskError> {
        let mut change = self.transaction(session)?;
        if change.record.state == TransactionState::Closed {
            return Err(DeskError::Over(format!("the transaction {session} is closed already")));
        }
        let record = &mut change.record;
        let kept = giving_up::end_at_last_sign(self.state, record, self.now)?;
        record.next_start = None;
        record.state = TransactionState::Closed;
        record.stop_reason = Some(closing.reason.clone());
        record.ending.meter_wh = closing.meter_stop_wh;
        record.ending.closed_by = Some(ClosedBy::Operator);
        settle_by(self.state, record, Evidence::of(&kept, self.state, record)?)?;
        if let Some(told) = closing.meter_stop_wh {
            ends_at(record, told)?;
        }
        Ok(Settled {
            writes: transactions::put_transaction(&change)?,
            transaction: change.record,
            tells: Some(&TRANSACTION_ENDED),
        })
    }

    /// Says whose session it is. What the station said of that is kept beside it, and no figure moves: what it rests on
    /// may be gone already.
    ///
    /// # Errors
    /// Why nothing changes.
    pub fn assign_to(self, session: &TransactionId, owner: Owner) -> Result<Settled, DeskError> {
        let mut change = self.transaction(session)?;
        let record = &mut change.record;
        let was_refused = record.doubts.contains(&Doubt::RefusedDriver);
        record.assign_to(owner, self.now);
        note_start(record);
        if was_refused {
            record.complete = record.state == TransactionState::Closed && record.doubts.is_empty();
        }
        Ok(Settled {
            writes: transactions::put_transaction(&change)?,
            transaction: change.record,
            tells: Some(&TRANSACTION_ASSIGNED),
        })
    }

    /// Gives a session up of which nothing was heard since a moment; none: something was, or it is over.
    ///
    /// # Errors
    /// Why nothing changes.
    pub fn give_up_silent(self, session: &TransactionId, since: Time) -> Result<Option<Settled>, DeskError> {
        let mut change = self.transaction(session)?;
        let is_open = change.record.state == TransactionState::Open;
        if !is_open || self.state.last_heard_of(&change.record, self.now)? > since {
            return Ok(None);
        }
        giving_up::give_up(self.state, &mut change, None, self.now)?;
        change.record.stop_reason = Some("Silent".to_owned());
        Ok(Some(Settled {
            writes: transactions::put_transaction(&change)?,
            transaction: change.record,
            tells: Some(&TRANSACTION_ENDED),
        }))
    }

    fn transaction(self, id: &TransactionId) -> Result<TransactionChange, DeskError> {
        let found = self.state.transaction_to_change(self.charge_point, id)?;
        found.ok_or_else(|| DeskError::NoTransaction(id.clone()))
    }

    /// An entry that waits, and the write that settles it.
    fn settle(self, id: &InboxId, standing: Standing) -> Result<(InboxEntry, Write), DeskError> {
        let (entry, seen) = self.state.inbox_entry(self.charge_point, id)?;
        let entry = entry.ok_or_else(|| DeskError::NoEntry(id.to_string()))?;
        if entry.standing != Standing::Waiting {
            return Err(DeskError::Over(format!("the message {id} is settled already")));
        }
        let entry = InboxEntry { standing, ..entry };
        let write = transactions::put_inbox_entry(self.charge_point, id, &entry)?;
        Ok((entry, seen.guarded(write)))
    }
}

/// Whether a session's account counts up to the register that an operator says. One that it does not count up to is refused:
/// a session that is over is not closed again, so nobody could put it right.
fn ends_at(record: &Transaction, told: Decimal) -> Result<(), DeskError> {
    let energy = record.energy.clone().unwrap_or_default();
    if energy.end.as_ref().is_some_and(|end| end.wh == told) {
        return Ok(());
    }
    let start = energy.base.map(|base| base.wh).or(record.meter_start_wh);
    let told = told.normalize();
    let why = match start.map(|start| start.normalize()) {
        Some(start) if told < start => format!("the meter showed {start} Wh at its start"),
        Some(start) => format!("what was heard of it from {start} Wh on, and in what time, does not agree with that"),
        None => "what was heard of it does not agree with that".to_owned(),
    };
    Err(DeskError::NoRegister(format!(
        "`meterStopWh`: {told} Wh cannot be the register at the end of the transaction {id}: {why}. It is what the meter \
         shows, in Wh; without it the transaction ends at the last register that was heard",
        id = record.id
    )))
}

/// The values that a message of the inbox brings, if it brings any.
fn values<'a>(entry: &'a InboxEntry, member: &str) -> Option<NewValues<'a>> {
    let has_any = |values: &&Value| values.as_array().is_some_and(|values| !values.is_empty());
    let values = entry.payload.get(member).filter(has_any)?;
    Some(NewValues {
        named: true,
        received_at: Some(entry.received_at),
        values,
    })
}
