//! What a station wants to connect with, and what it was given, as one: how the next connection is made.

use crate::client::{ClientCertificate, ConnectError, ConnectOptions, Endpoint, Tls, TlsOptions, Trust};
use crate::station::{Given, Reach};

/// What a charge point is given, in the machine's words.
#[must_use]
pub fn given(options: &ConnectOptions) -> Given {
    let tls = options.tls.as_ref().map(Tls::options);
    let roots = match tls.map(|tls| &tls.trust) {
        Some(Trust::Authorities(roots) | Trust::SystemAnd(roots)) => roots.as_slice(),
        Some(Trust::System | Trust::Anybody) | None => &[],
    };
    Given {
        profile: options.security_profile().number(),
        password: options.password.is_some(),
        certificate: tls.is_some_and(|tls| tls.certificate.is_some()),
        roots: roots
            .iter()
            .map(|pem| String::from_utf8_lossy(pem).into_owned())
            .collect(),
    }
}

/// How the next connection is made.
///
/// # Errors
/// The URL, a certificate or a key is of no use.
pub fn options(given: &ConnectOptions, reach: &Reach) -> Result<ConnectOptions, ConnectError> {
    let mut options = given.clone();
    let identity = given.endpoint.identity();
    if let Some(url) = &reach.url {
        options.endpoint = Endpoint::new(url, identity)?;
    } else if reach.profile >= 2 && !given.endpoint.is_secure() {
        options.endpoint = given.secure.clone().unwrap_or_else(|| given.endpoint.secured());
    }
    if let Some(password) = &reach.password {
        options.password = Some(password.0.clone());
    }
    if matches!(reach.profile, 0 | 3) {
        options.password = None;
    }
    if options.endpoint.is_secure() {
        let address = options.endpoint.authority();
        let tls = Tls::new(tls(given, reach)).map_err(|source| ConnectError::Tls { address, source })?;
        options.tls = Some(tls);
    }
    Ok(options)
}

fn tls(given: &ConnectOptions, reach: &Reach) -> TlsOptions {
    let before = given.tls.as_ref().map(Tls::options).cloned().unwrap_or_default();
    let roots: Vec<Vec<u8>> = reach.roots.iter().map(|pem| pem.clone().into_bytes()).collect();
    let trust = match before.trust {
        trust if roots.is_empty() => trust,
        Trust::Authorities(_) => Trust::Authorities(roots),
        Trust::System | Trust::SystemAnd(_) | Trust::Anybody => Trust::SystemAnd(roots),
    };
    let own = reach.certificate.as_ref().map(|own| ClientCertificate {
        chain: own.chain.clone().into_bytes(),
        key: own.key.clone().into_bytes(),
    });
    TlsOptions {
        trust,
        certificate: own.or(before.certificate).filter(|_| reach.profile == 3),
    }
}
