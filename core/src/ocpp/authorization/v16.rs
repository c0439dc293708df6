//! Authorize (1.6 section 4.1): may this id tag charge?

use ocpp_schemas::types::v16;

use super::rules::{Authorization, authorize};
use crate::ocpp::context::Context;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Handler, Proposal, Request};
use crate::state::id_tags::IdTagStatus;

/// The handler.
pub struct Authorize;

impl Handler for Authorize {
    type Type = v16::Authorize;
    type Plan = ();

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let info = id_tag_info(authorize(context, &request.id_tag)?);
        Ok(Proposal::answer(v16::AuthorizeResponse::new(info)))
    }
}

/// An authorization in the words of 1.6. The station's cache takes all three members over, so all are
/// sent each time.
pub fn id_tag_info(authorization: Authorization) -> v16::IdTagInfo {
    v16::IdTagInfo {
        status: word(authorization.status),
        expiry_date: authorization.expiry,
        parent_id_tag: authorization.parent,
    }
}

/// The nearest word: one that is known and may not charge, for whichever reason, is Blocked; one that is not
/// known is Invalid.
fn word(status: IdTagStatus) -> v16::AuthorizationStatus {
    match status {
        IdTagStatus::Accepted => v16::AuthorizationStatus::Accepted,
        IdTagStatus::Blocked
        | IdTagStatus::NoCredit
        | IdTagStatus::NotAllowedTypeEVSE
        | IdTagStatus::NotAtThisLocation
        | IdTagStatus::NotAtThisTime => v16::AuthorizationStatus::Blocked,
        IdTagStatus::ConcurrentTx => v16::AuthorizationStatus::ConcurrentTx,
        IdTagStatus::Expired => v16::AuthorizationStatus::Expired,
        IdTagStatus::Invalid | IdTagStatus::Unknown => v16::AuthorizationStatus::Invalid,
    }
}
