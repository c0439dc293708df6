//! What the messages of all versions say in the same way, each in a type of its own: the hashes that name a certificate.

use ocpp_schemas::types::{Enumeration as _, v16, v21};

use crate::certificates::hash_data::HashData;

macro_rules! name_certificates {
    ($($type:ty),*) => {
        $(impl From<&$type> for HashData {
            fn from(word: &$type) -> Self {
                Self {
                    hash_algorithm: word.hash_algorithm.as_str().to_owned(),
                    issuer_name_hash: word.issuer_name_hash.clone(),
                    issuer_key_hash: word.issuer_key_hash.clone(),
                    serial_number: word.serial_number.clone(),
                }
            }
        })*
    };
}

name_certificates!(
    v16::CertificateHashDataType,
    v21::CertificateHashData,
    v21::OCSPRequestData
);
