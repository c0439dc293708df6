//! The HTTP client: plain, or by TLS with the authorities of the system and those of a file beside them.

use std::path::Path;

use openssl::error::ErrorStack;
use openssl::ssl::{SslConnector, SslMethod};
use openssl::x509::X509;
use openssl::x509::verify::X509VerifyFlags;
use ureq::Agent;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{ConnectProxyConnector, Connector as _, TcpConnector};

use super::target::Target;
use crate::cli::failed::{Failed, unusable};
use crate::tls::outgoing::ByTls;
use crate::tls::read_certificates;

/// What asks this server.
///
/// # Errors
/// The file of authorities cannot be used, or OpenSSL.
pub fn of(target: &Target) -> Result<Agent, Failed> {
    let config = Agent::config_builder().http_status_as_error(false).build();
    if !target.is_secure() {
        return Ok(config.into());
    }
    let authorities = target.ca.as_deref().map_or_else(|| Ok(Vec::new()), authorities)?;
    let tls = by_tls(&authorities).map_err(|error| unusable(format_args!("TLS cannot be spoken: {error}")))?;
    // As without TLS: a proxy that the environment names is gone through.
    let below = ().chain(ConnectProxyConnector::default()).chain(TcpConnector::default());
    Ok(Agent::with_parts(config, below.chain(tls), DefaultResolver::default()))
}

/// The authorities of a file.
///
/// # Errors
/// It cannot be read, or has none.
pub fn authorities(path: &Path) -> Result<Vec<X509>, Failed> {
    read_certificates(path).map_err(|error| {
        unusable(format_args!(
            "the authorities of --ca (or OCPP_CENTRAL_CA, or the profile): {error}"
        ))
    })
}

/// Whoever names a certificate trusts it: also one below another, and one that signed itself.
fn by_tls(authorities: &[X509]) -> Result<ByTls, ErrorStack> {
    let mut builder = SslConnector::builder(SslMethod::tls_client())?;
    for authority in authorities {
        builder.cert_store_mut().add_cert(authority.clone())?;
    }
    builder.cert_store_mut().set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
    Ok(ByTls::new(builder.build()))
}
