//! The security profiles of OCPP (1.6 Security Whitepaper, 2.x A00): how a charge point and its server know each other,
//! and in which files what they need is kept.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::connection::ConnectOptions;
use super::endpoint::Endpoint;
use super::tls::{ClientCertificate, Tls, TlsOptions, Trust};

/// How a charge point and its server know each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecurityProfile {
    /// 0: not at all.
    Unsecured,
    /// 1: by a password that everybody on the way can read.
    Basic,
    /// 2: the server by its certificate, the charge point by its password.
    BasicOverTls,
    /// 3: both by their certificates.
    Certificates,
}

impl SecurityProfile {
    /// By its number.
    #[must_use]
    pub const fn of(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Unsecured,
            1 => Self::Basic,
            2 => Self::BasicOverTls,
            3 => Self::Certificates,
            _ => return None,
        })
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Unsecured => 0,
            Self::Basic => 1,
            Self::BasicOverTls => 2,
            Self::Certificates => 3,
        }
    }

    /// Whether these are what the profile wants.
    ///
    /// # Errors
    /// What is missing, or too much.
    pub fn check(self, options: &ConnectOptions) -> Result<(), String> {
        let wants_tls = self >= Self::BasicOverTls;
        let wants_password = matches!(self, Self::Basic | Self::BasicOverTls);
        let what = if wants_tls != options.endpoint.is_secure() {
            let scheme = if wants_tls { "wss" } else { "ws" };
            format!("a {scheme}:// URL")
        } else if wants_password && options.password.is_none() {
            "a password".to_owned()
        } else if !wants_password && options.password.is_some() {
            "no password".to_owned()
        } else if self == Self::Certificates && !options.has_certificate() {
            "a certificate and its key".to_owned()
        } else if self != Self::Certificates && options.has_certificate() {
            "no certificate of the charge point".to_owned()
        } else {
            return Ok(());
        };
        Err(format!("security profile {self} wants {what}"))
    }
}

impl fmt::Display for SecurityProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number().fmt(f)
    }
}

impl ConnectOptions {
    /// What the endpoint, the password and the certificate amount to.
    #[must_use]
    pub fn security_profile(&self) -> SecurityProfile {
        match (self.endpoint.is_secure(), self.password.is_some()) {
            (true, _) if self.has_certificate() => SecurityProfile::Certificates,
            (true, _) => SecurityProfile::BasicOverTls,
            (false, true) => SecurityProfile::Basic,
            (false, false) => SecurityProfile::Unsecured,
        }
    }

    pub(super) fn has_certificate(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| tls.options().certificate.is_some())
    }
}

/// Where what a security profile wants is kept. As TOML it has these names.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SecurityFiles {
    /// 0 to 3; where it is said, what is given must be what it wants.
    pub profile: Option<u8>,
    /// For Basic authentication.
    pub password: Option<String>,
    /// Where it connects once the server has raised it to profile 2 or 3, without the identity; none: where it connects
    /// now, over TLS.
    pub secure_url: Option<String>,
    /// The authorities that are trusted, as PEM; none: those of the system.
    pub ca: Option<PathBuf>,
    /// The charge point's certificate, and those between it and the authority, as PEM. `{id}` in the name stands for the
    /// identity.
    pub certificate: Option<PathBuf>,
    /// Its private key, as PEM. `{id}` in the name stands for the identity.
    pub key: Option<PathBuf>,
}

impl fmt::Debug for SecurityFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecurityFiles")
            .field("profile", &self.profile)
            .field("password", &self.password.as_ref().map(|_| "***"))
            .field("secure_url", &self.secure_url)
            .field("ca", &self.ca)
            .field("certificate", &self.certificate)
            .field("key", &self.key)
            .finish()
    }
}

