//! The verb `stop`: RemoteStopTransaction (1.6 section 5.12), RequestStopTransaction (2.x F03).

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::ids::TransactionId;
use crate::ocpp::verb::{Addressee, Expected, Place, Plan, Told, VerbError, Wish, connector, evse};
use crate::state::commands::Awaited;
use crate::state::transactions::OpenMarker;

/// Stations end a session within seconds; one that was asked for its last values may take longer.
const WITHIN: TimeDelta = TimeDelta::minutes(5);

/// A transaction that an operator wants to end.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"transactionId": 1})))]
pub struct StopRequest {
    /// Its id, as text or as a number. Absent: the one that is open, at the place if one is named.
    pub transaction_id: Option<Value>,
    /// 2.x; absent: the connector's number.
    pub evse: Option<i64>,
    /// 1.6; absent: the EVSE's number.
    pub connector: Option<i64>,
}

impl StopRequest {
    /// The session that is meant.
    fn transaction(&self, to: Addressee<'_>) -> Result<TransactionId, VerbError> {
        match &self.transaction_id {
            Some(Value::String(id)) => Ok(TransactionId::new(id)),
            Some(Value::Number(id)) => Ok(TransactionId::new(&id.to_string())),
            Some(_) => Err(VerbError::Invalid("`transactionId` is a text or a number".into())),
            None => self.open_one(to),
        }
    }

    fn open_one(&self, to: Addressee<'_>) -> Result<TransactionId, VerbError> {
        let place = Place {
            evse: self.evse,
            connector: self.connector,
        };
        let is_there = |open: &OpenMarker| {
            let (wanted, has) = match open.evse {
                Some(has) => (evse(place), Some(has)),
                None => (connector(place), open.connector),
            };
            wanted.is_none() || wanted == has
        };
        let open = to.state.open_transactions(to.charge_point)?;
        let mut there: Vec<_> = open.into_iter().filter(is_there).map(|open| open.id).collect();
        match (there.pop(), there.is_empty()) {
            (Some(only), true) => Ok(only),
            (Some(last), false) => {
                let ids: Vec<_> = there.iter().chain([&last]).map(|id| format!("`{id}`")).collect();
                let detail = format!(
                    "several transactions are open; name one as `transactionId`: {}",
                    ids.join(", ")
                );
                Err(VerbError::Invalid(detail.into()))
            }
            (None, _) => Err(VerbError::Invalid("no transaction is open there".into())),
        }
    }
}

impl Wish for StopRequest {
    const NAME: &'static str = "stop";

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let id = self.transaction(to)?;
        // A station may count from 1 at each start: it knows the session by its own number.
        let known = to.state.transaction(to.charge_point, &id)?;
        let id = known.and_then(|known| known.same_id.station_id).unwrap_or(id);
        if to.version != Version::V16 {
            let payload = json!({ "transactionId": id });
            return Ok(Plan::one("RequestStopTransaction", payload));
        }
        let number: Result<i64, _> = id.as_str().parse();
        let number = number.map_err(|_| VerbError::Invalid("`transactionId` is a whole number in OCPP 1.6".into()))?;
        Ok(Plan::one("RemoteStopTransaction", json!({ "transactionId": number })))
    }

    fn awaited(&self, to: Addressee<'_>, told: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        let call = told.answers.first().map(|answered| &answered.call.payload);
        let sent = match call.and_then(|payload| payload.get("transactionId")) {
            Some(Value::String(id)) => TransactionId::new(id),
            Some(id) => TransactionId::new(&id.to_string()),
            None => return Ok(None),
        };
        let transaction = match &self.transaction_id {
            Some(_) => self.transaction(to)?,
            None => meant(to, sent)?,
        };
        Ok(Some(Expected {
            awaited: Awaited::TransactionEnd { transaction },
            within: WITHIN,
        }))
    }
}

/// A station's number may stand for several sessions: the one that is open is meant.
fn meant(to: Addressee<'_>, sent: TransactionId) -> Result<TransactionId, VerbError> {
    for open in to.state.open_transactions(to.charge_point)? {
        let known = to.state.transaction(to.charge_point, &open.id)?;
        if known.is_some_and(|known| known.same_id.station_id.as_ref() == Some(&sent)) {
            return Ok(open.id);
        }
    }
    Ok(sent)
}
