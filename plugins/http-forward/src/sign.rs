//! The signature: HMAC-SHA256 over the timestamp, a full stop and the body, in hexadecimal.

use std::fmt::Write;

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The value of the signature's header.
pub fn signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    let mut text = "v1=".to_owned();
    for byte in mac.finalize().into_bytes() {
        // Writing to a string does not fail.
        let _written = write!(text, "{byte:02x}");
    }
    text
}

/// Text that is good in a header: what is not plain ASCII is percent-encoded.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && byte != b'%' {
            plain.push(char::from(byte));
        } else {
            let _written = write!(plain, "%{byte:02X}");
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_what_others_compute() {
        // printf '2026-01-01T00:00:00.000Z.{"a":1}' | openssl dgst -sha256 -hmac secret
        assert_eq!(
            signature("secret", "2026-01-01T00:00:00.000Z", br#"{"a":1}"#),
            "v1=cc015def845a0863c8013a49845798c309702a37c556268f3552d5e797fab964"
        );
    }

    #[test]
    fn a_header_takes_any_identity() {
        assert_eq!(plain("SITE-1/CP 7%ü"), "SITE-1/CP%207%25%C3%BC");
    }
}
