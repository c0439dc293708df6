//! Problem documents (RFC 9457): the form of every answer that is not what was asked for.
//!
//! `{"type","title","status","detail"}` and the members that the kind names. The detail is safe
//! text; what only the log should know is logged where the problem is made.

mod from;
mod from_plugins;
pub mod kinds;
mod missing;
mod unify;
pub mod words;

pub use from::{SOON, at};
pub use missing::Missing;
pub use unify::{MostBytes, OfPlugin, unify};

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::{Map, Value, json};

pub use kinds::Kind;

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What `type` begins with.
pub const TYPE_PREFIX: &str = "urn:ocpp-central:problem:";

/// A request that is not answered with what was asked for.
#[derive(Debug)]
pub struct Problem {
    /// What kind of problem.
    pub kind: &'static Kind,
    /// This one in words, for the operator.
    pub detail: String,
    members: Map<String, Value>,
    header: Option<(HeaderName, &'static str)>,
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    #[serde(flatten)]
    members: &'a Map<String, Value>,
}

impl Problem {
    /// A problem without further members.
    pub fn new(kind: &'static Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            members: Map::new(),
            header: None,
        }
    }

    /// With one more member.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.members.insert(member.to_owned(), value.into());
        self
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.header = Some((name, value));
        self
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> Value {
        json!(self.form())
    }

    fn form(&self) -> Document<'_> {
        Document {
            kind: format!("{TYPE_PREFIX}{}", self.kind.name),
            title: self.kind.title,
            status: self.kind.status.as_u16(),
            detail: &self.detail,
            members: &self.members,
        }
    }

    /// There is no such thing: what it is and its name.
    pub fn not_found(what: Missing, name: impl fmt::Display) -> Self {
        Self::new(kinds::NOT_FOUND, format!("there is no {} {name}", what.words)).missing(what)
    }

    /// With the word for what there is not.
    #[must_use]
    pub fn missing(self, what: Missing) -> Self {
        self.with("missing", what.name)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.title, self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.kind.status);
        if let Some((name, value)) = &self.header {
            response.insert_header((name.clone(), *value));
        }
        response.content_type(MEDIA_TYPE).json(self.form())
    }
}
