//! Authorize (1.6 section 4.1): may this id tag charge?

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v16;

use super::concurrent::{Purpose, is_busy};
use super::rules::{Authorization, authorize};
use crate::ocpp::context::Context;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Handler, Proposal, Request, Response, Shown};
use crate::state::id_tags::IdTagStatus;
use crate::store::StoreError;

/// The handler.
pub struct Authorize;

impl Handler for Authorize {
    type Type = v16::Authorize;
    type Plan = ();

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let info = id_tag_info(authorize(context, &request.id_tag)?);
        let info = unless_busy(context, info, (&request.id_tag, Purpose::Asked))?;
        Ok(Proposal::answer(v16::AuthorizeResponse::new(info)))
    }

    fn shows<'a>(request: &'a Request<Self>, response: &Response<Self>) -> Option<Shown<'a>> {
        Some(Shown {
            id_tag: &request.id_tag,
            status: response.id_tag_info.status.as_str(),
        })
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

/// The same, or ConcurrentTx for a token that would be accepted and charges already.
///
/// # Errors
/// The store's.
pub fn unless_busy(
    context: Context<'_>,
    info: v16::IdTagInfo,
    (tag, purpose): (&str, Purpose<'_>),
) -> Result<v16::IdTagInfo, StoreError> {
    let would = info.status == v16::AuthorizationStatus::Accepted;
    let status = match would && is_busy(context, tag, purpose)? {
        true => v16::AuthorizationStatus::ConcurrentTx,
        false => info.status,
    };
    Ok(v16::IdTagInfo { status, ..info })
}
