//! Where a webhook's requests go: an `http` or `https` URL without credentials, and which of its host's addresses are
//! spoken to. Pure.
//!
//! A webhook is made by an operator, and may lead into the server's own network: receivers often stand there. Only
//! link-local addresses are not spoken to (169.254.0.0/16, fe80::/10): there a cloud's metadata service gives
//! credentials to whoever asks on the machine.

use std::net::{IpAddr, Ipv6Addr};

use http::Uri;
use http::uri::Scheme;

/// The longest URL in bytes.
const LONGEST: usize = 2000;

/// A URL taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Whether it is spoken to over TLS.
    pub is_https: bool,
    /// A name or an address, an IPv6 one without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The value of `Host`.
    pub authority: String,
    /// What is asked for: path and query.
    pub path: String,
}

impl Target {
    /// The URL that a text is.
    ///
    /// # Errors
    /// Why it is none that can be used, in words that do not repeat it: it may hold a token.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let wrong = "`url` begins with http:// or https:// and a host, such as https://hooks.example.com/ocpp";
        if text.len() > LONGEST {
            return Err("`url` has at most 2000 bytes");
        }
        if text.contains('#') {
            return Err("`url` has a fragment (`#`), which is never sent");
        }
        let uri: Uri = text.parse().map_err(|_| wrong)?;
        let is_https = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return Err(wrong),
        };
        let authority = uri.authority().ok_or(wrong)?;
        if authority.as_str().contains('@') {
            return Err("`url` has a user or a password in it: send them as a header, see `headers`");
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() {
            return Err(wrong);
        }
        if host.parse().is_ok_and(is_link_local) {
            return Err("`url` leads to a link-local address, which is not spoken to");
        }
        Ok(Self {
            is_https,
            host: host.to_owned(),
            port: authority.port_u16().unwrap_or(if is_https { 443 } else { 80 }),
            authority: authority.as_str().to_owned(),
            path: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        })
    }
}

/// Whether an address is of the link alone, also as an IPv6 address that stands for an IPv4 one.
#[must_use]
pub fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => is_link_local_v6(address),
    }
}

fn is_link_local_v6(address: Ipv6Addr) -> bool {
    let mapped = address.to_ipv4_mapped();
    address.is_unicast_link_local() || mapped.is_some_and(|address| address.is_link_local())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Target;

    #[test]
    fn a_url_is_taken_apart() {
        let target = Target::read("https://hooks.example.com/ocpp?key=1").unwrap();
        assert_eq!((target.is_https, target.port), (true, 443));
        assert_eq!(
            (target.host.as_str(), target.path.as_str()),
            ("hooks.example.com", "/ocpp?key=1")
        );
        let target = Target::read("http://[::1]:8080").unwrap();
        assert_eq!((target.host.as_str(), target.port), ("::1", 8080));
        assert_eq!((target.authority.as_str(), target.path.as_str()), ("[::1]:8080", "/"));
    }

    #[test]
    fn what_cannot_be_used_is_refused_without_being_repeated() {
        for (text, wanted) in [
            ("hooks.example.com/S3cret", "begins with http"),
            ("ftp://hooks.example.com/S3cret", "begins with http"),
            ("file:///etc/S3cret", "begins with http"),
            ("https:///S3cret", "begins with http"),
            ("https://me:S3cret@hooks.example.com", "user or a password"),
            ("https://hooks.example.com/#S3cret", "fragment"),
            ("http://169.254.169.254/latest/S3cret", "link-local"),
            ("http://[fe80::1]/S3cret", "link-local"),
            ("http://[::ffff:169.254.169.254]/S3cret", "link-local"),
        ] {
            let refused = Target::read(text).unwrap_err();
            assert!(
                refused.contains(wanted) && !refused.contains("S3cret"),
                "{text}: {refused}"
            );
        }
    }
}
