//! Authorize (2.x C01-C16): may this id token charge?

use ocpp_schemas::types::v21;

use crate::ocpp::authorization::{Judgement, judge};
use crate::ocpp::handler::{Context, Handler, Proposal, Request, Response, Trouble};
use crate::state::id_tags::IdTagStatus;
use crate::store::StoreError;

/// The token type that a group id is given: the central system's own.
const GROUP_TYPE: &str = "Central";

/// The handler.
pub struct Authorize;

impl Handler for Authorize {
    type Type = v21::Authorize;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        let info = id_token_info(context, &request.id_token)?;
        Ok(Proposal::New(v21::AuthorizeResponse::new(info)))
    }
}

/// Judges a token. One of type NoAuthorization needs none (C02.FR.02).
pub fn id_token_info(context: Context<'_>, token: &v21::IdToken) -> Result<v21::IdTokenInfo, StoreError> {
    let judgement = match token.r#type.as_str() {
        "NoAuthorization" => Judgement::accepted(),
        _ => judge(context, &token.id_token)?,
    };
    let status = match judgement.status {
        IdTagStatus::Accepted => v21::AuthorizationStatusEnum::Accepted,
        IdTagStatus::Blocked => v21::AuthorizationStatusEnum::Blocked,
        IdTagStatus::Expired => v21::AuthorizationStatusEnum::Expired,
        IdTagStatus::Invalid => v21::AuthorizationStatusEnum::Invalid,
    };
    let mut info = v21::IdTokenInfo::new(status);
    info.cache_expiry_date_time = judgement.expiry;
    info.group_id_token = judgement.parent.map(|parent| v21::IdToken::new(parent, GROUP_TYPE));
    Ok(info)
}
