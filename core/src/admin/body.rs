//! What bodies are: JSON of a known form in and out ([`Json`]), and JSON text that goes on as it came
//! ([`JsonText`]). Members that are not known are refused, with their name and the known ones.

use std::future::Future;
use std::pin::Pin;
use std::str::Utf8Error;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest, HttpResponse, Responder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use super::problem::{Problem, kinds};

/// What an extractor that needs the whole body gives.
pub type WithBody<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// Marks a request whose path was refused: that is its answer, whatever its body is.
#[derive(Debug, Clone, Copy)]
pub struct Answered;

/// The whole body, for extractors that stand behind the path in a handler's signature.
pub fn whole(request: &HttpRequest, payload: &mut Payload) -> WithBody<Bytes> {
    if request.extensions().contains::<Answered>() {
        return Box::pin(std::future::pending());
    }
    Box::pin(Bytes::from_request(request, payload))
}

/// A body in JSON: of a request, where an empty one counts as `{}` and the content type does not matter, or of
/// an answer with status 200.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = WithBody<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = whole(request, payload);
        Box::pin(async move { Ok(Self(read(&bytes.await?)?)) })
    }
}

impl<T: Serialize> Responder for Json<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self.0)
    }
}

/// Reads a body; an empty one counts as `{}`.
///
/// # Errors
/// What is wrong and where.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(or_empty_object(bytes))
        .map_err(|error| Problem::new(kinds::INVALID_REQUEST, format!("the body cannot be used: {error}")))
}

/// A body whose text goes on as it came; an empty one counts as `{}`. What is in it is not looked at here.
#[derive(Debug)]
pub struct JsonText(Bytes);

impl JsonText {
    /// The text.
    ///
    /// # Errors
    /// It is none.
    pub fn as_str(&self) -> Result<&str, Utf8Error> {
        std::str::from_utf8(or_empty_object(&self.0))
    }
}

impl FromRequest for JsonText {
    type Error = Error;
    type Future = WithBody<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = whole(request, payload);
        Box::pin(async move { Ok(Self(bytes.await?)) })
    }
}

fn or_empty_object(bytes: &[u8]) -> &[u8] {
    match bytes.trim_ascii() {
        [] => b"{}",
        bytes => bytes,
    }
}

/// Tells a member that is `null` from one that is absent; goes with `#[serde(default)]`.
///
/// # Errors
/// The value's.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}
