//! Lets a charge point start only on the connectors (OCPP 1.6) or EVSEs (2.x) that its rule allows.

mod rules;

use ocpp_plugin_sdk::types::{v16, v21, v201};
use ocpp_plugin_sdk::{Call, CallError, fail, settings};

use rules::{Settings, Verdict};

ocpp_plugin_sdk::plugin! {
    name: "connector-guard",
    handlers: {
        v16::StartTransaction => start_transaction,
        v201::TransactionEvent => transaction_event_v201,
        v21::TransactionEvent => transaction_event_v21,
    },
}

fn start_transaction(
    call: &Call<v16::StartTransaction>,
    response: &mut v16::StartTransactionResponse,
) -> Result<(), CallError> {
    let status = &mut response.id_tag_info.status;
    if *status == v16::AuthorizationStatus::Accepted {
        match judge(&call.context.charge_point, call.request.connector_id) {
            Verdict::Allowed => {}
            Verdict::Blocked => *status = v16::AuthorizationStatus::Blocked,
            Verdict::Invalid => *status = v16::AuthorizationStatus::Invalid,
        }
    }
    Ok(())
}

/// The same for both 2.x versions: their types differ, their fields do not.
macro_rules! transaction_event {
    ($name:ident, $version:ident) => {
        fn $name(
            call: &Call<$version::TransactionEvent>,
            response: &mut $version::TransactionEventResponse,
        ) -> Result<(), CallError> {
            // Only an event with both an EVSE and a token is one that can be refused.
            let (Some(evse), Some(info)) = (&call.request.evse, &mut response.id_token_info) else {
                return Ok(());
            };
            if info.status == $version::AuthorizationStatusEnum::Accepted {
                match judge(&call.context.charge_point, evse.id) {
                    Verdict::Allowed => {}
                    Verdict::Blocked => info.status = $version::AuthorizationStatusEnum::Blocked,
                    Verdict::Invalid => info.status = $version::AuthorizationStatusEnum::Invalid,
                }
            }
            Ok(())
        }
    };
}

transaction_event!(transaction_event_v201, v201);
transaction_event!(transaction_event_v21, v21);

fn judge(charge_point: &str, connector: i64) -> Verdict {
    let settings: Settings = settings::read().unwrap_or_else(|error| fail(&error));
    settings.judge(charge_point, connector)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::PLUGIN;
    use ocpp_plugin_sdk::testing;
    use serde_json::{Value, json};

    fn start(connector: i64, status: &str) -> Value {
        testing::set_settings(&json!({"rules": [{"chargePoints": "CP-*", "allow": [1]}], "status": "Blocked"}));
        let request = json!({
            "connectorId": connector, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"
        });
        let proposed = json!({"transactionId": 7, "idTagInfo": {"status": status}});
        testing::ask(&PLUGIN, ("1.6", "StartTransaction"), request, proposed)
    }

    fn event(version: &str, evse: Option<i64>) -> Value {
        testing::set_settings(&json!({"rules": [{"chargePoints": "CP-*", "allow": [1]}]}));
        let mut request = json!({
            "eventType": "Started", "timestamp": "2026-01-01T00:00:00Z", "triggerReason": "Authorized",
            "seqNo": 0, "transactionInfo": {"transactionId": "t"},
            "idToken": {"idToken": "A", "type": "Central"}
        });
        if let Some(id) = evse {
            request["evse"] = json!({"id": id});
        }
        let proposed = json!({"idTokenInfo": {"status": "Accepted"}});
        testing::ask(&PLUGIN, (version, "TransactionEvent"), request, proposed)
    }

    #[test]
    fn another_connector_may_not_start() {
        assert_eq!(start(1, "Accepted")["idTagInfo"]["status"], "Accepted");
        let refused = start(2, "Accepted");
        assert_eq!(refused["idTagInfo"]["status"], "Blocked");
        assert_eq!(refused["transactionId"], 7);
    }

    #[test]
    fn a_start_that_is_refused_already_keeps_its_reason() {
        assert_eq!(start(2, "Expired")["idTagInfo"]["status"], "Expired");
    }

    #[test]
    fn another_evse_may_not_start() {
        for version in ["2.0.1", "2.1"] {
            assert_eq!(event(version, Some(1))["idTokenInfo"]["status"], "Accepted");
            assert_eq!(event(version, Some(2))["idTokenInfo"]["status"], "Invalid");
            assert_eq!(event(version, None)["idTokenInfo"]["status"], "Accepted");
        }
    }

    #[test]
    #[should_panic(expected = "unknown field `rule`")]
    fn settings_with_a_typing_error_fail_the_call() {
        testing::set_settings(&json!({"rule": []}));
        let request = json!({
            "connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "2026-01-01T00:00:00Z"
        });
        let proposed = json!({"transactionId": 7, "idTagInfo": {"status": "Accepted"}});
        let _answer = testing::ask(&PLUGIN, ("1.6", "StartTransaction"), request, proposed);
    }
}
