//! The authorities that are in force: read at the start, and again when an operator says so. What cannot be used changes
//! nothing.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::{Authority, AuthorityError, Responders, SigningUse, load};
use crate::config::certificates::CertificateSettings;

/// The authorities of this server, one for each tree, and those who know of others' certificates. Cheap to clone; all
/// clones have the same.
#[derive(Debug, Clone, Default)]
pub struct Authorities(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    settings: CertificateSettings,
    now: ArcSwap<Loaded>,
}

/// All of them, of one reading.
#[derive(Debug, Default)]
pub struct Loaded {
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
        let responders = Responders::load(&settings.ocsp)?;
        Ok(Self(Arc::new(Shared {
            now: ArcSwap::from_pointee(Loaded::read(settings, responders)?),
            settings: settings.clone(),
        })))
    }

    /// Reads the files of the same settings again, without any consequence yet.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub fn read_again(&self) -> Result<Loaded, AuthorityError> {
        let Shared { settings, now } = &*self.0;
        let responders = now.load().responders.again(&settings.ocsp)?;
        Loaded::read(settings, responders)
    }

    /// What was read counts from now on.
    pub fn take(&self, read: Loaded) {
        self.0.now.store(Arc::new(read));
    }

    /// The one that signs what charge points show when they connect.
    #[must_use]
    pub fn station(&self) -> Option<Arc<Authority>> {
        self.0.now.load().station.clone()
    }

    /// The one that signs what charge points show to vehicles.
    #[must_use]
    pub fn vehicle(&self) -> Option<Arc<Authority>> {
        self.0.now.load().vehicle.clone()
    }

    /// The one that signs for a use.
    #[must_use]
    pub fn of(&self, wanted: SigningUse) -> Option<Arc<Authority>> {
        if wanted.names_the_station() {
            self.station()
        } else {
            self.vehicle()
        }
    }

    /// Who is asked about what others signed.
    #[must_use]
    pub fn responders(&self) -> Responders {
        self.0.now.load().responders.clone()
    }
}

impl From<Loaded> for Authorities {
    fn from(loaded: Loaded) -> Self {
        let authorities = Self::default();
        authorities.take(loaded);
        authorities
    }
}

impl Loaded {
    fn read(settings: &CertificateSettings, responders: Responders) -> Result<Self, AuthorityError> {
        Ok(Self {
            station: settings.authority.as_deref().map(load).transpose()?,
            vehicle: settings.v2g_authority.as_deref().map(load).transpose()?,
            responders,
        })
    }
}
