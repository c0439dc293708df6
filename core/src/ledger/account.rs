//! The account of a session: its energy, what is in doubt, and whether it is complete, made of all that is kept of it.
//! It is made when the session ends and whenever more arrives of one that has ended; that of a running one
//! is made when somebody looks.

use rust_decimal::Decimal;

use super::energy::{Session, energy};
use super::evidence::Evidence;
use super::kept::Depth;
use super::reading::{Belongs, Measurand, Reading, Role};
use super::registers::ROUNDING;
use super::sequence;
use crate::clock::{instant, told_instant};
use crate::state::State;
use crate::state::transactions::{
    ClosedBy, Doubt, Energy, EnergySource, MatchedBy, Register, Transaction, TransactionState,
};
use crate::store::StoreError;

/// Stations round the times of an end and of the next start to minutes.
const ROUNDED_BY_SECONDS: i64 = 60;

/// Makes the account of a session from what is kept of it, to which what is not kept yet was added.
///
/// # Errors
/// The store's.
pub fn settle_by(state: &State, transaction: &mut Transaction, evidence: Evidence) -> Result<(), StoreError> {
    let is_gap = transaction.state == TransactionState::Closed
        && transaction.version != "1.6"
        && !sequence::is_whole(state, transaction, &evidence)?;
    decide(transaction, evidence, state.max_power());
    if is_gap {
        transaction.doubts.insert(Doubt::MissingSequenceNumbers);
    }
    transaction.complete = transaction.state == TransactionState::Closed && transaction.doubts.is_empty();
    Ok(())
}

/// A session as it is to be shown: of one that runs, the account as far as it goes.
///
/// # Errors
/// The store's.
pub fn shown(state: &State, mut transaction: Transaction, depth: Depth) -> Result<Transaction, StoreError> {
    if transaction.state == TransactionState::Open {
        let evidence = Evidence::read(state, &transaction, depth)?;
        decide(&mut transaction, evidence, state.max_power());
    }
    Ok(transaction)
}

/// What is in doubt of a session from its start on.
pub fn note_start(transaction: &mut Transaction) {
    let is_refused = transaction
        .authorization
        .as_deref()
        .is_some_and(|status| status != "Accepted");
    if is_refused {
        transaction.doubts.insert(Doubt::RefusedDriver);
    } else {
        transaction.doubts.remove(&Doubt::RefusedDriver);
    }
}

/// Goes on with the energy of a session that runs, by what one message brought: for whoever is told of the message. Whoever
/// asks for the session is shown the account of all its readings.
pub fn advance(transaction: &mut Transaction, message: Evidence, max_power: u64) {
    if message.readings.is_empty() {
        return;
    }
    let mut readings = message.readings;
    if let Some(known) = &transaction.energy {
        let earlier = [(Role::Begin, &known.base), (Role::Sample, &known.end)];
        let earlier = earlier
            .into_iter()
            .filter_map(|(role, register)| Some((role, register.as_ref()?)));
        readings.extend(earlier.filter_map(|(role, register)| {
            Some(Reading {
                at: register.at?,
                measurand: Measurand::Register,
                role,
                belongs: Belongs::Named,
                location: None,
                phase: None,
                value: Ok(register.wh),
            })
        }));
    }
    let (found, _) = energy(&Session {
        readings,
        started: transaction.started_at.as_deref().and_then(instant),
        received: Some(transaction.received_at),
        max_power,
        ..Session::default()
    });
    if found.wh.is_some() || transaction.energy.is_none() {
        take(transaction, found);
        if let Some(energy) = &mut transaction.energy {
            energy.left_out.clear();
        }
    }
}

/// Keeps an energy. What a 2.x session's registers are, it alone says.
fn take(transaction: &mut Transaction, energy: Energy) {
    if transaction.version != "1.6" {
        let register = |of: &Option<Register>| of.as_ref().map(|register| register.wh);
        transaction.meter_start_wh = register(&energy.base).or(transaction.meter_start_wh);
        transaction.meter_stop_wh = register(&energy.end).or(transaction.meter_stop_wh);
    }
    transaction.energy = Some(energy);
}

