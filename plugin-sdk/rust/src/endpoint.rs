//! The plugin's own HTTP endpoints, below `/plugins/NAME/` of the operators' listener.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fail;

/// What answers the requests.
pub type Endpoint = fn(&Request) -> Response;

/// One request.
///
/// ```
/// use ocpp_plugin_sdk::endpoint::{Request, Response};
///
/// fn on_request(request: &Request) -> Response {
///     match (request.method.as_str(), request.path.as_str()) {
///         ("GET", "/hello") => Response::text(200, "hello"),
///         _ => Response::text(404, "not here"),
///     }
/// }
/// # let request = Request { method: "GET".into(), path: "/hello".into(), ..Request::default() };
/// # assert_eq!(on_request(&request).body, b"hello");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// Begins with `/`; what stands before it in the URL is not part of it.
    pub path: String,
    /// Without the question mark; empty if there is none.
    pub query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As it came.
    pub body: Vec<u8>,
}

impl Request {
    /// A header by its name in lower case.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::endpoint::Request;
    /// let headers = vec![("accept".to_owned(), "text/html".to_owned())];
    /// assert_eq!(Request { headers, ..Request::default() }.header("accept"), Some("text/html"));
    /// ```
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A value of the query, decoded.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::endpoint::Request;
    /// let request = Request { query: "site=north%20side&all".into(), ..Request::default() };
    /// assert_eq!(request.parameter("site").as_deref(), Some("north side"));
    /// assert_eq!(request.parameter("all").as_deref(), Some(""));
    /// assert_eq!(request.parameter("other"), None);
    /// ```
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        let pairs = self
            .query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let mut values = pairs
            .filter(|(key, _)| decode(key, true) == name)
            .map(|(_, value)| decode(value, true));
        values.next()
    }

    /// The first name of the query that is not among these. What a plugin does not know it had better refuse: a filter that
    /// was mistyped would give everything.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::endpoint::Request;
    /// let request = Request { query: "site=north&limt=5".into(), ..Request::default() };
    /// assert_eq!(request.unknown_parameter(&["site", "limit"]).as_deref(), Some("limt"));
    /// assert_eq!(Request::default().unknown_parameter(&[]), None);
    /// ```
    #[must_use]
    pub fn unknown_parameter(&self, known: &[&str]) -> Option<String> {
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        let mut names = pairs.map(|pair| decode(pair.split_once('=').map_or(pair, |(name, _)| name), true));
        names.find(|name| !known.contains(&name.as_str()))
    }

    /// The parts of the path between its slashes, decoded.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::endpoint::Request;
    /// let request = Request { path: "/closed/SITE%2FCP-7/1".into(), ..Request::default() };
    /// assert_eq!(request.segments(), ["closed", "SITE/CP-7", "1"]);
    /// ```
    #[must_use]
    pub fn segments(&self) -> Vec<String> {
        let path = self.path.strip_prefix('/').unwrap_or(&self.path);
        path.split('/').map(|segment| decode(segment, false)).collect()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// If it is none, or does not fit the type.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::endpoint::Request;
    /// let request = Request { body: b"[6, 16]".to_vec(), ..Request::default() };
    /// assert_eq!(request.json::<Vec<u32>>().unwrap(), [6, 16]);
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

/// Percent-encoding, and in a form's values the plus; what is not encoded right stays as it is.
fn decode(text: &str, form: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        let encoded = after.get(..2).filter(|_| *first == b'%').and_then(hex);
        bytes.push(match (first, encoded) {
            (_, Some(byte)) => byte,
            (b'+', None) if form => b' ',
            (other, None) => *other,
        });
        rest = if encoded.is_some() {
            after.get(2..).unwrap_or_default()
        } else {
            after
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What is answered.
///
/// ```
/// use ocpp_plugin_sdk::endpoint::Response;
///
/// let response = Response::text(404, "not here").with_header("cache-control", "no-store");
/// assert_eq!(response.headers.len(), 2);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// 200 to 599.
    pub status: u16,
    /// Those of the connection are the server's.
    pub headers: Vec<(String, String)>,
    /// As it goes out.
    pub body: Vec<u8>,
}

impl Response {
    /// Status 200 with a value as JSON.
    ///
    /// # Panics
    /// If the value has no JSON, as [`fail`] does.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::endpoint::Response;
    /// assert_eq!(Response::json(&[6, 16]).body, b"[6,16]");
    /// ```
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::of(200, "application/json", body),
            Err(error) => fail(&format!("an answer has no JSON: {error}")),
        }
    }

    /// A status with a text.
    ///
    /// ```
    /// # use ocpp_plugin_sdk::endpoint::Response;
    /// assert_eq!(Response::text(404, "not here").status, 404);
    /// ```
    #[must_use]
    pub fn text(status: u16, text: impl Into<String>) -> Self {
        Self::of(status, "text/plain", text.into().into_bytes())
    }

    /// The same with another header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn of(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body,
        }
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        write!(f, "{} {:?} {body}", self.status, self.headers)
    }
}
