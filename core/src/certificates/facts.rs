//! What stands in a certificate, in words.

use chrono::TimeDelta;
use openssl::asn1::{Asn1IntegerRef, Asn1Time, Asn1TimeRef};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{HasPublic, Id, PKeyRef};
use openssl::x509::{X509, X509NameRef, X509Ref};
use serde::{Deserialize, Serialize};

use super::der;
use crate::clock::Time;

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CertificateDetails)]
pub struct Facts {
    /// Whose it is, such as `CN=CP-1, O=Example`.
    pub subject: String,
    /// Who signed it, likewise.
    pub issuer: String,
    /// Hexadecimal, without zeros in front.
    pub serial_number: String,
    #[schema(value_type = String, format = DateTime)]
    /// From when on it is valid.
    pub valid_from: Time,
    #[schema(value_type = String, format = DateTime)]
    /// Until when it is.
    pub valid_until: Time,
    /// The kind and the size of its key, such as `EC 256`.
    pub key: String,
    /// The SHA-256 of the certificate in DER, hexadecimal.
    pub fingerprint: String,
    /// The SHA-256 of its public key in DER, hexadecimal: the same as long as the key is.
    pub key_fingerprint: String,
}

impl Facts {
    /// Those of a certificate.
    ///
    /// # Errors
    /// What OpenSSL cannot read.
    pub fn of(certificate: &X509Ref) -> Result<Self, ErrorStack> {
        let key = certificate.public_key()?;
        Ok(Self {
            subject: name(certificate.subject_name()),
            issuer: name(certificate.issuer_name()),
            serial_number: serial_number(certificate.serial_number())?,
            valid_from: time(certificate.not_before())?,
            valid_until: time(certificate.not_after())?,
            key: key_kind(&key),
            fingerprint: der::hex(&certificate.digest(MessageDigest::sha256())?),
            key_fingerprint: key_fingerprint(&key)?,
        })
    }

    /// Those of the certificates of a PEM text, in its order.
    ///
    /// # Errors
    /// What OpenSSL cannot read.
    pub fn of_chain(pem: &str) -> Result<Vec<Self>, ErrorStack> {
        let chain = X509::stack_from_pem(pem.as_bytes())?;
        chain.iter().map(|one| Self::of(one)).collect()
    }
}

/// A name in words: its parts in their order.
#[must_use]
pub fn name(name: &X509NameRef) -> String {
    let parts = name.entries().map(|entry| {
        let word = entry.object().nid().short_name().unwrap_or("?");
        let value = String::from_utf8_lossy(entry.data().as_slice()).into_owned();
        let value = entry.data().to_string().unwrap_or(value);
        format!("{word}={value}")
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// The first part of a name of this kind.
#[must_use]
pub fn part(name: &X509NameRef, kind: Nid) -> Option<String> {
    name.entries_by_nid(kind).next()?.data().to_string().ok()
}

/// A serial number as OCPP writes it.
///
/// # Errors
/// What OpenSSL cannot read.
pub fn serial_number(serial: &Asn1IntegerRef) -> Result<String, ErrorStack> {
    Ok(der::number(&serial.to_bn()?.to_vec()))
}

/// A moment of a certificate.
///
/// # Errors
/// What OpenSSL cannot read.
pub fn time(time: &Asn1TimeRef) -> Result<Time, ErrorStack> {
    let since = Asn1Time::from_unix(0)?.diff(time)?;
    let since = TimeDelta::days(since.days.into()) + TimeDelta::seconds(since.secs.into());
    Ok(Time::UNIX_EPOCH.checked_add_signed(since).unwrap_or(Time::MAX_UTC))
}

/// The kind and the size of a key.
#[must_use]
pub fn key_kind<T: HasPublic>(key: &PKeyRef<T>) -> String {
    let kind = match key.id() {
        Id::RSA | Id::RSA_PSS => "RSA",
        Id::EC => "EC",
        Id::DSA => "DSA",
        Id::ED25519 => return "Ed25519".to_owned(),
        Id::ED448 => return "Ed448".to_owned(),
        _ => "another kind of",
    };
    format!("{kind} {}", key.bits())
}

/// The SHA-256 of a public key.
///
/// # Errors
/// What OpenSSL cannot write.
pub fn key_fingerprint<T: HasPublic>(key: &PKeyRef<T>) -> Result<String, ErrorStack> {
    let digest = openssl::hash::hash(MessageDigest::sha256(), &key.public_key_to_der()?)?;
    Ok(der::hex(&digest))
}
