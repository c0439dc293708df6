//! By which scheme and host a charge point reaches us, as its handshake named them: what URLs begin with that it is
//! given.

use actix_http::header::{HOST, HeaderMap};

/// The longest name of a host with its port (RFC 1035: 255 octets).
const LONGEST_HOST: usize = 255 + ":65535".len();

/// Such as `http://central.example.com:9000`; none: the request names no host. It is secure where a proxy that is trusted
/// ended TLS.
pub(super) fn reached_at(headers: &HeaderMap, is_secure: bool) -> Option<String> {
    let host = headers.get(HOST)?.to_str().ok().filter(|host| is_host(host))?;
    let scheme = if is_secure { "https" } else { "http" };
    Some(format!("{scheme}://{host}"))
}

fn is_host(text: &str) -> bool {
    let of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    !text.is_empty() && text.len() <= LONGEST_HOST && text.chars().all(of_host)
}

#[cfg(test)]
mod tests {
    use actix_http::header::{HOST, HeaderMap, HeaderValue, X_FORWARDED_PROTO};

    use super::reached_at;

    #[test]
    fn the_handshake_says_how_we_are_reached() {
        for (host, is_secure, wanted) in [
            (Some("central:9000"), false, Some("http://central:9000")),
            (Some("[::1]:9000"), false, Some("http://[::1]:9000")),
            (Some("c.example.com"), true, Some("https://c.example.com")),
            (Some("evil/x?y"), true, None),
            (Some(""), false, None),
            (None, true, None),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(host) = host {
                headers.insert(HOST, HeaderValue::from_static(host));
            }
            assert_eq!(
                reached_at(&headers, is_secure).as_deref(),
                wanted,
                "{host:?} {is_secure}"
            );
        }
    }

    /// Whoever connects may write this header; who is trusted is decided where the connection's origin is.
    #[test]
    fn a_header_of_the_charge_point_alone_says_nothing() {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("c.example.com"));
        headers.insert(X_FORWARDED_PROTO, HeaderValue::from_static("https"));
        assert_eq!(reached_at(&headers, false).as_deref(), Some("http://c.example.com"));
    }
}
