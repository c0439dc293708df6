//! What others say of certificates: GetCertificateStatus (2.x M06), GetCertificateChainStatus (2.1 M07), and the status of a
//! contract's certificate in Authorize (C07). Whoever asks waits for responders, on a thread that may.

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use ocpp_schemas::Version;
use ocpp_schemas::types::v21;

use crate::certificates::hash_data::HashData;
use crate::certificates::ocsp::Status;
use crate::certificates::responders::NoStatus;
use crate::clock::text;
use crate::ocpp::context::Context;
use crate::ocpp::error::HandlerError;
use crate::ocpp::handler::{Handler, Proposal, Request};

/// The longest answer in base64 that a version lets through.
const fn longest(version: Version) -> usize {
    match version {
        Version::V21 => 18_000,
        Version::V16 | Version::V201 => 5_500,
    }
}

/// The station asks for the status of a certificate, to hand the answer on to a vehicle.
pub struct GetCertificateStatus;

impl Handler for GetCertificateStatus {
    type Type = v21::GetCertificateStatus;
    type Plan = ();

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        let asked = &request.ocsp_request_data;
        let responders = context.authorities.responders();
        let answer = responders.ask(&HashData::from(asked), &asked.responder_url, context.caller.now);
        Ok(Proposal::answer(match answer {
            Ok(answer) => {
                let encoded = STANDARD.encode(&answer.der);
                if encoded.len() > longest(context.caller.version) {
                    failed("the answer of the responder is longer than this version lets through")
                } else {
                    let mut response = v21::GetCertificateStatusResponse::new(v21::GetCertificateStatusEnum::Accepted);
                    response.ocsp_result = Some(encoded);
                    response
                }
            }
            Err(error) => failed(&told(&error)),
        }))
    }
}

fn failed(reason: &str) -> v21::GetCertificateStatusResponse {
    let mut response = v21::GetCertificateStatusResponse::new(v21::GetCertificateStatusEnum::Failed);
    let mut info = v21::StatusInfo::new("OCSPFailed");
    info.additional_info = Some(reason.chars().take(512).collect());
    response.status_info = Some(info);
    response
}

/// Says it to whoever reads the log, too: the station is only told.
fn told(error: &NoStatus) -> String {
    tracing::info!(%error, "the status of a certificate is not known");
    error.to_string()
}

/// The station asks for the status of some certificates of a chain, to decide by itself.
pub struct GetCertificateChainStatus;

impl Handler for GetCertificateChainStatus {
    type Type = v21::GetCertificateChainStatus;
    type Plan = ();

    fn propose(context: Context<'_>, request: &Request<Self>) -> Result<Proposal<Self>, HandlerError> {
        // The station waits: who is not asked by then is not asked any more.
        let until = Instant::now() + context.settings.certificates.ocsp.timeout;
        let asked = request.certificate_status_requests.iter();
        let statuses = asked.map(|one| status_of(context, one, until)).collect();
        Ok(Proposal::answer(v21::GetCertificateChainStatusResponse::new(statuses)))
    }
}

/// The first that answers counts. The station sees what it says and not who signed it, so that has to be somebody who is
/// trusted.
fn status_of(
    context: Context<'_>,
    asked: &v21::CertificateStatusRequestInfo,
    until: Instant,
) -> v21::CertificateStatus {
    use v21::CertificateStatusEnum as Word;
    let now = context.caller.now;
    let about = HashData::from(&asked.certificate_hash_data);
    let responders = context.authorities.responders();
    let ask = |url: &String| {
        if Instant::now() > until {
            return None;
        }
        let said = match asked.source {
            v21::CertificateStatusSourceEnum::OCSP => {
                let answer = responders.ask_trusted((&about, &[]), url, now);
                answer.map(|answer| answer.said)
            }
            v21::CertificateStatusSourceEnum::CRL => responders.listed((&about, None), url, now),
        };
        said.map_err(|error| told(&error)).ok()
    };
    let (word, next) = match asked.urls.iter().find_map(ask) {
        Some(said) => {
            let word = match said.status {
                Status::Good => Word::Good,
                Status::Revoked => Word::Revoked,
                Status::Unknown => Word::Unknown,
            };
            (word, said.next_update.unwrap_or(now + TimeDelta::minutes(10)))
        }
        None => (Word::Failed, now),
    };
    v21::CertificateStatus::new(asked.certificate_hash_data.clone(), asked.source, word, text(next))
}
