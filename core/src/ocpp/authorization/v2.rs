//! Authorize (2.x C01-C16): may this id token charge?
//!
//! A contract (C07) is as good as its certificate. Where the configuration names those whose word counts
//! (`certificates.ocsp.authorities`), its status is asked for: by the hashes that the station made of the chain, or by the
//! chain itself. Else, and where nobody answers, such a token is not accepted, whatever is registered of it, and
//! `certificateStatus` says why. It is NoCertificateAvailable, because no verdict on the certificate could be had from those
//! who give it; where the eMAID itself is refused, the contract is, whatever its certificate: ContractCancelled (C07.FR.15).
//! A plugin that checks may answer otherwise.

use ocpp_schemas::types::{Enumeration as _, v21};
use serde_json::{Value, json};

use super::concurrent::{Purpose, is_busy};
use super::rules::{Authorization, authorize_token};
use crate::certificates::contract::{Asked, Source, Standing};
use crate::certificates::hash_data::HashData;
use crate::frame::Content;
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
        let standing = standing(context, request);
        Ok(Proposal::answer(of_contract(info, standing)))
    }

    fn shows<'a>(request: &'a Request<Self>, response: &Response<Self>) -> Option<Shown<'a>> {
        Some(Shown {
            id_tag: &request.id_token.id_token,
            status: response.id_token_info.status.as_str(),
        })
    }
}

/// How it stands with the certificate of a contract.
fn standing(context: Context<'_>, request: &Request<Authorize>) -> Standing {
    let responders = context.authorities.responders();
    let now = context.caller.now;
    if let Some(hashes) = &request.iso15118_certificate_hash_data {
        let asked = hashes.iter().map(|one| Asked {
            about: HashData::from(one),
            source: Source::Responder(one.responder_url.clone()),
        });
        return responders.standing(&asked.collect::<Vec<_>>(), now);
    }
    match &request.certificate {
        Some(chain) => responders.standing_of_chain(chain, now),
        None => Standing::NotKnown,
    }
}

/// What is said of a contract.
fn of_contract(info: v21::IdTokenInfo, standing: Standing) -> v21::AuthorizeResponse {
    use v21::{AuthorizationStatusEnum as Status, AuthorizeCertificateStatusEnum as Certificate};
    let certificate = match (info.status, standing) {
        (Status::Blocked | Status::Expired | Status::Invalid | Status::Unknown, _) => Certificate::ContractCancelled,
        (_, Standing::Good) => Certificate::Accepted,
        (_, Standing::Revoked) => Certificate::CertificateRevoked,
        (_, Standing::Expired) => Certificate::CertificateExpired,
        (_, Standing::NoChain) => Certificate::CertChainError,
        (_, Standing::NotKnown) => Certificate::NoCertificateAvailable,
    };
    let info = match (info.status, certificate) {
        (Status::Accepted, Certificate::Accepted) => info,
        (Status::Accepted, _) => v21::IdTokenInfo::new(Status::Invalid),
        _ => info,
    };
    let mut response = v21::AuthorizeResponse::new(info);
    response.certificate_status = Some(certificate);
    response
}

/// Whether a message asks for the status of a certificate, which takes its time.
pub fn asks_for_certificate(payload: &Value) -> bool {
    payload.get("certificate").is_some() || payload.get("iso15118CertificateHashData").is_some()
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
pub fn vat_number(request: Content<'_>, _: &str) -> Value {
    let mut answer = json!({ "status": "Rejected", "vatNumber": request.get("vatNumber") });
    if let (Some(evse), Some(members)) = (request.get("evseId"), answer.as_object_mut()) {
        members.insert("evseId".to_owned(), evse.clone());
    }
    answer
}
