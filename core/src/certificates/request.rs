//! A request for a certificate (PKCS #10), and what it must be to be signed.

use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Public};
use openssl::x509::X509Req;

use super::facts;

/// The fewest bits of an RSA key (OCPP 2.0.1 A00.FR.502, 1.6 security whitepaper).
const SMALLEST_RSA: u32 = 2048;
/// The fewest bits of an elliptic curve's key.
const SMALLEST_EC: u32 = 224;

/// A request that can be read.
pub struct SigningRequest {
    pub(super) request: X509Req,
    pub(super) key: PKey<Public>,
    /// Whose it is, in words.
    pub subject: String,
    /// Kind and size of its key.
    pub key_kind: String,
    /// The SHA-256 of its key.
    pub key_fingerprint: String,
}

/// What a request is held against.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The common name is one of these; empty: any is taken.
    pub common_names: &'a [String],
    /// The organisation; none: any, or none at all.
    pub organisation: Option<&'a str>,
    /// The fingerprint of the key that the new certificate must not have.
    pub other_than: Option<&'a str>,
}

/// Why a request is not signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsuitable {
    /// It is no request in PEM.
    #[error("the CSR cannot be read: {0}")]
    Unreadable(String),
    /// Whoever sent it does not have its key.
    #[error("the CSR is not signed with its own key")]
    NotItsKey,
    /// The key is none that is taken.
    #[error("the key is {found}, expected RSA of at least 2048 or EC of at least 224 bits")]
    WeakKey {
        /// Kind and size.
        found: String,
    },
    /// It names nobody.
    #[error("the CSR has no common name")]
    NoCommonName,
    /// It names somebody else.
    #[error("the common name is {found:?}, expected {expected}")]
    OtherName {
        /// The CSR's.
        found: String,
        /// What it may be.
        expected: String,
    },
    /// It is another organisation's.
    #[error("the organisation is {found:?}, expected {expected:?}")]
    OtherOrganisation {
        /// The CSR's.
        found: String,
        /// The configured one.
        expected: String,
    },
    /// A new certificate has a new key.
    #[error("the key is that of the certificate which is to be replaced")]
    OldKey,
}

impl From<ErrorStack> for Unsuitable {
    fn from(error: ErrorStack) -> Self {
        let first = error.errors().first().and_then(openssl::error::Error::reason);
        Self::Unreadable(first.unwrap_or("it is no PKCS #10 in PEM").to_owned())
    }
}

impl SigningRequest {
    /// Reads a request in PEM. Some stations send the line ends as the two characters `\n`.
    ///
    /// # Errors
    /// [`Unsuitable::Unreadable`]
    pub fn read(pem: &str) -> Result<Self, Unsuitable> {
        let pem = pem.replace("\\r", "").replace("\\n", "\n");
        let request = X509Req::from_pem(pem.as_bytes())?;
        let key = request.public_key()?;
        Ok(Self {
            subject: facts::name(request.subject_name()),
            key_kind: facts::key_kind(&key),
            key_fingerprint: facts::key_fingerprint(&key)?,
            request,
            key,
        })
    }

    /// Holds it against what is wanted.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self, wanted: Wanted<'_>) -> Result<(), Unsuitable> {
        if !self.is_strong() {
            let found = self.key_kind.clone();
            return Err(Unsuitable::WeakKey { found });
        }
        if !self.request.verify(&self.key).unwrap_or(false) {
            return Err(Unsuitable::NotItsKey);
        }
        let subject = self.request.subject_name();
        let name = facts::part(subject, Nid::COMMONNAME).filter(|name| !name.is_empty());
        let found = name.ok_or(Unsuitable::NoCommonName)?;
        if !wanted.common_names.is_empty() && !wanted.common_names.contains(&found) {
            let expected = wanted.common_names.join(" or ");
            return Err(Unsuitable::OtherName { found, expected });
        }
        if let Some(expected) = wanted.organisation {
            let found = facts::part(subject, Nid::ORGANIZATIONNAME).unwrap_or_default();
            if found != expected {
                let expected = expected.to_owned();
                return Err(Unsuitable::OtherOrganisation { found, expected });
            }
        }
        if wanted.other_than == Some(&self.key_fingerprint) {
            return Err(Unsuitable::OldKey);
        }
        Ok(())
    }

    fn is_strong(&self) -> bool {
        let bits = self.key.bits();
        match self.key.id() {
            Id::RSA | Id::RSA_PSS => bits >= SMALLEST_RSA,
            Id::EC => bits >= SMALLEST_EC,
            Id::ED25519 | Id::ED448 => true,
            _ => false,
        }
    }
}
