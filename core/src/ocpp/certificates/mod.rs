//! Certificates and security (1.6 security extension, 2.x blocks A and M): what stations ask to be signed and are sent,
//! and what is installed in them. What the server cannot do is refused in the action's own words: a plugin may.

mod delivery;
mod installed;
mod signing;
mod status;
mod v16;
mod v2;
mod verb;
mod words;

pub use delivery::{NotSigned, again, sign_waiting};
pub use verb::{
    DeleteCertificateRequest, DeliverCertificateRequest, InstallCertificateRequest, ListCertificatesRequest,
    RenewCertificateRequest,
};

use serde_json::{Value, json};

use super::rows::{Row, Versions, empty};
use crate::events::kinds::{CERTIFICATE_DELIVERED, CERTIFICATE_REQUESTED, SECURITY_EVENT};
use crate::frame::Content;

pub(super) const ROWS: &[Row] = &[
    Row::operated::<v16::CertificateSigned>("CertificateSigned", Versions::V16).tells(&[&CERTIFICATE_DELIVERED]),
    Row::operated::<v2::CertificateSigned>("CertificateSigned", Versions::V2).tells(&[&CERTIFICATE_DELIVERED]),
    Row::operated::<v16::DeleteCertificate>("DeleteCertificate", Versions::V16),
    Row::operated::<v2::DeleteCertificate>("DeleteCertificate", Versions::V2),
    Row::kept("Get15118EVCertificate", Versions::V2, no_ev_certificate),
    // Whoever is asked may take long to answer.
    Row::handled::<status::GetCertificateChainStatus>("GetCertificateChainStatus", Versions::V21).heavy(),
    Row::handled::<status::GetCertificateStatus>("GetCertificateStatus", Versions::V2).heavy(),
    Row::operated::<v16::GetInstalledCertificateIds>("GetInstalledCertificateIds", Versions::V16),
    Row::operated::<v2::GetInstalledCertificateIds>("GetInstalledCertificateIds", Versions::V2),
    Row::operated::<v16::InstallCertificate>("InstallCertificate", Versions::V16),
    Row::operated::<v2::InstallCertificate>("InstallCertificate", Versions::V2),
    // Security events must not be lost (A04).
    Row::kept("SecurityEventNotification", Versions::ALL, empty)
        .durable()
        .tells(&[&SECURITY_EVENT]),
    // To sign takes longer than the connections of its worker may wait.
    Row::handled::<v16::SignCertificate>("SignCertificate", Versions::V16)
        .heavy()
        .tells(&[&CERTIFICATE_REQUESTED]),
    Row::handled::<v2::SignCertificate>("SignCertificate", Versions::V2)
        .heavy()
        .tells(&[&CERTIFICATE_REQUESTED]),
];

fn no_ev_certificate(_: Content<'_>, _: &str) -> Value {
    json!({ "status": "Failed", "exiResponse": "" })
}
