//! Authorize (2.x C01-C16): may this id token charge?

use ocpp_schemas::types::v21;
use serde_json::{Value, json};

use super::rules::{Authorization, authorize};
use crate::ocpp::context::Context;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Handler, Proposal, Request};
use crate::state::id_tags::IdTagStatus;
use crate::store::StoreError;

/// The token type that a group id is given: the central system's own.
const GROUP_TYPE: &str = "Central";

/// The handler.
pub struct Authorize;

impl Handler for Authorize {
    type Type = v21::Authorize;
    type Plan = ();

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let info = id_token_info(context, &request.id_token)?;
        Ok(Proposal::answer(v21::AuthorizeResponse::new(info)))
    }
}

/// Whether a token may charge. One of type NoAuthorization needs none (C02.FR.02).
pub fn id_token_info(context: Context<'_>, token: &v21::IdToken) -> Result<v21::IdTokenInfo, StoreError> {
    let authorization = match token.r#type.as_str() {
        "NoAuthorization" => Authorization::accepted(),
        _ => authorize(context, &token.id_token)?,
    };
    let status = match authorization.status {
        IdTagStatus::Accepted => v21::AuthorizationStatusEnum::Accepted,
        IdTagStatus::Blocked => v21::AuthorizationStatusEnum::Blocked,
        IdTagStatus::Expired => v21::AuthorizationStatusEnum::Expired,
        IdTagStatus::Invalid => v21::AuthorizationStatusEnum::Invalid,
    };
    let mut info = v21::IdTokenInfo::new(status);
    info.cache_expiry_date_time = authorization.expiry;
    info.group_id_token = authorization.parent.map(|parent| v21::IdToken::new(parent, GROUP_TYPE));
    Ok(info)
}

/// C18: the number comes back with the verdict.
pub fn vat_number(request: &Value, _: &str) -> Value {
    let mut answer = json!({ "status": "Rejected", "vatNumber": request.get("vatNumber") });
    if let (Some(evse), Some(members)) = (request.get("evseId"), answer.as_object_mut()) {
        members.insert("evseId".to_owned(), evse.clone());
    }
    answer
}
