//! What the other side of a handshake offered, for whoever has to find out why none came about.

use std::fmt;
use std::sync::OnceLock;

use openssl::ex_data::Index;
use openssl::ssl::{NameType, Ssl, SslRef, SslVersion};

/// More suites are not told.
const MOST_SUITES: usize = 40;

/// What was offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// The version of the first message: at most TLS 1.2, because later ones stand elsewhere.
    version: Option<&'static str>,
    /// The suites by name, or by number where this OpenSSL does not know them.
    suites: Vec<String>,
    /// The name that was asked for.
    name: Option<String>,
}

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "it asked for {name:?}")?,
            None => f.write_str("it asked for no name")?,
        }
        if let Some(version) = self.version {
            write!(f, ", offered {version}")?;
        }
        if !self.suites.is_empty() {
            write!(f, " with {}", self.suites.join(":"))?;
        }
        Ok(())
    }
}

/// Where it hangs at a handshake.
fn place() -> Option<Index<Ssl, Offer>> {
    static PLACE: OnceLock<Option<Index<Ssl, Offer>>> = OnceLock::new();
    *PLACE.get_or_init(|| Ssl::new_ex_index().ok())
}

/// Notes what the first message of the other side says.
pub fn note(ssl: &mut SslRef) {
    let Some(place) = place() else { return };
    let suites = ssl.client_hello_ciphers().map(suites).unwrap_or_default();
    let offer = Offer {
        version: ssl.client_hello_legacy_version().map(version),
        suites,
        name: None,
    };
    ssl.set_ex_data(place, offer);
}

/// What was noted; none: the other side has not come so far.
#[must_use]
pub fn noted(ssl: &SslRef) -> Option<Offer> {
    let mut offer = ssl.ex_data(place()?)?.clone();
    offer.name = ssl.servername(NameType::HOST_NAME).map(str::to_owned);
    Some(offer)
}

fn version(version: SslVersion) -> &'static str {
    match version {
        SslVersion::TLS1_3 => "TLS 1.3",
        SslVersion::TLS1_2 => "TLS 1.2 or later",
        SslVersion::TLS1_1 => "TLS 1.1",
        SslVersion::TLS1 => "TLS 1.0",
        _ => "a version before TLS",
    }
}

/// Two bytes each.
fn suites(bytes: &[u8]) -> Vec<String> {
    let pairs = bytes.chunks_exact(2).filter_map(|pair| match pair {
        [high, low] => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    });
    // Numbers that only stand for room, or for a wish (RFC 8701, RFC 5746), are no suites.
    let real = pairs.filter(|number| number & 0x0F0F != 0x0A0A && *number != 0x00FF);
    real.take(MOST_SUITES).map(suite).collect()
}

fn suite(number: u16) -> String {
    match known(number) {
        Some(name) => name.to_owned(),
        None => format!("0x{number:04X}"),
    }
}

/// Those that charge points offer, by the names that the specification has.
const fn known(number: u16) -> Option<&'static str> {
    Some(match number {
        0x1301 => "TLS_AES_128_GCM_SHA256",
        0x1302 => "TLS_AES_256_GCM_SHA384",
        0x1303 => "TLS_CHACHA20_POLY1305_SHA256",
        0xC02B => "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        0xC02C => "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        0xC02F => "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        0xC030 => "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        0xCCA8 => "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        0xCCA9 => "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        0x009C => "TLS_RSA_WITH_AES_128_GCM_SHA256",
        0x009D => "TLS_RSA_WITH_AES_256_GCM_SHA384",
        0x009E => "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
        0x009F => "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        0x002F => "TLS_RSA_WITH_AES_128_CBC_SHA",
        0x0035 => "TLS_RSA_WITH_AES_256_CBC_SHA",
        0x003C => "TLS_RSA_WITH_AES_128_CBC_SHA256",
        0x003D => "TLS_RSA_WITH_AES_256_CBC_SHA256",
        0x000A => "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
        0xC009 => "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        0xC00A => "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        0xC013 => "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        0xC014 => "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        0xC023 => "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        0xC027 => "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_are_told_by_name_and_by_number() {
        let bytes = [0x1A, 0x1A, 0x00, 0x9C, 0x00, 0xFF, 0x12, 0x34];
        assert_eq!(suites(&bytes), ["TLS_RSA_WITH_AES_128_GCM_SHA256", "0x1234"]);
    }

    #[test]
    fn an_offer_reads_as_a_sentence() {
        let offer = Offer {
            version: Some("TLS 1.0"),
            suites: vec!["A".to_owned(), "B".to_owned()],
            name: Some("central.example".to_owned()),
        };
        let text = "it asked for \"central.example\", offered TLS 1.0 with A:B";
        assert_eq!(offer.to_string(), text);
        assert_eq!(Offer::default().to_string(), "it asked for no name");
    }
}
