//! What a request must be to count with a cookie: one of our own page. A browser sends the cookie by itself, so that it
//! comes says nothing of who asks; that is said by what the browser writes itself (`Sec-Fetch-Site`, `Origin`) and, of
//! each change, by a text that only our page can know.

use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, ORIGIN, UPGRADE};

use super::open::is_loopback;
use crate::admin::problem::{Problem, kinds};
use crate::forwarded::came_by_a_proxy;
use crate::state::logins::CsrfToken;

/// Where a page says with each change that it is ours.
pub const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

/// What a browser says of who asks; it is the browser's own word, and sent over secure connections alone.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The method.
    pub method: &'a Method,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The host that the browser asked for.
    pub host: Option<&'a str>,
}

impl Asked<'_> {
    fn text(&self, name: &HeaderName) -> Option<&str> {
        Some(self.headers.get(name)?.to_str().unwrap_or_default())
    }

    /// Whether a page of others asks.
    fn is_foreign(&self) -> bool {
        if let Some(site) = self.text(&SITE) {
            return !matches!(site, "same-origin" | "none");
        }
        let origin = self.text(&ORIGIN);
        origin.is_some_and(|origin| authority(origin) != self.host)
    }

    /// Whether our own page asks, or the person who has it open.
    ///
    /// # Errors
    /// 403: another page does.
    pub fn is_ours(&self) -> Result<(), Problem> {
        // Nothing else keeps pages of others from a WebSocket.
        let is_unsigned = self.headers.contains_key(UPGRADE) && !self.headers.contains_key(ORIGIN);
        if is_unsigned || self.is_foreign() {
            let detail = "a login in a browser serves this server's own page alone, and another one asks: send a token \
                          (Authorization: Bearer TOKEN) instead. Behind a proxy it has to pass the Host header on";
            return Err(Problem::new(kinds::FORBIDDEN, detail));
        }
        Ok(())
    }

    /// The same, and a change brings what only our page knows.
    ///
    /// # Errors
    /// 403: it does not.
    pub fn counts(&self, csrf: &CsrfToken) -> Result<(), Problem> {
        self.is_ours()?;
        if matches!(*self.method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return Ok(());
        }
        let said = self.headers.get(CSRF).map_or(&b""[..], |said| said.as_bytes());
        if csrf.is(said) {
            return Ok(());
        }
        let detail = "a change with a browser's login has the header X-CSRF-Token: the `csrfToken` of GET /api/v1/me";
        Err(Problem::new(kinds::FORBIDDEN, detail))
    }

    /// Whether a token may be said here: by https, or without leaving the machine of who says it.
    ///
    /// # Errors
    /// 403 with what to do.
    pub fn may_say_a_token(&self, is_secure: bool) -> Result<(), Problem> {
        let stays = |host: Option<&str>| host.is_some_and(is_loopback);
        let origin = self.text(&ORIGIN).map(authority);
        let stays_here = stays(self.host) && origin.is_none_or(stays) && !came_by_a_proxy(self.headers);
        if is_secure || stays_here {
            return Ok(());
        }
        let detail = "this page came over the network without TLS, so that anybody on the way could read a token. Open \
                      it by https: with certificates in [admin.tls], or through a proxy that admin.trusted_proxies names \
                      and that sends X-Forwarded-Proto (config/nginx.conf shows one); or on the server itself, to which a tunnel leads: \
                      ssh -L 9001:127.0.0.1:9001 SERVER, then http://127.0.0.1:9001/";
        Err(Problem::new(kinds::LOGIN_IN_CLEAR, detail))
    }
}

/// `https://central.example` is of `central.example`; `null` of nobody.
fn authority(origin: &str) -> Option<&str> {
    origin.split_once("://").map(|(_, authority)| authority)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use actix_web::http::header::HeaderValue;

    use super::*;
    use crate::state::logins::LoginSecret;

    const HOST: &str = "central.example:8443";

    fn headers(said: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in said {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    fn asked<'a>(method: &'a Method, headers: &'a HeaderMap, host: &'a str) -> Asked<'a> {
        Asked {
            method,
            headers,
            host: Some(host),
        }
    }

    #[test]
    fn pages_of_others_are_told_by_what_the_browser_says() {
        for (said, ours) in [
            (&[][..], true),
            (&[("origin", "https://central.example:8443")], true),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            // A proxy that writes another host does not matter where the browser says this.
            (
                &[("sec-fetch-site", "same-origin"), ("origin", "https://outside.example")],
                true,
            ),
            (&[("upgrade", "websocket")], false),
            (
                &[("upgrade", "websocket"), ("origin", "https://central.example:8443")],
                true,
            ),
            (&[("upgrade", "websocket"), ("origin", "http://localhost:3000")], false),
        ] {
            let headers = headers(said);
            assert_eq!(asked(&Method::GET, &headers, HOST).is_ours().is_ok(), ours, "{said:?}");
        }
    }

    #[test]
    fn a_change_brings_what_only_our_page_knows() {
        let csrf = LoginSecret::random().unwrap().csrf_token();
        let right = csrf.clone().show();
        for (said, counts) in [
            (Some(right.as_str()), true),
            (Some("x"), false),
            (Some(""), false),
            (None, false),
        ] {
            let said: Vec<_> = said.map(|said| ("x-csrf-token", said)).into_iter().collect();
            let headers = headers(&said);
            for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
                assert_eq!(asked(&method, &headers, HOST).counts(&csrf).is_ok(), counts, "{method}");
            }
            assert!(asked(&Method::GET, &headers, HOST).counts(&csrf).is_ok());
        }
        let foreign = headers(&[("x-csrf-token", &right), ("origin", "https://evil.example")]);
        assert!(asked(&Method::POST, &foreign, HOST).counts(&csrf).is_err());
    }

    #[test]
    fn a_token_is_not_said_in_clear_over_a_network() {
        for (host, said, secure, may) in [
            ("127.0.0.1:9001", &[][..], false, true),
            ("localhost:9001", &[("origin", "http://localhost:9001")], false, true),
            ("[::1]:9001", &[], false, true),
            ("192.168.1.5:9001", &[], false, false),
            ("central.example", &[], false, false),
            ("central.example", &[], true, true),
            // A proxy that is not trusted, or that says http.
            ("127.0.0.1:9001", &[("x-forwarded-for", "203.0.113.7")], false, false),
            ("127.0.0.1:9001", &[("origin", "http://central.example")], false, false),
            ("127.0.0.1:9001", &[("origin", "null")], false, false),
        ] {
            let headers = headers(said);
            let told = asked(&Method::POST, &headers, host).may_say_a_token(secure);
            assert_eq!(told.is_ok(), may, "{host} {said:?}");
        }
    }
}
