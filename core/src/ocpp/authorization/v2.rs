//! Authorize (2.x C01-C16): may this id token charge?
//!
//! A contract (C07) is as good as its certificate, and nobody here has asked for that one's status yet: such a
//! token is not accepted, whatever is registered of it, and `certificateStatus` says why. It is
//! NoCertificateAvailable, because no verdict on the certificate could be had from those who give it; where the
//! eMAID itself is refused, the contract is, whatever its certificate: ContractCancelled (C07.FR.15). The other words
//! would claim a check that was not made: that a signature or a chain is wrong, that the certificate is expired or
//! revoked. A plugin that checks may answer otherwise.

use ocpp_schemas::types::Enumeration as _;
use ocpp_schemas::types::v21;
use serde_json::{Value, json};

use super::concurrent::{Purpose, is_busy};
use super::rules::{Authorization, authorize_token};
use crate::ocpp::context::Context;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Handler, Proposal, Request, Response, Shown};
use crate::state::id_tags::{IdTagStatus, Registration};
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
        let info = unless_busy(context, info, (&request.id_token, Purpose::Asked))?;
        if !is_contract(request) {
            return Ok(Proposal::answer(v21::AuthorizeResponse::new(info)));
        }
        Ok(Proposal::answer(unchecked(info)))
    }

    fn shows<'a>(request: &'a Request<Self>, response: &Response<Self>) -> Option<Shown<'a>> {
        Some(Shown {
            id_tag: &request.id_token.id_token,
            status: response.id_token_info.status.as_str(),
        })
    }
}

/// What is said of a contract whose certificate nobody checked.
fn unchecked(info: v21::IdTokenInfo) -> v21::AuthorizeResponse {
    use v21::{AuthorizationStatusEnum as Status, AuthorizeCertificateStatusEnum as Certificate};
    let (info, certificate) = match info.status {
        Status::Accepted => (
            v21::IdTokenInfo::new(Status::Invalid),
            Certificate::NoCertificateAvailable,
        ),
        Status::Blocked | Status::Expired | Status::Invalid | Status::Unknown => (info, Certificate::ContractCancelled),
        _ => (info, Certificate::NoCertificateAvailable),
    };
    let mut response = v21::AuthorizeResponse::new(info);
    response.certificate_status = Some(certificate);
    response
}

/// The token stands for a contract of ISO 15118: it is an eMAID, or comes with the contract's certificate.
fn is_contract(request: &Request<Authorize>) -> bool {
    let certificate = request.certificate.is_some() || request.iso15118_certificate_hash_data.is_some();
    certificate || request.id_token.r#type.eq_ignore_ascii_case("eMAID")
}

/// Whether a token may charge. One of type NoAuthorization needs none (C02.FR.02). One of type DirectPayment is a
/// payment's reference, new each time: the terminal has authorized it (2.1 C17), unless it is registered otherwise.
pub fn id_token_info(context: Context<'_>, token: &v21::IdToken) -> Result<v21::IdTokenInfo, StoreError> {
    let authorization = match token.r#type.as_str() {
        "NoAuthorization" => Authorization::accepted(),
        "DirectPayment" => match context.state.id_token(&token.id_token, "DirectPayment")? {
            Registration::Known(_) => authorize_token(context, &token.id_token, "DirectPayment")?,
            Registration::OfAnotherType | Registration::Unknown => Authorization::accepted(),
        },
        kind => authorize_token(context, &token.id_token, kind)?,
    };
    let mut info = v21::IdTokenInfo::new(word(authorization.status));
    info.cache_expiry_date_time = authorization.expiry;
    info.group_id_token = authorization.parent.map(|parent| v21::IdToken::new(parent, GROUP_TYPE));
    Ok(info)
}

fn word(status: IdTagStatus) -> v21::AuthorizationStatusEnum {
    match status {
        IdTagStatus::Accepted => v21::AuthorizationStatusEnum::Accepted,
        IdTagStatus::Blocked => v21::AuthorizationStatusEnum::Blocked,
        IdTagStatus::ConcurrentTx => v21::AuthorizationStatusEnum::ConcurrentTx,
        IdTagStatus::Expired => v21::AuthorizationStatusEnum::Expired,
        IdTagStatus::Invalid => v21::AuthorizationStatusEnum::Invalid,
        IdTagStatus::NoCredit => v21::AuthorizationStatusEnum::NoCredit,
        IdTagStatus::NotAllowedTypeEVSE => v21::AuthorizationStatusEnum::NotAllowedTypeEVSE,
        IdTagStatus::NotAtThisLocation => v21::AuthorizationStatusEnum::NotAtThisLocation,
        IdTagStatus::NotAtThisTime => v21::AuthorizationStatusEnum::NotAtThisTime,
        IdTagStatus::Unknown => v21::AuthorizationStatusEnum::Unknown,
    }
}

/// The same, or ConcurrentTx for a token that would be accepted and charges already.
///
/// # Errors
/// The store's.
pub fn unless_busy(
    context: Context<'_>,
    info: v21::IdTokenInfo,
    (token, purpose): (&v21::IdToken, Purpose<'_>),
) -> Result<v21::IdTokenInfo, StoreError> {
    let would = info.status == v21::AuthorizationStatusEnum::Accepted && token.r#type != "NoAuthorization";
    let status = match would && is_busy(context, &token.id_token, purpose)? {
        true => v21::AuthorizationStatusEnum::ConcurrentTx,
        false => info.status,
    };
    Ok(v21::IdTokenInfo { status, ..info })
}

/// C18: the number comes back with the verdict.
pub fn vat_number(request: &Value, _: &str) -> Value {
    let mut answer = json!({ "status": "Rejected", "vatNumber": request.get("vatNumber") });
    if let (Some(evse), Some(members)) = (request.get("evseId"), answer.as_object_mut()) {
        members.insert("evseId".to_owned(), evse.clone());
    }
    answer
}
