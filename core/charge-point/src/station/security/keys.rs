//! Keys and certificates of a station: what it makes, what it checks, and how OCPP names a certificate (2.x
//! CertificateHashDataType). Nothing is kept here.

use openssl::asn1::Asn1Time;
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::{MessageDigest, hash};
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::x509::{X509, X509Name, X509Ref, X509Req};
use serde_json::{Value, json};

use crate::clock::Time;

/// A key that was made, and the request for a certificate for it, both as PEM.
#[derive(Debug)]
pub struct Made {
    /// The private key.
    pub key: String,
    /// The signing request.
    pub request: String,
}

/// Makes a key on P-256, and asks for a certificate of this name.
///
/// # Errors
/// OpenSSL's.
pub fn make(name: &str, organization: &str) -> Result<Made, ErrorStack> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    let key = PKey::from_ec_key(EcKey::generate(&group)?)?;
    let mut subject = X509Name::builder()?;
    if !organization.is_empty() {
        subject.append_entry_by_nid(Nid::ORGANIZATIONNAME, organization)?;
    }
    subject.append_entry_by_nid(Nid::COMMONNAME, name)?;
    let mut request = X509Req::builder()?;
    request.set_version(0)?;
    request.set_subject_name(&subject.build())?;
    request.set_pubkey(&key)?;
    request.sign(&key, MessageDigest::sha256())?;
    Ok(Made {
        key: text(key.private_key_to_pem_pkcs8()?),
        request: text(request.build().to_pem()?),
    })
}

/// PEM is text.
#[must_use]
pub fn text(pem: Vec<u8>) -> String {
    String::from_utf8_lossy(&pem).into_owned()
}

/// The certificates of a PEM text, the station's own first.
#[must_use]
pub fn chain(pem: &str) -> Vec<X509> {
    X509::stack_from_pem(pem.as_bytes()).unwrap_or_default()
}

/// Why a chain is of no use with this key now; none: it is.
#[must_use]
pub fn flaw(pem: &str, key: &str, now: Time) -> Option<&'static str> {
    let chain = chain(pem);
    let Some(own) = chain.first() else {
        return Some("there is no certificate in it");
    };
    let fits = PKey::private_key_from_pem(key.as_bytes())
        .and_then(|key| key.public_key_to_der())
        .and_then(|known| Ok(own.public_key()?.public_key_to_der()? == known));
    if !matches!(fits, Ok(true)) {
        return Some("it is not for the key that was made");
    }
    let joined = chain.windows(2).all(|pair| match pair {
        [lower, upper] => is_issued_by(lower, upper),
        _ => true,
    });
    if !joined {
        return Some("its chain does not hold together");
    }
    if chain.iter().any(|certificate| !is_valid(certificate, now)) {
        return Some("its time is over, or still to come");
    }
    None
}

/// Whether one has signed the other.
#[must_use]
pub fn is_issued_by(lower: &X509Ref, upper: &X509Ref) -> bool {
    let signed = upper.public_key().and_then(|key| lower.verify(&key));
    upper.issued(lower) == openssl::x509::X509VerifyResult::OK && matches!(signed, Ok(true))
}

/// Whether it is the time of a certificate.
#[must_use]
pub fn is_valid(certificate: &X509Ref, now: Time) -> bool {
    Asn1Time::from_unix(now.timestamp())
        .is_ok_and(|now| *certificate.not_before() <= *now && *certificate.not_after() > *now)
}

