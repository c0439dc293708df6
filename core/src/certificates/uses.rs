//! What a certificate that a station asks for is used for, in OCPP 2.x's words.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub enum SigningUse {
    /// The station shows it to the central system; the only one that 1.6 has.
    ChargingStationCertificate,
    /// The station shows it to vehicles (ISO 15118-2).
    V2GCertificate,
    /// The station shows it to vehicles (ISO 15118-20); 2.1.
    V2G20Certificate,
}

impl SigningUse {
    /// All of them.
    pub const ALL: [Self; 3] = [
        Self::ChargingStationCertificate,
        Self::V2GCertificate,
        Self::V2G20Certificate,
    ];

    /// As 2.x writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ChargingStationCertificate => "ChargingStationCertificate",
            Self::V2GCertificate => "V2GCertificate",
            Self::V2G20Certificate => "V2G20Certificate",
        }
    }

    /// The use of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }

    /// Its subject is the station, by its serial number or its identity.
    #[must_use]
    pub const fn names_the_station(self) -> bool {
        matches!(self, Self::ChargingStationCertificate)
    }
}

impl fmt::Display for SigningUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
