//! The capability `http`: requests to hosts that the operator allows, over `wasi:http`.
//!
//! ```
//! use std::time::Duration;
//! use ocpp_plugin_sdk::{http, testing};
//!
//! testing::answer_http(200, r#"{"price": "0.42"}"#);
//! let answer = http::Request::post("https://prices.example/now")
//!     .header("x-site", "north")
//!     .timeout(Duration::from_secs(2))
//!     .json(&serde_json::json!({"connector": 1}))?
//!     .send()?;
//! assert_eq!(answer.status, 200);
//! assert_eq!(answer.json::<serde_json::Value>()?["price"], "0.42");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::host::http as host;

/// What the manifest says; without this crate's feature `http` it is not there.
#[doc(hidden)]
pub const CAPABILITY: &str = "http";

/// How long a request may take if it does not say.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The largest body that is read if the request does not say, in bytes.
const LARGEST: usize = 1024 * 1024;

/// A request. It follows no redirects.
///
/// ```
/// let request = ocpp_plugin_sdk::http::Request::get("https://prices.example/now");
/// assert_eq!(request.method, "GET");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// With `https://` or `http://`.
    pub url: String,
    /// Names in any case.
    pub headers: Vec<(String, String)>,
    /// Empty for none.
    pub body: Vec<u8>,
    /// For the connection, and then for each wait for the answer.
    pub timeout: Duration,
    /// The largest body of an answer, in bytes; a larger one is an error.
    pub largest: usize,
}

impl Request {
    /// A request with a method of any name.
    ///
    /// ```
    /// let request = ocpp_plugin_sdk::http::Request::new("PUT", "https://example.com/a");
    /// assert_eq!(request.url, "https://example.com/a");
    /// ```
    #[must_use]
    pub fn new(method: &str, url: &str) -> Self {
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            timeout: TIMEOUT,
            largest: LARGEST,
        }
    }

    /// A GET.
    #[must_use]
    pub fn get(url: &str) -> Self {
        Self::new("GET", url)
    }

    /// A POST.
    #[must_use]
    pub fn post(url: &str) -> Self {
        Self::new("POST", url)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets how long it may take: for the connection, and then for each wait for the answer.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the largest body of an answer, in bytes.
    #[must_use]
    pub fn largest(mut self, largest: usize) -> Self {
        self.largest = largest;
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the body to a value's JSON, and the content type.
    ///
    /// # Errors
    /// If the value has no JSON.
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Result<Self, serde_json::Error> {
        Ok(self
            .body(serde_json::to_vec(value)?)
            .header("content-type", "application/json"))
    }

    /// Sends it, and waits for the whole answer, whatever its status.
    ///
    /// # Errors
    /// As [`HttpError`] says.
    pub fn send(&self) -> Result<Response, HttpError> {
        host::send(self)
    }
}

impl fmt::Debug for Request {
    /// Without the values of headers, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {}",
            self.method,
            self.url,
            String::from_utf8_lossy(&self.body)
        )
    }
}

/// An answer.
///
/// ```
/// # use ocpp_plugin_sdk::http::Response;
/// let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
/// let answer = Response { status: 200, headers, body: b"[1]".to_vec() };
/// assert_eq!(answer.header("Content-Type"), Some("application/json"));
/// assert_eq!(answer.json::<Vec<u32>>().unwrap(), [1]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// As it came.
    pub status: u16,
    /// As they came.
    pub headers: Vec<(String, String)>,
    /// As it came.
    pub body: Vec<u8>,
}

impl Response {
    /// A header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// If it is none, or does not fit the type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// The body as text; what is no UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Why a request has no answer.
///
/// ```
/// use ocpp_plugin_sdk::http::{HttpError, Request};
///
/// let error = Request::get("ftp://example.com").send().unwrap_err();
/// assert!(matches!(error, HttpError::Url(_)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpError {
    /// The operator does not allow this host, or did not grant the capability.
    Denied(String),
    /// The URL or a header cannot be sent.
    Url(String),
    /// No answer came in time.
    Timeout,
    /// Nobody listens, the connection broke, the answer is no HTTP.
    Connection(String),
    /// The answer's body is larger than the request allows.
    TooLarge,
}

impl HttpError {
    /// Whether another try may help.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::http::HttpError;
    /// assert!(HttpError::Timeout.may_pass());
    /// assert!(!HttpError::Denied("example.com".into()).may_pass());
    /// ```
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Timeout | Self::Connection(_))
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied(what) => write!(f, "http: the operator does not allow {what}"),
            Self::Url(what) => write!(f, "http: {what}"),
            Self::Timeout => f.write_str("http: no answer in time"),
            Self::Connection(what) => write!(f, "http: {what}"),
            Self::TooLarge => f.write_str("http: the answer is larger than allowed"),
        }
    }
}

impl std::error::Error for HttpError {}

/// The parts of a URL that `wasi:http` wants.
#[derive(Debug, PartialEq, Eq)]
#[cfg_attr(
    not(any(test, target_arch = "wasm32")),
    allow(dead_code, reason = "outside a component a URL is only checked")
)]
pub(crate) struct Target<'a> {
    pub secure: bool,
    pub authority: &'a str,
    pub path: &'a str,
}

impl<'a> Target<'a> {
    pub(crate) fn parse(url: &'a str) -> Result<Self, HttpError> {
        let schemes = [("https://", true), ("http://", false)];
        let found = schemes
            .into_iter()
            .find_map(|(prefix, secure)| Some((secure, url.strip_prefix(prefix)?)));
        let (secure, rest) = found.ok_or_else(|| HttpError::Url(format!("{url:?} is no http or https URL")))?;
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.is_empty() || authority.contains('@') {
            return Err(HttpError::Url(format!("{url:?} has no host, or has a user")));
        }
        Ok(Self {
            secure,
            authority,
            path,
        })
    }

    /// With its slash.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub(crate) fn path_and_query(&self) -> String {
        if self.path.starts_with('/') {
            self.path.to_owned()
        } else {
            format!("/{}", self.path)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_url_has_its_parts() {
        let parts = |url| Target::parse(url).map(|t| (t.secure, t.authority.to_owned(), t.path_and_query()));
        let of = |secure, authority: &str, path: &str| Ok((secure, authority.to_owned(), path.to_owned()));
        assert_eq!(parts("https://a.example/x?y=1#z"), of(true, "a.example", "/x?y=1"));
        assert_eq!(parts("http://[::1]:8080"), of(false, "[::1]:8080", "/"));
        assert_eq!(parts("http://a?q"), of(false, "a", "/?q"));
        for wrong in ["a.example/x", "https://", "https:///x", "http://user:pw@a.example"] {
            assert!(matches!(Target::parse(wrong), Err(HttpError::Url(_))), "{wrong}");
        }
    }
}
