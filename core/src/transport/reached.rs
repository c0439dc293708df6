//! By which scheme and host a charge point reaches us, as its handshake named them: what URLs begin with that it is
//! given.

use actix_http::header::{HOST, HeaderMap};

/// What a proxy that ends TLS says of the connection that it took.
const FORWARDED_PROTO: &str = "x-forwarded-proto";

/// The longest name of a host with its port (RFC 1035: 255 octets).
const LONGEST_HOST: usize = 255 + ":65535".len();

/// Such as `http://central.example.com:9000`; none: the request names no host.
pub(super) fn reached_at(headers: &HeaderMap, is_secure: bool) -> Option<String> {
    let host = headers.get(HOST)?.to_str().ok().filter(|host| is_host(host))?;
    let forwarded = headers.get(FORWARDED_PROTO).and_then(|proto| proto.to_str().ok());
    // The first of several is the charge point's own.
    let first = forwarded.and_then(|proto| proto.split(',').next()).map(str::trim);
    // What is said by whomever is taken here: a charge point can only mislead itself.
    let secure = is_secure
        || first.is_some_and(|proto| proto.eq_ignore_ascii_case("https") || proto.eq_ignore_ascii_case("wss"));
    let scheme = if secure { "https" } else { "http" };
    Some(format!("{scheme}://{host}"))
}

fn is_host(text: &str) -> bool {
    let of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    !text.is_empty() && text.len() <= LONGEST_HOST && text.chars().all(of_host)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use actix_http::header::{HOST, HeaderMap, HeaderName, HeaderValue};

    use super::reached_at;

    #[test]
    fn the_handshake_says_how_we_are_reached() {
        for (host, proto, wanted) in [
            (Some("central:9000"), None, Some("http://central:9000")),
            (Some("[::1]:9000"), None, Some("http://[::1]:9000")),
            (Some("c.example.com"), Some("https"), Some("https://c.example.com")),
            (Some("c.example.com"), Some("wss, http"), Some("https://c.example.com")),
            (Some("c.example.com"), Some("http"), Some("http://c.example.com")),
            (Some("evil/x?y"), None, None),
            (Some(""), None, None),
            (None, None, None),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(host) = host {
                headers.insert(HOST, HeaderValue::from_static(host));
            }
            if let Some(proto) = proto {
                headers.insert(
                    HeaderName::from_static("x-forwarded-proto"),
                    HeaderValue::from_static(proto),
                );
            }
            assert_eq!(reached_at(&headers, false).as_deref(), wanted, "{host:?} {proto:?}");
        }
    }
}