impl SecurityFiles {
    /// What is said here, and where nothing is what is said there.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self {
            profile: self.profile.or(other.profile),
            password: self.password.clone().or_else(|| other.password.clone()),
            secure_url: self.secure_url.clone().or_else(|| other.secure_url.clone()),
            ca: self.ca.clone().or_else(|| other.ca.clone()),
            certificate: self.certificate.clone().or_else(|| other.certificate.clone()),
            key: self.key.clone().or_else(|| other.key.clone()),
        }
    }

    /// The same, with names that are relative to this folder.
    #[must_use]
    pub fn beside(&self, folder: &Path) -> Self {
        let found = |file: &Option<PathBuf>| file.as_ref().map(|file| folder.join(file));
        Self {
            ca: found(&self.ca),
            certificate: found(&self.certificate),
            key: found(&self.key),
            ..self.clone()
        }
    }

    /// Whether each charge point has files of its own.
    #[must_use]
    pub fn are_of_each(&self) -> bool {
        let names = |file: &PathBuf| file.to_string_lossy().contains("{id}");
        self.certificate.iter().chain(&self.key).any(names)
    }

    /// Reads the files, and connects with what is in them from now on. TLS that is set up already stays.
    ///
    /// # Errors
    /// A file cannot be read, or is not what it should be; the profile wants something else.
    pub fn apply(&self, options: &mut ConnectOptions) -> Result<(), String> {
        if let Some(password) = &self.password {
            options.password = Some(password.clone().into_bytes());
        }
        if let Some(url) = &self.secure_url {
            let endpoint = Endpoint::new(url, options.endpoint.identity()).map_err(|error| error.to_string())?;
            if !endpoint.is_secure() {
                return Err(format!("{url} is not over TLS: it does not begin with wss://"));
            }
            options.secure = Some(endpoint);
        }
        let given = self.ca.is_some() || self.certificate.is_some() || self.key.is_some();
        if options.tls.is_none() && (given || options.endpoint.is_secure()) {
            let identity = options.endpoint.identity().to_owned();
            let tls = Tls::new(self.tls(&identity)?).map_err(|error| error.to_string())?;
            options.tls = Some(tls);
        }
        let Some(number) = self.profile else { return Ok(()) };
        let profile = SecurityProfile::of(number)
            .ok_or_else(|| format!("there is no security profile {number}; they go from 0 to 3"))?;
        profile.check(options)
    }

    fn tls(&self, identity: &str) -> Result<TlsOptions, String> {
        let trust = match &self.ca {
            Some(file) => Trust::Authorities(vec![read(file)?]),
            None => Trust::System,
        };
        let own = |file: &Path| PathBuf::from(file.to_string_lossy().replace("{id}", identity));
        let certificate = match (&self.certificate, &self.key) {
            (Some(chain), Some(key)) => Some(ClientCertificate {
                chain: read(&own(chain))?,
                key: read(&own(key))?,
            }),
            (None, None) => None,
            (Some(_), None) => return Err("a certificate is of no use without its key".to_owned()),
            (None, Some(_)) => return Err("a key is of no use without its certificate".to_owned()),
        };
        Ok(TlsOptions { trust, certificate })
    }
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{ConnectOptions, SecurityProfile};
    use crate::client::Endpoint;

    fn options(url: &str, password: Option<&str>) -> ConnectOptions {
        let mut options = ConnectOptions::new(Endpoint::new(url, "CP1").unwrap(), Vec::new());
        options.password = password.map(|text| text.as_bytes().to_vec());
        options
    }

    #[test]
    fn what_is_given_amounts_to_a_profile() {
        for (url, password, profile) in [
            ("ws://host", None, SecurityProfile::Unsecured),
            ("ws://host", Some("0123456789abcdef"), SecurityProfile::Basic),
            ("wss://host", Some("0123456789abcdef"), SecurityProfile::BasicOverTls),
        ] {
            let options = options(url, password);
            assert_eq!(options.security_profile(), profile);
            profile.check(&options).unwrap();
        }
    }

    #[test]
    fn what_a_profile_does_not_have_is_named() {
        for (number, url, password, words) in [
            (0, "wss://host", None, "security profile 0 wants a ws:// URL"),
            (0, "ws://host", Some("x"), "security profile 0 wants no password"),
            (1, "ws://host", None, "security profile 1 wants a password"),
            (2, "ws://host", Some("x"), "security profile 2 wants a wss:// URL"),
            (
                3,
                "wss://host",
                None,
                "security profile 3 wants a certificate and its key",
            ),
            (3, "wss://host", Some("x"), "security profile 3 wants no password"),
        ] {
            let profile = SecurityProfile::of(number).unwrap();
            assert_eq!(profile.check(&options(url, password)).unwrap_err(), words);
        }
        assert_eq!(SecurityProfile::of(4), None);
    }
}
