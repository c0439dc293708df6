//! A certificate as the API shows it, whatever is known of it.

use serde::Serialize;

use crate::certificates::hash_data::HashData;
use crate::certificates::{Facts, SigningUse};
use crate::clock::{Time, text};
use crate::ids::ChargePointId;
use crate::state::certificates::{
    CertificateRequest, InstalledCertificate, IssuedCertificate, Presented, RequestState, Revocation,
    StationCertificates,
};

/// Where a certificate of a charge point is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CertificateKind)]
pub enum Kind {
    /// It showed it when it connected last.
    Presented,
    /// It asked for it (SignCertificate).
    Requested,
    /// It lies in it, and others are held against it.
    Installed,
}

/// A certificate of a charge point.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StationCertificate)]
pub struct CertificateView {
    /// Where it is known from.
    kind: Kind,
    /// What it is for, in OCPP 2.x's words.
    certificate_type: String,
    /// The one that it uses, as far as that is known.
    in_use: bool,
    /// What stands in it; null: that is not known, or it was not signed.
    certificate: Option<Facts>,
    /// Of one that it lists: what names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hash_data: Option<HashData>,
    /// Of one that it asked for: its request.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<RequestView>,
    /// When it was shown, asked for or listed last.
    #[schema(format = DateTime)]
    at: String,
}

/// A request for a certificate.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CertificateRequest)]
pub struct RequestView {
    /// The server's name for it.
    id: String,
    /// What became of it.
    state: RequestState,
    /// Why, if there is more to say.
    reason: Option<String>,
    /// The subject that the charge point asked for.
    subject: String,
    /// The command that brings the certificate.
    command: Option<String>,
    /// How often it was sent.
    tries: u32,
    /// Since when its state is what it is.
    #[schema(format = DateTime)]
    changed_at: String,
}

impl From<&CertificateRequest> for RequestView {
    fn from(request: &CertificateRequest) -> Self {
        Self {
            id: request.id.clone(),
            state: request.state,
            reason: request.reason.clone(),
            subject: request.subject.clone(),
            command: request.command.clone(),
            tries: request.tries,
            changed_at: text(request.changed_at),
        }
    }
}

/// All that is known of a station's certificates: what it uses first, then what it asked for, the newest first.
pub fn of_station(known: &StationCertificates) -> Vec<CertificateView> {
    let in_use: Vec<&str> = known.in_use().map(|facts| facts.fingerprint.as_str()).collect();
    let is_used = |facts: Option<&Facts>| facts.is_some_and(|facts| in_use.contains(&facts.fingerprint.as_str()));
    let shown = known.presented.iter().map(|Presented { facts, at }| CertificateView {
        kind: Kind::Presented,
        certificate_type: SigningUse::ChargingStationCertificate.to_string(),
        in_use: is_used(Some(facts)),
        certificate: Some(facts.clone()),
        hash_data: None,
        request: None,
        at: text(*at),
    });
    let asked = known.requests.iter().rev().map(|request| CertificateView {
        kind: Kind::Requested,
        certificate_type: request.purpose.to_string(),
        in_use: is_used(request.certificate.as_ref()),
        certificate: request.certificate.clone(),
        hash_data: None,
        request: Some(request.into()),
        at: text(request.at),
    });
    let installed = known
        .installed
        .iter()
        .map(|one: &InstalledCertificate| CertificateView {
            kind: Kind::Installed,
            certificate_type: one.purpose.clone(),
            in_use: false,
            certificate: one.facts.clone(),
            hash_data: one.hash_data.clone(),
            request: None,
            at: text(one.seen_at),
        });
    shown.chain(asked).chain(installed).collect()
}

/// A certificate that a charge point uses.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CertificateInUse)]
pub struct InUseView {
    /// Whose.
    charge_point: ChargePointId,
    /// What stands in it.
    certificate: Facts,
    /// Whole days until it is over; negative: since then.
    days_left: i64,
}

impl InUseView {
    pub fn of(charge_point: &ChargePointId, certificate: &Facts, now: Time) -> Self {
        Self {
            charge_point: charge_point.clone(),
            certificate: certificate.clone(),
            days_left: (certificate.valid_until - now).num_days(),
        }
    }
}

/// A certificate that an authority of the server signed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = IssuedCertificate)]
pub struct IssuedView {
    /// For whom.
    charge_point: ChargePointId,
    /// What it is for.
    certificate_type: SigningUse,
    /// What stands in it.
    certificate: Facts,
    /// When it was signed.
    #[schema(format = DateTime)]
    at: String,
    /// Since when it is not valid any more; null: it is, until its time is over.
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
    /// Why it was taken back.
    reason: Option<String>,
}

impl From<IssuedCertificate> for IssuedView {
    fn from(issued: IssuedCertificate) -> Self {
        let (revoked_at, reason) = match issued.revoked {
            Some(Revocation { at, reason }) => (Some(text(at)), reason),
            None => (None, None),
        };
        Self {
            charge_point: issued.station,
            certificate_type: issued.purpose,
            certificate: issued.facts,
            at: text(issued.at),
            revoked_at,
            reason,
        }
    }
}
