//! The versions of OCPP and their names on the wire (OCPP-J 1.6 section 3.1.2; 2.x Part 4 section 3.1.2).

use serde::{Deserialize, Serialize};
use std::error::Error;
use std::fmt;
use std::str::FromStr;

/// A version of OCPP. In text: `1.6`, `2.0.1`, `2.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Version {
    /// OCPP 1.6 with its security extension.
    #[serde(rename = "1.6")]
    V16,
    /// OCPP 2.0.1.
    #[serde(rename = "2.0.1")]
    V201,
    /// OCPP 2.1.
    #[serde(rename = "2.1")]
    V21,
}

impl Version {
    /// All versions, oldest first.
    pub const ALL: [Self; 3] = [Self::V16, Self::V201, Self::V21];

    /// The number, such as `2.0.1`.
    #[must_use]
    pub const fn number(self) -> &'static str {
        match self {
            Self::V16 => "1.6",
            Self::V201 => "2.0.1",
            Self::V21 => "2.1",
        }
    }

    /// The WebSocket subprotocol, such as `ocpp2.0.1`.
    #[must_use]
    pub const fn subprotocol(self) -> &'static str {
        match self {
            Self::V16 => "ocpp1.6",
            Self::V201 => "ocpp2.0.1",
            Self::V21 => "ocpp2.1",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.number())
    }
}

impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        Self::ALL
            .into_iter()
            .find(|version| version.number() == text)
            .ok_or(UnknownVersion)
    }
}

/// The text names no version that this crate knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownVersion;

impl fmt::Display for UnknownVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not an OCPP version; known are 1.6, 2.0.1 and 2.1")
    }
}

impl Error for UnknownVersion {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn text_and_version_convert_both_ways() {
        for version in Version::ALL {
            assert_eq!(version.to_string().parse(), Ok(version));
            assert_eq!(version.subprotocol(), format!("ocpp{version}"));
            assert_eq!(serde_json::to_value(version).unwrap(), version.number());
        }
        assert_eq!("2.0".parse::<Version>(), Err(UnknownVersion));
        assert_eq!("ocpp1.6".parse::<Version>(), Err(UnknownVersion));
    }
}
