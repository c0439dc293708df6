//! Where a charge point connects: the URL of the server with the identity as its last segment.

use std::fmt;
use std::str::FromStr;

use super::error::ConnectError;

/// A `ws://` URL with an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
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
    /// It is no `ws://` URL, or has a query or a user.
    pub fn new(url: &str, identity: &str) -> Result<Self, ConnectError> {
        let (host, port, path) = split(url)?;
        let path = format!("{}/{}", path.trim_end_matches('/'), encode(identity));
        Ok(Self {
            host,
            port,
            path,
            identity: identity.to_owned(),
        })
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
        let (host, port, path) = split(url)?;
        let path = path.trim_end_matches('/').to_owned();
        let identity = path.rsplit('/').next().and_then(decode).filter(|last| !last.is_empty());
        let Some(identity) = identity else {
            return Err(ConnectError::Url {
                url: url.to_owned(),
                reason: "it names no charge point: its last part is the identity, as in ws://host:9000/ocpp/CP1",
            });
        };
        Ok(Self {
            host,
            port,
            path,
            identity,
        })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ws://{}{}", self.authority(), self.path)
    }
}

fn split(url: &str) -> Result<(String, u16, String), ConnectError> {
    let wrong = |reason| ConnectError::Url {
        url: url.to_owned(),
        reason,
    };
    let lower = url.to_ascii_lowercase();
    if lower.starts_with("wss://") {
        return Err(ConnectError::Secure { url: url.to_owned() });
    }
    if !lower.starts_with("ws://") {
        return Err(wrong("it does not begin with ws://"));
    }
    let rest = url.get("ws://".len()..).unwrap_or_default();
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
        _ => (authority, 80),
    };
    if host.is_empty() {
        return Err(wrong("it names no host"));
    }
    Ok((host.to_owned(), port, path.to_owned()))
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
    fn the_last_part_of_a_whole_url_is_the_identity() {
        let endpoint: Endpoint = "ws://host:9000/ocpp/RDAM%20123".parse().unwrap();
        assert_eq!(endpoint.identity(), "RDAM 123");
        assert_eq!(endpoint.path(), "/ocpp/RDAM%20123");
    }

    #[test]
    fn what_cannot_be_connected_to_says_why() {
        for (url, reason) in [
            ("http://host/CP1", "does not begin with ws://"),
            ("ws:///CP1", "names no host"),
            ("ws://host:x/CP1", "no number"),
            ("ws://host", "names no charge point"),
            ("ws://host/CP1?a=b", "no query"),
            ("ws://a:b@host/CP1", "given apart"),
            ("wss://host/CP1", "security profile"),
        ] {
            let error = url.parse::<Endpoint>().unwrap_err().to_string();
            assert!(error.contains(reason), "{url}: {error}");
        }
    }
}
