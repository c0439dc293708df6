//! The certificates of charge points: what each asked for, what it was sent and shows, what is installed in it; and all
//! that the server's own authorities have signed, which outlives the charge points.

use serde::{Deserialize, Serialize};

use super::collections::{CERTIFICATES, ISSUED_CERTIFICATES};
use super::key::unescape;
use super::seen::Seen;
use super::{State, delete, key, put};
use crate::certificates::hash_data::HashData;
use crate::certificates::{Facts, SigningUse};
use crate::clock::Time;
use crate::ids::ChargePointId;
use crate::store::{Page, StoreError, Write};

/// More requests of one station are not kept.
pub const MOST_REQUESTS: usize = 10;

/// The certificates of one station as they are known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StationCertificates {
    /// What it asked to be signed, the oldest first.
    pub requests: Vec<CertificateRequest>,
    /// What lies in it.
    pub installed: Vec<InstalledCertificate>,
    /// What it showed when it connected last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presented: Option<Presented>,
    /// The serial number of the certificate whose end was announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warned: Option<String>,
    /// When the server last asked it by itself for a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewal_asked_at: Option<Time>,
}

/// A SignCertificate, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateRequest {
    /// Ours.
    pub id: String,
    pub at: Time,
    pub purpose: SigningUse,
    /// The station named the use; else it is for all that it has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub names_purpose: bool,
    /// 2.1: the station's number for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<i64>,
    /// As it came, while it may be needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csr: Option<String>,
    /// Of the CSR; empty: it could not be read.
    pub subject: String,
    pub key_fingerprint: String,
    pub state: RequestState,
    /// Why it is in that state, if there is more to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Facts>,
    /// The CertificateSigned that brings it, and how often it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    #[serde(default)]
    pub tries: u32,
    pub changed_at: Time,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CertificateRequestState)]
pub enum RequestState {
    /// The station was told no.
    Rejected,
    /// Somebody at the API has to say whether it is signed.
    Waiting,
    /// A plugin has it signed elsewhere.
    Elsewhere,
    /// It was signed, and is on its way to the station.
    Signed,
    /// The station took the certificate.
    Accepted,
    /// The station did not take it.
    Refused,
    /// What the station made of it is not known, and it is not sent again.
    Unknown,
}

impl RequestState {
    /// Something is still to come.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Elsewhere | Self::Signed)
    }
}

/// A certificate that lies in a station.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InstalledCertificate {
    /// What it is for, in 2.x's words: `CSMSRootCertificate`.
    pub purpose: String,
    /// How the station names it; none: it was sent, and not listed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash_data: Option<HashData>,
    /// What stands in it, if it came from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    /// When the station last said that it has it.
    pub seen_at: Time,
}

/// A certificate that a station showed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Presented {
    pub facts: Facts,
    pub at: Time,
}

/// A certificate that an authority of this server has signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssuedCertificate {
    /// For whom.
    pub station: ChargePointId,
    pub purpose: SigningUse,
    pub facts: Facts,
    pub at: Time,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revocation>,
}

