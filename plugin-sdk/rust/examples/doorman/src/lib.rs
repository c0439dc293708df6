//! Lets drivers in: on the connectors that are open, so many times per tag. The reference plugin, which
//! every SDK has; `plugin-sdk/fixtures/README.md` has its rules.

mod counts;
#[cfg(test)]
mod tests;

use ocpp_plugin_sdk::endpoint::{Request, Response};
use ocpp_plugin_sdk::types::{v16, v201};
use ocpp_plugin_sdk::{Call, CallError, Context, Event, Failed, events, fail, log, settings, state};
use serde::Deserialize;
use serde_json::json;

ocpp_plugin_sdk::plugin! {
    name: "doorman",
    capabilities: [state, events],
    handlers: {
        v16::StartTransaction => start_transaction,
        v16::DataTransfer => data_transfer,
        v201::TransactionEvent => transaction_event,
    },
    events: { "transaction.ended" => on_ended },
    schedules: { "forget" every 3600 => forget },
    http: on_request,
}

#[derive(Deserialize)]
#[serde(default)]
struct Settings {
    /// The connectors that may be used; none: all.
    allow: Option<Vec<i64>>,
    /// Starts per tag; none: no limit.
    most: Option<i64>,
    greeting: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allow: None,
            most: None,
            greeting: "hello".to_owned(),
        }
    }
}

/// What a start is.
enum Verdict {
    Kept,
    Blocked,
    TooMany,
}

fn read() -> Settings {
    settings::read().unwrap_or_else(|error| fail(&error))
}

/// A start of a tag; `connector` is none where the station did not tell, `accepted` is the proposal.
fn judge(context: &Context, connector: Option<i64>, tag: &str, accepted: bool) -> Verdict {
    let settings = read();
    if let (Some(connector), Some(allow)) = (connector, &settings.allow)
        && !allow.contains(&connector)
    {
        log::info(&format!("connector {connector} refused for {tag}"));
        let refused = json!({"connector": connector, "idTag": tag});
        events::emit(&context.charge_point, "refused", &refused).unwrap_or_else(|error| fail(&error));
        return Verdict::Blocked;
    }
    if accepted {
        let starts = counts::add(tag).unwrap_or_else(|error| fail(&error));
        if settings.most.is_some_and(|most| starts > most) {
            return Verdict::TooMany;
        }
    }
    Verdict::Kept
}

fn start_transaction(
    call: &Call<v16::StartTransaction>,
    response: &mut v16::StartTransactionResponse,
) -> Result<(), CallError> {
    let status = &mut response.id_tag_info.status;
    let accepted = *status == v16::AuthorizationStatus::Accepted;
    let connector = Some(call.request.connector_id);
    match judge(&call.context, connector, &call.request.id_tag, accepted) {
        Verdict::Kept => {}
        Verdict::Blocked => *status = v16::AuthorizationStatus::Blocked,
        Verdict::TooMany => *status = v16::AuthorizationStatus::ConcurrentTx,
    }
    Ok(())
}

fn transaction_event(
    call: &Call<v201::TransactionEvent>,
    response: &mut v201::TransactionEventResponse,
) -> Result<(), CallError> {
    let request = &call.request;
    let (Some(token), Some(info)) = (&request.id_token, &mut response.id_token_info) else {
        return Ok(());
    };
    if request.event_type != v201::TransactionEventEnum::Started {
        return Ok(());
    }
    let accepted = info.status == v201::AuthorizationStatusEnum::Accepted;
    let connector = request.evse.as_ref().map(|evse| evse.id);
    match judge(&call.context, connector, &token.id_token, accepted) {
        Verdict::Kept => {}
        Verdict::Blocked => info.status = v201::AuthorizationStatusEnum::Blocked,
        Verdict::TooMany => info.status = v201::AuthorizationStatusEnum::ConcurrentTx,
    }
    Ok(())
}

fn data_transfer(call: &Call<v16::DataTransfer>, response: &mut v16::DataTransferResponse) -> Result<(), CallError> {
    let request = &call.request;
    if request.vendor_id != "doorman" {
        return Ok(());
    }
    let data = match request.message_id.as_deref() {
        Some("starts") => {
            let tag = request.data.as_deref().unwrap_or_default();
            let starts = counts::of(tag).unwrap_or_else(|error| fail(&error));
            starts.to_string()
        }
        Some("greet") => read().greeting,
        Some("fail") => {
            return Err(CallError::new("GenericError", "asked to fail").with_details(json!({"by": "doorman"})));
        }
        _ => {
            response.status = v16::DataTransferStatus::UnknownMessageId;
            return Ok(());
        }
    };
    response.status = v16::DataTransferStatus::Accepted;
    response.data = Some(data);
    Ok(())
}

fn on_ended(event: &Event) -> Result<(), Failed> {
    state::increment("ended", 1, None)?;
    if event.text("/request/reason") == Some("Error") {
        return Err(Failed::new("an error ended it"));
    }
    Ok(())
}

fn forget(_context: &Context) -> Result<(), Failed> {
    counts::forget()?;
    Ok(())
}

fn on_request(request: &Request) -> Response {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/starts") => {
            let starts = counts::all().unwrap_or_else(|error| fail(&error));
            Response::json(&starts)
        }
        _ => Response::text(404, "not here"),
    }
}
