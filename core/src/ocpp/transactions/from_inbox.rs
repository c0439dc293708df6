//! What an end that lay in a station's inbox does (1.6 section 4.10): it ends the session that an operator says, or one is
//! made of it, because its start never came. What nobody knows of that start is a doubt, never a guess; whose session it is
//! nobody knows either, since the token of an end is the one that ended it.

use ocpp_schemas::types::integer;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::clock::{Time, instant, text};
use crate::ids::{ChargePointId, TransactionId};
use crate::ledger::evidence::told_register;
use crate::ledger::{ended, ocpp2};
use crate::state::transactions::{
    ClosedBy, Doubt, InboxEntry, InboxId, MatchedBy, Owner, Transaction, TransactionState,
};

/// The message of which one can be made.
pub const ACTION: &str = "StopTransaction";

/// What an operator knows of a start that never came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Start {
    /// Where it was.
    pub connector: Option<i64>,
    /// Whose session it is.
    pub id_tag: Option<String>,
    /// When it was.
    pub at: Option<Time>,
    /// The register then, in Wh.
    pub meter_wh: Option<Decimal>,
}

/// The id of the session that is made of a message: it begins with a dot, so no station's message names it, and it is the
/// same whenever it is made.
#[must_use]
pub fn id_of(entry: &InboxId) -> TransactionId {
    TransactionId::new(&format!(".stop.{}", entry.digest()))
}

/// The session, whose account is to be made.
#[must_use]
pub fn session(
    (charge_point, id): (&ChargePointId, &TransactionId),
    entry: &InboxEntry,
    (start, now): (&Start, Time),
) -> Transaction {
    let mut record = ocpp2::new(charge_point, id, "1.6", entry.received_at);
    // No member of the message in 1.6; some stations say it all the same.
    let told = entry.payload.get("connectorId").and_then(integer::of);
    record.connector = start.connector.or(told.filter(|connector| *connector > 0));
    record.started_at = start.at.map(text);
    record.meter_start_wh = start.meter_wh;
    record.same_id.station_id = entry.payload.get("transactionId").map(|id| match id {
        Value::String(id) => TransactionId::new(id),
        id => TransactionId::new(&integer::of(id).map_or_else(|| id.to_string(), |number| number.to_string())),
    });
    if let Some(id_tag) = &start.id_tag {
        let owner = Owner {
            id_tag: id_tag.clone(),
            note: None,
        };
        record.assign_to(owner, now);
    }
    end(&mut record, entry);
    record
}

/// The stop is the session's own after all. It is read as it came, whatever is odd about it.
pub fn end(record: &mut Transaction, entry: &InboxEntry) {
    let said = |member: &str| entry.payload.get(member).and_then(Value::as_str).map(str::to_owned);
    let told = said("timestamp").filter(|told| instant(told).is_some());
    if told.is_none() {
        record.doubts.insert(Doubt::EndTimeNotTold);
    }
    record.state = TransactionState::Closed;
    record.stopped_at = told.or_else(|| Some(text(entry.received_at)));
    record.meter_stop_wh = told_register(&entry.payload, "meterStop");
    // An absent reason means Local (StopTransaction.req).
    record.stop_reason = said("reason").or_else(|| Some("Local".to_owned()));
    record.ending.closed_by = Some(ClosedBy::Station);
    record.ending.received_at = Some(entry.received_at);
    record.ending.matched_by = vec![MatchedBy::Operator];
    if let Some(id_tag) = said("idTag") {
        let shown = ended::Shown {
            id_tag: &id_tag,
            group: None,
            group_of_start: None,
        };
        ended::stopped_by(record, shown);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::{Start, id_of, session};
    use crate::ids::ChargePointId;
    use crate::state::transactions::{Doubt, InboxEntry, InboxId, Standing, Transaction, TransactionState};

    fn made(payload: Value, start: &Start) -> Transaction {
        let now = "2026-11-20T12:00:00Z".parse().unwrap();
        let id = InboxId::of("StopTransaction", &payload).unwrap();
        let entry = InboxEntry {
            action: "StopTransaction".to_owned(),
            payload,
            received_at: now,
            standing: Standing::Waiting,
        };
        session((&ChargePointId::new("CP"), &id_of(&id)), &entry, (start, now))
    }

    #[test]
    fn what_nobody_knows_is_not_made_up() {
        let stop =
            json!({"transactionId": 999, "idTag": "ANNA", "meterStop": 1500, "timestamp": "2026-11-20T11:00:00Z"});
        let session = made(stop, &Start::default());
        assert_eq!(session.state, TransactionState::Closed);
        assert_eq!(session.same_id.station_id.as_ref().unwrap().as_str(), "999");
        assert!(session.id.as_str().starts_with(".stop."));
        assert_eq!(
            (&session.id_tag, session.connector, &session.started_at),
            (&None, None, &None)
        );
        assert_eq!(
            (session.meter_start_wh, session.meter_stop_wh),
            (None, Some(1500.into()))
        );
        assert_eq!(session.ending.stopped_by.as_deref(), Some("ANNA"));
        assert!(!session.ending.foreign, "nobody knows who began it");
    }

    #[test]
    fn what_an_operator_knows_counts_and_is_marked_as_such() {
        let start = Start {
            connector: Some(2),
            id_tag: Some("BERT".to_owned()),
            at: Some("2026-11-20T09:00:00Z".parse().unwrap()),
            meter_wh: Some(500.into()),
        };
        let stop = json!({"transactionId": 0, "connectorId": 1, "meterStop": 1500});
        let session = made(stop, &start);
        assert_eq!((session.id_tag.as_deref(), session.connector), (Some("BERT"), Some(2)));
        assert_eq!(session.told_id_tag(), None, "the station told none");
        assert_eq!(session.meter_start_wh, Some(500.into()));
        assert!(session.doubts.contains(&Doubt::EndTimeNotTold));
    }
}
