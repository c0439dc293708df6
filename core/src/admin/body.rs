//! What bodies are: JSON of a known form in and out ([`Json`]), and JSON text that goes on as it came
//! ([`JsonText`]). Members that are not known are refused, with their name and the known ones.

use std::future::Future;
use std::pin::Pin;
use std::str::Utf8Error;
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest, HttpResponse, Responder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::problem::words::{self, Wrong};
use super::problem::{Problem, kinds};
use super::query::camel_case;

/// The deepest place that is named.
const DEEPEST: usize = 4;
/// More members or elements of one place are not looked at.
const MOST_TRIED: usize = 1000;

/// What an extractor that needs the whole body gives.
pub type WithBody<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// Marks a request whose path was refused: that is its answer, whatever its body is.
#[derive(Debug, Clone, Copy)]
pub struct Answered;

/// How long any body may take to come.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a body that is large has to bring in a second beyond that.
const SLOWEST: u64 = 256 << 10;

/// In seconds: enough for the largest component.
const LONGEST: u64 = 600;

/// The whole body, for extractors that stand behind the path in a handler's signature.
pub fn whole(request: &HttpRequest, payload: &mut Payload) -> WithBody<Bytes> {
    if request.extensions().contains::<Answered>() {
        return Box::pin(std::future::pending());
    }
    rest(request, payload)
}

/// The whole body, also of a request that is refused: a connection with an unread one would be closed.
pub fn rest(request: &HttpRequest, payload: &mut Payload) -> WithBody<Bytes> {
    let limit = time_for(request);
    let bytes = Bytes::from_request(request, payload);
    Box::pin(async move {
        tokio::time::timeout(limit, bytes).await.unwrap_or_else(|_| {
            let detail = format!("the body had not come within {} s", limit.as_secs());
            Err(Problem::new(kinds::BODY_TOO_SLOW, detail).into())
        })
    })
}

fn time_for(request: &HttpRequest) -> Duration {
    let length = request.headers().get(CONTENT_LENGTH);
    let length: Option<u64> = length.and_then(|length| length.to_str().ok()?.parse().ok());
    // More than the path takes is refused by its length.
    PATIENCE + Duration::from_secs((length.unwrap_or(0) / SLOWEST).min(LONGEST))
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

/// Reads a body; an empty one counts as `{}`. Members may be in the snake_case of earlier versions.
///
/// # Errors
/// What is wrong and where.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let value: Value = serde_json::from_slice(or_empty_object(bytes)).map_err(|error| not_json(&error))?;
    of_value(value).map_err(|detail| Problem::new(kinds::INVALID_REQUEST, format!("in the body: {detail}")))
}

/// What an object says.
///
/// # Errors
/// What is wrong and where, in words.
pub fn of_value<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    let fits = |value: &Value| T::deserialize(value).map(drop).map_err(|error| error.to_string());
    T::deserialize(fitting(value, &fits)?).map_err(|error| error.to_string())
}

/// An object as its form is: itself, or with the names of its members in camelCase.
///
/// # Errors
/// What is wrong and where, in words.
pub fn fitting(mut value: Value, fits: &dyn Fn(&Value) -> Result<(), String>) -> Result<Value, String> {
    if !value.is_object() {
        let found = if value.is_array() { "a list" } else { "a single value" };
        return Err(format!("it must be a JSON object, not {found}"));
    }
    let Err(first) = fits(&value) else { return Ok(value) };
    if camel_cased(&mut value) && fits(&value).is_ok() {
        return Ok(value);
    }
    let sentence = fits(&value).err().unwrap_or(first);
    Err(explained(&value, &sentence, fits))
}

/// The text is no JSON: where it stops being some.
#[must_use]
pub fn not_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let detail = format!("the body is not JSON from line {line}, character {column} on");
    Problem::new(kinds::INVALID_REQUEST, detail)
}

/// Spells the names of all members in camelCase; whether any was not.
fn camel_cased(value: &mut Value) -> bool {
    match value {
        Value::Array(values) => {
            let mut any = false;
            for value in values {
                any |= camel_cased(value);
            }
            any
        }
        Value::Object(members) => {
            let mut any = members.keys().any(|name| name.contains('_'));
            let spelled = std::mem::take(members).into_iter().map(|(name, mut value)| {
                any |= camel_cased(&mut value);
                (camel_case(&name), value)
            });
            *members = spelled.collect();
            any
        }
        _ => false,
    }
}

