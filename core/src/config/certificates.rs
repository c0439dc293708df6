//! `[certificates]`: who signs what charge points ask for, for how long, and what is told before it is over.

use std::path::PathBuf;
use std::time::Duration;

use super::networks::Network;

const DAY: Duration = Duration::from_secs(86_400);

/// `[certificates]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateSettings {
    /// The folder of the authority that signs what charge points show to this server; none: only a plugin does.
    pub authority: Option<PathBuf>,
    /// The folder of the one that signs what they show to vehicles (ISO 15118).
    pub v2g_authority: Option<PathBuf>,
    /// The organisation that a charge point's request names; none: any.
    pub organisation: Option<String>,
    /// How long what is signed is valid.
    pub validity: Duration,
    /// What passes the checks is signed at once; else it waits for an operator.
    pub auto_sign: bool,
    /// What passes the checks and has no authority here is accepted all the same: somebody else signs it.
    pub signed_elsewhere: bool,
    /// So long before the end of a certificate a charge point is asked for a request; none: it is not.
    pub renew_before: Option<Duration>,
    /// So long before its end an event says so.
    pub warn_before: Duration,
    /// `[certificates.ocsp]`
    pub ocsp: OcspSettings,
}

/// `[certificates.ocsp]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcspSettings {
    /// Networks that are spoken to beside the public one.
    pub private_networks: Vec<Network>,
    /// How long a responder may take.
    pub timeout: Duration,
    /// So many answers are remembered.
    pub cache: usize,
    /// The bytes of a list of revocations that is fetched, at most.
    pub largest_list: u64,
    /// The roots of contracts, whose word on them counts, and those below them that make lists, in PEM; none: nobody's.
    pub authorities: Option<PathBuf>,
}

impl Default for OcspSettings {
    fn default() -> Self {
        Self {
            private_networks: Vec::new(),
            timeout: Duration::from_secs(5),
            cache: 2000,
            largest_list: 1 << 20,
            authorities: None,
        }
    }
}

impl Default for CertificateSettings {
    fn default() -> Self {
        Self {
            authority: None,
            v2g_authority: None,
            organisation: None,
            validity: 365 * DAY,
            auto_sign: true,
            signed_elsewhere: false,
            renew_before: None,
            warn_before: 30 * DAY,
            ocsp: OcspSettings::default(),
        }
    }
}
