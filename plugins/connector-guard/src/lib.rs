//! Lets a charge point start only on the connectors (OCPP 1.6) or EVSEs (2.x) that its rule allows, and
//! that no operator has closed.

mod closed;
mod rules;
#[cfg(test)]
mod tests;

use ocpp_plugin_sdk::endpoint::{Request, Response};
use ocpp_plugin_sdk::types::{v16, v21, v201};
use ocpp_plugin_sdk::{Call, CallError, Context, Failed, events, fail, settings};

use rules::{Settings, Verdict};

ocpp_plugin_sdk::plugin! {
    name: "connector-guard",
    capabilities: [state, events],
    settings: check,
    settings_schema: include_str!("../settings.schema.json"),
    handlers: {
        v16::StartTransaction => start_transaction,
        v201::TransactionEvent => transaction_event_v201,
        v21::TransactionEvent => transaction_event_v21,
    },
    http: on_request,
}

fn start_transaction(
    call: &Call<v16::StartTransaction>,
    response: &mut v16::StartTransactionResponse,
) -> Result<(), CallError> {
    let status = &mut response.id_tag_info.status;
    if *status == v16::AuthorizationStatus::Accepted {
        match judge(&call.context, call.request.connector_id, &call.request.id_tag) {
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
                let token = call.request.id_token.as_ref().map_or("", |token| &token.id_token);
                match judge(&call.context, evse.id, token) {
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

/// Whether the settings are good.
fn check() -> Result<(), Failed> {
    settings::read::<Settings>()?;
    Ok(())
}

fn read() -> Settings {
    settings::read().unwrap_or_else(|error| fail(&error))
}

fn judge(context: &Context, connector: i64, tag: &str) -> Verdict {
    let settings = read();
    let charge_point = &context.charge_point;
    let mut verdict = settings.judge(charge_point, connector);
    if verdict == Verdict::Allowed && settings.closable {
        let closed = closed::is(charge_point, connector).unwrap_or_else(|error| fail(&error));
        verdict = if closed { settings.refusal() } else { Verdict::Allowed };
    }
    if verdict != Verdict::Allowed && settings.tell {
        let refused = serde_json::json!({"connector": connector, "idTag": tag});
        events::emit(charge_point, "refused", &refused).unwrap_or_else(|error| fail(&error));
    }
    verdict
}

fn on_request(request: &Request) -> Response {
    if !read().closable {
        return Response::text(404, "the settings have no closable = true");
    }
    closed::answer(request).unwrap_or_else(|error| fail(&error))
}