/// What is in doubt of a session that was given up for the next one on its connector, and whose end the station told
/// after all: that end counts, and where the next one had begun by then it may be another session's.
fn against_next(transaction: &Transaction) -> Vec<Doubt> {
    let is_over = transaction.state == TransactionState::Closed;
    let Some(next) = transaction.next_start.as_ref().filter(|_| is_over) else {
        return Vec::new();
    };
    let energy = transaction.energy.as_ref();
    let base = energy.and_then(|energy| energy.base.as_ref());
    // A meter that counts each session from 0 says nothing.
    let goes_on = !next.wh.is_zero() && base.is_none_or(|base| base.wh <= next.wh);
    let most = next.wh + Decimal::from(ROUNDING);
    let end = energy.and_then(|energy| energy.end.as_ref());
    let is_above = goes_on && end.is_some_and(|end| end.wh > most);
    let time = |text: &Option<String>| text.as_deref().and_then(told_instant);
    let began = time(&transaction.started_at);
    let next_began = next.at.filter(|next| began.is_none_or(|began| began <= *next));
    let is_later = next_began
        .zip(time(&transaction.stopped_at))
        .is_some_and(|(next, stopped)| (stopped - next).num_seconds() > ROUNDED_BY_SECONDS);
    let doubts = [
        (is_above, Doubt::RegistersContradict),
        (is_later, Doubt::ClockContradiction),
    ];
    doubts
        .into_iter()
        .filter_map(|(holds, doubt)| holds.then_some(doubt))
        .collect()
}

fn decide(transaction: &mut Transaction, evidence: Evidence, max_power: u64) {
    let time = |text: &Option<String>| text.as_deref().and_then(instant);
    let (mut found, mut doubts) = energy(&Session {
        readings: evidence.readings,
        started: time(&transaction.started_at),
        stopped: time(&transaction.stopped_at),
        received: Some(transaction.received_at),
        end_received: transaction.ending.received_at,
        is_over: transaction.state != TransactionState::Open,
        // Whose end the station told after all, that one counts.
        next_start: transaction
            .next_start
            .clone()
            .filter(|_| transaction.state == TransactionState::Superseded),
        max_power,
    });
    if evidence.has_more_intervals && found.source == Some(EnergySource::Intervals) {
        doubts.insert(Doubt::IntervalsMissing);
    }
    if found.source.is_some() && rests_on_an_operator(transaction, &found) {
        found.source = Some(EnergySource::Operator);
    }
    transaction.doubts.retain(|doubt| !doubt.is_derived());
    transaction.doubts.extend(doubts);
    take(transaction, found);
    transaction.doubts.extend(against_next(transaction));
    note_start(transaction);
    if transaction.started_at.is_none() {
        transaction.doubts.insert(Doubt::StartLost);
    }
    let by_operator = transaction.ending.closed_by == Some(ClosedBy::Operator);
    if transaction.state == TransactionState::Superseded || by_operator {
        transaction.doubts.insert(Doubt::EndLost);
    }
}

/// Whether an operator said one of the two registers between which an energy lies, because the station's message never came.
fn rests_on_an_operator(transaction: &Transaction, energy: &Energy) -> bool {
    let is_made = transaction.version == "1.6"
        && transaction.start_answer.is_none()
        && transaction.ending.matched_by.contains(&MatchedBy::Operator);
    let told = [
        (&energy.base, transaction.meter_start_wh.filter(|_| is_made)),
        (&energy.end, transaction.ending.meter_wh),
    ];
    told.into_iter().any(|(counted, told)| {
        counted
            .as_ref()
            .zip(told)
            .is_some_and(|(counted, told)| counted.wh == told)
    })
}
