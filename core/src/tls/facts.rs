//! What is to be known of a certificate, in plain values.

use chrono::{DateTime, Duration};
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::x509::{X509NameRef, X509Ref};
use serde::Serialize;

use crate::clock::Time;
use crate::config::hexadecimal;

/// A certificate as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CertificateFacts {
    /// The subject's name, such as `CN=CP-1, O=Example`.
    pub subject: String,
    /// The subject's common name; none: it has none.
    pub common_name: Option<String>,
    /// The subject's organisation; none: it has none.
    pub organisation: Option<String>,
    /// The issuer's name.
    pub issuer: String,
    /// The serial number in hexadecimal digits.
    pub serial_number: String,
    /// From when on it is valid.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub not_before: Option<Time>,
    /// Until when it is valid.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub not_after: Option<Time>,
    /// SHA-256 of the certificate, in hexadecimal digits.
    pub fingerprint: String,
}

impl CertificateFacts {
    /// Those of a certificate.
    #[must_use]
    pub fn of(certificate: &X509Ref) -> Self {
        let subject = certificate.subject_name();
        Self {
            subject: name(subject),
            common_name: entry(subject, Nid::COMMONNAME),
            organisation: entry(subject, Nid::ORGANIZATIONNAME),
            issuer: name(certificate.issuer_name()),
            serial_number: serial_number(certificate),
            not_before: time(certificate.not_before()),
            not_after: time(certificate.not_after()),
            fingerprint: certificate
                .digest(MessageDigest::sha256())
                .map(|digest| hexadecimal::text(&digest))
                .unwrap_or_default(),
        }
    }
}

/// A name in one line: its entries in their order.
#[must_use]
pub fn name(name: &X509NameRef) -> String {
    let entries = name.entries().map(|entry| {
        let kind = entry.object().nid().short_name().unwrap_or("?");
        let value = entry.data().to_string();
        format!("{kind}={}", value.as_deref().unwrap_or("?"))
    });
    entries.collect::<Vec<_>>().join(", ")
}

/// The first entry of a kind.
#[must_use]
pub fn entry(name: &X509NameRef, kind: Nid) -> Option<String> {
    let found = name.entries_by_nid(kind).next()?;
    found.data().to_string().ok()
}

fn serial_number(certificate: &X509Ref) -> String {
    let number = certificate
        .serial_number()
        .to_bn()
        .and_then(|number| number.to_hex_str());
    number.map(|digits| digits.to_string()).unwrap_or_default()
}

/// A moment of ASN.1; none: it is none.
#[must_use]
pub fn time(moment: &Asn1TimeRef) -> Option<Time> {
    let since = Asn1Time::from_unix(0).ok()?.diff(moment).ok()?;
    let seconds = Duration::days(since.days.into()) + Duration::seconds(since.secs.into());
    DateTime::from_timestamp(seconds.num_seconds(), 0)
}