/// That a certificate is not valid any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Revocation {
    pub at: Time,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl StationCertificates {
    /// The newest certificate of a use that the station took from here.
    #[must_use]
    pub fn accepted(&self, purpose: SigningUse) -> Option<&CertificateRequest> {
        let mut newest = self.requests.iter().rev();
        newest.find(|one| one.purpose == purpose && one.state == RequestState::Accepted)
    }

    /// What the station uses, as far as that is known: what it showed last, and what it took of each use.
    pub fn in_use(&self) -> impl Iterator<Item = &Facts> {
        let shown = self.presented.as_ref();
        let newer = |request: &&CertificateRequest| {
            // What it shows by now is what counts of the two.
            request.purpose != SigningUse::ChargingStationCertificate
                || shown.is_none_or(|shown| shown.at < request.changed_at)
        };
        let taken = SigningUse::ALL.into_iter().filter_map(|purpose| self.accepted(purpose));
        let taken: Vec<_> = taken.filter(newer).collect();
        let replaced = taken
            .iter()
            .any(|one| one.purpose == SigningUse::ChargingStationCertificate);
        let shown = shown.filter(|_| !replaced).map(|shown| &shown.facts);
        shown
            .into_iter()
            .chain(taken.into_iter().filter_map(|request| request.certificate.as_ref()))
    }

    /// Keeps a request; the oldest go.
    pub fn add(&mut self, request: CertificateRequest) {
        self.requests.push(request);
        while self.requests.len() > MOST_REQUESTS {
            // One that is under way or in use is needed.
            let needed = |one: &CertificateRequest| {
                one.state.is_open() || self.accepted(one.purpose).is_some_and(|newest| newest.id == one.id)
            };
            let place = self.requests.iter().position(|one| !needed(one)).unwrap_or(0);
            self.requests.remove(place);
        }
    }
}

impl State {
    /// What is known of a station's certificates, and what was seen of the record.
    pub fn certificates_seen(&self, id: &ChargePointId) -> Result<(StationCertificates, Seen), StoreError> {
        let key = key(&[id.as_str()]);
        let (found, revision) = self.get_at(CERTIFICATES, &key)?.unzip();
        Ok((found.unwrap_or_default(), Seen::new(CERTIFICATES, key, revision)))
    }

    /// What is known of the stations' after one, in the order of their identities.
    pub fn certificates(
        &self,
        after: Option<&ChargePointId>,
        limit: usize,
    ) -> Result<Vec<(ChargePointId, StationCertificates)>, StoreError> {
        let after = after.map(|id| key(&[id.as_str()]));
        let found: Vec<(String, StationCertificates)> =
            self.list(CERTIFICATES, Page::all(limit).after(after.as_deref()))?;
        let named = found
            .into_iter()
            .map(|(key, known)| (ChargePointId::new(&unescape(&key)), known));
        Ok(named.collect())
    }

    /// A certificate that was signed here, by its serial number, and what was seen of the record.
    pub fn issued_certificate(&self, serial_number: &str) -> Result<(Option<IssuedCertificate>, Seen), StoreError> {
        let key = key(&[&serial_number.to_ascii_lowercase()]);
        let (found, revision) = self.get_at(ISSUED_CERTIFICATES, &key)?.unzip();
        Ok((found, Seen::new(ISSUED_CERTIFICATES, key, revision)))
    }

    /// Those that were signed here, after one serial number.
    pub fn issued_certificates(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, IssuedCertificate)>, StoreError> {
        let after = after.map(|serial| key(&[serial]));
        self.list(ISSUED_CERTIFICATES, Page::all(limit).after(after.as_deref()))
    }

    /// Whether a certificate that a station shows was taken back: by its issuer, as [`Facts`] writes it, and its serial
    /// number.
    pub fn is_revoked(&self, issuer: &str, serial_number: &str) -> Result<bool, StoreError> {
        let (issued, _) = self.issued_certificate(serial_number)?;
        Ok(issued.is_some_and(|issued| issued.facts.issuer == issuer && issued.revoked.is_some()))
    }
}

/// Keeps what is known of a station's certificates.
pub fn put_certificates(id: &ChargePointId, known: &StationCertificates) -> Result<Write, StoreError> {
    put(CERTIFICATES, key(&[id.as_str()]), known)
}

/// Keeps that a certificate was signed, or taken back.
pub fn put_issued(issued: &IssuedCertificate) -> Result<Write, StoreError> {
    put(ISSUED_CERTIFICATES, key(&[&issued.facts.serial_number]), issued)
}

/// Forgets a certificate whose time is over.
#[must_use]
pub fn forget_issued(serial_number: &str) -> Write {
    delete(ISSUED_CERTIFICATES, key(&[serial_number]))
}
