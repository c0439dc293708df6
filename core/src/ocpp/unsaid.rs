//! What the state knows of a member that a station left out: the connector that a message must be about, the register at
//! which a transaction must have ended.

use std::collections::BTreeSet;

use ocpp_schemas::Version;
use ocpp_schemas::types::integer;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::Value;

use super::context::Context;
use super::repair::Unsaid;
use crate::ids::TransactionId;
use crate::ledger::evidence::{Evidence, last_kept_register, last_register};
use crate::state::transactions::{NewValues, Transaction};

/// What is known of a member, from the state and from the rest of the payload.
pub fn known(context: Context<'_>, unsaid: Unsaid, payload: &Value) -> Option<Value> {
    match unsaid {
        // In 2.x every EVSE has a connector 1.
        Unsaid::Connector if context.caller.version != Version::V16 => Some(1.into()),
        Unsaid::Connector => Some(connector(context, payload).into()),
        Unsaid::Evse => Some(evse(context, payload).into()),
        Unsaid::MeterStop => meter_stop(context, payload),
    }
}

/// The connector of the transaction that is named, or the only one that the station has; 0, which is the charge point
/// itself, where that is not known.
fn connector(context: Context<'_>, payload: &Value) -> i64 {
    let named = transaction(context, payload).and_then(|transaction| transaction.connector);
    let reported = context.caller.connectors.reports().map(|report| report.connector);
    let stored = context
        .state
        .connectors(context.caller.charge_point)
        .unwrap_or_default();
    let all = reported.chain(stored.into_iter().map(|connector| connector.connector));
    named
        .or_else(|| only(all.filter(|number| *number > 0)))
        .unwrap_or_default()
}

/// The only EVSE that the station has, else the one of the connector's number.
fn evse(context: Context<'_>, payload: &Value) -> i64 {
    let reported = context.caller.connectors.reports().filter_map(|report| report.evse);
    let stored = context
        .state
        .connectors(context.caller.charge_point)
        .unwrap_or_default();
    let all = reported.chain(stored.into_iter().filter_map(|connector| connector.evse));
    let of_connector = || payload.get("connectorId").and_then(integer::of);
    only(all).or_else(of_connector).unwrap_or_default()
}

fn only(numbers: impl Iterator<Item = i64>) -> Option<i64> {
    let numbers: BTreeSet<i64> = numbers.collect();
    numbers.first().copied().filter(|_| numbers.len() == 1)
}

fn transaction(context: Context<'_>, payload: &Value) -> Option<Transaction> {
    let id = match payload.get("transactionId")? {
        Value::String(text) => text.trim().to_owned(),
        number => integer::of(number)?.to_string(),
    };
    let id = TransactionId::new(&id);
    context
        .state
        .transaction(context.caller.charge_point, &id)
        .ok()
        .flatten()
}

/// The last register that was heard of the transaction; its start if there was none. The session's account knows that
/// it was not told.
fn meter_stop(context: Context<'_>, payload: &Value) -> Option<Value> {
    let mut own = Evidence::default();
    own.add_new(NewValues {
        named: true,
        received_at: Some(context.caller.now),
        values: payload.get("transactionData").unwrap_or(&Value::Null),
    });
    let told = last_register(&own);
    let transaction = transaction(context, payload);
    let kept = transaction
        .as_ref()
        .and_then(|of| last_kept_register(context.state, of).unwrap_or_default());
    let last = told.max(kept).map(|(_, register)| register);
    let register = last.or_else(|| transaction?.meter_start_wh);
    Some(register.map_or_else(|| 0.into(), whole))
}

fn whole(register: Decimal) -> Value {
    register.trunc().to_i64().unwrap_or(i64::MAX).into()
}
