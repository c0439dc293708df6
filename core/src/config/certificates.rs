//! `[certificates]`: who signs what charge points ask for, for how long, and what is told before it is over.

use std::path::PathBuf;
use std::time::Duration;

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
    /// So long before the end of a certificate a charge point is asked for a request; none: it is not.
    pub renew_before: Option<Duration>,
    /// So long before its end an event says so.
    pub warn_before: Duration,
}

impl Default for CertificateSettings {
    fn default() -> Self {
        Self {
            authority: None,
            v2g_authority: None,
            organisation: None,
            validity: 365 * DAY,
            auto_sign: true,
            renew_before: None,
            warn_before: 30 * DAY,
        }
    }
}