/// What is wrong, with the member that it is about. The library does not say which one that is: the one without
/// which it says something else.
fn explained(value: &Value, sentence: &str, read: &dyn Fn(&Value) -> Result<(), String>) -> String {
    let wrong = words::plain(sentence);
    let mut place: Vec<String> = Vec::new();
    while place.len() < DEEPEST
        && let Some(name) = culprit(value, &place, sentence, read)
    {
        place.push(name);
    }
    if matches!(wrong, Wrong::Unknown(_)) {
        // It is about the object that has it.
        place.pop();
    }
    let place = place.join("/");
    words::about(Some(place.as_str()).filter(|place| !place.is_empty()), &wrong)
}

/// Of the members or elements at a place, the one that the sentence is about.
fn culprit(
    value: &Value,
    place: &[String],
    sentence: &str,
    read: &dyn Fn(&Value) -> Result<(), String>,
) -> Option<String> {
    let pointer: String = place.iter().map(|name| format!("/{name}")).collect();
    let names: Vec<String> = match value.pointer(&pointer)? {
        Value::Object(members) => members.keys().cloned().collect(),
        Value::Array(elements) => (0..elements.len()).map(|index| index.to_string()).collect(),
        _ => return None,
    };
    names.into_iter().take(MOST_TRIED).find(|name| {
        let mut without = value.clone();
        match without.pointer_mut(&pointer) {
            Some(Value::Object(members)) => drop(members.remove(name)),
            Some(Value::Array(elements)) => {
                let index = name.parse().unwrap_or(usize::MAX);
                let alone = elements.get(index).cloned();
                *elements = alone.into_iter().collect();
                return read(&without).is_err_and(|other| other == sentence);
            }
            _ => return false,
        }
        match read(&without) {
            Ok(()) => true,
            // A member that must be there says nothing about another one that is missing.
            Err(other) if other == format!("missing field `{name}`") => !sentence.starts_with("missing field"),
            Err(other) => other != sentence,
        }
    })
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

    /// The bytes as they came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A body in JSON, as [`Json`] reads it, and its text.
#[derive(Debug)]
pub struct JsonWithText<T>(pub T, pub JsonText);

impl<T: DeserializeOwned + 'static> FromRequest for JsonWithText<T> {
    type Error = Error;
    type Future = WithBody<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = whole(request, payload);
        Box::pin(async move {
            let bytes = bytes.await?;
            Ok(Self(read(&bytes)?, JsonText(bytes)))
        })
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
    match bytes {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde::Deserialize;
    use serde_json::json;

    use super::read;
    use crate::clock::Time;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Entry {
        id_tag: String,
        status: Option<Status>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    enum Status {
        Accepted,
        Blocked,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Body {
        status: Status,
        security_profile: Option<u8>,
        expiry: Option<Time>,
        #[serde(default)]
        entries: Vec<Entry>,
    }

    fn refused(body: &str) -> String {
        read::<Body>(body.as_bytes()).unwrap_err().detail
    }

    #[test]
    fn both_spellings_are_taken() {
        let body = read::<Body>(br#"{"status":"Accepted","security_profile":2,"entries":[{"id_tag":"A"}]}"#).unwrap();
        assert_eq!((body.security_profile, body.entries.len()), (Some(2), 1));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let table = [
            ("", "in the body: `status` is missing"),
            ("[]", "in the body: it must be a JSON object, not a list"),
            ("7", "in the body: it must be a JSON object, not a single value"),
            ("{", "the body is not JSON from line 1, character 1 on"),
            (
                r#"{"status":"accepted"}"#,
                "in the body: `status` must be `Accepted` or `Blocked`, not `accepted`; did you mean `Accepted`?",
            ),
            (
                r#"{"status":"Accepted","securityProfile":"1"}"#,
                "in the body: `securityProfile` must be a whole number from 0 to 255, not the text \"1\"",
            ),
            (
                r#"{"status":"Accepted","expiry":"tomorrow"}"#,
                "in the body: `expiry` must be a time such as 2026-01-31T12:00:00Z",
            ),
            (
                r#"{"status":"Accepted","entries":[{"idTag":"A"},{"idTag":"B","status":"Open"}]}"#,
                "in the body: `entries/1/status` must be `Accepted` or `Blocked`, not `Open`",
            ),
            (
                r#"{"status":"Accepted","entries":[{"idTag":"A"},{"status":"Blocked"}]}"#,
                "in the body: `entries/1`: `idTag` is missing",
            ),
            (
                r#"{"status":"Accepted","expirey":null}"#,
                "in the body: `expirey` is not known here; known are `status`, `securityProfile`, `expiry` and \
                 `entries`; did you mean `expiry`?",
            ),
        ];
        for (body, wanted) in table {
            assert_eq!(refused(body), wanted);
        }
        assert!(read::<Body>(json!({"status": "Blocked"}).to_string().as_bytes()).is_ok());
    }
}
