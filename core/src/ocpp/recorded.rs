//! Every action without a handler of its own: kept as it came, and given the answer that promises
//! nothing which the server does not do.

use ocpp_schemas::Action;
use serde_json::{Value, json};

use super::handler::{Context, Effects, Pending, Trouble};
use crate::clock::text;
use crate::frame;
use crate::ids::MessageId;
use crate::state::records::{StoredMessage, put_record};

/// Proposes the standing answer.
pub fn route(context: Context<'_>, action: &'static Action) -> Box<dyn Pending> {
    let now = text(context.situation.now);
    Box::new(Recorded {
        action,
        response: answer(action.name(), context.payload, &now),
    })
}

struct Recorded {
    action: &'static Action,
    response: Value,
}

/// The answers that are not `{}`. Who asks the server to do something that only a plugin or an
/// operator can (sign, look up, plan) is refused in the action's own words.
fn answer(action: &str, request: &Value, now: &str) -> Value {
    match action {
        "ClosePeriodicEventStream" => json!({}),
        "Get15118EVCertificate" => json!({ "status": "Failed", "exiResponse": "" }),
        "GetCertificateChainStatus" => {
            json!({ "certificateStatus": certificate_statuses(request, now) })
        }
        "GetCertificateStatus" => json!({ "status": "Failed" }),
        "NotifyEVChargingNeeds" | "SignCertificate" => json!({ "status": "Rejected" }),
        "NotifyEVChargingSchedule" | "OpenPeriodicEventStream" => json!({ "status": "Accepted" }),
        "PullDynamicScheduleUpdate" => json!({
            "status": "Rejected",
            "statusInfo": { "reasonCode": "InvalidProfile" },
        }),
        "VatNumberValidation" => vat_number(request),
        _ => json!({}),
    }
}

/// M07: the status of each certificate could not be found out; it may be asked for again at once.
fn certificate_statuses(request: &Value, now: &str) -> Vec<Value> {
    let asked = request.get("certificateStatusRequests").and_then(Value::as_array);
    asked
        .into_iter()
        .flatten()
        .map(|one| {
            json!({
                "certificateHashData": one.get("certificateHashData"),
                "source": one.get("source"),
                "status": "Failed",
                "nextUpdate": now,
            })
        })
        .collect()
}

/// C18: the number comes back with the verdict.
fn vat_number(request: &Value) -> Value {
    let mut answer = json!({ "status": "Rejected", "vatNumber": request.get("vatNumber") });
    if let (Some(evse), Some(members)) = (request.get("evseId"), answer.as_object_mut()) {
        members.insert("evseId".to_owned(), evse.clone());
    }
    answer
}

impl Pending for Recorded {
    fn stands(&self) -> bool {
        false
    }

    fn response(&self) -> Result<Value, Trouble> {
        Ok(self.response.clone())
    }

    fn guard(&self, _: &Value) -> Result<(), String> {
        Ok(())
    }

    fn adopt(&mut self, changed: Value) -> Result<(), Trouble> {
        self.response = changed;
        Ok(())
    }

    fn commit(&self, context: Context<'_>) -> Result<Effects, Trouble> {
        let record = StoredMessage {
            at: context.situation.now,
            action: self.action.name().to_owned(),
            payload: context.payload.clone(),
        };
        let write = put_record(context.situation.charge_point, context.message, &record)?;
        Ok(match self.action.name() {
            // Security events must not be lost (A04); the rest may follow the reply.
            "SecurityEventNotification" => Effects::now(vec![write]),
            _ => Effects::soon(vec![write]),
        })
    }

    fn reply(&self, id: &MessageId) -> String {
        frame::call_result(id, &self.response)
    }
}
