//! The words of 2.x: three uses of certificates, reasons beside a status, and in 2.1 a number for each request.

use ocpp_schemas::types::{Enumeration as _, v21};

use super::delivery::{self, Carried, Word};
use super::installed::{self, Listed};
use super::signing::{self, Asked, Told, Verdict};
use crate::certificates::SigningUse;
use crate::certificates::hash_data::HashData;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Decided, Handler, Proposal, Request};
use crate::ocpp::operation::{Answer, Operation};

/// The longest text beside a status.
const LONGEST_INFO: usize = 512;

/// The station asks for a certificate.
pub struct SignCertificate;

impl Handler for SignCertificate {
    type Type = v21::SignCertificate;
    type Plan = signing::Plan;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let plan = signing::plan(context, asked(request))?;
        let mut response = v21::SignCertificateResponse::new(v21::GenericStatusEnum::Accepted);
        if let Verdict::Rejected(rejected) = &plan.verdict {
            response.status = v21::GenericStatusEnum::Rejected;
            let mut info = v21::StatusInfo::new(rejected.code);
            info.additional_info = Some(rejected.reason.chars().take(LONGEST_INFO).collect());
            response.status_info = Some(info);
        }
        Ok(match plan.verdict {
            Verdict::Again => Proposal::Repeat(response),
            _ => Proposal::New { response, plan },
        })
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let info = decided.response.status_info.as_ref();
        let told = Told {
            is_accepted: decided.response.status == v21::GenericStatusEnum::Accepted,
            reason: info.and_then(|info| info.additional_info.clone()),
        };
        signing::commit(context, (asked(decided.request), told), decided.plan)
    }
}

fn asked(request: &v21::SignCertificateRequest) -> Asked<'_> {
    Asked {
        csr: &request.csr,
        purpose: purpose(request.certificate_type),
        names_purpose: request.certificate_type.is_some(),
        request_id: request.request_id,
    }
}

/// Without a word it is for all that the station has, and the central system is what all have.
fn purpose(word: Option<v21::CertificateSigningUseEnum>) -> SigningUse {
    word.and_then(|word| SigningUse::named(word.as_str()))
        .unwrap_or(SigningUse::ChargingStationCertificate)
}

/// It is sent one.
pub struct CertificateSigned;

impl Operation for CertificateSigned {
    type Type = v21::CertificateSigned;

    fn answered(
        context: Context<'_>,
        request: &v21::CertificateSignedRequest,
        answer: Answer<'_, v21::CertificateSignedResponse>,
    ) -> Result<Effects, HandlerError> {
        let carried = Carried {
            chain: &request.certificate_chain,
            purpose: purpose(request.certificate_type),
            names_purpose: request.certificate_type.is_some(),
            request_id: request.request_id,
        };
        let word = answer.map(|response| Word {
            is_accepted: response.status == v21::CertificateSignedStatusEnum::Accepted,
            reason: response.status_info.map(said),
        });
        delivery::delivered(context, carried, word)
    }
}

/// A station's reason, in one text.
fn said(info: v21::StatusInfo) -> String {
    match info.additional_info {
        Some(more) => format!("{}: {more}", info.reason_code),
        None => info.reason_code,
    }
}

/// What is installed is asked for.
pub struct GetInstalledCertificateIds;

impl Operation for GetInstalledCertificateIds {
    type Type = v21::GetInstalledCertificateIds;

    fn answered(
        context: Context<'_>,
        request: &v21::GetInstalledCertificateIdsRequest,
        answer: Answer<'_, v21::GetInstalledCertificateIdsResponse>,
    ) -> Result<Effects, HandlerError> {
        let uses = request.certificate_type.iter().flatten();
        let uses: Vec<String> = uses.map(|word| word.as_str().to_owned()).collect();
        let found = answer.map(|response| {
            let chains = response.certificate_hash_data_chain.into_iter().flatten();
            chains.flat_map(|chain| listed(&chain)).collect()
        });
        installed::listed(context, &uses, found)
    }
}

/// A certificate with those below it.
fn listed(chain: &v21::CertificateHashDataChain) -> Vec<Listed> {
    let below = chain.child_certificate_hash_data.iter().flatten();
    let all = std::iter::once(&chain.certificate_hash_data).chain(below);
    let listed = all.map(|hash_data| Listed {
        purpose: chain.certificate_type.as_str().to_owned(),
        hash_data: HashData::from(hash_data),
    });
    listed.collect()
}

/// A certificate is to be installed.
pub struct InstallCertificate;

impl Operation for InstallCertificate {
    type Type = v21::InstallCertificate;

    fn answered(
        context: Context<'_>,
        request: &v21::InstallCertificateRequest,
        answer: Answer<'_, v21::InstallCertificateResponse>,
    ) -> Result<Effects, HandlerError> {
        let taken = answer.map(|response| response.status == v21::InstallCertificateStatusEnum::Accepted);
        let what = (request.certificate_type.as_str(), request.certificate.as_str());
        installed::installed(context, what, taken)
    }
}

/// One is to be deleted.
pub struct DeleteCertificate;

impl Operation for DeleteCertificate {
    type Type = v21::DeleteCertificate;

    fn answered(
        context: Context<'_>,
        request: &v21::DeleteCertificateRequest,
        answer: Answer<'_, v21::DeleteCertificateResponse>,
    ) -> Result<Effects, HandlerError> {
        let gone = answer.map(|response| response.status != v21::DeleteCertificateStatusEnum::Failed);
        installed::deleted(context, &HashData::from(&request.certificate_hash_data), gone)
    }
}
