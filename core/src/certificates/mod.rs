//! Certificates of charge points: what stands in them, what a request for one must be, and the authorities that sign.
//! Nothing here reads the state, and `responders` alone speaks to others; the actions of OCPP are `ocpp/certificates/`.

pub mod authority;
pub mod contract;
pub mod der;
pub mod facts;
pub mod hash_data;
pub mod made;
pub mod ocsp;
pub mod request;
pub mod responders;
#[cfg(test)]
pub(crate) mod tests;
mod uses;

use std::path::Path;
use std::sync::Arc;

pub use self::authority::{Authority, AuthorityError, Issued, Leaf, Revoked};
pub use self::facts::Facts;
pub use self::request::{SigningRequest, Unsuitable, Wanted};
pub use self::responders::Responders;
pub use self::uses::SigningUse;
use crate::config::certificates::CertificateSettings;

/// The authorities of this server, one for each tree, and those who know of others' certificates.
#[derive(Debug, Clone, Default)]
pub struct Authorities {
    /// Signs what charge points show when they connect.
    pub station: Option<Arc<Authority>>,
    /// Signs what charge points show to vehicles (ISO 15118).
    pub vehicle: Option<Arc<Authority>>,
    /// Who is asked about what others signed.
    pub responders: Responders,
}

impl Authorities {
    /// Reads those that are configured.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn load(settings: &CertificateSettings) -> Result<Self, AuthorityError> {
        Ok(Self {
            station: settings.authority.as_deref().map(load).transpose()?,
            responders: Responders::load(&settings.ocsp)?,
            vehicle: settings.v2g_authority.as_deref().map(load).transpose()?,
        })
    }

    /// The one that signs for a use.
    #[must_use]
    pub fn of(&self, wanted: SigningUse) -> Option<&Arc<Authority>> {
        match wanted {
            SigningUse::ChargingStationCertificate => self.station.as_ref(),
            SigningUse::V2GCertificate | SigningUse::V2G20Certificate => self.vehicle.as_ref(),
        }
    }
}

/// What the file of an authority's certificate is called, in its folder.
pub const CERTIFICATE_FILE: &str = "authority.pem";
/// What the file of its key is called.
pub const KEY_FILE: &str = "authority.key";

fn load(folder: &Path) -> Result<Arc<Authority>, AuthorityError> {
    let key = folder.join(KEY_FILE);
    let authority = Authority::load(&folder.join(CERTIFICATE_FILE), &key)?;
    if authority::is_open_to_others(&key) {
        tracing::warn!(
            path = %key.display(),
            "others than its owner may read the key of a certificate authority: chmod 600"
        );
    }
    Ok(Arc::new(authority))
}
