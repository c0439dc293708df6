//! How a session ends whose end the station never told, and who ended those whose end it told.

use serde_json::Value;

use super::matching::same_group;
use crate::clock::{Time, instant};
use crate::state::id_tags::{is_nobody, same_tag};
use crate::state::transactions::{ClosedBy, Ending, MeterValueSet, StoredEvent, Transaction, TransactionState};

/// The time of the last thing that a station told of a session, in the station's words: of its start, its events
/// and its meter values.
#[must_use]
pub fn last_sign(transaction: &Transaction, values: &[MeterValueSet], events: &[StoredEvent]) -> Option<String> {
    let began = transaction.started_at.as_deref();
    let mut last: Option<(Time, String)> = None;
    let mut hear = |told: &str| {
        let Some(at) = instant(told) else { return };
        if last.as_ref().is_none_or(|(known, _)| *known <= at) {
            last = Some((at, told.to_owned()));
        }
    };
    began.into_iter().for_each(&mut hear);
    for set in values {
        timestamps(&set.values.value()).for_each(&mut hear);
    }
    for event in events {
        let request = event.request.value();
        let own = request.get("timestamp").and_then(Value::as_str);
        let samples = request.get("meterValue").into_iter().flat_map(timestamps);
        own.into_iter().chain(samples).for_each(&mut hear);
    }
    last.map(|(_, text)| text).or_else(|| began.map(str::to_owned))
}

fn timestamps(values: &Value) -> impl Iterator<Item = &str> {
    let elements = values.as_array().map(Vec::as_slice).unwrap_or_default();
    elements
        .iter()
        .filter_map(|value| value.get("timestamp").and_then(Value::as_str))
}

/// Gives a session up: the station began another one at its place, so its end was lost. Its account is to be made
/// anew.
pub fn supersede(transaction: &mut Transaction, last_sign: Option<String>, now: Time) {
    transaction.state = TransactionState::Superseded;
    transaction.stopped_at = last_sign.or_else(|| transaction.started_at.clone());
    transaction.meter_stop_wh = None;
    transaction.stop_reason = Some("Superseded".to_owned());
    transaction.ending.closed_by = Some(ClosedBy::Server);
    transaction.ending.received_at = Some(now);
}

/// Who ended a session, by the token that was shown at its end.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The token.
    pub id_tag: &'a str,
    /// Its group.
    pub group: Option<&'a str>,
    /// The group of the token that began the session.
    pub group_of_start: Option<&'a str>,
}

/// Keeps the token that was shown at the end, and whether it is a stranger's. One that is blank was not shown.
pub fn stopped_by(transaction: &mut Transaction, shown: Shown<'_>) {
    if is_nobody(shown.id_tag) {
        return;
    }
    let began = transaction.told_id_tag();
    let foreign =
        began.is_some_and(|began| !same_tag(began, shown.id_tag)) && !same_group(shown.group, shown.group_of_start);
    transaction.ending = Ending {
        stopped_by: Some(shown.id_tag.to_owned()),
        foreign,
        ..std::mem::take(&mut transaction.ending)
    };
}

/// A message about a session that is over says what was within it if it is not of later than the end.
#[must_use]
pub fn is_within(transaction: &Transaction, at: Option<Time>) -> bool {
    let told = [&transaction.started_at, &transaction.stopped_at];
    // A clock that was set back in between says that the end was before the start.
    let end = told.into_iter().flatten().filter_map(|text| instant(text)).max();
    at.zip(end).is_none_or(|(at, end)| at <= end)
}

/// One that was given up goes on until the last thing that is told of it.
pub fn heard_until(transaction: &mut Transaction, told: &str) {
    let end = transaction.stopped_at.as_deref().and_then(instant);
    if transaction.state == TransactionState::Superseded && instant(told) > end {
        transaction.stopped_at = Some(told.to_owned());
        // It may be of after we gave it up.
        transaction.ending.received_at = None;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Shown, stopped_by};
    use crate::ids::{ChargePointId, TransactionId};
    use crate::ledger::ocpp2;

    #[test]
    fn a_blank_token_is_no_stranger() {
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut session = ocpp2::new(&ChargePointId::new("CP"), &TransactionId::new("1"), "1.6", now);
        session.tell_id_tag("TAG".to_owned(), None);
        let shown = |id_tag| Shown {
            id_tag,
            group: None,
            group_of_start: None,
        };
        for blank in ["", "  ", "\u{0}"] {
            stopped_by(&mut session, shown(blank));
            assert_eq!(
                (session.ending.stopped_by.as_deref(), session.ending.foreign),
                (None, false)
            );
        }
        stopped_by(&mut session, shown("OTHER"));
        assert_eq!(
            (session.ending.stopped_by.as_deref(), session.ending.foreign),
            (Some("OTHER"), true)
        );
    }
}
