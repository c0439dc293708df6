//! How a session ends whose end the station never told, and who ended those whose end it told.

use serde_json::Value;

use super::matching::same_group;
use crate::clock::{Time, instant};
use crate::state::id_tags::{is_nobody, same_tag};
use crate::state::transactions::{ClosedBy, Ending, MeterValueSet, StoredEvent, Transaction, TransactionState};

/// The time of the last thing that a station told of a session, in the station's words: of its start, its events
/// and its meter values. What is of later than the begin of the next session in its place is no sign of its life.
#[must_use]
pub fn last_sign(
    transaction: &Transaction,
    (values, events): (&[MeterValueSet], &[StoredEvent]),
    next: Option<Time>,
) -> Option<String> {
    let began = transaction.started_at.as_deref();
    let next = next.filter(|next| began.and_then(instant).is_none_or(|began| began <= *next));
    let mut last: Option<(Time, String)> = None;
    let mut hear = |told: &str| {
        let Some(at) = instant(told) else { return };
        if next.is_some_and(|next| at > next) {
            return;
        }
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

/// One that was given up goes on until the last thing that is told of it, and not beyond the begin of the next one in its
/// place.
pub fn heard_until(transaction: &mut Transaction, told: &str) {
    let time = |text: &Option<String>| text.as_deref().and_then(instant);
    let (began, end, at) = (
        time(&transaction.started_at),
        time(&transaction.stopped_at),
        instant(told),
    );
    let next = transaction.next_start.as_ref().and_then(|next| next.at);
    let next = next.filter(|next| began.is_none_or(|began| began <= *next));
    let is_of_next = at.zip(next).is_some_and(|(at, next)| at > next);
    if transaction.state == TransactionState::Superseded && at > end && !is_of_next {
        transaction.stopped_at = Some(told.to_owned());
        // It may be of after we gave it up.
        transaction.ending.received_at = None;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Shown, heard_until, stopped_by};
    use crate::ids::{ChargePointId, TransactionId};
    use crate::ledger::ocpp2;
    use crate::state::transactions::{Register, TransactionState};

    #[test]
    fn one_that_was_given_up_does_not_go_on_beyond_the_next_start() {
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut session = ocpp2::new(&ChargePointId::new("CP"), &TransactionId::new("1"), "1.6", now);
        session.state = TransactionState::Superseded;
        session.started_at = Some("2026-11-20T07:00:00Z".to_owned());
        session.next_start = Some(Register {
            wh: 4000.into(),
            at: Some("2026-11-20T09:00:00Z".parse().unwrap()),
        });
        for (told, end) in [
            ("07:30:00", "07:30:00"),
            ("09:30:00", "07:30:00"),
            ("08:30:00", "08:30:00"),
        ] {
            heard_until(&mut session, &format!("2026-11-20T{told}Z"));
            assert_eq!(session.stopped_at, Some(format!("2026-11-20T{end}Z")), "{told}");
        }
        // A next one of before its begin says that a clock was wrong, and nothing about its end.
        session.started_at = Some("2026-11-20T09:30:00Z".to_owned());
        heard_until(&mut session, "2026-11-20T09:45:00Z");
        assert_eq!(session.stopped_at.as_deref(), Some("2026-11-20T09:45:00Z"));
    }

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