/// How a certificate is named, by whoever has signed it; none if OpenSSL cannot read it.
#[must_use]
pub fn hash_data(certificate: &X509Ref, issuer: &X509Ref, algorithm: &str) -> Option<Value> {
    let digest = match algorithm {
        "SHA256" => MessageDigest::sha256(),
        "SHA384" => MessageDigest::sha384(),
        "SHA512" => MessageDigest::sha512(),
        _ => return None,
    };
    let name = certificate.issuer_name().to_der().ok()?;
    let key = issuer.public_key().ok()?.public_key_to_der().ok()?;
    let serial = certificate.serial_number().to_bn().ok()?.to_hex_str().ok()?.to_string();
    let serial = serial.trim_start_matches('0').to_ascii_lowercase();
    Some(json!({
        "hashAlgorithm": algorithm,
        "issuerNameHash": hex(&hash(digest, &name).ok()?),
        "issuerKeyHash": hex(&hash(digest, key_bits(&key)?).ok()?),
        "serialNumber": if serial.is_empty() { "0".to_owned() } else { serial },
    }))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The key itself in a SubjectPublicKeyInfo (RFC 5280 section 4.1): the bits after the algorithm, without the byte that
/// says how many of the last one count.
fn key_bits(der: &[u8]) -> Option<&[u8]> {
    let (inner, _) = element(der)?;
    let (_, rest) = element(inner)?;
    let (bits, _) = element(rest)?;
    bits.get(1..)
}

/// What is in the first element of DER, and what comes after it.
fn element(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = *der.get(1)?;
    let (start, length) = if length < 0x80 {
        (2, usize::from(length))
    } else {
        let count = usize::from(length & 0x7f);
        let bytes = der.get(2..2 + count)?;
        let length = bytes.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        (2 + count, length)
    };
    der.get(start..)?.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use openssl::hash::MessageDigest;
    use openssl::pkey::PKey;
    use openssl::x509::{X509, X509Req};

    use super::{Made, chain, element, flaw, hash_data, is_issued_by, make};
    use crate::clock::Time;

    fn now() -> Time {
        chrono::Utc::now()
    }

    /// A certificate for what was asked for, signed by its own key.
    fn certificate(made: &Made) -> String {
        let request = X509Req::from_pem(made.request.as_bytes()).unwrap();
        let key = PKey::private_key_from_pem(made.key.as_bytes()).unwrap();
        let mut builder = X509::builder().unwrap();
        builder.set_version(2).unwrap();
        builder.set_subject_name(request.subject_name()).unwrap();
        builder.set_issuer_name(request.subject_name()).unwrap();
        builder.set_pubkey(&key).unwrap();
        let serial = openssl::bn::BigNum::from_u32(0x0a0b).unwrap();
        builder.set_serial_number(&serial.to_asn1_integer().unwrap()).unwrap();
        let yesterday = openssl::asn1::Asn1Time::from_unix(now().timestamp() - 86_400).unwrap();
        builder.set_not_before(&yesterday).unwrap();
        builder
            .set_not_after(&openssl::asn1::Asn1Time::days_from_now(1).unwrap())
            .unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        String::from_utf8(builder.build().to_pem().unwrap()).unwrap()
    }

    #[test]
    fn a_request_is_signed_by_the_key_that_was_made() {
        let made = make("CP1", "Example").unwrap();
        let request = X509Req::from_pem(made.request.as_bytes()).unwrap();
        assert!(request.verify(&request.public_key().unwrap()).unwrap());
        let names: Vec<_> = request
            .subject_name()
            .entries()
            .map(|entry| entry.data().to_string().unwrap())
            .collect();
        assert_eq!(names, ["Example", "CP1"]);
    }

    #[test]
    fn a_certificate_is_taken_for_its_own_key_and_in_its_time() {
        let (made, other) = (make("CP1", "").unwrap(), make("CP1", "").unwrap());
        let own = certificate(&made);
        assert_eq!(flaw(&own, &made.key, now()), None);
        assert_eq!(
            flaw(&own, &other.key, now()),
            Some("it is not for the key that was made")
        );
        assert_eq!(flaw("nothing", &made.key, now()), Some("there is no certificate in it"));
        let later = now() + chrono::TimeDelta::days(3);
        assert_eq!(flaw(&own, &made.key, later), Some("its time is over, or still to come"));
        let broken = own.clone() + &certificate(&other);
        assert_eq!(
            flaw(&broken, &made.key, now()),
            Some("its chain does not hold together")
        );
    }

    #[test]
    fn a_certificate_is_named_as_ocsp_does_it() {
        let made = make("CP1", "").unwrap();
        let all = chain(&certificate(&made));
        let own = all.first().unwrap();
        assert!(is_issued_by(own, own));
        let named = hash_data(own, own, "SHA256").unwrap();
        assert_eq!(named.get("serialNumber").unwrap(), "a0b");
        // An uncompressed point of P-256 is what the hash is of.
        let key = own.public_key().unwrap().public_key_to_der().unwrap();
        let point = key.get(key.len() - 65..).unwrap();
        let hashed = openssl::hash::hash(MessageDigest::sha256(), point).unwrap();
        assert_eq!(named.get("issuerKeyHash").unwrap(), &super::hex(&hashed));
        assert_eq!(hash_data(own, own, "MD5"), None);
    }

    #[test]
    fn der_that_is_cut_is_no_element() {
        assert_eq!(element(&[0x30, 0x02, 1, 2, 3]), Some((&[1, 2][..], &[3][..])));
        assert_eq!(element(&[0x30, 0x81, 0x01, 7]), Some((&[7][..], &[][..])));
        for cut in [&[][..], &[0x30], &[0x30, 0x05, 1], &[0x30, 0x82, 1]] {
            assert_eq!(element(cut), None);
        }
    }
}
