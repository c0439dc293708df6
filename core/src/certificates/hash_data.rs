//! What names a certificate in OCPP (CertificateHashDataType): the hashes of its issuer's name and key, and its serial number.

use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::x509::X509Ref;
use serde::{Deserialize, Serialize};

use super::der::{self, BIT_STRING, Reader, SEQUENCE};
use super::facts;

/// How OCPP names a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CertificateHashData)]
pub struct HashData {
    /// `SHA256`, `SHA384` or `SHA512`.
    pub hash_algorithm: String,
    /// Hexadecimal.
    pub issuer_name_hash: String,
    /// Hexadecimal.
    pub issuer_key_hash: String,
    /// Hexadecimal, without zeros in front.
    pub serial_number: String,
}

/// The algorithms that OCPP has.
pub const ALGORITHMS: [&str; 3] = ["SHA256", "SHA384", "SHA512"];

impl HashData {
    /// That of a certificate, with its issuer's.
    ///
    /// # Errors
    /// What OpenSSL cannot read, or an algorithm that is none.
    pub fn of(algorithm: &str, certificate: &X509Ref, issuer: &X509Ref) -> Result<Self, ErrorStack> {
        let digest = digest(algorithm);
        let hash = |bytes: &[u8]| openssl::hash::hash(digest, bytes);
        let key = issuer.public_key()?.public_key_to_der()?;
        Ok(Self {
            hash_algorithm: algorithm.to_owned(),
            issuer_name_hash: der::hex(&hash(&certificate.issuer_name().to_der()?)?),
            issuer_key_hash: der::hex(&hash(key_bits(&key))?),
            serial_number: facts::serial_number(certificate.serial_number())?,
        })
    }

    /// Whether this names a certificate of that issuer.
    ///
    /// # Errors
    /// What OpenSSL cannot read.
    pub fn is_issued_by(&self, issuer: &X509Ref) -> Result<bool, ErrorStack> {
        let digest = digest(&self.hash_algorithm);
        let is = |hash: &str, bytes: &[u8]| -> Result<bool, ErrorStack> {
            Ok(hash.eq_ignore_ascii_case(&der::hex(&openssl::hash::hash(digest, bytes)?)))
        };
        let key = issuer.public_key()?.public_key_to_der()?;
        Ok(is(&self.issuer_name_hash, &issuer.subject_name().to_der()?)? && is(&self.issuer_key_hash, key_bits(&key))?)
    }

    /// The same names the same, however it is written.
    #[must_use]
    pub fn plain(&self) -> Self {
        let serial = self.serial_number.to_ascii_lowercase();
        let serial = serial.trim_start_matches("0x").trim_start_matches('0').to_owned();
        Self {
            hash_algorithm: self.hash_algorithm.clone(),
            issuer_name_hash: self.issuer_name_hash.to_ascii_lowercase(),
            issuer_key_hash: self.issuer_key_hash.to_ascii_lowercase(),
            serial_number: if serial.is_empty() { "0".to_owned() } else { serial },
        }
    }
}

/// The algorithm of a name; SHA-256 where it is another.
#[must_use]
pub fn digest(algorithm: &str) -> MessageDigest {
    match algorithm {
        "SHA384" => MessageDigest::sha384(),
        "SHA512" => MessageDigest::sha512(),
        _ => MessageDigest::sha256(),
    }
}

/// The bits of the key in a SubjectPublicKeyInfo, which are what is hashed; empty if it is none.
fn key_bits(der: &[u8]) -> &[u8] {
    let bits = Reader(der).element(SEQUENCE).and_then(|info| {
        let mut info = Reader(info);
        info.element(SEQUENCE)?;
        info.element(BIT_STRING)
    });
    // The first byte says how many bits of the last are unused.
    bits.and_then(|bits| bits.get(1..)).unwrap_or_default()
}
