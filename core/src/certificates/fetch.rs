//! Others on the network, asked over HTTP or HTTPS by whoever may wait. Stations and certificates say where they are, so only
//! public addresses are spoken to unless the configuration names more; nothing is followed elsewhere, and no more is read
//! than the caller wants.

use std::error::Error;
use std::io::Read as _;
use std::net::IpAddr;

use http::Uri;
use openssl::error::ErrorStack;
use openssl::ssl::{SslConnector, SslMethod};
use openssl::x509::X509;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Connector as _, NextTimeout, TcpConnector};

use super::responders::NoStatus;
use crate::config::certificates::OcspSettings;
use crate::config::networks::Network;
use crate::tls::outgoing::{ByTls, bare};

/// What is sent, and what may come.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Sent by POST, with its type; none: GET.
    pub body: Option<(&'a [u8], &'static str)>,
    /// The type of the answer.
    pub answer: &'static str,
    /// Its bytes at most; more is as if nobody answered.
    pub most: u64,
}

/// Asks. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client(ureq::Agent);

impl Client {
    /// One that trusts these authorities beside those of the system, where it speaks TLS.
    ///
    /// # Errors
    /// OpenSSL's.
    pub fn new(settings: &OcspSettings, authorities: &[X509]) -> Result<Self, ErrorStack> {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(settings.timeout))
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None)
            .build();
        let mut tls = SslConnector::builder(SslMethod::tls_client())?;
        for authority in authorities {
            tls.cert_store_mut().add_cert(authority.clone())?;
        }
        let connector = ().chain(TcpConnector::default()).chain(ByTls::new(tls.build()));
        let resolver = PublicOnly {
            beside: settings.private_networks.clone(),
            resolver: DefaultResolver::default(),
        };
        Ok(Self(ureq::Agent::with_parts(config, connector, resolver)))
    }

    /// What is at a URL. May wait as long as the configuration says.
    ///
    /// # Errors
    /// Why there is nothing.
    pub fn ask(&self, url: &str, wanted: Wanted<'_>) -> Result<Vec<u8>, NoStatus> {
        let host = check(url)?;
        let away = |reason: String| NoStatus::Away {
            host: host.clone(),
            reason,
        };
        let asked = match wanted.body {
            Some((body, kind)) => {
                let request = self.0.post(url).header("Content-Type", kind);
                request.header("Accept", wanted.answer).send(body)
            }
            None => self.0.get(url).header("Accept", wanted.answer).call(),
        };
        let answer = asked.map_err(|error| match error {
            ureq::Error::Other(inner) if inner.is::<NoneIsPublic>() => NoStatus::NoAddress(host.clone()),
            error => away(in_words(&error)),
        })?;
        if !answer.status().is_success() {
            return Err(away(format!("HTTP {}", answer.status().as_u16())));
        }
        let mut read = Vec::new();
        let body = answer
            .into_body()
            .into_reader()
            .take(wanted.most + 1)
            .read_to_end(&mut read);
        body.map_err(|error| away(error.to_string()))?;
        if u64::try_from(read.len()).is_ok_and(|length| length > wanted.most) {
            return Err(away(format!("what it sends is longer than {} bytes", wanted.most)));
        }
        Ok(read)
    }
}

/// OpenSSL's words stand below those of who called it.
fn in_words(error: &ureq::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let words = inner.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        cause = inner.source();
    }
    text
}

/// The host of a URL that is asked.
fn check(url: &str) -> Result<String, NoStatus> {
    let none = || NoStatus::NoUrl(url.chars().take(200).collect());
    let uri: Uri = url.parse().map_err(|_| none())?;
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
    let authority = authority
        .filter(|_| matches!(uri.scheme_str(), Some("http" | "https")))
        .ok_or_else(none)?;
    Ok(bare(authority.host()).to_owned())
}

/// None of a host's addresses may be spoken to.
#[derive(Debug, thiserror::Error)]
#[error("none of its addresses is spoken to")]
struct NoneIsPublic;

/// Finds the addresses of a host that may be spoken to. They are spoken to themselves, so that no other answer of the name
/// counts.
#[derive(Debug)]
struct PublicOnly {
    beside: Vec<Network>,
    resolver: DefaultResolver,
}

impl Resolver for PublicOnly {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        let mut may_be_asked = self.empty();
        for address in found.iter() {
            let ip = address.ip();
            if is_public(ip) || self.beside.iter().any(|network| network.contains(ip)) {
                may_be_asked.push(*address);
            }
        }
        if may_be_asked.is_empty() {
            return Err(ureq::Error::Other(Box::new(NoneIsPublic)));
        }
        Ok(may_be_asked)
    }
}

/// Whether an address is of the public network.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            let is_shared = first == 100 && (64..128).contains(&second);
            let is_special = first == 0 || first >= 224 || (first == 198 && (18..20).contains(&second));
            let is_own = address.is_private() || address.is_loopback() || address.is_link_local();
            !(is_own || is_shared || is_special || address.is_documentation())
        }
        IpAddr::V6(address) => {
            let [first, ..] = address.segments();
            // Global unicast; what stands for an address of IPv4 in another way (6to4, NAT64) is not in it or named.
            (0x2000..0x4000).contains(&first) && first != 0x2002 && address.segments().get(..2) != Some(&[0x2001, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::is_public;

    #[test]
    fn only_public_addresses_are_public() {
        for (address, public) in [
            ("93.184.216.34", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("224.0.0.1", false),
            ("2606:2800:220:1::1", true),
            ("::1", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::ffff:127.0.0.1", false),
            ("2002:7f00:1::", false),
            ("2001:0:1::", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }
}
