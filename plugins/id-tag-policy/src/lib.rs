//! Judges id tags by rules: accept, block, expire, with a group and an expiry, and a number of uses.

mod policy;
mod uses;

use ocpp_plugin_sdk::endpoint::{Request, Response};
use ocpp_plugin_sdk::types::{v16, v21, v201};
use ocpp_plugin_sdk::{Call, CallError, Context, Failed, events, fail, settings};

use policy::{Policy, Ruling, Status};

ocpp_plugin_sdk::plugin! {
    name: "id-tag-policy",
    capabilities: [state, events],
    settings: check,
    settings_schema: include_str!("../settings.schema.json"),
    handlers: {
        v16::Authorize => authorize_v16,
        v16::StartTransaction => start_transaction,
        v201::Authorize => authorize_v201,
        v201::TransactionEvent => transaction_event_v201,
        v21::Authorize => authorize_v21,
        v21::TransactionEvent => transaction_event_v21,
    },
    http: on_request,
}

/// Whether the settings are good.
fn check() -> Result<(), Failed> {
    settings::read::<Policy>()?;
    Ok(())
}

/// What the settings say of a tag, its number of uses included. A transaction is named where this
/// is a use, so that it counts once.
fn rule(tag: &str, context: &Context, transaction: Option<&str>) -> Ruling {
    let policy: Policy = settings::read().unwrap_or_else(|error| fail(&error));
    let ruling = policy.rule(tag, &context.received_at);
    let counted = uses::limit(ruling, &policy, (tag, transaction));
    let ruling = counted.unwrap_or_else(|error| fail(&error));
    if policy.tell
        && let Some(status) = ruling.status.filter(|status| *status != Status::Accepted)
    {
        let refused = serde_json::json!({"idTag": tag, "status": format!("{status:?}")});
        events::emit(&context.charge_point, "refused", &refused).unwrap_or_else(|error| fail(&error));
    }
    ruling
}

fn on_request(request: &Request) -> Response {
    uses::answer(request).unwrap_or_else(|error| fail(&error))
}

fn authorize_v16(call: &Call<v16::Authorize>, response: &mut v16::AuthorizeResponse) -> Result<(), CallError> {
    let ruling = rule(&call.request.id_tag, &call.context, None);
    apply_v16(ruling, &mut response.id_tag_info);
    Ok(())
}

fn start_transaction(
    call: &Call<v16::StartTransaction>,
    response: &mut v16::StartTransactionResponse,
) -> Result<(), CallError> {
    let transaction = format!("{}/{}", call.context.charge_point, response.transaction_id);
    let ruling = rule(&call.request.id_tag, &call.context, Some(&transaction));
    apply_v16(ruling, &mut response.id_tag_info);
    Ok(())
}

fn apply_v16(ruling: Ruling, info: &mut v16::IdTagInfo) {
    match ruling.status {
        None => {}
        Some(Status::Accepted) => info.status = v16::AuthorizationStatus::Accepted,
        Some(Status::Blocked) => info.status = v16::AuthorizationStatus::Blocked,
        Some(Status::Expired) => info.status = v16::AuthorizationStatus::Expired,
        Some(Status::Invalid) => info.status = v16::AuthorizationStatus::Invalid,
    }
    if ruling.group.is_some() {
        info.parent_id_tag = ruling.group;
    }
    if ruling.expires.is_some() {
        info.expiry_date = ruling.expires;
    }
}

/// The same for both 2.x versions: their types differ, their fields do not, but for the token's
/// type, which 2.1 leaves open.
macro_rules! handlers {
    ($version:ident, $authorize:ident, $event:ident, $apply:ident, $type_of:expr, $central:expr) => {
        fn $authorize(
            call: &Call<$version::Authorize>,
            response: &mut $version::AuthorizeResponse,
        ) -> Result<(), CallError> {
            let token = &call.request.id_token;
            if $type_of(&token.r#type) != "NoAuthorization" {
                let ruling = rule(&token.id_token, &call.context, None);
                $apply(ruling, &mut response.id_token_info);
            }
            Ok(())
        }

        fn $event(
            call: &Call<$version::TransactionEvent>,
            response: &mut $version::TransactionEventResponse,
        ) -> Result<(), CallError> {
            let (Some(token), Some(info)) = (&call.request.id_token, &mut response.id_token_info) else {
                return Ok(());
            };
            if $type_of(&token.r#type) != "NoAuthorization" {
                let transaction = &call.request.transaction_info.transaction_id;
                let transaction = format!("{}/{transaction}", call.context.charge_point);
                $apply(rule(&token.id_token, &call.context, Some(&transaction)), info);
            }
            Ok(())
        }

        fn $apply(ruling: Ruling, info: &mut $version::IdTokenInfo) {
            match ruling.status {
                None => {}
                Some(Status::Accepted) => info.status = $version::AuthorizationStatusEnum::Accepted,
                Some(Status::Blocked) => info.status = $version::AuthorizationStatusEnum::Blocked,
                Some(Status::Expired) => info.status = $version::AuthorizationStatusEnum::Expired,
                Some(Status::Invalid) => info.status = $version::AuthorizationStatusEnum::Invalid,
            }
            if let Some(group) = ruling.group {
                info.group_id_token = Some($version::IdToken::new(group, $central));
            }
            if ruling.expires.is_some() {
                info.cache_expiry_date_time = ruling.expires;
            }
        }
    };
}

handlers!(
    v201,
    authorize_v201,
    transaction_event_v201,
    apply_v201,
    |kind: &v201::IdTokenEnum| ocpp_plugin_sdk::types::Enumeration::as_str(*kind),
    v201::IdTokenEnum::Central
);
handlers!(
    v21,
    authorize_v21,
    transaction_event_v21,
    apply_v21,
    |kind: &String| kind.clone(),
    "Central"
);

#[cfg(test)]
mod tests;
