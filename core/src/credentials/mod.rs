//! HTTP Basic credentials of charge points (security profiles 1 and 2; 2.x A00.FR.2xx, 1.6 security
//! extension A00.FR.2xx). Secrets are kept as salted HMACs and compared in constant time. How they change by a CALL is
//! `rotation`, how a security profile does `profiles`.

pub mod profiles;
pub mod rotation;
#[cfg(test)]
mod rotation_tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::config::hexadecimal;
use crate::state::charge_points::{ChargePoint, PasswordHash};
use crate::state::credential_changes::{PasswordChange, PasswordStage};

/// 1.6 transports the key of 16 to 20 bytes as so many hexadecimal digits.
const HEX_DIGITS: std::ops::RangeInclusive<usize> = 32..=40;

/// A user name and the bytes of a password. The password may hold any byte, a colon too.
#[derive(Debug, PartialEq, Eq)]
pub struct Basic {
    /// Before the first colon.
    pub user: Vec<u8>,
    /// After it.
    pub password: Vec<u8>,
}

/// Reads an `Authorization` header's value.
#[must_use]
pub fn parse(header: &[u8]) -> Option<Basic> {
    let text = std::str::from_utf8(header).ok()?.trim();
    let (scheme, encoded) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let bytes = STANDARD.decode(encoded.trim()).ok()?;
    let colon = bytes.iter().position(|&byte| byte == b':')?;
    let (user, rest) = bytes.split_at(colon);
    Some(Basic {
        user: user.to_vec(),
        password: rest.get(1..)?.to_vec(),
    })
}

/// Which of a charge point's secrets a password is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// The one in force.
    Current,
    /// The one before it, while it is still accepted.
    Previous,
    /// The one at this place of those that it may have beside them.
    Change(usize),
}

/// Holds a password against a charge point's secrets.
#[must_use]
pub fn verify(charge_point: &ChargePoint, password: &[u8]) -> Option<Matched> {
    let is = |hash: &Option<PasswordHash>| hash.as_ref().is_some_and(|hash| matches(hash, password));
    let change = |wanted: fn(&PasswordChange) -> bool| {
        let mut changes = charge_point.password_changes.iter();
        let found = changes.rposition(|change| wanted(change) && matches(&change.hash, password));
        found.map(Matched::Change)
    };
    // The newest word first: the same secret may be told twice, and told anew while it is in force.
    if let Some(matched) = change(|change| change.stage != PasswordStage::Before) {
        Some(matched)
    } else if is(&charge_point.password) {
        Some(Matched::Current)
    } else if is(&charge_point.previous_password) {
        Some(Matched::Previous)
    } else {
        change(|change| change.stage == PasswordStage::Before)
    }
}

/// What is kept of a secret.
///
/// # Errors
/// The system has no random numbers.
pub fn hash(secret: &str) -> Result<PasswordHash, getrandom::Error> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt)?;
    let bytes = decode_hex(secret.as_bytes()).unwrap_or_else(|| secret.as_bytes().to_vec());
    let mac = keyed(&salt, &bytes)
        .map(|mac| mac.finalize().into_bytes().to_vec())
        .unwrap_or_default();
    Ok(PasswordHash {
        salt: STANDARD.encode(salt),
        mac: STANDARD.encode(mac),
    })
}

/// The same secret arrives as its raw bytes, as its hexadecimal text in either case, or as plain
/// text: chargers do all three (SteVe #1895).
fn matches(hash: &PasswordHash, password: &[u8]) -> bool {
    let (Ok(salt), Ok(wanted)) = (STANDARD.decode(&hash.salt), STANDARD.decode(&hash.mac)) else {
        return false;
    };
    let is = |bytes: &[u8]| keyed(&salt, bytes).is_some_and(|mac| mac.verify_slice(&wanted).is_ok());
    is(password) | decode_hex(password).is_some_and(|bytes| is(&bytes))
}

fn keyed(salt: &[u8], bytes: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(salt).ok()?;
    mac.update(bytes);
    Some(mac)
}

fn decode_hex(text: &[u8]) -> Option<Vec<u8>> {
    if !HEX_DIGITS.contains(&text.len()) {
        return None;
    }
    hexadecimal::bytes(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Basic, Matched, hash, parse, verify};
    use crate::state::charge_points::ChargePoint;

    fn charge_point(secret: &str) -> ChargePoint {
        ChargePoint {
            password: Some(hash(secret).unwrap()),
            ..ChargePoint::default()
        }
    }

    #[test]
    fn a_header_is_split_at_its_first_colon() {
        let basic = parse(b"Basic Q1AxOmE6Yg==").unwrap();
        assert_eq!(
            basic,
            Basic {
                user: b"CP1".to_vec(),
                password: b"a:b".to_vec()
            }
        );
        for bad in [
            &b"Basic"[..],
            b"Basic !!!",
            b"Bearer Q1AxOmE6Yg==",
            b"Basic Q1Ax",
            b"\xff",
        ] {
            assert_eq!(parse(bad), None);
        }
    }

    #[test]
    fn a_text_secret_is_its_text() {
        let charge_point = charge_point("correct horse battery");
        assert_eq!(verify(&charge_point, b"correct horse battery"), Some(Matched::Current));
        assert_eq!(verify(&charge_point, b"correct horse batterY"), None);
        assert_eq!(verify(&charge_point, b""), None);
    }

    #[test]
    fn a_hex_key_comes_in_three_forms() {
        let charge_point = charge_point("00112233445566778899AABBCCDDEEFF");
        let raw = [
            0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
        ];
        assert_eq!(verify(&charge_point, &raw), Some(Matched::Current));
        assert_eq!(
            verify(&charge_point, b"00112233445566778899AABBCCDDEEFF"),
            Some(Matched::Current)
        );
        assert_eq!(
            verify(&charge_point, b"00112233445566778899aabbccddeeff"),
            Some(Matched::Current)
        );
        assert_eq!(verify(&charge_point, b"00112233445566778899aabbccddeef0"), None);
    }

    #[test]
    fn the_secret_before_is_accepted_while_it_is_kept() {
        let mut charge_point = charge_point("the-new-secret-of-1");
        charge_point.previous_password = Some(hash("the-old-secret-of-1").unwrap());
        assert_eq!(verify(&charge_point, b"the-old-secret-of-1"), Some(Matched::Previous));
        assert_eq!(verify(&charge_point, b"the-new-secret-of-1"), Some(Matched::Current));
    }
}
