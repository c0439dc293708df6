//! The words of 1.6's security extension: one use of certificates, which has no name.

use ocpp_schemas::types::v16;

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

const PURPOSE: SigningUse = SigningUse::ChargingStationCertificate;

/// The station asks for a certificate.
pub struct SignCertificate;

impl Handler for SignCertificate {
    type Type = v16::SignCertificate;
    type Plan = signing::Plan;

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let plan = signing::plan(context, asked(request))?;
        let status = if plan.verdict.is_accepted() {
            v16::GenericStatusEnumType::Accepted
        } else {
            v16::GenericStatusEnumType::Rejected
        };
        let response = v16::SignCertificateResponse::new(status);
        Ok(match plan.verdict {
            Verdict::Again => Proposal::Repeat(response),
            _ => Proposal::New { response, plan },
        })
    }

    fn commit(context: Context<'_>, decided: Decided<'_, Self>) -> Result<Effects, HandlerError> {
        let told = Told {
            is_accepted: decided.response.status == v16::GenericStatusEnumType::Accepted,
            reason: None,
        };
        signing::commit(context, (asked(decided.request), told), decided.plan)
    }
}

fn asked(request: &v16::SignCertificateRequest) -> Asked<'_> {
    Asked {
        csr: &request.csr,
        purpose: PURPOSE,
        names_purpose: false,
        request_id: None,
    }
}

/// It is sent one.
pub struct CertificateSigned;

impl Operation for CertificateSigned {
    type Type = v16::CertificateSigned;

    fn answered(
        context: Context<'_>,
        request: &v16::CertificateSignedRequest,
        answer: Answer<'_, v16::CertificateSignedResponse>,
    ) -> Result<Effects, HandlerError> {
        let carried = Carried {
            chain: &request.certificate_chain,
            purpose: PURPOSE,
            names_purpose: false,
            request_id: None,
        };
        let word = answer.map(|response| Word {
            is_accepted: response.status == v16::CertificateSignedStatusEnumType::Accepted,
            reason: None,
        });
        delivery::delivered(context, carried, word)
    }
}

/// What 1.6 calls a use, in 2.x's words.
fn neutral(word: v16::CertificateUseEnumType) -> &'static str {
    match word {
        v16::CertificateUseEnumType::CentralSystemRootCertificate => "CSMSRootCertificate",
        v16::CertificateUseEnumType::ManufacturerRootCertificate => "ManufacturerRootCertificate",
    }
}

/// What is installed is asked for.
pub struct GetInstalledCertificateIds;

impl Operation for GetInstalledCertificateIds {
    type Type = v16::GetInstalledCertificateIds;

    fn answered(
        context: Context<'_>,
        request: &v16::GetInstalledCertificateIdsRequest,
        answer: Answer<'_, v16::GetInstalledCertificateIdsResponse>,
    ) -> Result<Effects, HandlerError> {
        let purpose = neutral(request.certificate_type);
        let found = answer.map(|response| {
            let found = response.certificate_hash_data.into_iter().flatten();
            let listed = found.map(|hash_data| Listed {
                purpose: purpose.to_owned(),
                hash_data: HashData::from(&hash_data),
            });
            listed.collect()
        });
        installed::listed(context, &[purpose.to_owned()], found)
    }
}

/// A certificate is to be installed.
pub struct InstallCertificate;

impl Operation for InstallCertificate {
    type Type = v16::InstallCertificate;

    fn answered(
        context: Context<'_>,
        request: &v16::InstallCertificateRequest,
        answer: Answer<'_, v16::InstallCertificateResponse>,
    ) -> Result<Effects, HandlerError> {
        let taken = answer.map(|response| response.status == v16::InstallCertificateStatusEnumType::Accepted);
        let what = (neutral(request.certificate_type), request.certificate.as_str());
        installed::installed(context, what, taken)
    }
}

/// One is to be deleted.
pub struct DeleteCertificate;

impl Operation for DeleteCertificate {
    type Type = v16::DeleteCertificate;

    fn answered(
        context: Context<'_>,
        request: &v16::DeleteCertificateRequest,
        answer: Answer<'_, v16::DeleteCertificateResponse>,
    ) -> Result<Effects, HandlerError> {
        let gone = answer.map(|response| response.status != v16::DeleteCertificateStatusEnumType::Failed);
        installed::deleted(context, &HashData::from(&request.certificate_hash_data), gone)
    }
}
