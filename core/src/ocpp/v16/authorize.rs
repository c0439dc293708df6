//! Authorize (1.6 section 4.1): may this id tag charge?

use ocpp_schemas::types::v16;

use crate::ocpp::authorization::{Judgement, judge};
use crate::ocpp::handler::{Context, Handler, Proposal, Request, Response, Trouble};
use crate::state::id_tags::IdTagStatus;

/// The handler.
pub struct Authorize;

impl Handler for Authorize {
    type Type = v16::Authorize;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Response<Self>>, Trouble> {
        let judgement = judge(context, &request.id_tag)?;
        Ok(Proposal::New(v16::AuthorizeResponse::new(id_tag_info(judgement))))
    }
}

/// A judgement in the words of 1.6. The station's cache takes all three members over, so all are
/// sent each time.
pub fn id_tag_info(judgement: Judgement) -> v16::IdTagInfo {
    let status = match judgement.status {
        IdTagStatus::Accepted => v16::AuthorizationStatus::Accepted,
        IdTagStatus::Blocked => v16::AuthorizationStatus::Blocked,
        IdTagStatus::Expired => v16::AuthorizationStatus::Expired,
        IdTagStatus::Invalid => v16::AuthorizationStatus::Invalid,
    };
    v16::IdTagInfo {
        status,
        expiry_date: judgement.expiry,
        parent_id_tag: judgement.parent,
    }
}
