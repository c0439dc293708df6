//! Where a charge point connects: the URL of the server with the identity as its last segment.

use std::fmt;
use std::str::FromStr;

use super::error::ConnectError;

/// A `ws://` or `wss://` URL with an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Over TLS.
    secure: bool,
    host: String,
    port: u16,
    /// As it stands in the request line: percent-encoded, with the identity.
    path: String,
    identity: String,
}

impl Endpoint {
    /// The URL that a charge point is configured with, to which its identity is added.
    ///
    /// # Errors
    /// It is no `ws://` or `wss://` URL, or has a query or a user.
    pub fn new(url: &str, identity: &str) -> Result<Self, ConnectError> {
        let Parts {
            secure,
            host,
            port,
            path,
        } = split(url)?;
        let path = format!("{}/{}", path.trim_end_matches('/'), encode(identity));
        Ok(Self {
            secure,
            host,
            port,
            path,
            identity: identity.to_owned(),
        })
    }

    /// Whether it is spoken to over TLS: a `wss://` URL.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// The same over TLS; in place of port 80 it is 443.
    #[must_use]
    pub fn secured(&self) -> Self {
        Self {
            secure: true,
            port: if self.port == 80 { 443 } else { self.port },
            ..self.clone()
        }
    }

    /// The server's name or address, as its certificate has it.
    #[must_use]
    pub fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// What the charge point calls itself.
    #[must_use]
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// `HOST:PORT`, as it is connected to and named in the request.
    #[must_use]
    pub fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// What stands in the request line.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// The whole URL, its last segment being the identity.
impl FromStr for Endpoint {
    type Err = ConnectError;

    fn from_str(url: &str) -> Result<Self, ConnectError> {
        let Parts {
            secure,
            host,
            port,
            path,
        } = split(url)?;
        let path = path.trim_end_matches('/').to_owned();
        let identity = path.rsplit('/').next().and_then(decode).filter(|last| !last.is_empty());
        let Some(identity) = identity else {
            return Err(ConnectError::Url {
                url: url.to_owned(),
                reason: "it names no charge point: its last part is the identity, as in ws://host:9000/ocpp/CP1",
            });
        };
        Ok(Self {
            secure,
            host,
            port,
            path,
            identity,
        })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "wss" } else { "ws" };
        write!(f, "{scheme}://{}{}", self.authority(), self.path)
    }
}

struct Parts {
    secure: bool,
    host: String,
    port: u16,
    path: String,
}

fn split(url: &str) -> Result<Parts, ConnectError> {
    let wrong = |reason| ConnectError::Url {
        url: url.to_owned(),
        reason,
    };
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let secure = scheme.eq_ignore_ascii_case("wss");
    if !secure && !scheme.eq_ignore_ascii_case("ws") {
        return Err(wrong("it does not begin with ws:// or wss://"));
    }
    let (authority, path) = rest
        .find('/')
        .map_or((rest, ""), |slash| rest.split_at_checked(slash).unwrap_or((rest, "")));
    if rest.contains(['?', '#']) {
        return Err(wrong("OCPP knows no query in a URL"));
    }
    if authority.contains('@') {
        return Err(wrong("the password is given apart, not in the URL"));
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (
            host,
            port.parse().map_err(|_| wrong("its port is no number up to 65535"))?,
        ),
        _ => (authority, if secure { 443 } else { 80 }),
    };
    if host.is_empty() {
        return Err(wrong("it names no host"));
    }
    Ok(Parts {
        secure,
        host: host.to_owned(),
        port,
        path: path.to_owned(),
    })
}

/// All but the unreserved characters of RFC 3986 as `%XX`.
fn encode(identity: &str) -> String {
    identity
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

fn decode(segment: &str) -> Option<String> {
    let mut bytes = segment.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let pair = [bytes.next()?, bytes.next()?];
            u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Endpoint;

    #[test]
    fn an_identity_is_added_percent_encoded() {
        let endpoint = Endpoint::new("ws://host:9000/ocpp/", "RDAM 123|ü").unwrap();
        assert_eq!(endpoint.to_string(), "ws://host:9000/ocpp/RDAM%20123%7C%C3%BC");
        assert_eq!(endpoint.authority(), "host:9000");
        assert_eq!(
            Endpoint::new("ws://host", "CP1").unwrap().to_string(),
            "ws://host:80/CP1"
        );
        assert_eq!(
            Endpoint::new("ws://[::1]:9000/a", "CP1").unwrap().authority(),
            "[::1]:9000"
        );
    }

    #[test]
    fn a_secure_one_has_a_port_and_a_name_of_its_own() {
        let endpoint = Endpoint::new("WSS://cs.example.com/ocpp", "CP1").unwrap();
        assert!(endpoint.is_secure());
        assert_eq!(endpoint.to_string(), "wss://cs.example.com:443/ocpp/CP1");
        assert_eq!(endpoint.host(), "cs.example.com");
        let endpoint = Endpoint::new("wss://[::1]:9443", "CP1").unwrap();
        assert_eq!((endpoint.host(), endpoint.authority().as_str()), ("::1", "[::1]:9443"));
        assert!(!Endpoint::new("ws://host", "CP1").unwrap().is_secure());
    }

    #[test]
    fn the_last_part_of_a_whole_url_is_the_identity() {
        let endpoint: Endpoint = "ws://host:9000/ocpp/RDAM%20123".parse().unwrap();
        assert_eq!(endpoint.identity(), "RDAM 123");
        assert_eq!(endpoint.path(), "/ocpp/RDAM%20123");
    }

    #[test]
    fn what_cannot_be_connected_to_says_why() {
        for (url, reason) in [
            ("http://host/CP1", "does not begin with ws:// or wss://"),
            ("host/CP1", "does not begin with ws:// or wss://"),
            ("ws:///CP1", "names no host"),
            ("ws://host:x/CP1", "no number"),
            ("ws://host", "names no charge point"),
            ("ws://host/CP1?a=b", "no query"),
            ("wss://a:b@host/CP1", "given apart"),
        ] {
            let error = url.parse::<Endpoint>().unwrap_err().to_string();
            assert!(error.contains(reason), "{url}: {error}");
        }
    }
}
