//! How the public keys are read whose signatures make a component welcome.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::hexadecimal;
use super::settings::TrustedKey;
use super::typed::{Reading, Typed, below};

/// The bytes of an ed25519 public key.
const LENGTH: usize = 32;

const EXPECTED: &str = "a list of public keys, each as `ocpp-central plugin key` prints it (32 bytes in base64) \
                        or in hexadecimal";

/// A list of keys; in a variable they have commas between.
pub fn read(typed: Typed<'_>) -> Reading<Vec<TrustedKey>> {
    if let Typed::Text(text) = typed {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let keys: Option<_> = parts.map(key).collect();
        return keys.map_or_else(|| typed.wrong(EXPECTED), Ok);
    }
    let Some(list) = typed.list() else {
        return typed.wrong(EXPECTED);
    };
    let mut keys = Vec::with_capacity(list.len());
    for (index, value) in list.iter().map(Typed::Toml).enumerate() {
        match value.text().and_then(key) {
            Some(key) => keys.push(key),
            None => {
                return value
                    .wrong(EXPECTED)
                    .map_err(|inner| below(&format!("[{index}]"), inner));
            }
        }
    }
    Ok(keys)
}

/// 64 hexadecimal digits are never 32 bytes in base64, so the two cannot be taken for each other.
fn key(text: &str) -> Option<TrustedKey> {
    let digits = Some(text.as_bytes()).filter(|digits| digits.len() == 2 * LENGTH);
    let bytes = digits
        .and_then(hexadecimal::bytes)
        .or_else(|| STANDARD.decode(text).ok())?;
    bytes.try_into().ok().map(TrustedKey)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const BASE64: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const HEX: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    #[test]
    fn base64_and_hexadecimal_are_the_same_key() {
        let keys = read(Typed::Text(&format!("{BASE64}, {HEX}"))).unwrap();
        let bytes: Vec<u8> = (0..32).collect();
        assert_eq!(keys, [TrustedKey(bytes.clone().try_into().unwrap()); 2]);
        assert_eq!(keys.first().unwrap().to_string(), BASE64);
        assert!(read(Typed::Text("")).unwrap().is_empty());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["x", "AAECAwQF", &HEX.replace("00", "0g"), &BASE64.replace('=', "")] {
            assert!(read(Typed::Text(text)).is_err(), "{text}");
        }
    }
}
